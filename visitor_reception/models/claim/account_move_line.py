from odoo import api, fields, models
from odoo.fields import Domain

from .res_company import KIND_PRODUCTS


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    reception_unclaimed = fields.Boolean(
        string="Reception Cost without Claim",
        compute="_compute_reception_unclaimed",
        search="_search_reception_unclaimed",
        help="Posted on an account of reception costs, and no claim stands for it.",
    )

    @api.depends("account_id", "expense_id", "parent_state")
    def _compute_reception_unclaimed(self):
        unclaimed = self.filtered_domain(self._search_reception_unclaimed("in", [True]))
        for line in self:
            line.reception_unclaimed = line in unclaimed

    @api.model
    def _search_reception_unclaimed(self, operator, value):
        if operator != "in":
            return NotImplemented
        return (
            Domain("parent_state", "=", "posted")
            & Domain("expense_id", "=", False)
            & self._reception_account_domain(self.env.companies)
        )

    @api.model
    def _reception_account_domain(self, companies):
        """Journal items on the accounts of reception costs, of each company its own."""
        # which accounts they are is no secret to those who may read journal items
        return Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("account_id", "in", [company[f"reception_{kind}_account_id"].id for kind in KIND_PRODUCTS])
            for company in companies.sudo()
        )
