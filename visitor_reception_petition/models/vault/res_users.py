from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _set_password(self):
        """A keeper whose password somebody else sets is no keeper until signed anew: the login may be another's."""
        result = super()._set_password()
        others = self - self.env.user
        # whoever sets a password need not have any right to appointments
        keepers = self.env["reception.petition.keeper"].sudo()
        keepers.search([("user_id", "in", others.ids), ("state", "=", "in_force")])._end()
        return result
