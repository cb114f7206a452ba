from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common_gate import GateCommon

# 08:30 of a Monday in Shanghai
MONDAY = fields.Datetime.to_datetime("2030-01-07 00:30:00")
SIGNATURE = b"R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@tagged("post_install", "-at_install")
class TestGateShift(GateCommon):
    """Opening hours, hand-over, deposits, roll call."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "Gate",
                "tz": "Asia/Shanghai",
                "attendance_ids": [
                    Command.clear(),
                    Command.create({"name": "Open", "dayofweek": "0", "hour_from": 8.5, "hour_to": 18}),
                ],
            }
        )
        cls.gate.calendar_id = cls.calendar

    def _note(self, kind, moment):
        with freeze_time(moment):
            getattr(self.gate.with_user(self.guard), f"action_{kind}")()
        return self.env["reception.gate.opening"].search([("gate_id", "=", self.gate.id)], order="id desc", limit=1)

    def test_3_1a_opening_outside_the_schedule_is_flagged(self):
        on_time = self._note("open", MONDAY + timedelta(minutes=3))
        self.assertEqual((on_time.scheduled_at, on_time.deviation, on_time.is_deviation), (MONDAY, 3, False))
        early = self._note("open", MONDAY - timedelta(minutes=30))
        self.assertEqual((early.deviation, early.is_deviation), (-30, True))
        self.assertEqual(early.guard_id, self.guard)
        with self.assertRaises(AccessError):
            early.with_user(self.guard).write({"at": MONDAY})

    def test_3_1b_dismissal_opens_on_time_and_closes_after(self):
        self.calendar.attendance_ids = [
            Command.clear(),
            Command.create({"name": "Dismissal", "dayofweek": "0", "hour_from": 11 + 5 / 6, "hour_to": 12.5}),
        ]
        noon = MONDAY + timedelta(hours=3, minutes=20)  # 11:50 in Shanghai
        for kind, minutes, is_flagged in (("open", 0, False), ("open", 10, True), ("close", 40, False)):
            with self.subTest(kind=kind, minutes=minutes):
                opening = self._note(kind, noon + timedelta(minutes=minutes))
                self.assertEqual(opening.is_deviation, is_flagged)
                self.assertEqual(opening.deviation, minutes if kind == "open" else 0)

    def test_3_1d_opened_on_a_day_when_it_is_closed(self):
        self.assertTrue(self._note("open", MONDAY + timedelta(days=1)).is_deviation)
        self.assertFalse(self._note("close", MONDAY + timedelta(hours=9, minutes=30)).is_deviation)

    def test_3_1c_hand_over_counts_explains_and_both_sign(self):
        log = self._let_in(headcount=2)
        shift = self.env["reception.gate.shift"].with_user(self.guard).create({"gate_id": self.gate.id})
        shift.action_hand_over()
        inside = shift.line_ids.filtered(lambda line: line.kind == "inside")
        self.assertEqual(inside.expected, 2)
        self.assertIn(log.visitor_name, inside.names)
        with self.assertRaisesRegex(UserError, "3-1c.*number counted"):
            shift.action_sign()
        for line in shift.line_ids:
            line.counted = line.expected
        inside.counted = 1
        with self.assertRaisesRegex(UserError, "3-1c.*explain the difference"):
            shift.action_sign()
        with self.assertRaises(AccessError):
            inside.expected = 1
        inside.explanation = "One has gone to the car"
        with self.assertRaises(UserError):
            shift.with_user(self.second_guard).action_take_over()
        shift.action_sign()
        with self.assertRaises(UserError):
            inside.counted = 2
        with self.assertRaisesRegex(UserError, "another guard"):
            shift.action_take_over()
        action = shift.with_user(self.second_guard).action_take_over()
        self.assertEqual((shift.state, shift.relieved_by_id), ("closed", self.second_guard))
        self.assertEqual(shift.browse(action["res_id"]).guard_id, self.second_guard)
        self.assertEqual(self.env["reception.gate"].with_user(self.second_guard)._get_own(), self.gate)

    def _start(self):
        return self.env["reception.gate.shift"].with_user(self.guard).create({"gate_id": self.gate.id})

    def test_3_1c_guard_who_has_gone_home_is_relieved_with_a_reason(self):
        log = self._let_in()
        shift = self._start()
        by_next = shift.with_user(self.second_guard)
        for reason in (None, "  "):
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, "3-1c.*why"):
                by_next.action_take_over_unsigned(reason)
        with self.assertRaisesRegex(UserError, "3-1c.*another guard"):
            shift.action_take_over_unsigned("I go home")
        with self.assertRaises(AccessError):
            shift.with_user(self.host).action_take_over_unsigned("I am no guard")
        relieve = self.env["reception.gate.relieve"].with_user(self.second_guard).with_context(active_id=shift.id)
        action = relieve.create({"reason": " Has gone  home "}).action_relieve()
        self.assertEqual((shift.state, shift.unsigned_reason, shift.signed_at), ("closed", "Has gone home", False))
        self.assertEqual(shift.relieved_by_id, self.second_guard)
        self.assertIn(log.visitor_name, shift.line_ids.filtered(lambda line: line.kind == "inside").names)
        self.assertEqual(shift.browse(action["res_id"]).guard_id, self.second_guard)
        self.assertIn(self.officer.partner_id, self._get_told(self.gate))
        with self.assertRaisesRegex(UserError, "handed over already"):
            by_next.action_take_over_unsigned("Again")

    def test_3_1c_officer_ends_a_shift_that_was_left(self):
        shift = self._start()
        shift.action_hand_over()
        with self.assertRaises(AccessError):
            shift.unsigned_reason = "Forged"
        shift.with_user(self.officer).action_take_over_unsigned("Cannot be reached")
        self.assertEqual((shift.state, shift.relieved_by_id), ("closed", self.officer))
        self.assertFalse(shift.search([("gate_id", "=", self.gate.id), ("state", "!=", "closed")]))
        self.assertTrue(self._start(), "Anybody may begin now.")

    def test_3_1c_signed_hand_over_is_taken_over_as_it_is(self):
        shift = self._start()
        shift.action_hand_over()
        for line in shift.line_ids:
            line.counted = line.expected
        shift.action_sign()
        with self.assertRaisesRegex(UserError, "3-1c.*has signed"):
            shift.with_user(self.second_guard).action_take_over_unsigned("Does not matter")
        south = self.env["reception.gate"].create({"name": "South Gate", "code": "S"})
        with self.assertRaisesRegex(UserError, "3-1c.*stays at the gate"):
            shift.gate_id = south

    def test_3_1a_why_an_opening_deviates_is_written_once(self):
        early = self._note("open", MONDAY - timedelta(minutes=30)).with_user(self.guard)
        by_other = early.with_user(self.second_guard)
        self.assertEqual((early.can_explain, by_other.can_explain), (True, False))
        with self.assertRaises(AccessError):
            by_other.remark = "Not mine"
        with self.assertRaisesRegex(UserError, "3-1a"):
            early.remark = "  "
        early.remark = " Delivery for the  kitchen "
        self.assertEqual(early.remark, "Delivery for the kitchen")
        with self.assertRaisesRegex(UserError, "3-1a.*once"):
            early.remark = "Something else"
        for name, value in (("kind", "close"), ("is_deviation", False), ("guard_id", self.second_guard.id)):
            with self.subTest(name=name), self.assertRaises(AccessError):
                early.write({name: value})

    def test_3_1a_what_nobody_notes_is_flagged_and_told(self):
        self.env.cr.execute(
            "UPDATE reception_gate SET create_date = %s WHERE id = %s", (MONDAY - timedelta(days=9), self.gate.id)
        )
        self.gate.invalidate_recordset()
        self._note("open", MONDAY + timedelta(minutes=40))  # late, but noted
        openings = self.env["reception.gate.opening"]
        of_gate = [("gate_id", "=", self.gate.id), ("is_missed", "=", True)]
        with freeze_time(MONDAY + timedelta(hours=5)):
            openings._cron_flag_missed()
        self.assertFalse(openings.search(of_gate), "The closing lies ahead.")
        for _time in range(2):
            with freeze_time(MONDAY + timedelta(hours=14)):
                openings._cron_flag_missed()
        missed = openings.search(of_gate)
        self.assertEqual(missed.mapped("kind"), ["close"])
        self.assertEqual(missed.scheduled_at, MONDAY + timedelta(hours=9, minutes=30))
        self.assertEqual((missed.at, missed.guard_id.id, missed.is_deviation), (False, False, True))
        self.assertIn(self.officer.partner_id, self._get_told(self.gate))
        # hours that are set later judge nobody
        hours = self.gate.calendar_id.attendance_ids
        hours.hour_from = 7.25
        hours.flush_recordset()
        self.env.cr.execute(
            "UPDATE resource_calendar_attendance SET write_date = %s WHERE id = ANY(%s)",
            (MONDAY + timedelta(hours=13), hours.ids),
        )
        hours.invalidate_recordset()
        with freeze_time(MONDAY + timedelta(hours=14, minutes=1)):
            openings._cron_flag_missed()
        self.assertEqual(openings.search(of_gate), missed)
        missed.with_user(self.second_guard).remark = "Forgotten"
        self.assertEqual(missed.remark, "Forgotten")

    def test_3_1d_gate_is_noted_from_the_list(self):
        self._start()
        openings = self.env["reception.gate.opening"].with_user(self.guard)
        openings.action_note_opened()
        openings.action_note_closed()
        noted = openings.search([("gate_id", "=", self.gate.id)], order="id")
        self.assertEqual(noted.mapped("kind"), ["open", "close"])
        self.env["reception.gate"].create({"name": "South Gate", "code": "S"})
        with self.assertRaisesRegex(UserError, "Begin your shift"):
            openings.with_user(self.second_guard).action_note_opened()
        with self.assertRaises(AccessError):
            openings.with_user(self.host).create({"gate_id": self.gate.id, "kind": "open"})

    def test_3_4a_deposit_is_told_and_collected_at_set_times(self):
        self.gate.deposit_calendar_id = self.calendar
        deposit = (
            self.env["reception.gate.deposit"]
            .with_user(self.guard)
            .create(
                {
                    "gate_id": self.gate.id,
                    "depositor_name": "Courier",
                    "recipient_id": self.host.employee_id.id,
                    "items": "Parcel",
                }
            )
        )
        self.assertTrue(deposit.name)
        self.assertTrue(deposit.told_at)
        self.assertIn(self.host.partner_id, self._get_told(deposit))
        self.assertTrue(deposit.with_user(self.host).has_access("read"))
        self.assertFalse(deposit.with_user(self.stranger).has_access("read"))
        south = self.env["reception.gate"].create({"name": "South Gate", "code": "S"})
        with self.assertRaisesRegex(UserError, "3-4a.*where it was taken in"):
            deposit.gate_id = south
        with freeze_time(MONDAY + timedelta(days=1)), self.assertRaisesRegex(UserError, "3-4a.*set times"):
            deposit.action_collect("Host", SIGNATURE)
        with freeze_time(MONDAY + timedelta(hours=1)):
            deposit.write({"collected_by": False, "signature": False})
            with self.assertRaisesRegex(UserError, "3-4a.*who fetches it(.|\n)*signs"):
                deposit.action_collect()
            deposit.action_collect("Host", SIGNATURE)
        self.assertEqual((deposit.state, deposit.handed_out_by_id), ("collected", self.guard))
        with self.assertRaises(UserError):
            deposit.items = "Another parcel"

    def test_3_4a_recipient_without_login_is_told_by_phone(self):
        deposit = (
            self.env["reception.gate.deposit"]
            .with_user(self.guard)
            .create({"gate_id": self.gate.id, "depositor_name": "Aunt", "recipient_name": "Cook", "items": "Coat"})
        )
        self.assertFalse(deposit.told_at)
        with self.assertRaises(AccessError):
            deposit.with_user(self.host).action_note_told()
        deposit.action_note_told()
        self.assertTrue(deposit.told_at)
        deposit.action_collect("Cook", SIGNATURE)
        with self.assertRaisesRegex(UserError, "3-4a"):
            deposit.action_note_told()

    def test_roll_call_by_several_guards(self):
        self._let_in("Alpha", visitor_phone="1")
        self._let_in("Beta", visitor_phone="2", headcount=3)
        call = self.env["reception.gate.roll.call"].with_user(self.guard).create({"place": "Yard", "is_drill": True})
        alpha, beta = call.line_ids.sorted("visitor_name")
        alpha.action_mark_safe()
        beta.with_user(self.second_guard).action_mark_missing()
        self.assertEqual((call.people_count, call.safe_count, call.open_count), (4, 1, 3))
        self.assertEqual(beta.marked_by_id, self.second_guard)
        with self.assertRaises(AccessError):
            beta.write({"state": "safe"})
        call.action_end()
        with self.assertRaises(UserError):
            beta.action_mark_safe()
