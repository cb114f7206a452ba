from odoo import api, fields, models


class ReceptionVisit(models.Model):
    """Tickets, rooms and cars of a visit."""

    _inherit = "reception.visit"

    booking_ids = fields.One2many("reception.booking", "visit_id", string="Bookings", copy=False)

    def _get_costs(self):
        return [*super()._get_costs(), self.booking_ids]

    def _get_list_facts(self):
        alive = self.booking_ids.filtered(lambda booking: booking.state not in ("cancelled", "declined"))
        return {
            **super()._get_list_facts(),
            "bookings": sorted([booking.id, booking.amount_planned] for booking in alive),
        }

    @api.depends("booking_ids.state", "booking_ids.date_from", "booking_ids.date_to")
    def _compute_programme_warning(self):
        return super()._compute_programme_warning()

    def _get_event_cars(self, event):
        """Cars that are booked for the time of ``event`` (reception.booking)."""
        return self.booking_ids.filtered(
            lambda booking: (
                booking.service == "car"
                and booking.state not in ("cancelled", "declined")
                and booking.date_from
                and booking.date_from < event.stop
                and (booking.date_to or booking.date_from) > event.start
            )
        )
