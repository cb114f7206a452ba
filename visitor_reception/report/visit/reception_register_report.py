from odoo import models


class ReportReceptionRegister(models.AbstractModel):
    """Values of the printed guest register of a visit (来宾登记表, 1-5.4.3)."""

    _name = "report.visitor_reception.report_reception_register"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Guest Register"

    _report_model = "reception.visit"
    _valid_states = ("issued", "hosting", "closed")
