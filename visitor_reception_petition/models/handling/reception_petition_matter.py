from odoo import fields, models


class ReceptionPetitionMatter(models.Model):
    _inherit = "reception.petition.matter"

    session_ids = fields.One2many("reception.petition.session", "matter_id", string="Sessions")
