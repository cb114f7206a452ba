"""Days as schools have them, worked out by hand: whom the gate lets through, and what is on file afterwards."""

import base64
import io
from datetime import datetime, timedelta

import xlsxwriter
from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MONDAY
from .common_leave import BACK_BY
from .common_scan import MORNING, NIGHT, NOON, ScanCommon


def china(day, hour, minute=0, second=0):
    """A moment of March 2026 by the clocks of China, in UTC."""
    return datetime(2026, 3, day, hour, minute, second) - timedelta(hours=8)


class CaseCommon(ScanCommon):
    def _one(self, code, way, at):
        """Status, permit and the clauses that the desk is told, of one scan."""
        (answer,) = self._scan((code, way), at=at)
        return answer["status"], answer["permit"], answer["text"]

    def _sync(self, verb, at, now, record=None, **values):
        """One operation of a desk that was without network from ``at`` to ``now``."""
        operation = {
            "client_id": f"{verb} {at} {now}",
            "verb": verb,
            "at": fields.Datetime.to_string(at),
            "values": values,
            **({"model": record._name, "res_id": record.id} if record else {}),
        }
        with freeze_time(now):
            return self.desk.sync_passages([operation], self.gate.id)[0]

    def _pass_for(self, pupil, begin, end, due=None, **vals):
        gate_pass = self.env["reception.school.gate.pass"].with_user(self.teacher)
        gate_pass = gate_pass.create(
            {"pupil_id": pupil.id, "reason": "Home", "valid_from": begin, "valid_to": end, "due_back": due, **vals}
        )
        if gate_pass.purpose == "boarder_out":
            gate_pass.action_contact(pupil.custody_ids[:1].guardian_id.id, "agreed")
        gate_pass.action_issue()
        return gate_pass


@tagged("post_install", "-at_install")
class TestSchoolCasesSchedule(CaseCommon):
    """3-1, 3-2: the clock, the calendar, the badge."""

    def test_3_1b_grades_leave_one_after_the_other(self):
        windows = self.env["reception.school.window"]
        windows.search([("purpose", "=", "dismissal")]).active = False
        for grade, begin in ((self.grade1, 11 + 50 / 60), (self.grade2, 12)):
            windows.create(
                {
                    "purpose": "dismissal",
                    "direction": "out",
                    "hour_from": begin,
                    "hour_to": begin + 1 / 6,
                    "hour_close_from": begin,
                    "for_boarder": False,
                    "grade_ids": [Command.link(grade.id)],
                }
            )
        elder = self.env["reception.school.pupil"].create(
            {"number": "S900", "name": "孙高二", "class_id": self.upper.id}
        )
        elder.action_issue_badge("E")
        self.assertEqual(self._one("A", "out", china(2, 11, 50))[:2], ("passed", "window"))
        self.assertEqual(self._one("C", "out", china(2, 12, 0))[:2], ("passed", "window"))
        self.assertEqual(self._one("A", "out", china(2, 12, 0, 1))[:2], ("ask", "called"))
        status, permit, text = self._one("E", "out", china(2, 11, 59, 59))
        self.assertEqual((status, permit), ("refused", "none"))
        self.assertIn("3-5a", text, "for this grade it is school time still")
        self.assertEqual(self._one("E", "out", china(2, 12, 10))[:2], ("passed", "window"))

    def test_3_1d_a_make_up_saturday_is_a_school_day(self):
        self.assertEqual(self._one("A", "in", china(7, 7))[0], "refused")
        self.env["reception.calendar.day"].create(
            {"date": "2026-03-07", "kind": "make_up", "name": "Make-up", "follows": "0"}
        )
        self.assertEqual(self._one("A", "in", china(7, 7, 30))[:2], ("passed", "window"))
        self.assertEqual(self._one("A", "out", china(7, 10))[0], "refused")
        self.assertEqual(self._one("A", "out", china(7, 18, 20))[:2], ("passed", "window"))

    def test_3_6b_a_holiday_in_the_week(self):
        self.env["reception.calendar.day"].create({"date": "2026-03-03", "kind": "holiday", "name": "Holiday"})
        status, permit, text = self._one("A", "in", china(3, 7))
        self.assertEqual((status, permit), ("refused", "none"))
        self.assertIn("3-6b", text)
        self.assertIn("3-1d", text)
        self.assertEqual(self.passages.search([("pupil_id", "=", self.pupil.id)]).refusal, "locked")
        self._pass_for(self.boarder, china(3, 9), china(3, 10), china(3, 12))
        self.assertEqual(self._one("B", "out", china(3, 9, 30))[:2], ("ask", "gate_pass"))

    def test_3_2a_a_scanner_that_stutters_turns_nobody_round(self):
        self.env["reception.school.window"].create(
            {"purpose": "home_going", "direction": "both", "hour_from": 16, "hour_to": 18, "for_day_pupil": False}
        )
        self.assertEqual(self._statuses(("B", "in"), at=china(2, 7)), ["passed"])
        self.assertEqual(
            self._statuses(("B", None), ("B", None), ("B", None), at=china(2, 17)), ["passed", "repeated", "repeated"]
        )
        self.assertEqual(self.boarder.presence, "outside")
        self.assertEqual(self._statuses(("B", None), at=china(2, 17, 0, 16)), ["passed"], "back after 16 seconds")
        self.assertEqual(self.boarder.presence, "inside")

    def test_3_5a_who_comes_back_on_a_slip_and_stutters(self):
        self._release(self._stamp())
        self.assertEqual(self._statuses(("A", None), ("A", None), at=china(2, 10)), ["passed", "repeated"])
        self.assertEqual(self.passages.search_count([("pupil_id", "=", self.pupil.id)]), 2)

    def test_3_2a_codes_that_nobody_has_issued(self):
        for code in ("", " ", "\0", "A\0", "a", "Ａ", "A' OR '1'='1", "9" * 10_000, "学", 0, 12, None, [], {"A": 1}):
            with self.subTest(code=code):
                (answer,) = self._scan({"code": code, "direction": "in"})
                expected = "passed" if code == "A\0" else "unknown"
                self.assertEqual((answer["status"], bool(answer["row"])), (expected, expected == "passed"))

    def test_scans_with_clocks_that_are_wrong(self):
        for at in ("9999-12-31 23:59:59", "tomorrow", 12, [], {"a": 1}, "0001-01-01 00:00:00"):
            with self.subTest(at=at):
                (answer,) = self._scan({"code": "A", "direction": "in", "at": at})
                self.assertEqual(answer["status"], "conflict" if at == "0001-01-01 00:00:00" else answer["status"])
        self.assertFalse(self.passages.search([("at", ">", fields.Datetime.now())]))

    def test_who_was_at_the_desk_then_is_on_file(self):
        colleague = self._make_staff("guard_before", "teacher")
        colleague.group_ids = self.guard.group_ids
        self._scan(
            {"code": "A", "direction": "in", "user_id": colleague.id},
            {"code": "B", "direction": "in", "user_id": self.host.id},
            {"code": "C", "direction": "in", "user_id": "x"},
        )
        rows = self.passages.search([("gate_id", "=", self.gate.id)], order="id")
        self.assertEqual(rows.mapped("guard_id"), colleague | self.guard, "nobody but guards, else who sends it")

    def test_3_2a_another_s_badge_moves_nobody(self):
        self._scan({"code": "A", "direction": "in", "client_id": "one"})
        self._scan({"code": "A", "direction": "out", "client_id": "two"}, at=NOON)
        with freeze_time(NOON + timedelta(minutes=1)):
            self.desk.undo_scan("two", self.gate.id)
            values = {"kind": "others_badge", "direction": "out"}
            self.desk.refuse_pupil(self.other.id, "other", values, self.gate.id)
            with self.assertRaises(UserError):
                self.desk.undo_scan("two", self.gate.id)
        self.assertEqual(self.pupil.presence, "inside")
        self.assertEqual(self.other.violation_ids.kind, "others_badge")
        self.assertFalse(self.pupil.violation_ids)
        with self.assertRaises(UserError):
            self.desk.refuse_pupil(self.other.id, "other", {"kind": "laughed"}, self.gate.id)

    def test_3_2a_lost_from_that_second_and_found(self):
        self.assertEqual(self._one("A", "in", MORNING)[0], "passed")
        badge = self.pupil.badge_ids
        with freeze_time(NOON):
            badge.with_user(self.teacher).action_report_lost()
        self.assertEqual(self._one("A", "out", NOON)[0], "refused")
        badge.with_user(self.teacher).action_found()
        self.assertEqual(self._one("A", "out", NOON)[0], "passed")

    def test_who_looks_up_too_many_pupils_waits(self):
        self.env["ir.config_parameter"].set_param("visitor_reception.school_find_per_minute", "2")
        for _number in range(2):
            self.desk.find_pupils("李小", self.gate.id)
        with self.assertRaisesRegex(UserError, "wait a minute"):
            self.desk.find_pupils("王住", self.gate.id)


@tagged("post_install", "-at_install")
class TestSchoolCasesLeave(CaseCommon):
    """3-5, 3-6: slips, passes, custody."""

    def test_3_5a_back_late_by_a_minute_more_than_the_grace(self):
        slip = self._stamp()
        self._release(slip)
        self.assertEqual(self._one("A", "in", BACK_BY + timedelta(minutes=11))[:2], ("passed", "leave_slip"))
        self.assertRecordValues(slip, [{"state": "returned", "late_minutes": 11}])
        self.assertRecordValues(
            self.pupil.violation_ids,
            [{"kind": "late_return", "passage_id": self.passages.search([("leave_id", "=", slip.id)], limit=1).id}],
        )
        later = self._ask(self._write(leave_from=china(2, 14), leave_to=china(2, 16)))
        with self.assertRaisesRegex(UserError, "3-5a.*not explained"):
            later.action_submit()
        slip.with_user(self.teacher).action_explain("Traffic")
        later.action_submit()
        self.assertEqual(later.state, "signing")

    def test_d35_back_within_the_grace(self):
        slip = self._stamp()
        self._release(slip)
        self._one("A", "in", BACK_BY + timedelta(minutes=10, seconds=59))
        self.assertRecordValues(slip, [{"state": "returned", "late_minutes": 0}])
        self.assertFalse(self.pupil.violation_ids)

    def test_3_2b_the_third_late_return_is_reported(self):
        for day in range(3):
            begin = MONDAY + timedelta(days=day)
            with freeze_time(begin):
                slip = self._stamp(leave_from=begin, leave_to=begin + timedelta(hours=1))
                self._release(slip)
            self._one("A", "in", begin + timedelta(hours=2))
            slip.with_user(self.teacher).action_explain("Bus")
        case = self.env["reception.school.violation.case"].search([("pupil_id", "=", self.pupil.id)])
        self.assertRecordValues(case, [{"reason": "repeated", "state": "reported"}])

    def test_3_5a_two_slips(self):
        first = self._stamp()
        self._release(first)
        second = self._ask(self._write(leave_from=china(2, 11), leave_to=china(2, 13)))
        with self.assertRaisesRegex(UserError, "out already"):
            second.action_submit()
        self._one("A", "in", china(2, 10))
        second.action_submit()
        overlapping = self._ask(self._write(leave_from=china(2, 12), leave_to=china(2, 14)))
        with self.assertRaisesRegex(UserError, "another slip"):
            overlapping.action_submit()
        overlapping.write({"leave_from": china(2, 13), "leave_to": china(2, 15)})
        overlapping.action_submit()

    def test_3_5a_nobody_is_let_out_twice(self):
        first = self._stamp(leave_to=china(2, 11))
        second = self._stamp(leave_from=china(2, 11), leave_to=china(2, 13))
        self._release(first)
        with freeze_time(china(2, 11)), self.assertRaisesRegex(UserError, "3-5a.*out already"):
            self._release(second)

    def test_3_6b_a_boarder_s_weekend(self):
        for back, late in ((china(8, 18, 10), 0), (china(15, 19), 60)):
            friday = back - timedelta(days=2)
            friday = friday.replace(hour=10, minute=30)  # 18:30 in China
            with freeze_time(friday):
                gate_pass = self._pass_for(
                    self.boarder, friday, friday + timedelta(hours=1), back.replace(hour=10, minute=0)
                )
            self.assertEqual(self._one("B", "out", friday + timedelta(minutes=5))[:2], ("ask", "gate_pass"))
            with freeze_time(friday + timedelta(minutes=5)):
                gate_pass.with_user(self.guard).action_use("Home", self.gate.id)
                self.assertEqual(self.boarder.out_pass_id, gate_pass)
            self.assertEqual(self._one("B", None, back)[:2], ("passed", "gate_pass"))
            self.assertRecordValues(gate_pass, [{"state": "ended", "late_minutes": late}])
            self.assertRecordValues(self.boarder, [{"presence": "inside", "out_pass_id": False}])
        self.assertEqual(self.boarder.violation_ids.kind, "late_return")

    def test_3_6b_back_on_monday_by_the_open_gate_ends_the_pass(self):
        with freeze_time(china(6, 18, 30)):
            gate_pass = self._pass_for(self.boarder, china(6, 18, 30), china(6, 20), china(9, 8))
            gate_pass.with_user(self.guard).action_use("Home", self.gate.id)
        self.assertEqual(self._one("B", "in", china(9, 7))[:2], ("passed", "window"))
        self.assertRecordValues(gate_pass, [{"state": "ended", "late_minutes": 0}])

    def test_d15_who_came_in_at_noon_and_left_with_the_others(self):
        gate_pass = self._pass_for(self.pupil, china(2, 12, 30), china(2, 13, 30), purpose="day_pupil_in")
        with freeze_time(china(2, 12, 40)):
            gate_pass.with_user(self.guard).action_use("Rehearsal", self.gate.id)
        self.assertEqual(self._one("A", "out", china(2, 18, 25))[:2], ("passed", "window"))
        with freeze_time(china(2, 18, 30)):
            self.env["reception.school.gate.pass"]._cron_tell_late()
        self.assertRecordValues(gate_pass, [{"state": "ended", "back_at": china(2, 18, 25), "late_minutes": 0}])

    def test_3_5a_an_intern_leaves_on_the_mentor_s_pass(self):
        gate_pass = self.env["reception.school.gate.pass"].with_user(self.mentor)
        gate_pass = gate_pass.create(
            {
                "pupil_id": self.intern.id,
                "reason": "Post office",
                "valid_from": MONDAY,
                "valid_to": BACK_BY,
                "due_back": BACK_BY,
            }
        )
        gate_pass.action_issue()
        self.assertEqual(self._one("I", "out", china(2, 10))[:2], ("ask", "gate_pass"))
        with freeze_time(china(2, 10)):
            gate_pass.with_user(self.guard).action_use("Post office", self.gate.id)
        self.assertEqual(self._one("I", "in", china(2, 11))[:2], ("passed", "gate_pass"))

    def test_3_5b_who_is_on_file_on_that_day(self):
        tomorrow = fields.Date.to_date("2026-03-03")
        aunt, driver = self.env["reception.school.guardian"].create(
            [{"name": "李姑", "document_tail": "0001"}, {"name": "司机", "document_tail": "0002"}]
        )
        from_tomorrow, delegate = self.env["reception.school.custody"].create(
            [
                {
                    "pupil_id": self.pupil.id,
                    "guardian_id": aunt.id,
                    "relation": "relative",
                    "date_from": tomorrow,
                },
                {
                    "pupil_id": self.pupil.id,
                    "guardian_id": driver.id,
                    "relation": "delegate",
                    "delegated_by_id": self.by_father.id,
                    "date_to": tomorrow,
                },
            ]
        )
        slip = self._stamp()
        for row in (from_tomorrow, self.of_boarder):
            with self.subTest(row.display_name), self.assertRaisesRegex(UserError, "3-5b.*not on file"):
                self._release(slip, row)
        for custody in (None, 0, "x", 10**9, [self.by_mother.id]):
            with self.subTest(custody), self.assertRaisesRegex(UserError, "3-5b"):
                values = {"custody_id": custody, "manner": "called", "signed_on_paper": True}
                slip.with_user(self.guard).action_release(values, self.gate.id)
        self.by_father.date_to = "2026-03-01"
        with self.assertRaisesRegex(UserError, "3-5b"):
            self._release(slip, delegate)
        self.by_father.date_to = False
        self._release(slip, delegate)
        self.assertEqual(slip.collected_by_id, delegate)

    def test_3_6a_a_pupil_without_guardian(self):
        slip = self._write(self.other, self.teacher2)
        with self.assertRaisesRegex(UserError, "3-6a.*no guardian on file"):
            slip.action_contact(self.mother.id, "agreed")
        with self.assertRaisesRegex(UserError, "3-6a"):
            slip.action_submit()
        self.assertEqual(self.other.with_user(self.teacher2).get_contacts(), [])

    def test_3_6a_results_and_people_that_do_not_exist(self):
        slip = self._write()
        for guardian, result in ((self.mother.id, "maybe"), (self.mother.id, None), (0, "agreed"), ("x", "agreed")):
            with self.subTest(guardian=guardian, result=result), self.assertRaisesRegex(UserError, "3-6a"):
                slip.action_contact(guardian, result)
        self.assertFalse(slip.contact_ids)

    def test_a_class_teacher_without_classes(self):
        nobody = self._make_staff("substitute", "teacher")
        for model in ("pupil", "leave", "gate.pass", "passage", "violation", "custody", "guardian"):
            with self.subTest(model):
                self.assertFalse(self.env[f"reception.school.{model}"].with_user(nobody).search([]))
        with self.assertRaises(AccessError):
            self._write(user=nobody)

    @mute_logger("odoo.sql_db")
    def test_times_the_wrong_way_round(self):
        event = {"class_ids": [Command.link(self.one.id)], "place": "Hall"}
        turned = {"date_begin": BACK_BY, "date_end": MONDAY}
        gate_pass = {"purpose": "day_pupil_in", "valid_from": BACK_BY, "valid_to": MONDAY}
        for model, user, vals in (
            ("leave", self.teacher, {"pupil_id": self.pupil.id, "leave_from": BACK_BY, "leave_to": MONDAY}),
            ("gate.pass", self.teacher, {"pupil_id": self.pupil.id, **gate_pass}),
            ("event", self.teacher, {**event, **turned}),
            ("outing", self.teacher, {"class_ids": event["class_ids"], "destination": "Museum", **turned}),
            ("window", self.registrar, {"hour_from": 8, "hour_to": 7}),
        ):
            with self.subTest(model), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env[f"reception.school.{model}"].with_user(user).create(vals)

    # ------------------------------------------------------------------------------------------------------------------
    # What a desk noted without network is judged by its hour, flagged, and never dropped
    # ------------------------------------------------------------------------------------------------------------------

    def test_3_5a_let_out_without_network_on_a_slip_that_was_cancelled(self):
        slip = self._stamp()
        slip.action_cancel("Not needed")
        answer = self._sync("release", china(2, 9, 30), china(2, 11), slip, **self._values())
        self.assertEqual(answer["status"], "done")
        self.assertRecordValues(slip, [{"state": "cancelled", "released_at": False}])
        self.assertRecordValues(self.pupil, [{"presence": "outside", "out_leave_id": slip.id}])
        passage = self.passages.search([("leave_id", "=", slip.id)])
        self.assertRecordValues(
            passage, [{"result": "passed", "flag": "void_permit", "at": china(2, 9, 30), "permit": "leave_slip"}]
        )
        self.assertIn(self.teacher.partner_id, self._get_told(self.gate))
        self.assertEqual(self._one("A", "in", china(2, 11, 30))[:2], ("passed", "leave_slip"))
        self.assertRecordValues(self.pupil, [{"presence": "inside", "out_leave_id": False}])
        self.assertEqual(slip.state, "cancelled")

    def test_3_5a_let_out_in_time_and_sent_after_the_end(self):
        slip = self._stamp()
        with freeze_time(BACK_BY + timedelta(minutes=5)):
            self.leaves._cron_tell_late()
        self.assertEqual(slip.state, "expired")
        self._sync("release", BACK_BY - timedelta(minutes=5), BACK_BY + timedelta(hours=1), slip, **self._values())
        self.assertRecordValues(slip, [{"state": "out", "released_at": BACK_BY - timedelta(minutes=5)}])
        self.assertEqual(self.passages.search([("leave_id", "=", slip.id)]).flag, "none")

    def test_3_5a_let_out_without_network_and_back_before_it_was_known(self):
        slip = self._stamp()
        self._one("A", "in", china(2, 14))
        self._sync("release", china(2, 9, 30), china(2, 16), slip, **self._values())
        self.assertRecordValues(slip, [{"state": "returned", "returned_at": china(2, 14), "late_minutes": 120}])
        self.assertRecordValues(self.pupil, [{"presence": "inside", "out_leave_id": False}])

    def test_3_5b_let_out_without_network_with_somebody_who_must_not(self):
        slip = self._stamp()
        self.by_father.collect = "must_not"
        self._sync("release", china(2, 9, 30), china(2, 11), slip, **self._values(self.by_father))
        self.assertEqual(slip.state, "out")
        self.assertEqual(self.passages.search([("leave_id", "=", slip.id)]).flag, "void_permit")
        self.assertIn(self.security.partner_id, self._get_told(self.gate))

    def test_3_5b_with_network_the_server_decides(self):
        slip = self._stamp()
        slip.action_cancel("Not needed")
        answer = self._sync("release", china(2, 9, 30), china(2, 9, 30, 30), slip, **self._values())
        self.assertEqual(answer["status"], "conflict")
        self.assertFalse(self.passages.search([("leave_id", "=", slip.id)]))

    def test_3_5b_released_at_two_gates_without_network(self):
        slip = self._stamp()
        self._sync("release", china(2, 9, 30), china(2, 11), slip, **self._values())
        answer = self._sync("release", china(2, 9, 40), china(2, 11, 1), slip, **self._values(self.by_father))
        self.assertEqual(answer["status"], "conflict")
        self.assertIn("used already", answer["text"])
        self.assertEqual(self.passages.search_count([("leave_id", "=", slip.id)]), 1)
        self.assertEqual(slip.collected_by_id, self.by_mother)

    def test_3_6b_one_pass_at_two_gates_without_network(self):
        gate_pass = self._pass_for(self.boarder, NIGHT, NIGHT + timedelta(hours=1), NIGHT + timedelta(hours=2))
        late = NIGHT + timedelta(hours=3)
        self._sync("use_pass", NIGHT, late, gate_pass, reason_told="Home", direction="out")
        second = self._sync(
            "use_pass", NIGHT + timedelta(minutes=5), late, gate_pass, reason_told="Home", direction="out"
        )
        self.assertEqual(second["status"], "conflict")
        self.assertRecordValues(gate_pass, [{"state": "in_use"}])
        self.assertEqual(self.boarder.presence, "outside")

    def test_3_6b_out_without_network_on_a_pass_that_was_cancelled(self):
        gate_pass = self._pass_for(self.boarder, NIGHT, NIGHT + timedelta(hours=1), NIGHT + timedelta(hours=2))
        gate_pass.action_cancel("Parents came")
        self._sync("use_pass", NIGHT, NIGHT + timedelta(hours=1), gate_pass, reason_told="Home", direction="out")
        self.assertEqual(gate_pass.state, "cancelled")
        self.assertRecordValues(self.boarder, [{"presence": "outside", "out_pass_id": gate_pass.id}])
        self.assertEqual(self._one("B", "in", NIGHT + timedelta(hours=2))[:2], ("passed", "gate_pass"))
        self.assertFalse(self.boarder.out_pass_id)

    def test_3_5a_a_badge_that_the_desk_let_out_on_a_cancelled_slip(self):
        slip = self._stamp()
        slip.action_cancel("Not needed")
        at = fields.Datetime.to_string(china(2, 9, 30))
        (answer,) = self._scan({"code": "A", "at": at, "direction": "out", "decided": "passed"}, at=china(2, 11))
        self.assertEqual(answer["status"], "passed")
        self.assertRecordValues(
            self.passages.search([("pupil_id", "=", self.pupil.id)]), [{"flag": "void_permit", "leave_id": slip.id}]
        )
        self.assertEqual((slip.state, self.pupil.out_leave_id), ("cancelled", slip))

    def test_3_2a_without_badge_and_without_network_outside_the_windows(self):
        answer = self._sync("pass_pupil", china(2, 10), china(2, 11), pupil_id=self.pupil.id, direction="out")
        self.assertEqual(answer["status"], "done")
        self.assertRecordValues(
            self.passages.search([("pupil_id", "=", self.pupil.id)]),
            [{"result": "passed", "flag": "void_permit", "permit": "none", "at": china(2, 10)}],
        )


@tagged("post_install", "-at_install")
class TestSchoolPrints(CaseCommon):
    """What lies on the guard's table and in the files."""

    def _print(self, report, records, user):
        action = f"visitor_reception_school.action_report_school_{report}"
        html, _type = self.env["ir.actions.report"].with_user(user)._render_qweb_html(action, records.ids)
        return html.decode()

    def test_3_2a_badges(self):
        self.other.badge_ids.action_report_lost()
        page = self._print("badges", self.pupil | self.other, self.registrar)
        self.assertIn("李小明", page)
        self.assertIn("data:image/png", page)
        self.assertNotIn("赵他班", page)
        for user in (self.teacher, self.affairs, self.guard):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._print("badges", self.pupil, user)

    def test_3_2b_the_case(self):
        with freeze_time(MORNING):
            values = {"kind": "forced_way", "is_serious": True, "remark": "Climbed the fence"}
            self.desk.refuse_pupil(self.pupil.id, "other", values, self.gate.id)
        case = self.env["reception.school.violation.case"].search([("pupil_id", "=", self.pupil.id)])
        case.with_user(self.affairs).action_decide("talk", "With the parents")
        page = self._print("case", case, self.affairs)
        for text in ("李小明", "Climbed the fence", "With the parents"):
            self.assertIn(text, page)

    def test_3_5c_the_register(self):
        self._release(self._stamp())
        passages = self.passages.search([("pupil_id", "=", self.pupil.id)])
        self.assertIn("Leave slip", self._print("register", passages, self.teacher))
        with self.assertRaises(AccessError):
            self._print("register", passages, self.teacher2)

    def test_a_day_without_network(self):
        slip = self._stamp()
        gate_pass = self._pass_for(self.boarder, NIGHT, NIGHT + timedelta(hours=1), NIGHT + timedelta(hours=2))
        page = self._print("day_sheet", self.gate, self.guard)
        for text in (slip.name, gate_pass.name, "李小明", "王住校"):
            self.assertIn(text, page)
        self.assertLess(page.index(slip.name), page.index(gate_pass.name))
        for user in (self.teacher, self.host):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._print("day_sheet", self.gate, user)


@tagged("post_install", "-at_install")
class TestSchoolCasesLists(CaseCommon):
    """Lists, deposits, events, outings."""

    def test_a_workbook_of_ten_thousand_lines_with_merged_cells(self):
        wizards = self.env["reception.school.import"].with_user(self.registrar)

        def read(count):
            file = io.BytesIO()
            with xlsxwriter.Workbook(file) as book:
                sheet = book.add_worksheet()
                sheet.merge_range(0, 0, 0, 2, "2026年学生名单")
                sheet.write_row(1, 0, ["学号", "姓名", "班级"])
                for number in range(count):
                    sheet.write_row(number + 2, 0, [f"M{number:05}", f"学生{number}"])
                for first in range(0, count, 50):
                    sheet.merge_range(first + 2, 2, min(first + 51, count + 1), 2, self.one.name)
            wizard = wizards.create({"source": "file", "file": base64.b64encode(file.getvalue())})
            wizard.action_read()
            return wizard.line_ids.filtered(lambda line: not line.is_missing)

        lines = read(9_999)
        self.assertEqual(len(lines), 9_999)
        self.assertEqual(set(lines.mapped("status")), {"new"})
        self.assertEqual(set(lines.mapped("class_text")), {self.one.name}, "a merged cell is of all its lines")
        with self.assertRaisesRegex(UserError, "10000"):
            read(10_002)

    def test_a_boarder_who_moves_out(self):
        wizard = self.env["reception.school.import"].with_user(self.registrar)
        wizard = wizard.create({"source": "paste", "text": "学号\t姓名\t类别\nS002\t王住校\t走读"})
        wizard.action_read()
        wizard.action_apply()
        self.assertRecordValues(self.boarder, [{"kind": "day_pupil", "dormitory_id": False}])

    def test_guardians_of_a_second_list_are_the_same_people(self):
        heading = "学号\t姓名\t班级\t监护人1\t关系1\t电话1"
        for number in ("S701", "S702"):
            wizard = self.env["reception.school.import"].with_user(self.registrar).create(
                {
                    "source": "paste",
                    "text": f"{heading}\n{number}\t弟{number}\tSenior 1(1)\t同一人\t母亲\t+86 139-0000-7777",
                }
            )  # fmt: skip
            wizard.action_read()
            wizard.action_apply()
        guardian = self.env["reception.school.guardian"].search([("name", "=", "同一人")])
        self.assertEqual(len(guardian), 1)
        self.assertEqual(guardian.sudo().phone, "13900007777")

    def test_3_4a_fetched_once(self):
        self.env["reception.school.window"].create(
            {"purpose": "collecting", "direction": "both", "hour_from": 12, "hour_to": 13}
        )
        pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        deposit = self.env["reception.gate.deposit"].with_user(self.guard)
        deposit = deposit.create(
            {"gate_id": self.gate.id, "depositor_name": "李母", "items": "Coat", "pupil_id": self.pupil.id}
        )
        with freeze_time(china(2, 12, 0)):
            deposit.action_collect(badge_code="A", signature=pixel)
            with self.assertRaises(UserError):
                deposit.action_collect(badge_code="A", signature=pixel)
        self.assertRecordValues(
            deposit.sudo(),
            [{"state": "collected", "collected_at": china(2, 12, 0), "badge_id": self.pupil.badge_ids.id}],
        )

    def test_3_7_counts_of_an_event(self):
        self._hold("security_office", self.security)
        evening = china(2, 19)
        event = self.env["reception.school.event"].with_user(self.teacher)
        event = event.create(
            {
                "class_ids": [Command.link(self.one.id)],
                "place": "Hall",
                "date_begin": evening,
                "date_end": china(2, 21),
            }
        )
        event.action_submit()
        event.with_user(self.stamper).action_sign()
        event.with_user(self.security).action_sign()
        at_gate = event.with_user(self.guard)
        with freeze_time(china(2, 18, 30)):
            rows = [
                at_gate.action_let_in(pupil.id, {"custody_id": row.id, "headcount": count}, self.gate.id)
                for pupil, row, count in (
                    (self.pupil, self.by_mother, 2),
                    (self.pupil, self.by_father, 1),
                )
            ]
            with self.assertRaisesRegex(UserError, "3-7"):
                at_gate.action_let_in(self.other.id, {"custody_id": self.by_mother.id}, self.gate.id)
        self.assertEqual((event.count_in, event.count_out), (3, 0))
        with freeze_time(china(2, 20)):
            self.env["reception.gate.log"].with_user(self.guard).browse(rows[1]["id"]).action_check_out({})
        event.invalidate_recordset()
        self.assertEqual((event.count_in, event.count_out), (3, 1))
        with freeze_time(china(2, 21)):
            for counted in (None, 1, 3):
                with self.subTest(counted), self.assertRaisesRegex(UserError, "3-7"):
                    at_gate.action_end(counted)
            at_gate.action_end(2)
        self.assertRecordValues(event, [{"state": "ended", "count_in": 3, "count_out": 3, "counted_out": 3}])

    def test_3_5a_back_from_an_outing_without_badge(self):
        self._hold("security_office", self.security)
        outing = self.env["reception.school.outing"].with_user(self.teacher)
        outing = outing.create(
            {
                "class_ids": [Command.link(self.one.id)],
                "destination": "Museum",
                "date_begin": MONDAY,
                "date_end": BACK_BY,
            }
        )
        outing.action_submit()
        outing.with_user(self.stamper).action_sign()
        outing.with_user(self.security).action_sign()
        both = (self.pupil | self.boarder).ids
        outing.with_user(self.guard).action_leave(both, 2, self.gate.id)
        with freeze_time(china(2, 10)):
            self.desk.pass_pupil(self.pupil.id, "in", {"remark": "Ill"}, self.gate.id)
        line = outing.line_ids.filtered(lambda line: line.pupil_id == self.pupil)
        self.assertRecordValues(line, [{"state": "back", "back_at": china(2, 10)}])
        self.assertEqual(self.passages.search([("pupil_id", "=", self.pupil.id)], limit=1).outing_id, outing)
        self.assertFalse(self.pupil.out_outing_id)
        self.assertEqual(self._one("B", "in", china(2, 11))[:2], ("passed", "outing"))
        self.assertEqual(self.passages.search([("pupil_id", "=", self.boarder.id)], limit=1).outing_id, outing)
        self.assertEqual(outing.state, "back")

    def test_the_map_of_the_desk_is_a_reading_of_custody(self):
        self._stamp()
        readings = self.env["reception.school.reading"].search([("what", "=", "custody")])
        for _again in range(2):
            data = self.desk.get_offline_data(self.gate.id)
        new = self.env["reception.school.reading"].search([("what", "=", "custody")]) - readings
        self.assertRecordValues(new, [{"pupil_id": self.pupil.id, "user_id": self.guard.id}])
        known = {row["id"]: row for row in data["school"]["pupils"].values()}
        self.assertTrue(known[self.pupil.id]["alert"], "the uncle is to be asked about")
        self.assertFalse(known[self.boarder.id]["alert"])
