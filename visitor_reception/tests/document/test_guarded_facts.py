from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common_cost import ReceptionCostCommon


@tagged("post_install", "-at_install")
class TestGuardedFacts(ReceptionCostCommon):
    """What somebody might try over RPC to read, make up or change what is not theirs."""

    def _activity(self, user, visit, **vals):
        return (
            self.env["mail.activity"]
            .with_user(user)
            .create(
                {
                    "res_model_id": self.env["ir.model"]._get_id("reception.visit"),
                    "res_id": visit.id,
                    "user_id": user.id,
                    "summary": "Made up",
                    **vals,
                }
            )
        )

    def test_nobody_gives_himself_a_task_to_read_a_notice(self):
        self.env.flush_all()
        with self.assertRaises(AccessError):
            self._activity(self.stranger, self.visit)
        mine = self._make_visit(user=self.stranger, host_id=self.stranger.employee_id.id)
        activity = self._activity(self.stranger, mine)
        activity.res_id = self.visit.id
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.visit.with_user(self.stranger).has_access("read"))
        self.assertFalse(self.visit.guest_ids.with_user(self.stranger).has_access("read"))

    def test_1_5_1_3_steps_are_not_made_up(self):
        visit = self._make_visit("director_invited", user=self.officer)
        with self.assertRaisesRegex(UserError, "1-5.1.3"), self.env.cr.savepoint():
            self._activity(self.officer, visit, reception_stage="before", active=False)
        activity = self._activity(self.officer, visit)
        with self.assertRaisesRegex(UserError, "1-5.1.3"), self.env.cr.savepoint():
            activity.reception_stage = "before"
        self._issue(visit)
        mine = visit.sudo().step_ids.activity_id.filtered(lambda todo: todo.reception_stage == "during")
        mine = mine[0].with_user(self.officer)
        for vals in ({"active": False}, {"reception_stage": "after"}, {"date_done": "2026-03-02"}):
            with self.assertRaisesRegex(UserError, "1-5.1.3"):
                mine.write(vals)
        mine.date_deadline = "2026-03-03"
        mine.action_feedback()
        self.assertFalse(mine.active)

    def test_1_5_1_2_the_wizard_tells_nobody_what_he_may_not_read(self):
        with self.assertRaises(AccessError):
            self.env["reception.visit.confirm"].with_user(self.stranger).create({"visit_id": self.visit.id})

    def test_incidents_and_exceptions_name_notices_that_one_may_read(self):
        for model, vals in (("reception.incident", {"name": "Late car"}), ("reception.exception", {"subject": "Film"})):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.stranger).create({**vals, "visit_id": self.visit.id})
            self.assertTrue(self.env[model].with_user(self.host).create({**vals, "visit_id": self.visit.id}))

    def test_1_5_6_1_the_sum_of_a_line_is_not_written(self):
        visit = self._make_visit(cost_line_ids=[Command.create({"name": "Hall", "kind": "venue", "unit_amount": 3000})])
        with self.assertRaises(AccessError):
            visit.cost_line_ids.amount = 1
        with self.assertRaises(AccessError):
            visit.write({"cost_line_ids": [Command.create({"name": "Tea", "unit_amount": 1, "amount": 0})]})
        self.assertEqual(visit.cost_budget, 3000)

    def test_1_5_6_2_a_plan_of_nothing_is_no_plan(self):
        costs = [Command.create({"name": "Tea", "unit_amount": 0})]
        visit = self._issue(self._make_visit(meeting_kind="department", cost_line_ids=costs))
        with self.assertRaisesRegex(UserError, "1-5.6.2"):
            self._book("car", visit.guest_ids, visit=visit).action_book()

    def test_1_5_6_2_bodies_sign_for_their_own_meetings(self):
        costs = [Command.create({"name": "Tea", "unit_amount": 5})]
        visit = self._make_visit(
            "professional_of_bodies", inviting_body="board", meeting_kind="department", cost_line_ids=costs
        )
        with self.assertRaisesRegex(UserError, "1-5.6.2"):
            visit.action_submit()
        visit.meeting_kind = False
        visit.action_submit()
        self.assertEqual(visit.signoff_rule_id.clause, "1-3.2")

    def test_1_6_2_2_a_lowered_standard_holds_at_submission(self):
        meal = self._apply(amount_planned=180, guest_ids=[Command.set(self.staff_guest.ids)])
        self.assertFalse(meal.is_over_standard)
        self.env["reception.meal.standard"].search([("clause", "=", "1-6.2.2")]).amount_per_head = 50
        with self.assertRaisesRegex(UserError, "1-6.2.2"):
            meal.action_submit()

    def test_1_5_3_1_another_department_confirms_anew(self):
        visit = self._make_visit("government_body", user=self.officer, counterpart_department_id=self.marketing.id)
        visit.with_user(self.head).action_confirm("Mr. Shen")
        self.assertTrue(visit.is_confirmed)
        visit.counterpart_department_id = self.administration
        self.assertFalse(visit.is_confirmed)

    def test_1_5_4_3_who_receives_does_not_change_while_guests_are_here(self):
        self._prepare(self.visit).with_user(self.host).action_start()
        with self.assertRaisesRegex(UserError, "1-5.4.3"):
            self.visit.with_user(self.host).department_id = self.administration
        self.visit.with_user(self.officer).department_id = self.administration
        auditor = self.auditor
        self.assertEqual(auditor.employee_id.department_id, self.administration)
        with self.assertRaisesRegex(UserError, "4-14a"):
            self.visit.with_user(auditor).action_sign_register()

    def test_a_cancelled_visit_is_prepared_anew(self):
        visit = self._prepare(self._issue(self._make_visit("director_invited", user=self.officer)))
        self.assertTrue(visit.checked_at and visit.programme_told_at)
        visit.action_cancel()
        visit.action_reset_to_draft()
        self.assertFalse(visit.checked_at or visit.programme_told_at or visit.issued_at)

    def test_1_2_4_nobody_eats_or_sleeps_for_a_cancelled_visit(self):
        car = self._book("car", self.visit.guest_ids)
        car.action_book()
        lunch = self._apply(kind="work_meal", place="inside", amount_planned=16)
        lunch.action_submit()
        self.visit.with_user(self.host).action_cancel()
        self.assertEqual((car.state, lunch.state), ("cancelled", "cancelled"))
        self.assertFalse(lunch.sudo().pending_signatory_ids)
        self.assertFalse(self.env["reception.kitchen.order"].search([("id", "=", lunch.id)]))

    def test_1_2_4_a_notice_that_is_taken_up_again_gets_its_costs_back(self):
        car, own = self._book("car", self.visit.guest_ids), self._book("car", self.visit.guest_ids)
        car.action_book()
        own.action_cancel()
        lunch = self._apply(kind="work_meal", place="inside", amount_planned=16)
        visit = self.visit.with_user(self.host)
        visit.action_cancel()
        with freeze_time(car.date_from + timedelta(minutes=1)):
            self.assertTrue(car._is_past())
        self.patch(self.registry["reception.booking"], "_is_past", lambda booking: True)
        visit.action_reset_to_draft()
        self.assertEqual((car.state, own.state, lunch.state), ("cancelled", "cancelled", "draft"))
        body = visit.sudo().message_ids[0].body
        self.assertIn(lunch.display_name, body)
        self.assertIn(car.display_name, body, "its time is over")
        self.assertNotIn(own.display_name, body, "cancelled before, by itself")

    def test_1_4_1_what_is_over_the_standard_is_shared_out(self):
        ticket = self._book("soft_sleeper", self.visit.guest_ids, amount_planned=900, exception_reason="no_ticket")
        self.assertEqual(ticket.entitlement_state, "over")
        ticket.action_submit()  # a draft is planned by nobody yet
        self.assertEqual(self.visit.cost_over_standard, 450, "the leader is entitled")
        self.assertEqual(self.visit.cost_standard, 450)

    def test_figures_that_follow_from_others_are_not_written(self):
        """A limit, a sum or a delay is what it follows from: nobody types another one over RPC (1-7.3a, 1-7.3b)."""
        guarded = self.env.registry["reception.guarded.mixin"]
        models = [
            self.env[name].with_user(self.officer)
            for name, model_cls in self.env.registry.items()
            if name.startswith("reception.") and issubclass(model_cls, guarded) and not model_cls._abstract
        ]
        figures = {(model._name, name) for model in models for name in model._get_computed()}
        self.assertLessEqual(
            {
                ("reception.petty.cash", "due_date"),
                ("reception.petty.cash.clearing", "amount_decisive"),
                ("reception.petty.cash.count", "difference"),
                ("reception.petty.cash.count.line", "amount"),
            },
            figures,
        )
        for model in models:
            for name in model._get_computed():
                with self.subTest(model=model._name, field=name):
                    with self.assertRaisesRegex(AccessError, "by hand"):
                        model._check_guarded({name: False})
                    made_up = model.with_context(**{f"default_{name}": "made up"})
                    self.assertNotEqual(made_up.default_get([name]).get(name), "made up")
        self.visit.with_user(self.officer).purpose = "Another"
        with self.assertRaisesRegex(AccessError, "by hand"):
            self.visit.with_user(self.officer).write({"cost_actual": 0.0})

    def test_the_name_of_a_message_tells_nothing(self):
        """Every employee reads the rows of notifications, and with them the names of their messages (1-2.2)."""
        partner = self.officer.partner_id
        self.visit.sudo().message_notify(partner_ids=partner.ids, subject="Who comes", body="Who comes")
        rows = self.env["mail.notification"].with_user(self.stranger).search([("res_partner_id", "=", partner.id)])
        names = [row["mail_message_id"][1] for row in rows.read(["mail_message_id"])]
        self.assertIn(self.env["ir.model"]._get("reception.visit").name, names)
        self.assertNotIn("Who comes", names)
