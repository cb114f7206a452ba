from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    reception_school_contact_hours = fields.Integer(related="company_id.reception_school_contact_hours", readonly=False)
    reception_school_stamp_minutes = fields.Integer(related="company_id.reception_school_stamp_minutes", readonly=False)
    reception_school_grace_minutes = fields.Integer(related="company_id.reception_school_grace_minutes", readonly=False)
    reception_school_passage_days = fields.Integer(related="company_id.reception_school_passage_days", readonly=False)
    reception_school_leave_days = fields.Integer(related="company_id.reception_school_leave_days", readonly=False)
    reception_school_violation_count = fields.Integer(
        related="company_id.reception_school_violation_count", readonly=False
    )
    reception_school_violation_days = fields.Integer(
        related="company_id.reception_school_violation_days", readonly=False
    )
    reception_school_repeat_minutes = fields.Integer(
        related="company_id.reception_school_repeat_minutes", readonly=False
    )
    reception_school_pupil_days = fields.Integer(related="company_id.reception_school_pupil_days", readonly=False)
