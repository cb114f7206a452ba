from odoo import models


class ReceptionGateOpening(models.Model):
    """On a day without windows the school's gate is not opened: if it is, that deviates (3-1d)."""

    _inherit = "reception.gate.opening"

    def _compute_scheduled_at(self):
        super()._compute_scheduled_at()
        terms = self.env["reception.school.term"].sudo()  # a company with terms has windows for its gates
        schools = {company for (company,) in terms._read_group([], ["company_id"])}
        for opening in self.filtered(lambda opening: opening.kind == "open" and not opening.gate_id.calendar_id):
            if opening.gate_id.company_id in schools:
                opening.is_deviation = opening.is_deviation or not opening.scheduled_at
