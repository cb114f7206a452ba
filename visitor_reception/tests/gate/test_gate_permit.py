from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged

from ..common_gate import GateCommon

# 09:00 of a Monday in Shanghai
MONDAY = fields.Datetime.to_datetime("2030-01-07 01:00:00")


class PermitCommon(GateCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.reception_tz = "Asia/Shanghai"
        cls.area = cls.env["reception.gate.area"].create({"name": "Boiler House", "needs_escort": True})

    def _invite(self, user=None, **vals):
        """What the dialog makes of it: the passages that are expected."""
        wizard = self.env["reception.gate.invite"].with_user(user or self.host).create(
            {
                "kind": "contractor",
                "reason": "Maintenance",
                "expected_at": MONDAY,
                "expected_until": MONDAY + timedelta(hours=8),
                "line_ids": [Command.create({"visitor_name": "Fitter", "visitor_phone": "13800001234"})],
                **vals,
            }
        )  # fmt: skip
        return self.env["reception.gate.log"].search(wizard.action_invite()["domain"])


@tagged("post_install", "-at_install")
class TestGatePermit(PermitCommon):
    """Who comes again and again (3-8): contractors for a time, guests on several days, short codes, assistants."""

    @freeze_time(MONDAY)
    def test_3_8_contractor_is_expected_on_weekdays_of_the_span(self):
        logs = self._invite(repeat="weekly", last_day="2030-01-18", area_ids=[Command.set(self.area.ids)])
        permit = logs.permit_id
        self.assertEqual((permit.hour_from, permit.hour_to, permit.area_ids), (9, 17, self.area))
        self.assertEqual(
            logs.sorted("expected_at").mapped("expected_at"), [MONDAY, MONDAY + timedelta(days=1)], "the next two days"
        )
        self.assertEqual(set(logs.mapped("consent_state")), {"agreed"})
        self.assertTrue(all(logs.mapped("needs_escort")))
        row = next(row for row in self.gates.get_desk_data(self.gate.id)["expected"] if row["id"] in logs.ids)
        self.assertEqual((row["areas"], row["needs_escort"]), ("Boiler House", True))
        for day, expected in ((4, [4, 7]), (11, [11]), (12, [])):
            with freeze_time(MONDAY + timedelta(days=day, hours=-3)):
                self.env["reception.gate.permit"]._cron_expect()
                days = [log.expected_at for log in permit.log_ids if log.expected_at >= self._now()]
                self.assertEqual(sorted(days), [MONDAY + timedelta(days=number) for number in expected])
        with freeze_time(MONDAY + timedelta(days=20)):
            self.env["reception.gate.permit"]._cron_expect()
        self.assertFalse(permit.active)

    def test_3_8_one_code_for_all_days_in_and_out_and_in_again(self):
        with freeze_time(MONDAY):
            logs = self._invite(repeat="weekly", last_day="2030-01-18")
            permit = logs.permit_id.sudo()
            code = permit.access_token
            self.assertEqual(logs.mapped("invitation_url"), [logs[0].invitation_url] * 2)
            found = self.gate.with_user(self.guard)._find_scanned(code)
            self.assertEqual(found.expected_at, MONDAY)
            found.action_check_in({"document_kind": "work_card"}, self.gate.id)
            self.assertEqual(self.gate.with_user(self.guard)._find_scanned(code), found)
            found.action_check_out({"slip_returned": True, "signed_by": "Host"})
            again = self.gate.with_user(self.guard)._find_scanned(code)
            self.assertEqual((again.state, again.expected_at), ("expected", MONDAY))
            self.assertNotEqual(again, found)
        with freeze_time(MONDAY + timedelta(days=1)):
            self.assertEqual(
                self.gate.with_user(self.guard)._find_scanned(code).expected_at, MONDAY + timedelta(days=1)
            )
            permit.with_user(self.host).action_end()
            self.assertNotEqual(self.gate.with_user(self.guard)._find_scanned(code).state, "expected")
            self.assertFalse(permit.log_ids.filtered(lambda log: log.state == "expected"))
        with self.assertRaises(AccessError):
            permit.with_user(self.stranger).action_end()

    @freeze_time(MONDAY)
    def test_3_8_several_dates_of_one_invitation(self):
        days = [Command.create({"day": day}) for day in ("2030-01-09", "2030-01-20")]
        logs = self._invite(repeat="days", day_ids=days, kind="visitor")
        self.assertEqual(
            sorted(logs.mapped("expected_at")), [MONDAY, MONDAY + timedelta(days=2)], "Sunday the 20th comes later"
        )
        self.assertIn("2030-01-20", logs[:1].sudo()._get_expected_text())
        with freeze_time(MONDAY + timedelta(days=12)):
            self.env["reception.gate.permit"]._cron_expect()
        self.assertIn(MONDAY + timedelta(days=13), logs.permit_id.log_ids.mapped("expected_at"))

    @freeze_time(MONDAY)
    def test_3_8_what_is_no_span_is_refused(self):
        for vals, text in (
            ({"last_day": "2030-01-06"}, "last day"),
            ({"last_day": "2030-12-31"}, "days from now"),
            ({"last_day": "2030-01-18", "expected_until": MONDAY + timedelta(days=2)}, "first day"),
            (
                {"last_day": "2030-01-07", "expected_at": MONDAY - timedelta(hours=5), "expected_until": MONDAY - timedelta(hours=1)},
                "none of these days",
            ),
        ):  # fmt: skip
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, text):
                self._invite(repeat="weekly", **vals)
        self.assertTrue(
            self._invite(self.officer, repeat="weekly", last_day="2030-12-31", host_id=self.host.employee_id.id)
        )

    @freeze_time(MONDAY)
    def test_3_8_changes_of_a_permit_reach_who_is_expected(self):
        logs = self._invite(repeat="weekly", last_day="2030-01-18")
        permit = logs.permit_id.with_user(self.officer)
        permit.write({"on_tuesday": False, "plate": "京A12345"})
        expected = permit.log_ids.filtered(lambda log: log.state == "expected")
        self.assertEqual(
            sorted(expected.mapped("expected_at")), [MONDAY, MONDAY + timedelta(days=2)], "Wednesday comes next"
        )
        self.assertEqual(set(expected.mapped("plate")), {"京A12345"})
        for user in (self.guard, self.host, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                permit.with_user(user).write({"date_to": "2031-01-01"})
        with self.assertRaises(AccessError):
            permit.write({"access_token": "forged"})

    @freeze_time(MONDAY)
    def test_3_8_who_may_read_recurring_visits(self):
        permit = self._invite(repeat="weekly", last_day="2030-01-18").permit_id
        for user, reads in ((self.guard, True), (self.host, True), (self.officer, True), (self.stranger, False)):
            with self.subTest(user=user.login):
                self.assertEqual(permit.with_user(user).has_access("read"), reads)

    def test_invite_again(self):
        logs = self.env["reception.gate.log"].with_user(self.host)
        log = logs.invite(
            [{"visitor_name": "Guest", "visitor_phone": "13800001234", "reason": "Talks"}],
            self._now(), self._now() + timedelta(hours=1),
        )  # fmt: skip
        action = log.action_invite_again()
        wizard = self.env["reception.gate.invite"].with_user(self.host).with_context(**action["context"])
        form = Form(wizard)
        form.expected_until = self._now() + timedelta(hours=3)
        again = logs.search(form.save().action_invite()["domain"])
        self.assertEqual((again.visitor_name, again.visitor_phone, again.reason), ("Guest", "13800001234", "Talks"))

    def test_assistants_invite_for_their_leader(self):
        leader, assistant = self.head.employee_id, self.host
        invite = {"vals_list": [{"visitor_name": "Guest"}], "expected_at": self._now(), "host_id": leader.id}
        invite["expected_until"] = self._now() + timedelta(hours=1)
        logs = self.env["reception.gate.log"].with_user(assistant)
        with self.assertRaisesRegex(AccessError, "assistant"):
            logs.invite(**invite)
        leader.reception_assistant_ids = assistant
        log = logs.invite(**invite)
        self.assertEqual((log.host_id, log.invited_by_id, log.consent_by), (leader, assistant, assistant.name))
        self.assertTrue(log.has_access("read") and log.can_send_invitation)
        self.assertTrue(log.with_user(self.head).has_access("read"))
        self.assertFalse(log.with_user(self.stranger).has_access("read"))
        hosts = self.env["reception.gate.invite"].with_user(assistant).new({}).host_ids
        self.assertEqual(hosts._origin.ids, sorted([leader.id, assistant.employee_id.id], key=hosts._origin.ids.index))

    def test_3_8_short_code_holds_at_the_gate_and_on_the_day(self):
        south = self.env["reception.gate"].create({"name": "South Gate", "code": "S"})
        with freeze_time(MONDAY - timedelta(days=1)):
            logs = self.env["reception.gate.log"].with_user(self.host)
            log = logs.invite([{"visitor_name": "Guest", "reason": "Talks"}], MONDAY, MONDAY + timedelta(hours=2))
            code = log._get_short_code()
            self.assertRegex(code, r"^[0-9]{6}$")
            self.assertFalse(self.gates.desk_search(code, self.gate.id)["open"], "not the day before")
        with freeze_time(MONDAY):
            (row,) = self.gates.desk_search(code, self.gate.id)["open"]
            self.assertEqual((row["id"], "short_code" in row), (log.id, False))
            log._as_engine().gate_id = south
            self.assertFalse(self.gates.desk_search(code, self.gate.id)["open"], "not at another gate")
            self.assertTrue(self.gates.desk_search(code, south.id)["open"])
            for wrong in (f"{(int(code) + 1) % 10**6:06}", code[:5], "", None, "١٢٣٤٥٦"):
                self.assertFalse(logs._find_by_short_code(wrong, south, "test"))
            self.env["ir.config_parameter"].set_param("visitor_reception.short_code_per_minute", 2)
            found = [bool(logs._find_by_short_code(code, south, "slow")) for _turn in range(3)]
            self.assertEqual(found, [True, True, False])
            log.with_user(self.guard).action_check_in({"document_kind": "passport"}, south.id)
            self.assertFalse(log._get_short_code())

    def test_short_codes_are_never_the_same_twice(self):
        codes = self.env["reception.gate.log"]._make_short_codes(500)
        self.assertEqual(len(set(codes)), 500)

    def test_permit_is_cleaned_like_a_passage(self):
        permits = self.env["reception.gate.permit"].with_user(self.officer)
        facts = {
            "host_id": self.host.employee_id.id,
            "reason": "Repair",
            "date_from": "2030-01-07",
            "date_to": "2030-01-08",
        }
        for vals, error in (
            ({"visitor_name": "  "}, ValidationError), ({"visitor_name": "A", "visitor_phone": "123"}, UserError),
            ({"visitor_name": "A", "visitor_email": "no"}, ValidationError),
        ):  # fmt: skip
            with self.subTest(vals=vals), self.assertRaises(error):
                permits.create({**facts, **vals})


@tagged("post_install", "-at_install")
class TestGatePermitPages(HttpCase, PermitCommon):
    """The pages of who is invited."""

    def _send(self, path, **answer):
        import re

        page = self.url_open(path)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        return self.url_open(path, data={"csrf_token": token, **answer})

    def test_3_8_guest_tells_name_plate_and_companions_once_for_all_days(self):
        now = self._now()
        begin = now.replace(hour=2, minute=0, second=0, microsecond=0) + timedelta(days=1)
        logs = self._invite(
            repeat="weekly", expected_at=begin, expected_until=begin + timedelta(hours=2),
            last_day=(begin + timedelta(days=9)).date(), on_saturday=True, on_sunday=True,
        )  # fmt: skip
        path = f"/reception/gate/invitation/{logs.permit_id.sudo().access_token}"
        self.authenticate(None, None)
        page = self.url_open(path)
        self.assertIn('name="companions"', page.text)
        page = self._send(
            path, visitor_name="Fitter", visitor_phone="13800009999", plate="京A12345", headcount="1", companions="甲、乙", privacy="1"
        )  # fmt: skip
        self.assertIn('data-page="pass"', page.text)
        for log in logs:
            self.assertEqual((log.plate, log.companions, log.visitor_phone), ("京A12345", "甲、乙", "13800009999"))
        self.assertEqual(logs.permit_id.companions, "甲、乙")
        self.assertRegex(page.text, r"[0-9]{6}")

    def test_3_8_short_code_at_the_kiosk(self):
        logs = self.env["reception.gate.log"].with_user(self.host)
        log = logs.invite([{"visitor_name": "Guest"}], self._now(), self._now() + timedelta(hours=2))
        code = log._get_short_code()
        self.authenticate(None, None)
        self.gate.action_make_kiosk_link()
        path = f"/reception/gate/kiosk/{self.gate.kiosk_token}"
        self._send(path)
        page = self._send(path, code=f"{(int(code) + 1) % 10**6:06}")
        self.assertIn("not expected here", page.text)
        page = self._send(path, code=code)
        self.assertIn(log.name, page.text)
        self.assertEqual((log.state, log.gate_id), ("waiting", self.gate))
