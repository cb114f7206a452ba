from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL

from ..common_gate import GateCommon


@tagged("post_install", "-at_install")
class TestGateDesk(GateCommon):
    """The API of the desk: lists, search, offline work, what it costs."""

    def _count(self, work):
        """Queries of ``work`` as a request makes them: cold records, warm caches of the server, until the commit."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        self.env.cr.precommit.run()
        return self.env.cr.sql_log_count - before

    def test_check_in_and_out_cost(self):
        kind = self.env["reception.gate.pass.kind"].create({"name": "Visitor"})
        self.env["reception.gate.pass"].create({"name": "C1", "kind_id": kind.id})
        warm = self._let_in("Warm", visitor_phone="1")
        warm.action_check_out({"slip_returned": True, "signed_by": "Host"})
        log = self._register()
        log.action_consent("agreed", "Host")
        queries = self._count(lambda: log.action_check_in({}))
        self.assertLessEqual(queries, 9)
        self.assertEqual(log.state, "inside")
        queries = self._count(lambda: log.action_check_out({"slip_returned": True, "signed_by": "Host"}))
        self.assertLessEqual(queries, 6)

    def test_desk_costs_the_same_for_many(self):
        self.gates.get_desk_data(self.gate.id)
        few = self._count(lambda: self.gates.get_desk_data(self.gate.id))
        self.logs.register([{"visitor_name": f"Many {number}"} for number in range(30)], self.gate.id)
        self.assertEqual(self._count(lambda: self.gates.get_desk_data(self.gate.id)), few)
        self.assertLessEqual(few, 16)

    def test_desk_data(self):
        log = self._let_in()
        log._as_engine().due_out = self._now() - timedelta(hours=1)
        self._register("Waiting", visitor_phone="5")
        data = self.gates.get_desk_data(self.gate.id)
        # other add-ons have lists of their own
        self.assertEqual(data["counts"], {**data["counts"], "expected": 0, "waiting": 1, "inside": 1, "overdue": 1})
        self.assertEqual(data["inside"][0]["visitor_name"], "张三丰")
        self.assertIsInstance(data["inside"][0]["checked_in"], str)
        self.assertNotIn("document_number", data["inside"][0])
        self.assertIn(f"reception.gate_{self.gate.id}", data["channels"])

    def test_search(self):
        kind = self.env["reception.gate.pass.kind"].create({"name": "Visitor"})
        self.env["reception.gate.pass"].create({"name": "V7", "kind_id": kind.id})
        log = self._register(plate="京a·12345")
        log.action_check_in({"consent_by": "Host", "pass_number": "V7"})
        for term in ("张三", "三丰", "1234", "京A123", "V7", log.name, log.sudo().access_token):
            with self.subTest(term=term):
                found = self.gates.desk_search(term, self.gate.id)
                self.assertEqual([row["id"] for row in found["open"]], log.ids)
        for term in ("张", "xy", "", None, "%%%", "___"):
            with self.subTest(term=term):
                self.assertFalse(self.gates.desk_search(term, self.gate.id)["open"])
        log.action_check_out({"slip_returned": True, "signed_by": "Host"})
        for term in ("张三", "三丰", "张三丰"):
            found = self.gates.desk_search(term, self.gate.id)
            self.assertEqual(([], log.ids), (found["open"], [row["id"] for row in found["known"]]))

    def test_search_by_sound(self):
        logs = {
            name: self._register(name, visitor_phone=False) for name in ("欧阳修远", "吕布", "单雄信", "José Álvarez")
        }
        for term, name in (
            ("ouyang", "欧阳修远"), ("OYXY", "欧阳修远"), ("xiu yuan", "欧阳修远"), ("ōuyáng", "欧阳修远"), ("lvbu", "吕布"),
            ("lubu", "吕布"), ("lǚbù", "吕布"), ("lb", "吕布"), ("shanxiong", "单雄信"), ("danxiong", "单雄信"),
            ("alvarez", "José Álvarez"), ("Álvarez, José", "José Álvarez"), ("jose a", "José Álvarez"),
        ):  # fmt: skip
            with self.subTest(term=term):
                self.assertEqual(
                    [row["visitor_name"] for row in self.gates.desk_search(term, self.gate.id)["open"]], [name]
                )
        log = logs["欧阳修远"]
        log.action_refuse("Test")
        self.assertEqual([row["id"] for row in self.gates.desk_search("oyxy", self.gate.id)["known"]], log.ids)
        self.assertEqual(self.logs.search([("display_name", "ilike", "ouyangxiu")]), log)

    def test_search_by_sound_uses_the_index(self):
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        for term in ("ouyang", "欧阳修", "欧阳", "京A123", "0000 1234"):
            query = self.logs.sudo()._search(self.logs._get_term_domain(term, Domain("state", "=", "left")))
            rows = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
            plan = "\n".join(line for (line,) in rows)
            with self.subTest(term=term):
                self.assertNotIn("Seq Scan on reception_gate_log", plan)

    def test_search_hosts(self):
        self.assertEqual(self.gates.search_hosts("H", self.gate.id), [])
        self.host.employee_id.name = "欧阳修远"
        for term in ("ouyang", "oyxy", "修远"):
            found = self.gates.search_hosts(term, self.gate.id)
            self.assertEqual([row["id"] for row in found], self.host.employee_id.ids)
        self.host.employee_id.name = "Host"
        found = self.gates.search_hosts("Host", self.gate.id)
        self.assertIn("Marketing", {row["department"] for row in found if row["id"] == self.host.employee_id.id})
        self.assertNotIn("phone", self.gate._search_hosts("Host")[0])

    def test_live_one_message_for_desks_and_one_for_the_host(self):
        log = self._register()
        log.action_consent("agreed", "Host")
        self.env.cr.precommit.run()
        log.action_check_in()
        sent = self._get_bus()
        self.assertEqual(len(sent), 2)
        self.assertEqual(["reception.gate/passage" in message for _channel, message in sent], [True, False])

    def test_only_guards_listen(self):
        channel = f"reception.gate_{self.gate.id}"
        for user, hears in ((self.guard, True), (self.host, False), (self.auditor, False)):
            # the base method reads the session of a request; what it is given is what is looked at
            logs = self.env["reception.gate.log"].with_user(user)
            self.assertEqual(logs._is_guard(), hears)
        self.assertTrue(channel)

    def test_sync_in_order_and_once(self):
        at = fields.Datetime.to_string(self._now() - timedelta(hours=2))
        later = fields.Datetime.to_string(self._now() - timedelta(hours=1))
        facts = {"visitor_name": "Offline", "reason": "Repair", "host_name": "Tenant", "document_kind": "work_card"}
        operations = [
            {"client_id": "a1", "verb": "register", "uid": "u1", "at": at, "values": facts},
            {"client_id": "a2", "verb": "check_in", "log_id": False, "uid": "u1", "at": at, "values": {"consent_by": "Tenant"}},
            {"client_id": "a3", "verb": "check_out", "uid": "u1", "at": later, "values": {}},
            {
                "client_id": "a4", "verb": "check_out", "uid": "u1", "at": later,
                "values": {"slip_returned": True, "signed_by": "Tenant"},
            },
            {"client_id": "a5", "verb": "explode", "uid": "u1", "at": later},
            {"client_id": "a6", "verb": "check_out", "uid": "nobody", "at": "yesterday"},
        ]  # fmt: skip
        results = self.gates.sync_passages(operations, self.gate.id)
        self.assertEqual(
            [result["status"] for result in results], ["done", "done", "conflict", "done", "unknown", "conflict"]
        )
        self.assertIn("3-3c", results[2]["text"])
        log = self.logs.search([("client_uid", "=", "u1")])
        self.assertEqual((log.state, fields.Datetime.to_string(log.checked_in)), ("left", at))
        self.assertEqual(log.stay_minutes, 60)
        again = self.gates.sync_passages(operations, self.gate.id)
        self.assertEqual([r["status"] for r in again], [r["status"] for r in results])
        self.assertEqual(self.logs.search_count([("visitor_name", "=", "Offline")]), 1)
        with self.assertRaises(AccessError):
            self.env["reception.gate"].with_user(self.host).sync_passages(operations, self.gate.id)

    def test_moments_do_not_come_over_rpc(self):
        log = self._register()
        yesterday = self._now() - timedelta(days=1)
        forged = {"reception_gate_moment": yesterday, "reception_gate_doer": self.second_guard.id}
        log.with_context(**forged).action_check_in({"consent_by": "Host"})
        self.assertEqual(log.guard_in_id, self.guard)
        self.assertGreater(log.checked_in, yesterday + timedelta(hours=12))

    def test_kiosk_is_slowed_down(self):
        self.env["ir.config_parameter"].set_param("visitor_reception.kiosk_per_minute", 2)
        outcomes = [self.env["ir.http"]._is_too_often("kiosk", "test") for _turn in range(3)]
        self.assertEqual(outcomes, [False, False, True])
