from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import str2bool

from ..common import NOW
from ..common_cost import ReceptionCostCommon


@tagged("post_install", "-at_install")
class TestScreens(ReceptionCostCommon):
    """What people find on a form before they have typed anything."""

    def _new(self, action):
        """The form that a button of a visit opens."""
        return Form(self.env[action["res_model"]].with_user(self.host).with_context(**action["context"]))

    @freeze_time(NOW)
    def test_1_0_2_booking_from_the_notice_knows_guests_and_days(self):
        visit = self._issue(self._make_visit(guests=3))
        with self._new(visit.with_user(self.host).action_add_booking()) as form:
            self.assertEqual(form.visit_id, visit)
            self.assertEqual(form.guest_ids.ids, visit.guest_ids.ids)
            self.assertEqual(form.quantity, 3, "a ticket each")
            self.assertEqual(form.date_from, visit.date_begin)
            self.assertFalse(form.date_to, "a train does not run for the whole visit")
            form.service = "hotel"
            self.assertEqual(form.date_to, visit.date_end)
            form.class_id = self.env.ref("visitor_reception.reception_service_class_three_star_standard")

    @freeze_time(NOW)
    def test_1_6_1_1_application_from_the_notice_knows_guests_host_and_reason(self):
        visit = self._issue(self._make_visit(purpose="Yearly contract"))
        with self._new(visit.with_user(self.host).action_add_hospitality()) as form:
            self.assertEqual(form.visit_id, visit)
            self.assertEqual(form.guest_ids.ids, visit.guest_ids.ids)
            self.assertEqual(form.host_id, visit.host_id)
            self.assertEqual(form.companion_ids.ids, visit.host_id.ids)
            self.assertEqual(form.reason, "Yearly contract")
            self.assertEqual(form.meal_at.date(), visit.date_begin.date())
            form.amount_planned = 8

    def test_a_page_that_is_not_saved_yet_has_a_title(self):
        for action in self.env["ir.actions.act_window"].search([("res_model", "=like", "reception.%")]):
            model = self.env[action.res_model]
            if model._transient and action.target != "new":
                with self.subTest(action=action.name):
                    self.assertNotIn(model._name, model.new(model.default_get(list(model._fields))).display_name or "")

    def test_1_3_8_who_may_only_sign_sees_no_inputs(self):
        application = self._apply()
        application.action_submit()
        leader = application.pending_signatory_ids[0]
        self.assertTrue(application.with_user(self.host).can_edit)
        self.assertFalse(application.with_user(leader).can_edit)

    def test_1_2_3_general_manager_finds_his_reports_in_the_menu(self):
        reporting, monthly, signatures = (
            self.env.ref(f"visitor_reception.{name}").id
            for name in ("reception_menu_reporting", "reception_monthly_report_menu", "reception_signoff_menu")
        )

        def shown(user):
            return {reporting, monthly, signatures} & set(self.env["ir.ui.menu"].with_user(user).load_menus(False))

        everything, reports = {reporting, monthly, signatures}, {reporting, monthly}
        accountant = self._make_person("menu_accountant", "Accountant", self.administration)
        accountant.group_ids += self.env.ref("account.group_account_invoice")
        for user, menus in (
            (self.officer, everything),
            (self.auditor, everything),
            (accountant, {reporting}),
            (self.gm, reports),
            (self.edgm, set()),
            (self.host, set()),
        ):
            self.assertEqual(shown(user), menus, user.name)
        holder = self._position("general_manager").holder_ids
        holder.user_id = self.edgm
        self.assertEqual((shown(self.edgm), shown(self.gm)), (reports, set()))
        holder.unlink()
        self.assertEqual(shown(self.edgm), set())

    def test_auditor_is_not_offered_to_change_anything(self):
        for model in ("reception.visit", "reception.booking", "reception.hospitality"):
            for view_type in ("list", "form", "kanban"):
                for user, offered in ((self.auditor, False), (self.host, True)):
                    arch = etree.fromstring(self.env[model].with_user(user).get_view(view_type=view_type)["arch"])
                    is_offered = str2bool(arch.get("create", "1"))
                    self.assertEqual(is_offered, offered, (model, view_type, user.name))

    def test_claim_is_offered_only_while_something_is_left(self):
        application = self._grant(self._apply())
        self.assertTrue(application.with_user(self.host).can_claim)
        self.assertFalse(application.with_user(self.auditor).can_claim)
        with self.assertRaisesRegex(UserError, "4-14a"):
            application.with_user(self.auditor).action_create_expense()
        claim = self.env["hr.expense"].browse(application.with_user(self.host).action_create_expense()["res_id"])
        claim.with_user(self.host).action_submit()
        application.invalidate_recordset()
        self.assertFalse(application.with_user(self.host).can_claim)

    def test_1_2_boards_show_states_in_the_order_of_the_work(self):
        visits = self.env["reception.visit"]
        self.assertEqual(visits._expand_states(["hosting", "draft", "issued"], []), ["draft", "issued", "hosting"])

    def test_1_5_4_1_tasks_are_in_the_language_of_who_does_them(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        category = self._category("key_customer")
        step = category.procedure_plan_id.template_ids[0]
        step.with_context(lang="zh_CN").summary = "确认来者身份"
        self.host.lang = "zh_CN"
        visit = self._issue(self._make_visit())
        self.assertIn("确认来者身份", visit.step_ids.mapped("name"))

    def test_1_0_2_another_visit_brings_its_own_guests(self):
        visit, other = self._issue(self._make_visit()), self._issue(self._make_visit())
        booking = self.env["reception.booking"].create(
            {
                "visit_id": visit.id,
                "service": "car",
                "guest_ids": [Command.set(visit.guest_ids.ids)],
            }
        )
        with Form(booking) as form:
            form.visit_id = other
        self.assertEqual(booking.guest_ids, other.guest_ids)
