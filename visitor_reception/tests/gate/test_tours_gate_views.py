import json
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..common_gate import GateCommon

# opens each action in each of its views; an error of the browser is an error of the test
OPEN = """
(async () => {
    const { env } = odoo.__WOWL_DEBUG__.root;
    for (const [action, view, model, resId] of %s) {
        const record = { type: "ir.actions.act_window", res_model: model, res_id: resId, views: [[false, "form"]] };
        const isRecord = view === "form" && resId;
        await env.services.action.doAction(isRecord ? record : action, { viewType: view, clearBreadcrumbs: true });
        for (let turn = 0; !document.querySelector(`.o_action_manager .o_${view}_view`) && turn < 100; turn++) {
            await new Promise((done) => setTimeout(done, 100));
        }
        await new Promise((done) => setTimeout(done, 300));
        if (!document.querySelector(`.o_action_manager .o_${view}_view`) || document.querySelector(".o_error_dialog")) {
            throw new Error(`action ${action}: ${view} of ${model} does not open`);
        }
        %s
    }
    console.log("test successful");
})().catch((error) => console.error(error.message));
"""
FITS = """
        const wrapper = document.querySelector(".o_list_renderer");
        if (wrapper.scrollWidth > wrapper.clientWidth) {
            throw new Error(`the list is ${wrapper.scrollWidth} px wide, there are ${wrapper.clientWidth}`);
        }
"""


@tagged("post_install", "-at_install")
class TestToursGateViews(HttpCase, GateCommon):
    """Each view of the gate opens with data in a browser; the register fits the screen of the gate house."""

    browser_size = "1280x800"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kind = cls.env["reception.gate.pass.kind"].create({"name": "Visitor"})
        cls.env["reception.gate.pass"].create({"name": "V901", "kind_id": kind.id})
        cls.env["reception.gate.area"].create({"name": "Workshop"})
        cls.env["reception.gate.watch"].create({"name": "买买提·艾力"})
        begin = fields.Datetime.now()
        cls.env["reception.gate.log"].with_user(cls.host).invite(
            [{"visitor_name": "Guest"}], begin, begin + timedelta(hours=2)
        )
        cls._register("买买提艾力", visitor_phone=False)
        cls._register("Seller", kind="trader", visitor_phone=False)
        cls._let_in("Left", visitor_phone="1").action_check_out({"slip_returned": True, "signed_by": "Host"})
        cls._let_in("欧阳修远", visitor_unit="华信科技有限公司", plate="京A·12345", headcount=5)
        cls.env["reception.gate.roll.call"].with_user(cls.guard).create({"place": "Yard"})
        shift = cls.env["reception.gate.shift"].with_user(cls.guard)
        shift.create({"gate_id": cls.gate.id})
        cls.gate.with_user(cls.guard).action_open()

    def _get_views(self):
        actions = self.env["ir.actions.act_window"].search([("res_model", "=like", "reception.gate%")])
        ours = self.env["ir.model.data"].search(
            [("model", "=", actions._name), ("res_id", "in", actions.ids), ("module", "=", "visitor_reception")]
        )
        for action in actions.browse(ours.mapped("res_id")).filtered(lambda action: action.target != "new"):
            records = self.env[action.res_model].with_user(self.officer)
            if not records.has_access("read"):
                continue
            for view in action.view_mode.split(","):
                record = records.search([], limit=1)
                if view != "form" or record or records.has_access("create"):
                    yield action.id, view, action.res_model, record.id

    def test_every_view_opens(self):
        views = list(self._get_views())
        self.assertGreater(len(views), 20)
        self.browser_js("/odoo", OPEN % (json.dumps(views), ""), "odoo.isReady", login=self.officer.login, timeout=240)

    def test_register_fits_the_screen(self):
        action = self.env.ref("visitor_reception.reception_gate_log_action")
        code = OPEN % (json.dumps([(action.id, "list", action.res_model, False)]), FITS)
        self.browser_js("/odoo", code, "odoo.isReady", login=self.guard.login)
