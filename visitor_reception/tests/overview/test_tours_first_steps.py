from odoo.tests import HttpCase, tagged

from ..common import ReceptionCommon

# a form is open while somebody else saves the same field and another one
SAVE_MEANWHILE = """
(async () => {
    const { env } = odoo.__WOWL_DEBUG__.root;
    const until = async (find) => {
        for (let turn = 0; turn < 100; turn++) {
            const found = find();
            if (found) {
                return found;
            }
            await new Promise((done) => setTimeout(done, 100));
        }
        throw new Error(`not found: ${find}`);
    };
    const type = async (text) => {
        const field = await until(() => document.querySelector(".o_field_widget[name=purpose] textarea"));
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const save = async () => (await until(() => document.querySelector(".o_form_button_save"))).click();
    const read = async () => (await env.services.orm.read("reception.visit", [%(visit)d], ["purpose"]))[0].purpose;
    await type("Mine");
    await env.services.orm.write("reception.visit", [%(visit)d], { purpose: "Theirs", batch: 2 });
    await save();
    (await until(() => document.querySelector(".modal .btn-secondary"))).click();
    await until(() => document.querySelector(".o_field_widget[name=purpose] textarea")?.value === "Theirs");
    if ((await read()) !== "Theirs") {
        throw new Error("what the first one saved is lost");
    }
    await type("Mine, seeing theirs");
    await save();
    await until(() => document.querySelector(".o_form_saved, .o_form_button_create"));
    for (let turn = 0; (await read()) !== "Mine, seeing theirs"; turn++) {
        if (turn > 50 || document.querySelector(".modal")) {
            throw new Error("nobody saved meanwhile, and yet it is asked");
        }
        await new Promise((done) => setTimeout(done, 100));
    }
    console.log("test successful");
})().catch((error) => console.error(error.message));
"""


@tagged("post_install", "-at_install")
class TestSavedMeanwhile(HttpCase, ReceptionCommon):
    def test_1_2_3_the_second_of_two_is_told(self):
        visit = self._make_visit()
        code = SAVE_MEANWHILE % {"visit": visit.id}
        self.browser_js(f"/odoo/reception/{visit.id}", code, "odoo.isReady", login=self.host.login)
        self.assertRecordValues(visit, [{"purpose": "Mine, seeing theirs", "batch": 2}])


@tagged("post_install", "-at_install")
class TestPalette(HttpCase, ReceptionCommon):
    def test_verbs_of_a_host(self):
        """The palette writes a notice; what the host has no menu for is not offered."""
        code = """
        (async () => {
            const { env } = odoo.__WOWL_DEBUG__.root;
            const provider = odoo.loader.modules.get("@web/core/registry").registry
                .category("command_provider").get("visitor_reception");
            const verbs = provider.provide(env);
            if (verbs.some((verb) => verb.name === "Register a visitor at the gate")) {
                throw new Error("a host is no guard");
            }
            await verbs.find((verb) => verb.name === "Write a reception notice").action();
            for (let turn = 0; !document.querySelector(".o_form_view .o_field_widget[name=purpose]"); turn++) {
                if (turn > 100) {
                    throw new Error("no notice is opened");
                }
                await new Promise((done) => setTimeout(done, 100));
            }
            console.log("test successful");
        })().catch((error) => console.error(error.message));
        """
        self.browser_js("/odoo", code, "odoo.isReady", login=self.host.login)


@tagged("post_install", "-at_install")
class TestRoleTours(HttpCase, ReceptionCommon):
    """The tour of each role's commonest job goes through to its end."""

    def test_host(self):
        self.start_tour("/odoo/reception", "reception_tour_notice", login=self.host.login)

    def test_leader(self):
        visit = self._make_visit()
        visit.action_submit()
        leader = visit.sudo().pending_signatory_ids[0]
        url = "/odoo/action-visitor_reception.reception_inbox_action"
        self.start_tour(url, "reception_tour_sign", login=leader.login)
        self.assertEqual(visit.state, "issued")

    def test_guard(self):
        self.env["reception.gate"].search([]).write({"active": False})
        self.env["reception.gate"].create({"name": "South Gate", "code": "S"})
        url = "/odoo/action-visitor_reception.reception_gate_desk_action"
        self.start_tour(url, "reception_tour_gate", login=self.guard.login)
