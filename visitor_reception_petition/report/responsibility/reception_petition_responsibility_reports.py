from odoo import api, models


class ReportReceptionPetitionCircular(models.AbstractModel):
    """The printed form: circular."""

    _name = "report.visitor_reception_petition.report_circular"
    _inherit = ["reception.petition.form.report"]
    _description = "Printed Circular"

    _report_model = "reception.petition.circular"
    _valid_states = ("approved",)
    _rows = ("subject", "unit_ids")
    _texts = ("text",)
    _has_signatures = True

    @api.model
    def _get_title(self, document):
        return self.env._("Circular")


class ReportReceptionPetitionRiskAssessment(models.AbstractModel):
    """The printed form: risk assessment."""

    _name = "report.visitor_reception_petition.report_risk_assessment"
    _inherit = ["reception.petition.form.report"]
    _description = "Printed Risk Assessment"

    _report_model = "reception.petition.risk.assessment"
    _valid_states = ("approved",)
    _rows = (
        "subject",
        "department_id",
        "legality",
        "reasonableness",
        "feasibility",
        "controllability",
        "level",
        "measures_done",
    )
    _texts = ("body", "finding", "measures", "conclusion")
    _has_signatures = True

    @api.model
    def _get_title(self, document):
        return self.env._("Petition Stability Risk Assessment")


class ReportReceptionPetitionPeriodReport(models.AbstractModel):
    """The printed report of a day, week, month or year: the figures as they were built (P1-41)."""

    _name = "report.visitor_reception_petition.report_period_report"
    _inherit = ["reception.petition.form.report"]
    _description = "Printed Petition Report"

    _report_model = "reception.petition.period.report"

    @api.model
    def _is_valid(self, document):
        return True

    @api.model
    def _get_title(self, document):
        return self.env._("Petition Report")
