from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    reception_invoice_rule = fields.Selection(related="company_id.reception_invoice_rule", readonly=False)
    reception_invoice_days_before = fields.Integer(related="company_id.reception_invoice_days_before", readonly=False)
    reception_menu_amount = fields.Monetary(related="company_id.reception_menu_amount", readonly=False)
    reception_hospitality_account_id = fields.Many2one(
        related="company_id.reception_hospitality_account_id", readonly=False
    )
    reception_transport_account_id = fields.Many2one(
        related="company_id.reception_transport_account_id", readonly=False
    )
    reception_lodging_account_id = fields.Many2one(related="company_id.reception_lodging_account_id", readonly=False)
    reception_account_ids = fields.Many2many(related="company_id.reception_account_ids", readonly=False)
    reception_analytic_plan_id = fields.Many2one(related="company_id.reception_analytic_plan_id", readonly=False)
    reception_missing = fields.Char(string="Missing for Reception Costs", compute="_compute_reception_missing")

    @api.depends("company_id")
    def _compute_reception_missing(self):
        for settings in self:
            settings.reception_missing = "; ".join(settings.company_id._reception_missing_accounts())

    def action_reception_setup_accounting(self):
        """Propose the accounts of reception costs for the company.

        :raises UserError: the chart is not one we know
        """
        self.check_access("write")
        companies = self.env["res.company"]
        companies._reception_check_known_chart(self.company_id)
        self.company_id._reception_setup_accounting()
        return {"type": "ir.actions.client", "tag": "reload"}

    def action_reception_propose_categories(self):
        """Propose what the expense categories of the company are, for Finance to confirm."""
        self.check_access("write")
        # who sets reception up need not be of Finance to ask it
        self.env["reception.cost.category"].sudo()._propose(self.company_id)
        return self.env["ir.actions.act_window"]._for_xml_id("visitor_reception.reception_cost_category_action")
