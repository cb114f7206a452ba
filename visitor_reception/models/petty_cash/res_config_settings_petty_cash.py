from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of petty cash; what each is for: ``res_company_petty_cash.py``."""

    _inherit = "res.config.settings"

    petty_cash_account_id = fields.Many2one(related="company_id.petty_cash_account_id", readonly=False)
    petty_cash_personal_account_id = fields.Many2one(
        related="company_id.petty_cash_personal_account_id", readonly=False
    )
    reception_employee_payable_account_id = fields.Many2one(
        related="company_id.reception_employee_payable_account_id", readonly=False
    )
    petty_cash_journal_id = fields.Many2one(related="company_id.petty_cash_journal_id", readonly=False)
    petty_cash_accountant_id = fields.Many2one(related="company_id.petty_cash_accountant_id", readonly=False)
    petty_cash_limit = fields.Monetary(related="company_id.petty_cash_limit", readonly=False)
    petty_cash_block_overdue = fields.Boolean(related="company_id.petty_cash_block_overdue", readonly=False)
    petty_cash_threshold_basis = fields.Selection(related="company_id.petty_cash_threshold_basis", readonly=False)
