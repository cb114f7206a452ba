from werkzeug.urls import url_encode

from odoo import api, fields, models


class ReceptionStatisticsExport(models.TransientModel):
    """Asks for the period of the reception statistics to export."""

    _name = "reception.statistics.export"
    _description = "Export of the Reception Statistics"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    date_from = fields.Date(string="From", required=True, default=lambda self: self._default_period()[0])
    date_to = fields.Date(string="Until", required=True, default=lambda self: self._default_period()[1])

    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The period cannot end before it begins: put the dates in order."
    )

    @api.model
    def _default_period(self):
        return self.env["reception.statistics"]._get_last_month(self.env.company)

    def action_export(self):
        """Download the statistics of the period (1-2.3)."""
        self.ensure_one()
        self.env["reception.statistics"]._check_can_export(self.company_id)
        query = url_encode({"date_from": self.date_from, "date_to": self.date_to, "company_id": self.company_id.id})
        return {"type": "ir.actions.act_url", "url": f"/reception/statistics.xlsx?{query}", "target": "download"}
