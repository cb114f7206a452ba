from datetime import timedelta

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import NOW, ReceptionCommon


@tagged("post_install", "-at_install")
class TestProcedure(ReceptionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.company.reception_officer_id = cls.officer
        cls.technology = cls.env["hr.department"].create({"name": "Technology"})
        cls.engineer = cls._make_person("engineer", "Engineer", cls.technology)
        cls.technology.manager_id = cls.engineer.employee_id

    def _steps(self, visit, clause):
        """Steps of the visit for a clause, done or not."""
        return visit.sudo().step_ids.filtered(lambda step: step.clause == clause)

    def _issue_board_visit(self, **vals):
        vals = {"grade": "important", "principal_host_id": self.gm.employee_id.id, **vals}
        return self._issue(self._make_visit("director_invited", user=self.officer, **vals))

    def _issue_government_visit(self, **vals):
        vals = {"grade": "important", "principal_host_id": self.gm.employee_id.id, **vals}
        return self._issue(
            self._make_visit("government_body", user=self.officer, counterpart_department_id=self.technology.id, **vals)
        )

    # ------------------------------------------------------------------------------------------------------------------
    # Steps become activities
    # ------------------------------------------------------------------------------------------------------------------

    def test_1_5_1_procedure_becomes_steps_when_issued(self):
        visit = self._issue_board_visit()
        steps = visit.sudo().step_ids
        clauses = set(steps.mapped("clause"))
        self.assertLessEqual({"1-5.1.1", "1-5.1.2", "1-5.1.3", "1-5.1.4", "1-5.1.5"}, clauses)
        self.assertIn(self.officer, steps.responsible_id)
        first = self._steps(visit, "1-5.1.1")[0]
        planned = first.template_id._get_reception_deadline(visit)
        self.assertLess(planned, NOW.date())
        self.assertEqual((first.due, first.state), (NOW.date(), "today"), "issued late: due at once, not overdue")

    def test_1_5_2_procedure_b_for_professionals(self):
        for category in ("professional_of_bodies", "professional_of_gm"):
            self.assertEqual(self._category(category).procedure, "b")
        visit = self._issue(self._make_visit("professional_of_gm", user=self.officer))
        self.assertTrue(self._steps(visit, "1-5.2.1"))
        self.assertFalse(self._steps(visit, "1-5.1.1"), "no step of another procedure")
        self._prepare(visit).action_start()
        self.assertEqual(visit.state, "hosting", "neither plan nor confirmation is asked for")

    def test_1_5_3_procedure_c_for_party_and_government_bodies(self):
        visit = self._issue_government_visit()
        self.assertEqual(self._category("government_body").procedure, "c")
        self.assertEqual(self._steps(visit, "1-5.3.1").responsible_id, self.engineer, "the counterpart department asks")
        self.assertTrue(self._steps(visit, "1-5.3.2"))
        self.assertFalse(self._steps(visit, "1-5.1.3"))

    def test_1_5_4_steps_of_the_host_go_to_the_host(self):
        visit = self._issue(self._make_visit("key_customer"))
        for clause in ("1-5.4.1", "1-5.4.2", "1-5.4.3", "1-5.4.4"):
            self.assertEqual(self._steps(visit, clause).responsible_id, self.host, clause)

    def test_4_12_1_to_4_12_3_stages_before_during_and_after(self):
        """4-12.1 three stages before, 4-12.2 seven items during, 4-12.3 three after, whatever the procedure."""
        for category in ("director_invited", "professional_of_gm", "government_body", "key_customer"):
            visit = self._make_visit(category, user=self.officer, counterpart_department_id=self.marketing.id)
            self._issue(visit)
            for clause, stage, count in (("4-12.1", "before", 3), ("4-12.2", "during", 7), ("4-12.3", "after", 3)):
                steps = self._steps(visit, clause).filtered(
                    lambda step, visit=visit: step.template_id.plan_id == visit.category_id.service_plan_id
                )
                self.assertEqual(steps.mapped("stage"), [stage] * count, (category, clause))
                self.assertTrue(all(step.responsible_id for step in steps))

    def test_4_12_3_steps_count_from_arrival_and_departure(self):
        visit = self._issue(self._make_visit(date_end=NOW + timedelta(days=5)))
        arrival, departure = (NOW + timedelta(days=days) for days in (1, 5))
        plan = "visitor_reception.mail_activity_plan_service_step_"
        for name, day in (
            ("guests", NOW),  # three days before, which is over
            ("meet", arrival),
            ("handover", departure - timedelta(days=1)),
            ("see_off", departure),
        ):
            step = visit.sudo().step_ids.filtered(lambda s, name=name: s.template_id == self.env.ref(plan + name))
            self.assertEqual(step.due, day.date(), name)

    def test_1_2_6_supporting_departments_get_a_task(self):
        visit = self._issue(self._make_visit(supporting_department_ids=[Command.set(self.technology.ids)]))
        self.assertEqual(self._steps(visit, "1-2.6").responsible_id, self.engineer)
        seen = visit.with_user(self.engineer)
        self.assertTrue(seen.has_access("read"), "who has a task may read what it is about")
        self.assertTrue(seen.guest_ids.has_access("read"))
        self.assertFalse(seen.has_access("write"))
        self._steps(visit, "1-2.6").with_user(self.engineer).action_done("Two people")
        self.assertEqual(self._steps(visit, "1-2.6").state, "done")

    def test_step_of_a_chosen_department(self):
        step = self.env.ref("visitor_reception.mail_activity_plan_procedure_d_step_1")
        with self.assertRaisesRegex(ValidationError, "department"):
            step.responsible_type = "reception_department"
        step.write({"responsible_type": "reception_department", "reception_department_id": self.technology.id})
        visit = self._issue(self._make_visit())
        self.assertEqual(self._steps(visit, "1-5.4.1").responsible_id, self.engineer)

    def test_1_2_2_tasks_go_to_somebody_who_can_log_in(self):
        self.company.reception_officer_id = self.cashier
        self.cashier.active = False
        self.host.active = False
        visit = self._issue(self._make_visit("director_invited", user=self.officer))
        self.assertEqual(visit.sudo().step_ids.responsible_id, self.officer)

    def test_progress_of_the_visit(self):
        visit = self._issue(self._make_visit())
        total = len(visit.sudo().step_ids)
        self.assertRecordValues(visit, [{"step_count": total, "step_done_count": 0, "procedure_progress": 0}])
        self._steps(visit, "1-5.4.1").action_done()
        self.assertEqual(visit.step_done_count, 1)
        self.assertAlmostEqual(visit.procedure_progress, 100 / total)

    def test_1_5_1_3_a_step_does_not_disappear(self):
        visit = self._issue_board_visit()
        step = self._steps(visit, "1-5.1.3").filtered("guard")[0]
        other = self._make_visit(user=self.officer)
        for attempt in (
            lambda mine: mine.unlink(),
            lambda mine: mine.write({"reception_stage": False}),
            lambda mine: mine.write({"res_id": other.id}),
        ):
            with self.assertRaisesRegex(UserError, "1-5.1.3"):
                attempt(step.activity_id.with_user(self.officer))
        for attempt in (
            lambda mine: mine.unlink(),
            lambda mine: mine.write({"guard": False}),
            lambda mine: mine.create({"visit_id": visit.id, "name": "x", "responsible_id": 1, "due": NOW.date()}),
        ):
            with self.assertRaises(AccessError):
                attempt(step.with_user(self.officer))
        step.with_user(self.officer).action_done("Not needed: they come by train")
        self.assertRecordValues(
            step, [{"done_by_id": self.officer.id, "done_at": NOW, "remark": "Not needed: they come by train"}]
        )

    # ------------------------------------------------------------------------------------------------------------------
    # What the start waits for
    # ------------------------------------------------------------------------------------------------------------------

    def test_grade_and_principal_host_before_execution(self):
        """1-5.1.4 for shareholders, directors and supervisors, 1-5.3.3 for Party and government leaders."""
        for category, clause in (("director_invited", "1-5.1.4"), ("government_body", "1-5.3.3")):
            visit = self._make_visit(category, user=self.officer, counterpart_department_id=self.marketing.id)
            self._prepare(self._issue(visit))
            host = {"principal_host_id": self.gm.employee_id.id}
            for vals in ({}, {"grade": "important"}, {**host, "grade": False}):
                visit.write(vals)
                with self.assertRaisesRegex(UserError, clause):
                    visit.action_start()
            visit.grade = "important"
            visit.action_start()
            self.assertEqual(visit.state, "hosting")

    def test_1_5_1_1_no_plan_no_execution(self):
        visit = self._prepare(self._issue_board_visit())
        for empty in (False, "<p><br></p>"):
            visit.reception_plan = empty
            with self.assertRaisesRegex(UserError, "1-5.1.1"):
                visit.action_start()
        self.assertIn("1-5.1.1", visit.missing_facts)
        visit.reception_plan = "<p>Tea at ten</p>"
        visit.action_start()
        self.assertEqual(visit.state, "hosting")

    def test_1_5_1_2_six_facts_are_confirmed_by_administration(self):
        visit = self._prepare(self._issue_board_visit())
        visit._void_acts({"confirmed"}, "asked anew")
        with self.assertRaisesRegex(UserError, "1-5.1.2"):
            visit.action_start()
        with self.assertRaisesRegex(UserError, "1-5.1.2.*Administration and HR"):
            visit.with_user(self.host).action_confirm("Mr. Li")
        for name in ("", "   ", False):
            with self.assertRaisesRegex(UserError, "1-5.1.2.*whom you asked"):
                visit.with_user(self.officer).action_confirm(name)
        visit.with_user(self.officer).action_confirm(" Mr. Li ")
        self.assertRecordValues(
            visit, [{"confirmed_by_id": self.officer.id, "confirmed_with": "Mr. Li", "confirmed_at": NOW}]
        )
        visit.action_start()
        self.assertEqual(visit.state, "hosting")

    def test_1_5_1_2_all_six_facts_must_be_filled(self):
        visit = self._make_visit("director_invited", user=self.officer, identity=False, guests=1)
        visit.guest_ids.position = False
        with self.assertRaisesRegex(UserError, "Identity.*names and positions"):
            visit.action_confirm("Mr. Li")

    def test_1_5_1_2_a_changed_fact_is_confirmed_anew(self):
        visit = self._make_visit("director_invited", user=self.officer)
        visit.action_confirm("Mr. Li")
        self.assertTrue(visit.is_confirmed)
        visit.date_end += timedelta(hours=1)
        self.assertFalse(visit.is_confirmed)
        self.assertIn("1-5.1.2", str(visit._missing_facts_for_start()))
        visit.action_confirm("Mr. Li")
        visit.guest_ids[0].position = "Chairman"
        self.assertFalse(visit.is_confirmed)

    def test_1_5_1_2_the_wizard_knows_the_contact_person(self):
        visit = self._issue_board_visit(contact_name="Ms. Sun")
        action = visit.with_user(self.officer).action_open_confirm()
        with Form(self.env[action["res_model"]].with_user(self.officer).with_context(**action["context"])) as form:
            self.assertEqual(form.confirmed_with, "Ms. Sun")
        form.record.action_confirm()
        self.assertTrue(visit.is_confirmed)

    def test_1_5_3_1_counterpart_department_confirms(self):
        visit = self._issue_government_visit()
        with self.assertRaisesRegex(UserError, "1-5.3.1"):
            visit.with_user(self.officer).action_confirm("Mr. Shen")
        visit.with_user(self.engineer).action_confirm("Mr. Shen")
        self.assertEqual(visit.confirmed_by_id, self.engineer)

    def test_1_5_3_1_administration_is_no_counterpart(self):
        self.company.reception_department_id = self.administration
        visit = self._make_visit("government_body", counterpart_department_id=self.administration.id)
        with self.assertRaisesRegex(UserError, "1-5.3.1.*another counterpart"):
            visit.action_submit()

    def test_1_5_4_1_marketing_confirms_the_appointment(self):
        """No appointment, no customer reception."""
        visit = self._issue(self._make_visit())
        with self.assertRaisesRegex(UserError, "1-5.4.1"):
            visit.action_start()
        with self.assertRaisesRegex(UserError, "1-5.4.1.*receiving department"):
            visit.with_user(self.officer).action_confirm("Ms. Sun")
        visit.with_user(self.head).action_confirm("Ms. Sun")
        visit.action_start()
        self.assertEqual(visit.state, "hosting")

    def test_confirmation_is_nobody_elses(self):
        visit = self._make_visit()
        with self.assertRaises(AccessError):
            visit.with_user(self.stranger).action_confirm("Ms. Sun")
        with self.assertRaises(AccessError):
            visit.write({"confirmed_by_id": self.host.id})
        self.head.group_ids |= self.env.ref("visitor_reception.group_reception_auditor")
        with self.assertRaisesRegex(UserError, "4-14a"):
            visit.with_user(self.head).action_confirm("Ms. Sun")

    def test_1_5_1_3_preparations_and_final_check_before_arrival(self):
        visit = self._issue_board_visit(reception_plan="<p>Plan</p>")
        visit.action_confirm("Mr. Li")
        steps = self._steps(visit, "1-5.1.3")
        check = visit._get_open_checks()
        self.assertEqual(len(steps - check), 3, "documents and items, cars, leaders")
        with self.assertRaisesRegex(UserError, "1-5.1.3"):
            visit.action_start()
        for step in steps - check:
            with self.assertRaisesRegex(UserError, "1-5.1.3"):
                visit.action_final_check()
            with self.assertRaisesRegex(UserError, "1-5.1.3"):
                check.with_user(self.officer).action_done()
            step.with_user(self.officer).action_done()
        with self.assertRaisesRegex(UserError, "1-5.1.3.*final check"):
            visit.action_start()
        visit.action_final_check()
        self.assertRecordValues(visit, [{"checked_by_id": self.officer.id, "checked_at": NOW}])
        self.assertEqual(check.done_by_id, self.officer)
        visit.action_start()
        self.assertLessEqual(visit.checked_at, visit.started_at)
        with self.assertRaisesRegex(UserError, "before the guests arrive"):
            visit.action_final_check()

    def test_1_5_1_3_the_check_is_made_by_marking_its_step_done(self):
        visit = self._issue_board_visit()
        check = visit._get_open_checks()
        (visit._get_open_steps() - check).action_done()
        check.with_user(self.officer).action_done("All there")
        self.assertEqual(visit.checked_by_id, self.officer)

    def test_1_5_3_2_preparations_and_final_check_for_government(self):
        visit = self._issue_government_visit()
        visit.with_user(self.engineer).action_confirm("Mr. Shen")
        with self.assertRaisesRegex(UserError, "1-5.3.2"):
            visit.action_start()
        self._prepare(visit).action_start()
        self.assertTrue(visit.checked_at)

    def test_final_check_is_made_anew_after_a_change(self):
        visit = self._prepare(self._issue_board_visit())
        done = visit.step_done_count
        visit.purpose = "Another purpose"
        self.assertFalse(visit.checked_at)
        self._issue(visit)
        self.assertEqual(visit.step_done_count, done, "what is prepared stays prepared")
        self.assertEqual(len(visit._get_open_checks()), 1)

    # ------------------------------------------------------------------------------------------------------------------
    # Other approved visitors, meetings
    # ------------------------------------------------------------------------------------------------------------------

    def test_1_5_5_1_other_visitors_choose_a_procedure(self):
        visit = self._make_visit("other")
        self.assertFalse(visit.procedure_category_id)
        with self.assertRaisesRegex(UserError, "1-5.5.1"):
            visit.action_submit()
        visit.procedure_category_id = self._category("key_customer")
        self._issue(visit)
        self.assertTrue(self._steps(visit, "1-5.4.1"), "the steps of the procedure chosen")
        with self.assertRaisesRegex(UserError, "1-5.4.1"):
            visit.action_start()
        self._prepare(visit).action_start()
        with self.assertRaisesRegex(UserError, "1-5.4.3"):
            visit.action_close()

    def test_1_5_5_1_the_others_do_not_choose(self):
        visit = self._make_visit("key_customer")
        with self.assertRaisesRegex(ValidationError, "1-5.5.1"):
            visit.procedure_category_id = self._category("professional_of_gm")
        visit = self._make_visit("other")
        with self.assertRaisesRegex(ValidationError, "1-5.5.1"):
            visit.procedure_category_id = visit.category_id
        visit.procedure_category_id = self._category("professional_of_gm")
        visit.category_id = self._category("key_customer")
        self.assertEqual(visit.procedure_category_id, visit.category_id)
        visit.category_id = self._category("other")
        self.assertEqual(visit.procedure_category_id.procedure, "d", "a sensible choice is kept")

    def test_1_5_6_1_large_meeting_needs_a_cost_plan(self):
        visit = self._make_visit(meeting_kind="external", user=self.officer)
        with self.assertRaisesRegex(UserError, "1-5.6.1"):
            visit.action_submit()
        visit.cost_line_ids = [Command.create({"name": "Hall", "kind": "venue", "unit_amount": 3000})]
        self._issue(visit)
        self._prepare(visit)
        with self.assertRaisesRegex(UserError, "1-5.6.1.*programme"):
            visit.action_start()
        self.env["calendar.event"].create({"name": "Talks", "reception_visit_id": visit.id, "start": visit.date_begin})
        visit.action_start()
        self.assertTrue(self._steps(visit, "1-5.6.1"))
        self.assertTrue(self._steps(visit, "1-5.4.1"), "besides those of the category")

    def test_1_5_6_2_meeting_of_a_department_that_costs_something(self):
        """Signed by the general manager or the executive deputy, whoever signs for the category otherwise."""
        costs = [Command.create({"name": "Tea", "kind": "hospitality", "quantity": 20, "unit_amount": 5})]
        visit = self._make_visit(
            "government_body",
            counterpart_department_id=self.marketing.id,
            meeting_kind="department",
            cost_line_ids=costs,
        )
        visit.action_submit()
        self.assertEqual(visit.signoff_rule_id.clause, "1-5.6.2")
        self.assertEqual(visit.pending_signatory_ids, self.gm | self.edgm)
        free = self._make_visit(
            "government_body", counterpart_department_id=self.marketing.id, meeting_kind="department"
        )
        self._issue(free)
        self.assertEqual(free.signoff_rule_id.clause, "1-3.5")
        car = self.env["reception.booking"].create(
            {"visit_id": free.id, "service": "car", "guest_ids": [Command.set(free.guest_ids.ids)]}
        )
        with self.assertRaisesRegex(UserError, "1-5.6.2"):
            car.action_book()
        visit.with_user(self.gm).action_sign()
        car = car.copy({"visit_id": visit.id, "guest_ids": [Command.set(visit.guest_ids.ids)]})
        car.action_book()
        self.assertEqual(car.state, "booked")

    def test_cost_plan_is_signed(self):
        costs = [Command.create({"name": "Hall", "kind": "venue", "unit_amount": 3000})]
        visit = self._issue(self._make_visit(cost_line_ids=costs))
        self.assertEqual(visit.cost_budget, 3000)
        visit.cost_line_ids.quantity = 2
        self.assertEqual((visit.state, visit.cost_budget), ("draft", 6000))
        self.assertIn("Hall", visit.sudo().message_ids[0].body)
        for vals in ({"unit_amount": -1}, {"quantity": 0}, {"unit_amount": 10**12}):
            with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.env.cr.savepoint():
                visit.cost_line_ids.write(vals)
                self.env.flush_all()
        with self.assertRaisesRegex(ValidationError, "decimals"):
            visit.cost_line_ids.unit_amount = 0.005

    # ------------------------------------------------------------------------------------------------------------------
    # Who receives
    # ------------------------------------------------------------------------------------------------------------------

    def _rank(self, code):
        return self.env["reception.rank"].search([("code", "=", code)])

    def test_4_8_host_of_matching_level_is_proposed(self):
        with Form(self.env["reception.visit"].with_user(self.host)) as form:
            form.category_id = self._category("key_customer")
            form.date_begin, form.date_end = NOW, NOW
            with form.guest_ids.new() as guest:
                guest.name = "Mr. Zheng"
                guest.rank_id = self._rank("deputy_gm")
            self.assertEqual(form.principal_host_id, self.gm.employee_id)
            self.assertIn("Deputy general manager", form.host_position_names)

    def test_4_8_another_host_is_explained(self):
        visit = self._make_visit(principal_host_id=self.stranger.employee_id.id)
        visit.guest_ids[0].rank_id = self._rank("deputy_gm")
        self.assertTrue(visit.is_host_deviation)
        with self.assertRaisesRegex(UserError, "4-8"):
            visit.action_submit()
        visit.host_deviation_reason = "  "
        with self.assertRaisesRegex(UserError, "4-8"):
            visit.action_submit()
        visit.host_deviation_reason = "They were colleagues"
        self._prepare(self._issue(visit))
        visit.host_deviation_reason = False
        with self.assertRaisesRegex(UserError, "4-8"):
            visit.action_start()
        visit.principal_host_id = self.edgm.employee_id
        with self.assertRaisesRegex(UserError, "1-5.4.2"):
            visit.action_start()
        visit.action_tell_programme()
        visit.action_start()
        self.assertFalse(visit.is_host_deviation)

    def test_4_9_technical_reception_is_led_by_the_department_of_the_subject(self):
        self.company.reception_department_id = self.administration
        visit = self._make_visit(department_id=self.administration.id, is_technical=True)
        self.assertEqual(visit.managing_department_id, self.administration)
        with self.assertRaisesRegex(UserError, "4-9"):
            visit.action_submit()
        visit.department_id = self.technology
        visit.action_submit()
        self.assertEqual(visit.state, "signing")

    # ------------------------------------------------------------------------------------------------------------------
    # Arrival and closing
    # ------------------------------------------------------------------------------------------------------------------

    def test_4_11_3_waiting_is_measured(self):
        visit = self._prepare(self._issue(self._make_visit()))
        with self.assertRaises(UserError):
            visit.action_receive()
        visit.action_start()
        with freeze_time(NOW + timedelta(minutes=12, seconds=30)):
            visit.action_receive()
            with self.assertRaises(UserError):
                visit.action_receive()
        self.assertEqual(visit.waiting_minutes, 12)

    def test_4_11_3_times_are_corrected(self):
        """A click may come late: when the guests came, were received and left is put right, in order."""
        visit = self._prepare(self._issue(self._make_visit()))
        come, received, left = (NOW - timedelta(minutes=minutes) for minutes in (50, 40, 10))
        with self.assertRaisesRegex(UserError, "not here yet"):
            visit.action_set_times(come)
        visit.action_start()
        with self.assertRaisesRegex(UserError, "1-2.2"):
            visit.with_user(self.head).action_set_times(come)
        for moments in ((False, received), (received, come), (come, left, received), (NOW + timedelta(minutes=1),)):
            with self.subTest(moments=moments), self.assertRaisesRegex(UserError, "4-11.3"):
                visit.action_set_times(*moments)
        with self.assertRaises(AccessError):
            visit.departed_at = left
        action = visit.action_open_times()
        wizard = Form(self.env[action["res_model"]].with_user(self.host).with_context(**action["context"]))
        self.assertEqual(wizard.started_at, NOW)
        wizard.started_at, wizard.received_at, wizard.departed_at = come, received, left
        wizard.save().action_set()
        times = {"started_at": come, "received_at": received, "departed_at": left, "waiting_minutes": 10}
        self.assertRecordValues(visit, [times])
        self.assertIn("departure", visit.message_ids[0].body)

    def test_arrival_can_be_undone(self):
        visit = self._prepare(self._issue(self._make_visit()))
        visit.action_start()
        with self.assertRaises(AccessError):
            visit.with_user(self.stranger).action_undo_start()
        visit.action_undo_start()
        self.assertRecordValues(visit, [{"state": "issued", "started_at": False}])
        visit.action_start()
        visit.action_receive()
        with self.assertRaises(UserError):
            visit.action_undo_start()

    def test_1_5_4_3_signed_by_head_host_or_leader(self):
        """D39: not by everybody of the department, and nobody makes themselves the one who signs."""
        colleague = self._make_person("colleague", "Colleague", self.marketing)
        visit = self._prepare(self._issue(self._make_visit("key_customer")))
        visit.action_start()
        visit.sudo()._as_engine().department_id = self.marketing
        self.marketing.manager_id = self.head.employee_id
        self.env.flush_all()
        with self.assertRaisesRegex(UserError, "1-5.4.3: the head of the receiving department"):
            visit.with_user(colleague).action_sign_register()
        self.administration.manager_id = self.officer.employee_id
        for vals in ({"department_id": self.administration.id}, {"host_id": self.officer.employee_id.id}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "1-5.4.3: nobody makes themselves"):
                visit.with_user(self.officer).write(vals)
        for user in (self.host, self.head, self.gm):
            self.assertTrue(visit.with_user(user).can_sign_register, user.name)

    def test_1_2_3_facts_of_a_closed_visit_stay(self):
        visit = self._prepare(self._issue(self._make_visit("key_customer")))
        visit.action_start()
        visit.action_sign_register()
        visit.action_close()
        for vals in (
            {"department_id": self.administration.id},
            {"host_id": self.head.employee_id.id},
            {"principal_host_id": self.gm.employee_id.id},
            {"grade": visit._fields["grade"].get_values(self.env)[-1]},
        ):
            for user in (self.host, self.officer):
                with self.subTest(vals=vals, user=user.login), self.assertRaisesRegex(UserError, "1-2.3"):
                    visit.with_user(user).write(vals)
        visit.with_user(self.officer).write({"department_id": visit.department_id.id, "note": "Went well"})

    def test_1_5_4_3_customer_visit_is_not_closed_unsigned(self):
        visit = self._prepare(self._issue(self._make_visit("key_customer")))
        visit.action_start()
        with self.assertRaisesRegex(UserError, "1-5.4.3"):
            visit.action_close()
        with self.assertRaisesRegex(UserError, "1-5.4.3"):
            visit.with_user(self.officer).action_sign_register()
        visit.with_user(self.head).action_sign_register()
        visit.action_close()
        self.assertEqual(visit.state, "closed")
        self.assertEqual(visit.register_signed_by_id, self.head)
        self.assertFalse(visit.sudo().activity_ids, "nothing is left to do for a closed visit")

    def test_a_step_may_hold_up_the_closing(self):
        self.env.ref("visitor_reception.mail_activity_plan_service_step_opinion").reception_guard = "close"
        visit = self._issue(self._make_visit("professional_of_gm", user=self.officer))
        step = self._steps(visit, "4-12.3").filtered("guard")
        visit.action_start()
        with self.assertRaisesRegex(UserError, "4-12.3"):
            visit.action_close()
        step.action_done()
        visit.action_close()
        self.assertEqual(visit.state, "closed")

    # ------------------------------------------------------------------------------------------------------------------
    # Databases of before
    # ------------------------------------------------------------------------------------------------------------------

    def test_upgrade_gives_old_records_what_new_ones_have(self):
        names = ("reception_stage", "reception_clause", "reception_guard", "reception_is_check", "reception_anchor")
        steps = self.env["mail.activity.plan.template"].search([("plan_id.res_model", "=", "reception.visit")])
        old = steps.filtered(lambda step: "_step_" in (step.get_external_id()[step.id] or ""))
        categories = self.env["reception.visitor.category"].search([])
        ranks = self.env["reception.rank"].search([])
        requirements = ("service_plan_id", "confirmer", "plan_clause", "check_clause")
        new = (old.read(names), categories.read(requirements), ranks.read(["host_position_ids"]))
        migrated = old.filtered(lambda step: step.get_external_id()[step.id].rsplit("_", 1)[1].isdigit())
        migrated.write({**dict.fromkeys(names[:3], False), "reception_is_check": False, "reception_anchor": "arrival"})
        categories.write(dict.fromkeys(requirements, False))
        ranks.host_position_ids = False
        self._load_migration("19.0.1.1.0/post-procedures.py").migrate(self.env.cr, "19.0.1.0.0")
        self.env.flush_all()
        self._load_migration("19.0.2.1.0/post-leader_step.py").migrate(self.env.cr, "19.0.2.0.0")
        self.env.invalidate_all()
        self.assertEqual((old.read(names), categories.read(requirements), ranks.read(["host_position_ids"])), new)
