from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common_petty_cash import PettyCashCommon


@tagged("post_install", "-at_install")
class TestPettyCashCount(PettyCashCommon):
    """Cash counts: notes and coins against the ledger, two signatures, the difference booked."""

    def _count(self, **pieces):
        """A count of the box: ``note_100=3``."""
        count = self.env["reception.petty.cash.count"].with_user(self.cashier).create({"box_id": self.box.id})
        for name, quantity in pieces.items():
            denomination = self.env.ref(f"visitor_reception.reception_petty_cash_denomination_{name}")
            count.line_ids.filtered(lambda line, item=denomination: line.denomination_id == item).quantity = quantity
        return count

    def test_counted_as_the_ledger_says(self):
        count = self._count(note_100=999, note_10=9, note_1=9, coin_0_5=1, coin_0_1=5)
        self.assertEqual((count.amount_counted, count.amount_book, count.difference), (100000, 100000, 0))
        count.action_sign()
        self.assertEqual((count.state, count.counted_by_id), ("signed", self.cashier))
        count.with_user(self.accountant).action_confirm()
        self.assertEqual((count.state, count.confirmed_by_id), ("done", self.accountant))
        self.assertFalse(count.move_id)

    def test_difference_is_explained_and_booked(self):
        count = self._count(note_100=998)
        with self.assertRaisesRegex(UserError, "Explain the difference"):
            count.action_sign()
        count.explanation = "A note was false"
        count.action_sign()
        count.with_user(self.accountant).action_confirm()
        self.env.invalidate_all()
        self.assertEqual(self.box.balance, 99800)
        loss = self.box.journal_id.loss_account_id
        self.assertEqual(self._ledger_balance([("account_id", "=", loss.id), ("move_id", "=", count.move_id.id)]), 200)
        self.assertEqual((count.amount_book, count.difference), (100000, -200), "as it was when it was counted")

    def test_4_14a_two_people(self):
        count = self._count(note_100=1000)
        with self.assertRaisesRegex(UserError, "not signed"):
            count.with_user(self.accountant).action_confirm()
        with self.assertRaises(UserError):
            count.with_user(self.head).action_sign()
        count.with_user(self.accountant).action_sign()
        with self.assertRaisesRegex(UserError, "4-14a"):
            count.with_user(self.accountant).action_confirm()
        with self.assertRaises(UserError):
            count.with_user(self.cashier).action_confirm()

    def test_signed_is_signed(self):
        count = self._count(note_100=1000)
        count.line_ids[-1].unlink()
        count.action_sign()
        with self.assertRaisesRegex(UserError, "signed"):
            count.line_ids[0].quantity = 5
        with self.assertRaises(AccessError):
            count.amount_book = 0
        for vals in (
            {"explanation": "Afterwards"},
            {"box_id": self.box.copy({"journal_id": self.bank.journal_id.copy().id}).id},
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "signed"):
                count.write(vals)
        with self.assertRaises(UserError):
            self._count().line_ids[-1].count_id = count
        note = count.line_ids[0].denomination_id
        counted = count.amount_counted
        note.with_user(self.accountant).value = 1000
        self.assertEqual((count.line_ids[0].value, count.amount_counted), (100, counted), "as it was counted")
        with self.assertRaises(UserError):
            count.unlink()
        count.action_reopen()
        count.line_ids[0].quantity = 1000
        self.assertEqual(count.state, "draft")
