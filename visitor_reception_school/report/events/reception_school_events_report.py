from odoo import api, fields, models
from odoo.exceptions import AccessError

BLANK_ROWS = 25  # to be filled in by hand


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


class ReportReceptionSchoolDaySheet(models.AbstractModel):
    """Values of the day sheet: what a guard needs on a day without network, and rows to be filled in by hand."""

    _name = "report.visitor_reception_school.report_school_day_sheet"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Day Sheet"

    _report_model = "reception.gate"

    @api.model
    def _get_report_values(self, docids, data=None):
        if not self.env["reception.gate.log"]._is_guard():
            raise AccessError(self.env._("Guards do this."))
        draw = self.env["report.visitor_reception.report_reception_gate_slip"]._draw
        return super()._get_report_values(docids, data=data) | {
            "get_slips": self._get_slips,
            "draw": draw,
            "today": self.env["reception.deadline"]._get_today,
            "rows": range(1, BLANK_ROWS + 1),
        }

    @api.model
    def _get_slips(self, gate):
        """Slips and passes of today as the desk lists them, in the order of their hours."""
        lists = gate._desk_lists()
        rows = [row for name in ("leaving", "passes") for row in gate._fetch_list(lists[name])._get_desk_rows()]
        for row in rows:
            row["begin"], row["end"] = (
                fields.Datetime.to_datetime(row.get(f"leave_{end}") or row.get(f"valid_{end}"))
                for end in ("from", "to")
            )
        return sorted(rows, key=lambda row: row["begin"])
