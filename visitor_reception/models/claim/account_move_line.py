from odoo import api, fields, models
from odoo.fields import Domain

from .reception_basis_mixin import ISSUED_STATES


class AccountMoveLine(models.Model):
    """Entries without claim: reception costs in the books that have no approved basis, whichever document wrote them."""

    _inherit = "account.move.line"

    reception_unclaimed = fields.Boolean(
        string="Reception Cost without Basis",
        compute="_compute_reception_unclaimed",
        search="_search_reception_unclaimed",
        help="Posted as a reception cost, by whichever document, without an approved application, a booking within the "
        "standard, or an issued notice; and not declared as something else.",
    )

    @api.depends("account_id", "balance", "expense_id", "not_reception_at", "parent_state", "product_id")
    def _compute_reception_unclaimed(self):
        unclaimed = self.search([("id", "in", self.ids), ("reception_unclaimed", "=", True)])
        for line in self:
            line.reception_unclaimed = line._origin in unclaimed

    @api.model
    def _search_reception_unclaimed(self, operator, value):
        if operator != "in":
            return NotImplemented
        companies = self.env.companies.sudo()  # which accounts they are is no secret
        booking = Domain("state", "=", "booked") & Domain("entitlement_state", "!=", "over")
        based = (
            Domain("reception_hospitality_id.is_agreed", "=", True)
            | Domain("reception_booking_id", "any", booking & Domain("visit_id.state", "in", ISSUED_STATES))
            | (
                self._reception_product_domain(companies, "other")
                & Domain("reception_visit_id.state", "in", ISSUED_STATES)
            )
        )
        # whoever reads the item may know that it has no basis, also where they cannot open that
        found = self.sudo()._search(
            Domain("parent_state", "=", "posted")
            & Domain("balance", ">", 0)
            & Domain("not_reception_at", "=", False)
            & Domain("move_id", "not in", companies.account_opening_move_id.ids)
            & self._reception_reach_domain(companies)
            & ~based
        )
        return Domain("id", "in" if True in value else "not in", found)

    @api.model
    def _reception_reach_domain(self, companies):
        """Items that are reception costs by their account or their product; must say the same as ``_filter_reception``."""
        accounts = Domain.OR(
            Domain("company_id", "=", company.id) & Domain("account_id", "in", company.reception_account_ids.ids)
            for company in companies
        )
        return accounts | (
            self._reception_product_domain(companies)
            & Domain("account_id.internal_group", "in", ("expense", "asset"))
            & Domain("account_id.account_type", "not in", ("asset_receivable", "asset_cash"))
            & Domain("move_type", "not in", self.env["account.move"].get_sale_types(include_receipts=True))
        )

    @api.model
    def _reception_product_domain(self, companies, kind=None):
        return Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("product_id.product_tmpl_id", "in", company._get_reception_templates(kind).ids)
            for company in companies
        )

    @api.model
    def _reception_account_domain(self, companies):
        """Journal items on the accounts of reception costs, of each company its own."""
        # which accounts they are is no secret to those who may read journal items
        return Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("account_id", "in", (company.reception_account_ids | company._get_kind_accounts()).ids)
            for company in companies.sudo()
        )
