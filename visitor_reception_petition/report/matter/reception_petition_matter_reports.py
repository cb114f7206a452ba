from odoo import api, models


class ReportReceptionPetitionHandover(models.AbstractModel):
    """The printed form: hand-over sheet."""

    _name = "report.visitor_reception_petition.report_handover"
    _inherit = ["reception.petition.form.report"]
    _description = "Printed Hand-over Sheet"

    _report_model = "reception.petition.handover"
    _valid_states = ("sent", "objected", "answered")
    _rows = ("matter_id", "unit_id", "kind", "sent_at", "received_on", "report_due", "leader")
    _texts = ("reason", "objection")

    @api.model
    def _get_title(self, document):
        return self.env._("Hand-over Sheet")
