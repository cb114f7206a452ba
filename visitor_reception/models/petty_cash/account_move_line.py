from odoo import api, models

SEALED_FIELDS = {
    "account_id",
    "amount_currency",
    "amount_residual",
    "amount_residual_currency",
    "balance",
    "company_id",
    "credit",
    "currency_id",
    "date",
    "debit",
    "discount",
    "display_type",
    "full_reconcile_id",
    "journal_id",
    "matched_credit_ids",
    "matched_debit_ids",
    "move_id",
    "name",
    "parent_state",
    "partner_id",
    "payment_id",
    "price_unit",
    "product_id",
    "quantity",
    "reconciled",
    "statement_line_id",
    "tax_ids",
    "tax_line_id",
    "tax_repartition_line_id",
    "tax_tag_ids",
}


class AccountMoveLine(models.Model):
    """Lines of sealed entries (``account_move_petty_cash.py``)."""

    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        moves = self.env["account.move"].browse({vals["move_id"] for vals in vals_list if vals.get("move_id")})
        moves._check_not_sealed()
        return super().create(vals_list)

    def write(self, vals):
        if not SEALED_FIELDS.isdisjoint(vals):
            (self.move_id | self.move_id.browse(vals.get("move_id")))._check_not_sealed()
        return super().write(vals)

    def unlink(self):
        self.move_id._check_not_sealed()
        return super().unlink()

    def _get_matched_lines(self):
        """Lines that ``self`` are matched with."""
        return self.matched_debit_ids.debit_move_id | self.matched_credit_ids.credit_move_id
