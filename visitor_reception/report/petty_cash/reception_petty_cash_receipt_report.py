from odoo import api, models
from odoo.exceptions import UserError


class ReportReceptionPettyCashReceipt(models.AbstractModel):
    """Values of the printed payment vouchers and receipts of advances (付款凭单、收款收据): a page for each payment."""

    _name = "report.visitor_reception.report_reception_petty_cash_receipt"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Receipt of Petty Cash"

    _report_model = "reception.petty.cash"
    _valid_states = ("in_process", "paid")

    @api.model
    def _get_report_values(self, docids, data=None):
        """Values of the template.

        :raises AccessError: the user may not read one of the advances
        :raises UserError: no money was paid out or taken back
        """
        values = super()._get_report_values(docids, data=data)
        # whoever reads an advance may have its receipts: a cashier has no rights in accounting
        payments = self.env["account.payment"]._get_petty_cash_money(values["docs"].sudo())
        if not payments:
            raise UserError(self.env._("No money was paid out or taken back yet: there is no receipt to print."))
        return values | {"payments": payments}
