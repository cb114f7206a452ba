from random import Random

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common_petty_cash import PettyCashCommon


class AdvanceModel:
    """What was done with an advance and not undone, as plain numbers; each operation does the same in Odoo first."""

    def __init__(self, test, seed):
        self.test = test
        self.random = Random(seed)
        self.amount = self.random.choice([100, 999.99, 1500])
        self.advance = test._grant(test._advance(amount=self.amount))
        self.parts = {"payout": 0.0, "clearing": 0.0, "return": 0.0, "personal": 0.0}
        self.sheets = []

    def get_open(self):
        parts = self.parts
        return round(parts["payout"] - parts["clearing"] - parts["return"] - parts["personal"], 2)

    def choose(self):
        """An operation and an amount for it."""
        operations = ("pay", "pay", "give_back", "not_recognise", "clear", "undo_clear", "undo_entry")
        value = self.random.choice([self.amount, self.amount / 2, 33.33, 0.01, self.get_open()])
        return self.random.choice(operations), round(value, 2)

    def pay(self, value):
        self.advance.with_user(self.test.cashier).action_pay(value)
        self.parts["payout"] += value

    def give_back(self, value):
        self.advance.with_user(self.test.cashier).action_return(value)
        self.parts["return"] += value

    def not_recognise(self, value):
        self.advance.with_user(self.test.accountant).action_not_recognise("Seed", value)
        self.parts["personal"] += value

    def clear(self, value):
        net = min(value, self.get_open())
        sheet = self.test._posted(self.advance, value)
        self.sheets.append((sheet, net))
        self.parts["clearing"] += net

    def undo_clear(self, _value):
        if not self.sheets:
            return
        sheet, net = self.sheets.pop()
        sheet.with_user(self.test.accountant).action_reverse("Seed")
        sheet.action_cancel()
        # its vouchers would go with the next sheet
        self.advance.sudo()._get_loose_vouchers().unlink()
        self.parts["clearing"] -= net

    def undo_entry(self, _value):
        moves = self.advance.sudo().move_ids.filtered(
            lambda move: move._is_reversible_petty_cash() and not move.petty_cash_clearing_id
        )
        if not moves:
            return
        move = self.random.choice(moves)
        self.advance.with_user(self.test.accountant).action_reverse_entry(move.id, "Seed")
        self.parts[move.petty_cash_part] -= move.amount_total


@tagged("post_install", "-at_install")
class TestPettyCashProperties(PettyCashCommon):
    """Random sequences of operations: after each one screen, records, ledger and a plain model agree."""

    def _step(self, model):
        """One operation; a refusal leaves everything as it was. Whether it was done."""
        operation, value = model.choose()
        before, sheets = dict(model.parts), list(model.sheets)
        try:
            with self.cr.savepoint():
                getattr(model, operation)(value)
                self.env.flush_all()
        except UserError:
            model.parts, model.sheets = before, sheets
            self.env.invalidate_all()
        self.assertLedger(model.advance)
        advance, parts = model.advance, model.parts
        for amount, expected in (
            (advance.amount_paid, parts["payout"]),
            (advance.amount_cleared, parts["clearing"]),
            (advance.amount_returned, parts["return"]),
            (advance.amount_personal, parts["personal"]),
            (advance.amount_open, model.get_open()),
        ):
            self.assertAlmostEqual(amount, expected, 2, f"{operation} {value}")
        return parts != before

    def test_random_sequences(self):
        done = 0
        for seed in range(6):
            with self.subTest(seed=seed):
                model = AdvanceModel(self, seed)
                done += sum(self._step(model) for _step in range(12))
        self.assertGreater(done, 20, "most sequences do something")
