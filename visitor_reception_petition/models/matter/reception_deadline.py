from odoo import api, fields, models


class ReceptionDeadline(models.Model):
    _inherit = "reception.deadline"

    is_right = fields.Boolean(
        string="Right, Not Duty",
        help="A term within which somebody may act, such as the petitioner; it is not work that waits for the office, "
        "and runs out silently.",
    )

    @api.model
    def _counted_fields(self):
        return [*super()._counted_fields(), "is_right"]
