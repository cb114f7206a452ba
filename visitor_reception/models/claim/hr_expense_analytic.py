from odoo import api, models


class HrExpense(models.Model):
    """The cost of a visit on an analytic account of its own, where the company has chosen a plan for visits."""

    _inherit = "hr.expense"

    @api.depends("reception_visit_id")
    def _compute_analytic_distribution(self):
        super()._compute_analytic_distribution()
        for claim in self:
            # whoever claims for a visit books on its account, which they need not read
            account = claim.reception_visit_id.sudo().analytic_account_id
            if account:
                claim.analytic_distribution = {str(account.id): 100}

    @api.model_create_multi
    def create(self, vals_list):
        claims = super().create(vals_list)
        claims._distribute_to_visits()
        return claims

    def write(self, vals):
        result = super().write(vals)
        if not {"reception_visit_id", "hospitality_id", "reception_booking_id"}.isdisjoint(vals):
            self._distribute_to_visits()
        return result

    def _distribute_to_visits(self):
        """Visits get their analytic account with their first claim."""
        claims = self.sudo()  # analytic accounts and distribution models are the accountants'
        new = claims.filtered(lambda claim: not claim.reception_visit_id.analytic_account_id).reception_visit_id
        new._create_analytic_accounts()
        if new.analytic_account_id:
            claims.filtered(lambda claim: claim.reception_visit_id in new)._compute_analytic_distribution()
