from odoo import api, fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    reception_kind = fields.Selection(
        [
            ("hospitality", "Hospitality"),
            ("transport", "Guest Transport"),
            ("lodging", "Guest Lodging"),
            ("other", "Other Reception Cost"),
        ],
        string="Reception Cost",
        help="Claims with a product of the kind Hospitality need an approved application (1-6.1.2), guest transport and "
        "lodging a booking on an issued notice (1-4), others the notice (1-2.4).",
    )

    @api.model_create_multi
    def create(self, vals_list):
        templates = super().create(vals_list)
        if any(templates.mapped("reception_kind")):
            self.env.registry.clear_cache()
        return templates

    def write(self, vals):
        result = super().write(vals)
        if "reception_kind" in vals:
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        if any(self.mapped("reception_kind")):
            self.env.registry.clear_cache()
        return super().unlink()
