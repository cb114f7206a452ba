from datetime import timedelta
from functools import wraps
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common_gate import GateCommon

DESK = "/odoo/reception-gate-desk"
PAGE = "/reception/gate/desk"


class GateTourCommon(HttpCase, GateCommon):
    """Two guests of an issued notice who are expected now, at the only gate."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.env["reception.gate"].search([]) - cls.gate).active = False
        now = fields.Datetime.now()
        cls.visit = cls._issue(
            cls._make_visit(date_begin=now - timedelta(minutes=5), date_end=now + timedelta(hours=5))
        )
        cls.host.employee_id.work_phone = "021-5555"
        kind = cls.env["reception.gate.pass.kind"].create({"name": "Visitor"})
        cls.env["reception.gate.pass"].create({"name": "T901", "kind_id": kind.id})

    def _find(self, name):
        return self.env["reception.gate.log"].search([("visitor_name", "=", name)], order="id")


@tagged("post_install", "-at_install")
class TestToursGate(GateTourCommon):
    def test_3_3_guard_lets_in_and_out_and_refuses(self):
        self.start_tour(DESK, "gate_desk", login=self.guard.login)
        self.assertEqual(self._find("Guest 1").state, "inside")
        first, second = self._find("李四光")
        self.assertEqual((first.state, first.consent_by, first.host_id), ("left", "Host", self.host.employee_id))
        self.assertEqual((first.slip_state, first.slip_signed_by, first.pass_number), ("returned", "Host", "T901"))
        self.assertEqual((second.state, second.consent_state), ("refused", "refused"))

    def test_3_3_desk_works_without_network(self):
        gates = self.registry["reception.gate"]
        sync, sent = gates.sync_passages, []

        @wraps(sync)
        def spy(gate, operations, gate_id):
            sent.extend(operation["verb"] for operation in operations)
            return sync(gate, operations, gate_id)

        with patch.object(gates, "sync_passages", spy):
            self.start_tour(DESK, "gate_desk_offline", login=self.guard.login)
        self.assertEqual(sent.count("check_out"), 2, "the answer to the first is lost")
        guest, walker = self._find("Guest 1"), self._find("Offline Walker")
        # gone once, and expected again while the notice lasts
        self.assertEqual((guest.mapped("state"), walker.mapped("state")), (["left", "expected"], ["inside"]))
        self.assertEqual(walker.call_ids.mapped("result"), ["agreed"])
        verbs = self.env["reception.gate.operation"].search([], order="id").mapped("verb")
        self.assertEqual(verbs, ["check_in", "register", "consent", "check_in", "check_out"])

    def test_3_3c_watch_list_and_missing_slip(self):
        self.marketing.manager_id = self.head.employee_id
        self.host.employee_id.parent_id = False
        self.env["reception.gate.watch"].create({"name": "张三丰", "reason": "Test"})
        waiting = self._register()
        leaver = self._let_in("Leaver", visitor_phone="9")
        self.start_tour(DESK, "gate_desk_exceptions", login=self.guard.login)
        self.assertEqual((waiting.watch_state, waiting.consent_state), ("dismissed", "no_answer"))
        self.assertEqual((leaver.state, leaver.slip_state), ("left", "explained"))
        self.assertTrue(leaver.seen_out)

    @mute_logger("odoo.http")
    def test_3_3_step_that_the_server_does_not_take_is_kept(self):
        gates = self.registry["reception.gate"]
        sync = gates.sync_passages
        errors = [AccessError("no guard"), UserError("no gate"), UserError("no gate")]

        @wraps(sync)
        def refuse(gate, operations, gate_id):
            if errors:
                raise errors.pop(0)
            return sync(gate, operations, gate_id)

        with patch.object(gates, "sync_passages", refuse):
            self.start_tour(DESK, "gate_desk_not_taken", login=self.guard.login, timeout=120)
        self.assertEqual(self._find("Walker").state, "waiting")

    def test_3_3_namesake_is_another_person(self):
        first = self._register()
        self.start_tour(DESK, "gate_desk_namesake", login=self.guard.login)
        second = self._find("张三丰") - first
        self.assertEqual((first.consent_state, second.consent_state), ("none", "agreed"))
        self.assertEqual(second.host_name, "Tenant")

    def test_3_3_namesake_is_the_same_person(self):
        first = self._register()
        self.start_tour(DESK, "gate_desk_same_person", login=self.guard.login)
        self.assertEqual(self._find("张三丰"), first)
        self.assertEqual(first.consent_state, "agreed")

    def test_3_3c_each_of_a_group_has_his_own_signer(self):
        self._let_in("Alpha", visitor_phone="1", plate="A1")
        self._let_in("Beta", visitor_phone="2", host_id=self.head.employee_id.id)
        self.start_tour(DESK, "gate_desk_group_out", login=self.guard.login)
        left = self.env["reception.gate.log"].search([("state", "=", "left")]).sorted("visitor_name")
        self.assertEqual(left.mapped("slip_signed_by"), ["Host", "Head of Marketing"])
        self.assertEqual(left.mapped("plate"), ["A1", False])

    def test_3_3_several_names_at_once(self):
        self.start_tour(DESK, "gate_desk_group", login=self.guard.login)
        self.assertEqual(self._find("甲一").state, "inside")
        self.assertEqual(self._find("丙三").call_ids.mapped("spoke_with"), ["Tenant"])

    def test_roll_call_without_network(self):
        self._let_in("Alpha", visitor_phone="1")
        self._let_in("Beta", visitor_phone="2", headcount=3)
        self.start_tour(DESK, "gate_desk_roll_call", login=self.guard.login)
        call = self.env["reception.gate.roll.call"].search([])
        self.assertEqual((call.state, call.place, call.open_count), ("ended", "Yard", 3))
        self.assertEqual(call.line_ids.sorted("visitor_name").mapped("state"), ["safe", "missing"])

    def test_3_1c_shift_is_begun_counted_and_signed_without_network(self):
        self.start_tour(DESK, "gate_desk_shift", login=self.guard.login)
        shift = self.env["reception.gate.shift"].search([("gate_id", "=", self.gate.id)])
        self.assertEqual((shift.guard_id, shift.state, bool(shift.signed_at)), (self.guard, "handing", True))
        deposits = shift.line_ids.filtered(lambda line: line.kind == "deposit")
        self.assertEqual((deposits.expected, deposits.counted), (1, 2))
        self.assertEqual(shift.opening_ids.mapped("kind"), ["open"])
        deposit = self.env["reception.gate.deposit"].search([("gate_id", "=", self.gate.id)])
        self.assertEqual((deposit.recipient_id, deposit.items), (self.host.employee_id, "Parcel"))

    def test_3_1c_counted_0_is_counted_in_the_form(self):
        shift = self.env["reception.gate.shift"].with_user(self.guard).create({"gate_id": self.gate.id})
        shift.action_hand_over()
        self.start_tour(f"/odoo/reception-gate-shift/{shift.id}", "gate_shift_form", login=self.guard.login)
        counted = shift.line_ids.filtered("is_counted")
        self.assertEqual((counted.mapped("kind"), counted.counted), (["inside"], 0))

    def test_3_4a_who_fetches_it_signs_at_the_desk(self):
        deposit = self.env["reception.gate.deposit"].create(
            {"gate_id": self.gate.id, "depositor_name": "Courier", "recipient_name": "Cook", "items": "Parcel"}
        )
        self.start_tour(DESK, "gate_desk_deposit", login=self.guard.login)
        self.assertEqual((deposit.state, deposit.collected_by), ("collected", "Cook"))
        self.assertTrue(deposit.signature)

    def test_roll_call_asks_before_it_ends_and_goes_on(self):
        self._let_in("Alpha", visitor_phone="1")
        self.start_tour(DESK, "gate_desk_reopen", login=self.guard.login)
        self.assertEqual(self.env["reception.gate.roll.call"].search([]).state, "open")

    def test_3_3_pass_that_is_none_is_told_before_the_sheet_closes(self):
        self.start_tour(DESK, "gate_desk_pass", login=self.guard.login)
        self.assertFalse(self.env["reception.gate.operation"].search([("status", "!=", "done")]))

    def test_3_3_flows_take_no_more_taps_than_they_took(self):
        self.start_tour(DESK, "gate_desk_taps", login=self.guard.login)
        self.assertEqual(len(self.env["reception.gate.log"].search([("state", "=", "inside")])), 6)

    def test_logging_out_forgets_the_lists(self):
        """Who logs out leaves no names in the browser; what is not sent yet stays."""
        self._let_in("Alpha", visitor_phone="1")
        code = """
            (async () => {
                const get = (name) => odoo.loader.modules.get(name);
                const { browser } = get("@web/core/browser/browser");
                const { registry } = get("@web/core/registry");
                const { session } = get("@web/session");
                const { GateStore } = get("@visitor_reception/gate/gate_desk/gate_store");
                const store = new GateStore(session.db);
                const until = async (what) => {
                    for (let turn = 0; turn < 100 && !(await what()); turn++) {
                        await new Promise((resolve) => setTimeout(resolve, 100));
                    }
                };
                await until(async () => JSON.stringify((await store.getFact("desk")) || "").includes("Alpha"));
                await store.addOperation({ client_id: "not sent" });
                const env = { services: { pwa: { isScopedApp: false } } };
                let route = "";
                const there = { origin: location.origin, get href() { return location.href; }, set href(url) { route = url; } };
                Object.defineProperty(browser, "location", { value: there });
                registry.category("user_menuitems").get("log_out")(env).callback();
                await until(() => route);
                const left = [await store.getFact("desk"), (await store.getOperations()).length];
                if (!route.includes("logout") || left[0] || left[1] !== 1) {
                    console.error("logged out with", JSON.stringify(left));
                }
                console.log("test successful");
            })()
        """
        self.browser_js(DESK, code, ready="odoo.isReady", login=self.guard.login)

    def test_3_3a_scan_is_no_answer_and_no_text(self):
        waiting = self._register()
        inside = self._register("李四光", visitor_phone="1")
        inside.action_check_in({"consent_by": "Host", "pass_number": "T901"})
        self.start_tour(DESK, "gate_desk_scanner", login=self.guard.login)
        self.assertEqual(
            (waiting.state, waiting.consent_state, waiting.call_ids), ("waiting", "none", waiting.call_ids[:0])
        )
        self.assertEqual((inside.state, inside.slip_state), ("inside", "issued"))

    def test_3_8b_names_numbers_and_keys_as_people_type(self):
        """One letter, a document's number, "Last, First", a trader without network, and an input method that composes."""
        self._register()
        self.start_tour(DESK, "gate_desk_typing", login=self.guard.login)
        self.assertEqual(self._find("Armstrong, Neil").state, "waiting")
        self.assertEqual(self._find("Seller").state, "refused")

    def test_times_are_those_of_the_gate(self):
        self.env.company.reception_tz = "Pacific/Auckland"
        self._let_in("Alpha", visitor_phone="1")
        self.start_tour(DESK, "gate_desk_zone", login=self.guard.login)

    def test_full_disk_asks_before_the_page_is_left_and_the_clock_outlives_a_reload(self):
        self._let_in("Alpha", visitor_phone="1")
        code = """
            (async () => {
                const get = (name) => odoo.loader.modules.get(`@visitor_reception/gate/gate_desk/${name}`);
                const { GateDeskModel } = get("gate_desk_model");
                let answer = () => Promise.reject(new Error("no network"));
                const orm = { silent: { call: (...args) => answer(...args) } };
                const asks = () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
                const check = (isRight, text) => isRight || console.error(text);

                const first = new GateDeskModel({ orm, onConflict() {} });
                let kept;
                for (let turn = 0; turn < 100 && !kept; turn++) {
                    kept = await first.store.getFact("desk");
                    await new Promise((resolve) => setTimeout(resolve, 100));
                }
                const day = 24 * 3600 * 1000;
                await first.store.setFact("desk", { ...kept, skew: day });
                await first.start();
                const ahead = luxon.DateTime.fromSQL(first.getNow(), { zone: "utc" }) - luxon.DateTime.now();
                check(Math.abs(ahead - day) < 60000, `the clock is ${ahead} ms ahead`);

                first.watchPage();
                check(!asks(), "asks without need");
                first.store.addOperation = () => Promise.reject(new Error("full"));
                await first.do("give_up", Object.values(first.rows)[0]);
                check(first.isVolatile && asks(), "leaves without asking");
                answer = async (model, method, [call]) =>
                    method === "sync_passages" && call.map(({ client_id }) => ({ client_id, status: "done", row: false }));
                await first.sending;
                await first.send();
                check(!first.operations.length && !asks(), "asks when all is sent");
                console.log("test successful");
            })()
        """
        self.browser_js(DESK, code, ready="odoo.isReady", login=self.guard.login)

    def test_3_8a_let_in_here_and_refused_there_stays_on_the_list_until_it_is_decided(self):
        waiting = self._register()
        waiting.action_consent("agreed", "Host")
        gates = self.registry["reception.gate"]
        sync = gates.sync_passages
        refusals = [{"client_id": "there", "verb": "refuse", "res_id": waiting.id, "values": {"reason": "No"}}]

        @wraps(sync)
        def refuse_first(gate, operations, gate_id):
            if refusals:
                sync(gate.with_user(self.second_guard), [refusals.pop()], gate_id)
            return sync(gate, operations, gate_id)

        with patch.object(gates, "sync_passages", refuse_first):
            self.start_tour(DESK, "gate_desk_disputed", login=self.guard.login)
        self.assertEqual(waiting.state, "refused")

    def test_3_3_conflict_is_told_and_kept(self):
        self._register().action_consent("agreed", "Host")
        gates = self.registry["reception.gate"]
        sync = gates.sync_passages

        @wraps(sync)
        def lose_first(gate, operations, gate_id):
            self.env["reception.gate.pass"].search([("name", "=", "T901")]).with_env(gate.env).action_lose()
            return sync(gate, operations, gate_id)

        with patch.object(gates, "sync_passages", lose_first):
            self.start_tour(DESK, "gate_desk_conflict", login=self.guard.login)
        self.assertEqual(self._find("张三丰").state, "waiting")

    def test_3_3_page_is_kept_for_a_start_without_network(self):
        """All that the page is made of lies in the browser: the page, its bundles, its texts."""
        code = f"""
            (async () => {{
                const wanted = [/desk$/, /gate_desk.*css$/, /gate_desk.*js$/, /translations/];
                const cache = await caches.open("visitor_reception.gate_desk");
                let missing = wanted;
                for (let turn = 0; turn < 100 && missing.length; turn++) {{
                    const urls = (await cache.keys()).map((request) => request.url);
                    missing = wanted.filter((pattern) => !urls.some((url) => pattern.test(url)));
                    await new Promise((resolve) => setTimeout(resolve, 100));
                }}
                const page = await (await cache.match("{PAGE}"))?.text();
                if (missing.length || !page?.includes("gate_desk")) {{
                    console.error("not kept:", missing.join(" "), page);
                }}
                console.log("test successful");
            }})()
        """
        self.browser_js(PAGE, code, ready="odoo.isReady", login=self.guard.login)

    def test_page_is_for_guards(self):
        self.authenticate(self.host.login, self.host.login)
        self.assertEqual(self.url_open(PAGE).status_code, 404)
        worker = self.url_open(f"{PAGE}/service-worker.js")
        self.assertEqual(worker.headers["Service-Worker-Allowed"], PAGE)


@tagged("post_install", "-at_install")
class TestToursGatePhone(GateTourCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_3_3_group_on_a_phone(self):
        self.env["reception.gate"].create({"name": "South Gate", "code": "S"})
        self.start_tour(DESK, "gate_desk_phone", login=self.guard.login)
        inside = self.env["reception.gate.log"].search([("state", "=", "inside")])
        self.assertEqual(sorted(inside.mapped("visitor_name")), ["Guest 1", "Guest 2"])

    def test_touch_targets(self):
        self._register()
        self.start_tour(DESK, "gate_desk_touch", login=self.guard.login)
