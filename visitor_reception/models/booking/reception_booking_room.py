from odoo import api, fields, models


class ReceptionBookingRoom(models.Model):
    """Which guest of a hotel or dormitory booking sleeps in which room (分房表)."""

    _name = "reception.booking.room"
    _inherit = ["reception.placed.mixin"]
    _description = "Room of a Guest"
    _order = "booking_id, room, id"
    _place_fields = ("booking_id",)

    booking_id = fields.Many2one("reception.booking", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="booking_id.company_id", store=True, precompute=True, index=True)
    guest_id = fields.Many2one("reception.visit.guest", required=True, ondelete="cascade", index=True)
    room = fields.Char(string="Room No.")
    note = fields.Char(string="Wishes and Remarks")

    _guest_uniq = models.Constraint("UNIQUE(booking_id, guest_id)", "A guest has one room in a booking.")

    @api.constrains("booking_id", "guest_id")
    def _check_guest_id(self):
        for line in self:
            line.guest_id._check_belongs_to(line.booking_id.visit_id)
