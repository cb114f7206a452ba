from odoo import models


class ReportReceptionMonthly(models.AbstractModel):
    """The month on paper: its figures beside the month before, and charts."""

    _name = "report.visitor_reception.report_reception_monthly"
    _inherit = ["reception.report.mixin"]
    _description = "Print of the Monthly Report"

    _report_model = "reception.monthly.report"
    _valid_states = ("delivered", "read")
