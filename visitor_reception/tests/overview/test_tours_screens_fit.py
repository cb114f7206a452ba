import json
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..common_cost import ReceptionCostCommon
from ..common_gate import GateCommon

# what people read or press; a list and a wide table may scroll in their own frame
WALK = """
(async () => {
    const { env } = odoo.__WOWL_DEBUG__.root;
    const wait = (ms) => new Promise((done) => setTimeout(done, ms));
    const width = document.documentElement.clientWidth;
    const tell = (e) => `${e.tagName} ${e.getAttribute("name") || e.className} "${e.innerText.trim().slice(0, 30)}"`;
    const isShown = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && e.clientWidth > 1;
    const isInScroller = (e) => {
        for (let p = e.parentElement; p; p = p.parentElement) {
            if (["auto", "scroll"].includes(getComputedStyle(p).overflowX) && p.scrollWidth > p.clientWidth) {
                return true;
            }
        }
    };
    const LABELS = "button:not(.o_input), .o_form_label, .badge, h1, h2, .nav-link, .o_stat_info";
    const find = () => {
        const bad = [];
        const main = document.querySelector(".o_action_manager");
        if (document.documentElement.scrollWidth > width + 1) {
            bad.push(`the page is ${document.documentElement.scrollWidth} px wide`);
        }
        for (const e of [...main.querySelectorAll(`${LABELS}, .alert, .o_field_widget`)].filter(isShown)) {
            const { left, right } = e.getBoundingClientRect();
            if ((right > width + 1 || left < -1) && !isInScroller(e)) {
                bad.push(`outside of the screen, at ${Math.round(right)} px: ${tell(e)}`);
            }
            // what is shortened on purpose ends in dots
            const isCut =
                getComputedStyle(e).overflowX !== "visible" &&
                !e.matches(".text-truncate") &&
                e.scrollWidth > e.clientWidth + 1;
            if (isCut && e.matches(LABELS)) {
                bad.push(`cut, ${e.scrollWidth} px in ${e.clientWidth}: ${tell(e)}`);
            }
        }
        // steps of the status bar are arrows that reach into each other
        const boxes = [...main.querySelectorAll(LABELS)]
            .filter((e) => isShown(e) && !e.closest(".o_statusbar_status, .o_list_renderer, .o_calendar_renderer"))
            .map((e) => [e, e.getBoundingClientRect()]);
        boxes.forEach(([a, one], index) => {
            for (const [b, other] of boxes.slice(index + 1)) {
                const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
                const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
                if (across > 2 && down > 2 && !a.contains(b) && !b.contains(a)) {
                    bad.push(`over each other: ${tell(a)} and ${tell(b)}`);
                }
            }
        });
        return bad;
    };
    const found = [];
    const open = async (what, action, options) => {
        await env.services.action.doAction(action, { clearBreadcrumbs: true, ...options });
        for (let turn = 0; !document.querySelector(".o_action_manager > .o_action") && turn < 100; turn++) {
            await wait(50);
        }
        await wait(250);
        if (document.querySelector(".o_error_dialog")) {
            throw new Error(`${what} does not open`);
        }
        found.push(...find().map((text) => `${what}: ${text}`));
    };
    for (const [name, action, model, resId] of %s) {
        await open(name, action);
        if (resId) {
            const views = [[false, "form"]];
            await open(`${name}, form`, { type: "ir.actions.act_window", res_model: model, res_id: resId, views });
        }
    }
    if (found.length) {
        throw new Error([...new Set(found)].slice(0, 30).join("\\n"));
    }
    console.log("test successful");
})().catch((error) => console.error(error.message));
"""


class ScreensCommon(HttpCase, GateCommon, ReceptionCostCommon):
    """Each menu of each role opens with data: no error, nothing cut, nothing over each other, nothing off the screen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        begin = fields.Datetime.now() + timedelta(days=1)
        times = {"date_begin": begin, "date_end": begin + timedelta(days=1)}
        cls._make_visit(**times)
        cls._make_visit(**times).action_submit()
        visit = cls._issue(cls._make_visit(guests=12, **times))
        cls.env["reception.booking"].with_user(cls.host).create(
            {
                "visit_id": visit.id,
                "service": "car",
                "date_from": begin,
                "amount_planned": 120,
                "guest_ids": [Command.set(visit.guest_ids.ids)],
            }
        )
        cls._apply()
        cls._let_in("欧阳修远", visitor_unit="华信科技有限公司", plate="京A·12345", headcount=5)
        cls._register("Seller", kind="trader", visitor_phone=False)

    def _get_menus(self, user, with_forms):
        """What the user's menus open: ``(path, action, model, first record)``."""
        menus = self.env["ir.ui.menu"].with_user(user)
        root = self.env.ref("visitor_reception.reception_menu_root")
        found = []
        for menu in menus.browse(set(menus.load_menus(False)) - {"root"}).exists():
            action = menu.sudo().action
            is_ours = str(root.id) in menu.sudo().parent_path.split("/")
            if not is_ours or not action or action.type == "ir.actions.act_url":
                continue
            is_window = action._name == "ir.actions.act_window" and action.target != "new"
            has_form = with_forms and is_window and "form" in action.view_mode.split(",")
            record = self.env[action.res_model].with_user(user).search([], limit=1) if has_form else False
            found.append(
                (menu.complete_name, action.id, record._name if record else False, record.id if record else False)
            )
        return found

    def _walk(self, *users, with_forms=False):
        for user in users:
            user.lang = "zh_CN"
            menus = self._get_menus(user, with_forms)
            self.assertTrue(menus)
            with self.subTest(user=user.name):
                self.browser_js("/odoo", WALK % json.dumps(menus), "odoo.isReady", login=user.login, timeout=400)


@tagged("post_install", "-at_install")
class TestScreensFitDesk(ScreensCommon):
    browser_size = "1366x768"

    def test_who_sees_most_with_forms(self):
        self._walk(self.officer, with_forms=True)

    def test_every_role(self):
        self._walk(self.host, self.gm, self.guard, self.cashier)


@tagged("post_install", "-at_install")
class TestScreensFitPhone(ScreensCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_who_sees_most_with_forms(self):
        self._walk(self.officer, with_forms=True)

    def test_leaders_and_guards(self):
        self._walk(self.gm, self.guard)
