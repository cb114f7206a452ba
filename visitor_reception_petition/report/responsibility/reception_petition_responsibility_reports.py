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
