import doctest
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ...models.events import reception_gate_offline
from ..common import MONDAY
from ..common_scan import MORNING, ScanCommon


@tagged("post_install", "-at_install")
class TestSchoolDesk(ScanCommon):
    """The gate desk of a school: lists, verbs by sync, what it knows without network."""

    def _sync(self, *operations):
        at = fields.Datetime.to_string(fields.Datetime.now())
        return self.desk.sync_passages(
            [
                {"client_id": f"c{number}", "at": at, "user_id": self.guard.id, **operation}
                for number, operation in enumerate(operations)
            ],
            self.gate.id,
        )

    def test_scans_go_in_one_batch(self):
        with freeze_time(MORNING):
            answers = self._sync(
                {"verb": "scan", "values": {"code": "A", "direction": "in"}},
                {"verb": "scan", "values": {"code": "?", "direction": "in"}},
                {"verb": "scan", "values": {"code": "B", "direction": "in", "decided": "passed"}},
            )
            self.assertEqual([answer["status"] for answer in answers], ["done"] * 3)
            self.assertEqual([answer["scan"]["status"] for answer in answers], ["passed", "unknown", "passed"])
            self.assertFalse(self.env["reception.gate.operation"].search([("client_id", "in", ("c0", "c1"))]))
        self.assertEqual(self.pupil.presence, "inside")

    def test_a_scan_is_taken_back(self):
        with freeze_time(MORNING):
            self._sync({"verb": "scan", "values": {"code": "A", "direction": "in"}})
            (answer,) = self._sync({"client_id": "u1", "verb": "undo_scan", "values": {"scan": "c0"}})
            self.assertEqual(answer["status"], "done", answer["text"])
            passages = self.passages.with_context(active_test=False).search([("pupil_id", "=", self.pupil.id)])
            self.assertRecordValues(
                passages.sorted("id"),
                [{"active": False, "result": "passed"}, {"active": True, "result": "refused"}],
            )
            self.assertEqual(passages.sorted("id")[1].corrects_id, passages.sorted("id")[0])
            self.assertEqual(self.pupil.presence, "outside")
            with self.assertRaisesRegex(UserError, "nothing to take back"):
                self.desk.undo_scan("c0", self.gate.id)
        with freeze_time(MORNING + timedelta(minutes=30)):
            self._sync({"client_id": "c9", "verb": "scan", "values": {"code": "C", "direction": "in"}})
        with freeze_time(MORNING + timedelta(minutes=41)), self.assertRaisesRegex(UserError, "any more"):
            self.desk.undo_scan("c9", self.gate.id)

    def test_slips_and_passes_of_today_are_listed(self):
        slip = self._stamp()
        data = self.desk.get_desk_data(self.gate.id)
        (row,) = data["leaving"]
        self.assertEqual((row["id"], row["model"], row["visitor_name"]), (slip.id, slip._name, "李小明"))
        self.assertNotIn("reason", row)
        values = self._values()
        (answer,) = self._sync({"verb": "release", "model": slip._name, "res_id": slip.id, "values": values})
        self.assertEqual(answer["status"], "done", answer["text"])
        self.assertEqual(answer["row"]["state"], "out")
        data = self.desk.get_desk_data(self.gate.id)
        self.assertEqual([row["id"] for row in data["away"]], slip.ids)
        (answer,) = self._sync({"client_id": "r", "verb": "return", "model": slip._name, "res_id": slip.id})
        self.assertEqual((answer["status"], slip.state), ("done", "returned"))

    def test_found_by_number_and_name(self):
        slip = self._stamp()
        for term in (slip.name, "李小"):
            with self.subTest(term):
                rows = self.desk.desk_search(term, self.gate.id)["open"]
                self.assertEqual([row["id"] for row in rows], slip.ids)
        self.assertFalse(self.desk.desk_search("李", self.gate.id)["open"])

    def test_released_at_two_gates_without_network(self):
        """The first synced stands, the other is a conflict for a person."""
        slip = self._stamp()
        release = {"verb": "release", "model": slip._name, "res_id": slip.id, "values": self._values()}
        first, second = self._sync({**release, "client_id": "g1"}, {**release, "client_id": "g2"})
        self.assertEqual((first["status"], second["status"]), ("done", "conflict"))
        self.assertIn("used already", second["text"])
        self.assertEqual(self.passages.search_count([("pupil_id", "=", self.pupil.id)]), 1)

    def test_a_slip_of_another_company_is_not_read_by_its_number(self):
        slip = self._stamp()
        (answer,) = self._sync({"verb": "return", "model": slip._name, "res_id": slip.id})
        self.assertEqual((answer["status"], answer["row"]), ("conflict", False))

    def test_what_a_desk_knows_without_network(self):
        slip = self._stamp()
        self.by_father.write({"collect": "must_not", "note_to_gate": "Call the teacher"})
        data = self.desk.get_offline_data(self.gate.id)["school"]
        pupil = data["pupils"][reception_gate_offline.hash_code("A")]
        self.assertEqual((pupil["name"], pupil["badge"], pupil["kind"]), ("李小明", "active", "day_pupil"))
        self.assertNotIn("A", data["pupils"])
        people = data["people"][str(slip.id)]
        self.assertEqual(
            [(row["name"], row["has_alert"], row["note"]) for row in people],
            [("李母", False, ""), ("李父", True, "Call the teacher"), ("李叔", True, "")],
        )
        self.assertEqual(data["permits"][str(self.pupil.id)][0]["permit"], "leave_slip")
        self.assertTrue(data["windows"]["2026-03-02"])
        self.assertNotIn("must_not", str(data), "not a word of why")
        self.assertEqual(doctest.testmod(reception_gate_offline).failed, 0)

    def test_queries_of_the_desk_do_not_grow(self):
        def measure():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.desk.get_desk_data(self.gate.id)
            self.desk.get_offline_data(self.gate.id)
            return self.env.cr.sql_log_count - before

        self._stamp()
        pupils = self.env["reception.school.pupil"].create(
            [{"number": f"Q{number}", "name": f"学生{number}", "class_id": self.one.id} for number in range(20)]
        )
        self.env["reception.school.badge"]._issue({pupil: pupil.number for pupil in pupils})
        self.env["reception.school.custody"].create(
            [{"pupil_id": pupil.id, "guardian_id": self.mother.id, "relation": "mother"} for pupil in pupils[:6]]
        )
        self._stamp(pupils[0])
        measure()
        first = measure()
        for pupil in pupils[1:6]:
            self._stamp(pupil)
        self.assertEqual(len(self.desk.get_desk_data(self.gate.id)["leaving"]), 7)
        measure()  # that custody was read is noted once a day
        self.assertLessEqual(measure(), first)

    def test_events_and_outings_by_sync(self):
        self._hold("security_office", self.security)
        event = (
            self.env["reception.school.event"]
            .with_user(self.teacher)
            .create(
                {
                    "class_ids": [Command.set(self.one.ids)],
                    "place": "Hall",
                    "date_begin": MONDAY,
                    "date_end": MONDAY + timedelta(hours=2),
                }
            )
        )
        event.action_submit()
        event.with_user(self.stamper).action_sign()
        event.with_user(self.security).action_sign()
        (row,) = self.desk.get_desk_data(self.gate.id)["events"]
        self.assertEqual(row["id"], event.id)
        classes = self.desk.get_offline_data(self.gate.id)["school"]["classes"][str(event.id)]
        self.assertEqual({pupil["name"] for pupil in classes}, {"李小明", "王住校"})
        target = {"model": event._name, "res_id": event.id}
        answers = self._sync(
            {**target, "client_id": "e1", "verb": "acknowledge_event"},
            {
                **target,
                "client_id": "e2",
                "verb": "let_parent_in",
                "values": {"pupil_id": self.pupil.id, "custody_id": self.by_mother.id, "client_uid": "x1"},
            },
            {**target, "client_id": "e3", "verb": "end_event", "values": {"counted": 1}},
        )
        self.assertEqual([answer["status"] for answer in answers], ["done"] * 3, answers)
        self.assertEqual(event.state, "ended")
