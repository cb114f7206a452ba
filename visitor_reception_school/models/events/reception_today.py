from odoo import api, fields, models
from odoo.fields import Domain

STAFF = (
    "visitor_reception_school.group_reception_school_teacher,visitor_reception_school.group_reception_school_grade,"
    "visitor_reception_school.group_reception_school_student_affairs,"
    "visitor_reception_school.group_reception_school_dormitory"
)
LEAVE, PASS = "reception.school.leave", "reception.school.gate.pass"


class ReceptionToday(models.AbstractModel):
    """Who is out, who is not back, and what is reported, of the pupils that the user answers for."""

    _inherit = "reception.today"

    @api.model
    def _tiles(self):
        tiles = super()._tiles()
        if self.env.user.has_groups(STAFF):
            tiles += self._get_school_absence_tiles()
        if self.env.user.has_group("visitor_reception_school.group_reception_school_student_affairs"):
            tiles += self._get_school_office_tiles()
        return tiles

    def _get_school_absence_tiles(self):
        _ = self.env._
        late = Domain("due_back", "<", fields.Datetime.now())
        out, passed = Domain("state", "=", "out"), Domain("state", "=", "in_use")
        views = ("list", "kanban", "form")
        return [
            self._tile("school_out", _("Pupils Out on a Slip"), "fa-sign-out", LEAVE, out, views),
            self._tile("school_late", _("Pupils Not Back"), "fa-bell", LEAVE, out & late, views, is_alarm=True),
            self._tile("school_pass", _("Gate Passes in Use"), "fa-id-badge", PASS, passed, views),
            self._tile(
                "school_stamp",
                _("Slips to Be Stamped"),
                "fa-check-square-o",
                LEAVE,
                Domain("state", "=", "signing"),
                views,
            ),
        ]

    def _get_school_office_tiles(self):
        _ = self.env._
        reported = Domain("state", "=", "reported")
        agreed = Domain("state", "=", "approved") & self._within_day("date_begin")
        case, event = "reception.school.violation.case", "reception.school.event"
        return [
            self._tile("school_cases", _("Violations to Decide"), "fa-flag", case, reported, is_alarm=True),
            self._tile("school_events", _("Class Events Today"), "fa-graduation-cap", event, agreed),
        ]
