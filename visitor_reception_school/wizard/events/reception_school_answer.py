from odoo import fields, models


class ReceptionSchoolAnswer(models.TransientModel):
    """Where somebody is who does not come back with the class."""

    _inherit = "reception.school.answer"

    res_model = fields.Selection(
        selection_add=[("reception.school.outing", "Outing"), ("reception.school.event", "Class event")],
        ondelete={"reception.school.outing": "cascade", "reception.school.event": "cascade"},
    )
    question = fields.Selection(selection_add=[("missing", "Explain who is missing")], ondelete={"missing": "cascade"})
    missing_line_id = fields.Many2one("reception.school.outing.line", string="Missing Pupil", readonly=True)

    def _compute_pupil_id(self):
        ours = self.filtered(lambda wizard: wizard.res_model in ("reception.school.outing", "reception.school.event"))
        super(ReceptionSchoolAnswer, self - ours)._compute_pupil_id()
        for wizard in ours:
            wizard.pupil_id = wizard.missing_line_id.pupil_id

    def action_answer(self):
        self.ensure_one()
        if self.question != "missing":
            return super().action_answer()
        self._get_document().action_explain_missing(self.missing_line_id.pupil_id.id, self.text)
        return {"type": "ir.actions.act_window_close"}
