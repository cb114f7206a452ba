from odoo import api, models

from odoo.addons.visitor_reception.models.document.reception_engine_mixin import as_engine


class ReceptionGate(models.Model):
    """Who is out with the class and comes back alone closes their line of the outing."""

    _inherit = "reception.gate"

    @api.model
    def _get_pupil_columns(self):
        return [*super()._get_pupil_columns(), "out_outing_id"]

    @api.model
    def _get_away_permits(self, pupil):
        outing = [{"permit": "outing", "is_out": True}] if pupil["out_outing_id"] else []
        return [*super()._get_away_permits(pupil), *outing]

    def _after_scans(self, scans):
        super()._after_scans(scans)
        for scan in scans:
            absence = scan.get("absence")
            if scan.get("id") and absence and scan["decision"].direction == "in" and absence["out_outing_id"]:
                passage = self.env["reception.school.passage"].sudo().browse(scan["id"])  # guards read no passages
                self._end_line(scan["pupil"]["id"], scan["at"], passage)

    def _come_back(self, pupil, direction, passage):
        if direction == "in" and pupil.out_outing_id:
            self._end_line(pupil.id, passage.at, passage)
        super()._come_back(pupil, direction, passage)

    @api.model
    def _end_line(self, pupil_id, moment, passage):
        """Back from the outing alone."""
        lines = self.env["reception.school.outing.line"].sudo()  # guards read no outings
        line = lines.search([("pupil_id", "=", pupil_id), ("state", "=", "out")], limit=1)
        as_engine(passage).outing_id = line.outing_id
        line._come_back(moment)
