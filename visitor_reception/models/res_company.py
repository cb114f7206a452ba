from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    reception_officer_id = fields.Many2one(
        "res.users",
        domain=[("share", "=", False)],
        help="The person of Administration and HR whom the tasks of issued notices go to (1-2.2). "
        "Empty: they go to the host.",
    )
