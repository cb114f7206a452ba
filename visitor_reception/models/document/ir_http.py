from odoo import api, models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @api.model
    def _is_too_often(self, purpose, key):
        """Whether something public has been asked for too often from one place; a page asks this first.

        :param str purpose: what has a limit of its own: ``visitor_reception.<purpose>_per_minute`` (30)
        :param key: where the request comes from
        """
        parameter = f"visitor_reception.{purpose}_per_minute"
        limit = int(self.env["ir.config_parameter"].sudo().get_param(parameter, 30))
        return not self.env["reception.public.request"]._let_through(purpose, key, limit)
