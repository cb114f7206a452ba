from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    reception_petition_announce_days = fields.Integer(
        related="company_id.reception_petition_announce_days", readonly=False
    )
