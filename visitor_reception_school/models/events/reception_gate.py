from odoo import api, models


class ReceptionGate(models.Model):
    """Who is out with the class and comes back alone closes their line of the outing."""

    _inherit = "reception.gate"

    @api.model
    def _get_pupil_columns(self):
        return [*super()._get_pupil_columns(), "out_outing_id"]

    def _get_permits_of(self, scans):
        permits = super()._get_permits_of(scans)
        for scan in scans:
            if scan["pupil"] and scan["pupil"]["out_outing_id"]:
                permits.setdefault(scan["pupil"]["id"], []).append({"permit": "outing", "is_out": True})
        return permits

    def _after_scans(self, scans):
        super()._after_scans(scans)
        back = {
            scan["pupil"]["id"]: scan
            for scan in scans
            if scan.get("id") and scan.get("absence") and scan["decision"].direction == "in"
            and scan["absence"]["out_outing_id"]
        }  # fmt: skip
        if back:
            lines = (
                self.env["reception.school.outing.line"]
                .sudo()
                .search(  # guards read no outings
                    [("pupil_id", "in", list(back)), ("state", "=", "out")]
                )
            )
            for line in lines:
                line._come_back(back[line.pupil_id.id]["at"])
