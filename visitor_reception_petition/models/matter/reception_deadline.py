from odoo import fields, models


class ReceptionDeadline(models.Model):
    _inherit = "reception.deadline"

    is_right = fields.Boolean(
        string="Right, Not Duty",
        help="A term within which somebody may act, such as the petitioner; it is not work that waits for the office, "
        "and runs out silently.",
    )
