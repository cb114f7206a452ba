from datetime import timedelta

from odoo.tests import tagged

from ..common import MONDAY
from ..common_scan import MORNING, NOON, ScanCommon


@tagged("post_install", "-at_install")
class TestSchoolDayCount(ScanCommon):
    """Every evening: in and out are paired, and counted."""

    def _count(self):
        company, day = self.env.company, MONDAY.date()
        self.env["reception.school.day.count"]._count_days(company, day - timedelta(days=1), day)
        return self.env["reception.school.day.count"].search([("day", "=", day)])

    def test_counts_by_class_hour_and_permit(self):
        self._scan(("A", "in"), ("C", "in"), at=MORNING)
        self._scan(("A", "out"), at=NOON)
        self._scan(("B", "out"), at=NOON)
        counts = self._count()
        self.assertEqual(
            {(row.class_id, row.hour, row.direction, row.permit, row.count, row.refused) for row in counts},
            {
                (self.one, 7, "in", "window", 1, 0),
                (self.two, 7, "in", "window", 1, 0),
                (self.one, 12, "out", "window", 1, 0),
                (self.one, 12, "out", "none", 0, 1),
            },
        )
        self.assertEqual(len(self._count()), len(counts), "counted anew, not twice")

    def test_what_does_not_fit_is_flagged(self):
        self._scan(("A", "in"), at=MORNING)
        self._scan(("A", "in"), at=MORNING + timedelta(minutes=10))
        self._count()
        passages = self.env["reception.school.passage"].search([("pupil_id", "=", self.pupil.id)], order="at")
        self.assertEqual(passages.mapped("flag"), ["none", "unpaired"])
