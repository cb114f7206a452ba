from odoo import models


class ResUsers(models.Model):
    """Steps outlive the person who was to do them: Odoo deletes the to-dos of archived users."""

    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False:
            self.env["reception.visit.step"]._pass_on_from(self)
        return result
