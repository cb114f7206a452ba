import base64
from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common_gate import GateCommon


@tagged("post_install", "-at_install")
class TestGate(GateCommon):
    """Ways in, consent, slip, out (3-3, 3-8, 3-9)."""

    def test_3_3a_reason_person_and_consent_before_entry(self):
        log = self._register(reason=False, host_id=False)
        with self.assertRaisesRegex(UserError, "3-8a.*is visited(.|\n)*reason(.|\n)*has not agreed"):
            log.action_check_in()
        self.assertEqual(log.state, "waiting")
        log.action_check_in({"reason": "Samples", "host_id": self.host.employee_id.id, "consent_by": "Host"})
        self.assertEqual((log.state, log.host_name, log.consent_by), ("inside", "Host", "Host"))
        self.assertTrue(log.consent_at)

    def test_3_3b_document_is_shown(self):
        log = self._register(document_kind=False)
        with self.assertRaisesRegex(UserError, "3-3b"):
            log.action_check_in({"consent_by": "Host"})
        self.gate.document_required = False
        log.action_check_in({"consent_by": "Host"})
        self.assertEqual(log.state, "inside")

    def test_3_8a_calls_host_then_deputy_then_department(self):
        log = self._register()
        with self.assertRaisesRegex(UserError, "3-3a.*who spoke"):
            log.action_consent("agreed")
        log.action_consent("no_answer", number="8001")
        self.assertEqual((log.consent_state, log.consent_level), ("no_answer", "deputy"))
        log.action_consent("no_answer")
        log.action_consent("agreed", "Head of Marketing", "8002")
        self.assertEqual(log.consent_state, "agreed")
        self.assertEqual(log.call_ids.sorted("id").mapped("level"), ["host", "deputy", "department"])
        self.assertEqual(log.call_ids.sorted("id")[0].number, "8001")
        log.action_check_in()
        self.assertEqual(log.state, "inside")

    def test_3_8a_host_answers_in_the_system(self):
        log = self._register()
        log.action_ask_host()
        activity = log.sudo().activity_ids
        self.assertEqual(activity.user_id, self.host)
        with self.assertRaisesRegex(UserError, "3-8a"):
            activity.with_user(self.host).action_feedback()
        with self.assertRaises(AccessError):
            log.with_user(self.stranger).action_agree()
        log.with_user(self.host).action_agree()
        self.assertEqual((log.consent_state, log.consent_manner), ("agreed", "odoo"))
        self.assertFalse(log.sudo().activity_ids)

    def test_3_8a_host_answers_by_link(self):
        log = self._register()
        token = log._get_consent_token()
        find = self.env["reception.gate.log"]._find_by_consent_token
        self.assertFalse(find(log.id, token[:-1] + "x"))
        find(log.id, token)._consent_by_link("refused", "Host")
        self.assertEqual((log.consent_state, log.consent_manner), ("refused", "link"))
        log.action_refuse("Host does not receive")
        self.assertFalse(find(log.id, token))

    def test_3_8b_traders_are_only_refused(self):
        log = self._register(kind="trader")
        self.assertEqual((log.state, log.refused_by_id), ("refused", self.guard))
        self.assertRegex(log.refusal_reason, "3-8b")
        with self.assertRaises(UserError):
            log.action_check_in({"consent_by": "Host"})
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            log._as_engine().write({"state": "inside"})
            log.env.flush_all()

    def test_3_9_family_tells_the_relation(self):
        log = self._register(kind="family")
        with self.assertRaisesRegex(UserError, "3-9.*relation"):
            log.action_check_in({"consent_by": "Host"})
        log.action_check_in({"consent_by": "Host", "relation": "Daughter"})
        self.assertEqual(log.state, "inside")

    def test_3_3c_missing_slip_stays_inside(self):
        log = self._let_in()
        self.assertEqual(log.slip_state, "issued")
        with self.assertRaisesRegex(UserError, "3-3c"):
            log.action_check_out()
        with self.assertRaisesRegex(UserError, "3-3c.*who has signed"):
            log.action_check_out({"slip_returned": True})
        log.action_report_slip()
        self.assertEqual((log.state, log.slip_state), ("inside", "missing"))
        self.assertEqual(self.gates.get_desk_data(self.gate.id)["counts"]["inside"], 1)
        with self.assertRaisesRegex(UserError, "3-3c.*why"):
            log.action_explain_slip("  ")
        log.action_explain_slip("Lost in the canteen")
        self.assertEqual((log.state, log.slip_state, log.checked_out), ("left", "explained", log.seen_out))

    def test_3_3c_slip_signed_three_ways(self):
        paper, qr, odoo = (self._let_in(name, visitor_phone=False) for name in ("Paper", "Code", "System"))
        paper.action_sign_slip("Host")
        code = qr.sudo().slip_token
        with self.assertRaisesRegex(UserError, "3-3c: .*Host"):
            self.env["reception.gate.log"].with_user(self.stranger)._sign_slip_by_token(code)
        self.env["reception.gate.log"].with_user(self.host)._sign_slip_by_token(code)
        odoo.with_user(self.host).action_sign_slip()
        logs = paper | qr | odoo
        self.assertEqual(logs.mapped("slip_manner"), ["paper", "qr", "odoo"])
        minutes = timedelta(minutes=self.gate.minutes_to_gate)
        self.assertEqual({log.due_out - log.slip_signed_at for log in logs}, {minutes})
        logs.action_check_out({"slip_returned": True})
        self.assertEqual(set(logs.mapped("slip_state")), {"returned"})

    def test_every_print_has_its_own_paper(self):
        """Odoo finds a report, and so its paper, by the name of its template."""
        reports = self.env["ir.actions.report"].search([("report_name", "=like", "visitor\\_reception.%")])
        self.assertGreater(len(reports), 10)
        for report in reports:
            self.assertEqual(reports._get_report_from_name(report.report_name), report)

    def test_walk_in_by_form(self):
        form = Form(self.logs)
        form.gate_id = self.gate
        form.visitor_name = "  李   四 "
        form.visitor_phone = "138-0000 9999"
        form.host_id = self.host.employee_id
        self.assertEqual(form.host_name, "Host")
        form.reason = "Interview"
        form.document_kind = "identity_card"
        form.document_typed = "110101199001011237"
        log = form.save()
        self.assertEqual((log.state, log.visitor_name, log.visitor_phone), ("waiting", "李 四", "138-0000 9999"))
        self.assertEqual(log.document_masked, "**************1237")
        self.assertTrue(log.name.startswith("N"))

    def test_bad_input(self):
        for name in ("   ", "", False, None):
            with self.assertRaises(ValidationError):
                self.logs.register([{"visitor_name": name}], self.gate.id)
        with self.assertRaisesRegex(ValidationError, "at most 100 characters"):
            self._register("x" * 5000)
        with self.assertRaises(UserError):
            self.gates.get_desk_data("none")

    def test_same_person_is_recorded_once(self):
        visit = self._issue(self._make_visit(date_begin=self._now(), date_end=self._now() + timedelta(hours=5)))
        guest = visit.guest_ids[0]
        expected = self.env["reception.gate.log"].search([("guest_id", "=", guest.id)])
        self.assertEqual(expected.state, "expected")
        at_kiosk = self.gate._register_at_kiosk({"visitor_name": guest.name, "visitor_phone": "139"}, "10.0.0.1")
        self.assertEqual(at_kiosk, expected)
        self.assertEqual(expected.state, "waiting")
        by_guard = self.logs.register([{"visitor_name": guest.name, "visitor_phone": "139"}], self.gate.id)
        self.assertEqual(by_guard[0]["id"], expected.id)
        self.assertEqual(len(self.env["reception.gate.log"].search([("visitor_name", "=", guest.name)])), 1)

    def test_1_2_5_first_guest_begins_the_reception(self):
        visit = self._issue(
            self._make_visit(
                date_begin=self._now(),
                date_end=self._now() + timedelta(hours=5),
                principal_host_id=self.head.employee_id.id,
            )
        )
        self._prepare(visit)
        visit.sudo().grade = visit._fields["grade"].get_values(self.env)[0]
        first, second = self.logs.search([("visit_id", "=", visit.id)], order="id")
        self.assertEqual((first.consent_state, first.consent_manner), ("agreed", "notice"))
        self.assertFalse(visit.sudo()._missing_facts_for_start())
        first.action_check_in({}, self.gate.id)
        self.assertEqual(visit.state, "hosting")
        told = visit.sudo()._get_act("host_told")
        self.assertEqual((told.with_whom, told.user_id), (visit.host_id.name, self.guard))
        second.action_check_in({}, self.gate.id)
        self.assertEqual(visit.sudo()._get_act("host_told"), told, "the host is told once")
        self.assertEqual((second.state, second.slip_state), ("inside", "none"))
        first.action_check_out()
        self.assertEqual(first.state, "left")
        self.assertFalse(visit.departed_at, "one is still inside")
        second.action_check_out()
        self.assertEqual(visit.departed_at, second.checked_out)
        self.env["reception.visit"]._cron_expect_guests()
        again = self.logs.search([("guest_id", "=", first.sudo().guest_id.id), ("state", "=", "expected")])
        self.assertEqual(len(again), 1)
        again.action_check_in({}, self.gate.id)
        self.assertFalse(visit.departed_at, "they have come back")

    def test_1_2_5_recalled_notice_expects_nobody(self):
        visit = self._issue(self._make_visit(date_begin=self._now(), date_end=self._now() + timedelta(hours=5)))
        self.assertEqual(len(visit.sudo().gate_log_ids), 2)
        visit.action_cancel()
        self.assertFalse(visit.sudo().gate_log_ids)

    def test_group_in_one_go(self):
        rows = self.logs.register(
            [
                {"visitor_name": name, "host_name": "Tenant", "reason": "Tour", "document_kind": "work_card"}
                for name in ("Alpha", "Beta", "Gamma")
            ],
            self.gate.id,
        )
        group = self.logs.browse([row["id"] for row in rows])
        group.action_check_in({"consent_by": "Tenant"})
        self.assertEqual(set(group.mapped("state")), {"inside"})
        group.action_check_out({"slip_returned": True, "signed_by": "Tenant"})
        self.assertEqual(set(group.mapped("state")), {"left"})

    def test_invitation_by_link(self):
        begin = self._now()
        logs = self.env["reception.gate.log"].with_user(self.host)
        log = logs.invite([{"visitor_name": "Guest One", "reason": "Talk"}], begin, begin + timedelta(hours=2))
        self.assertEqual((log.state, log.consent_state, log.host_user_id), ("expected", "agreed", self.host))
        token = log.invitation_url.rsplit("/", 1)[-1]
        self.assertTrue(base64.b64decode(log.invitation_qr).startswith(b"\x89PNG"))
        self.assertFalse(log.with_user(self.guard).invitation_qr, "The guest's code is the host's to pass on.")
        found = logs._find_by_token(token)
        found._answer_by_token({"visitor_phone": "138 1111", "document_number": "E1234567", "state": "inside"})
        self.assertEqual((log.visitor_phone, log.document_masked, log.state), ("138 1111", "****4567", "expected"))
        with freeze_time(begin + timedelta(hours=5)):
            self.assertFalse(logs._find_by_token(token))
        with self.assertRaises(ValidationError):
            logs.invite([{"visitor_name": "Late"}], begin, begin - timedelta(hours=2))
        with self.assertRaisesRegex(UserError, "3-8b"):
            logs.invite([{"visitor_name": "T", "kind": "trader"}], begin, begin + timedelta(hours=2))

    def test_passes(self):
        kind = self.env["reception.gate.pass.kind"].create({"name": "Visitor"})
        first, second = self.env["reception.gate.pass"].create(
            [{"name": name, "kind_id": kind.id} for name in ("T1", "T2")]
        )
        log = self._register()
        with self.assertRaisesRegex(ValidationError, "no pass T9"):
            log.action_check_in({"consent_by": "Host", "pass_number": "T9"})
        log.action_check_in({"consent_by": "Host", "pass_number": "T1"})
        self.assertEqual((first.state, first.holder_log_id, second.state), ("out", log.sudo(), "free"))
        out = self.env["reception.gate.pass"].search([("state", "=", "out"), ("kind_id", "=", kind.id)])
        self.assertEqual(out, first)
        log.action_check_out({"slip_returned": True, "signed_by": "Host", "pass_returned": False})
        first.invalidate_recordset()
        self.assertEqual((first.state, first.lost_log_id), ("lost", log.sudo()))
        other = self._register("Other", visitor_phone="1")
        with self.assertRaisesRegex(UserError, "T1 is lost"):
            other.action_check_in({"consent_by": "Host", "pass_number": "T1"})
        with self.assertRaises(AccessError):
            first.with_user(self.auditor).action_find()
        first.with_user(self.guard).action_find()
        with self.assertRaises(AccessError):
            first.with_user(self.auditor).action_lose()
        self.assertEqual(first.state, "free")

    def test_watch_list(self):
        entry = self.env["reception.gate.watch"].create({"name": "张三丰", "reason": "Threatened staff"})
        log = self._register()
        self.assertEqual(log.watch_state, "possible")
        with self.assertRaises(AccessError):
            entry.with_user(self.guard).read(["reason"])
        self.assertTrue(entry.with_user(self.guard).read(["name"]))
        with self.assertRaisesRegex(UserError, "watch list"):
            log.action_check_in({"consent_by": "Host"})
        log.action_watch(False)
        log.action_check_in({"consent_by": "Host"})
        self.assertEqual(log.state, "inside")
        again = self._register(visitor_phone="77")
        again.action_watch(True)
        with self.assertRaisesRegex(UserError, "stands on the watch list"):
            again.action_check_in({"consent_by": "Host"})

    def test_corrected_by_a_new_entry(self):
        log = self._let_in()
        with self.assertRaises(AccessError):
            log.write({"visitor_name": "Somebody else"})
        with self.assertRaises(AccessError):
            log.unlink()
        row = log.action_correct({"visitor_name": "张三峰"})
        new = self.logs.browse(row["id"])
        self.assertEqual((new.visitor_name, new.state, new.corrects_id), ("张三峰", "inside", log))
        self.assertEqual((log.active, log.visitor_name), (False, "张三丰"))
        self.assertEqual(self.gates.get_desk_data(self.gate.id)["counts"]["inside"], 1)

    def test_end_of_day_is_told_and_closes_nothing(self):
        log = self._let_in()
        self.company.reception_officer_id = self.officer
        self.env["reception.gate.log"]._cron_tell_inside()
        self.assertEqual(log.state, "inside")
        self.assertIn(self.officer.partner_id, self._get_told(self.gate))

    def test_privacy_numbers_are_masked_and_deleted(self):
        self.company.reception_privacy_notice = "We keep your number for 30 days."
        log = self._register(document_number="110101199001011237")
        self.company.reception_privacy_notice = "Another text."
        self.assertEqual(log.privacy_notice_id.text, "We keep your number for 30 days.")
        with self.assertRaises(AccessError):
            log.read(["document_number"])
        with self.assertRaises(AccessError):
            log.search([("document_number", "=like", "1%")])
        self.assertNotIn("document_number", log.fields_get())
        with self.assertRaises(AccessError):
            log.action_unmask("Police asked")
        self.guard.sudo().write({"group_ids": [(4, self.env.ref("visitor_reception.group_reception_identity").id)]})
        with self.assertRaises(UserError):
            log.action_unmask("  ")
        self.assertEqual(log.action_unmask("Police asked"), "110101199001011237")
        row = self.env["reception.gate.unmasking"].search([("log_id", "=", log.id)])
        self.assertEqual((row.user_id, row.reason), (self.guard, "Police asked"))
        log.action_refuse("No reason")
        with freeze_time(self._now() + timedelta(days=31)):
            self.env["reception.gate.log"]._cron_anonymise()
            self.assertFalse(log.sudo().document_number)
            self.assertEqual(log.visitor_name, "张三丰")
        with freeze_time(self._now() + timedelta(days=366)):
            self.env["reception.gate.log"]._cron_anonymise()
            self.assertEqual((log.visitor_name, log.visitor_phone, log.document_masked), ("***", False, False))

    def test_who_reads_passages(self):
        log = self._register()
        for user, reads in (
            (self.host, True), (self.guard, True), (self.officer, True), (self.auditor, True),
            (self.stranger, False), (self.cashier, False), (self.head, False),
        ):  # fmt: skip
            with self.subTest(user=user.login):
                self.assertEqual(log.with_user(user).has_access("read"), reads)
                self.assertFalse(log.with_user(user).has_access("write"))
        for user in (self.host, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                log.with_user(user).action_check_in({"consent_by": "Host"})
        with self.assertRaises(AccessError):
            self.env["reception.gate"].with_user(self.host).get_desk_data(self.gate.id)
        with self.assertRaises(AccessError):
            self.logs.create({"visitor_name": "Forged", "state": "inside"})

    def test_4_11_3_waiting_is_measured(self):
        begin = fields.Datetime.to_datetime("2030-01-07 02:00:00")
        with freeze_time(begin):
            log = self._register()
        with freeze_time(begin + timedelta(minutes=12)):
            log.action_check_in({"consent_by": "Host"})
        with freeze_time(begin + timedelta(minutes=72)):
            log.action_check_out({"slip_returned": True, "signed_by": "Host"})
        self.assertEqual((log.wait_minutes, log.stay_minutes), (12, 60))

    def test_day_book(self):
        self._let_in(visitor_unit="=1+1")
        today = self.env["reception.deadline"]._get_today(self.company)
        book = self.env["reception.gate.book"].with_user(self.guard).create({"date_from": today, "date_to": today})
        rows = list(book._get_rows())
        self.assertIn("张三丰", [value for row in rows for value in row])
        self.assertEqual(book._export_xlsx().read(2), b"PK")

    def test_prints(self):
        log = self._let_in()
        call = self.env["reception.gate.roll.call"].with_user(self.guard).create({"place": "Yard"})
        deposit = (
            self.env["reception.gate.deposit"]
            .with_user(self.guard)
            .create({"gate_id": self.gate.id, "depositor_name": "Courier", "recipient_name": "Host", "items": "Box"})
        )
        today = self.env["reception.deadline"]._get_today(self.company)
        book = self.env["reception.gate.book"].with_user(self.guard).create({"date_from": today, "date_to": today})
        reports = self.env["ir.actions.report"].with_user(self.guard)
        for name, record, text in (
            ("slip", log, "张三丰"), ("roll_call", call, "张三丰"), ("deposit", deposit, "Courier"),
            ("book", book, "张三丰"),
        ):  # fmt: skip
            with self.subTest(name=name):
                html, _kind = reports._render_qweb_html(f"visitor_reception.report_reception_gate_{name}", record.ids)
                self.assertIn(text, html.decode())
