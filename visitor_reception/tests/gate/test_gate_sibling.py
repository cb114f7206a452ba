from datetime import timedelta
from functools import wraps
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import HttpCase, tagged

from ...models.gate.reception_gate import OpeningWindow
from ...models.gate.reception_gate_desk import DeskList
from ...models.gate.reception_gate_sync import DeskVerb
from ..common_gate import GateCommon

SIGNATURE = b"R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


class GateSiblingCommon(GateCommon):
    """What an add-on of its own adds to the desk, without a changed line of ours (design 8a): issue 10."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.area = cls.env["reception.gate.area"].create({"name": "Barrier", "sequence": 7})
        cls._extend("reception.gate", "_desk_verbs", cls._add_verbs)
        cls._extend("reception.gate", "_desk_lists", cls._add_list)
        cls._extend("reception.gate", "_find_scanned", cls._add_code)
        cls._extend("reception.gate", "_read_scanned", cls._add_card)
        cls._extend("reception.gate", "_search_desk_rows", cls._add_found)
        cls._extend("reception.gate", "get_offline_data", cls._add_offline)
        areas = cls.registry["reception.gate.area"]
        rows = cls.registry["reception.desk.row.mixin"]
        added = {
            "_desk_fields": lambda self: ("id", "name", "sequence"),
            "_get_desk_rows": rows._get_desk_rows,
            "_find_by_uid": rows._find_by_uid,
            "_get_earliest_moment": rows._get_earliest_moment,
            "raise_barrier": lambda self, height: setattr(self.sudo(), "sequence", height),
        }
        cls._patch(areas, added)
        cls._patch(
            cls.registry["reception.gate"],
            {"_add_barrier": cls._do_add_barrier, "_sync_badges": cls._do_sync_badges},
        )

    @classmethod
    def _patch(cls, model, methods):
        for name, method in methods.items():
            patcher = patch.object(model, name, method, create=True)
            patcher.start()
            cls.addClassCleanup(patcher.stop)

    @classmethod
    def _extend(cls, model, name, add):
        """As an inheriting class does: the method of ours is asked first."""
        ours = getattr(cls.registry[model], name)
        extended = wraps(ours)(lambda self, *args: add(self, ours(self, *args), *args))
        cls._patch(cls.registry[model], {name: extended})

    def _add_verbs(gate, verbs):  # pylint: disable=no-self-argument
        return verbs | {
            "raise": DeskVerb("raise_barrier", ("height",), target="reception.gate.area"),
            "add_barrier": DeskVerb("_add_barrier", target=None, starts=True),
            "badges": DeskVerb("_sync_badges", target=None, is_batch=True),
        }

    def _add_list(gate, lists):  # pylint: disable=no-self-argument
        return lists | {"barriers": DeskList("reception.gate.area", Domain("name", "=", "Barrier"), "id", limit=1)}

    def _add_code(gate, found, code):  # pylint: disable=no-self-argument
        areas = gate.env["reception.gate.area"]
        return found or (areas.search([("name", "=", "Barrier")], limit=1) if code == "BARRIER" else areas)

    def _add_card(gate, values, text):  # pylint: disable=no-self-argument
        return {"visitor_name": text.split("|")[1]} if text.startswith("CARD|") else values

    def _add_found(gate, rows, term, limit):  # pylint: disable=no-self-argument
        return rows + gate.env["reception.gate.area"].search([("name", "ilike", term)])._get_desk_rows()

    def _add_offline(gates, data, gate_id):  # pylint: disable=no-self-argument
        return data | {"barriers": gates.env["reception.gate.area"].search([])._get_desk_rows()}

    def _do_add_barrier(gate, values, gate_id):  # pylint: disable=no-self-argument
        return gate.env["reception.gate.area"].sudo().create({"name": values["name"], "company_id": gate.company_id.id})

    def _do_sync_badges(gate, operations):  # pylint: disable=no-self-argument
        if any(operation["values"]["code"] == "bad" for operation in operations):
            raise ValueError("bad badge")
        return [
            {
                "client_id": operation["client_id"],
                "status": "done",
                "text": f"{len(operations)} in {gate.code}",
                "row": False,
            }
            for operation in operations
        ]


@tagged("post_install", "-at_install")
class TestGateSibling(GateSiblingCommon):
    """The server's half."""

    def _sync(self, *operations):
        operations = [{"client_id": f"s{number}", **operation} for number, operation in enumerate(operations)]
        return self.gates.sync_passages(operations, self.gate.id)

    def test_list_code_card_search_and_offline_data(self):
        data = self.gates.get_desk_data(self.gate.id)
        row = {"id": self.area.id, "name": "Barrier", "sequence": 7, "model": "reception.gate.area"}
        self.assertEqual((data["barriers"], data["counts"]["barriers"]), ([row], 1))
        self.assertEqual(self.gates.desk_search("https://house/BARRIER?x=1", self.gate.id)["open"], [row])
        self.assertEqual(self.gates.desk_search("CARD|李四", self.gate.id)["values"], {"visitor_name": "李四"})
        log = self._register("Barrier Man", visitor_phone="13900001234")
        found = self.gates.desk_search("Barrier", self.gate.id)["open"]
        self.assertEqual(
            [(row["model"], row["id"]) for row in found],
            [("reception.gate.log", log.id), ("reception.gate.area", self.area.id)],
        )
        offline = self.gates.get_offline_data(self.gate.id)
        self.assertIn(row, offline["barriers"])
        self.assertLessEqual({"people", "roll_call", "contacts", "barriers"}, set(offline))

    def test_verb_of_a_record_is_done_once_and_noted(self):
        operation = {"verb": "raise", "model": "reception.gate.area", "res_id": self.area.id, "values": {"height": 3}}
        (done,) = self._sync(operation)
        self.assertEqual(
            (done["status"], done["row"]["sequence"], done["row"]["model"]), ("done", 3, "reception.gate.area")
        )
        self.area.sequence = 9
        self.assertEqual(self._sync(operation)[0]["row"]["sequence"], 9, "not done again")
        wanted = {"res_model": {}, "res_id": {"fields": {"display_name": {}}}}
        for reader in (self.guard, self.auditor):
            journal = self.env["reception.gate.operation"].with_user(reader)
            (row,) = journal.web_search_read([("client_id", "=", "s0")], wanted)["records"]
            self.assertEqual(row["res_id"]["display_name"], "Barrier")
        noted = self.env["reception.gate.operation"].search([("client_id", "=", "s0")])
        self.assertEqual(
            (noted.res_model, noted.res_id, noted.values), ("reception.gate.area", self.area.id, {"height": 3})
        )

    def test_record_of_another_model_is_not_taken_for_it(self):
        log = self._register()
        wrong = {"verb": "raise", "model": "reception.gate.log", "res_id": self.area.id, "values": {"height": 3}}
        other = {"verb": "give_up", "model": "reception.gate.area", "res_id": log.id, "values": {}}
        self.assertEqual([result["status"] for result in self._sync(wrong, other)], ["conflict", "conflict"])
        self.assertEqual((self.area.sequence, log.state), (7, "waiting"))

    def test_later_steps_name_what_was_started_by_its_uid(self):
        started, raised = self._sync(
            {"verb": "add_barrier", "uid": "b1", "values": {"name": "South"}},
            {"verb": "raise", "uid": "b1", "values": {"height": 2}},
        )
        self.assertEqual((started["status"], raised["status"]), ("done", "done"))
        self.assertEqual((raised["row"]["id"], raised["row"]["sequence"]), (started["row"]["id"], 2))

    def test_batch_is_one_call_without_rows_of_the_journal(self):
        scans = [{"verb": "badges", "values": {"code": str(number)}} for number in range(3)]
        one = {"verb": "register", "uid": "x", "values": {"visitor_name": "Between"}}
        results = self._sync(*scans[:2], one, scans[2])
        texts = [result["text"] for result in results]
        self.assertEqual(texts, ["2 in N", "2 in N", "", "1 in N"])
        noted = self.env["reception.gate.operation"].search([("gate_id", "=", self.gate.id)])
        self.assertEqual(noted.mapped("verb"), ["register"])
        bad = {"verb": "badges", "values": {"code": "bad"}}
        refused = self.gates.sync_passages([{"client_id": "y", **bad}], self.gate.id)
        self.assertEqual([(result["status"], result["text"]) for result in refused], [("conflict", "bad badge")])

    def test_unknown_verb_is_kept_and_done_once_it_is_known(self):
        operation = {"verb": "lower", "res_id": self.area.id, "values": {"height": 1}}
        for _turn in range(2):
            (result,) = self._sync(operation)
            self.assertEqual((result["status"], result["row"]), ("unknown", False))
            self.assertIn("lower", result["text"])
        operations = self.env["reception.gate.operation"].search([("client_id", "=", "s0")])
        self.assertEqual(operations.mapped("status"), ["unknown"], "noted once")
        verbs = {**self.gates._desk_verbs(), "lower": self.gates._desk_verbs()["raise"]}
        with patch.object(self.registry["reception.gate"], "_desk_verbs", lambda self: verbs):
            self.assertEqual(self._sync(operation)[0]["status"], "done")
            self.area.sequence = 5
            self.assertEqual(self._sync(operation)[0]["status"], "done")
        self.assertEqual(self.area.sequence, 5, "done once")

    def test_values_hold_no_document_number(self):
        values = {"visitor_name": "Numbered\0", "document_kind": "passport", "document_typed": "E12345678"}
        self._sync({"verb": "register", "uid": "n", "values": values})
        noted = self.env["reception.gate.operation"].search([("client_id", "=", "s0")])
        self.assertEqual(noted.values, {"visitor_name": "Numbered", "document_kind": "passport"})
        self.assertEqual(self.logs.browse(noted.res_id).document_masked, "*****5678")

    def test_passage_names_who_did_it(self):
        at = fields.Datetime.to_string(self._now())
        by_second = {"at": at, "user_id": self.second_guard.id, "uid": "w"}
        facts = {"visitor_name": "Who", "reason": "Repair", "host_name": "Tenant", "document_kind": "work_card"}
        results = self._sync(
            {"verb": "register", "values": facts, **by_second},
            {"verb": "check_in", "values": {"consent_by": "Tenant"}, **by_second},
            {
                "verb": "check_out",
                "values": {"slip_returned": True, "signed_by": "Tenant"},
                **by_second,
                "user_id": self.host.id,
            },
        )
        self.assertEqual([result["text"] for result in results], ["", "", ""])
        log = self.logs.search([("client_uid", "=", "w")])
        self.assertEqual((log.guard_in_id, log.guard_out_id), (self.second_guard, self.guard), "a host lets nobody out")
        noted = self.env["reception.gate.operation"].search([("res_id", "=", log.id)])
        self.assertEqual(noted.sent_by_id, self.guard)

    def test_typed_refusals_are_asked_wherever_facts_are_typed(self):
        invited = (
            self.env["reception.gate.log"]
            .with_user(self.host)
            .invite([{"visitor_name": "Asked"}], self._now(), self._now() + timedelta(hours=1))
        )
        log = self._register("Corrected")

        def refuse(logs, vals):
            return ["No red cars."] if vals.get("plate") == "red" else []

        ways = {
            "desk": lambda: self._register("Typed", plate="red"),
            "check in": lambda: log.action_check_in({"plate": "red"}),
            "correction": lambda: log.action_correct({"plate": "red"}),
            "link": lambda: invited.sudo()._answer_by_token({"plate": "red"}),
            "kiosk": lambda: self.gate._register_at_kiosk({"visitor_name": "Kiosk", "plate": "red"}, "red"),
        }
        with patch.object(self.registry["reception.gate.log"], "_typed_refusals", refuse):
            for way, work in ways.items():
                with self.subTest(way), self.assertRaisesRegex(UserError, "No red cars"):
                    work()

    def test_fields_of_an_add_on_are_typed_and_forgotten(self):
        logs = self.registry["reception.gate.log"]
        self.assertFalse(self._register("Before", goods_out="box").goods_out)
        self._extend_for_test(logs, "_typed_fields", lambda names: (*names, "goods_out"))
        self._extend_for_test(logs, "_personal_fields", lambda names: (*names, "goods_out"))
        log = self._register("After", visitor_phone="13900005678", goods_out="box")
        self.assertEqual(log.goods_out, "box")
        log._as_engine()._anonymise()
        self.assertFalse(log.goods_out)

    def _extend_for_test(self, model, name, change):
        ours = getattr(model, name)
        self.patch(model, name, lambda records: change(ours(records)))

    def test_roll_call_tells_who_extends_it(self):
        told = []
        calls = self.registry["reception.gate.roll.call"]
        for name in ("_on_started", "_on_ended"):
            self.patch(calls, name, lambda records, name=name: told.append((name, records.state)))
        start = {"verb": "start_roll_call", "uid": "r1", "values": {"place": "Yard"}}
        self._sync(start, {"verb": "end_roll_call", "values": {"roll_call": "r1"}})
        self.assertEqual(told, [("_on_started", "open"), ("_on_ended", "ended")])

    def test_closing_within_its_time_is_no_deviation(self):
        """3-1a: a gate that may be closed from 18:00, and is at 20:00 at the latest."""
        day = self._now().replace(hour=2, minute=0, second=0, microsecond=0)
        window = OpeningWindow(day, day + timedelta(hours=10), day + timedelta(hours=8))
        self.patch(self.registry["reception.gate"], "_get_opening_windows", lambda gate, day: [window])
        for hours, deviation in ((7, -60), (8, 0), (9, 0), (10, 0), (10.5, 30)):
            at = day + timedelta(hours=hours)
            closing = self.env["reception.gate.opening"].create({"gate_id": self.gate.id, "kind": "close", "at": at})
            self.assertEqual((closing.deviation, closing.is_deviation), (deviation, bool(deviation)))
            self.assertEqual(closing.scheduled_at, window.closes)

    def test_deposits_ask_the_gate_for_collecting_times(self):
        self.patch(self.registry["reception.gate"], "_is_collecting_at", lambda gate, moment: False)
        deposit = (
            self.env["reception.gate.deposit"]
            .with_user(self.guard)
            .create({"gate_id": self.gate.id, "depositor_name": "Left", "recipient_name": "Host", "items": "Keys"})
        )
        with self.assertRaisesRegex(UserError, "outside the set times"):
            deposit.action_collect("Host", SIGNATURE)


@tagged("post_install", "-at_install")
class TestToursGateSibling(HttpCase, GateSiblingCommon):
    """The desk's half: ``static/tests/sibling``, which nothing else loads."""

    def test_verb_list_card_sheet_scan_panel_online_and_offline(self):
        self.env["ir.asset"].create(
            [
                {"name": name, "bundle": "web.assets_tests", "path": f"visitor_reception/static/tests/sibling/{name}"}
                for name in ("gate_barrier.js", "gate_barrier.xml", "gate_barrier_tour.js")
            ]
        )
        (self.env["reception.gate"].search([]) - self.gate).active = False
        gates = self.registry["reception.gate"]
        sync, calls = gates.sync_passages, []

        @wraps(sync)
        def spy(gate, operations, gate_id):
            calls.append([operation["verb"] for operation in operations])
            return sync(gate, operations, gate_id)

        with patch.object(gates, "sync_passages", spy):
            self.start_tour("/odoo/reception-gate-desk", "gate_desk_sibling", login=self.guard.login)
        self.assertEqual(self.area.sequence, 95)
        self.assertEqual(self.env["reception.gate.area"].search([("name", "=", "South")]).sequence, 4)
        noted = self.env["reception.gate.operation"].search([("gate_id", "=", self.gate.id)], order="id")
        self.assertEqual(
            noted.mapped(lambda operation: (operation.verb, operation.status)),
            [
                ("raise", "done"),
                ("raise", "done"),
                ("add_barrier", "done"),
                ("raise", "done"),
                ("raise", "done"),
                ("lower", "unknown"),
            ],
        )
        badges = [call for call in calls if "badges" in call]
        self.assertEqual([len(call) for call in badges], [50, 11], "at most 50 a call")
