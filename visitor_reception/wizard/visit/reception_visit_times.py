from odoo import fields, models


class ReceptionVisitTimes(models.TransientModel):
    """Asks when the guests really came, were received and left (4-11.3)."""

    _name = "reception.visit.times"
    _description = "Arrival and Departure"

    visit_id = fields.Many2one("reception.visit", required=True, ondelete="cascade")
    started_at = fields.Datetime(string="Guests Arrived At", required=True)
    received_at = fields.Datetime(string="Guests Received At")
    departed_at = fields.Datetime(string="Guests Left At")

    def action_set(self):
        """Keep the times on the visit.

        :raises UserError: see ``reception.visit.action_set_times``
        """
        self.ensure_one()
        self.visit_id.action_set_times(self.started_at, self.received_at, self.departed_at)
        return {"type": "ir.actions.act_window_close"}
