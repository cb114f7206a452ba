from odoo import models


class ReportReceptionPettyCashClearing(models.AbstractModel):
    """Values of the printed clearing sheet (备用金报账单, 1-7.3)."""

    _name = "report.visitor_reception.report_reception_petty_cash_clearing"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Clearing Sheet"

    _report_model = "reception.petty.cash.clearing"
    _valid_states = ("approved", "posted")
