from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    reception_petition_announce_days = fields.Integer(
        string="Leader Days Announced Ahead", default=5, help="Days before a leader's reception day (5-3.2a)."
    )
