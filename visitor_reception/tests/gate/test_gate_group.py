from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common_gate import GateCommon


@tagged("post_install", "-at_install")
class TestGateGroup(GateCommon):
    """Several people at the gate are recorded, and let in, in one go in Odoo's own views."""

    def _make_group(self, lines, user=None, **vals):
        values = {
            "gate_id": self.gate.id,
            "host_id": self.host.employee_id.id,
            "reason": "Tour",
            "line_ids": [(0, 0, line) for line in lines],
            **vals,
        }
        return self.env["reception.gate.group"].with_user(user or self.guard).create(values)

    def _get_logs(self, action):
        return self.logs.search(action["domain"], order="id")

    def test_3_3_group_by_form(self):
        form = Form(self.env["reception.gate.group"].with_user(self.guard))
        form.gate_id = self.gate
        form.host_id = self.host.employee_id
        form.reason = "Tour"
        form.plate = "京a 12345"
        form.pasted = "王伟，13800001111，华信公司，Passport\n李娜，华信公司"
        with form.line_ids.new() as line:
            line.visitor_name = "张三丰"
            line.document_kind = "work_card"
        logs = self._get_logs(form.save().action_register())
        self.assertEqual(
            [(log.visitor_name, log.visitor_phone, log.visitor_unit, log.document_kind) for log in logs],
            [
                ("王伟", "13800001111", "华信公司", "passport"),
                ("李娜", False, "华信公司", False),
                ("张三丰", False, False, "work_card"),
            ],
        )
        for log in logs:
            self.assertEqual(
                (log.state, log.host_name, log.host_user_id, log.reason, log.plate, log.gate_id, log.source),
                ("waiting", "Host", self.host, "Tour", "京a 12345", self.gate, "guard"),
            )

    def test_3_3b_each_keeps_his_document_when_let_in(self):
        lines = [
            {"visitor_name": "A", "document_kind": "passport"},
            {"visitor_name": "B", "document_kind": "work_card"},
        ]
        logs = self._get_logs(self._make_group(lines).action_register())
        logs.action_consent("agreed", "Host")
        action = logs.with_context(reception_gate_verb="check_in").action_open_answer()
        answer = Form(self.env[action["res_model"]].with_user(self.guard).with_context(**action["context"])).save()
        answer.action_answer()
        self.assertEqual(logs.mapped("state"), ["inside", "inside"])
        self.assertEqual(logs.mapped("document_kind"), ["passport", "work_card"])

    def test_who_is_expected_or_waits_is_not_recorded_twice(self):
        begin = self._now()
        expected = self.env["reception.gate.log"].with_user(self.host).invite(
            [{"visitor_name": "Invited"}], begin, begin + timedelta(hours=2)
        )  # fmt: skip
        waiting = self._register("Waiting", visitor_phone="1")
        lines = [
            {"visitor_name": "Invited"}, {"visitor_name": "Waiting", "visitor_phone": "1"}, {"visitor_name": "New"},
        ]  # fmt: skip
        logs = self._get_logs(self._make_group(lines).action_register())
        self.assertEqual(len(logs), 3)
        self.assertLessEqual(expected + waiting, logs.sudo())
        self.assertEqual(set(logs.mapped("state")), {"waiting"})

    def test_another_of_the_same_name(self):
        waiting = self._register("Waiting", visitor_phone="1")
        line = {"visitor_name": "Waiting"}
        with self.assertRaisesRegex(UserError, f"{waiting.name}.*same person"):
            self._make_group([line]).action_register()
        other = self._get_logs(self._make_group([{**line, "is_another": True}]).action_register())
        self.assertNotEqual(other, waiting)
        self.assertEqual(other.state, "waiting")

    def test_3_8b_traders_are_refused_at_once(self):
        logs = self._get_logs(self._make_group([{"visitor_name": "Seller"}], kind="trader").action_register())
        self.assertEqual(logs.state, "refused")

    def test_all_or_nobody(self):
        lines = [
            {"visitor_name": "Good", "visitor_phone": "139 0000"},
            {"visitor_name": " "},
            {"visitor_name": "Good", "visitor_phone": "139-0000"},
            {"visitor_name": "Unit", "visitor_unit": "u" * 101},
        ]
        with self.assertRaisesRegex(
            UserError, "Line 2: write the name.\nLine 3: stands .*\nLine 4: Visitor's Unit: at most 100"
        ):
            self._make_group(lines).action_register()
        self.assertFalse(self.logs.search([("visitor_name", "=", "Good")]))
        for lines in ([], ()):
            with self.assertRaisesRegex(UserError, "Write who comes"):
                self._make_group(lines).action_register()

    def test_unreadable_list(self):
        form = Form(self.env["reception.gate.group"].with_user(self.guard))
        with self.assertRaisesRegex(UserError, "cannot be read"):
            form.pasted = "Name\n" * 3000
        form.pasted = "   \n "
        self.assertFalse(len(form.line_ids))

    def test_who_registers_groups(self):
        for user in (self.guard, self.officer):
            with self.subTest(user=user.login):
                lines = [{"visitor_name": user.login}]
                self.assertTrue(self._get_logs(self._make_group(lines, user).action_register()))
        for user in (self.host, self.stranger, self.cashier, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._make_group([{"visitor_name": "Forged"}], user)
        other = self.env["res.company"].create({"name": "Other Company"})
        gate = self.env["reception.gate"].create({"name": "Other Gate", "code": "O", "company_id": other.id})
        with self.assertRaises(AccessError):
            self._make_group([{"visitor_name": "Forged"}], gate_id=gate.id).action_register()

    def test_no_query_for_each_person(self):
        def count(size):
            group = self._make_group([{"visitor_name": f"Person {size} {number}"} for number in range(size)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            group.action_register()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count(2)
        self.assertLessEqual(count(50), count(5) + 3)
