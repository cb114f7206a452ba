from odoo import fields, models


class ReceptionGate(models.Model):
    """When pupils fetch what was left for them (3-4a)."""

    _inherit = "reception.gate"

    def _is_collecting_at(self, moment):
        """In a collecting window of the school's day; a gate with times of its own, or a house without such windows: those."""
        windows = self.env["reception.school.window"].sudo()  # everybody is held to the schedule
        if self.deposit_calendar_id or not windows.search_count(
            [("company_id", "=", self.company_id.id), ("purpose", "=", "collecting")], limit=1
        ):
            return super()._is_collecting_at(moment)
        day = self.env["reception.deadline"]._to_company_day(moment, self.company_id)
        at = fields.Datetime.to_string(moment)
        return any(
            window["purpose"] == "collecting" and window["opens"] <= at <= window["closes"]
            for window in windows._get_windows(self.company_id, self.id, day)
        )
