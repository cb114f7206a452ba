from odoo.tests import tagged

from .common import NOW
from .common_petty_cash import PettyCashCommon

TODAY = NOW.date()


@tagged("post_install", "-at_install")
class TestPettyCash(PettyCashCommon):
    def test_whole_life_of_an_advance(self):
        advance = self._grant(self._advance(amount=2000))
        self.assertEqual(advance.state, "approved")
        payment = advance.with_user(self.cashier).action_pay()
        self.assertEqual((advance.state, advance.amount_paid, advance.amount_open), ("paid", 2000, 2000))
        self.assertEqual(payment.sudo().move_id.state, "posted")
        sheet = self._sheet(advance, 1200, 309)
        self.assertEqual((advance.state, sheet.amount_total, sheet.amount_to_return), ("paid", 1509, 491))
        self._grant(sheet)
        self.assertEqual((sheet.state, advance.state), ("approved", "clearing"))
        sheet.with_user(self.accountant).action_post()
        self.assertEqual((sheet.state, advance.amount_cleared, advance.amount_open), ("posted", 1509, 491))
        self.assertEqual(set(sheet.expense_ids.mapped("state")), {"paid"})
        advance.with_user(self.cashier).action_return(491)
        self.assertEqual((advance.state, advance.amount_open, advance.amount_returned), ("cleared", 0, 491))
        self.assertLedger(advance)
