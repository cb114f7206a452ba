from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    reception_petition_body = fields.Selection(
        [("unit", "A body or unit that answers itself"), ("department", "A petition department that passes on")],
        string="Petition Body",
        default="unit",
        required=True,
        help="A petition department passes matters on within its term (P1-22); any other body tells the petitioner "
        "within its term how the matter was received (P1-23).",
    )
    reception_petition_representatives = fields.Integer(
        string="Representatives at Most", default=5, help="Representatives of a group visit (P1-20)."
    )
    reception_petition_group_size = fields.Integer(
        string="Group from", default=5, help="So many people or more are a group visit (5-3.2b)."
    )
    reception_petition_concluded_when = fields.Selection(
        [("sent", "The opinion is sent"), ("served", "The opinion has reached the petitioner")],
        string="Concluded When",
        default="sent",
        required=True,
        help="From when on a matter counts as concluded (P1-34, reading D20).",
    )
    reception_petition_deemed = fields.Boolean(
        string="Deemed Accepted",
        default=True,
        help="Where a unit neither objects nor tells the petitioner, the term to conclude starts on the last day of "
        "its notice term (reading D22).",
    )
