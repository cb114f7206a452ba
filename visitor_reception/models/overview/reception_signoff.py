from odoo import models


class ReceptionSignoff(models.Model):
    """The count in the top bar follows every change of what is asked of somebody."""

    _inherit = "reception.signoff"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals or "deputy_id" in vals:
            for user in self.user_id | self.deputy_id:
                user._bus_send("reception.inbox", {})
        return result
