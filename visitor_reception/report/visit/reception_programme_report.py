from odoo import models


class ReportReceptionProgramme(models.AbstractModel):
    """Values of the printed programme of a visit (活动日程表, 4-12.2)."""

    _name = "report.visitor_reception.report_reception_programme"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Programme"

    _report_model = "reception.visit"
    _valid_states = ("issued", "hosting", "closed")
