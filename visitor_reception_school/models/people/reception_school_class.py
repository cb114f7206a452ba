import re

from odoo import api, fields, models

DECORATION = re.compile(r"[\s()（）班]")


class ReceptionSchoolClass(models.Model):
    """A class as a cohort (班级): it keeps its record and moves up a grade every year."""

    _name = "reception.school.class"
    _inherit = ["reception.school.answering.mixin"]
    _description = "Class"
    _order = "grade_id, number, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, precompute=True)
    number = fields.Integer(required=True, aggregator=None)
    grade_id = fields.Many2one(
        "reception.school.grade", required=True, ondelete="restrict", index=True, check_company=True
    )
    teacher_id = fields.Many2one(
        "res.users", string="Class Teacher", check_company=True, ondelete="restrict", index="btree_not_null"
    )
    deputy_id = fields.Many2one(
        "res.users",
        string="Deputy Class Teacher",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Does everything that the class teacher does.",
    )
    room = fields.Char(string="Classroom")
    max_out = fields.Integer(
        string="Out at Once", help="How many pupils of the class may be out on slips; 0: no limit."
    )
    pupil_ids = fields.One2many("reception.school.pupil", "class_id", string="Pupils")
    pupil_count = fields.Integer(string="Number of Pupils", compute="_compute_pupil_count")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)

    _number_uniq = models.UniqueIndex(
        "(grade_id, number) WHERE active", "There is already a class with this number in the grade."
    )
    _max_out_not_negative = models.Constraint("CHECK (max_out >= 0)", "The limit is 0 (none) or more.")

    @api.depends("grade_id.name", "number")
    def _compute_name(self):
        for school_class in self:
            school_class.name = f"{school_class.grade_id.name or ''}({school_class.number})"

    @api.depends("pupil_ids.state")
    def _compute_pupil_count(self):
        counts = dict(
            self.env["reception.school.pupil"]._read_group(
                [("class_id", "in", self.ids), ("state", "=", "enrolled")], ["class_id"], ["__count"]
            )
        )
        for school_class in self:
            school_class.pupil_count = counts.get(school_class, 0)

    def _get_teachers(self):
        """Class teacher and deputy (res.users)."""
        return self.teacher_id | self.deputy_id

    @api.model
    def _to_key(self, name):
        """How people write the name of a class, as it is compared: 高一(3)班, 高一3班 and 高一（3） are one."""
        return DECORATION.sub("", name).casefold()
