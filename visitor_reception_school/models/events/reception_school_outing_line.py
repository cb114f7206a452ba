from odoo import api, fields, models


class ReceptionSchoolOutingLine(models.Model):
    """A pupil on the list of an outing; written by the counts at the gate alone."""

    _name = "reception.school.outing.line"
    _inherit = ["reception.guarded.mixin"]
    _description = "Pupil of an Outing"
    _order = "outing_id, pupil_id"
    _rec_name = "pupil_id"

    outing_id = fields.Many2one("reception.school.outing", required=True, ondelete="cascade", index=True)
    pupil_id = fields.Many2one("reception.school.pupil", required=True, ondelete="restrict", index=True)
    state = fields.Selection(
        [
            ("listed", "Listed"),
            ("absent", "Absent"),
            ("out", "Out"),
            ("back", "Back"),
            ("explained", "Missing, explained"),
        ],
        required=True,
        default="listed",
    )
    out_at = fields.Datetime(string="Left On")
    back_at = fields.Datetime(string="Back On")
    explanation = fields.Char()

    _pupil_uniq = models.UniqueIndex("(outing_id, pupil_id)", "A pupil stands on the list once.")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"outing_id", "pupil_id", "state", "out_at", "back_at", "explanation"}

    def _come_back(self, moment):
        """These are back, with the class or alone by badge."""
        lines = self._as_engine()
        lines.write({"state": "back", "back_at": moment})
        lines._leave_pupils()
        lines.outing_id._finish_if_complete()

    def _leave_pupils(self):
        """The pupils are no longer out on the outing."""
        pupils = self.pupil_id._as_engine()
        pupils.filtered(lambda pupil: pupil.out_outing_id in self.outing_id).out_outing_id = False

    def action_open_missing(self):
        """Ask where the pupil is who did not come back with the class."""
        self.ensure_one()
        action = self.outing_id.with_context(school_question="missing").action_open_answer()
        return {**action, "context": {**action["context"], "default_missing_line_id": self.id}}
