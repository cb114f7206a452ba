from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    reception_kind = fields.Selection(
        [("hospitality", "Hospitality"), ("transport", "Guest Transport"), ("lodging", "Guest Lodging")],
        string="Reception Cost",
        help="Claims with a product of the kind Hospitality need an approved application (1-6.1.2).",
    )
