from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    reception_tz = fields.Selection(related="company_id.reception_tz", readonly=False)
    reception_preset_id = fields.Many2one("reception.preset", compute="_compute_reception_presets")
    reception_preset_category_ids = fields.Many2many(
        "reception.visitor.category", string="Presets of Categories", compute="_compute_reception_presets"
    )

    @api.depends("company_id")
    def _compute_reception_presets(self):
        own = self.env["reception.preset"]._get_own()
        for settings in self:
            settings.reception_preset_id = settings.company_id.reception_preset_id or own
            categories = self.env["reception.visitor.category"].with_company(settings.company_id)
            settings.reception_preset_category_ids = categories.search([("preset_id", "!=", False)])
