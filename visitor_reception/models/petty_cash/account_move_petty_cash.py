from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Entries of petty cash: they are made and undone by the advance and its clearing sheets alone, by reversal."""

    _name = "account.move"
    _inherit = ["account.move", "reception.guarded.mixin"]

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

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"petty_cash_id", "petty_cash_part", "petty_cash_clearing_id"}

    def _is_reversible_petty_cash(self):
        """Whether it is one posted entry that was not reversed and reverses none."""
        return len(self) == 1 and self.state == "posted" and not self.reversed_entry_id and not self.reversal_move_ids

    def write(self, vals):
        if vals.get("state") in ("draft", "cancel"):
            self._check_not_petty_cash()
        return super().write(vals)

    def unlink(self):
        # Odoo deletes posted entries where the context says so, which may come in over RPC
        self._check_not_petty_cash()
        return super().unlink()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._check_not_petty_cash()
        return super()._reverse_moves(default_values_list=default_values_list, cancel=cancel)

    def _check_not_petty_cash(self):
        """:raises UserError: an entry of an advance is about to be undone beside the advance"""
        if self._is_engine():
            return
        entries = self.filtered(lambda move: move.petty_cash_id or move.petty_cash_clearing_id)
        if entries:
            raise UserError(
                self.env._(
                    "%(entries)s: petty cash is undone on its advance or its clearing sheet, by a reversal.",
                    entries=", ".join(entries.mapped("name")),
                )
            )
