from odoo import api, models


class ReportReceptionSchoolBadges(models.AbstractModel):
    """Values of the sheet of badges, to be cut and laminated (胸卡, 3-2a)."""

    _name = "report.visitor_reception_school.report_school_badges"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Badges"

    _report_model = "reception.school.pupil"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data=data)
        badges = values["docs"].badge_ids.filtered(lambda badge: badge.state == "active")
        # codes are read by the registrar alone: the sheet is refused to everybody else
        codes = {badge.pupil_id: badge.code for badge in badges}
        draw = self.env["report.visitor_reception.report_reception_gate_slip"]._draw
        return {**values, "codes": {pupil: draw(code) for pupil, code in codes.items()}}


class ReportReceptionSchoolCase(models.AbstractModel):
    """Values of what is reported to Student Affairs, for the file (胸卡等违规登记, 3-2b)."""

    _name = "report.visitor_reception_school.report_school_case"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Violations"

    _report_model = "reception.school.violation.case"


class ReportReceptionSchoolRegister(models.AbstractModel):
    """Values of the gate register of pupils (出入校门登记, 3-5c)."""

    _name = "report.visitor_reception_school.report_school_register"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Gate Register"

    _report_model = "reception.school.passage"
