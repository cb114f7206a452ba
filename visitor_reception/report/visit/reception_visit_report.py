from odoo import models


class ReportReceptionVisit(models.AbstractModel):
    """Values of the printed reception notice (接待通知单, 1-2.5)."""

    _name = "report.visitor_reception.report_reception_visit"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Reception Notice"

    _report_model = "reception.visit"
    _valid_states = ("issued", "hosting", "closed")
