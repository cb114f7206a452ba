from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    reception_petition_body = fields.Selection(
        related="company_id.reception_petition_body", readonly=False, required=True
    )
    reception_petition_representatives = fields.Integer(
        related="company_id.reception_petition_representatives", readonly=False
    )
    reception_petition_group_size = fields.Integer(related="company_id.reception_petition_group_size", readonly=False)
    reception_petition_concluded_when = fields.Selection(
        related="company_id.reception_petition_concluded_when", readonly=False, required=True
    )
    reception_petition_deemed = fields.Boolean(related="company_id.reception_petition_deemed", readonly=False)
