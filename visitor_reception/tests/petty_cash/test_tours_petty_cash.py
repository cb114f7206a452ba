from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common_petty_cash import PettyCashCommon


@tagged("post_install", "-at_install")
class TestToursPettyCash(HttpCase, PettyCashCommon):
    """Petty cash in a real browser: the head draws it, the cashier pays, the accountant clears (1-7)."""

    def _tour(self, name, user, url):
        self.start_tour(url, f"reception_petty_cash_{name}", login=user.login)
        self.env.invalidate_all()

    def test_1_7_from_the_application_to_the_last_yuan(self):
        with mute_logger("odoo.http"):  # the refusal
            self._tour("apply", self.head, "/odoo/petty-cash")
        advance = self.env["reception.petty.cash"].search([("purpose", "=", "Exhibition stand")])
        self.assertRecordValues(
            advance, [{"state": "signing", "amount": 2000, "borrower_id": self.head.employee_id.id}]
        )
        while advance.signoff_state == "asked":
            advance.with_user(advance.pending_signatory_ids[0]).action_sign()
        url = f"/odoo/petty-cash/{advance.id}"
        self._tour("pay", self.cashier, url)
        self.assertRecordValues(advance, [{"state": "paid", "amount_paid": 2000, "amount_open": 2000}])
        self.assertEqual(self.box.balance, 98000)

        self._tour("hand_in", self.head, url)
        sheet = advance.clearing_ids
        self.assertRecordValues(sheet, [{"state": "signing", "amount_total": 1509, "voucher_count": 1}])
        while sheet.signoff_state == "asked":
            sheet.with_user(sheet.pending_signatory_ids[0]).action_sign()
        self._tour("post", self.accountant, f"/odoo/reception.petty.cash.clearing/{sheet.id}")
        self.assertRecordValues(sheet, [{"state": "posted"}])
        self.assertRecordValues(advance, [{"state": "clearing", "amount_cleared": 1509, "amount_open": 491}])

        self._tour("return", self.cashier, url)
        self.assertRecordValues(advance, [{"state": "cleared", "amount_returned": 491, "amount_open": 0}])
        self.assertLedger(advance)

    def test_4_14a_accountant_confirms_the_count(self):
        count = self.env["reception.petty.cash.count"].with_user(self.cashier).create({"box_id": self.box.id})
        count.line_ids.filtered(lambda line: line.value == 100)[:1].quantity = 998
        count.explanation = "A note was false"
        count.action_sign()
        self._tour("confirm_count", self.accountant, f"/odoo/reception.petty.cash.count/{count.id}")
        self.assertRecordValues(
            count.sudo(), [{"state": "done", "difference": -200, "confirmed_by_id": self.accountant.id}]
        )
        self.assertTrue(count.sudo().move_id)
