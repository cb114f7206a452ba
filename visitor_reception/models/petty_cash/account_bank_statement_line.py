from odoo import models

SEALED_FIELDS = {
    "amount",
    "amount_currency",
    "currency_id",
    "date",
    "foreign_currency_id",
    "journal_id",
    "move_id",
    "partner_id",
    "statement_id",
}


class AccountBankStatementLine(models.Model):
    """A line that stands for a payment of petty cash is as it was when it was matched."""

    _inherit = "account.bank.statement.line"

    def write(self, vals):
        if not SEALED_FIELDS.isdisjoint(vals):
            self.move_id._check_not_sealed()
        return super().write(vals)

    def unlink(self):
        self.move_id._check_not_sealed()
        return super().unlink()
