from odoo import fields, models


class ReceptionRank(models.Model):
    """Who receives guests of a rank (4-8)."""

    _inherit = "reception.rank"

    host_position_ids = fields.Many2many(
        "reception.position",
        string="Received By",
        help="The positions whose holders receive a principal guest of this rank (4-8).",
    )
