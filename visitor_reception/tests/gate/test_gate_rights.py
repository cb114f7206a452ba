from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common_gate import GateCommon

SIGNATURE = b"R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@tagged("post_install", "-at_install")
class TestGateRights(GateCommon):
    """What comes in over RPC: ids of other companies, forged facts, changed rows; and what is forgotten in time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other Company"})
        cls.other_gate = cls.env["reception.gate"].create(
            {"name": "Other Gate", "code": "O", "company_id": cls.other_company.id}
        )
        (row,) = cls.env["reception.gate.log"].register([{"visitor_name": "Secret Guest"}], cls.other_gate.id)
        cls.other_log = cls.env["reception.gate.log"].browse(row["id"])

    def test_gates_of_other_companies_are_refused(self):
        with self.assertRaises(AccessError):
            self.logs.register([{"visitor_name": "Guest"}], self.other_gate.id)
        log = self._register()
        with self.assertRaises(AccessError):
            log.action_check_in({"consent_by": "Host"}, self.other_gate.id)
        log.action_check_in({"consent_by": "Host"})
        leaving = {"slip_returned": True, "signed_by": "Host"}
        with self.assertRaises(AccessError):
            log.action_check_out(leaving, self.other_gate.id)
        # a guard of both companies neither
        self.guard.sudo().company_ids += self.other_company
        of_both = log.with_context(allowed_company_ids=[self.company.id, self.other_company.id])
        with self.assertRaisesRegex(UserError, "gate of the company"):
            of_both.action_check_out(leaving, self.other_gate.id)
        south = self.env["reception.gate"].create({"name": "South Gate", "code": "S"})
        log.action_check_out(leaving, south.id)
        self.assertEqual((log.state, log.out_gate_id), ("left", south))

    def test_nobody_is_registered_without_gate(self):
        for gate_id in (False, None, 0, "1"):
            with self.subTest(gate_id=gate_id), self.assertRaises(UserError):
                self.logs.register([{"visitor_name": "Guest"}], gate_id)

    def test_sync_tells_nothing_of_other_companies(self):
        operation = {"client_id": "x", "verb": "check_in", "log_id": self.other_log.id, "values": {}}
        for _time in range(2):
            (result,) = self.gates.sync_passages([operation], self.gate.id)
            self.assertEqual((result["status"], result["row"]), ("conflict", False))
            self.assertNotIn("Secret Guest", result["text"])
        self.assertEqual(self.other_log.state, "waiting")

    def test_passages_are_only_added(self):
        log = self._let_in()
        for user in (self.guard, self.officer):
            for change in (
                lambda row: row.write({"visitor_name": "Another"}),
                lambda row: row.write({"checked_in": "2020-01-01 00:00:00"}),
                lambda row: row.unlink(),
                lambda row: row.call_ids.write({"result": "refused"}),
                lambda row: row.call_ids.unlink(),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    change(log.with_user(user))

    def test_3_1a_deviation_is_not_told_by_the_guard(self):
        self.gate.calendar_id = self.env["resource.calendar"].create(
            {"name": "Never", "tz": "Asia/Shanghai", "attendance_ids": [(5,)]}
        )
        openings = self.env["reception.gate.opening"].with_user(self.guard)
        forged = {"is_deviation": False, "guard_id": self.second_guard.id, "at": "2020-01-01 00:00:00"}
        for context in ({}, {f"default_{name}": value for name, value in forged.items()}):
            opening = openings.with_context(**context).create({"gate_id": self.gate.id, "kind": "open", **forged})
            self.assertTrue(opening.is_deviation)
            self.assertEqual(opening.guard_id, self.guard)
            self.assertGreater(opening.at, self._now() - timedelta(minutes=5))

    def test_wildcards_list_no_employees(self):
        for term in ("%%", "__", "%_%"):
            self.assertEqual(self.gate._search_hosts(term), [])

    def test_search_by_tail_of_the_phone(self):
        log = self._let_in()
        log.action_check_out({"slip_returned": True, "signed_by": "Host"})
        self.assertFalse(self.gates.desk_search("3800", self.gate.id)["known"])
        for term in ("1234", "138-0000-1234", log.name.lower()):
            with self.subTest(term=term):
                found = self.gates.desk_search(term, self.gate.id, limit=-1)
                self.assertEqual([row["id"] for row in found["known"]], log.ids)

    def test_privacy_copies_are_forgotten_with_the_passage(self):
        left, waiting, wrong = (self._register(name, visitor_phone=name) for name in ("Left", "Waiting", "Wrong"))
        for log in (left, wrong):
            log.action_check_in({"consent_by": "Host"})
        self.env["reception.gate.roll.call"].with_user(self.guard).create({"place": "Yard"})
        right = self.logs.browse(wrong.action_correct({"visitor_name": "Right"})["id"])
        leaving = {"slip_returned": True, "signed_by": "Host"}
        left.action_check_out(leaving)
        deposits = self.env["reception.gate.deposit"].with_user(self.guard)
        facts = {"gate_id": self.gate.id, "recipient_id": self.host.employee_id.id, "items": "Parcel"}
        kept, fetched = deposits.create([{**facts, "depositor_name": name} for name in ("Kept", "Courier")])
        fetched.action_collect("Fetcher", SIGNATURE)
        with freeze_time(self._now() + timedelta(days=366)):
            self.env["reception.gate.log"]._cron_anonymise()
        self.assertEqual([log.visitor_name for log in (left, waiting, wrong)], ["***"] * 3)
        self.assertEqual(right.visitor_name, "Right", "Who is inside is still known.")
        self.assertFalse(left.call_ids.spoke_with)
        lines = self.env["reception.gate.roll.call.line"].search([("log_id", "=", left.id)])
        self.assertEqual((lines.visitor_name, lines.visitor_phone), ("***", False))
        self.assertEqual((kept.depositor_name, fetched.depositor_name), ("Kept", "***"))
        self.assertFalse(fetched.collected_by or fetched.signature)
        of_fetched = [("model", "=", fetched._name), ("res_id", "=", fetched.id)]
        self.assertFalse(self.env["mail.message"].search(of_fetched))

    def test_privacy_hand_overs_and_messages_are_forgotten(self):
        self.company.reception_officer_id = self.officer
        kind = self.env["reception.gate.pass.kind"].create({"name": "Visitor"})
        self.env["reception.gate.pass"].create({"name": "P1", "kind_id": kind.id})
        self.env["reception.gate.watch"].create({"name": "张三丰"})
        log = self._register()
        log.action_watch(False)
        log.action_check_in({"consent_by": "Host", "pass_number": "P1"})
        shift = self.env["reception.gate.shift"].with_user(self.guard).create({"gate_id": self.gate.id})
        shift.with_user(self.second_guard).action_take_over_unsigned("Has gone home")
        self.env["reception.gate.log"]._cron_tell_inside()
        operation = {"client_id": "x", "verb": "check_in", "log_id": log.id, "values": {}}
        (result,) = self.gates.sync_passages([operation], self.gate.id)
        self.assertIn("张三丰", result["text"])
        log.action_check_out({"slip_returned": True, "signed_by": "Host"})
        self.gate.message_post(body="The barrier is new")  # pylint: disable=translation-required
        names = shift.line_ids.sudo().filtered(lambda line: line.kind in ("inside", "slip", "pass"))
        self.assertEqual(len([line for line in names if "张三丰" in line.names]), 3)
        with freeze_time(self._now() + timedelta(days=366)):
            self.env["reception.gate.log"]._cron_anonymise()
        self.assertFalse(log.sudo().watch_id)
        for line in names:
            self.assertEqual(line.names, log.name)
        operations = self.env["reception.gate.operation"].search([("res_id", "=", log.id)])
        self.assertEqual((len(operations), operations.values, operations.text), (1, False, False))
        bodies = self.env["mail.message"].search([("model", "=", self.gate._name), ("res_id", "=", self.gate.id)])
        self.assertNotIn("张三丰", "".join(bodies.mapped("body")))
        self.assertIn("The barrier is new", "".join(bodies.mapped("body")))

    def test_privacy_notice_does_not_name_the_guest_for_ever(self):
        visit = self._issue(self._make_visit(date_begin=self._now(), date_end=self._now() + timedelta(hours=5)))
        log = self.logs.search([("visit_id", "=", visit.id)], limit=1)
        log.action_check_in({}, self.gate.id)
        log.action_check_out()
        with freeze_time(self._now() + timedelta(days=366)):
            self.env["reception.gate.log"]._cron_anonymise()
        self.assertEqual((log.visitor_name, log.sudo().guest_id.id), ("***", False))
