from random import Random

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_petty_cash import PettyCashCommon


@tagged("post_install", "-at_install")
class TestPettyCashProperties(PettyCashCommon):
    """Random sequences of operations: after each one screen, records, ledger and a plain model agree."""

    def _run_sequence(self, seed):
        random = Random(seed)
        amount = random.choice([100, 999.99, 1500])
        advance = self._grant(self._advance(amount=amount))
        # the model: what was done and not reversed, as plain numbers
        parts = {"payout": 0.0, "clearing": 0.0, "return": 0.0, "personal": 0.0}
        sheets = []

        def is_open():
            return parts["payout"] - parts["clearing"] - parts["return"] - parts["personal"]

        def pay(value):
            advance.with_user(self.cashier).action_pay(value)
            parts["payout"] += value

        def give_back(value):
            advance.with_user(self.cashier).action_return(value)
            parts["return"] += value

        def not_recognise(value):
            advance.with_user(self.accountant).action_not_recognise("Seed", value)
            parts["personal"] += value

        def clear(value):
            before = is_open()
            sheet = self._posted(advance, value)
            net = round(min(value, before), 2)
            sheets.append((sheet, net))
            parts["clearing"] += net

        def undo_clear(_value):
            if not sheets:
                raise UserError(self.env._("nothing to undo"))
            sheet, net = sheets.pop()
            sheet.with_user(self.accountant).action_reverse("Seed")
            sheet.action_cancel()
            parts["clearing"] -= net
            # its vouchers would go with the next sheet
            sheet.petty_cash_id.sudo()._get_loose_vouchers().unlink()

        def undo_entry(_value):
            moves = advance.sudo().move_ids.filtered(
                lambda move: move._is_reversible_petty_cash() and not move.petty_cash_clearing_id
            )
            if not moves:
                raise UserError(self.env._("nothing to undo"))
            move = moves[random.randrange(len(moves))]
            advance.with_user(self.accountant).action_reverse_entry(move.id, "Seed")
            parts[move.petty_cash_part] -= move.amount_total

        done = 0
        for _step in range(12):
            operation = random.choice([pay, pay, give_back, not_recognise, clear, undo_clear, undo_entry])
            value = round(random.choice([amount, amount / 2, 33.33, 0.01, is_open()]), 2)
            before, sheets_before = dict(parts), list(sheets)
            try:
                with self.cr.savepoint():
                    operation(value)
                    self.env.flush_all()
                done += 1
            except UserError:
                parts.update(before)
                sheets[:] = sheets_before
                self.env.invalidate_all()
            self.assertLedger(advance)
            for part, name in (
                ("payout", "amount_paid"),
                ("clearing", "amount_cleared"),
                ("return", "amount_returned"),
                ("personal", "amount_personal"),
            ):
                self.assertAlmostEqual(advance[name], parts[part], 2, f"{operation.__name__} {value}, seed {seed}")
            self.assertAlmostEqual(advance.amount_open, is_open(), 2)
        return done

    def test_random_sequences(self):
        done = 0
        for seed in range(6):
            with self.subTest(seed=seed):
                done += self._run_sequence(seed)
        self.assertGreater(done, 20, "most sequences do something")
