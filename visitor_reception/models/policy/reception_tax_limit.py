from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionTaxLimit(models.Model):
    """A rate of the income tax law that entertainment is held against, with its source; information, nothing is refused."""

    _name = "reception.tax.limit"
    _inherit = ["reception.policy.table", "mail.thread", "reception.placed.mixin"]
    _description = "Tax Limit"
    _order = "code, company_id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    rate = fields.Float(string="Rate (%)", digits=(16, 4), required=True, tracking=True)
    source = fields.Char(required=True, translate=True, help="Law and article.")
    company_id = fields.Many2one("res.company", help="Empty: for all companies without a rate of their own.")

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is already a tax limit with this code for the company."
    )
    _rate_plausible = models.Constraint("CHECK (rate >= 0 AND rate <= 100)", "A rate is between 0 and 100 %.")

    @api.model
    def _get_limit(self, code, company):
        """The limit ``code`` of the company.

        :raises UserError: it is not set up
        """
        limits = self.search([("code", "=", code), ("company_id", "in", (False, company.id))])
        limit = limits.filtered("company_id") or limits
        if not limit:
            raise UserError(self.env._("The tax limit %(code)s is missing. Ask the policy administrator.", code=code))
        return limit
