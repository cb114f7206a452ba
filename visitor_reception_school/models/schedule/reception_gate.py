from odoo import models

from odoo.addons.visitor_reception.models.gate.reception_gate import OpeningWindow


class ReceptionGate(models.Model):
    """A gate without opening hours of its own follows the windows of the school (3-1a, 3-1b)."""

    _inherit = "reception.gate"

    def _get_opening_windows(self, day):
        if self.calendar_id:
            return super()._get_opening_windows(day)
        windows = self.env["reception.school.window"]._get_of_day(self.company_id, day)
        windows = windows.filtered(
            lambda window: window.purpose != "collecting" and (not window.gate_ids or self in window.gate_ids)
        )
        return self._join([(window._to_moment(day, window.hour_from), window) for window in windows], day)

    def _join(self, windows, day):
        """Windows that touch are one opening of the gate, as when grades leave one after the other."""
        openings = []
        for opens, window in sorted(windows, key=lambda pair: (pair[0], pair[1].id)):
            closes = window._to_moment(day, window.hour_to)
            # 0: on time at the end only (3-1b)
            closes_from = window._to_moment(day, window.hour_close_from or window.hour_to)
            opening = OpeningWindow(opens, closes, closes_from)
            if openings and opens <= openings[-1].closes:
                last = openings.pop()
                # the one that ends last says from when closing is on time
                opening = max(last, opening, key=lambda one: (one.closes, one.closes_from))._replace(opens=last.opens)
            openings.append(opening)
        return openings

    def _get_hours_set_at(self):
        """Since when the windows are as they are too; nobody is judged by hours that were set later."""
        moment = super()._get_hours_set_at()
        if self.calendar_id:
            return moment
        # a guard need not ask who changed the schedule
        parts = [self.env[f"reception.school.{name}"].sudo() for name in ("window", "special.day", "term")]
        latest = [
            part.search([("company_id", "=", self.company_id.id)], order="write_date desc", limit=1) for part in parts
        ]
        return max([moment, *(record.write_date for record in latest if record)])
