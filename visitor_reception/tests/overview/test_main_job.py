import io
from datetime import datetime, timedelta

import openpyxl

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, new_test_user, tagged

from ..common import NOW, ReceptionCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestMainJob(ReceptionCommon):
    """The product's main job as the people at work do it: from the reception notice to the month's report."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.reception_officer_id = cls.officer
        cls.accountant = new_test_user(
            cls.env,
            "reception_accountant",
            groups="base.group_user,account.group_account_manager,hr_expense.group_hr_expense_manager",
        )
        cls.host.employee_id.expense_manager_id = cls.accountant

    def _rank(self, code):
        return self.env["reception.rank"].search([("code", "=", code)])

    def _class(self, code):
        return self.env["reception.service.class"].search([("code", "=", code)])

    def test_from_the_notice_to_the_journal_entry_and_the_monthly_report(self):
        visit = self._the_host_writes_a_notice()
        self._the_people_named_by_the_policy_sign(visit)
        self._a_ticket_and_a_room_are_booked(visit)
        dinner = self._a_dinner_is_applied_for_and_approved(visit)
        claim = self._its_claim_becomes_a_journal_entry(visit, dinner)
        self._the_visit_shows_what_it_cost(visit, claim)
        self._the_guests_leave(visit)
        self._the_months_statistics_come_out(visit)

    def _the_host_writes_a_notice(self):
        with Form(self.env["reception.visit"].with_user(self.host)) as form:
            form.category_id = self._category("key_customer")
            form.organisation_id = self.customer
            form.identity = "Customers"
            form.date_begin = NOW + timedelta(days=1)
            form.date_end = NOW + timedelta(days=2)
            with form.guest_ids.new() as guest:
                guest.name = "Ms Lin"
                guest.position = "Managing director"
                guest.rank_id = self._rank("equivalent_b")
                guest.is_principal = True
            with form.guest_ids.new() as guest:
                guest.name = "Mr Gao"
                guest.position = "Buyer"
                guest.rank_id = self._rank("below_deputy_gm")
                guest.is_accompanying = True
        visit = form.record
        self.assertEqual(visit.department_id, self.marketing)
        self.assertEqual(visit.headcount, 2)
        self.assertIn("1-2.3", visit.missing_facts, "the purpose is missing, and the form says so")
        with self.assertRaisesRegex(UserError, "1-2.3.*purpose"):
            visit.action_submit()
        visit.purpose = "Sign the supply contract"
        self.assertFalse(visit.missing_facts)
        return visit

    def _the_people_named_by_the_policy_sign(self, visit):
        visit.action_submit()
        self.assertEqual(visit.state, "signing")
        self.assertEqual(visit.pending_signatory_ids, self.gm | self.edgm, "1-3.6: either of the two")
        activities = visit.sudo().activity_ids
        self.assertEqual(activities.user_id, self.gm | self.edgm)
        activities.filtered(lambda activity: activity.user_id == self.gm).with_user(self.gm).action_reception_sign()
        self.assertEqual(visit.state, "issued")
        self.assertEqual(visit.sudo().signoff_ids.filtered(lambda row: row.state == "signed").signed_by_id, self.gm)
        self.assertIn(self.officer.partner_id, self._get_told(visit), "1-2.5")
        self.assertTrue(visit.sudo().activity_ids, "the procedure of the category has become activities")

    def _book(self, visit, service_class, amount, guests, **vals):
        return (
            self.env["reception.booking"]
            .with_user(self.officer)
            .create(
                {
                    "visit_id": visit.id,
                    "service": service_class.service,
                    "class_id": service_class.id,
                    "guest_ids": [Command.set(guests.ids)],
                    "amount_planned": amount,
                    **vals,
                }
            )
        )

    def _a_ticket_and_a_room_are_booked(self, visit):
        buyer = visit.guest_ids.filtered("is_accompanying")
        ticket = self._book(visit, self._class("soft_sleeper"), 640, visit.guest_ids, quantity=2)
        self.assertEqual(ticket.entitlement_state, "over", "the buyer is entitled to a hard seat")
        with self.assertRaisesRegex(UserError, "1-4.1"):
            ticket.action_book()
        ticket.write({"exception_reason": "no_ticket"})
        ticket.action_submit()
        ticket.with_user(self.edgm).action_sign("only this time")
        self.assertEqual(ticket.entitlement_state, "exception")
        ticket.action_book()
        room = self._book(visit, self._class("four_star_standard"), 500, buyer)
        room.action_book()
        self.assertEqual((ticket.state, room.state, room.entitlement_state), ("booked", "booked", "within"))

    def _a_dinner_is_applied_for_and_approved(self, visit):
        dinner = (
            self.env["reception.hospitality"]
            .with_user(self.host)
            .create(
                {
                    "visit_id": visit.id,
                    "kind": "banquet",
                    "place": "outside",
                    "venue": "River Restaurant",
                    "meal_at": NOW + timedelta(days=1, hours=6),
                    "reason": "Welcome dinner",
                    "business_relation": "Customer for ten years",
                    "guest_ids": [Command.set(visit.guest_ids.ids)],
                    "companion_ids": [Command.set((self.host | self.head).employee_id.ids)],
                    "amount_planned": 400,
                }
            )
        )
        self.assertEqual(dinner.standard_per_head, 100, "1-6.2.2: the department alone")
        self.assertFalse(dinner.is_over_standard)
        with self.assertRaisesRegex(UserError, "1-6.1.2|4-14b"):
            self._claim(dinner, 380)
        dinner.action_submit()
        dinner.with_user(self.edgm).action_sign()
        self.assertEqual(dinner.state, "approved")
        return dinner

    def _claim(self, dinner, amount):
        action = dinner.with_user(self.host).action_create_expense()
        claim = self.env["hr.expense"].with_user(self.host).browse(action["res_id"])
        claim.total_amount_currency = amount
        claim.action_submit()
        return claim

    def _its_claim_becomes_a_journal_entry(self, visit, dinner):
        with self.assertRaisesRegex(UserError, "1-6.1.2"), self.env.cr.savepoint():
            self._claim(dinner, 400.5)
        claim = self._claim(dinner, 380)
        self.assertEqual(claim.state, "submitted", "no claim of a meal approves itself")
        claim.with_user(self.accountant)._do_approve()
        with freeze_time(dinner.meal_at + timedelta(hours=3)):
            claim.with_user(self.accountant)._post_without_wizard()
        entry = claim.sudo().account_move_id
        self.assertEqual(entry.state, "posted")
        self.assertRecordValues(
            entry.line_ids.sorted("balance"),
            [
                {"balance": -380, "partner_id": self.host.employee_id.work_contact_id.id},
                {"balance": 380, "partner_id": self.host.employee_id.work_contact_id.id},
            ],
        )
        return claim

    def _the_visit_shows_what_it_cost(self, visit, claim):
        self.assertEqual(claim.reception_visit_id, visit)
        self.assertEqual(visit.sudo().expense_ids, claim.sudo())
        self.assertRecordValues(visit.sudo(), [{"cost_planned": 1540, "cost_claimed": 380, "cost_actual": 380}])

    def _the_guests_leave(self, visit):
        self._prepare(visit).action_start()
        with self.assertRaisesRegex(UserError, "1-5.4.3"):
            visit.action_close()
        visit.with_user(self.head).action_sign_register()
        visit.action_close()
        self.assertEqual(visit.state, "closed")

    def _the_months_statistics_come_out(self, visit):
        self.env.flush_all()
        with freeze_time(datetime(2026, 3, 31, 17, 0)):  # the first of April in China
            self.env["reception.monthly.report"]._cron_build()
        report = self.env["reception.monthly.report"].search(
            [("company_id", "=", self.company.id), ("month", "=", "2026-03-01")]
        )
        self.assertEqual(report.recipient_ids, self.gm)
        self.assertTrue(report.activity_ids.filtered(lambda activity: activity.user_id == self.gm))
        sheet = openpyxl.load_workbook(io.BytesIO(report.attachment_id.raw)).worksheets[0]
        values = [value for row in sheet.iter_rows(values_only=True) for value in row]
        for expected in ("Sign the supply contract", "Customer Ltd", visit.name, 380):
            self.assertIn(expected, values)
