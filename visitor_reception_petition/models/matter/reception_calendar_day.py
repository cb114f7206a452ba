from odoo import api, models
from odoo.fields import Domain


class ReceptionCalendarDay(models.Model):
    _inherit = "reception.calendar.day"

    @api.model_create_multi
    def create(self, vals_list):
        days = super().create(vals_list)
        days._recount_terms(days.mapped("date"))
        return days

    def write(self, vals):
        dates = self.mapped("date")
        result = super().write(vals)
        self._recount_terms(dates + self.mapped("date"))
        return result

    def unlink(self):
        dates = self.mapped("date")
        result = super().unlink()
        self._recount_terms(dates)
        return result

    @api.model
    def _recount_terms(self, dates):
        """Terms that run over one of these days are counted anew."""
        if dates and not self.env.context.get("install_mode"):
            self.env["reception.petition.term"]._recount_running(
                Domain("day0", "<", max(dates)) & Domain("due_date", ">=", min(dates))
            )
