from odoo import models

TODAY = "visitor_reception.reception_today_action"
HOMES = (
    ("group_reception_school_student_affairs", TODAY),
    ("group_reception_school_grade", "visitor_reception_school.reception_school_leave_action_to_stamp"),
    ("group_reception_school_teacher", "visitor_reception_school.reception_school_leave_action"),
    ("group_reception_school_dormitory", "visitor_reception_school.reception_school_leave_action_out"),
    ("group_reception_school_registrar", "visitor_reception_school.reception_school_pupil_action"),
)


class ResUsers(models.Model):
    _inherit = "res.users"

    def _reception_home(self):
        """Slips for those who write or stamp them, who is out for the dormitory, pupils for the registrar."""
        home = super()._reception_home()
        if home != TODAY or self.has_group("visitor_reception.group_reception_officer"):
            return home
        return next((page for group, page in HOMES if self.has_group(f"visitor_reception_school.{group}")), home)
