from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

WATCHERS = (
    "visitor_reception_school.group_reception_school_teacher,visitor_reception_school.group_reception_school_grade,"
    "visitor_reception_school.group_reception_school_student_affairs,"
    "visitor_reception_school.group_reception_school_security,"
    "visitor_reception_school.group_reception_school_dormitory,visitor_reception.group_reception_auditor"
)


class ReceptionSchoolPupil(models.Model):
    """The board *Who is out*."""

    _inherit = "reception.school.pupil"

    @api.model
    @api.readonly
    def get_board_data(self):
        """Who is out on a slip, a pass or an outing, in a constant number of queries.

        Everybody sees the pupils they may read; the Security Office sees all of the school.

        :return: dict: ``now`` (UTC, text), ``rows``: list of dicts ``id``, ``name``, ``class``, ``grade``, ``on``
            (``leave_slip``, ``gate_pass``, ``outing``), ``since``, ``due_back`` (UTC, text, or False), ``is_late``;
            ``grades``: list of dicts ``name``, ``out``
        :raises AccessError: by nobody who watches the gate
        """
        if not self.env.su and not self.env.user.has_groups(WATCHERS):
            raise AccessError(self.env._("The board is for those who answer for pupils."))
        now = fields.Datetime.now()
        pupils = self._get_board_pupils()
        rows = sorted(
            (pupil._get_board_row(now) for pupil in pupils), key=lambda row: (row["due_back"] or "9", row["class"])
        )
        counts = {}
        for row in rows:
            counts[row["grade"]] = counts.get(row["grade"], 0) + 1
        return {
            "now": fields.Datetime.to_string(now),
            "rows": rows,
            "grades": [{"name": name, "out": count} for name, count in sorted(counts.items())],
        }

    @api.model
    def _get_board_pupils(self):
        """Those who are out, as superuser: why is on the board, whoever may read the slip."""
        out = Domain.OR(Domain(name, "!=", False) for name in ("out_leave_id", "out_pass_id", "out_outing_id"))
        own = Domain("company_id", "in", self.env.companies.ids) & out
        is_security = self.env.user.has_group("visitor_reception_school.group_reception_school_security")
        return (self.sudo() if is_security else self).search(own).sudo()

    def _get_board_row(self, now):
        slip, gate_pass, outing = self.out_leave_id, self.out_pass_id, self.out_outing_id
        due = slip.due_back or gate_pass.expected_back_at or outing.date_end
        document = slip or gate_pass
        return {
            "id": self.id,
            "name": self.name,
            "class": self.class_id.name or "",
            "grade": self.grade_id.name or "",
            "on": "leave_slip" if slip else "gate_pass" if gate_pass else "outing",
            "since": fields.Datetime.to_string(self.presence_at),
            "due_back": due and fields.Datetime.to_string(due),
            "is_late": bool(document and document._get_late_minutes(due, now, self.company_id)) or (
                bool(outing) and due < now
            ),
        }  # fmt: skip
