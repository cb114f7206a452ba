from odoo import fields, models


class ResCompany(models.Model):
    """Numbers of violations at the gate (D31)."""

    _inherit = "res.company"

    reception_school_violation_count = fields.Integer(
        string="Violations Until Reported", default=3, help="So many within the days below are repeated (3-2b)."
    )
    reception_school_violation_days = fields.Integer(string="Violations Count For (Days)", default=30)
    reception_school_repeat_minutes = fields.Integer(
        string="One Refusal Within (Minutes)",
        default=30,
        help="The same refusal of a pupil again within these minutes is no second violation.",
    )

    _school_violations_positive = models.Constraint(
        "CHECK (reception_school_violation_count > 0 AND reception_school_violation_days > 0"
        " AND reception_school_repeat_minutes >= 0)",
        "Violations are counted from one, and days and minutes are not negative.",
    )
