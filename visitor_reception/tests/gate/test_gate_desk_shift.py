from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common_gate import GateCommon

SIGNATURE = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@tagged("post_install", "-at_install")
class TestGateDeskShift(GateCommon):
    """The shift, its hand-over, the gate's times and left things as operations of a desk (3-1, 3-4a)."""

    def _sync(self, *operations, user=None):
        gates = self.env["reception.gate"].with_user(user or self.guard)
        facts = {"at": fields.Datetime.to_string(self._now())}
        numbered = [
            {"client_id": f"{self.env.cr.now()}{id(self)}{self._next()}", **facts, **operation}
            for operation in operations
        ]
        return gates.sync_passages(numbered, self.gate.id)

    @classmethod
    def _next(cls):
        cls.number = getattr(cls, "number", 0) + 1
        return cls.number

    def _facts(self):
        return self.gates.get_offline_data(self.gate.id)

    def _start(self, **facts):
        (result,) = self._sync({"verb": "start_shift", "uid": "shift", "values": {}, **facts})
        self.assertEqual(result["status"], "done", result["text"])
        return self.env["reception.gate.shift"].browse(result["row"]["id"])

    def _counts(self, **changed):
        lines = self._facts()["shift"]["lines"]
        return {line["kind"]: {"counted": changed.get(line["kind"], line["expected"])} for line in lines}

    def test_3_1c_shift_is_handed_over_at_the_desk(self):
        self._let_in(headcount=2)
        shift = self._start()
        facts = self._facts()["shift"]
        self.assertEqual((facts["state"], facts["guard_id"]), ("open", self.guard.id))
        inside = next(line for line in facts["lines"] if line["kind"] == "inside")
        self.assertEqual((inside["expected"], inside["summary"]), (2, "张三丰"))
        again = self._sync({"verb": "start_shift", "uid": "other", "values": {}})
        self.assertIn("3-1c", again[0]["text"])

        hand_over = {"verb": "hand_over", "uid": "shift", "model": shift._name}
        for counts, text in (
            ({}, "number counted"), (self._counts(inside=1), "explain the difference"), (self._counts(slip="two"), "0 or more"),
            (self._counts(inside=-1), "0 or more"), ("none", ""), ({"inside": [1]}, ""),
        ):  # fmt: skip
            with self.subTest(counts=counts):
                (result,) = self._sync({**hand_over, "values": {"counts": counts}})
                self.assertEqual((result["status"], shift.state), ("conflict", "open"))
                self.assertIn(text, result["text"])
        (result,) = self._sync({**hand_over, "values": {"counts": self._counts(), "remark": "All quiet"}})
        self.assertEqual((result["status"], shift.state), ("done", "handing"), result["text"])
        self.assertTrue(shift.signed_at)
        self.assertEqual((shift.remark, shift.sent_by_id.id), ("All quiet", False))
        self.assertEqual(len(self._facts()["shift"]["lines"]), len(shift.line_ids))

        take_over = {"verb": "take_over", "res_id": shift.id, "model": shift._name}
        self.assertIn("another guard", self._sync(take_over)[0]["text"])
        (result,) = self._sync(take_over, user=self.second_guard)
        self.assertEqual((result["status"], shift.state), ("done", "closed"), result["text"])
        self.assertEqual(self._facts()["shift"]["guard_id"], self.second_guard.id)

    def test_3_1c_counted_0_is_counted(self):
        shift = self._start()
        shift.with_user(self.guard).action_hand_over()
        lines = shift.line_ids.with_user(self.guard)
        self.assertFalse(any(lines.mapped("is_counted")))
        lines.write({"is_counted": True})
        shift.with_user(self.guard).action_sign()
        self.assertTrue(shift.signed_at)

    def test_3_1c_what_was_open_when_it_was_handed_over_counts(self):
        """Sent an hour later: who has left since was inside, who has come since was not."""
        now = self._now()
        leaver = self._let_in("Leaver", visitor_phone="1")
        leaver._as_engine().write({"checked_in": now - timedelta(hours=3)})
        started = fields.Datetime.to_string(now - timedelta(hours=2))
        shift = self._start(at=started)
        self.assertEqual(shift.started_at, now - timedelta(hours=2))
        leaver.action_check_out({"slip_returned": True, "signed_by": "Host"})
        self._let_in("Newcomer", visitor_phone="2")
        counts = {kind: {"counted": 0} for kind in self._counts()} | {"inside": {"counted": 1}, "slip": {"counted": 1}}
        (result,) = self._sync(
            {
                "verb": "hand_over", "uid": "shift", "model": shift._name, "values": {"counts": counts},
                "at": fields.Datetime.to_string(now - timedelta(hours=1)),
            }
        )  # fmt: skip
        self.assertEqual(result["status"], "done", result["text"])
        inside = shift.line_ids.filtered(lambda line: line.kind == "inside")
        self.assertEqual((inside.expected, inside.summary), (1, "Leaver"))
        self.assertEqual(shift.signed_at, now - timedelta(hours=1))

    def test_3_1c_signature_that_another_desk_sends_says_so(self):
        shift = self._start()
        values = {"counts": self._counts()}
        step = {"verb": "hand_over", "res_id": shift.id, "model": shift._name, "values": values}
        self.assertIn("guard on duty", self._sync(step, user=self.second_guard)[0]["text"])
        (result,) = self._sync({**step, "user_id": self.guard.id}, user=self.second_guard)
        self.assertEqual((result["status"], shift.sent_by_id), ("done", self.second_guard), result["text"])

    def test_3_1c_twelve_of_one_name_are_a_count_with_a_list_behind_it(self):
        for number in range(12):
            self._let_in("Fitter", visitor_phone=f"1390000{number:04}")
        shift = self._start()
        shift.with_user(self.guard).action_hand_over()
        inside = shift.line_ids.filtered(lambda line: line.kind == "inside")
        self.assertEqual((inside.summary, len(inside.names.splitlines())), ("Fitter × 12", 12))
        self.assertEqual(inside.with_user(self.guard).action_open_names()["res_id"], inside.id)
        shift._as_engine()._anonymise()
        self.assertFalse(inside.summary)
        self.assertNotIn("Fitter", inside.names)

    def test_3_1c_guard_who_has_gone_is_relieved_at_the_desk(self):
        shift = self._start()
        step = {"verb": "take_over_unsigned", "res_id": shift.id, "model": shift._name}
        (result,) = self._sync({**step, "values": {"reason": " "}}, user=self.second_guard)
        self.assertEqual(result["status"], "conflict")
        (result,) = self._sync({**step, "values": {"reason": "Gone home"}}, user=self.second_guard)
        self.assertEqual((result["status"], shift.unsigned_reason), ("done", "Gone home"), result["text"])

    def test_3_1a_gate_is_opened_and_closed_at_the_desk(self):
        at = self._now() - timedelta(hours=1)
        (result,) = self._sync(
            {"verb": "note_opening", "values": {"kind": "open"}, "at": fields.Datetime.to_string(at)}
        )
        self.assertEqual(result["status"], "done", result["text"])
        opening = self.env["reception.gate.opening"].search([("gate_id", "=", self.gate.id)])
        self.assertEqual((opening.kind, opening.at, opening.guard_id), ("open", at, self.guard))
        (result,) = self._sync({"verb": "note_opening", "values": {"kind": "ajar"}})
        self.assertEqual(result["status"], "conflict")

    def test_3_4a_deposit_is_taken_in_and_collected_at_the_desk(self):
        at = self._now() - timedelta(hours=1)
        take = {"verb": "take_deposit", "uid": "d", "at": fields.Datetime.to_string(at)}
        self.assertIn("3-4a", self._sync({**take, "values": {"items": "Parcel"}})[0]["text"])
        values = {
            "depositor_name": "Courier",
            "recipient_id": self.host.employee_id.id,
            "items": "Parcel",
            "state": "collected",
        }
        (result,) = self._sync({**take, "values": values})
        self.assertEqual(result["status"], "done", result["text"])
        (row,) = self._facts()["deposits"]
        self.assertEqual((row["recipient_name"], row["active"]), ("Host", True))
        deposit = self.env["reception.gate.deposit"].browse(row["id"])
        self.assertEqual((deposit.state, deposit.taken_in_at, deposit.taken_in_by_id), ("kept", at, self.guard))

        collect = {"verb": "collect_deposit", "uid": "d", "model": deposit._name}
        self.assertIn("signs", self._sync({**collect, "values": {"collected_by": "Host"}})[0]["text"])
        self.assertFalse(deposit.collected_by)
        (result,) = self._sync({**collect, "values": {"collected_by": "Host", "signature": SIGNATURE}})
        self.assertEqual((result["status"], result["row"]["active"]), ("done", False), result["text"])
        self.assertEqual((deposit.state, self._facts()["deposits"]), ("collected", []))
        noted = self.env["reception.gate.operation"].search([("verb", "=", "collect_deposit")])
        self.assertNotIn(SIGNATURE, str(noted.mapped("values")))

    def test_3_4a_deposit_goes_back_with_a_reason(self):
        self._sync(
            {
                "verb": "take_deposit",
                "uid": "d",
                "values": {"depositor_name": "A", "recipient_name": "B", "items": "Coat"},
            }
        )
        back = {"verb": "return_deposit", "uid": "d", "model": "reception.gate.deposit"}
        self.assertIn("3-4a", self._sync({**back, "values": {}})[0]["text"])
        (result,) = self._sync({**back, "values": {"remark": "Nobody came"}})
        self.assertEqual(result["row"]["state"], "returned")

    def test_staff_is_in_the_roll_call_where_attendance_is_recorded(self):
        self._let_in()
        calls = self.registry["reception.gate.roll.call"]
        employee = self.host.employee_id
        self.patch(calls, "_find_staff_inside", lambda call, company: employee.sudo())
        self._sync({"verb": "start_roll_call", "uid": "r", "values": {"place": "Yard"}})
        facts = self._facts()["roll_call"]
        (row,) = facts["staff"]
        self.assertEqual((row["visitor_name"], row["host_name"], len(facts["marks"])), ("Host", "Marketing", 1))
        (result,) = self._sync(
            {"verb": "mark_staff", "res_id": row["id"], "model": row["model"], "values": {"state": "safe"}}
        )
        self.assertEqual(result["row"]["state"], "safe", result["text"])
        call = self.env["reception.gate.roll.call"].browse(facts["id"])
        self.assertEqual((call.people_count, call.open_count), (2, 1))
        self._sync({"verb": "end_roll_call", "values": {"roll_call": call.id}})
        self.assertEqual(self._facts()["ended_roll_call"]["id"], call.id)
        self._sync({"verb": "reopen_roll_call", "values": {"roll_call": call.id}})
        self.assertEqual((call.state, len(call.line_ids)), ("open", 2))

    def test_attendance_is_asked_only_where_it_is_recorded(self):
        staff = self.env["reception.gate.roll.call"]._find_staff_inside(self.env.company)
        if "hr.attendance" not in self.env:
            self.assertFalse(staff)
            return
        attendance = self.env["hr.attendance"].create({"employee_id": self.host.employee_id.id})
        find = self.env["reception.gate.roll.call"]._find_staff_inside
        self.assertIn(self.host.employee_id, find(self.env.company))
        attendance.check_out = self._now() + timedelta(minutes=1)
        self.assertNotIn(self.host.employee_id, find(self.env.company))

    def test_rows_tell_what_is_asked_for(self):
        visit = self._issue(self._make_visit(date_begin=self._now(), date_end=self._now() + timedelta(hours=5)))
        self._register(needs_escort=True)
        data = self.gates.get_desk_data(self.gate.id)
        names = ("needs_slip", "needs_document", "needs_escort")
        (walker,) = data["waiting"]
        self.assertEqual([walker[name] for name in names], [True, True, True])
        guests = (
            [row for row in data["expected"] if row["visit_id"] == visit.id]
            if "visit_id" in walker
            else data["expected"]
        )
        self.assertEqual({tuple(row[name] for name in names) for row in guests}, {(False, False, False)})
        invited = self.env["reception.gate.log"].with_user(self.host)
        invited.invite([{"visitor_name": "Invited"}], self._now(), self._now() + timedelta(hours=2))
        expected = self.gates.get_desk_data(self.gate.id)["expected"]
        row = next(row for row in expected if row["visitor_name"] == "Invited")
        self.assertEqual([row[name] for name in names], [True, True, False], "as this gate asks")
        self.gate.slip_required = False
        expected = self.gates.get_desk_data(self.gate.id)["expected"]
        row = next(row for row in expected if row["visitor_name"] == "Invited")
        self.assertFalse(row["needs_slip"])

    def test_desk_knows_staff_and_passes_without_network(self):
        kind = self.env["reception.gate.pass.kind"].create({"name": "Visitor"})
        passes = self.env["reception.gate.pass"].create([{"name": name, "kind_id": kind.id} for name in ("P1", "P2")])
        passes[1].with_user(self.guard).action_lose()
        self.host.employee_id.work_phone = "021-5555"
        data = self._facts()
        self.assertEqual((data["passes"]["P1"], data["passes"]["P2"]), (False, True))
        host = next(row for row in data["staff"] if row[0] == self.host.employee_id.id)
        self.assertEqual(host[1:3], ["Host", "Marketing"])
        self.assertNotIn("021-5555", str(data["staff"]), "numbers only of whom it expects")

    def test_3_3b_phone_of_three_digits_is_refused_at_the_invitation(self):
        logs = self.env["reception.gate.log"].with_user(self.host)
        with self.assertRaisesRegex(UserError, "123"):
            logs.invite(
                [{"visitor_name": "Short", "visitor_phone": "123"}], self._now(), self._now() + timedelta(hours=1)
            )
