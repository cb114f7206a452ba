from odoo import api, models


class ReportReceptionSchoolLeave(models.AbstractModel):
    """Values of the printed leave slip: stub, gate copy, and the dormitory's copy of a boarder (请假条, 3-5)."""

    _name = "report.visitor_reception_school.report_school_leave"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Leave Slip"

    _report_model = "reception.school.leave"
    _valid_states = ("issued", "out", "returned", "closed")

    @api.model
    def _get_report_values(self, docids, data=None):
        return super()._get_report_values(docids, data=data) | {"get_qr": self._get_qr, "get_parts": self._get_parts}

    @api.model
    def _get_parts(self, slip):
        return ["stub", "gate", *(["dormitory"] if slip.dormitory_id else [])]

    @api.model
    def _get_qr(self, slip):
        """The number, for a guard to scan: it says nothing to anybody else."""
        return self.env["report.visitor_reception.report_reception_gate_slip"]._draw(slip.name)


class ReportReceptionSchoolGatePass(models.AbstractModel):
    """Values of the printed gate pass (住校生临时出入校门请假条, 3-6b)."""

    _name = "report.visitor_reception_school.report_school_gate_pass"
    _inherit = ["report.visitor_reception_school.report_school_leave"]
    _description = "Printed Gate Pass"

    _report_model = "reception.school.gate.pass"
    _valid_states = ("issued", "in_use", "ended")
