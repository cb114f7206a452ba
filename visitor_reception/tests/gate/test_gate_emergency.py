from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common_gate import GateCommon


@tagged("post_install", "-at_install")
class TestGateEmergency(GateCommon):
    """What a desk has when the network is gone: everybody inside, the roll call, whom to call."""

    def _sync(self, *operations, user=None):
        gates = self.gates.with_user(user or self.guard)
        vals_list = [{"client_id": f"e-{number}", **vals} for number, vals in enumerate(operations)]
        return gates.sync_passages(vals_list, self.gate.id)

    def test_everybody_inside_and_whom_to_call(self):
        self.host.employee_id.work_phone = "021-5555"
        self.marketing.manager_id = self.head.employee_id
        inside = [self._let_in(f"Inside {number}", visitor_phone=str(number)) for number in range(90)]
        self._register("Waiting", visitor_phone="x")
        data = self.gates.get_offline_data(self.gate.id)
        self.assertEqual({row["id"] for row in data["people"]}, {log.id for log in inside}, "more than a list shows")
        self.assertFalse(data["roll_call"])
        contacts = data["contacts"][self.host.employee_id.id]
        self.assertEqual(contacts[0]["phones"], ["021-5555"])
        self.assertEqual(contacts[-1]["name"], self.head.employee_id.name)
        with self.assertRaises(AccessError):
            self.env["reception.gate"].with_user(self.host).get_offline_data(self.gate.id)

    def test_3_8a_deputy_of_an_absent_leader_is_called(self):
        today = fields.Date.context_today(self.gate)
        holder = self.env["reception.position.holder"].search([("user_id", "=", self.gm.id)], limit=1)
        holder.write({"deputy_id": self.edgm.id, "absent_from": today, "absent_to": today + timedelta(days=1)})
        log = self._register(host_id=self.gm.employee_id.id)
        names = {contact["level"]: contact["name"] for contact in log.get_contacts()}
        self.assertEqual(names["deputy"], self.edgm.employee_id.name)

    def test_roll_call_from_desks(self):
        alpha, beta = self._let_in("Alpha", visitor_phone="1"), self._let_in("Beta", visitor_phone="2")
        at = fields.Datetime.to_string(self._now() - timedelta(minutes=20))
        start = {"verb": "start_roll_call", "uid": "r1", "at": at, "values": {"place": "Yard", "is_drill": True}}
        safe, named = {"state": "safe"}, {"roll_call": "r1"}
        results = self._sync(
            start,
            {"verb": "mark", "log_id": alpha.id, "at": at, "values": {**safe, **named}},
            {"verb": "mark", "log_id": alpha.id, "at": at, "values": {"state": "dancing", **named}},
            {"verb": "mark", "log_id": alpha.id, "at": at, "values": safe},
        )
        self.assertEqual([result["status"] for result in results], ["done", "done", "conflict", "conflict"])
        call = self.env["reception.gate.roll.call"].search([("state", "=", "open")])
        self.assertEqual((call.place, call.is_drill, fields.Datetime.to_string(call.started_at)), ("Yard", True, at))
        other = {"user": self.second_guard}
        self._sync({**start, "client_id": "o-1", "uid": "r2"}, **other)
        self.assertEqual(self.env["reception.gate.roll.call"].search([("state", "=", "open")]), call, "is joined")
        late = self._let_in("Late", visitor_phone="3")
        missing = {"state": "missing", "roll_call": "r2"}
        self._sync({"client_id": "o-2", "verb": "mark", "log_id": late.id, "values": missing}, **other)
        marks = {alpha.id: "safe", beta.id: "unknown", late.id: "missing"}
        self.assertEqual(self.gates.get_offline_data(self.gate.id)["roll_call"]["marks"], marks)
        self._sync({"client_id": "o-3", "verb": "end_roll_call", "values": {"roll_call": call.id}}, **other)
        self.assertEqual(call.state, "ended")
        with self.assertRaisesRegex(UserError, "ended"):
            beta.action_mark("safe", call.id)
        with self.assertRaises(AccessError):
            beta.with_user(self.host).action_mark("safe", call.id)

    def test_late_drill_does_not_touch_a_real_roll_call(self):
        alpha = self._let_in("Alpha", visitor_phone="1")
        real = self.env["reception.gate.roll.call"].with_user(self.second_guard).create({"place": "Yard"})
        drill = {"verb": "start_roll_call", "uid": "d1", "values": {"place": "Hall", "is_drill": True}}
        safe = {"verb": "mark", "log_id": alpha.id, "values": {"state": "safe", "roll_call": "d1"}}
        end = {"verb": "end_roll_call", "values": {"roll_call": "d1"}}
        results = self._sync(drill, safe, end)
        self.assertEqual([result["status"] for result in results], ["conflict"] * 3)
        self.assertEqual((real.state, real.line_ids.state), ("open", "unknown"))
        joined = {**drill, "client_id": "again", "values": {**drill["values"], "join": True}}
        results = self._sync(joined, {**safe, "client_id": "safe again"})
        self.assertEqual([result["status"] for result in results], ["done", "done"])
        self.assertEqual(real.line_ids.state, "safe")

    def test_one_roll_call_at_a_time(self):
        calls = self.env["reception.gate.roll.call"].with_user(self.guard)
        calls.create({"place": "Yard"})
        with self.assertRaisesRegex(UserError, "under way.*Yard"):
            calls.create({"place": "Hall"})

    def test_who_noted_and_who_sent(self):
        self._sync(
            {"verb": "register", "uid": "n1", "user_id": self.second_guard.id, "values": {"visitor_name": "Noted"}},
            {"verb": "register", "uid": "n2", "user_id": "somebody", "values": {"visitor_name": "Bad"}},
        )
        operations = self.env["reception.gate.operation"].search([], order="id desc", limit=2)
        self.assertEqual(operations.sent_by_id, self.guard)
        self.assertEqual(operations.sorted("id").done_by_id, self.second_guard + self.guard)

    def test_desks_hear_of_new_notices_and_cancelled_ones(self):
        now = self._now()
        reload = ("reception.gate/reload", 1)
        visit = self._make_visit(date_begin=now, date_end=now + timedelta(hours=5))
        self.assertEqual(self._count_messages(lambda: self._issue(visit)), reload)
        self.assertEqual(len(self.gates.get_desk_data(self.gate.id)["expected"]), len(visit.guest_ids))
        self.assertEqual(self._count_messages(lambda: visit.with_user(self.host).action_cancel()), reload)
        self.assertFalse(self.gates.get_desk_data(self.gate.id)["expected"])

    def _count_messages(self, work):
        self.env.cr.precommit.run()
        work()
        reloads = [message for _channel, message in self._get_bus() if "reception.gate/reload" in message]
        return "reception.gate/reload", len(reloads)
