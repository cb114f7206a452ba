from odoo import fields, models


class ReceptionSchoolPassage(models.Model):
    _inherit = "reception.school.passage"

    outing_id = fields.Many2one("reception.school.outing", readonly=True, ondelete="set null", index="btree_not_null")

    def _get_ended(self):
        return super()._get_ended() or self.outing_id
