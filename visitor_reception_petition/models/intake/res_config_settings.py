from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    reception_petition_rings = fields.Integer(related="company_id.reception_petition_rings", readonly=False)
