from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class ReceptionSchoolYearChange(models.TransientModel):
    """A new school year (升学年): classes move up or graduate, pupils repeat or leave, teachers change.

    One transaction; ``reception.school.year.action_undo_change`` takes it back until somebody walks through the gate.
    """

    _name = "reception.school.year.change"
    _description = "New School Year"

    year_id = fields.Many2one("reception.school.year", string="New School Year", required=True)
    line_ids = fields.One2many("reception.school.year.change.line", "change_id", string="Classes and Pupils")
    summary = fields.Char(string="In Numbers", compute="_compute_summary")
    company_id = fields.Many2one(related="year_id.company_id")

    @api.depends("line_ids.action", "line_ids.pupil_id")
    def _compute_summary(self):
        labels = dict(self.env["reception.school.year.change.line"]._fields["action"]._description_selection(self.env))
        for change in self:
            groups = change.line_ids.grouped(lambda line: (bool(line.pupil_id), line.action))
            change.summary = " · ".join(
                f"{labels[action]}: {len(lines)}" for (_is_pupil, action), lines in groups.items() if action
            )

    @api.model_create_multi
    def create(self, vals_list):
        changes = super().create(vals_list)
        for change in changes.filtered(lambda change: not change.line_ids):
            classes = self.env["reception.school.class"].search([("company_id", "=", change.company_id.id)])
            change.line_ids = [
                Command.create(
                    {
                        "class_id": school_class.id,
                        "action": "up" if school_class.grade_id.next_grade_id else "graduate",
                        "teacher_id": school_class.teacher_id.id,
                        "deputy_id": school_class.deputy_id.id,
                    }
                )
                for school_class in classes
            ]
        return changes

    def action_propose(self):
        """Show the lines that were proposed."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New School Year"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def action_apply(self):
        """Do what the lines say from the first day of the new year on.

        :raises UserError: done already, a class has nowhere to go, or a pupil who repeats has no class
        """
        self.ensure_one()
        self._check_can_apply()
        year, day = self.year_id, self.year_id.date_from
        single = self.line_ids.filtered("pupil_id")
        classes = self.line_ids - single
        everybody = self.env["reception.school.pupil"].search(
            [("class_id", "in", classes.class_id.ids), ("state", "=", "enrolled")]
        )
        year.sudo().change_data = self._get_state(classes.class_id, everybody)  # nobody writes it by hand
        leaving = single.filtered(lambda line: line.action == "leave").pupil_id
        leaving.action_leave(day)
        for line in single.filtered(lambda line: line.action == "repeat"):
            line.pupil_id.action_move(line.to_class_id.id, day)
        graduating = classes.filtered(lambda line: line.action == "graduate").class_id
        stay = single.pupil_id
        (graduating.pupil_ids - stay).filtered(lambda pupil: pupil.state != "left").action_leave(day)
        graduating.active = False
        graduating.flush_recordset(["active"])
        self._move_up(classes, stay, day)
        self.env["reception.school.year"].search(
            [("company_id", "=", year.company_id.id), ("date_to", "<", day), ("state", "=", "open")]
        ).state = "closed"
        return {"type": "ir.actions.act_window_close"}

    def _check_can_apply(self):
        if self.year_id.sudo().change_data:  # only whether there is something
            raise UserError(self.env._("The classes have moved up to %(year)s already.", year=self.year_id.name))
        for line in self.line_ids:
            if line.action == "up" and not line.class_id.grade_id.next_grade_id:
                raise UserError(
                    self.env._("%(name)s has no grade to move up to: it graduates.", name=line.class_id.name)
                )
            if line.action == "repeat" and not (line.pupil_id and line.to_class_id):
                raise UserError(self.env._("Say who repeats, and in which class."))
            if line.action == "leave" and not line.pupil_id:
                raise UserError(self.env._("Say who leaves."))

    @api.model
    def _move_up(self, lines, stay, day):
        """From the highest grade down, so that no number is taken when a class arrives."""
        lines = lines.filtered(lambda line: line.action == "up")
        for line in lines.sorted(lambda line: -line.class_id.grade_id.level):
            line.class_id.write(
                {
                    "grade_id": line.class_id.grade_id.next_grade_id.id,
                    "teacher_id": line.teacher_id.id,
                    "deputy_id": line.deputy_id.id,
                }
            )
            line.class_id.flush_recordset(["grade_id"])
        pupils = (lines.class_id.pupil_ids - stay).filtered(lambda pupil: pupil.state == "enrolled")
        pupils._end_enrolment(day)
        pupils._begin_enrolment(day)

    @api.model
    def _get_state(self, classes, pupils):
        """All that ``action_undo_change`` puts back."""
        return {
            "classes": [
                [item.id, item.grade_id.id, item.teacher_id.id, item.deputy_id.id, item.active] for item in classes
            ],
            "pupils": {class_id.id: members.ids for class_id, members in pupils.grouped("class_id").items()},
            # of whole classes: the registrar reads badges
            "badges": pupils.badge_ids.filtered(lambda badge: badge.state == "active").ids,
        }
