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

    def _get_list_items(self):
        services = dict(self.booking_ids._fields["service"]._description_selection(self.env))
        return super()._get_list_items() + [
            (
                " ".join(filter(None, (services[booking.service], booking.class_id.name))),
                booking.date_from,
                " → ".join(filter(None, (booking.place_from, booking.place_to))) or booking.description,
                booking.amount_actual or booking.amount_planned,
            )
            for booking in self.booking_ids
            if booking.state == "booked"
        ]

    def _get_list_hosts(self):
        alive = self.booking_ids.filtered(lambda booking: booking.state not in ("cancelled", "declined"))
        return super()._get_list_hosts() | alive.driver_id

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
