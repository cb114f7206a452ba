from odoo import api, fields, models


class ReceptionVisitGuest(models.Model):
    """The tickets, rooms and cars of a guest."""

    _inherit = "reception.visit.guest"

    booking_ids = fields.Many2many("reception.booking", string="Bookings", copy=False)

    @api.model
    def _document_fields(self):
        return super()._document_fields() | {"booking_ids"}

    def write(self, vals):
        result = super().write(vals)
        if "rank_id" in vals:
            # rooms of others may lean on that of this guest
            self.visit_id.booking_ids._reopen_if_over()
        return result
