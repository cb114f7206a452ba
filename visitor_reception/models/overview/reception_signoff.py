from odoo import models


class ReceptionSignoff(models.Model):
    """The count in the top bar follows every change of what is asked of somebody."""

    _inherit = "reception.signoff"

    def write(self, vals):
        before = self.user_id | self.deputy_id
        result = super().write(vals)
        if not {"state", "user_id", "deputy_id"}.isdisjoint(vals):
            for user in before | self.user_id | self.deputy_id:
                user._bus_send("reception.inbox", {})
        return result
