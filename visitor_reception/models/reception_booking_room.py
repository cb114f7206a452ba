from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ReceptionBookingRoom(models.Model):
    """Which guest of a hotel or dormitory booking sleeps in which room (分房表)."""

    _name = "reception.booking.room"
    _description = "Room of a Guest"
    _order = "booking_id, room, id"

    booking_id = fields.Many2one("reception.booking", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="booking_id.company_id", store=True, precompute=True, index=True)
    guest_id = fields.Many2one("reception.visit.guest", required=True, ondelete="cascade", index=True)
    room = fields.Char(string="Room No.")
    note = fields.Char(string="Wishes and Remarks")

    _guest_uniq = models.Constraint("UNIQUE(booking_id, guest_id)", "A guest has one room in a booking.")

    @api.constrains("booking_id", "guest_id")
    def _check_guest_id(self):
        for line in self:
            if line.guest_id.visit_id != line.booking_id.visit_id:
                raise ValidationError(
                    self.env._(
                        "%(guests)s: not a guest of %(visit)s.",
                        guests=line.guest_id.name,
                        visit=line.booking_id.visit_id.display_name,
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if "booking_id" in vals:
            # Odoo asks the rules about a record as it was before
            self.check_access("write")
        return result
