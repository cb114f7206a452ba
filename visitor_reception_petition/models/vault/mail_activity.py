from odoo import api, models


class MailActivity(models.Model):
    """Nothing of a matter reaches those who are kept from it, whoever wrote it or was told of it (P1-30)."""

    _inherit = "mail.activity"

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        if not bypass_access:
            domain = self.env["reception.petition.matter"]._guard_links(self, domain, "res_model")
        return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        hidden = self.env["reception.petition.matter"]._get_hidden_links(self, "res_model")
        if not hidden:
            return result
        forbidden = result[0] | hidden if result else hidden
        return forbidden, lambda: self.env["ir.rule"]._make_access_error(operation, hidden)
