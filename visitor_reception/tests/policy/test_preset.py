from datetime import datetime, timedelta

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import NOW
from ..common_cost import MEAL, ReceptionCostCommon

AFTER_MEAL = MEAL + timedelta(hours=2)


class PresetCommon(ReceptionCostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.p0, cls.p2, cls.p3 = (
            cls.env.ref(f"visitor_reception.reception_preset_{code}") for code in ("p0", "p2", "p3")
        )

    def _apply_preset(self, preset, category=None, user=None):
        vals = {"preset_id": preset.id}
        if category:
            vals |= {"scope": "categories", "category_ids": [Command.set(self._category(category).ids)]}
        self.env["reception.preset.apply"].with_user(user or self.manager).create(vals).action_apply()

    def _letter(self, number="江政函〔2026〕5号", **vals):
        scan = self.env["ir.attachment"].with_user(self.host).create({"name": "letter.pdf", "raw": b"scan"})
        return {
            "letter_number": number,
            "letter_title": "Inspection of work safety",
            "letter_date": "2026-03-01",
            "letter_attachment_ids": [Command.set(scan.ids)],
            **vals,
        }

    def _official_visit(self, **vals):
        """An issued notice under P2."""
        self._apply_preset(self.p2)
        visit = self._make_visit(guest_ids=self._guest_commands("below_deputy_gm"), **self._letter(), **vals)
        return self._issue(visit)

    def _work_meal(self, visit, **vals):
        return self._apply(visit, kind="work_meal", place="inside", amount_planned=16, **vals)


@tagged("post_install", "-at_install")
class TestPreset(PresetCommon):
    # which preset holds

    def test_p0_holds_where_nothing_is_applied(self):
        self.assertEqual(self._make_visit().preset_id, self.p0)
        self.assertFalse(self.company.reception_preset_id)

    def test_preset_of_the_category_beats_that_of_the_company(self):
        self._apply_preset(self.p3)
        self._apply_preset(self.p2, "government_body")
        self.assertEqual(self._make_visit().preset_id, self.p3)
        self.assertEqual(self._make_visit("government_body").preset_id, self.p2)
        other = self.env["res.company"].create({"name": "Sister Company"})
        category = self._category("government_body")
        self.assertFalse(category.with_company(other).preset_id, "each company applies its own")
        self._apply_preset(self.env["reception.preset"], "government_body")
        self.assertEqual(self._make_visit("government_body").preset_id, self.p3, "as the company again")

    def test_preset_is_fixed_at_submission(self):
        submitted, draft = self._make_visit(), self._make_visit()
        submitted.action_submit()
        self._apply_preset(self.p2)
        self.assertEqual((submitted.preset_id, draft.preset_id), (self.p0, self.p2))
        draft.invalidate_recordset()
        self._category("key_customer").with_company(self.company).preset_id = self.p3
        with self.assertRaisesRegex(UserError, "P3.*kind of hospitality"):
            draft.action_submit()
        with self.assertRaises(AccessError):
            draft.preset_id = self.p0

    # P2: official letter

    def test_p2_no_letter_no_reception(self):
        """P2: number, title, date and scan are there before anybody signs."""
        self._apply_preset(self.p2)
        for missing, text in (
            ({"letter_number": " "}, "number of the official letter"),
            ({"letter_title": False}, "title"),
            ({"letter_date": False}, "date"),
            ({"letter_attachment_ids": False}, "scan"),
        ):
            visit = self._make_visit(**self._letter(f"Letter {text}", **missing))
            with self.subTest(text), self.assertRaisesRegex(UserError, f"P2: .*{text}"):
                visit.action_submit()
            self.assertIn("P2", visit.missing_facts)
        visit = self._make_visit(**self._letter())
        visit.action_submit()
        self.assertEqual(visit.state, "signing")

    def test_p2_one_letter_one_reception(self):
        self._apply_preset(self.p2)
        first = self._make_visit(**self._letter())
        self.env.flush_all()
        for same in ("江政函〔2026〕5号", " 江政函 [2026] 5号", "江政函(2026)5号"):
            refused = self.assertRaisesRegex(ValidationError, "P2.*that of the notice New notice of Host")
            with self.subTest(same), refused, self.cr.savepoint():
                self._make_visit(**self._letter(same))
        other = self._make_visit(**self._letter("江政函〔2026〕6号"))
        self.env.flush_all()
        with self.assertRaisesRegex(ValidationError, "P2"), self.cr.savepoint():
            other.letter_number = first.letter_number
        other.action_cancel()
        other.letter_number = first.letter_number
        with self.assertRaisesRegex(ValidationError, "P2"), self.cr.savepoint():
            other.action_reset_to_draft()
        first.action_cancel()
        self.env.flush_all()
        other.action_reset_to_draft()
        self.assertEqual(other.state, "draft")

    def test_p2_the_database_holds_two_users_apart(self):
        self._apply_preset(self.p2)
        first, second = self._make_visit(**self._letter()), self._make_visit(**self._letter("Other"))
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation), self.cr.savepoint():
            self.env.cr.execute(
                "UPDATE reception_visit SET letter_key = %s WHERE id = %s", [first.letter_key, second.id]
            )

    def test_p0_letters_may_repeat(self):
        self._make_visit(letter_number="5")
        self.assertFalse(self._make_visit(letter_number="5").letter_key)

    def test_1_3_8_the_letter_is_signed(self):
        visit = self._official_visit()
        visit.letter_title = "Something else"
        self.assertEqual(visit.state, "draft")

    def test_p2_the_scan_is_read_with_the_notice(self):
        visit = self._official_visit()
        scan = visit.letter_attachment_ids
        self.assertEqual((scan.res_model, scan.res_id), ("reception.visit", visit.id))
        self.assertTrue(scan.with_user(self.gm).has_access("read"))
        self.assertFalse(scan.with_user(self.stranger).has_access("read"))

    def test_letter_number_as_people_type_it(self):
        self._apply_preset(self.p2)
        visit = self._make_visit(letter_number="函" * 5000)
        self.assertEqual(len(visit.letter_key), 5000)
        visit.letter_number = "   "
        self.assertFalse(visit.letter_key)

    # P2: meals

    def test_p2_one_work_meal(self):
        visit = self._official_visit()
        with self.assertRaisesRegex(UserError, "P2: only a work meal"):
            self._apply(visit).action_submit()
        first, second = self._work_meal(visit), self._work_meal(visit)
        with self.assertRaisesRegex(UserError, "P2: at most 1 meals"), self.cr.savepoint():
            (first | second).action_submit()
        first.action_submit()
        with self.assertRaisesRegex(UserError, "P2: at most 1 meals.*HA/"):
            second.action_submit()
        first.action_withdraw()
        first.action_cancel()
        second.action_submit()

    def _assert_permitted(self, visit_vals, borders):
        """``borders``: guests → companions permitted, or none where the approver decides."""
        limits = self.env["reception.companion.limit"].with_user(self.host)
        for guests, permitted in borders.items():
            limit = limits._get_limit(guests, self.company, *visit_vals)
            with self.subTest(guests=guests):
                self.assertEqual(
                    None if limit.decided_by_approver else limit._get_permitted(guests), permitted, limit.name
                )

    def test_1_6_2_4_companions_of_p0(self):
        self._assert_permitted((self.p0,), {1: 2, 5: 2, 6: 2, 10: 2, 11: None, 12: None})

    def test_1_6_2_4_companions_of_p2(self):
        self._assert_permitted((self.p2,), {1: 3, 5: 3, 6: 3, 10: 3, 11: 3, 12: 4, 14: 4, 15: 5})

    def test_1_6_2_4_companions_of_p3(self):
        for nature in ("business", "foreign"):
            self._assert_permitted((self.p3, nature), {1: 1, 5: 5, 6: 5, 7: 6, 10: 7, 11: 8, 12: 8})
        self._assert_permitted((self.p3, "official"), {1: 3, 5: 3, 6: 3, 10: 3, 11: 3, 12: 4})
        self._assert_permitted((self.p3, "internal"), {1: None, 5: None, 12: None})

    def test_1_6_2_4_application_is_held_to_the_preset(self):
        self._apply_preset(self.p3)
        visit = self._issue(self._make_visit(guests=6, hospitality_nature="business"))
        people = (self.shareholders[0] | self.shareholders[1] | self.shareholders[2] | self.shareholders[3]).employee_id
        people |= (self.host | self.head).employee_id
        application = self._apply(visit, companion_ids=[Command.set(people.ids)], amount_planned=450 * 12)
        with self.assertRaisesRegex(UserError, "P3: 6 companions with 6 guests: at most 5"):
            application.action_submit()
        application.companion_ids = [Command.unlink(self.head.employee_id.id)]
        application.amount_planned = 450 * 11
        application.action_submit()
        self.assertEqual(application.state, "signing")

    def test_1_6_2_4_internal_hospitality_is_decided_by_the_approver(self):
        self._apply_preset(self.p3)
        visit = self._issue(self._make_visit(hospitality_nature="internal"))
        application = self._work_meal(visit, guest_ids=[Command.set(visit.guest_ids.ids)])
        self.assertTrue(application.companions_by_approver)
        application.action_submit()
        with self.assertRaisesRegex(UserError, "P3.*state first"):
            application.with_user(self.dgm).action_sign()

    # P3: amounts

    def test_p3_banquet_450_and_the_own_numbers_for_the_rest(self):
        standards = self.env["reception.meal.standard"].with_user(self.host)
        for place in ("inside", "outside"):
            for host_level in ("company_leader", "department"):
                standard = standards._get_standard("banquet", place, host_level, self.company, self.p3)
                self.assertEqual((standard.amount_per_head, standard.clause), (450, "P3"))
                own = standards._get_standard("banquet", place, host_level, self.company, self.p2)
                self.assertNotEqual(own.clause, "P2", "P2 names no amount a head")
        standard = standards._get_standard("work_meal", "inside", "department", self.company, self.p3)
        self.assertEqual((standard.amount_per_head, standard.clause), (8, "1-6.2.3"))

    def test_p3_nobody_dines_as_needed_above_the_cap(self):
        """D17: the cap of the preset is the stricter rule."""
        self._apply_preset(self.p3)
        visit = self._issue(
            self._make_visit(
                hospitality_nature="business", guest_ids=self._guest_commands("general_manager", "below_deputy_gm")
            )
        )
        application = self._apply(
            visit, companion_ids=[Command.set(self.gm.employee_id.ids)], amount_planned=900.01, over_reason="Please"
        )
        self.assertFalse(application.dines_as_needed)
        with self.assertRaisesRegex(UserError, "P3: .*450"):
            application.action_submit()

    def test_p3_kind_of_hospitality_is_chosen(self):
        self._apply_preset(self.p3)
        visit = self._make_visit()
        with self.assertRaisesRegex(UserError, "P3: choose the kind"):
            visit.action_submit()
        with self.assertRaises(ValueError):
            visit.hospitality_nature = "private"
        visit.hospitality_nature = "foreign"
        visit.action_submit()

    # settlement

    def _claim_of(self, visit, amount=16, approved=None, **vals):
        with freeze_time(NOW):
            application = self._grant(self._work_meal(visit))
        if approved:
            # more than a work meal costs, so that a cap can be reached
            application._as_engine().write({"amount_planned": approved})
        return self._claim(application, total_amount_currency=amount, **vals)

    def test_p2_no_claim_before_the_reception_list_is_signed(self):
        visit = self._official_visit()
        claim = self._claim_of(visit)
        with self.assertRaisesRegex(UserError, "P2: .*reception list"):
            claim.action_submit()
        with self.assertRaisesRegex(UserError, "not open for signing"):
            visit.with_user(self.head).action_sign_reception_list()
        visit.write({"grade": "ordinary", "principal_host_id": self.head.employee_id.id})
        self._prepare(visit).action_start()
        for user in (self.host, self.stranger, self.officer):
            with self.assertRaisesRegex(UserError, "P2: a company leader or the head"):
                visit.with_user(user).sudo(False).action_sign_reception_list()
        with self.assertRaises(AccessError):
            visit.list_signed_by_id = self.head
        visit.with_user(self.head).action_sign_reception_list()
        self.assertEqual((visit.list_signed_by_id, visit.list_signed_at), (self.head, NOW))
        visit.guest_payment = 5
        with self.assertRaisesRegex(UserError, "P2: .*reception list"):
            claim.action_submit()  # what was signed is no longer what the list says
        self.assertFalse(visit.list_signed_by_id)
        visit.with_user(self.gm).action_sign_reception_list()
        with self.assertRaisesRegex(UserError, "not open for signing"):
            visit.with_user(self.head).action_sign_reception_list()
        claim.action_submit()
        self.assertEqual(claim.state, "submitted")

    def test_p2_a_leader_signs_the_list_of_a_closed_visit(self):
        visit = self._official_visit()
        visit._as_engine().write({"state": "closed"})
        visit.with_user(self.gm).action_sign_reception_list()
        self.assertEqual(visit.list_signed_by_id, self.gm)

    def _business_visit(self):
        self._apply_preset(self.p3)
        return self._issue(
            self._make_visit(guest_ids=self._guest_commands("below_deputy_gm"), hospitality_nature="business")
        )

    def _sign_list(self, visit):
        visit.with_user(self.head)._do_state("list_reviewed")

    def test_p3_nothing_is_paid_before_the_meal(self):
        claim = self._claim_of(self._business_visit(), payment_method="card")
        self._sign_list(claim.reception_visit_id)
        with self.assertRaisesRegex(UserError, "P3: .*not taken place"):
            claim.action_submit()
        with freeze_time(AFTER_MEAL):
            claim.action_submit()

    def test_p3_cash_up_to_5000(self):
        claim = self._claim_of(self._business_visit(), amount=5000.01, approved=9000)
        self._sign_list(claim.reception_visit_id)
        with freeze_time(AFTER_MEAL):
            with self.assertRaisesRegex(UserError, "P3: .*in cash, by card"):
                claim.action_submit()
            claim.payment_method = "cash"
            with self.assertRaisesRegex(UserError, "P3: .*5,000.01.*at most"):
                claim.action_submit()
            claim.total_amount_currency = 5000
            claim.action_submit()
            second = self._claim(claim.hospitality_id, total_amount_currency=0.01, payment_method="cash")
            with self.assertRaisesRegex(UserError, "P3: .*5,000.01"):
                second.action_submit()
            second.payment_method = "transfer"
            second.action_submit()
            with self.assertRaisesRegex(ValidationError, "P3"), self.cr.savepoint():
                second.with_user(self.approver).payment_method = "cash"

    def test_p2_one_reception_one_settlement(self):
        visit = self._official_visit()
        first = self._claim_of(visit, amount=8)
        second, third = (self._claim(first.hospitality_id, total_amount_currency=amount) for amount in (4, 3))
        self._sign_list(visit)
        second.action_submit()
        self._post(self._approve(first))
        third.action_submit()
        self.assertEqual(third.state, "submitted", "costs are added until the visit is settled")
        settle = visit.with_user(self.accountant)
        with self.assertRaisesRegex(UserError, "P2: .*neither approved nor refused yet"):
            settle.action_settle()
        with self.assertRaisesRegex(UserError, "P2: .*Finance settles"):
            visit.action_settle()
        (second | third).with_user(self.approver)._do_approve()
        self.env.invalidate_all()  # the drafts that forms have made stand beside the claims, in one transaction
        wizard = self.env["reception.visit.settle"].with_user(self.accountant).create({"visit_id": visit.id})
        self.assertIn("Dinner", wizard.open_costs)
        with self._after_meals():
            wizard.action_settle()
        self.assertEqual({claim.state for claim in visit.sudo().expense_ids}, {"posted"})
        self.assertEqual(visit.settled_by_id, self.accountant)
        with self.assertRaises(AccessError):
            visit.settled_at = False
        late = self._claim(first.hospitality_id, total_amount_currency=1)
        with self.assertRaisesRegex(UserError, "P2: .*is settled.*undo"), self.cr.savepoint():
            late.action_submit()
        settle.action_unsettle()
        late.action_submit()
        visit.preset_id.with_user(self.manager).with_context(policy_reason="Decided").single_settlement = False

    def test_p3_souvenirs_up_to_the_cap(self):
        self._apply_preset(self.p3)
        visit = self._make_visit(hospitality_nature="business")
        line = {"name": "Tea", "kind": "souvenir", "quantity": 2, "unit_amount": 300.01}
        visit.cost_line_ids = [Command.create(line)]
        with self.assertRaisesRegex(UserError, "P3: .*souvenirs: at most.*300.00 a head"):
            visit.action_submit()
        self.assertIn("souvenirs", visit.missing_facts)
        visit.cost_line_ids.unit_amount = 300
        visit.action_submit()
        self.assertEqual(visit.state, "signing")

    def test_p3_a_meal_on_a_holiday_is_reported(self):
        visit = self._business_visit()
        holiday = self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": MEAL - timedelta(hours=6),
                "date_to": MEAL + timedelta(hours=1),
            }
        )
        application = self._work_meal(visit)
        self.assertTrue(application.needs_holiday_reason)
        with self.assertRaisesRegex(UserError, "P3: .*public holiday"):
            application.action_submit()
        self.assertFalse(self._apply(self.visit).needs_holiday_reason, "P0 asks for no report")
        application.holiday_reason = "Breakdown of a machine"
        application.action_submit()
        application.holiday_reason = "Celebration"
        self.assertEqual(application.state, "draft", "1-3.8: the report is signed")
        holiday.date_to = MEAL - timedelta(minutes=1)
        application.invalidate_recordset(["needs_holiday_reason"])
        self.assertFalse(application.needs_holiday_reason)
        # 16:30 UTC on the day before the Spring Festival is the first day of it in China
        preset = visit.preset_id.sudo()
        preset.holiday_report_days = 0
        application.meal_at = datetime(2026, 2, 14, 15, 30)
        application.invalidate_recordset(["needs_holiday_reason"])
        self.assertFalse(application.needs_holiday_reason, "a Saturday that is worked")
        application.meal_at = datetime(2026, 2, 14, 16, 30)
        self.assertTrue(application.needs_holiday_reason)

    def test_p3_three_working_days_around_a_holiday_are_reported(self):
        """By the table of holidays alone: nobody enters leaves elsewhere. The Spring Festival is 15 to 23 February 2026."""
        application = self._work_meal(self._business_visit())
        self.assertEqual(application.visit_id.preset_id.holiday_report_days, 3)
        days = self.env["reception.calendar.day"]
        holidays = [day for day, follows in days._get_exceptions(self.company).items() if follows is None]
        festival = sorted(day for day in holidays if day.year == 2026 and day.month == 2)
        is_rest = days._make_is_rest(self.company)
        for first, step in ((festival[0], timedelta(-1)), (festival[-1], timedelta(1))):
            day, worked = first, 0
            while worked < 4:
                day += step
                worked += not is_rest(day)
                application.meal_at = datetime.combine(day, datetime.min.time()).replace(hour=4)
                with self.subTest(day=day):
                    self.assertEqual(application.needs_holiday_reason, worked <= 3)

    def test_no_limit_is_shown_as_such(self):
        preset = self.env.ref("visitor_reception.reception_preset_p2").copy({"code": "PX", "meals_per_visit": 0})
        self.assertIn("no limit", preset.limits_summary)
        self.assertNotIn("0.00", preset.limits_summary)
        self.assertFalse(preset.has_cash_cap)
        with Form(preset) as form:
            form.has_cash_cap = True
            form.cash_cap = 700
            form.change_reason = "Set by the supervising body"
        self.assertTrue(preset.has_cash_cap)
        self.assertIn("700.00", preset.limits_summary)
        with Form(preset) as form:
            form.has_cash_cap = False
            form.change_reason = "Lifted"
        self.assertEqual(preset.cash_cap, 0)

    def test_p0_asks_nothing_of_a_claim(self):
        application = self._grant(self._apply())
        claim = self._claim(application)
        claim.action_submit()
        self.assertEqual(claim.state, "submitted")

    def test_guests_pay_what_is_theirs(self):
        visit = self._official_visit()
        visit.guest_payment = 120.5
        self.assertEqual(visit.state, "issued", "no fact that is signed")
        for amount in ("much", float("nan"), 0.001):
            with self.subTest(amount=amount), self.assertRaises(ValidationError):
                visit.guest_payment = amount
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.CheckViolation), self.cr.savepoint():
            visit.guest_payment = -1
            visit.flush_recordset()

    def test_guidance_is_shown_and_printed(self):
        visit = self._official_visit()
        self.assertIn("no alcohol", visit.with_user(self.host).preset_guidance)
        application = self._grant(self._work_meal(visit))
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "visitor_reception.report_reception_hospitality", application.ids
        )
        self.assertIn(b"no alcohol", html)

    # applying a preset

    def test_wizard_shows_what_changes_and_applies_it(self):
        form = Form(self.env["reception.preset.apply"].with_user(self.manager))
        self.assertIn("Nothing changes", form.changes)
        form.preset_id = self.p2
        for text in (
            "Official Letter Asked For",
            "Meals a Visit at Most",
            "at most 2 (1-6.2.4)",
            "at most 3 (P2)",
            "decided by the approver (1-6.2.4)",
            "1/3 of the guests (P2)",
        ):
            self.assertIn(text, form.changes)
        self.assertNotIn("Standard a head", form.changes, "P2 names no amount a head")
        form.scope = "categories"
        self.assertIn("Nothing changes", form.changes, "no category chosen")
        form.category_ids = self._category("government_body")
        form.preset_id = self.p3
        self.assertIn("450.00", form.changes)
        self.assertIn("table-warning", form.changes, "P3 allows more a head")
        form.save().action_apply()
        category = self._category("government_body")
        self.assertEqual(category.with_company(self.company).preset_id, self.p3)
        self.assertFalse(self.company.reception_preset_id)
        message = category.message_ids[0]
        self.assertEqual(message.author_id, self.manager.partner_id)
        self.assertIn("P3", message.body)
        self.assertIn("450.00", message.body)

    def test_company_preset_is_logged_on_the_preset(self):
        self._apply_preset(self.p2)
        self.assertEqual(self.company.reception_preset_id, self.p2)
        self.assertIn(self.company.name, self.p2.message_ids[0].body)

    def test_4_14a_only_the_policy_administrator_applies(self):
        for user in (self.officer, self.host, self.auditor, self.gm):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._apply_preset(self.p2, user=user)
            with self.assertRaises(AccessError):
                self.p2.with_user(user).cash_cap = 9
        wizard = self.env["reception.preset.apply"].with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Choose the preset"):
            wizard.create({}).action_apply()
        with self.assertRaisesRegex(UserError, "Choose the categories"):
            wizard.create({"preset_id": self.p2.id, "scope": "categories"}).action_apply()
        other = self.env["res.company"].create({"name": "Sister Company"})
        with self.assertRaisesRegex(UserError, "one of your own companies"):
            wizard.create({"preset_id": self.p2.id, "company_id": other.id}).action_apply()
        self.assertFalse(other.reception_preset_id)

    def test_numbers_that_make_no_sense(self):
        limit = {"preset_id": self.p2.id, "nature": "internal", "clause": "P2"}
        for model, vals in (
            ("reception.companion.limit", {**limit, "share_denominator": 0}),
            ("reception.companion.limit", {**limit, "share_numerator": -1}),
            ("reception.preset", {"code": "P9", "name": "x", "clause": "P9", "meals_per_visit": -1}),
            ("reception.preset", {"code": "P9", "name": "x", "clause": "P9", "cash_cap": -1}),
        ):
            with (
                self.subTest(vals=vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.CheckViolation),
                self.cr.savepoint(),
            ):
                self.env[model].with_user(self.manager).create(vals).flush_recordset()

    def test_settings_show_presets_and_switch_the_signatures(self):
        """D5: the setting is the quorum of the rule's last step."""
        self._apply_preset(self.p2)
        self._apply_preset(self.p3, "key_customer")
        admin = self.env.ref("base.user_admin")
        settings = self.env["res.config.settings"].with_user(admin).create({})
        self.assertEqual(settings.reception_preset_id, self.p2)
        self.assertEqual(settings.reception_preset_category_ids, self._category("key_customer"))
        self.assertEqual(settings.reception_over_quorum, "all")
        settings.reception_over_quorum = "any"
        settings.execute()
        step = self.env.ref("visitor_reception.reception_signoff_rule_hospitality_over").step_ids[-1]
        self.assertEqual(step.quorum, "any")
        application = self._apply(companion_ids=self._at_table(self.edgm), amount_planned=451, over_reason="Contract")
        application.action_submit()
        application.with_user(self.chairman).action_sign()
        application.with_user(self.dgm).action_sign()
        self.assertEqual(application.state, "approved", "one of them suffices")
