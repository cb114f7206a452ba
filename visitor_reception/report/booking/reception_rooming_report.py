from odoo import models


class ReportReceptionRooming(models.AbstractModel):
    """Values of the printed rooming list of a visit (分房表, 4-12.2)."""

    _name = "report.visitor_reception.report_reception_rooming"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Rooming List"

    _report_model = "reception.visit"
    _valid_states = ("issued", "hosting", "closed")
