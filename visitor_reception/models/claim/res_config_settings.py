from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    reception_officer_id = fields.Many2one(related="company_id.reception_officer_id", readonly=False)
    reception_department_id = fields.Many2one(related="company_id.reception_department_id", readonly=False)
    reception_head_count_basis = fields.Selection(related="company_id.reception_head_count_basis", readonly=False)
    reception_privacy_notice = fields.Text(related="company_id.reception_privacy_notice", readonly=False)
    reception_document_days = fields.Integer(related="company_id.reception_document_days", readonly=False)
    reception_gate_log_days = fields.Integer(related="company_id.reception_gate_log_days", readonly=False)
    reception_invitation_days = fields.Integer(related="company_id.reception_invitation_days", readonly=False)
    reception_gate_grace_hours = fields.Integer(related="company_id.reception_gate_grace_hours", readonly=False)
    reception_invoice_rule = fields.Selection(related="company_id.reception_invoice_rule", readonly=False)
    reception_invoice_days_before = fields.Integer(related="company_id.reception_invoice_days_before", readonly=False)
    reception_menu_amount = fields.Monetary(related="company_id.reception_menu_amount", readonly=False)
    reception_preset_id = fields.Many2one("reception.preset", compute="_compute_reception_presets")
    reception_preset_category_ids = fields.Many2many(
        "reception.visitor.category", string="Presets of Categories", compute="_compute_reception_presets"
    )
    reception_over_quorum = fields.Selection(
        [("all", "Both sign"), ("any", "One of them signs")],
        string="Signatures Over Standard",
        compute="_compute_reception_over_quorum",
        inverse="_inverse_reception_over_quorum",
        help="The last step of the sign-off rule for applications above the standard (1-6.2.1, D5), of all companies.",
    )
    reception_hospitality_account_id = fields.Many2one(
        related="company_id.reception_hospitality_account_id", readonly=False
    )
    reception_transport_account_id = fields.Many2one(
        related="company_id.reception_transport_account_id", readonly=False
    )
    reception_lodging_account_id = fields.Many2one(related="company_id.reception_lodging_account_id", readonly=False)
    reception_analytic_plan_id = fields.Many2one(related="company_id.reception_analytic_plan_id", readonly=False)
    reception_missing = fields.Char(string="Missing for Reception Costs", compute="_compute_reception_missing")

    @api.depends("company_id")
    def _compute_reception_presets(self):
        own = self.env["reception.preset"]._get_own()
        for settings in self:
            settings.reception_preset_id = settings.company_id.reception_preset_id or own
            categories = self.env["reception.visitor.category"].with_company(settings.company_id)
            settings.reception_preset_category_ids = categories.search([("preset_id", "!=", False)])

    def _get_over_standard_step(self):
        rule = self.env.ref("visitor_reception.reception_signoff_rule_hospitality_over", raise_if_not_found=False)
        return rule.step_ids[-1:] if rule else self.env["reception.signoff.step"]

    @api.depends("company_id")
    def _compute_reception_over_quorum(self):
        quorum = self._get_over_standard_step().quorum
        self.reception_over_quorum = quorum if quorum in ("all", "any") else False

    def _inverse_reception_over_quorum(self):
        step = self._get_over_standard_step()
        quorum = self[-1:].reception_over_quorum
        if quorum and quorum != step.quorum:
            step.quorum = quorum

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
