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
    def _get_qr(self, log):
        """Scanned at the gate, and by the person visited, who signs; of who gets no slip, the number for the gate alone.

        Who may print the slip may print its code.
        """
        token = log.sudo().slip_token  # nobody reads it but on the paper
        return self._draw_code(log, "slip", token) if token else self._draw(log.name)

    @api.model
    def _get_pass_qr(self, log):
        """The pass of a guest, scanned at the gate; ``log`` as superuser, found by the guest's link."""
        return self._draw_code(log, "invitation", log._get_invitation_token())

    def _draw_code(self, log, page, token):
        # the number is for a desk without network, which knows no tokens
        return self._draw(f"{log.get_base_url()}/reception/gate/{page}/{token}?n={log.name}")

    def _draw(self, text):
        code = self.env["ir.actions.report"].barcode("QR", text, width=220, height=220)
        return image_data_uri(base64.b64encode(code))


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
