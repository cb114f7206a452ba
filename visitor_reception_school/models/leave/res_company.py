from odoo import fields, models


class ResCompany(models.Model):
    """Numbers of the school gate that are readings or settings of the organisation."""

    _inherit = "res.company"

    reception_school_contact_hours = fields.Integer(
        string="Contact Is Valid (Hours)",
        default=24,
        help="How old the parents' agreement may be when the leave slip is issued (3-6a).",
    )
    reception_school_stamp_minutes = fields.Integer(
        string="Stamp Within (Minutes)", default=30, help="After that the head of the grade group is reminded (3-5a)."
    )
    reception_school_grace_minutes = fields.Integer(
        string="Grace for Coming Back (Minutes)", default=10, help="Who comes back later than this is late (D35)."
    )
    reception_school_passage_days = fields.Integer(
        string="Passages Are Kept (Days)", default=365, help="Then they are deleted; 0: for ever."
    )
    reception_school_leave_days = fields.Integer(
        string="Reasons and Signatures Are Kept (Days)",
        default=365,
        help="After the end of a slip or pass; then they are emptied; 0: for ever.",
    )

    _school_numbers_positive = models.Constraint(
        "CHECK (reception_school_contact_hours > 0 AND reception_school_stamp_minutes > 0"
        " AND reception_school_grace_minutes >= 0 AND reception_school_passage_days >= 0"
        " AND reception_school_leave_days >= 0)",
        "Hours, minutes and days of the school gate are not negative.",
    )
