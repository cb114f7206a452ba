from odoo import fields, models


class ReceptionPetitionArticle(models.Model):
    _inherit = "reception.petition.article"

    field_ids = fields.Many2many(
        "reception.petition.field", string="Fields", help="Offered first where a matter is of one of these (5-1.3a)."
    )
