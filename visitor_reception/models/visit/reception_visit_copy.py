from datetime import datetime, timedelta

from odoo import models


class ReceptionVisit(models.Model):
    """A visit like an earlier one: the same guests and facts, from tomorrow on, as a draft of its own."""

    _inherit = "reception.visit"

    def copy_data(self, default=None):
        """Data of a copy: it starts tomorrow at the same time of day in the company's time zone, as long as before."""
        vals_list = super().copy_data(default)
        if {"date_begin", "date_end"}.isdisjoint(default or ()):
            for visit, vals in zip(self, vals_list, strict=True):
                begin = visit._get_tomorrow(visit.date_begin)
                vals.update(date_begin=begin, date_end=begin + (visit.date_end - visit.date_begin))
        return vals_list

    def _get_tomorrow(self, moment):
        """Tomorrow at the time of day of ``moment``, in the company's time zone; both in UTC, as stored."""
        deadlines = self.env["reception.deadline"]
        time = self.company_id._reception_local(moment).time()
        tomorrow = deadlines._get_today(self.company_id) + timedelta(days=1)
        return self.company_id._reception_moment(datetime.combine(tomorrow, time))

    def action_copy(self):
        """Open a new notice like this one.

        :raises AccessError: the user may not write notices
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.copy().id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
