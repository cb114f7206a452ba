from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    reception_tz = fields.Selection(related="company_id.reception_tz", readonly=False)
