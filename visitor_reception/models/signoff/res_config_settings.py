from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    reception_officer_id = fields.Many2one(related="company_id.reception_officer_id", readonly=False)
    reception_department_id = fields.Many2one(related="company_id.reception_department_id", readonly=False)
    reception_marketing_department_id = fields.Many2one(
        related="company_id.reception_marketing_department_id", readonly=False
    )
