from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..claim.einvoice_samples import BUYER, make_einvoice
from ..common_petty_cash import PettyCashCommon


@tagged("post_install", "-at_install")
class TestPettyCashClearing(PettyCashCommon):
    """Clearing sheets: who signs, what is posted, and how it is undone (1-7.3b)."""

    def _signed_by(self, sheet):
        """Who is asked, in turn, until the sheet is approved."""
        users = self.env["res.users"]
        sheet.action_submit()
        while sheet.state == "signing":
            user = sheet.sudo().pending_signatory_ids
            self.assertEqual(len(user), 1, "asked in turn")
            users |= user
            sheet.with_user(user).action_sign()
        return list(users.mapped("name"))

    def test_1_7_3b_signatures(self):
        designation = {"department_id": self.marketing.id, "employee_id": self.host.employee_id.id, "reason": "Away"}
        self.env["reception.petty.cash.designation"].with_user(self.head).create(designation)
        first, second = self._paid(9000, user=self.host), self._paid(9000, user=self.host)
        four = ["Host", "Head of Marketing", "Deputy General Manager", "Executive Deputy"]
        self.assertEqual(self._signed_by(self._sheet(first, 3000, 2000, user=self.host)), four)
        over = self._sheet(second, 3000, 2000.01, user=self.host)
        self.assertEqual(self._signed_by(over), [*four, "General Manager"])

    def test_1_7_3b_sheets_of_one_advance_are_added_up(self):
        """D11: the general manager signs from the sheet on that passes the limit, whichever sheet that is."""
        advance = self._paid(9000)
        first, second = self._sheet(advance, 4500), self._sheet(self._paid(4500), 4500)
        self.assertNotIn("General Manager", self._signed_by(first))
        self.assertNotIn("General Manager", self._signed_by(second), "of another advance")
        first.with_user(self.accountant).action_post()
        third = self._sheet(advance, 500.01)
        self.assertEqual(third.amount_decisive, 5000.01)
        self.assertIn("General Manager", self._signed_by(third))
        self.assertEqual(first.amount_decisive, 4500, "as it was when it was handed in")

    def test_1_7_3b_sheet_that_is_being_signed_counts(self):
        advance = self._paid(9000)
        first = self._sheet(advance, 4500)
        first.action_submit()
        second = self._sheet(advance, 4500)
        self.assertIn("General Manager", self._signed_by(second))
        first.action_withdraw()
        third = self._sheet(advance)
        self.assertEqual((third, third.amount_decisive), (first, 9000))

    def test_1_7_3b_voucher_above_its_invoice(self):
        """Refused, or agreed to with a reason by those who sign the sheet."""
        self.company.vat = BUYER
        advance = self._paid(10000)
        number = "99312000000000000013"
        file = (
            self.env["ir.attachment"]
            .with_user(self.head)
            .create({"name": "invoice.xml", "raw": make_einvoice(number), "res_model": "hr.expense"})
        )
        vouchers = self.env["hr.expense"].with_user(self.head)
        vouchers = vouchers.with_context(**advance.action_open_vouchers()["context"])
        voucher = vouchers.browse(vouchers.create_expense_from_attachments(file.ids))
        self.assertEqual(voucher.total_amount_currency, 106)
        voucher.with_user(self.accountant).action_explain_category("Boxed meals of our own staff")
        voucher.total_amount_currency = 999.9
        sheet = self._sheet(advance)
        with self.assertRaisesRegex(UserError, "1-7.3b: .*999.90 are claimed on an invoice of .*106.00") as refusal:
            sheet.action_submit()
        self.assertIn("write on the voucher why", str(refusal.exception))
        voucher.over_invoice_reason = "Tip at the toll station, without paper"
        sheet.action_submit()
        voucher.sudo().over_invoice_reason = "Something else"
        self.assertEqual(sheet.state, "draft", "what was agreed to has changed")

    def test_refusals_cite_the_clause_that_they_are_about(self):
        """A conference voucher is not told to file a meal application (1-6.1.2)."""
        sheet = self._grant(self._sheet(self._paid(1000), 100))
        voucher = sheet.sudo().expense_ids
        with self.assertRaisesRegex(UserError, "1-7.3b: .*is approved") as refusal:
            voucher.total_amount_currency = 200
        self.assertNotIn("hospitality", str(refusal.exception))

    def test_1_7_3b_threshold_of_the_largest_voucher(self):
        self.company.petty_cash_threshold_basis = "voucher"
        advance = self._paid(20000)
        self.assertNotIn("General Manager", self._signed_by(self._sheet(advance, 5000, 5000)))
        self.assertIn("General Manager", self._signed_by(self._sheet(advance, 10, 5000.01)))

    def test_1_7_3b_handler_who_is_head_signs_for_both(self):
        advance = self._paid(100)
        names = self._signed_by(self._sheet(advance, 100))
        self.assertEqual(names, ["Head of Marketing", "Deputy General Manager", "Executive Deputy"])

    def test_1_7_3b_voucher_goes_with_its_sheet(self):
        advance = self._paid(1000)
        voucher = self.env["hr.expense"].with_user(self.head).create(self._voucher_vals(advance, 200))
        with self.assertRaisesRegex(UserError, "1-7.3b: .*goes with its signed clearing sheet"):
            voucher.action_submit()
        sheet = self._sheet(advance, 300)
        self.assertEqual(sheet.amount_total, 500, "the loose voucher is on the sheet")
        sheet.action_submit()
        self.assertEqual(set(sheet.expense_ids.mapped("state")), {"submitted"})
        with self.assertRaises(UserError):
            voucher.with_user(self.approver).action_approve()
        with self.assertRaisesRegex(UserError, "1-7.3b"):
            sheet.with_user(self.accountant).action_post()
        self.assertFalse(voucher.sudo().account_move_id)

    def test_1_7_3b_changed_voucher_voids_the_signatures(self):
        sheet = self._sheet(self._paid(1000), 100)
        sheet.action_submit()
        sheet.action_sign()
        sheet.sudo().expense_ids.total_amount_currency = 150
        self.assertEqual((sheet.state, sheet.expense_ids.state), ("draft", "draft"))
        self._grant(sheet)
        with self.assertRaises(UserError):
            sheet.expense_ids.total_amount_currency = 160
        self.env["hr.expense"].with_user(self.head).create(
            self._voucher_vals(sheet.petty_cash_id, 20, petty_cash_clearing_id=sheet.id)
        )
        self.assertEqual((sheet.state, set(sheet.expense_ids.mapped("state"))), ("draft", {"draft"}))

    def test_1_7_3b_changed_quantity_voids_the_signatures(self):
        product = self.voucher_product().copy({"standard_price": 100})
        sheet = self._sheet(self._paid(10000), 100)
        voucher = sheet.expense_ids
        voucher.write({"product_id": product.id, "quantity": 40})
        self.assertEqual(sheet.amount_total, 4000)
        sheet.action_submit()
        voucher.sudo().quantity = 30
        self.assertEqual(
            (sheet.amount_total, sheet.state), (3000, "draft"), "the amount that is signed follows from it"
        )

    def test_1_7_3b_no_voucher_lowers_the_total(self):
        advance = self._paid(10000)
        sheet = self._sheet(advance, 5500, -500)
        with self.assertRaisesRegex(UserError, "1-7.3b: write the amount of every voucher"):
            sheet.action_submit()

    def test_1_7_3b_sheet_stays_with_its_advance(self):
        first, second = self._paid(1000), self._paid(1000)
        sheet = self._sheet(first, 100)
        with self.assertRaisesRegex(UserError, "1-7.3b: .*another advance"):
            sheet.petty_cash_id = second
        sheet.expense_ids.petty_cash_clearing_id = False
        sheet.petty_cash_id = second
        self.assertEqual(sheet.petty_cash_id, second)

    def test_declined_and_recalled_sheet_frees_its_vouchers(self):
        sheet = self._sheet(self._paid(1000), 100)
        sheet.action_submit()
        sheet.action_withdraw()
        self.assertEqual(sheet.expense_ids.state, "draft")
        sheet.action_submit()
        sheet.action_sign()
        sheet.action_sign()
        sheet.with_user(self.dgm).action_decline("Which train?")
        self.assertEqual((sheet.state, sheet.expense_ids.state), ("declined", "draft"))
        voucher = sheet.expense_ids
        sheet.action_cancel()
        self.assertFalse(voucher.petty_cash_clearing_id)
        self.assertEqual(self._sheet(sheet.petty_cash_id).expense_ids, voucher)

    def test_1_6_1_2_meal_on_a_sheet_needs_its_application(self):
        advance = self._paid(1000)
        product = self.env.ref("visitor_reception.product_hospitality")
        self.env["hr.expense"].with_user(self.head).create(self._voucher_vals(advance, 200, product_id=product.id))
        sheet = self._sheet(advance)
        with self.assertRaisesRegex(UserError, "1-6.1.2"):
            sheet.action_submit()
        self.assertEqual(sheet.state, "draft")

    def test_1_7_3b_nobody_signs_or_posts_alone(self):
        sheet = self._grant(self._sheet(self._paid(1000), 100))
        for user in (self.head, self.cashier, self.officer, self.gm, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                sheet.with_user(user).action_post()
        self.assertEqual(sheet.state, "approved")

    def test_refused_voucher_is_borne_by_the_person(self):
        advance = self._paid(1000)
        sheet = self._grant(self._sheet(advance, 600, 400))
        refused = sheet.sudo().expense_ids.filtered(lambda voucher: voucher.total_amount == 400)
        refused.with_user(self.accountant)._do_refuse("Private trip")
        self.assertTrue(refused.borne_by_person)
        sheet.with_user(self.accountant).action_post()
        self.assertEqual((advance.amount_cleared, advance.amount_open), (600, 400))
        advance.with_user(self.accountant).action_not_recognise("Private trip")
        self.assertEqual(advance.state, "cleared")
        self.assertLedger(advance)

    def test_reversed_and_posted_anew(self):
        advance = self._paid(1000)
        sheet = self._posted(advance, 1000)
        with self.assertRaisesRegex(UserError, "Say why"):
            sheet.with_user(self.accountant).action_reverse("")
        with self.assertRaises(UserError):
            sheet.with_user(self.head).action_reverse("Wrong account")
        sheet.with_user(self.accountant).action_reverse("Wrong account")
        self.assertEqual((sheet.state, advance.amount_open, advance.state), ("approved", 1000, "clearing"))
        self.assertEqual(sheet.expense_ids.state, "approved")
        expense_account = sheet.sudo().expense_ids.account_id
        self.assertEqual(self._ledger_balance([("move_id.petty_cash_clearing_id", "=", sheet.id)]), 0)
        self.assertEqual(
            self._ledger_balance(
                [("account_id", "in", expense_account.ids), ("move_id.petty_cash_clearing_id", "=", sheet.id)]
            ),
            0,
        )
        self.assertLedger(advance)
        sheet.with_user(self.accountant).action_post()
        self.assertEqual((sheet.state, advance.state), ("posted", "cleared"))
        self.assertLedger(advance)

    def test_not_reversed_once_the_rest_is_reimbursed(self):
        sheet = self._posted(self._paid(1000), 1250)
        receipt = sheet.sudo().expense_ids.account_move_id
        self.env["account.payment.register"].with_context(active_model="account.move", active_ids=receipt.ids).create(
            {}
        ).action_create_payments()
        self.assertEqual(sheet.amount_to_reimburse, 0)
        with self.assertRaisesRegex(UserError, "reimbursed already"):
            sheet.with_user(self.accountant).action_reverse("Wrong account")

    def test_vouchers_are_of_the_borrower(self):
        advance = self._paid(1000)
        with self.assertRaisesRegex(ValidationError, "1-7.3b"):
            self.env["hr.expense"].create(self._voucher_vals(advance, 10, employee_id=self.stranger.employee_id.id))
        with self.assertRaisesRegex(ValidationError, "1-7.3b"):
            self.env["hr.expense"].create(self._voucher_vals(advance, 10, payment_mode="company_account"))
        other = self._sheet(self._paid(100), 5)
        with self.assertRaisesRegex(ValidationError, "another advance"), self.cr.savepoint():
            self.env["hr.expense"].create(self._voucher_vals(advance, 10)).write(
                {"petty_cash_clearing_id": other.id, "petty_cash_id": advance.id}
            )

    def test_strangers_hand_in_nothing(self):
        advance = self._paid(1000)
        with self.assertRaises(AccessError):
            self.env["reception.petty.cash.clearing"].with_user(self.stranger).create({"petty_cash_id": advance.id})
        with self.assertRaises(AccessError):
            self.env["hr.expense"].with_user(self.stranger).create(
                self._voucher_vals(advance, 10, employee_id=self.stranger.employee_id.id)
            )

    def test_vouchers_are_handed_in_on_the_sheet_that_is_begun(self):
        advance = self._paid(1000)
        begun = self._sheet(advance, 100)
        self.assertEqual(self._sheet(advance, 200), begun)
        self.assertEqual(begun.amount_total, 300)
        begun.action_submit()
        self.assertNotEqual(self._sheet(advance, 50), begun)

    def test_sheet_without_vouchers_or_amounts(self):
        advance = self._paid(1000)
        sheet = self._sheet(advance)
        with self.assertRaisesRegex(UserError, "1-7.3b: add the vouchers"):
            sheet.action_submit()
        sheet.expense_ids = [Command.create(self._voucher_vals(advance, 0))]
        with self.assertRaisesRegex(UserError, "1-7.3b: write the amount"):
            sheet.action_submit()

    def test_1_7_3b_signatories_read_the_vouchers(self):
        sheet = self._sheet(self._paid(1000), 100)
        sheet.action_submit()
        sheet.action_sign()
        sheet.action_sign()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(sheet.with_user(self.dgm).expense_ids.mapped("name"), ["Voucher 100"])
        self.assertFalse(self.env["hr.expense"].with_user(self.stranger).search([("id", "in", sheet.expense_ids.ids)]))

    def test_invoices_dropped_on_an_advance_become_its_vouchers(self):
        self.company.vat = BUYER
        advance = self._paid(1000)
        numbers = ["99312000000000000011", "99312000000000000012"]
        files = self.env["ir.attachment"].with_user(self.head)
        files = files.create(
            [{"name": f"{number}.xml", "raw": make_einvoice(number), "res_model": "hr.expense"} for number in numbers]
        )
        action = advance.action_open_vouchers()
        vouchers = self.env["hr.expense"].with_user(self.head).with_context(**action["context"])
        vouchers = vouchers.browse(vouchers.create_expense_from_attachments(files.ids))
        self.assertEqual(vouchers.petty_cash_id, advance)
        self.assertEqual(vouchers.mapped("fapiao_number"), numbers)
        sheet = self._sheet(advance)
        self.assertEqual((sheet.voucher_count, sheet.amount_total), (2, 212))
        # 1-6.1.2: meals by their invoices, and no category of meals
        with self.assertRaisesRegex(UserError, "1-6.1.2: .*its invoice says"):
            sheet.action_submit()
        for voucher in vouchers.with_user(self.accountant):
            voucher.action_explain_category("Boxed meals of our own staff during the night shift")
        # those who sign read what the invoices say, and may give the reason in their own words
        sheet.action_submit()
        while self.head in sheet.sudo().pending_signatory_ids:
            sheet.with_user(self.head).action_sign()
        leader = sheet.sudo().pending_signatory_ids[0]
        shown = sheet.with_user(leader).expense_ids[0]
        self.assertTrue(shown.invoice_says and shown.category_differs and shown.category_reason)
        shown.action_explain_category("Night shift of the workshop")
        self.assertEqual(shown.category_reason_by_id, leader)
        for user in (self.head, self.officer):
            with self.assertRaises(UserError):
                vouchers[0].with_user(user).action_explain_category("No")
        while sheet.signoff_state == "asked":
            sheet.with_user(sheet.sudo().pending_signatory_ids[0]).action_sign()
        sheet.with_user(self.accountant).action_post()
        self.assertEqual(advance.amount_cleared, 212)
        other = self.env["hr.expense"].with_user(self.head).create(self._voucher_vals(self._paid(100), 106))
        with self.assertRaisesRegex(ValidationError, numbers[0]):
            other.fapiao_number = numbers[0]
