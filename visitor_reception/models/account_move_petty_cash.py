from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .reception_workflow_mixin import ENGINE

PETTY_CASH_FIELDS = {"petty_cash_id", "petty_cash_part", "petty_cash_clearing_id"}


class AccountMove(models.Model):
    """Entries of petty cash: they are made and undone by the advance and its clearing sheets alone, by reversal."""

    _inherit = "account.move"

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
    def _as_petty_cash_engine(self):
        """``self`` as superuser with the mark that only server code can carry."""
        return self.sudo().with_context(reception_engine=ENGINE)

    @api.model
    def _is_petty_cash_engine(self):
        return self.env.context.get("reception_engine") is ENGINE

    def _is_reversible_petty_cash(self):
        """Whether it is one posted entry that was not reversed and reverses none."""
        return len(self) == 1 and self.state == "posted" and not self.reversed_entry_id and not self.reversal_move_ids

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_petty_cash_vals(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_petty_cash_vals(vals)
        return super().write(vals)

    def _check_petty_cash_vals(self, vals):
        if not PETTY_CASH_FIELDS.isdisjoint(vals) and not self._is_petty_cash_engine():
            raise AccessError(self.env._("Entries of petty cash are made by its advances and clearing sheets alone."))

    def button_draft(self):
        self._check_not_petty_cash()
        return super().button_draft()

    def button_cancel(self):
        self._check_not_petty_cash()
        return super().button_cancel()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._check_not_petty_cash()
        return super()._reverse_moves(default_values_list=default_values_list, cancel=cancel)

    def _check_not_petty_cash(self):
        """:raises UserError: an entry of an advance is about to be undone beside the advance"""
        if self._is_petty_cash_engine():
            return
        entries = self.filtered(lambda move: move.petty_cash_id or move.petty_cash_clearing_id)
        if entries:
            raise UserError(
                self.env._(
                    "%(entries)s: petty cash is undone on its advance or its clearing sheet, by a reversal.",
                    entries=", ".join(entries.mapped("name")),
                )
            )
