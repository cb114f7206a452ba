from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from ..common import NOW
from ..common_cost import MEAL, ReceptionCostCommon
from .einvoice_samples import NUMBER, make_einvoice


class LedgerCommon(ReceptionCostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entertainment = cls.company.reception_hospitality_account_id
        cls.office = cls.env.ref("visitor_reception.product_voucher_office").with_company(cls.company)
        cls.office_account = cls.office.property_account_expense_id
        cls.bank_account = cls.env["account.account"].search(
            [("account_type", "=", "asset_cash"), ("company_ids", "in", cls.company.ids)], limit=1
        )
        cls.general = cls.env["account.journal"].search(
            [("type", "=", "general"), ("company_id", "=", cls.company.id)], limit=1
        )

    @classmethod
    def _entry_vals(cls, amount, account=None, other=None, **vals):
        return {
            "move_type": "entry",
            "journal_id": cls.general.id,
            "line_ids": [
                Command.create(
                    {"name": "Dinner", "account_id": (account or cls.entertainment).id, "balance": amount, **vals}
                ),
                Command.create({"name": "Paid", "account_id": (other or cls.bank_account).id, "balance": -amount}),
            ],
        }

    @classmethod
    def _entry(cls, amount=3000, account=None, other=None, **vals):
        """An entry in draft, written by the accountant."""
        entries = cls.env["account.move"].with_user(cls.accountant)
        return entries.create(cls._entry_vals(amount, account, other, **vals))

    @classmethod
    def _bill(cls, amount=3000, **vals):
        vals = {"name": "Dinner", "account_id": cls.entertainment.id, "price_unit": amount, "tax_ids": [], **vals}
        return (
            cls.env["account.move"]
            .with_user(cls.accountant)
            .create(
                {
                    "move_type": "in_invoice",
                    "partner_id": cls.customer.id,
                    "invoice_date": fields.Date.today(),
                    "invoice_line_ids": [Command.create(vals)],
                }
            )
        )

    def _booked(self):
        booking = self._book("economy_class", self.staff_guest)
        booking.action_book()
        return booking

    def _post_before_the_rule(self, move):
        """As it was posted before the company named its accounts."""
        accounts, self.company.reception_account_ids = self.company.reception_account_ids, False
        move.action_post()
        self.company.reception_account_ids = accounts
        return move

    def _unclaimed(self, moves):
        items = self.env["account.move.line"].with_user(self.accountant)
        return items.search([("reception_unclaimed", "=", True), ("move_id", "in", moves.ids)])


@tagged("post_install", "-at_install")
class TestLedger(LedgerCommon):
    """1-2.4, 1-4.1, 1-4.2, 1-6.1.2, 4-14b: a cost is reception because of the account it reaches."""

    def test_1_2_4_room_without_notice_and_booking(self):
        claim = self._claim(
            name="Room",
            product_id=self.env.ref("visitor_reception.product_guest_lodging").id,
            total_amount_currency=1500,
        )
        with self.assertRaisesRegex(UserError, r"(?s)1-2.4.*no reception notice.*1-4.2.*no booking"):
            claim.action_submit()
        claim.reception_visit_id = self.visit
        with self.assertRaisesRegex(UserError, "1-4.2.*no booking"):
            claim.action_submit()
        with self.assertRaisesRegex(ValidationError, "1-4.2.*no booking"), self.cr.savepoint():
            claim.sudo().approval_state = "approved"

    def test_1_4_2_suite_beyond_the_rank(self):
        """T2 gives the guest less: the suite is not booked, and even a booking that says so pays no claim."""
        booking = self._book("five_star_suite", self.staff_guest, amount_planned=3000)
        with self.assertRaisesRegex(UserError, "1-4.2"):
            booking.action_book()
        booking._as_engine().state = "booked"
        self.assertEqual(booking.entitlement_state, "over")
        vals = {"total_amount_currency": 3000, "reception_booking_id": booking.id}
        claim = self._claim(product_id=self.env.ref("visitor_reception.product_guest_lodging").id, **vals)
        with self.assertRaisesRegex(UserError, "1-4.2.*above the standard"):
            claim.action_submit()
        with self.assertRaisesRegex(ValidationError, "1-4.2.*above the standard"), self.cr.savepoint():
            self._entry(3000, reception_booking_id=booking.id).action_post()

    def test_1_4_1_booking_of_another_kind(self):
        booking = self._book("economy_class", self.staff_guest)
        booking.action_book()
        lodging = self.env.ref("visitor_reception.product_guest_lodging")
        claim = self._claim(product_id=lodging.id, reception_booking_id=booking.id)
        with self.assertRaisesRegex(UserError, "1-4.2.*another kind"):
            claim.action_submit()

    def test_1_6_1_2_account_chosen_on_another_category(self):
        claim = self._claim(product_id=self.env.ref("hr_expense.expense_product_meal").id)
        claim.sudo().account_id = self.entertainment
        with self.assertRaisesRegex(UserError, "1-6.1.2.*names neither"):
            claim.action_submit()

    def test_1_6_1_2_written_by_hand(self):
        meal = self.env.ref("visitor_reception.product_hospitality")
        for vals in ({}, {"product_id": meal.id}, {"account": self.office_account, "product_id": meal.id}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "1-6.1.2"), self.cr.savepoint():
                self._entry(**vals).action_post()
        self._entry(account=self.office_account).action_post()

    def test_1_6_1_2_bill_without_the_product(self):
        bill = self._bill()
        with self.assertRaisesRegex(UserError, r"(?s)1-6.1.2.*names neither.*Finance declares"):
            bill.action_post()
        self.assertFalse(self._bill(200, account_id=self.office_account.id).action_post())

    def test_1_6_1_2_bill_and_entry_name_the_application(self):
        application = self._grant(self._apply())
        bill = self._bill(150, reception_hospitality_id=application.id)
        with self.assertRaisesRegex(ValidationError, "1-6.1.2.*has not taken place yet"), self.cr.savepoint():
            bill.action_post()
        self.startPatcher(freeze_time(MEAL + timedelta(days=1)))
        bill.action_post()
        self.assertEqual(bill.state, "posted")
        self.assertFalse(self._unclaimed(bill))
        with (
            self.assertRaisesRegex(ValidationError, "1-6.1.2.*come to .*250.00.*200.00 were approved"),
            self.cr.savepoint(),
        ):
            self._entry(100, reception_hospitality_id=application.id).action_post()
        with self.assertRaisesRegex(UserError, "1-6.1.2.*is in the books"):
            application.action_cancel()
        claim = self._claim(application, total_amount_currency=51)
        with self.assertRaisesRegex(UserError, "1-6.1.2.*come to"):
            claim.action_submit()
        claim.total_amount_currency = 50
        self._post(self._approve(claim))

    def test_1_6_1_2_copy_of_the_entry_of_a_claim(self):
        move = self._post(self._approve(self._claim(self._grant(self._apply()))))
        with self.assertRaisesRegex(UserError, "1-6.1.2.*by its own entry"):
            move.copy({"invoice_date": fields.Date.today()}).action_post()

    def test_4_14b_application_not_approved(self):
        with self.assertRaisesRegex(UserError, "4-14b"):
            self._bill(100, reception_hospitality_id=self._apply().id).action_post()

    def test_1_4_1_booking_named_on_a_bill(self):
        booking = self._book("economy_class", self.staff_guest)
        with self.assertRaisesRegex(UserError, "1-2.5"), self.cr.savepoint():
            self._bill(500, reception_booking_id=booking.id).action_post()
        booking.action_book()
        self._bill(500, reception_booking_id=booking.id).action_post()

    def test_1_6_1_2_imported_and_written_as_posted(self):
        entries = self.env["account.move"].with_user(self.accountant)
        with self.assertRaises(UserError), self.cr.savepoint():
            entries.create({**self._entry_vals(3000), "state": "posted"})
        with self.assertRaisesRegex(ValidationError, "1-6.1.2"), self.cr.savepoint():
            self._entry().write({"state": "posted"})
        columns = ["journal_id/.id", "line_ids/account_id/.id", "line_ids/balance", "state"]
        rows = [
            [str(self.general.id), str(self.entertainment.id), "3000", "posted"],
            ["", str(self.bank_account.id), "-3000", ""],
        ]
        with self.cr.savepoint():
            result = entries.load(columns, rows)
            self.assertFalse(result["ids"], result)

    def test_1_6_1_2_account_of_a_posted_item(self):
        move = self._entry(account=self.office_account)
        move.action_post()
        line = move.line_ids.filtered("debit")
        with self.assertRaisesRegex(ValidationError, "1-6.1.2"), self.cr.savepoint():
            line.account_id = self.entertainment
        with self.assertRaisesRegex(ValidationError, "1-6.1.2"), self.cr.savepoint():
            line.product_id = self.env.ref("visitor_reception.product_hospitality")
        draft = self._entry(account=self.office_account)
        draft.line_ids.filtered("debit").account_id = self.entertainment
        with self.assertRaisesRegex(ValidationError, "1-6.1.2"), self.cr.savepoint():
            draft.action_post()

    def test_1_6_1_2_basis_taken_from_a_posted_item(self):
        move = self._bill(150, reception_hospitality_id=self._grant(self._apply()).id)
        self.startPatcher(freeze_time(MEAL + timedelta(days=1)))
        move.action_post()
        with self.assertRaisesRegex(ValidationError, "1-6.1.2"), self.cr.savepoint():
            move.invoice_line_ids.reception_hospitality_id = False

    def test_reversal_passes_and_no_more(self):
        application = self._grant(self._apply())
        move = self._post(self._approve(self._claim(application)))
        reversal = move._reverse_moves([{"invoice_date": move.date}], cancel=True)
        self.assertEqual(reversal.state, "posted")
        old = self._post_before_the_rule(self._entry(500))
        back = old._reverse_moves([{"date": old.date}], cancel=True)
        again = back._reverse_moves([{"date": old.date}], cancel=True)
        self.assertEqual((back.state, again.state), ("posted", "posted"))
        more = self._entry(3000)
        more.reversed_entry_id = back
        with self.assertRaisesRegex(ValidationError, "1-6.1.2"), self.cr.savepoint():
            more.action_post()

    def test_reclassification_and_carry_over_pass(self):
        second = self.entertainment.copy({"code": "560103", "name": "Entertainment of Sales"})
        self.company.reception_account_ids |= second
        self._entry(300, account=second, other=self.entertainment).action_post()
        equity = self.env["account.account"].search(
            [("account_type", "=", "equity"), ("company_ids", "in", self.company.ids)], limit=1
        )
        self._entry(-300, account=second, other=equity).action_post()
        # stands in credit: what closes it is a debit
        self._entry(300, account=self.entertainment, other=equity).action_post()
        with self.assertRaisesRegex(ValidationError, "1-6.1.2"), self.cr.savepoint():
            self._entry(1, account=self.entertainment, other=equity).action_post()

    def test_opening_balances_pass(self):
        opening = self._entry(800)
        self.company.account_opening_move_id = opening
        opening.action_post()
        self.assertFalse(self._unclaimed(opening))

    def test_what_is_posted_already_is_listed_and_does_not_grow(self):
        old = self._post_before_the_rule(self._entry(500))
        line = self._unclaimed(old)
        self.assertEqual((line.balance, line.reception_unclaimed), (500, True))
        line.name = "Dinner of last year"
        second = self.entertainment.copy({"code": "560103", "name": "Entertainment of Sales"})
        self.company.reception_account_ids |= second
        line.account_id = second
        self.assertEqual(self._unclaimed(old), line)
        line.reception_booking_id = self._booked()
        self.assertFalse(self._unclaimed(old), "named later")

    def test_other_companies_and_unnamed_accounts_are_left_alone(self):
        self.company.reception_account_ids = False
        self._entry().action_post()

    def test_finance_declares_with_a_reason(self):
        move = self._entry(60)
        line = move.line_ids.filtered("debit")
        with self.assertRaisesRegex(UserError, "4-14a.*Write why"):
            line.action_declare_not_reception(" ")
        with self.assertRaises(UserError):
            line.with_user(self.host).action_declare_not_reception("Tea")
        with self.assertRaises(AccessError):
            line.not_reception_reason = "Tea"
        with self.assertRaisesRegex(UserError, "not booked as reception"):
            (move.line_ids - line).action_declare_not_reception("Tea")
        wizard = self.env["reception.not.reception"].with_user(self.accountant).with_context(active_ids=line.ids)
        wizard.create({"reason": " Tea for  the annual meeting "}).action_declare()
        self.assertEqual(line.not_reception_reason, "Tea for the annual meeting")
        self.assertEqual((line.not_reception_by_id, line.not_reception_at), (self.accountant, NOW))
        self.assertIn("Tea for the annual meeting", str(move.message_ids[0].body))
        move.action_post()
        self.assertFalse(self._unclaimed(move))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "visitor_reception.account_move_line_action_not_reception"
        )
        self.assertEqual(action["res_model"], "account.move.line")
        with self.assertRaisesRegex(UserError, "declared already"):
            line.action_declare_not_reception("Once more")
        self.assertFalse(move.copy().line_ids.filtered("not_reception_at"))

    def test_installer_proposes_accounts_that_hold_nothing_else(self):
        self.assertEqual(self.company.reception_account_ids, self.entertainment)
        self.company.reception_account_ids = False
        self.company.reception_transport_account_id = self.office_account
        self.assertEqual(self.company._propose_reception_accounts(), self.entertainment)
        self.company._reception_setup_accounting()
        self.assertEqual(self.company.reception_account_ids, self.entertainment)

    def test_items_of_claims_name_their_basis(self):
        booking = self._book("economy_class", self.staff_guest, date_from=NOW + timedelta(days=1))
        booking.action_book()
        ticket = self.env["hr.expense"].with_user(self.host).browse(booking.action_create_expense()["res_id"])
        move = self._post(self._approve(ticket))
        line = move.line_ids.filtered("debit")
        self.assertEqual((line.reception_booking_id, line.reception_visit_id), (booking, self.visit))
        self.assertFalse(self._unclaimed(move))


@tagged("post_install", "-at_install")
class TestCostCategory(LedgerCommon):
    """1-6.1.2, 4-14b: what an expense category is, Finance says for its company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        categories = cls.env["reception.cost.category"].with_user(cls.accountant)
        cls.rows = categories._propose(cls.company)
        cls.meals, cls.gifts, cls.default = (
            cls.env.ref(f"hr_expense.{name}")
            for name in ("expense_product_meal", "expense_product_gift", "product_product_no_cost")
        )

    def _row(self, product):
        return self.rows.filtered(lambda row: row.product_tmpl_id == product.product_tmpl_id)

    def test_1_6_1_2_dinner_by_meals_or_gifts(self):
        claims = [self._claim(product_id=product.id, date=MEAL.date()) for product in (self.meals, self.gifts)]
        self.rows.filtered(lambda row: not row.nature).nature = "none"
        self.rows.action_confirm()
        self.assertEqual(self.rows.confirmed_by_id, self.accountant)
        for claim, clause in zip(claims, ("1-6.1.2", "1-2.4"), strict=True):
            claim.invalidate_recordset(["reception_kind"])
            with self.assertRaisesRegex(UserError, clause), self.cr.savepoint():
                claim.action_submit()
        claims[0].hospitality_id = self._grant(self._apply())
        self._post(self._approve(claims[0]))
        self.assertEqual(self._row(self.meals).account_id, self.entertainment, "confirming gives it the account")
        with self.assertRaisesRegex(ValidationError, "1-6.1.2"), self.cr.savepoint():
            self._bill(300, product_id=self.meals.id, account_id=self.office_account.id).action_post()

    def _read_meal_invoice(self, claim, day="2026-03-02"):
        self.env["ir.attachment"].with_user(self.host).create(
            {"name": "a.xml", "raw": make_einvoice(NUMBER, day=day), "res_model": "hr.expense", "res_id": claim.id}
        )
        claim.action_read_invoices()
        return claim

    def test_1_6_1_2_meal_invoice_in_the_default_category(self):
        """What the invoice says stands beside the category; who approves gives a reason, the server asks for it."""
        claim = self._read_meal_invoice(self._claim(product_id=self.default.id, total_amount_currency=106))
        self.assertIn("*餐饮服务*", claim.invoice_says)
        self.assertTrue(claim.category_differs)
        claim.action_submit()
        approver = claim.with_user(self.approver)
        with self.assertRaisesRegex(UserError, "1-6.1.2.*餐饮服务"), self.cr.savepoint():
            approver.action_approve()
        with self.assertRaisesRegex(ValidationError, "1-6.1.2.*餐饮服务"), self.cr.savepoint():
            approver.approval_state = "approved"
        with self.assertRaises(AccessError):
            approver.category_reason = "It is in order"
        with self.assertRaisesRegex(UserError, "4-14a"):
            claim.action_explain_category("It is in order")
        with self.assertRaisesRegex(UserError, "4-14a.*Write why"):
            approver.action_explain_category(" ")
        wizard = (
            self.env["reception.category.reason"]
            .with_user(self.approver)
            .create({"expense_id": claim.id, "reason": "No guests"})
        )
        wizard.action_explain()
        self.assertEqual((claim.category_reason, claim.category_reason_by_id), ("No guests", self.approver))
        approver.action_approve()
        self.assertEqual(claim.approval_state, "approved")

    def test_1_6_1_2_seller_tells_where_items_do_not(self):
        words = self.env["reception.invoice.word"]
        self.assertEqual(words._tell("*餐饮服务*餐费 100", "酒店"), {"hospitality"})
        self.assertEqual(words._tell("*办公用品*纸", "临江饭店"), {"hospitality"})
        self.assertEqual(words._tell("*住宿服务*住宿费", "虚构餐饮有限公司"), {"lodging"})
        self.assertFalse(words._tell("*办公用品*纸", "虚构文具店"))

    def test_1_6_1_2_closed_category(self):
        row = self._row(self.gifts)
        row.nature = "closed"
        row.action_confirm()
        with self.assertRaisesRegex(UserError, "1-6.1.2.*has closed the category"):
            self._claim(product_id=self.gifts.id).action_submit()

    def test_finance_confirms_for_its_company(self):
        row = self._row(self.meals)
        with self.assertRaises(AccessError):
            row.confirmed_by_id = self.accountant
        with self.assertRaises(UserError):
            row.with_user(self.manager).action_confirm()
        row.nature = False
        with self.assertRaisesRegex(UserError, "say what they are"):
            row.action_confirm()
        row.nature = "hospitality"
        row.action_confirm()
        other = self.env["res.company"].create({"name": "Other Ltd"})
        self.assertFalse(other._get_reception_kind(self.meals.product_tmpl_id))
        with self.assertRaisesRegex(UserError, "confirmed"):
            row.unlink()

    def test_health_check_names_the_open_and_those_without_account(self):
        self.assertIn("Meals", " ".join(self.company._category_problems()))
        for row in self.rows:
            row.nature = row.nature or "none"
        self.rows.action_confirm()
        self.default.with_company(self.company).property_account_expense_id = False
        texts = self.company._category_problems()
        self.assertEqual(len(texts), 1)
        self.assertRegex(texts[0], "choose the accounts.*Expenses")
        self.rows.account_id = self.office_account
        self.assertFalse(self.company._category_problems())

    def test_settings_propose(self):
        self._row(self.meals).sudo().unlink()
        action = self.env["res.config.settings"].create({}).action_reception_propose_categories()
        self.assertEqual(action["res_model"], "reception.cost.category")
        templates = self.env["reception.cost.category"].search([("company_id", "=", self.company.id)]).product_tmpl_id
        self.assertIn(self.meals.product_tmpl_id, templates)


@tagged("post_install", "-at_install")
class TestClaimAndEvent(LedgerCommon):
    """1-6.1.2: a claim, its invoice and its meal agree, or the claimant says why they do not."""

    def setUp(self):
        super().setUp()
        self.application = self._grant(self._apply())

    def _with_invoice(self, day):
        claim = self._claim(self.application, total_amount_currency=106, date=MEAL.date())
        self.env["ir.attachment"].with_user(self.host).create(
            {"name": "a.xml", "raw": make_einvoice(NUMBER, day=day), "res_model": "hr.expense", "res_id": claim.id}
        )
        claim.action_read_invoices()
        return claim

    def test_settled_before_the_meal(self):
        claim = self._approve(self._claim(self.application, date=MEAL.date()))
        with self.assertRaisesRegex(ValidationError, "1-6.1.2.*has not taken place yet"), self.cr.savepoint():
            claim.with_user(self.accountant)._post_without_wizard()
        self._post(claim)

    def test_claim_dated_before_its_meal(self):
        claim = self._claim(self.application, date=NOW.date())
        self.assertIn("before its meal", claim.event_differences)
        with self.assertRaisesRegex(UserError, "1-6.1.2.*before its meal.*Write why"):
            claim.action_submit()
        claim.event_reason = "The deposit was paid then"
        claim.action_submit()
        self.assertEqual(claim.with_user(self.approver).event_reason, "The deposit was paid then")

    def test_invoice_of_another_day(self):
        claim = self._with_invoice("2026-03-09")
        with self.assertRaisesRegex(UserError, "1-6.1.2.*the meal was on.*Write why"):
            claim.action_submit()
        claim.event_reason = "The restaurant issues invoices weekly"
        claim.action_submit()

    def test_voucher_outside_the_set_days(self):
        claim = self._with_invoice("2023-03-03")
        claim.event_reason = "It was lost"
        with self.assertRaisesRegex(UserError, "1-6.1.2.*does not belong to what took place"):
            claim.action_submit()
        far = self._claim(self.application, date="2029-03-03")
        with self.assertRaisesRegex(UserError, "1-6.1.2.*does not belong to what took place"):
            far.action_submit()
        self.env["reception.deadline"].search([("code", "=", "voucher_after")]).days = 3660
        far.action_submit()

    def test_invoice_does_not_lift_the_lock_of_the_third_day(self):
        claim = self._with_invoice("2026-02-20")
        claim.event_reason = "The restaurant made a mistake"
        with self.assertRaisesRegex(UserError, "1-6.1.2.*last day to make it up"):
            claim.action_submit()

    def test_meal_outside_the_visit(self):
        self.visit._as_engine().write({"date_begin": MEAL - timedelta(days=25), "date_end": MEAL - timedelta(days=20)})
        with self.assertRaisesRegex(UserError, "outside the days of the visit"):
            self._claim(self.application, date=MEAL.date()).action_submit()


@tagged("post_install", "-at_install")
class TestLedgerRpc(LedgerCommon, HttpCase):
    """1-6.1.2 over the real route."""

    def _refused(self, model, method, args):
        self.authenticate(self.accountant.login, self.accountant.login)
        with self.assertRaises(JsonRpcException) as refusal, mute_logger("odoo.http"):
            self.make_jsonrpc_request(
                f"/web/dataset/call_kw/{model}/{method}",
                {"model": model, "method": method, "args": args, "kwargs": {}},
            )
        return str(refusal.exception.args)  # the kind of error alone

    def test_1_6_1_2_posted_over_rpc(self):
        move = self._entry()
        self.assertIn("ValidationError", self._refused("account.move", "action_post", [move.ids]))
        self.assertIn("ValidationError", self._refused("account.move", "write", [move.ids, {"state": "posted"}]))
        other = self._entry(account=self.office_account)
        other.action_post()
        line = other.line_ids.filtered("debit")
        vals = {"account_id": self.entertainment.id}
        self.assertIn("ValidationError", self._refused("account.move.line", "write", [line.ids, vals]))
        forged = {"not_reception_at": "2026-03-02 00:00:00"}
        self._refused("account.move.line", "write", [move.line_ids.ids, forged])
        self.assertFalse(move.line_ids.filtered("not_reception_at"))
