from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    reception_petition_rings = fields.Integer(related="company_id.reception_petition_rings", readonly=False)
    reception_petition_document_days = fields.Integer(
        related="company_id.reception_petition_document_days", readonly=False
    )
