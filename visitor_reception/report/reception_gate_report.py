import base64

from odoo import api, models
from odoo.tools.image import image_data_uri


class ReportReceptionGateSlip(models.AbstractModel):
    """Values of the registration slip with return slip (来访登记单, 3-3c)."""

    _name = "report.visitor_reception.report_reception_gate_slip"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Registration Slip"

    _report_model = "reception.gate.log"

    @api.model
    def _get_report_values(self, docids, data=None):
        # what holds inside is printed on the slip
        rule = self.env["reception.clause"]._get_rule("3-3d")
        return super()._get_report_values(docids, data=data) | {"get_qr": self._get_qr, "house_rule": rule}

    @api.model
    def _get_qr(self, log, page="slip"):
        """Scanned at the gate, and on a slip by the person visited, who signs; who may print it may print its code.

        :param str page: ``slip``, or ``invitation`` for the pass of an invited guest
        """
        url = f"{log.get_base_url()}/reception/gate/{page}/{log.sudo().access_token}"
        return image_data_uri(base64.b64encode(self.env["ir.actions.report"].barcode("QR", url, width=220, height=220)))


class ReportReceptionGateSlipRoll(models.AbstractModel):
    """The same on a roll of 80 mm."""

    _name = "report.visitor_reception.report_reception_gate_slip_roll"
    _inherit = ["report.visitor_reception.report_reception_gate_slip"]
    _description = "Printed Registration Slip on a Roll"


class ReportReceptionGateDeposit(models.AbstractModel):
    """Values of the deposit slip (寄存单, 3-4a)."""

    _name = "report.visitor_reception.report_reception_gate_deposit"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Deposit Slip"

    _report_model = "reception.gate.deposit"


class ReportReceptionGateRollCall(models.AbstractModel):
    """Values of the printed roll call."""

    _name = "report.visitor_reception.report_reception_gate_roll_call"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Roll Call"

    _report_model = "reception.gate.roll.call"


class ReportReceptionGateBook(models.AbstractModel):
    """Values of the printed day book (来宾登记簿)."""

    _name = "report.visitor_reception.report_reception_gate_book"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Day Book"

    _report_model = "reception.gate.book"
