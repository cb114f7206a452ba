from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common_scan import ScanCommon


@tagged("post_install", "-at_install")
class TestSchoolRollCall(ScanCommon):
    """Evacuation by class through the core's roll call."""

    def _start(self):
        self.pupil._as_engine().presence = "outside"
        return self.env["reception.gate.roll.call"].with_user(self.guard).create({"place": "Playground"})

    def test_every_class_is_listed_with_who_is_at_school(self):
        call = self._start()
        rows = call.sudo().class_roll_ids
        self.assertRecordValues(
            rows.sorted("class_id"),
            [{"class_id": self.one.id, "expected": 1}, {"class_id": self.two.id, "expected": 1}],
        )
        facts = call._get_desk_facts()
        self.assertEqual([row["state"] for row in facts["classes"]], ["open", "open"])
        told = self._get_told(self.env["reception.gate"]._get_any(self.env.company))
        self.assertTrue({self.teacher.partner_id, self.teacher2.partner_id} <= set(told))

    def test_the_teacher_ticks_only_who_is_missing(self):
        call = self._start()
        rows = self.env["reception.school.roll.class"].with_user(self.teacher)
        row = rows.search([])
        self.assertEqual(row.class_id, self.one, "another's class is not shown")
        row.action_all_here()
        self.assertRecordValues(row, [{"state": "complete", "counted": 1, "marked_by_id": self.teacher.id}])
        with self.assertRaisesRegex(UserError, "who else is missing"):
            row.action_count(0)
        with self.assertRaisesRegex(UserError, "Tick pupils"):
            row.action_count(0, self.other.ids)
        row.action_count(0, self.boarder.ids)
        self.assertRecordValues(row, [{"state": "missing", "missing_ids": self.boarder.ids}])
        self.assertEqual(call.class_open_count, 2)
        with self.assertRaises(AccessError):
            row.with_user(self.teacher2).action_count(1)
        row.with_user(self.guard).action_count(1)
        call.action_end()
        with self.assertRaisesRegex(UserError, "ended"):
            row.action_count(1)
        self.assertFalse(call._get_desk_facts())

    def test_rows_are_written_by_counts_alone(self):
        self._start()
        row = self.env["reception.school.roll.class"].with_user(self.teacher).search([])
        with self.assertRaises(AccessError):
            row.write({"counted": 5})

    def test_3_1c_pupils_and_slips_are_handed_over(self):
        slip = self._stamp()
        self._release(slip)
        shift = self.env["reception.gate.shift"].with_user(self.guard).create({"gate_id": self.gate.id})
        shift.action_hand_over()
        lines = {line.kind: line for line in shift.line_ids}
        self.assertEqual(lines["pupils_out"].expected, 1)
        self.assertIn(slip.name, lines["leave_out"].names)
        for line in shift.line_ids:
            line.write({"counted": line.expected, "is_counted": True})
        lines["leave_out"].counted = 0
        with self.assertRaisesRegex(UserError, "explain the difference"):
            shift.action_sign()
        lines["leave_out"].explanation = "Brought back by the father"
        shift.action_sign()
        shift.sudo()._as_engine()._anonymise()
        self.assertFalse(lines["pupils_out"].names)
