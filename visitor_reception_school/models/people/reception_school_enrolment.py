from odoo import fields, models

from .reception_school_pupil import KINDS


class ReceptionSchoolEnrolment(models.Model):
    """Who was in which class, of which kind, from when to when (就读记录). Written by the pupil's record alone."""

    _name = "reception.school.enrolment"
    _description = "Enrolment"
    _order = "pupil_id, date_from desc, id desc"
    _check_company_auto = True

    pupil_id = fields.Many2one("reception.school.pupil", required=True, readonly=True, ondelete="cascade", index=True)
    class_id = fields.Many2one(
        "reception.school.class", readonly=True, ondelete="restrict", index="btree_not_null", check_company=True
    )
    grade_id = fields.Many2one("reception.school.grade", readonly=True, ondelete="restrict", check_company=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="Until", readonly=True, help="Last day. Empty: still.")
    company_id = fields.Many2one(related="pupil_id.company_id", store=True, precompute=True, index=True)

    _open_uniq = models.UniqueIndex("(pupil_id) WHERE date_to IS NULL", "A pupil is enrolled once at a time.")
