from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import NOW
from ..common_cost import ReceptionCostCommon


@tagged("post_install", "-at_install")
class TestReopening(ReceptionCostCommon):
    """A closed notice changes only by a reopening that is logged and signed anew (1-2.3, 1-5.4.3)."""

    def _close(self, visit=None):
        visit = self._prepare(visit or self.visit).with_user(self.host)
        visit.action_start()
        visit.action_sign_register()
        visit.action_close()
        return visit

    def test_1_2_3_closed_it_is_refused_whatever_is_written(self):
        visit = self._close().with_user(self.officer)
        for vals in (
            {"department_id": self.administration.id},
            {"host_id": self.head.employee_id.id},
            {"principal_host_id": self.gm.employee_id.id},
            {"grade": "highest"},
            {"purpose": "Something else"},
            {"headcount": 9},
            {"organisation_id": False},
            {"date_end": NOW + timedelta(days=9)},
            {"guest_ids": [Command.create({"name": "One More", "position": "Clerk"})]},
            {"guest_ids": [Command.update(visit.guest_ids[0].id, {"name": "Somebody Else"})]},
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "1-2.3|1-3.8"), self.cr.savepoint():
                visit.write(vals)
        with self.assertRaisesRegex(UserError, "1-2.3|1-3.8"), self.cr.savepoint():
            visit.guest_ids[0].position = "King"
        self.assertEqual(visit.state, "closed")

    def test_1_2_3_reopened_corrected_signed_and_registered_anew(self):
        visit = self._close()
        started, issued = visit.started_at, visit.issued_at
        with self.assertRaisesRegex(UserError, "1-2.2"):
            visit.action_reopen("Wrong grade")
        visit = visit.with_user(self.officer)
        with self.assertRaisesRegex(UserError, "1-2.3"):
            visit.action_reopen(" ")
        visit.action_reopen("Wrong grade")
        self.assertEqual((visit.state, visit.started_at, visit.issued_at), ("draft", started, issued))
        self.assertIn("Wrong grade", str(visit.sudo().message_ids.mapped("body")))
        self.assertFalse(visit.sudo().signoff_ids.filtered(lambda row: row.state == "signed"))
        visit.write({"grade": "highest", "department_id": self.administration.id, "purpose": "The real purpose"})
        with self.assertRaisesRegex(UserError, "1-2.3"):
            visit.action_cancel()
        visit.action_submit()
        self.assertIn("The real purpose", visit.signoff_changes)
        with self.assertRaisesRegex(UserError, "1-2.3"):
            visit.grade = "ordinary"
        told = self._get_told(visit)
        visit.with_user(self.gm).action_sign()
        self.assertEqual(visit.state, "hosting")
        self.assertFalse(self.env["reception.gate.log"].search([("visit_id", "=", visit.id)]))
        self.assertFalse(visit.register_signed_at, "signed anew by who receives")
        with self.assertRaisesRegex(UserError, "1-2.3"):
            visit.grade = "ordinary"
        with self.assertRaisesRegex(UserError, "1-5.4.3"):
            visit.action_close()
        visit.with_user(self.host).action_sign_register()
        visit.action_close()
        self.assertEqual((visit.state, visit.grade, visit.reopened_at), ("closed", "highest", False))
        self.assertTrue(told)

    def test_1_2_3_by_its_button_with_a_reason(self):
        visit = self._close().with_user(self.officer)
        self.assertTrue(visit.can_reopen)
        self.assertFalse(visit.with_user(self.host).can_reopen or visit.with_user(self.auditor).can_reopen)
        action = visit.action_open_reopen()
        wizard = self.env["reception.signoff.answer"].with_user(self.officer).with_context(**action["context"])
        wizard.create({"reason": "Wrong host"}).action_confirm()
        self.assertEqual(visit.state, "draft")

    def test_1_2_3_nobody_writes_the_mark(self):
        with self.assertRaises(AccessError):
            self._close().with_user(self.officer).reopened_at = NOW

    def test_1_2_4_nothing_is_claimed_while_it_is_corrected(self):
        meal = self._grant(self._apply())
        visit = self._close().with_user(self.officer)
        visit.action_reopen("Wrong grade")
        with self.assertRaisesRegex(UserError, "1-2.4"), self._after_meals():
            self._approve(self._claim(meal))


@tagged("post_install", "-at_install")
class TestAppointment(ReceptionCostCommon):
    """Important customers come through the marketing department by appointment (1-5.4.1, 1-5.4.2)."""

    def test_1_5_4_1_the_marketing_department_makes_the_appointment(self):
        sales, east = self.env["hr.department"].create([{"name": name} for name in ("Sales", "East")])
        east.parent_id = sales
        seller = self._make_person("seller", "Seller", east)
        self.company.reception_marketing_department_id = sales
        visit = self._issue(self._make_visit())
        for user in (self.host, self.head, self.officer):
            with self.assertRaisesRegex(UserError, "1-5.4.1.*Sales"):
                visit.with_user(user).action_confirm("Ms. Sun")
        with self.assertRaisesRegex(UserError, "1-5.4.1.*Sales"):
            visit.with_user(self.host).action_start()
        # who confirms reads the notice as one of the receiving department
        visit.department_id = east
        visit.with_user(seller).action_confirm("Ms. Sun")
        visit.with_user(self.host).action_start()
        self.assertEqual(visit.state, "hosting")

    def test_1_5_4_1_empty_it_is_not_checked(self):
        visit = self._issue(self._make_visit())
        visit.with_user(self.host).action_confirm("Ms. Sun")
        visit.with_user(self.host).action_start()
        self.assertEqual(visit.state, "hosting")

    def test_1_5_4_1_other_categories_ask_whom_they_asked(self):
        self.company.reception_marketing_department_id = self.administration
        visit = self._make_visit("government_body", user=self.officer, counterpart_department_id=self.marketing.id)
        self.assertEqual(visit._get_confirming_department(), self.marketing)

    def test_1_5_4_2_the_step_guards_the_start_where_a_leader_meets_them(self):
        template = self.env.ref("visitor_reception.mail_activity_plan_procedure_d_step_2")
        template.reception_guard = False
        template.flush_recordset()
        self._load_migration("19.0.2.1.0/post-leader_step.py").migrate(self.cr, None)
        template.invalidate_recordset()
        visit = self._issue(self._make_visit(principal_host_id=self.dgm.employee_id.id))
        visit.action_confirm("Ms. Sun")
        step = visit.sudo().step_ids.filtered(lambda step: step.guard == "leader")
        self.assertEqual(step.clause, "1-5.4.2")
        with self.assertRaisesRegex(UserError, "1-5.4.2"):
            visit.action_start()
        visit.action_tell_programme()
        self.assertTrue(step.done_at)
        visit.action_start()
        alone = self._issue(self._make_visit())
        alone.action_confirm("Ms. Sun")
        with freeze_time(NOW + timedelta(days=1)):
            alone.action_start()
        self.assertEqual((visit.state, alone.state), ("hosting", "hosting"))
