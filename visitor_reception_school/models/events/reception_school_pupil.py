from odoo import api, fields, models


class ReceptionSchoolPupil(models.Model):
    _inherit = "reception.school.pupil"

    out_outing_id = fields.Many2one(
        "reception.school.outing", string="Out on Outing", readonly=True, copy=False, ondelete="set null"
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"out_outing_id"}

    def _leave_refusals(self):
        """Who is out does not leave the school."""
        if self.sudo().out_outing_id:  # the registrar reads no outings
            text = self.env._("%(name)s is out with the class.", name=self.name)
            return [*super()._leave_refusals(), text]
        return super()._leave_refusals()
