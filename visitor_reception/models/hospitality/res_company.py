from odoo import fields, models


class ResCompany(models.Model):
    """How an amount a head is counted."""

    _inherit = "res.company"

    reception_head_count_basis = fields.Selection(
        [
            ("guests_and_companions", "Guests, companions and drivers at table"),
            ("guests", "Guests only"),
        ],
        string="Amount a Head Divided By",
        default="guests_and_companions",
        required=True,
        help="By whom the amount of a meal is divided before it is held to the standard (1-6.2).",
    )
