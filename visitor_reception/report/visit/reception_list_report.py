from odoo import api, models


class ReportReceptionList(models.AbstractModel):
    """Values of the printed reception list (接待清单): what a visit has cost, by item; a reimbursement document."""

    _name = "report.visitor_reception.report_reception_list"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Reception List"

    _report_model = "reception.visit"
    _valid_states = ("hosting", "closed")

    @api.model
    def _is_valid(self, document):
        return super()._is_valid(document) and document._is_list_signed()

    @api.model
    def _get_report_values(self, docids, data=None):
        return super()._get_report_values(docids, data=data) | {
            "get_items": self._get_items,
            "get_staff": self._get_staff,
        }

    @api.model
    def _get_items(self, visit):
        """What was done for the guests, in the order of time: a list of ``(what, moment, place, amount)``.

        The amount is what is in the books, or was approved where nothing is yet; an activity has none of its own.
        """
        bookings, meals = visit._get_alive_costs()
        kinds = dict(meals._fields["kind"]._description_selection(self.env))
        services = dict(bookings._fields["service"]._description_selection(self.env))
        items = [
            *((event.name, event.start, visit._get_event_place(event), None) for event in visit.event_ids),
            *(
                (
                    " ".join(filter(None, (services[booking.service], booking.class_id.name))),
                    booking.date_from,
                    " → ".join(filter(None, (booking.place_from, booking.place_to))) or booking.description,
                    booking.amount_actual or booking.amount_planned,
                )
                for booking in bookings
                if booking.state == "booked"
            ),
            *(
                (kinds[meal.kind], meal.meal_at, meal.venue, meal.amount_actual or meal.amount_planned)
                for meal in meals
                if meal.is_agreed
            ),
        ]
        return sorted(items, key=lambda item: (not item[1], item[1]))

    @api.model
    def _get_staff(self, visit):
        """Companions at table, and who drove or attended besides (res.partner and hr.employee names)."""
        visit = visit.sudo()  # names of colleagues on a notice that the reader may read
        bookings, meals = visit._get_alive_costs()
        companions = meals.companion_ids
        hosts = (visit.host_id | visit.principal_host_id | bookings.driver_id) - companions
        return companions, hosts
