from odoo import api, fields, models
from odoo.fields import Domain


class ReceptionVisitRowMixin(models.AbstractModel):
    """A row about a visit that our code alone writes: who reads the visit reads it, as no record rule can say."""

    _name = "reception.visit.row.mixin"
    _inherit = ["reception.row.mixin"]
    _description = "Row About a Visit"

    visit_id = fields.Many2one("reception.visit", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="visit_id.company_id", store=True, precompute=True, index=True)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if result or operation != "read" or self.env.su or not self.ids:
            return result
        forbidden = self - self.sudo().search(Domain("id", "in", self.ids) & self._get_readable_domain())
        if forbidden:
            return forbidden, lambda: self.env["ir.rule"]._make_access_error(operation, forbidden)
        return None

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        if not self.env.su and not bypass_access:
            domain = Domain(domain) & self._get_readable_domain()
        return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)

    @api.model
    def _get_readable_domain(self):
        """Rows of the visits that the user may read, as a subquery."""
        visits = self.env["reception.visit"].with_user(self.env.user)
        return Domain("visit_id", "in", visits._search([])) if visits.has_access("read") else Domain.FALSE
