from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    reception_head_count_basis = fields.Selection(related="company_id.reception_head_count_basis", readonly=False)
    reception_over_quorum = fields.Selection(
        [("all", "Both sign"), ("any", "One of them signs")],
        string="Signatures Over Standard",
        compute="_compute_reception_over_quorum",
        inverse="_inverse_reception_over_quorum",
        help="The last step of the sign-off rule for applications above the standard (1-6.2.1), of all companies.",
    )

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
            step.with_context(policy_reason=self.env._("Set in the settings")).quorum = quorum
