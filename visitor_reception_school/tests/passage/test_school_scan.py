from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY
from ..common_leave import BACK_BY
from ..common_scan import MORNING, NIGHT, NOON, ScanCommon


@tagged("post_install", "-at_install")
class TestSchoolScan(ScanCommon):
    """Badges at the gate (3-2a)."""

    def test_3_2a_in_the_window(self):
        first, second = self._scan(("A", None), ("B", "in"))
        self.assertEqual((first["status"], first["permit"], first["row"]["direction"]), ("passed", "window", "in"))
        self.assertEqual(second["row"]["name"], "王住校")
        self.assertRecordValues(self.pupil, [{"presence": "inside", "presence_at": MORNING}])
        passage = self.passages.search([("pupil_id", "=", self.pupil.id)])
        self.assertRecordValues(
            passage,
            [
                {
                    "at": MORNING,
                    "day": fields.Date.to_date("2026-03-02"),
                    "direction": "in",
                    "result": "passed",
                    "class_id": self.one.id,
                    "kind": "day_pupil",
                    "manner": "scan",
                    "permit": "window",
                    "flag": "none",
                    "guard_id": self.guard.id,
                    "gate_id": self.gate.id,
                    "refusal": False,
                }
            ],
        )
        self.assertEqual(passage.window_id.purpose, "arrival")
        self.assertEqual(passage.badge_id, self.pupil.badge_ids)

    def test_3_2a_unknown_lost_and_old_badges(self):
        self.pupil.action_issue_badge("A2")
        self.other.badge_ids.with_user(self.guard).action_report_lost()
        answers = self._scan(("Z", "in"), ("A", "in"), ("C", "in"), ("A2", "in"))
        self.assertEqual([answer["status"] for answer in answers], ["unknown", "refused", "refused", "passed"])
        self.assertIn("3-2a", answers[1]["text"])
        refused = self.passages.search([("result", "=", "refused"), ("gate_id", "=", self.gate.id)], order="id")
        self.assertEqual(refused.mapped("refusal"), ["unknown_badge", "lost_badge", "lost_badge"])
        self.assertEqual(self.other.presence, "unknown")

    def test_3_5a_3_1d_outside_the_windows(self):
        boarder, pupil = self._scan(("B", "out"), ("A", "out"), at=MONDAY)
        self.assertEqual((boarder["status"], pupil["status"]), ("refused", "refused"))
        for clause in ("3-5a", "3-1d"):
            self.assertIn(clause, pupil["text"])
        (answer,) = self._scan(("B", "out"), at=NOON)
        self.assertIn("3-6b", answer["text"])
        (answer,) = self._scan(("A", "in"), at=MONDAY)
        self.assertEqual((answer["status"], answer["permit"]), ("ask", "called"))
        self.assertFalse(self.passages.search([("pupil_id", "=", self.pupil.id), ("direction", "=", "in")]))

    def test_3_5b_a_slip_is_asked_about_and_ends_with_the_badge(self):
        slip = self._stamp()
        (answer,) = self._scan(("A", "out"), at=MONDAY)
        self.assertEqual((answer["status"], answer["permit"]), ("ask", "leave_slip"))
        self._release(slip)
        (answer,) = self._scan(("A", "in"), at=BACK_BY + timedelta(minutes=20))
        self.assertEqual((answer["status"], answer["permit"]), ("passed", "leave_slip"))
        self.assertRecordValues(slip, [{"state": "returned", "late_minutes": 20}])
        self.assertRecordValues(self.pupil, [{"presence": "inside", "out_leave_id": False}])
        self.assertEqual(self.passages.search([("leave_id", "=", slip.id)], limit=1).direction, "in")

    def test_3_5b_who_does_not_return_is_back_with_the_next_arrival(self):
        slip = self._stamp(returns=False)
        self._release(slip)
        self.assertEqual(self._statuses(("A", "in"), at=MORNING + timedelta(days=1)), ["passed"])
        self.assertRecordValues(slip, [{"state": "returned", "late_minutes": 0}])

    def test_3_6b_passes_ask_and_end_with_the_badge(self):
        gate_pass = (
            self.env["reception.school.gate.pass"]
            .with_user(self.teacher)
            .create(
                {
                    "pupil_id": self.boarder.id,
                    "reason": "Pharmacy",
                    "valid_from": NIGHT,
                    "valid_to": NIGHT + timedelta(hours=1),
                    "due_back": NIGHT + timedelta(hours=2),
                }
            )
        )
        gate_pass.action_contact(self.mother.id, "agreed")
        gate_pass.action_issue()
        self.assertEqual(self._statuses(("B", "out"), at=NIGHT - timedelta(seconds=1)), ["refused"])
        self.assertEqual(self._statuses(("B", "out"), at=NIGHT), ["ask"])
        with freeze_time(NIGHT):
            gate_pass.with_user(self.guard).action_use("Pharmacy", self.gate.id)
        self.assertEqual(self._statuses(("B", "in"), at=NIGHT + timedelta(hours=1)), ["passed"])
        self.assertRecordValues(gate_pass, [{"state": "ended", "late_minutes": 0}])

    def test_3_2a_the_same_scan_again_changes_nothing(self):
        scan = {"client_id": "one", "code": "A", "direction": "in", "at": fields.Datetime.to_string(MORNING)}
        first = self._scan(scan)
        again = self._scan(scan, at=MORNING + timedelta(minutes=5))
        self.assertEqual(first[0]["status"], again[0]["status"])
        twice = self._scan({**scan, "client_id": "two", "code": "C"}, {**scan, "client_id": "two", "code": "C"})
        self.assertEqual([answer["status"] for answer in twice], ["passed", "passed"])
        self.assertEqual(self.passages.search_count([("client_id", "in", ("one", "two"))]), 2)

    def test_3_2a_a_badge_handed_back_is_told(self):
        self.assertEqual(self._statuses(("A", "in"), ("A", "in")), ["passed", "repeated"])
        self.assertEqual(self._statuses(("A", "in"), at=MORNING + timedelta(seconds=15)), ["repeated"])
        self.assertEqual(self._statuses(("A", "in"), at=MORNING + timedelta(seconds=16)), ["passed"])
        self.assertEqual(self.passages.search_count([("pupil_id", "=", self.pupil.id)]), 2)

    def test_late_sync_is_judged_by_its_hour(self):
        at = fields.Datetime.to_string(MORNING)
        (answer,) = self._scan({"code": "A", "at": at, "direction": "in", "decided": "passed"}, at=MONDAY)
        self.assertEqual(answer["status"], "passed")
        self._scan({"code": "A", "at": fields.Datetime.to_string(NOON), "direction": "out"}, at=NOON)
        (answer,) = self._scan(
            {"code": "A", "at": fields.Datetime.to_string(MORNING + timedelta(minutes=1)), "direction": "in"}, at=NOON
        )
        self.assertEqual(answer["status"], "passed")
        self.assertEqual(self.pupil.presence, "outside", "an older scan that comes later moves nobody")
        (answer,) = self._scan({"code": "A", "at": at, "direction": "in"}, at=MORNING + timedelta(hours=73))
        self.assertEqual(answer["status"], "conflict")

    def test_what_the_desk_let_pass_is_flagged_and_told(self):
        self.other.badge_ids.with_user(self.guard).action_report_lost()
        at = fields.Datetime.to_string(MONDAY)
        permit, badge = self._scan(
            {"code": "A", "at": at, "direction": "out", "decided": "passed"},
            {"code": "C", "at": at, "direction": "in", "decided": "passed"},
            at=NOON,
        )
        self.assertEqual((permit["status"], badge["status"]), ("passed", "passed"))
        rows = self.passages.search([("at", "=", MONDAY), ("result", "=", "passed")], order="id")
        self.assertEqual(rows.mapped("flag"), ["void_permit", "void_badge"])
        self.assertEqual((self.pupil.presence, self.other.presence), ("outside", "unknown"))
        told = self._get_told(self.gate)
        for user in (self.teacher, self.deputy, self.teacher2, self.stamper, self.leader, self.security):
            self.assertIn(user.partner_id, told, user.login)

    def test_queries_of_scans(self):
        """3 in a window, 6 outside, 8 for many."""
        pupils = self.env["reception.school.pupil"].create(
            [{"number": f"N{n}", "name": f"学生{n}", "class_id": self.one.id} for n in range(50)]
        )
        for pupil in pupils:
            pupil.action_issue_badge(f"N{pupil.number}")
        slip = self._stamp(self.boarder)
        self._release(slip, self.of_boarder)
        self._scan(("A", "in"))
        self._scan(("A", "out"), at=MONDAY)  # texts of clauses and what is kept of the day are looked up once

        def count(*scans, at=MORNING):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self._scan(*scans, at=at)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.assertLessEqual(count(("C", "in")), 3)
        self.assertLessEqual(count(("C", "out"), at=MONDAY), 6)
        self.assertLessEqual(count(*[(f"N{pupil.number}", "in") for pupil in pupils]), 8)

    def test_only_guards_scan_and_bad_input_is_told(self):
        for user in (self.teacher, self.stamper, self.host, self.registrar):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["reception.gate"].with_user(user).scan_pupils([], self.gate.id)
        for scans in ("A", [1], [{}] * 201):
            with self.assertRaises(UserError):
                self.desk.scan_pupils(scans, self.gate.id)
        for gate_id in (0, "x", None, 10**9):
            with self.subTest(gate_id=gate_id), self.assertRaises(UserError):
                self.desk.scan_pupils([], gate_id)
        (answer,) = self._scan({"code": None, "at": "yesterday", "direction": "up"})
        self.assertEqual(answer["status"], "unknown")
        self.assertEqual(self._scan(), [])


@tagged("post_install", "-at_install")
class TestSchoolNamed(ScanCommon):
    """Pupils who are named, violations, and cases (3-2a, 3-2b)."""

    def _pass(self, pupil=None, direction="in", at=MORNING, **values):
        with freeze_time(at):
            return self.desk.pass_pupil((pupil or self.pupil).id, direction, values, self.gate.id)

    def _refuse(self, pupil=None, at=MORNING, refusal="no_badge", **values):
        with freeze_time(at):
            return self.desk.refuse_pupil((pupil or self.pupil).id, refusal, values, self.gate.id)

    def _cases(self, pupil=None):
        return self.env["reception.school.violation.case"].search([("pupil_id", "=", (pupil or self.pupil).id)])

    def test_find_pupils(self):
        find = self.desk.find_pupils
        self.assertEqual([row["name"] for row in find("李小", self.gate.id)], ["李小明"])
        self.assertEqual([row["name"] for row in find("S00", self.gate.id)], ["李小明", "王住校", "赵他班"])
        for term in ("李", "S0", "%%%", "", None):
            self.assertEqual(find(term, self.gate.id), [], term)
        with self.assertRaises(AccessError):
            self.env["reception.gate"].with_user(self.host).find_pupils("李小", self.gate.id)

    def test_3_2a_without_badge_passed_or_refused_and_noted(self):
        row = self._pass()
        self.assertEqual(row["presence"], "inside")
        self._refuse(self.other, remark="Left at home")
        self.assertRecordValues(
            self.violations.search([("pupil_id", "in", (self.pupil | self.other).ids)], order="id"),
            [{"pupil_id": self.pupil.id, "kind": "no_badge"}, {"pupil_id": self.other.id, "kind": "no_badge"}],
        )
        refused = self.passages.search([("pupil_id", "=", self.other.id)])
        self.assertRecordValues(refused, [{"result": "refused", "refusal": "no_badge", "remark": "Left at home"}])
        with self.assertRaisesRegex(UserError, "3-1d"):
            self._pass(self.boarder, "out", at=NIGHT)

    def test_3_2b_the_third_in_thirty_days_is_reported(self):
        for day in (0, 1):
            self._refuse(at=MORNING + timedelta(days=day))
        self._refuse(at=MORNING + timedelta(days=1, minutes=29))
        self.assertFalse(self._cases(), "the same refusal within half an hour is one")
        self._refuse(at=MORNING + timedelta(days=2))
        case = self._cases()
        self.assertRecordValues(case, [{"reason": "repeated", "state": "reported", "class_id": self.one.id}])
        self.assertEqual(len(case.violation_ids), 3)
        self.assertEqual(case.activity_ids.user_id, self.affairs | self.teacher | self.deputy)
        for user in (self.teacher, self.leader, self.guard, self.security):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                case.with_user(user).action_decide("talk")
        with self.assertRaises(UserError):
            case.with_user(self.affairs).action_decide("prison")
        case.with_user(self.affairs).action_decide("parents_told", "The mother was called")
        self.assertRecordValues(
            case, [{"state": "decided", "decision": "parents_told", "decided_by_id": self.affairs.id}]
        )
        with self.assertRaises(UserError):
            case.with_user(self.affairs).action_dismiss("Again")
        for day in (3, 4):
            self._refuse(at=MORNING + timedelta(days=day))
        self.assertEqual(len(self._cases()), 1, "counted anew after a decision")
        self._refuse(at=MORNING + timedelta(days=5))
        self.assertEqual(len(self._cases()), 2)

    def test_3_2b_old_ones_do_not_count_and_serious_ones_at_once(self):
        for day in (0, 31, 32):
            self._refuse(at=MORNING + timedelta(days=day))
        self.assertFalse(self._cases())
        self._refuse(self.other, refusal="other", kind="forced_way", is_serious=True)
        case = self._cases(self.other)
        self.assertEqual(case.reason, "serious")
        with self.assertRaises(UserError):
            case.with_user(self.affairs).action_dismiss(" ")
        case.with_user(self.affairs).action_dismiss("Mistaken for another")
        self.assertEqual(case.state, "dismissed")

    def test_3_6b_late_arrival_by_call(self):
        with self.assertRaisesRegex(UserError, "3-6b"):
            self._pass(at=MONDAY, permit="called")
        self._pass(at=MONDAY, permit="called", spoke_with="Teacher")
        gate_pass = self.pupil.gate_pass_ids
        self.assertRecordValues(
            gate_pass,
            [{"purpose": "late_arrival", "state": "ended", "permitted_manner": "phone", "confirmed_at": False}],
        )
        self.assertEqual(str(gate_pass.confirm_by), "2026-03-03")
        self.assertRecordValues(
            self.passages.search([("pupil_id", "=", self.pupil.id)]),
            [{"permit": "called", "gate_pass_id": gate_pass.id, "direction": "in"}],
        )
        gate_pass.with_user(self.teacher).action_confirm()
        with self.assertRaisesRegex(UserError, "3-6b"):
            self._pass(self.boarder, "out", at=NIGHT, permit="called", spoke_with="Teacher")

    def test_emergencies_are_recorded_and_told(self):
        with self.assertRaises(UserError):
            self._pass(direction="out", at=MONDAY, permit="emergency", remark="Ambulance")
        self._pass(direction="out", at=MONDAY, permit="emergency", accompanied_by="Nurse", remark="Ambulance")
        self.assertEqual(self.passages.search([("pupil_id", "=", self.pupil.id)]).permit, "emergency")
        told = self._get_told(self.gate)
        for user in (self.teacher, self.stamper, self.security):
            self.assertIn(user.partner_id, told, user.login)

    def test_bad_input(self):
        for args in (
            (0, "in", {}),
            ("x", "in", {}),
            (self.pupil.id, "up", {}),
            (self.pupil.id, "in", {"permit": "vip"}),
        ):
            with self.subTest(args=args), self.assertRaises(UserError):
                self.desk.pass_pupil(*args, self.gate.id)
        with self.assertRaises(UserError):
            self.desk.refuse_pupil(self.pupil.id, "ugly", {}, self.gate.id)
        with self.assertRaises(AccessError):
            self.env["reception.gate"].with_user(self.teacher).pass_pupil(self.pupil.id, "in", {}, self.gate.id)
        with self.assertRaises(AccessError):
            self.violations.create({"pupil_id": self.pupil.id, "kind": "no_badge"})
