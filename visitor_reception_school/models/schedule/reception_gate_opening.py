from odoo import models


class ReceptionGateOpening(models.Model):
    """On a day without windows the school's gate is not opened: if it is, that deviates (3-1d)."""

    _inherit = "reception.gate.opening"

    def _compute_scheduled_at(self):
        super()._compute_scheduled_at()
        scheduled_companies = self.env["reception.school.term"].sudo().search([]).company_id  # whose gates have windows
        for opening in self:
            gate = opening.gate_id
            if opening.kind == "open" and not gate.calendar_id and gate.company_id in scheduled_companies:
                opening.is_deviation = opening.is_deviation or not opening.scheduled_at
