from odoo import api, models


class ReceptionPetitionLinkMixin(models.AbstractModel):
    """A row about a record of any model: nothing of a matter reaches those who are kept from it, whoever wrote it (P1-30)."""

    _name = "reception.petition.link.mixin"
    _description = "Row That May Be About a Matter"

    _link_field = "res_model"  # names the model of the record that the row is about

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        if not bypass_access:
            domain = self.env["reception.petition.matter"]._guard_links(self, domain, self._link_field)
        return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        hidden = self.env["reception.petition.matter"]._get_hidden_links(self, self._link_field)
        if not hidden:
            return result
        forbidden = result[0] | hidden if result else hidden
        return forbidden, lambda: self.env["ir.rule"]._make_access_error(operation, hidden)
