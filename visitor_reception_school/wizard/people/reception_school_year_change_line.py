from odoo import fields, models


class ReceptionSchoolYearChangeLine(models.TransientModel):
    """What becomes of a class, or of one pupil of it, at the new school year."""

    _name = "reception.school.year.change.line"
    _description = "Class or Pupil at the New School Year"

    change_id = fields.Many2one("reception.school.year.change", required=True, ondelete="cascade", index=True)
    class_id = fields.Many2one("reception.school.class")
    pupil_id = fields.Many2one("reception.school.pupil", help="Empty: the whole class.")
    action = fields.Selection(
        [("up", "Moves up"), ("graduate", "Graduates"), ("repeat", "Repeats the year"), ("leave", "Leaves")],
        string="What Happens",
        required=True,
        default="up",
    )
    to_class_id = fields.Many2one("reception.school.class", string="In Class")
    teacher_id = fields.Many2one("res.users", string="Class Teacher")
    deputy_id = fields.Many2one("res.users", string="Deputy Class Teacher")
