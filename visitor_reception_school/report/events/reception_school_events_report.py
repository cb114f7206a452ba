from odoo import api, models


class ReportReceptionSchoolReport(models.AbstractModel):
    """Values of the printed report of the school gate."""

    _name = "report.visitor_reception_school.report_school_report"
    _inherit = ["reception.report.mixin"]
    _description = "Printed School Gate Report"

    _report_model = "reception.school.report"


class ReportReceptionSchoolEvent(models.AbstractModel):
    """Values of the application for a class event, with the sheet on which parents sign in (3-7)."""

    _name = "report.visitor_reception_school.report_school_event"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Class Event"

    _report_model = "reception.school.event"

    @api.model
    def _get_report_values(self, docids, data=None):
        return super()._get_report_values(docids, data=data) | {"get_pupils": self._get_pupils}

    @api.model
    def _get_pupils(self, document):
        """Those of the classes, as they are; who prints the application reads it."""
        return document.sudo().class_ids.pupil_ids.filtered(lambda pupil: pupil.state == "enrolled")


class ReportReceptionSchoolOuting(models.AbstractModel):
    """Values of the list of an outing."""

    _name = "report.visitor_reception_school.report_school_outing"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Outing"

    _report_model = "reception.school.outing"


class ReportReceptionSchoolEvacuation(models.AbstractModel):
    """Values of the evacuation list by class, the last resort without network."""

    _name = "report.visitor_reception_school.report_school_evacuation"
    _inherit = ["report.visitor_reception_school.report_school_event"]
    _description = "Printed Evacuation List"

    _report_model = "reception.school.class"

    @api.model
    def _get_pupils(self, document):
        return document.pupil_ids.filtered(lambda pupil: pupil.state == "enrolled" and pupil.presence != "outside")


class ReportReceptionSchoolDeposits(models.AbstractModel):
    """Values of the list of things that wait for pupils, for the notice board (3-4a)."""

    _name = "report.visitor_reception_school.report_school_deposits"
    _inherit = ["reception.report.mixin"]
    _description = "Printed List of Deposits"

    _report_model = "reception.gate.deposit"
