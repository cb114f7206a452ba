import re
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common_gate import GateCommon

SCRIPT = "<script>alert(1)</script>\" onload='x"


@tagged("post_install", "-at_install")
class TestGatePublic(HttpCase, GateCommon):
    """The gate's public pages, asked by a browser that has no account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.reception_privacy_notice = "We keep <your> name for a month."

    def _open(self, path, lang="en-US,en;q=0.9", **options):
        return self.url_open(f"/reception/gate/{path}", headers={"Accept-Language": lang}, **options)

    def _get_csrf(self, page):
        return re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)

    def _send(self, path, opened=None, **answer):
        csrf = self._get_csrf(self._open(opened or path))
        return self._open(path, data={"csrf_token": csrf, **answer})

    def _set_limit(self, limit):
        for purpose in ("public_page", "kiosk"):
            self.env["ir.config_parameter"].sudo().set_param(f"visitor_reception.{purpose}_per_minute", limit)

    def assertPage(self, page, status, name):
        self.assertEqual(page.status_code, status)
        self.assertIn(f'data-page="{name}"', page.text)

    # ------------------------------------------------------------------------------------------------------------------
    # Invitation
    # ------------------------------------------------------------------------------------------------------------------

    GUEST = {
        "visitor_name": "Guest One", "visitor_unit": "Customer Ltd", "visitor_phone": "138 0000-1111", "headcount": "2",
        "plate": "京a 12345", "privacy": "1",
    }  # fmt: skip

    def _invite(self, **vals):
        begin = datetime.now().replace(microsecond=0)
        logs = self.env["reception.gate.log"].with_user(self.host)
        log = logs.invite([{"visitor_name": "Guest One", "reason": "Talk", **vals}], begin, begin + timedelta(hours=2))
        return log.sudo(), f"invitation/{log.sudo().access_token}"

    def test_invited_guest_gets_a_pass(self):
        log, path = self._invite()
        page = self._open(path)
        self.assertEqual(page.status_code, 200)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertEqual(page.headers["X-Robots-Tag"], "noindex")
        self.assertIn("We keep &lt;your&gt; name", page.text)
        for secret in ("Host", "Talk", "Marketing"):
            self.assertNotIn(secret, page.text)
        self.assertFalse(log.answered_at)
        page = self._send(path, **self.GUEST, state="inside", host_name="Boss")
        self.assertPage(page, 200, "pass")
        self.assertIn("data:image/png;base64,", page.text)
        self.assertIn(self.company.name, page.text)
        self.assertRecordValues(
            log,
            [
                {
                    "visitor_unit": "Customer Ltd", "visitor_phone": "138 0000-1111", "headcount": 2, "plate": "京a 12345",
                    "state": "expected", "consent_state": "asked", "host_name": "Host",
                    "privacy_notice_id": self.company.reception_privacy_notice_id.id,
                }
            ],
        )  # fmt: skip

    def test_invited_guest_corrects_until_arrival(self):
        log, path = self._invite()
        csrf = self._get_csrf(self._open(path))
        for _time in range(2):
            self.assertPage(self._open(path, data={"csrf_token": csrf, **self.GUEST}), 200, "pass")
        self.assertIn("138 0000-1111", self._open(f"{path}?edit=1").text)
        self._send(path, opened=f"{path}?edit=1", **{**self.GUEST, "plate": "沪B1"})
        self.assertEqual(log.plate, "沪B1")
        self.logs.register([{"visitor_name": "Guest One", "visitor_phone": "13800001111"}], self.gate.id)
        self.assertEqual(log.state, "waiting")
        self.assertPage(self._open(f"{path}?edit=1"), 200, "pass")
        page = self._open(path, data={"csrf_token": csrf, **self.GUEST, "plate": "沪C2"})
        self.assertPage(page, 200, "pass")
        self.assertEqual(log.plate, "沪B1")
        self.assertEqual(self.logs.search_count([("visitor_name", "=", "Guest One")]), 1)

    def test_3_8a_host_is_asked_again_for_another_name(self):
        log, path = self._invite()
        self._send(path, **{**self.GUEST, "visitor_name": "Somebody Else"})
        self.assertEqual(
            (log.visitor_name, log.consent_state, log.asked_user_id), ("Somebody Else", "asked", self.host)
        )

    def test_invitation_unknown_or_over(self):
        log, path = self._invite()
        csrf = self._get_csrf(self._open(path))
        for token in ("x", "a" * 3000, "%00", "%27%20OR%201=1", "False", log.access_token[:-1]):
            with self.subTest(token=token[:20]):
                self.assertPage(self._open(f"invitation/{token}"), 404, "unknown")
        log._as_engine().expected_until = datetime.now() - timedelta(days=1)
        for page in (self._open(path), self._open(path, data={"csrf_token": csrf, **self.GUEST})):
            self.assertPage(page, 410, "closed")
            self.assertNotIn("Guest One", page.text)
        self.assertFalse(log.answered_at)
        refused, path = self._invite(visitor_name="Refused")
        refused.with_user(self.guard).action_refuse("Cancelled by the host")
        self.assertPage(self._open(path), 410, "closed")

    def test_invitation_hostile_input(self):
        log, path = self._invite()
        for answer, text in (
            ({"visitor_name": "  "}, "marked with"),
            ({"visitor_unit": "长" * 101}, "too long"),
            ({"plate": "x" * 5000}, "too long"),
            ({"headcount": "0"}, "from 1 to 999"),
            ({"headcount": "9" * 50}, "from 1 to 999"),
            ({"headcount": "²"}, "from 1 to 999"),
            ({"privacy": ""}, "agree to it"),
        ):
            page = self._send(path, **{**self.GUEST, "visitor_unit": SCRIPT, **answer})
            with self.subTest(answer=str(answer)[:40]):
                self.assertEqual(page.status_code, 200)
                self.assertIn(text, re.search(r'class="error".*?</p>', page.text, re.DOTALL).group())
                self.assertNotIn("<script>", page.text)
        self.assertFalse(log.answered_at)
        with mute_logger("odoo.http"):
            self.assertEqual(self._send(path, **{**self.GUEST, "plate": "x" * 1_000_000}).status_code, 413)
        page = self._send(path, **{**self.GUEST, "visitor_name": "\0" + SCRIPT})
        self.assertPage(page, 200, "pass")
        self.assertNotIn("<script>", page.text)
        self.assertEqual(log.visitor_name, SCRIPT)

    def test_forgery_from_another_site_is_refused(self):
        log, path = self._invite()
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_http"):
            self.assertEqual(self._open(path, data=self.GUEST).status_code, 400)
        self.assertFalse(log.answered_at)

    def test_answers_and_guesses_are_limited(self):
        log, path = self._invite()
        self._set_limit(2)
        for _time in range(2):
            self.assertPage(self._open("invitation/guess"), 404, "unknown")
        self.assertPage(self._open("invitation/guess"), 429, "too_often")
        self.assertPage(self._send(path, **self.GUEST), 429, "too_often")
        self.assertFalse(log.answered_at)

    def test_speaks_as_the_browser_does(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        _log, path = self._invite()
        for lang, expected in (("zh-CN,zh;q=0.9", "zh-CN"), ("en-GB", "en-US")):
            self.assertIn(f'<html lang="{expected}"', self._open(path, lang=lang).text)

    def _speak_chinese(self):
        """Chinese beside English, as on every kiosk that foreigners use."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env.ref("visitor_reception.gate_kiosk").with_context(lang="zh_CN").update_field_translations(
            "arch_db", {"zh_CN": {"Welcome! Please register.": "欢迎!请登记。"}}
        )

    def _get_links(self, page):
        return re.findall(r'<a href="([^"]*lang=[^"]*)" lang="([^"]+)"', page.text)

    def test_language_is_chosen_on_the_page_and_stays(self):
        self._speak_chinese()
        _log, path = self._invite()
        page = self._open(path)
        self.assertEqual(self._get_links(page), [("?lang=zh_CN", "zh-CN"), ("?lang=en_US", "en-US")])
        self.assertIn('lang="en-US" hreflang="en-US" aria-current="true"', page.text)
        page = self._open(f"{path}?lang=zh_CN")
        self.assertIn('<html lang="zh-CN"', page.text)
        self.assertNotIn("action=", page.text, "the form is sent to the address with the language")
        page = self._send(f"{path}?lang=zh_CN", **self.GUEST)
        self.assertPage(page, 200, "pass")
        self.assertTrue(page.url.endswith(f"{path}?lang=zh_CN"))
        self.assertIn('<html lang="zh-CN"', page.text)
        self.assertIn('href="?lang=zh_CN&amp;edit=1"', page.text)
        page = self._open(f"{path}?lang=zh_CN&edit=1")
        self.assertIn(("?lang=en_US&amp;edit=1", "en-US"), self._get_links(page), "the page stays the same")

    def test_language_is_an_installed_one(self):
        _log, path = self._invite()
        self.assertFalse(self._get_links(self._open(path)), "one language: no choice")
        self.env["res.lang"]._activate_lang("zh_CN")
        for lang in ("fr_FR", "x" * 3000, "//example.com", "en_US%00", SCRIPT, "https://example.com", ""):
            page = self._open(f"{path}?lang={lang}&next=//example.com")
            with self.subTest(lang=lang[:20]):
                self.assertEqual(page.status_code, 200)
                self.assertIn('<html lang="en-US"', page.text)
                self.assertNotIn("<script>", page.text)
                self.assertFalse([url for url, _lang in self._get_links(page) if not url.startswith("?")])
        page = self._send(f"{path}?lang=//example.com", **self.GUEST)
        self.assertTrue(page.url.endswith(path), page.url)

    def test_refusals_speak_the_language_of_the_page(self):
        self._speak_chinese()
        path = self._bind()
        self.env["ir.config_parameter"].sudo().set_param("visitor_reception.kiosk_per_minute", 0)
        text = (
            self.env["reception.gate"]
            .with_context(lang="zh_CN")
            .env._("Too many registrations at once: wait a minute, or speak to the guard.")
        )
        self.assertNotIn("Too many", text)
        self.assertIn(text, self._send(f"{path}?lang=zh_CN", **self.VISITOR).text)

    # ------------------------------------------------------------------------------------------------------------------
    # Consent
    # ------------------------------------------------------------------------------------------------------------------

    def _ask(self, **vals):
        log = self._register(**vals)
        self.host.email = "host@example.com"
        log.action_ask_host()
        mail = (
            self.env["mail.mail"].sudo().search([("email_to", "ilike", "host@example.com")], order="id desc", limit=1)
        )
        return log.sudo(), re.search(r"/reception/gate/(consent/[^\"]+)", mail.body_html).group(1)

    def test_3_8a_nobody_but_the_host_reads_the_link(self):
        log, path = self._ask()
        for user in (self.guard, self.officer, self.auditor):
            with self.subTest(user=user.login):
                activity = log.activity_ids.with_user(user)
                self.assertTrue(activity.summary, "the activity can be read")
                self.assertNotIn("consent/", activity.note or "")
                self.assertFalse(self.env["mail.message"].with_user(user).search([("body", "ilike", path)]))
                with self.assertRaises(AccessError):
                    self.env["mail.mail"].with_user(user).search([])

    def test_3_8a_host_agrees_by_link(self):
        log, path = self._ask(visitor_unit=SCRIPT)
        page = self._open(path)
        self.assertEqual(page.status_code, 200)
        self.assertIn("张三丰", page.text)
        self.assertNotIn("<script>", page.text)
        self.assertNotIn("13800001234", page.text)
        self.assertEqual(log.consent_state, "asked")
        csrf = self._get_csrf(page)
        for result in ("agreed", "refused"):  # the first answer holds
            page = self._open(path, data={"csrf_token": csrf, "result": result, "remark": "No"})
            self.assertPage(page, 200, "agreed")
        self.assertRecordValues(log, [{"consent_state": "agreed", "consent_manner": "link", "consent_by": "Host"}])
        self.assertEqual(len(log.call_ids), 1)
        self.assertFalse(log.activity_ids)
        log.with_user(self.guard).action_check_in()
        self.assertPage(self._open(path), 404, "unknown")

    def test_3_8a_host_refuses_by_link_and_says_why(self):
        log, path = self._ask()
        for remark, text in (("  ", "choose or write why"), ("长" * 501, "too long")):
            self.assertIn(text, self._send(path, result="refused", remark=remark).text)
        for result in ("", "no_answer", SCRIPT):
            page = self._send(path, result=result, remark="x")
            self.assertIn('class="error"', page.text)
            self.assertNotIn("<script>", page.text)
        self.assertEqual(log.consent_state, "asked")
        self.assertPage(self._send(path, result="refused", remark=SCRIPT), 200, "refused")
        self.assertEqual((log.consent_state, log.consent_remark), ("refused", SCRIPT))

    def test_3_8a_wrong_consent_links(self):
        log, path = self._ask()
        token = path.removeprefix("consent/")
        other = self._register("Other", visitor_phone=False)
        for wrong in (token[:-1], f"{other.id}-{token.partition('-')[2]}", str(log.id), f"{log.id}-长",
                      f"{'9' * 50}-x", "x-y", "-", log.access_token):  # fmt: skip
            with self.subTest(token=wrong[:20]):
                self.assertPage(self._open(f"consent/{wrong}"), 404, "unknown")
        csrf = self._get_csrf(self._open(path))
        self._set_limit(2)
        self.assertPage(self._open(path, data={"csrf_token": csrf, "result": "agreed"}), 429, "too_often")
        self.assertEqual(log.consent_state, "asked")

    # ------------------------------------------------------------------------------------------------------------------
    # Slip
    # ------------------------------------------------------------------------------------------------------------------

    def test_3_3c_host_signs_the_slip_by_its_code(self):
        log = self._let_in(visitor_unit="Customer Ltd").sudo()
        path = f"slip/{log.slip_token}"
        self.assertIn("/web/login", self._open(path).url, "the visitor carries the code: it is no signature")
        self.authenticate(self.stranger.login, self.stranger.login)
        page = self._send(path)
        self.assertIn("3-3c", re.search(r'class="error".*?</p>', page.text, re.DOTALL).group())
        self.authenticate(self.host.login, self.host.login)
        page = self._open(path)
        self.assertEqual(page.status_code, 200)
        self.assertIn(log.name, page.text)
        self.assertEqual(log.slip_state, "issued")
        self.assertPage(self._send(path), 200, "signed")
        self.assertRecordValues(log, [{"slip_state": "signed", "slip_signed_by": "Host", "slip_manner": "qr"}])
        log.with_user(self.guard).action_check_out({"slip_returned": True})
        self.assertPage(self._open(path), 410, "closed")

    def test_3_3c_no_slip_to_sign(self):
        self.authenticate(self.host.login, self.host.login)
        waiting = self._register().sudo()
        self.assertFalse(waiting.slip_token, "there is no slip before they are let in")
        for token in ("False", "x"):
            self.assertPage(self._open(f"slip/{token}"), 404, "unknown")
        inside = self._let_in("Inside", visitor_phone=False).sudo()
        path = f"slip/{inside.slip_token}"
        csrf = self._get_csrf(self._open(path))
        self._set_limit(1)
        self.assertPage(self._open(path, data={"csrf_token": csrf}), 429, "too_often")
        self.assertEqual(inside.slip_state, "issued")

    def test_3_3c_neither_code_does_what_the_other_is_for(self):
        log = self._let_in().sudo()
        self.assertNotEqual(log.slip_token, log.access_token)
        self.assertPage(self._open(f"invitation/{log.slip_token}"), 404, "unknown")
        self.assertFalse(self.logs._find_by_token(log.slip_token))
        self.authenticate(self.host.login, self.host.login)
        self.assertPage(self._open(f"slip/{log.access_token}"), 404, "unknown")
        self.assertFalse(self.logs.with_user(self.host)._sign_slip_by_token(log.access_token))
        self.assertEqual(log.slip_state, "issued")

    def test_3_3c_printed_codes_are_found_at_the_gate(self):
        log = self._let_in().sudo()
        reports = self.env["report.visitor_reception.report_reception_gate_slip"].with_user(self.guard)
        self.startPatcher(patch.object(type(reports), "_draw", lambda _self, text: text))
        slip, its_pass = reports._get_qr(log.with_user(self.guard)), reports._get_pass_qr(log)
        self.assertEqual((slip.split("/")[-2], its_pass.split("/")[-2]), ("slip", "invitation"))
        waiting = self._register("Waiting", visitor_phone=False)
        for code, found in ((slip, log), (its_pass, log), (reports._get_qr(waiting), waiting)):
            rows = self.gates.desk_search(code, self.gate.id)["open"]
            self.assertEqual([row["id"] for row in rows], found.ids)
        log.with_user(self.guard).action_check_out({"slip_returned": True, "signed_by": "Host"})
        for code in (slip, its_pass):
            self.assertFalse(self.gates.desk_search(code, self.gate.id)["open"])

    def test_3_3c_slip_on_paper_stays_good_after_a_correction(self):
        log = self._let_in().sudo()
        row = log.with_user(self.guard).action_correct({"visitor_name": "张三"})
        self.authenticate(self.host.login, self.host.login)
        self.assertPage(self._send(f"slip/{log.slip_token}"), 200, "signed")
        self.assertEqual(self.logs.browse(row["id"]).slip_state, "signed")
        self.assertEqual(log.slip_state, "issued", "the wrong entry stays as it was")

    def test_3_3c_nobody_reads_the_token_of_a_slip(self):
        log = self._let_in()
        for user in (self.guard, self.host, self.officer, self.auditor, self.manager):
            with self.subTest(user=user.login):
                self.assertNotIn("slip_token", log.with_user(user).fields_get())
                with self.assertRaises(AccessError):
                    log.with_user(user).read(["slip_token"])
                with self.assertRaises(AccessError):
                    log.with_user(user).search([("slip_token", "!=", False)])

    # ------------------------------------------------------------------------------------------------------------------
    # Kiosk
    # ------------------------------------------------------------------------------------------------------------------

    VISITOR = {
        "visitor_name": "李四", "visitor_phone": "139 0000-2222", "visitor_unit": "Supplier Ltd", "headcount": "3",
        "host_name": "Mr Host", "reason": "Samples", "plate": "京B 1", "privacy": "1",
    }  # fmt: skip

    def _make_kiosk(self):
        gate = self.gate.with_user(self.officer)
        gate.action_make_kiosk_link()
        return "kiosk/" + gate.kiosk_url.rsplit("/", 1)[-1]

    def _bind(self):
        path = self._make_kiosk()
        self._send(path)
        return path

    def test_visitor_registers_at_the_kiosk(self):
        path = self._bind()
        page = self._open(path)
        self.assertIn("We keep &lt;your&gt; name", page.text)
        csrf = self._get_csrf(page)
        for _time in range(2):
            page = self._open(path, data={"csrf_token": csrf, **self.VISITOR, "kind": "trader", "state": "inside"})
            self.assertPage(page, 200, "registered")
        log = self.logs.search([("visitor_name", "=", "李四")])
        self.assertRecordValues(
            log,
            [
                {
                    "state": "waiting", "source": "kiosk", "visitor_phone": "139 0000-2222", "headcount": 3, "kind": "visitor",
                    "host_name": "Mr Host", "host_id": False, "reason": "Samples", "plate": "京B 1", "gate_id": self.gate.id,
                    "consent_state": "none", "privacy_notice_id": self.company.reception_privacy_notice_id.id,
                }
            ],
        )  # fmt: skip
        self.assertIn(log.name, page.text)
        self.assertNotIn("李四", page.text)
        self.assertNotIn("李四", self._open(path).text)
        self.assertNotIn("registered", self._open(f"{path}?number={SCRIPT}").text)

    def test_expected_visitor_is_not_recorded_twice_at_the_kiosk(self):
        log, _path = self._invite(visitor_name="李四")
        path = self._bind()
        self.assertPage(self._send(path, **self.VISITOR), 200, "registered")
        self.assertRecordValues(
            log,
            [
                {
                    "state": "waiting", "source": "invitation", "host_name": "Host", "reason": "Talk", "headcount": 3,
                    "visitor_phone": "139 0000-2222", "gate_id": self.gate.id, "consent_state": "none",
                }
            ],
        )  # fmt: skip
        self.assertEqual(self.logs.search_count([("visitor_name", "=", "李四")]), 1)

    def test_kiosk_is_one_device(self):
        path = self._make_kiosk()
        page = self._open(path)
        self.assertFalse(self.gate.kiosk_bound_at)
        self._open(path, data={"csrf_token": self._get_csrf(page)})
        self.assertTrue(self.gate.kiosk_bound_at)
        self.assertIn('name="host_name"', self._open(path).text)
        cookie = next(cookie for cookie in self.opener.cookies if cookie.name == "reception_gate_kiosk")
        self.assertTrue(cookie.has_nonstandard_attr("HttpOnly"))
        csrf = self._get_csrf(self._open(path))
        self.opener.cookies.clear(cookie.domain, cookie.path, cookie.name)
        for page in (self._open(path), self._open(path, data={"csrf_token": csrf, **self.VISITOR})):
            self.assertPage(page, 403, "other_device")
        self.assertFalse(self.logs.search([("visitor_name", "=", "李四")]))
        self._make_kiosk()
        self.assertPage(self._open(path), 404, "unknown")
        self.assertFalse(self.gate.kiosk_bound_at)

    def test_kiosk_address_is_for_who_administers_gates(self):
        self._make_kiosk()
        for user in (self.guard, self.host, self.auditor):
            with self.subTest(user=user.login):
                self.assertFalse(self.gate.with_user(user).kiosk_url)
                with self.assertRaises(AccessError):
                    self.gate.with_user(user).action_make_kiosk_link()
        with self.assertRaises(AccessError):
            self.gate.with_user(self.officer).write({"kiosk_token": "known"})
        self.gate.active = False
        self.assertPage(self._open("kiosk/" + self.gate.kiosk_token), 404, "unknown")

    def test_kiosk_hostile_input(self):
        path = self._bind()
        for answer, text in (
            ({"visitor_name": " "}, "marked with"),
            ({"visitor_phone": ""}, "marked with"),
            ({"host_name": ""}, "marked with"),
            ({"reason": "长" * 501}, "too long"),
            ({"plate": "x" * 21}, "too long"),
            ({"headcount": "-1"}, "from 1 to 999"),
            ({"privacy": ""}, "agree to it"),
        ):
            page = self._send(path, **{**self.VISITOR, "visitor_unit": SCRIPT, **answer})
            with self.subTest(answer=str(answer)[:40]):
                self.assertIn(text, re.search(r'class="error".*?</p>', page.text, re.DOTALL).group())
                self.assertNotIn("<script>", page.text)
        self.assertFalse(self.logs.search([("phone_key", "=", "13900002222")]))
        page = self._send(path, **{**self.VISITOR, "visitor_name": "\0" + SCRIPT})
        self.assertPage(page, 200, "registered")
        self.assertEqual(self.logs.search([("phone_key", "=", "13900002222")]).visitor_name, SCRIPT)

    def test_kiosk_is_limited(self):
        path = self._bind()
        self.env["ir.config_parameter"].sudo().set_param("visitor_reception.kiosk_per_minute", 1)
        self.assertPage(self._send(path, **self.VISITOR), 200, "registered")
        page = self._send(path, **{**self.VISITOR, "visitor_name": "Next"})
        self.assertIn("Too many registrations", page.text)
        self.assertIn('value="Next"', page.text)
        self._set_limit(1)
        self.assertPage(self._send(path, **self.VISITOR), 429, "too_often")
        self.assertFalse(self.logs.search([("visitor_name", "=", "Next")]))

    # ------------------------------------------------------------------------------------------------------------------
    # Kiosk: the person visited
    # ------------------------------------------------------------------------------------------------------------------

    def _name_host(self, path, host_name, host_phone="", **answer):
        """What becomes of a registration: the passage, and the page without what is their own."""
        page = self._send(path, **{**self.VISITOR, "host_name": host_name, "host_phone": host_phone, **answer})
        log = self.logs.search([("source", "=", "kiosk")], order="id desc", limit=1).sudo()
        self.assertIn(log.name, page.text)
        return log, page.text.replace(log.name, "")

    def _employ(self, name, **vals):
        return self.env["hr.employee"].create({"name": name, "company_id": self.company.id, **vals})

    def test_3_3a_kiosk_finds_the_host_and_tells_nobody(self):
        wang, other = (
            self._employ("王 芳", work_phone="010 5555 1111"),
            self._employ("王芳", mobile_phone="+86 138 0000-2222"),
        )
        chen = self._employ("Chen  Wei", mobile_phone="13800003333")
        self._employ("Gone Away", active=False)
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self._employ("Not Here", company_id=elsewhere.id, work_phone="13800004444")
        nobody = self.env["hr.employee"]
        path = self._bind()
        pages = set()
        for number, (name, phone, found) in enumerate(
            (
                ("  chen WEI ", "", chen),
                ("chen\u3000wei", "9999", chen),
                ("王芳", "", nobody),
                ("王芳", "2222", other),
                ("王芳", "１１１１", wang),
                ("王芳", "3333", nobody),
                ("Manager Chen", "13800003333", chen),
                ("Manager Chen", "333", nobody),
                ("Manager Chen", "", nobody),
                ("Gone Away", "", nobody),
                ("Not Here", "4444", nobody),
                ("%", "%%%%", nobody),
                ("Chen_Wei", "", nobody),
                ("Chen", "'\\", nobody),
            )
        ):
            with self.subTest(name=name, phone=phone):
                log, page = self._name_host(path, name, phone, visitor_name=f"Visitor {number}")
                self.assertEqual(log.host_id, found)
                self.assertEqual(log.host_name, found.name or " ".join(name.split()))
                self.assertEqual(log.consent_state, "none")
                pages.add(re.sub(r"\s+", " ", page))
        self.assertEqual(len(pages), 1, "the answer does not tell who works here, nor whose number it is")

    def test_3_3a_two_of_one_number_leave_the_choice_to_the_guard(self):
        for name in ("One", "Two"):
            self._employ(name, work_phone="010-8888 7777")
        log, _page = self._name_host(self._bind(), "Somebody", "7777")
        self.assertFalse(log.host_id)

    def test_kiosk_keeps_whom_the_host_or_the_notice_named(self):
        chen = self._employ("Chen Wei")
        log, _path = self._invite(visitor_name="李四")
        path = self._bind()
        self._send(path, **{**self.VISITOR, "host_name": "Chen Wei"})
        self.assertEqual((log.state, log.host_id), ("waiting", self.host.employee_id))
        named, _path = self._invite(visitor_name="王五")
        named._as_engine().write({"host_id": False, "host_name": "Tenant"})
        self._send(path, **{**self.VISITOR, "visitor_name": "王五", "visitor_phone": "1", "host_name": "Chen Wei"})
        self.assertEqual((named.state, named.host_id, named.host_name), ("waiting", chen.browse(), "Tenant"))
        count = self.logs.search_count([("phone_key", "=", "13900002222")])
        self._send(path, **{**self.VISITOR, "host_name": "Chen Wei"})
        self.assertEqual(self.logs.search_count([("phone_key", "=", "13900002222")]), count)

    def test_kiosk_refuses_a_number_that_is_none(self):
        page = self._send(self._bind(), **{**self.VISITOR, "host_phone": "1" * 31})
        self.assertIn("too long", page.text)
        self.assertFalse(self.logs.search([("phone_key", "=", "13900002222")]))

    def test_kiosk_returns_to_its_own_language(self):
        self._speak_chinese()
        path = self._bind()
        page = self._open(f"{path}?lang=zh_CN")
        self.assertIn("欢迎", page.text)
        page = self._send(f"{path}?lang=zh_CN", **self.VISITOR)
        self.assertPage(page, 200, "registered")
        self.assertIn('<html lang="zh-CN"', page.text)
        self.assertIn(f'href="/reception/gate/{path}"', page.text, "the next visitor begins anew")
        self.assertIn('<html lang="en-US"', self._open(path).text)
