from datetime import timedelta

from freezegun import freeze_time

from odoo import fields

from .common import MONDAY
from .common_leave import LeaveCommon

# 07:00 in China: the morning window; 12:00: dismissal; both of Monday
MORNING = MONDAY - timedelta(hours=2)
NOON = MONDAY + timedelta(hours=3)
NIGHT = MONDAY + timedelta(hours=12)


class ScanCommon(LeaveCommon):
    """Badges of the pupils, and scans of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.violations = cls.env["reception.school.violation"]
        for pupil, code in ((cls.pupil, "A"), (cls.boarder, "B"), (cls.other, "C"), (cls.intern, "I")):
            pupil.action_issue_badge(code)
        cls.desk = cls.env["reception.gate"].with_user(cls.guard)

    def _scan(self, *scans, at=None):
        """Scans as ``(code, direction)`` or dicts, at one moment."""
        with freeze_time(at or MORNING):
            now = fields.Datetime.to_string(fields.Datetime.now())
            return self.desk.scan_pupils(
                [
                    scan if isinstance(scan, dict) else {"code": scan[0], "direction": scan[1], "at": now}
                    for scan in scans
                ],
                self.gate.id,
            )

    def _statuses(self, *scans, at=None):
        return [answer["status"] for answer in self._scan(*scans, at=at)]
