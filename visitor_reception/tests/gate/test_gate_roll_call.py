from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common_gate import GateCommon


@tagged("post_install", "-at_install")
class TestGateRollCall(GateCommon):
    """People are counted, not passages; a roll call ended too early goes on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.five, cls.one = cls._let_in("Five", visitor_phone="1", headcount=5), cls._let_in("One", visitor_phone="2")
        cls.call = cls.env["reception.gate.roll.call"].with_user(cls.guard).create({"place": "Yard"})
        cls.line = cls.call.line_ids.filtered(lambda line: line.log_id.id == cls.five.id)

    def _get_counts(self):
        return self.call.people_count, self.call.safe_count, self.call.open_count

    def test_people_are_counted(self):
        self.assertEqual(self._get_counts(), (6, 0, 6))
        with Form(self.call) as form, form.line_ids.edit(self.call.line_ids.ids.index(self.line.id)) as line:
            line.found_count = 3
        self.assertEqual(
            (self._get_counts(), self.line.state, self.line.marked_by_id), ((6, 3, 3), "unknown", self.guard)
        )
        self.five.action_mark("missing", self.call.id, 4)
        self.assertEqual((self._get_counts(), self.line.state), ((6, 4, 2), "missing"))
        self.line.found_count = 5
        self.assertEqual((self._get_counts(), self.line.state), ((6, 5, 1), "safe"))
        self.line.action_mark_missing()
        self.assertEqual(self._get_counts(), (6, 0, 6))
        self.line.action_mark_safe()
        self.one.action_mark("gone", self.call.id)
        self.assertEqual(self._get_counts(), (6, 6, 0))
        facts = self.gates.get_offline_data(self.gate.id)["roll_call"]
        self.assertEqual(facts["found"], {self.five.id: 5, self.one.id: 1})
        for found in (6, -1, "2", 1.5):
            with self.subTest(found=found), self.assertRaisesRegex(UserError, "not more than"):
                self.five.action_mark("unknown", self.call.id, found)

    def test_it_is_asked_before_it_ends_with_people_unmarked(self):
        arch = self.env["reception.gate.roll.call"].with_user(self.guard).get_view(view_type="form")["arch"]
        self.assertIn("People are not found yet", arch)

    def test_it_goes_on(self):
        self.five.action_mark("safe", self.call.id)
        self.call.action_end()
        with self.assertRaisesRegex(UserError, "ended"):
            self.line.found_count = 2
        late = self._let_in("Late", visitor_phone="3")
        self.call.action_reopen()
        self.assertEqual((self.call.state, self.call.ended_at, self.line.state), ("open", False, "safe"))
        self.assertIn(late, self.call.line_ids.log_id, "who has come in since is looked for")
        self.assertEqual(len(self.call.line_ids), 3, "nobody is listed twice")
        with self.assertRaises(UserError):
            self.call.action_reopen()

    def test_two_are_not_under_way(self):
        self.call.action_end()
        self.env["reception.gate.roll.call"].with_user(self.guard).create({"place": "Gate"})
        with self.assertRaisesRegex(UserError, "under way"):
            self.call.action_reopen()

    def test_desks_open_it_again_without_network_too(self):
        named = {"values": {"roll_call": self.call.id}}
        results = self.gates.sync_passages(
            [
                {"client_id": "r1", "verb": "end_roll_call", **named},
                {"client_id": "r2", "verb": "reopen_roll_call", **named},
                {
                    "client_id": "r3", "verb": "mark", "res_id": self.five.id,
                    "values": {"state": "unknown", "found": 2, "roll_call": self.call.id},
                },
            ],
            self.gate.id,
        )  # fmt: skip
        self.assertEqual([result["text"] for result in results], ["", "", ""])
        self.assertEqual((self.call.state, self.line.found_count), ("open", 2))

    def test_who_opens_it_again(self):
        self.call.action_end()
        for user in (self.host, self.auditor, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.call.with_user(user).action_reopen()
