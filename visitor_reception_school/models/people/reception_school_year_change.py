from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class ReceptionSchoolYear(models.Model):
    """The way back from a new school year."""

    _inherit = "reception.school.year"

    change_data = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)

    def _undo_refusals(self):
        """Why the classes cannot move back any more: a list of texts."""
        self.ensure_one()
        if not self.sudo().change_data:  # only whether there is something to undo
            return [self.env._("No class has moved up to %(year)s.", year=self.name)]
        return []

    def action_undo_change(self):
        """Put classes, teachers, pupils and badges back as they were before the year began.

        :raises UserError: nothing to undo, or somebody has walked through the gate since
        """
        self.ensure_one()
        self.check_access("write")
        if refusals := self._undo_refusals():
            raise UserError("\n".join(refusals))
        year = self.sudo()  # what was noted is for this method alone
        data, day = year.change_data, year.date_from
        pupils = self.env["reception.school.pupil"]
        everybody = pupils.union(*(pupils.browse(ids) for ids in data["pupils"].values()))
        self._undo_classes(data["classes"])
        for class_id, ids in data["pupils"].items():
            # the state differs while they are moved, so that this is no new enrolment
            members = pupils.browse(ids)._as_engine()
            members.write({"state": "suspended"})
            members.write({"class_id": int(class_id)})
            members.write({"state": "enrolled", "left_on": False, "state_remark": False})
        self.env["reception.school.badge"].browse(data["badges"])._as_engine().write({"state": "active"})
        self._undo_enrolments(everybody, day)
        year.change_data = False
        year.search(
            [("company_id", "=", year.company_id.id), ("date_to", "<", day)], order="date_to desc", limit=1
        ).state = "open"

    def _undo_classes(self, rows):
        """From the lowest grade up, so that no number is taken when a class comes back."""
        classes = self.env["reception.school.class"].with_context(active_test=False)
        levels = {grade.id: grade.level for grade in self.env["reception.school.grade"].search([])}
        for class_id, grade_id, teacher_id, deputy_id, active in sorted(rows, key=lambda row: levels[row[1]]):
            school_class = classes.browse(class_id)
            school_class.write(
                {"grade_id": grade_id, "teacher_id": teacher_id, "deputy_id": deputy_id, "active": active}
            )
            school_class.flush_recordset()

    def _undo_enrolments(self, pupils, day):
        rows = self.env["reception.school.enrolment"].sudo().search([("pupil_id", "in", pupils.ids)])  # as pupils do
        rows.filtered(lambda row: row.date_from == day).unlink()
        rows.exists().filtered(lambda row: row.date_to == day - timedelta(days=1)).date_to = False
