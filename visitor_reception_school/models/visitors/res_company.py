from odoo import fields, models


class ResCompany(models.Model):
    """How long things wait at the gate before the class teacher is reminded."""

    _inherit = "res.company"

    reception_school_deposit_days = fields.Integer(
        string="Things Not Fetched (Days)",
        default=2,
        help="Then the class teacher of the pupil is reminded; 0: never.",
    )

    _school_deposit_days_positive = models.Constraint(
        "CHECK (reception_school_deposit_days >= 0)", "The days until a reminder are not negative."
    )
