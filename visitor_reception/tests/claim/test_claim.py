import json

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from ..common_cost import MEAL, ReceptionCostCommon


@tagged("post_install", "-at_install")
class TestClaim(ReceptionCostCommon):
    def setUp(self):
        super().setUp()
        self.application = self._grant(self._apply())

    def test_whole_chain_issue_book_apply_claim_post(self):
        """1-2.5, 1-4.1, 1-6.1.1, 1-6.1.2: issue, book, apply, approve, claim, submit, approve, post on 560202."""
        booking = self._book("economy_class", self.staff_guest, amount_planned=900)
        booking.action_book()
        ticket = self.env["hr.expense"].with_user(self.host).browse(booking.action_create_expense()["res_id"])
        meal = self.env["hr.expense"].with_user(self.host).browse(self.application.action_create_expense()["res_id"])
        self.assertEqual((meal.total_amount, meal.date), (200, self.application.meal_at.date()))
        self.assertEqual((meal.reception_guests, meal.reception_companions), ("Guest 2 (Director)", "Host"))
        claims = meal | ticket
        self._approve(claims)
        self.assertEqual(self.visit.cost_claimed, 1100)
        self.assertEqual(self.visit.cost_actual, 0)
        move = self._post(claims)
        self.assertEqual(move.state, "posted")
        debit = move.line_ids.filtered("debit")
        self.assertEqual(debit.account_id.with_company(self.company).mapped("code"), ["560202"])
        self.assertEqual(sorted(debit.mapped("debit")), [200, 900], "no tax line on the meal")
        self.assertEqual(move.line_ids.filtered("credit").partner_id, self.host.employee_id.work_contact_id)
        self.assertEqual(
            (self.visit.cost_actual, self.application.amount_actual, booking.amount_actual), (1100, 200, 900)
        )
        self.assertEqual(self.visit.sudo().expense_ids, claims)

    def test_1_6_2_2_actual_amount_a_head_against_the_standard(self):
        self._post(self._approve(self._claim(self.application, total_amount_currency=180)))
        self.assertEqual((self.application.actual_per_head, self.application.is_actual_over_standard), (90, False))
        # a standard lowered by hand of the database: what was approved stays, and is seen to be over it
        self.application._as_engine().write({"standard_per_head": 89})
        self.assertTrue(self.application.is_actual_over_standard)
        self.assertIn(self.application, self.application.search([("is_actual_over_standard", "=", True)]))
        with self.assertRaises(AccessError):
            self.application.with_user(self.host).actual_per_head = 1

    def test_1_6_1_2_no_application_no_settlement(self):
        claim = self._claim()
        with self.assertRaisesRegex(UserError, "1-6.1.2"):
            claim.action_submit()
        with self.assertRaisesRegex(UserError, "1-6.1.2"):
            claim.with_user(self.approver).action_approve()
        with self.assertRaisesRegex(ValidationError, "1-6.1.2"):
            claim.with_user(self.approver).approval_state = "approved"
        with self.assertRaisesRegex(ValidationError, "1-6.1.2"):
            claim.sudo().approval_state = "submitted"
        with self.assertRaisesRegex(UserError, "1-6.1.2"):
            claim.with_user(self.accountant)._post_without_wizard()

    def test_4_14b_application_not_approved(self):
        for application in (self._apply(), self._apply()):
            claim = self._claim(application)
            with self.assertRaisesRegex(UserError, "4-14b"):
                claim.action_submit()
            application.action_submit()
        application.with_user(self.gm).action_decline("No")
        with self.assertRaisesRegex(UserError, "4-14b"):
            claim.action_submit()

    def test_4_14b_other_product_switched_after_approval(self):
        claim = self._claim(product_id=self.env.ref("hr_expense.expense_product_meal").id)
        claim.action_submit()
        claim.with_user(self.approver).action_approve()
        with self.assertRaisesRegex(ValidationError, "1-6.1.2"):
            claim.with_user(self.accountant).product_id = self.env.ref("visitor_reception.product_hospitality")
        with self.assertRaisesRegex(UserError, "1-6.1.2"):
            claim.with_user(self.accountant).hospitality_id = self.application

    def test_1_6_1_2_claims_do_not_exceed_what_was_approved(self):
        first = self._claim(self.application, total_amount_currency=150)
        first.action_submit()
        second = self._claim(self.application, total_amount_currency=50.01)
        with self.assertRaisesRegex(UserError, "1-6.1.2.*come to"):
            second.action_submit()
        second.total_amount_currency = 50
        second.action_submit()
        self.assertEqual(self.application.amount_claimed, 200)
        with self.assertRaisesRegex(UserError, "used up"):
            self.application.action_create_expense()
        first.with_user(self.approver)._do_refuse("wrong")
        self.assertEqual(self.application.amount_claimed, 50)

    def test_1_6_1_2_amount_raised_after_submission(self):
        claim = self._claim(self.application)
        claim.action_submit()
        with self.assertRaisesRegex(ValidationError, "1-6.1.2"), self.cr.savepoint():
            claim.with_user(self.approver).total_amount_currency = 201
        claim.with_user(self.approver).price_unit = 999
        self.assertEqual((claim.price_unit, claim.total_amount), (200, 200), "the price follows from the amount")

    def test_1_6_1_2_neither_link_nor_amount_changes_after_approval(self):
        claim = self._approve(self._claim(self.application)).with_user(self.accountant)
        other = self._grant(self._apply())
        for vals in (
            {"total_amount": 10},
            {"total_amount_currency": 10},
            {"hospitality_id": other.id},
            {"hospitality_id": False},
            {"price_unit": 5000},
            {"quantity": 3},
            {"product_id": self.env.ref("hr_expense.expense_product_meal").id},
        ):
            with self.assertRaisesRegex(UserError, "1-6.1.2.*is approved"):
                claim.write(vals)
        claim.write({"total_amount_currency": 200, "name": "Dinner with the customer"})
        claim.action_reset()
        claim.total_amount_currency = 100
        self.assertEqual((claim.state, claim.total_amount), ("draft", 100))

    def test_1_6_1_2_application_stays_while_claims_lean_on_it(self):
        self._claim(self.application).action_submit()
        with self.assertRaisesRegex(UserError, "1-6.1.2.*claimed already"):
            self.application.amount_planned = 9999
        with self.assertRaisesRegex(UserError, "1-6.1.2.*claimed already"):
            self.application.action_cancel()

    def test_4_14a_no_automatic_and_no_own_approval(self):
        self.host.employee_id.write({"expense_manager_id": False, "parent_id": False})
        claim = self._claim(self.application)
        claim.action_submit()
        self.assertEqual(claim.state, "submitted")
        admin = new_test_user(
            self.env, "reception_expense_admin", groups="base.group_user,hr_expense.group_hr_expense_manager"
        )
        self.env["hr.employee"].create({"name": "Admin", "user_id": admin.id})
        other = self._claim(user=admin, product_id=self.env.ref("hr_expense.expense_product_meal").id)
        other.action_submit()
        self.assertEqual(other.state, "approved", "other expenses behave as Odoo made them")
        own = self._claim(user=admin, date=MEAL.date())
        own.sudo().hospitality_id = self._grant(self._apply())
        own.action_submit()
        with self.assertRaisesRegex(UserError, "4-14a"):
            own.action_approve()
        with self.assertRaisesRegex(UserError, "4-14a"):
            own.approval_state = "approved"
        meals = self.env.ref("hr_expense.expense_product_meal")
        by_other_product = self._claim(user=admin, product_id=meals.id, date=MEAL.date())
        by_other_product.sudo().hospitality_id = self._grant(self._apply())
        by_other_product.action_submit()
        with self.assertRaisesRegex(UserError, "4-14a"):
            by_other_product.action_approve()

    def test_1_2_4_claims_of_a_visit_need_an_issued_notice(self):
        claim = self._claim(
            product_id=self.env.ref("visitor_reception.product_guest_transport").id,
            reception_visit_id=self.draft_visit.id,
        )
        with self.assertRaisesRegex(UserError, "1-2.4"):
            claim.action_submit()
        with self.assertRaisesRegex(ValidationError, "1-2.4"):
            claim.sudo().approval_state = "approved"

    def test_1_2_4_visit_reopened_between_approval_and_posting(self):
        claim = self._approve(self._claim(self.application))
        self.visit.with_user(self.host).purpose = "Something else"
        self.assertEqual(self.visit.state, "draft")
        with self.assertRaisesRegex(UserError, "1-2.4"):
            claim.with_user(self.accountant).action_post()

    def test_1_6_1_2_refused_by_finance_is_borne_by_the_person(self):
        claim = self._claim(self.application)
        claim.action_submit()
        claim.with_user(self.approver)._do_refuse("bill of another day")
        self.assertEqual((claim.state, claim.borne_by_person), ("refused", True))
        self.assertEqual(claim.borne_reason, "1-6.1.2: bill of another day")
        self.assertEqual(self.visit.cost_claimed, 0)
        claim.with_user(self.approver).action_reset()
        self.assertFalse(claim.borne_by_person or claim.borne_reason)
        with self.assertRaises(AccessError):
            claim.borne_by_person = True

    def test_1_2_4_refused_ticket_is_borne_by_the_person(self):
        booking = self._book("economy_class", self.staff_guest)
        booking.action_book()
        claim = self.env["hr.expense"].browse(booking.action_create_expense()["res_id"])
        claim.with_user(self.host).action_submit()
        claim.with_user(self.approver)._do_refuse("another person's ticket")
        self.assertEqual((claim.borne_by_person, claim.borne_reason), (True, "1-2.4: another person's ticket"))

    def test_4_14b_no_voucher_is_booked_twice(self):
        claim = self._approve(self._claim(self.application))
        entry = self._post(claim)
        claim.with_user(self.accountant).account_move_id = False
        self.assertEqual(claim.state, "approved")
        with self.assertRaisesRegex(UserError, "4-14b"):
            claim.with_user(self.accountant)._check_can_post_claims()
        entry.button_draft()
        entry.button_cancel()
        claim.with_user(self.accountant)._check_can_post_claims()

    def test_posting_wizard_takes_no_draft(self):
        claim = self._claim(self.application)
        wizard = self.env["hr.expense.post.wizard"].with_user(self.accountant).create({})
        with self.assertRaisesRegex(UserError, "1-6.1.2"):
            wizard.with_context(active_ids=claim.ids).action_post_entry()

    def test_company_paid_needs_the_application_as_well(self):
        claim = self._claim(payment_mode="company_account", date=MEAL.date()).sudo()
        with self.assertRaisesRegex(UserError, "1-6.1.2"):
            claim._create_company_paid_moves()
        claim.with_user(self.host).hospitality_id = self.application
        self._approve(claim.with_user(self.host))
        with self._after_meals():
            claim.with_user(self.accountant).action_post()
        self.assertEqual((claim.state, self.application.amount_actual), ("paid", 200))

    def test_duplicate_wizard(self):
        claim = self._claim()
        with self.assertRaisesRegex(UserError, "1-6.1.2"):
            claim.with_user(self.approver)._do_approve(False)

    def test_split_keeps_the_links(self):
        claim = self._claim(self.application, payment_method="card")
        action = claim.action_split_wizard()
        wizard = self.env[action["res_model"]].with_user(self.host).browse(action["res_id"])
        wizard.action_split_expense()
        parts = self.application.expense_ids
        self.assertEqual(sorted(parts.mapped("total_amount")), [100, 100])
        self.assertEqual(parts.reception_visit_id, self.visit)
        self.assertEqual(parts.mapped("payment_method"), ["card", "card"])
        parts.action_submit()
        for part in parts:
            part.with_user(self.approver)._do_approve()
        self.assertEqual(self.application.amount_claimed, 200)

    def test_approver_lowers_a_submitted_claim(self):
        claim = self._claim(self.application)
        claim.action_submit()
        claim.with_user(self.approver).total_amount_currency = 150
        self.assertEqual(claim.price_unit, 150)
        claim.with_user(self.approver).action_approve()
        self.assertEqual(self._post(claim).amount_total, 150)

    def test_copy_makes_no_second_claim(self):
        copy = self._claim(self.application).copy()
        self.assertFalse(copy.hospitality_id or copy.reception_visit_id)

    def test_negative_zero_and_three_decimals(self):
        for amount in (-10, 0):
            with self.assertRaises(UserError):
                self._claim(self.application, total_amount_currency=amount).action_submit()
        with self.assertRaisesRegex(ValidationError, "more decimals"):
            self._claim(self.application, total_amount_currency=1.005)
        with self.assertRaisesRegex(ValidationError, "more decimals"):
            self._claim(self.application, total_amount_currency=1, total_amount=1.005)

    def test_1_6_1_2_foreign_currency_is_held_to_the_approved_amount(self):
        """What was approved is in the company's currency: 1 yuan = 20 yen here; a yen has no decimals, a yuan two."""
        yen = self.env.ref("base.JPY")
        yen.active = True
        yen.rate_ids.unlink()
        self.env["res.currency.rate"].create({"name": "2026-03-01", "rate": 20, "currency_id": yen.id})
        vals = {"currency_id": yen.id, "total_amount_currency": 4001}
        claim = self._claim(self.application, total_amount=200.05, **vals)
        with self.assertRaisesRegex(UserError, "1-6.1.2.*come to"):
            claim.action_submit()
        claim.write({"total_amount_currency": 3999, "total_amount": 199.95})
        with self.assertRaisesRegex(ValidationError, "more decimals than JPY"):
            claim.total_amount_currency = 3999.5
        with self.assertRaisesRegex(ValidationError, "more decimals than CNY"):
            claim.total_amount = 199.955
        self._approve(claim)
        move = self._post(claim)
        self.assertEqual(move.line_ids.filtered("debit").debit, 199.95)
        self.assertEqual((self.visit.cost_actual, self.application.amount_actual), (199.95, 199.95))

    def test_application_and_visit_belong_together(self):
        other = self._issue(self._make_visit())
        with self.assertRaisesRegex(ValidationError, "belong together"):
            self._claim(self.application).reception_visit_id = other

    def test_nobody_links_what_he_may_not_read(self):
        with self.assertRaises(AccessError):
            self._claim(self.application, user=self.stranger)

    def test_other_company(self):
        company = self.env["res.company"].create({"name": "Other Ltd"})
        self.host.sudo().company_ids |= company
        employee = self.env["hr.employee"].create(
            {"name": "Host there", "user_id": self.host.id, "company_id": company.id}
        )
        with self.assertRaises(UserError):
            self._claim(
                self.application,
                user=self.host,
                company_id=company.id,
                employee_id=employee.id,
            )

    def test_double_submit(self):
        claim = self._claim(self.application)
        claim.action_submit()
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            claim.total_amount_currency = 1
        self.assertEqual(self.application.amount_claimed, 200)

    def test_1_6_1_2_claims_at_once_are_counted_together(self):
        """Each submission updates the application, so of two at once the database lets one wait and run anew."""
        serial = self.application.signoff_serial
        self._claim(self.application, total_amount_currency=10).action_submit()
        self.assertGreater(self.application.signoff_serial, serial)
        both = self._claim(self.application, total_amount_currency=100) | self._claim(
            self.application, total_amount_currency=100
        )
        with self.assertRaisesRegex(UserError, "1-6.1.2.*come to"):
            both.action_submit()

    def test_archived_employee(self):
        self.host.employee_id.action_archive()
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "no employee record"):
            self.application.action_create_expense()

    def test_default_links_nothing_that_he_may_not_read(self):
        """By the context, and by a default that they have set themselves (ir.default)."""
        claims = self.env["hr.expense"].with_user(self.stranger)
        vals = {"name": "Dinner", "employee_id": self.stranger.employee_id.id, "total_amount_currency": 1}
        with self.assertRaises(AccessError):
            claims.with_context(default_hospitality_id=self.application.id).create(vals)
        with self.assertRaisesRegex(AccessError, "never by hand"):
            claims.with_context(default_borne_by_person=True).create(vals)
        self.env["ir.default"].with_user(self.stranger).set(
            "hr.expense", "hospitality_id", self.application.id, user_id=True
        )
        with self.assertRaises(AccessError):
            claims.create(vals)

    def test_1_6_1_2_in_the_books_by_posting_only(self):
        claim = self._claim(self.application)
        for state in ("posted", "in_payment", "paid"):
            with (
                self.subTest(state=state),
                self.assertRaisesRegex(ValidationError, "only posting"),
                self.cr.savepoint(),
            ):
                claim.state = state
        with self.assertRaisesRegex(ValidationError, "only posting"):
            self.env["account.move"].with_user(self.accountant).create(
                {"move_type": "in_receipt", "expense_ids": [Command.set(claim.ids)]}
            )

    def test_1_6_1_2_entry_is_not_raised_before_it_is_posted_again(self):
        move = self._post(self._approve(self._claim(self.application)))
        move.button_draft()
        move.invoice_line_ids.price_unit = 9999
        with self.assertRaisesRegex(UserError, "1-6.1.2.*9,999.00.*200.00 were claimed"):
            move.action_post()
        move.invoice_line_ids.price_unit = 150
        with self._after_meals():
            move.action_post()
        self.assertEqual(move.state, "posted")

    def test_1_6_1_2_a_meal_is_not_settled_by_a_bill_without_its_application(self):
        meal = self.env.ref("visitor_reception.product_hospitality")
        claim = self._claim(self.application)
        for vals, text in (({}, "no approved hospitality application"), ({"expense_id": claim.id}, "by its own entry")):
            bill = (
                self.env["account.move"]
                .with_user(self.accountant)
                .create(
                    {
                        "move_type": "in_invoice",
                        "partner_id": self.customer.id,
                        "invoice_date": fields.Date.today(),
                        "invoice_line_ids": [
                            Command.create({"product_id": meal.id, "price_unit": 200, "tax_ids": [], **vals})
                        ],
                    }
                )
            )
            with self.assertRaisesRegex(UserError, f"1-6.1.2.*{text}"):
                bill.action_post()

    def test_1_6_1_2_company_paid_in_another_currency(self):
        """A rate typed by hand does not make cheap what the company has paid."""
        currency = self.env["res.currency"].create({"name": "XTS", "symbol": "X"})
        self.env["res.currency.rate"].create({"currency_id": currency.id, "name": "2026-01-01", "rate": 0.5})
        claim = self._claim(
            self.application, currency_id=currency.id, total_amount_currency=10_000, payment_mode="company_account"
        )
        claim.total_amount = 100
        with self.assertRaisesRegex(UserError, "1-6.1.2.*20,000.00"):
            claim.action_submit()
        claim.payment_mode = "own_account"
        claim.action_submit()
        self.assertEqual(claim.state, "submitted")


@tagged("post_install", "-at_install")
class TestClaimRpc(ReceptionCostCommon, HttpCase):
    """1-6.1.2, 4-14b over the real route: what the screen does not offer is refused by the server."""

    def _call(self, user, method, args, **kwargs):
        self.authenticate(user.login, user.login)
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/hr.expense/{method}",
            {"model": "hr.expense", "method": method, "args": args, "kwargs": kwargs},
        )

    def _refused(self, clause, user, method, args, **kwargs):
        with self.assertRaises(JsonRpcException) as refusal, mute_logger("odoo.http"):
            self._call(user, method, args, **kwargs)
        self.assertIn(clause, json.dumps(refusal.exception.args))

    def test_1_6_1_2_forged_states(self):
        claim = self._claim()
        for state in ("submitted", "approved"):
            for user in (self.host, self.approver, self.accountant):
                with (
                    self.subTest(user=user.login, state=state),
                    self.assertRaises(JsonRpcException),
                    mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"),
                ):
                    self._call(user, "write", [claim.ids, {"approval_state": state}])
        self.assertFalse(claim.approval_state)

    def test_1_6_1_2_methods(self):
        claim = self._claim()
        with mute_logger("odoo.http"):
            with self.assertRaises(JsonRpcException):
                self._call(self.host, "action_submit", [claim.ids])
            for method in ("action_approve", "action_post"):
                with self.assertRaises(JsonRpcException):
                    self._call(self.accountant, method, [claim.ids])
        self.assertEqual(claim.state, "draft")

    def test_1_6_1_2_created_as_approved(self):
        vals = {
            "name": "Dinner",
            "product_id": self.env.ref("visitor_reception.product_hospitality").id,
            "employee_id": self.host.employee_id.id,
            "total_amount_currency": 100,
            "approval_state": "approved",
        }
        for user in (self.host, self.approver, self.accountant):
            with self.assertRaises(JsonRpcException), mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
                self._call(user, "create", [[vals]])
