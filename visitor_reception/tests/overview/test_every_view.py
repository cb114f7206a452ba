import re

from lxml import etree

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from ..common import ReceptionCommon

TYPES = ("kanban", "list", "graph", "pivot", "calendar", "search")
# what the graph and the pivot of Odoo's web client can group a date by
INTERVALS = {None, "day", "week", "month", "quarter", "year"}


@tagged("post_install", "-at_install")
class TestEveryView(ReceptionCommon):
    """Every view of every menu asks the server for what it has, and for nothing that it has not, in every role."""

    # who sees most, then each role with its own menus
    SEES_MOST = "manager,officer,auditor,cashier,guard,identity"
    ROLES = ("user", "officer", "guard", "cashier", "manager", "auditor", "identity")

    def _user(self, roles, *groups):
        login = " ".join(("opens", roles, *groups))
        groups = [*(f"visitor_reception.group_reception_{role}" for role in roles.split(",")), *groups]
        user = new_test_user(self.env, login, groups=",".join(["base.group_user", *groups]), company_id=self.company.id)
        # demo data belongs to the demo company
        companies = self.env["res.company"].search([])
        user.company_ids = [Command.set(companies.ids)]
        return user, companies

    def _actions(self, user):
        """What the menus of the user open (ir.actions.act_window)."""
        root = self.env.ref("visitor_reception.reception_menu_root")
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        found = self.env["ir.actions.act_window"]
        for menu in self.env["ir.ui.menu"].browse(key for key in menus if key != "root"):
            if str(root.id) in (menu.parent_path or "").split("/") and menu.action:
                found |= menu.action if menu.action._name == found._name else found.browse()
        return found

    def _views(self, user, companies):
        for action in self._actions(user):
            model = self.env[action.res_model].with_user(user).with_context(allowed_company_ids=companies.ids)
            chosen = {view_type: view for view, view_type in action.views}
            for view_type in (*action.view_mode.split(","), "search"):
                if view_type in TYPES:
                    view = model.get_view(chosen.get(view_type), view_type)
                    yield action, model, view_type, etree.fromstring(view["arch"])

    def _open_menus(self, user, companies):
        seen = set()
        for action, model, view_type, arch in self._views(user, companies):
            with self.subTest(user=user.login, action=action.name, view=view_type):
                getattr(self, f"_open_{view_type}", self._open_records)(model, arch)
            seen.add(view_type)
        return seen

    def test_every_view_of_every_menu(self):
        user, companies = self._user(self.SEES_MOST, "account.group_account_manager", "hr.group_hr_user")
        self.assertEqual(self._open_menus(user, companies), set(TYPES))

    def test_every_role_opens_its_own_menus(self):
        for role in self.ROLES:
            self.assertTrue(self._open_menus(*self._user(role)), f"{role} has no menu")
        self.assertTrue(self._open_menus(*self._user("user", "account.group_account_invoice")))

    def _open_records(self, model, arch):
        names = {field.get("name") for field in arch.iter("field")} & set(model._fields)
        model.web_search_read([], {name: {} for name in names}, limit=10)

    def _open_kanban(self, model, arch):
        self._open_records(model, arch)
        used = set(re.findall(r"\brecord\.(\w+)\.", etree.tostring(arch, encoding="unicode")))
        self.assertLessEqual(
            used, {field.get("name") for field in arch.iter("field")}, "the card reads what is not loaded"
        )

    def _open_graph(self, model, arch):
        fields = [field for field in arch.iter("field") if field.get("invisible") not in ("1", "True")]
        self.assertLessEqual({field.get("interval") for field in fields}, INTERVALS)
        groupby = [
            self._group(model, field.get("name"), field.get("interval"))
            for field in fields
            if field.get("type") != "measure"
        ]
        measures = [
            f"{field.get('name')}:{model._fields[field.get('name')].aggregator}"
            for field in fields
            if field.get("type") == "measure"
        ]
        model.formatted_read_group([], groupby, ["__count", *measures])

    _open_pivot = _open_graph

    def _open_search(self, model, arch):
        # Odoo's own box for entries asks for what its accounts cannot be found by
        for node in arch.iter("field") if model._name.startswith("reception.") else ():
            if model._fields[node.get("name")].type in ("char", "text", "many2one", "many2many"):
                typed = [(node.get("name"), node.get("operator") or "ilike", "Guest")]
                wanted = node.get("filter_domain")
                model.search(safe_eval(wanted, {"self": "Guest", "uid": self.env.uid}) if wanted else typed, limit=1)
        for node in arch.iter("filter"):
            context = safe_eval(node.get("context") or "{}", {"uid": self.env.uid})
            if context.get("group_by"):
                spec = self._group(model, *context["group_by"].split(":"))
                model.formatted_read_group([], [spec], ["__count"])

    @staticmethod
    def _group(model, name, interval=None):
        """As the web client asks: months where the view names no interval."""
        return f"{name}:{interval or 'month'}" if model._fields[name].type in ("date", "datetime") else name


@tagged("post_install", "-at_install")
class TestClickEverything(HttpCase):
    """Odoo's own walk through all menus, filters and views, in the browser: cards and graphs crash there alone."""

    def test_administrator_opens_every_menu(self):
        admin = self.env.ref("base.user_admin")
        admin.group_ids += self.env.ref("visitor_reception.group_reception_manager")
        self.browser_js(
            "/odoo",
            "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
            ".startClickEverywhere('visitor_reception.reception_menu_root', true);",
            "odoo.isReady === true",
            login="admin",
            timeout=300,
            success_signal="clickbot test succeeded",
        )
