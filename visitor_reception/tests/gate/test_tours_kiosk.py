from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from ...controllers.document.public_page import PublicPage
from ..common_gate import GateCommon

# The pages leave themselves when they are sent, and let no foreign script in: they are worked in a frame of the same
# size, in a page of the same site without such a rule. Each element of STEPS is done on the page that then is there.
PLAY = """
const frame = document.createElement("iframe");
frame.style = "position:fixed;inset:0;width:100%%;height:100%%;border:0";
let page;
const find = (selector) => page.querySelector(selector);
const check = (condition, text) => {
    if (!condition) {
        throw new Error(text);
    }
};
const type = (values) => {
    for (const [name, value] of Object.entries(values)) {
        find(`[name=${name}]`).value = value;
    }
};
const click = (selector) => {
    const { height } = find(selector).getBoundingClientRect();
    check(height >= 44, `${selector}: large enough for a finger`);
    find(selector).click();
};
const steps = [%s];
frame.onload = () => {
    page = frame.contentDocument;
    check(frame.clientWidth <= 400, "the window is a phone's");
    check(page.documentElement.scrollWidth <= frame.clientWidth, "nothing is wider than the phone");
    steps.shift()();
    if (!steps.length) {
        console.log("test successful");
    }
};
frame.src = "%s";
document.body.append(frame);
"""

INVITED = """
    () => {
        check(find("[name=visitor_name]").value === "Guest One", "the host's words stand there");
        type({ visitor_phone: "13800001111", headcount: "2" });
        click("button");
        check(find("form:invalid"), "the privacy notice is to be accepted");
        click("label.check");
        click("button");
    },
    () => {
        check(find("[data-page=pass] img.qr").naturalWidth > 100, "the code for the gate");
        click("a.button");
    },
    () => {
        check(find("[name=visitor_phone]").value === "13800001111", "what was told stands there");
        type({ plate: "京A12345" });
        click("label.check");
        click("button");
    },
    () => check(find("[data-page=pass]").textContent.includes("京A12345"), "corrected"),
"""

KIOSK = """
    () => click("button"),
    () => {
        type({ visitor_name: "Guest One", visitor_phone: "13800001111", host_name: "Mr Host" });
        click("label.check");
        click("form[data-idle] button");
        check(find("form:invalid"), "the reason is missing");
        type({ reason: "Samples" });
        click("form[data-idle] button");
        check(find("form[data-idle] button").disabled, "sent once");
    },
    () => check(find("[data-page=registered] .number").textContent.trim(), "their number"),
    () => {
        check(!find("[name=visitor_name]").value, "the page is the next visitor's, by itself");
        type({ visitor_name: "Gone Away" });
    },
    () => {
        check(!find("[name=visitor_name]").value, "who went away is forgotten");
        type({ visitor_name: "Guest Two", visitor_phone: "13800002222", host_name: "Mr Host", reason: "Samples" });
        click("label.check");
        click("form[data-idle] button");
    },
    () => click("a.button"),
    () => check(find("[name=visitor_name]"), "the next visitor need not wait"),
"""

LANGUAGE = """
    () => click("button"),
    () => {
        check(page.documentElement.lang === "zh-CN", "the kiosk's own language");
        check(find(".languages a[lang=zh-CN]").getAttribute("aria-current"), "which is marked");
        click(".languages a[lang=en-US]");
    },
    () => {
        check(page.documentElement.lang === "en-US", "one tap");
        type({ visitor_name: "Guest One", visitor_phone: "13800001111", host_name: "Host", reason: "Samples" });
        click("label.check");
        click("form[data-idle] button");
    },
    () => {
        check(find("[data-page=registered]"), "registered");
        check(page.documentElement.lang === "en-US", "they wait in their language");
    },
    () => {
        check(page.documentElement.lang === "zh-CN", "the next visitor finds the kiosk's own language");
        click(".languages a[lang=en-US]");
    },
    () => check(page.documentElement.lang === "en-US", "chosen, and left"),
    () => check(page.documentElement.lang === "zh-CN", "who went away is forgotten, and their language"),
"""

CONSENT = """
    () => {
        check(page.body.textContent.includes("张三丰"), "who asks");
        click("button[value=agreed]");
    },
    () => check(find("[data-page=agreed]"), "agreed"),
"""


@tagged("post_install", "-at_install")
class TestToursKiosk(HttpCase, GateCommon):
    """The gate's public pages in the hand."""

    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.reception_privacy_notice = "We keep your name for a month. " * 40

    def _play(self, path, steps):
        self.browser_js("/reception/feedback/unknown", PLAY % (steps, path), "document.readyState === 'complete'")

    def test_invited_guest_gets_a_pass_on_a_phone(self):
        begin = datetime.now().replace(microsecond=0)
        logs = self.env["reception.gate.log"].with_user(self.host)
        log = logs.invite([{"visitor_name": "Guest One", "reason": "Talk"}], begin, begin + timedelta(hours=2))
        self._play(f"/reception/gate/invitation/{log.sudo().access_token}", INVITED)
        self.assertRecordValues(log, [{"visitor_phone": "13800001111", "headcount": 2, "plate": "京A12345"}])

    def test_visitors_register_at_the_kiosk(self):
        gate = self.gate.with_user(self.officer)
        gate.action_make_kiosk_link()
        gate.kiosk_idle_seconds = 5
        self._play(f"/reception/gate/kiosk/{self.gate.kiosk_token}", KIOSK)
        logs = self.logs.search([("source", "=", "kiosk")], order="id")
        self.assertEqual(logs.mapped("visitor_name"), ["Guest One", "Guest Two"])

    def test_foreign_visitor_switches_the_language_by_one_tap(self):
        """The browser of the tests asks for English: Chinese stands in for it, as on a Chinese kiosk."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.startPatcher(patch.object(PublicPage, "_get_browser_language", lambda _self: "zh_CN"))
        self.gate.with_user(self.officer).action_make_kiosk_link()
        self.gate.kiosk_idle_seconds = 5
        self._play(f"/reception/gate/kiosk/{self.gate.kiosk_token}", LANGUAGE)
        log = self.logs.search([("source", "=", "kiosk")])
        self.assertEqual((log.visitor_name, log.host_id), ("Guest One", self.host.employee_id))

    def test_3_8a_host_agrees_on_a_phone(self):
        log = self._register()
        log.action_ask_host()
        self._play("/" + log.sudo()._get_consent_url().split("/", 3)[-1], CONSENT)
        self.assertEqual(log.consent_state, "agreed")
