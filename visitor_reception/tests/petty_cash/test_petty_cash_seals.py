from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import NOW
from ..common_petty_cash import PettyCashCommon

TODAY = NOW.date()


@tagged("post_install", "-at_install")
class TestPettyCashSeals(PettyCashCommon):
    """The accounting side cannot break petty cash: entries and payments are sealed, and what differs is shown (1-7.3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant.group_ids += cls.env.ref("account.group_account_manager")

    def _payment(self, advance):
        return self.env["account.payment"].search([("petty_cash_id", "=", advance.id)]).with_user(self.accountant)

    def _manual_entry(self, advance, amount, account=None):
        """A hand-written posted entry that takes ``amount`` off the account of the advance."""
        partner = advance.sudo().borrower_id.work_contact_id
        other = self.env["account.account"].search(
            [("account_type", "=", "expense"), ("company_ids", "in", self.company.ids)], limit=1
        )
        entry = (
            self.env["account.move"]
            .with_user(self.accountant)
            .create(
                {
                    "date": TODAY,
                    "line_ids": [
                        Command.create({"account_id": account.id, "partner_id": partner.id, "balance": balance})
                        for account, balance in ((account or advance.sudo().account_id, -amount), (other, amount))
                    ],
                }
            )
        )
        entry.action_post()
        return entry

    def _advance_lines(self, moves):
        return moves.line_ids.filtered(lambda line: line.account_id == self.company.petty_cash_account_id)

    def assertSealed(self, record, vals):
        for context in (
            {},
            {
                "skip_readonly_check": True,
                "reception_marks": {"engine": ["account.move"]},
                "check_move_validity": False,
            },
        ):
            with (
                self.subTest(model=record._name, vals=vals, context=context),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                record.with_context(**context).write(vals)

    # ------------------------------------------------------------------------------------------------------------------
    # Sealed
    # ------------------------------------------------------------------------------------------------------------------

    def test_posted_payments_are_sealed(self):
        advance = self._paid(1000)
        [payment] = self._payment(advance)
        for vals in (
            {"amount": 1},
            {"date": TODAY - timedelta(days=300)},
            {"partner_id": self.stranger.partner_id.id},
            {"memo": "Something else"},
            {"journal_id": self.bank.journal_id.id},
            {"destination_account_id": False},
            {"state": "canceled"},
            {"state": "draft"},
            {"move_id": False},
            {"is_matched": True},
        ):
            self.assertSealed(payment, vals)
        payment.is_sent = True  # says nothing about the money
        self.assertLedger(advance)

    def test_posted_entries_and_lines_are_sealed(self):
        advance = self._paid(1000)
        self._posted(advance, 700)
        advance.with_user(self.cashier).action_return(100)
        advance.with_user(self.accountant).action_not_recognise("Private")
        other = self.env["account.account"].search(
            [("account_type", "=", "asset_current"), ("company_ids", "in", self.company.ids)], limit=1
        )
        stranger = self.stranger.partner_id
        moves = (advance.sudo().move_ids | advance.sudo().clearing_ids.move_ids).with_user(self.accountant)
        self.assertEqual(len(moves), 5)
        for move in moves:
            for vals in (
                {"date": TODAY - timedelta(days=300)},
                {"partner_id": stranger.id},
                {"name": "MISC/0000"},
                {"ref": "Something else"},
                {"line_ids": [Command.update(move.line_ids[0].id, {"account_id": other.id})]},
                {"line_ids": [Command.create({"account_id": other.id, "balance": 0})]},
                {"reversed_entry_id": move.id},
                {"state": "draft"},
            ):
                self.assertSealed(move, vals)
            for line in move.line_ids:
                for vals in (
                    {"account_id": other.id},
                    {"partner_id": stranger.id},
                    {"balance": 1},
                    {"debit": 1},
                    {"amount_currency": 1},
                    {"name": "Something else"},
                    {"reconciled": True},
                    {"amount_residual": 0},
                    {"move_id": self._manual_entry(advance, 1).id},
                ):
                    self.assertSealed(line, vals)
            with self.assertRaises(UserError), self.cr.savepoint():
                move.line_ids.with_context(dynamic_unlink=True, force_delete=True).unlink()
            with self.assertRaises(UserError), self.cr.savepoint():
                self.env["account.move.line"].with_user(self.accountant).create(
                    {"move_id": move.id, "account_id": other.id, "balance": 0}
                )
        self.assertLedger(advance)

    def test_no_statement_line_is_put_on_an_entry(self):
        advance = self._paid(1000)
        [move] = advance.sudo().move_ids
        with self.assertRaises(UserError), self.cr.savepoint():
            self.env["account.bank.statement.line"].with_user(self.accountant).create(
                {"move_id": move.id, "journal_id": self.bank.journal_id.id, "amount": -1, "payment_ref": "Mine"}
            )
        self.assertLedger(advance)

    def test_entry_of_a_cash_count_is_sealed(self):
        count = self.env["reception.petty.cash.count"].with_user(self.cashier).create({"box_id": self.box.id})
        count.explanation = "Lost"
        count.action_sign()
        count.with_user(self.accountant).action_confirm()
        entry = count.sudo().move_id.with_user(self.accountant)
        self.assertEqual(entry.state, "posted")
        for undo in (entry.button_draft, entry.button_cancel, entry.with_context(force_delete=True).unlink):
            with self.assertRaises(UserError), self.cr.savepoint():
                undo()
        self.assertSealed(entry, {"date": TODAY - timedelta(days=5)})
        self.assertSealed(entry, {"petty_cash_count_id": False})
        self.assertSealed(entry.line_ids[0], {"balance": 5})
        entry._reverse_moves()  # a wrong count is put right by an entry of its own

    def test_an_entry_that_claims_to_reverse_reverses_nothing(self):
        advance = self._paid(1000)
        [payout] = advance.sudo().move_ids
        fake = self._manual_entry(advance, 1000)
        fake.sudo().reversed_entry_id = payout
        self.assertEqual(self.env["account.payment"]._get_petty_cash_money(advance.sudo()).move_id, payout)
        self.assertEqual((advance.state, advance.amount_paid), ("paid", 1000))

    # ------------------------------------------------------------------------------------------------------------------
    # What still differs is broken, never done
    # ------------------------------------------------------------------------------------------------------------------

    def test_manual_entry_does_not_clear_an_advance(self):
        advance = self._paid(1000)
        entry = self._manual_entry(advance, 1000)
        (self._advance_lines(advance.sudo().move_ids) | self._advance_lines(entry)).reconcile()
        self.assertEqual((advance.state, advance.amount_open), ("paid", 1000))
        self.assertTrue(advance.is_broken)
        self.assertIn(entry.name, advance.broken_note)
        self.assertIn(advance, advance.search([("is_broken", "=", True)]))
        cashier = advance.with_user(self.cashier)
        self.assertFalse(cashier.can_return)
        with self.assertRaisesRegex(UserError, f"1-7.3a: .*differs from the ledger.*\n?.*{entry.name}"):
            cashier.action_return(1)
        with self.assertRaisesRegex(UserError, "accountants"):
            cashier.action_match_anew()
        advance.with_user(self.accountant).action_match_anew()
        self.assertFalse(advance.is_broken or advance.broken_note)
        self.assertFalse(self._advance_lines(entry).reconciled)
        cashier.action_return(1000)
        self.assertEqual(advance.state, "cleared")
        self.assertLedger(advance)

    def test_after_unreconcile_the_advance_says_what_to_do_and_does_it(self):
        advance = self._paid(1000)
        self._posted(advance, 700, 100)
        advance.with_user(self.cashier).action_return(200)
        moves = advance.sudo().move_ids | advance.sudo().clearing_ids.move_ids
        for move in moves:
            with self.subTest(move=move.name):
                self.assertEqual(advance.state, "cleared")
                lines = move.line_ids.filtered("matching_number")
                lines.with_user(self.accountant).with_context(active_ids=lines.ids).action_unreconcile_match_entries()
                self.assertNotEqual(advance.state, "cleared")
                self.assertTrue(advance.is_broken)
                self.assertIn("Match Anew", advance.broken_note)
                self.assertTrue(advance.with_user(self.accountant).can_match_anew)
                advance.with_user(self.accountant).action_match_anew()
                self.assertEqual(advance.state, "cleared")
        self.assertLedger(advance)
        with self.assertRaisesRegex(UserError, "agrees with the ledger"):
            advance.with_user(self.accountant).action_match_anew()

    def test_what_is_owed_for_vouchers_is_not_paid_a_second_time(self):
        """A payment matched with the netting entry in place of the vouchers is told, and taken off."""
        advance = self._paid(700)
        sheet = self._posted(advance, 700)
        [netting] = advance.sudo()._get_netting_lines()
        netting.remove_move_reconcile()
        entry = self._manual_entry(advance, 700, netting.account_id)
        (netting | entry.line_ids.filtered(lambda line: line.account_id == netting.account_id)).reconcile()
        self.assertIn(entry.name, advance.broken_note)
        self.assertNotEqual(advance.state, "cleared")
        advance.with_user(self.accountant).action_match_anew()
        self.assertEqual((advance.state, sheet.amount_to_reimburse), ("cleared", 0))

    def test_line_moved_to_another_account_in_the_database_is_not_paid_again(self):
        """As a version before the seals allowed: the money stays paid, and the advance says that it differs."""
        advance = self._paid(1000)
        [line] = self._advance_lines(advance.sudo().move_ids)
        other = self.company.petty_cash_personal_account_id
        self.env.flush_all()
        self.cr.execute("UPDATE account_move_line SET account_id = %s WHERE id = %s", [other.id, line.id])
        self.env.invalidate_all()
        self.env.add_to_compute(advance._fields["is_broken"], advance.sudo())
        self.assertEqual((advance.state, advance.amount_paid, advance.amount_to_pay), ("paid", 1000, 0))
        self.assertTrue(advance.is_broken)
        with self.assertRaises(UserError):
            advance.with_user(self.cashier).action_pay(1)

    def test_payment_changed_in_the_database_is_told_and_the_receipt_says_what_the_ledger_says(self):
        advance = self._paid(1000)
        [payment] = self._payment(advance)
        self.env.flush_all()
        self.cr.execute("UPDATE account_payment SET amount = 9, date = '2020-01-01' WHERE id = %s", [payment.id])
        self.env.invalidate_all()
        report = self.env["ir.actions.report"].with_user(self.cashier)
        html = report._render_qweb_html("visitor_reception.report_reception_petty_cash_receipt", advance.ids)[
            0
        ].decode()
        self.assertIn("1,000.00", html)
        self.assertNotIn("2020", html)
        self.env.add_to_compute(advance._fields["is_broken"], advance.sudo())
        self.assertIn("payment says something else", advance.broken_note)
        advance.with_user(self.accountant).action_match_anew()
        self.assertEqual((payment.amount, payment.date), (1000, TODAY))
