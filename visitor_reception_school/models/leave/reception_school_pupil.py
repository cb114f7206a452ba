from datetime import timedelta

from odoo import api, fields, models


class ReceptionSchoolPupil(models.Model):
    """On what a pupil is out, and what an earlier slip or pass has left open."""

    _inherit = "reception.school.pupil"

    out_leave_id = fields.Many2one(
        "reception.school.leave", string="Out on Slip", readonly=True, copy=False, ondelete="set null"
    )
    out_pass_id = fields.Many2one(
        "reception.school.gate.pass", string="Out on Pass", readonly=True, copy=False, ondelete="set null"
    )
    leave_ids = fields.One2many("reception.school.leave", "pupil_id", string="Leave Slips")
    gate_pass_ids = fields.One2many("reception.school.gate.pass", "pupil_id", string="Gate Passes")

    _out_idx = models.Index("(company_id) WHERE out_leave_id IS NOT NULL OR out_pass_id IS NOT NULL")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"out_leave_id", "out_pass_id"}

    def _leave_refusals(self):
        if self.sudo().out_leave_id or self.sudo().out_pass_id:  # the registrar reads neither slips nor passes
            return [
                *super()._leave_refusals(),
                self.env._("%(name)s is out: the slip or pass ends first.", name=self.name),
            ]
        return super()._leave_refusals()

    def _get_unexplained(self):
        """Slips and passes on which the pupil was, or is, late without explanation; a list of records as superuser."""
        pupil = self.sudo()  # a rule holds whoever may read the slips
        # no list of all slips ever: the latest say what is open
        documents = [
            *pupil.env["reception.school.leave"].search([("pupil_id", "=", pupil.id)], limit=20),
            *pupil.env["reception.school.gate.pass"].search([("pupil_id", "=", pupil.id)], limit=20),
        ]
        return [record for record in documents if record._is_late() and not record.explanation]

    def _is_on_slip_today(self):
        now = fields.Datetime.now()
        slips = self.sudo().leave_ids  # a guard reads no slips
        return any(
            slip.state == "issued" and slip.leave_from <= now + timedelta(hours=1) and now <= slip.leave_to
            for slip in slips
        )

    def _note_shown_to_guard(self):
        """A guard sees who may collect the pupil: each reading is on file."""
        self.env["reception.school.reading"]._note(self, "custody", self.env._("slip or pass at the gate"))
