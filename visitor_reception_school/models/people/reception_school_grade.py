from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ReceptionSchoolGrade(models.Model):
    """A grade, and its group of teachers that stamps leave slips (年级组, 3-5a)."""

    _name = "reception.school.grade"
    _inherit = ["reception.school.answering.mixin"]
    _description = "Grade"
    _order = "level, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    level = fields.Integer(required=True, help="1 for the lowest grade of the school.")
    next_grade_id = fields.Many2one(
        "reception.school.grade",
        string="Moves Up To",
        check_company=True,
        ondelete="restrict",
        help="Where its classes go at the end of the school year. Empty: they graduate.",
    )
    leader_id = fields.Many2one(
        "res.users", string="Head of the Grade Group", check_company=True, ondelete="restrict", index="btree_not_null"
    )
    stamper_ids = fields.Many2many(
        "res.users",
        string="May Stamp",
        check_company=True,
        help="Colleagues of the grade group; any one of them stamps a leave slip (3-5a).",
    )
    class_ids = fields.One2many("reception.school.class", "grade_id", string="Classes")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)

    _name_uniq = models.UniqueIndex("(company_id, name)", "There is already a grade with this name.")

    @api.constrains("next_grade_id")
    def _check_next_grade_id(self):
        if self._has_cycle("next_grade_id"):
            raise ValidationError(self.env._("A grade cannot move up to itself: correct where it moves up to."))

    def _get_group(self):
        """The users of the grade group: its head and those who stamp."""
        return self.leader_id | self.stamper_ids
