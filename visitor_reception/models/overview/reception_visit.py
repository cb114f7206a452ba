from odoo import models


class ReceptionVisit(models.Model):
    """The page *Today* follows what happens to visits."""

    _inherit = "reception.visit"

    def _move(self, state, **vals):
        result = super()._move(state, **vals)
        for user in self.sudo()._get_today_users():
            user._bus_send("reception.today", {})
        return result

    def _get_today_users(self):
        """Whose page shows the visits: those who asked and host (res.users)."""
        return self.requester_id | self.host_id.user_id
