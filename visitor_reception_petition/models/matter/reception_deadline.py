from odoo import fields, models


class ReceptionDeadline(models.Model):
    _inherit = "reception.deadline"

    is_petitioners = fields.Boolean(
        string="Right of the Petitioner",
        help="A term within which the petitioner may act; it is not work that waits for the office.",
    )
