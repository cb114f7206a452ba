from odoo import fields, models


class ReceptionSchoolPassage(models.Model):
    """By which slip or pass somebody walked through."""

    _inherit = "reception.school.passage"

    leave_id = fields.Many2one("reception.school.leave", readonly=True, ondelete="set null", index="btree_not_null")
    gate_pass_id = fields.Many2one(
        "reception.school.gate.pass", readonly=True, ondelete="set null", index="btree_not_null"
    )

    def _get_ended(self):
        return super()._get_ended() or self.leave_id or self.gate_pass_id
