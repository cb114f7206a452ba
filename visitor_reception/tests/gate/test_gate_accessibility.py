import importlib.util
import json
from datetime import timedelta
from pathlib import Path
from unittest import skipUnless

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..common_gate import GateCommon
from .test_tours_gate import DESK, PAGE, GateTourCommon

FOUND = importlib.util.find_spec("axe_playwright_python")
# contrast of 4.5, names, roles, order of headings, landmarks, the language of the page
AXE = "/visitor_reception_tests/axe.min.js"
CHECK = """
const loadAxe = () =>
    new Promise((resolve, reject) => {
        const script = Object.assign(document.createElement("script"), { onload: resolve, onerror: reject });
        script.src = "/visitor_reception_tests/axe.min.js";
        document.head.append(script);
    });
const check = async (what, node) => {
    const { violations } = await axe.run(node || document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    for (const { id, help, nodes } of violations) {
        for (const { html, failureSummary } of nodes.slice(0, 3)) {
            problems.push(`${what}: ${id}: ${help}: ${html.slice(0, 300)} ${failureSummary}`);
        }
    }
};
const problems = [];
const until = async (find, what) => {
    for (let turn = 0; turn < 100; turn++) {
        const found = find();
        if (found) {
            return found;
        }
        await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`not there: ${what}`);
};
const finish = () => {
    if (problems.length) {
        throw new Error(`${problems.length} problems\\n${problems.join("\\n")}`);
    }
    console.log("test successful");
};
"""
DESK_PAGES = """
(async () => {
    await loadAxe();
    const one = (selector) => document.querySelector(selector);
    await until(() => one("[data-visitor='Guest 1']"), "the desk");
    // what fades in has no contrast yet
    document.head.append(Object.assign(document.createElement("style"), {
        textContent: "*, ::before, ::after { transition: none !important; animation: none !important }",
    }));
    await check("desk", one(".o_reception_desk"));
    for (const [button, sheet] of %s) {
        (await until(() => one(button), button)).click();
        await until(() => one(`.modal.show [data-sheet=${sheet}], .modal [data-sheet=${sheet}]`), sheet);
        await check(sheet, one(".modal"));
        one(".modal .btn-close").click();
        await until(() => !one(".modal"), `${sheet} closed`);
    }
    window.dispatchEvent(new Event("offline"));
    await until(() => one(".o_reception_desk.o_offline"), "no network");
    await check("desk without network", one(".o_reception_desk"));
    const input = one(".o_reception_search input");
    input.value = "Guest";
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await until(() => one(".o_found [data-visitor='Guest 1']"), "found");
    await check("search", one(".o_reception_desk"));
    finish();
})().catch((error) => console.error(error.message));
"""
PAGE_CODE = """
(async () => {
    await loadAxe();
    await until(() => document.querySelector("[data-visitor='Guest 1']"), "the desk");
    await check("page of the desk");
    finish();
})().catch((error) => console.error(error.message));
"""
SHEETS = [
    ("button[name=new]", "register"), ("[data-visitor='Guest 1'] .o_next", "in"), ("[data-visitor='张三丰'] .o_next", "ask"),
    ("[data-visitor='张三丰'] button[name=refuse]", "refuse"), ("[data-visitor=Leaver] .o_next", "out"),
    ("button[name=roll_call]", "roll_call"), ("button[name=shift]", "shift"), ("button[name=deposits]", "deposits"),
]  # fmt: skip
# the pages allow no foreign script: their text is put into a page that does
PUBLIC_PAGES = """
(async () => {
    await loadAxe();
    for (const [what, path, answer] of %s) {
        let response = await fetch(path);
        let html = await response.text();
        if (answer) {
            const [, csrf_token] = /name="csrf_token" value="([^"]+)"/.exec(html);
            const body = new URLSearchParams({ csrf_token, ...answer });
            html = await (await fetch(path, { method: "POST", body })).text();
        }
        const page = new DOMParser().parseFromString(html, "text/html");
        document.documentElement.lang = page.documentElement.lang;
        document.head.replaceWith(page.head);
        document.body.replaceWith(page.body);
        await check(what);
    }
    finish();
})().catch((error) => console.error(error.message));
"""


@skipUnless(FOUND, "axe-core is not there: make test installs it")
class AccessibilityCase(HttpCase):
    def _check(self, path, code, **options):
        source = Path(FOUND.submodule_search_locations[0], "axe.min.js").read_bytes()
        facts = {"name": AXE, "url": AXE, "raw": source, "mimetype": "application/javascript", "public": True}
        self.env["ir.attachment"].create(facts)
        self.browser_js(path, f"{CHECK}\n{code}", timeout=120, **options)


@tagged("post_install", "-at_install")
class TestGateDeskAccessibility(AccessibilityCase, GateTourCommon):
    def test_desk_and_its_sheets(self):
        self._register()
        leaver = self._let_in("Leaver", visitor_phone="9", headcount=2)
        leaver._as_engine().due_out = self._now() - timedelta(hours=1)
        self.gate.write({"reader_url": "http://127.0.0.1:8090/card", "takes_photo": True})
        self.env["reception.gate.shift"].with_user(self.guard).create({"gate_id": self.gate.id})
        self.env["reception.gate.deposit"].create(
            {"gate_id": self.gate.id, "depositor_name": "Courier", "recipient_name": "Cook", "items": "Parcel"}
        )
        self._check(DESK, DESK_PAGES % json.dumps(SHEETS), ready="odoo.isReady", login=self.guard.login)

    def test_page_of_the_desk(self):
        self._check(PAGE, PAGE_CODE, ready="odoo.isReady", login=self.guard.login)


@tagged("post_install", "-at_install")
class TestGatePagesAccessibility(AccessibilityCase, GateCommon):
    browser_size = "390x844"

    def test_kiosk_invitation_and_consent(self):
        self.company.reception_privacy_notice = "We keep your name for a month."
        now = fields.Datetime.now()
        logs = self.env["reception.gate.log"].with_user(self.host)
        invited = logs.invite([{"visitor_name": "Guest"}], now, now + timedelta(hours=2)).sudo()
        waiting = self._register()
        waiting.action_ask_host()
        self.gate.with_user(self.officer).action_make_kiosk_link()
        invitation = f"/reception/gate/invitation/{invited.access_token}"
        kiosk = f"/reception/gate/kiosk/{self.gate.kiosk_token}"
        told = {"visitor_name": "Guest", "visitor_phone": "13800001234", "headcount": "1", "privacy": "1"}
        pages = [
            ("unknown link", "/reception/gate/invitation/unknown", None),
            ("invitation", invitation, None),
            ("invitation with a mistake", invitation, {**told, "headcount": "none"}),
            ("pass", invitation, told),
            ("consent", "/" + waiting.sudo()._get_consent_url().split("/", 3)[-1], None),
            ("device of the kiosk", kiosk, None),
            ("kiosk", kiosk, {}),
            ("kiosk with a wrong code", kiosk, {"code": "1"}),
            ("registered", kiosk, {**told, "visitor_name": "Walker", "host_name": "Host", "reason": "Talks"}),
        ]
        self._check(
            "/reception/feedback/unknown", PUBLIC_PAGES % json.dumps(pages), ready="document.readyState === 'complete'"
        )
