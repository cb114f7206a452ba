from odoo import api, fields, models
from odoo.exceptions import UserError

# what the engine of petty cash writes, wherever it starts: advances, their entries, payments and vouchers
BOOKS = ("reception.petty.cash", "account.move", "account.payment", "hr.expense")
# what an entry says in the books, and how it hangs together with others
SEALED_FIELDS = {
    "amount_residual",
    "amount_total",
    "auto_post",
    "company_id",
    "commercial_partner_id",
    "currency_id",
    "date",
    "expense_ids",
    "invoice_date",
    "invoice_line_ids",
    "journal_id",
    "journal_line_ids",
    "line_ids",
    "move_type",
    "name",
    "origin_payment_id",
    "partner_id",
    "payment_ids",
    "payment_state",
    "ref",
    "reversal_move_ids",
    "reversed_entry_id",
    "statement_line_id",
    "statement_line_ids",
}


class AccountMove(models.Model):
    """Entries of petty cash: they are made and undone by the advance and its clearing sheets alone, by reversal.

    What they say is sealed, here and on their lines (``account_move_line.py``) and payments (``account_payment.py``).
    """

    _name = "account.move"
    _inherit = ["account.move", "reception.guarded.mixin"]
    _engine_opens = BOOKS

    petty_cash_id = fields.Many2one(
        "reception.petty.cash",
        string="Petty Cash Advance",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    petty_cash_part = fields.Selection(
        [
            ("payout", "Paid out"),
            ("clearing", "Cleared by vouchers"),
            ("return", "Returned"),
            ("personal", "Borne by the person"),
        ],
        string="Part of the Advance",
        readonly=True,
        copy=False,
    )
    petty_cash_clearing_id = fields.Many2one(
        "reception.petty.cash.clearing",
        string="Clearing Sheet",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    petty_cash_count_id = fields.Many2one(
        "reception.petty.cash.count",
        string="Cash Count",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "petty_cash_id",
            "petty_cash_part",
            "petty_cash_clearing_id",
            "petty_cash_count_id",
        }

    def _is_reversible_petty_cash(self):
        """Whether it is one posted entry that was not reversed and reverses none; an entry that somebody wrote beside
        the advance reverses nothing."""
        return len(self) == 1 and self.state == "posted" and not (self.reversed_entry_id or self._get_own_reversals())

    def _get_own_reversals(self):
        return self.reversal_move_ids.filtered(lambda move: move.petty_cash_id or move.petty_cash_clearing_id)

    def _get_petty_cash_amount(self):
        """What the entry puts on the advance (CNY), below 0 what it takes off; whatever its lines were changed to."""
        self.ensure_one()
        amount = sum(abs(line.balance) for line in self.line_ids) / 2
        return amount if (self.petty_cash_part == "payout") != bool(self.reversed_entry_id) else -amount

    # ------------------------------------------------------------------------------------------------------------------
    # Sealed
    # ------------------------------------------------------------------------------------------------------------------

    def write(self, vals):
        if not SEALED_FIELDS.isdisjoint(vals) or vals.get("state") in ("draft", "cancel"):
            self._check_not_sealed()
        return super().write(vals)

    def unlink(self):
        # Odoo deletes posted entries where the context says so, which may come in over RPC
        self._check_not_sealed()
        return super().unlink()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self.filtered(lambda move: not move.petty_cash_count_id)._check_not_sealed()
        return super()._reverse_moves(default_values_list=default_values_list, cancel=cancel)

    def _check_not_sealed(self):
        """:raises UserError: an entry of petty cash is about to be changed or undone beside its document"""
        if self._is_engine():
            return
        if entries := self._get_petty_cash_entries():
            raise UserError(
                self.env._(
                    "%(entries)s: petty cash is undone on its advance or its clearing sheet, by a reversal. "
                    "What is posted is not changed.",
                    entries=", ".join(entries.mapped(lambda move: move.name or move.ref or "/")),
                )
            )
        if entries := self._get_matched_statements():
            raise UserError(
                self.env._(
                    "%(entries)s: matched with a payment of petty cash. Undo the match first.",
                    entries=", ".join(entries.mapped("name")),
                )
            )

    def _get_petty_cash_entries(self):
        return self.filtered(lambda move: move.petty_cash_id or move.petty_cash_clearing_id or move.petty_cash_count_id)

    def _get_matched_statements(self):
        """Those of ``self`` that are lines of bank statements, and stand for a payment of petty cash."""
        return self.filtered(
            lambda move: move.statement_line_id and move.line_ids._get_matched_lines().move_id._get_petty_cash_entries()
        )
