from odoo import fields, models


class ResCompany(models.Model):
    """How long the school keeps who has left."""

    _inherit = "res.company"

    reception_school_pupil_days = fields.Integer(
        string="Pupils Who Have Left Are Kept (Days)",
        default=180,
        help="Then they and their guardians become anonymous; 0: for ever.",
    )

    _school_pupil_days_positive = models.Constraint(
        "CHECK (reception_school_pupil_days >= 0)", "The days that pupils are kept are not negative."
    )
