from odoo import models


class ReportReceptionPettyCashCount(models.AbstractModel):
    """Values of the printed cash count (现金盘点表), signed by two people (4-14a)."""

    _name = "report.visitor_reception.report_reception_petty_cash_count"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Cash Count"

    _report_model = "reception.petty.cash.count"
    _valid_states = ("done",)
