import io
from datetime import timedelta

import openpyxl

from odoo import fields
from odoo.tests import HttpCase, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from ..common import ReceptionCommon


@tagged("post_install", "-at_install")
class TestToursMainJob(HttpCase, ReceptionCommon):
    """The main job in a real browser, in Chinese: the turns of six people on one visit.

    ``test_main_job`` tells the same story without a browser; here the clicks, the dialogs and the translations count.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        # terms of views and data; those of the code come from the files
        cls.env["ir.module.module"]._load_module_terms(["hr_expense", "visitor_reception"], ["zh_CN"])
        cls.accountant = new_test_user(
            cls.env,
            "reception_accountant",
            groups="base.group_user,account.group_account_manager,hr_expense.group_hr_expense_manager",
            name="Accountant",
        )
        cls.host.employee_id.expense_manager_id = cls.accountant
        actors = cls.host | cls.gm | cls.officer | cls.edgm | cls.accountant
        actors.write({"lang": "zh_CN", "tz": "Asia/Shanghai"})

    def _tour(self, name, user, url):
        self.start_tour(url, f"reception_main_job_{name}", login=user.login)
        self.env.invalidate_all()

    def test_from_the_notice_to_the_statistics_in_chinese(self):
        visit = self._notice()
        self._ticket_and_room(visit)
        dinner = self._dinner(visit)
        self._claim(dinner)
        self._cost(visit)
        self._statistics(visit)

    def _notice(self):
        """1-2.3, 1-3.6: the host writes, the general manager signs."""
        with mute_logger("odoo.http"):  # the refusal
            self._tour("notice", self.host, "/odoo/reception")
        visit = self.env["reception.visit"].search([("guest_ids.name", "=", "林晓")])
        self.assertRecordValues(
            visit,
            [{"state": "signing", "headcount": 2, "requester_id": self.host.id, "purpose": "签订供货合同"}],
        )
        self.assertEqual(visit.guest_ids.mapped("position"), ["总经理助理", "采购员"])
        self.assertEqual(visit.guest_ids.rank_id.mapped("code"), ["equivalent_b", "below_deputy_gm"])
        self.assertEqual(visit.pending_signatory_ids, self.gm | self.edgm)

        self._tour("sign", self.gm, f"/odoo/reception/{visit.id}")
        self.assertEqual(visit.state, "issued")
        signed = visit.signoff_ids.filtered(lambda row: row.state == "signed")
        self.assertEqual(signed.signed_by_id, self.gm)
        return visit

    def _ticket_and_room(self, visit):
        """1-4.1n, 1-4.2: a ticket above the entitlement by exception, a room within it."""
        with mute_logger("odoo.http"):  # the refusal
            self._tour("ticket", self.officer, f"/odoo/reception/{visit.id}")
        ticket = visit.booking_ids
        self.assertRecordValues(
            ticket,
            [{"state": "signing", "entitlement_state": "over", "amount_planned": 640, "exception_reason": "no_ticket"}],
        )
        url = f"/odoo/reception-bookings/{ticket.id}"
        self._tour("exception", self.edgm, url)
        self.assertRecordValues(ticket, [{"state": "approved", "entitlement_state": "exception"}])
        self.assertEqual(ticket.exception_signoff.signed_by_id, self.edgm)

        self._tour("book", self.officer, url)
        room = visit.booking_ids - ticket
        self.assertRecordValues(
            ticket | room,
            [
                {"state": "booked", "service": "train", "entitlement_state": "exception", "amount_planned": 640},
                {"state": "booked", "service": "hotel", "entitlement_state": "within", "amount_planned": 500},
            ],
        )
        self.assertEqual(visit.state, "issued", "bookings are no facts that were signed")

    def _dinner(self, visit):
        """1-6.1.2, 1-6.2.2: applied for before the meal, within the standard of the department."""
        self._tour("dinner", self.host, f"/odoo/reception/{visit.id}")
        dinner = visit.hospitality_ids
        self.assertRecordValues(
            dinner,
            [
                {
                    "state": "signing",
                    "kind": "banquet",
                    "place": "outside",
                    "head_count": 3,
                    "amount_planned": 300,
                    "is_over_standard": False,
                }
            ],
        )
        self._tour("approve", self.edgm, "/odoo/reception-hospitality-to-sign")
        self.assertRecordValues(dinner, [{"state": "approved", "is_made_up": False}])
        return dinner

    def _claim(self, dinner):
        """1-6.1.2: claimed in one click, approved and posted by Finance."""
        self._tour("claim", self.host, f"/odoo/reception-hospitality/{dinner.id}")
        claim = dinner.expense_ids
        self.assertRecordValues(
            claim,
            [
                {
                    "state": "submitted",
                    "total_amount": 280,
                    "employee_id": self.host.employee_id.id,
                    "reception_visit_id": dinner.visit_id.id,
                }
            ],
        )
        with freeze_time(dinner.meal_at + timedelta(hours=3), tick=True):  # settled when it has taken place
            self._tour("post", self.accountant, "/odoo/expenses-to-process")
        self.assertEqual(claim.state, "posted")
        entry = claim.account_move_id
        self.assertEqual(entry.state, "posted")
        self.assertEqual(entry.line_ids.sorted("balance").mapped("balance"), [-280, 280])
        self.assertEqual(entry.partner_id, self.host.employee_id.work_contact_id)

    def _cost(self, visit):
        self.assertRecordValues(visit, [{"cost_planned": 1440, "cost_claimed": 280, "cost_actual": 280}])
        self._tour("cost", self.host, "/odoo/reception")

    def _statistics(self, visit):
        """1-2.3: Administration and HR sees the visit in the statistics and takes them along."""
        self._tour("statistics", self.officer, "/odoo/reception-statistics")
        self.authenticate(self.officer.login, self.officer.login)
        day = fields.Date.to_date(visit.date_begin)
        period = f"date_from={day - timedelta(days=1)}&date_to={day + timedelta(days=1)}"
        answer = self.url_open(f"/reception/statistics.xlsx?{period}")
        self.assertEqual(answer.status_code, 200)
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
        values = [value for row in sheet.iter_rows(values_only=True) for value in row]
        self.assertIn(visit.name, values)
        self.assertIn("签订供货合同", values)
        self.assertIn(280, values)
        self.assertIn("接待费用", " ".join(str(value) for value in values), "headings are in Chinese")
        self.assertTrue(any("林晓" in str(value) for value in values))
