from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import NOW
from ..common_petty_cash import PettyCashCommon

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
APRIL = (date(2026, 4, 1), date(2026, 4, 30))


@tagged("post_install", "-at_install")
class TestMonthClosed(PettyCashCommon):
    """A month is closed: claims, petty cash and late claims tie to the ledger, to the fen (1-2.3, 1-7.3)."""

    def _tie(self, period):
        self.env.flush_all()
        self.env["reception.reconciliation"].invalidate_model()
        tie = self.env["reception.ledger.tie"].with_user(self.accountant)
        tie = tie.create({"company_id": self.company.id, "date_from": period[0], "date_to": period[1]})
        tie.action_count()
        return tie

    def _amount(self, tie, section, label, account=None):
        lines = tie.line_ids.filtered(lambda line: line.section == section and line.label == label)
        if account:
            lines = lines.filtered(lambda line: line.account_id == account)
        return self.company.currency_id.round(sum(lines.mapped("amount")))

    def _trial_balance(self, period=None, before=None):
        """``{account: balance}`` of posted items."""
        domain = [("company_id", "=", self.company.id), ("parent_state", "=", "posted")]
        if period:
            domain += [("date", ">=", period[0]), ("date", "<=", period[1])]
        if before:
            domain += [("date", "<", before)]
        return dict(self.env["account.move.line"]._read_group(domain, ["account_id"], ["balance:sum"]))

    def _close_march(self):
        """Meals, vouchers and advances of March; what was late is posted in April, after March was closed."""
        meal = self._grant(self._apply())
        self._post(self._approve(self._claim(meal, total_amount_currency=180.1)))
        self.late_meal = self._grant(self._apply(meal_at=NOW + timedelta(days=2, hours=8)))
        self.late_claim = self._claim(self.late_meal, total_amount_currency=199.99)
        self.cleared = self._paid(2000)
        self._posted(self.cleared, 1200.33, 309.1)
        self.cleared.with_user(self.cashier).action_return(490.57)
        self.over = self._paid(500)
        self.over_sheet = self._posted(self.over, 533.44)
        self.personal = self._paid(300)
        self._posted(self.personal, 250)
        self.personal.with_user(self.accountant).action_not_recognise("Private", 20)
        self.bank_advance = self._grant(self._advance(amount=700))
        self.bank_advance.with_user(self.cashier).action_pay(box_id=self.bank.id)
        self.late_sheet = self._grant(self._sheet(self.bank_advance, 610.05))
        manual = self.env["account.move"].create(
            {
                "date": NOW.date(),
                "line_ids": [
                    (0, 0, {"account_id": account.id, "balance": balance})
                    for account, balance in (
                        (self.voucher_product().with_company(self.company).property_account_expense_id, 88.8),
                        (self.box.journal_id.default_account_id, -88.8),
                    )
                ],
            }
        )
        manual.action_post()

    def test_month_and_late_claims_tie_to_the_ledger(self):
        self._close_march()
        with freeze_time(NOW + timedelta(days=35)):
            self.env.invalidate_all()
            self.company.sudo().fiscalyear_lock_date = MARCH[1]
            with self.assertRaisesRegex(UserError, "first open day"), self.cr.savepoint():
                self.late_sheet.with_user(self.accountant).action_post(MARCH[1])
            march = self._trial_balance(MARCH)
            self.late_sheet.with_user(self.accountant).action_post()
            self._post(self._approve(self.late_claim))
            self.assertEqual(self._trial_balance(MARCH), march, "the closed month stays as it was")
            tie_march, tie_april = self._tie(MARCH), self._tie(APRIL)
        for tie, period in ((tie_march, MARCH), (tie_april, APRIL)):
            self._assert_tied(tie, period)
        self.assertEqual(self._amount(tie_march, "cost", "Entries without claim"), 88.8)
        claims = 180.1 + 1200.33 + 309.1 + 533.44 + 250
        self.assertAlmostEqual(self._amount(tie_march, "cost", "Posted, as the rows of the period say"), claims)
        self.assertAlmostEqual(
            self._amount(tie_april, "cost", "Posted, as the rows of the period say"), 610.05 + 199.99
        )
        self._assert_petty_cash(tie_march, tie_april)
        self._assert_workbook(tie_march)

    def _assert_tied(self, tie, period):
        """Nothing is unexplained, and every total is that of the trial balance."""
        self.assertEqual(tie.difference, 0)
        balances = self._trial_balance(period)
        closing = self._trial_balance((date(1900, 1, 1), period[1]))
        for line in tie.line_ids.filtered("is_total"):
            with self.subTest(section=line.section, label=line.label, account=line.account_id.code):
                if line.label == "Balance of the period":
                    self.assertAlmostEqual(line.amount, balances[line.account_id])
                elif line.label == "Closing balance":
                    self.assertAlmostEqual(line.amount, closing.get(line.account_id, 0))
        for section in ("cost", "petty_cash", "employee"):
            self.assertIn(section, tie.line_ids.mapped("section"))

    def _assert_petty_cash(self, march, april):
        """122110 to the last line: what was paid out, how it ended, what is open."""
        account = self.company.petty_cash_account_id
        parts = {
            "Paid out": 2000 + 500 + 300 + 700,
            "Cleared by vouchers": -(1200.33 + 309.1 + 500 + 250),
            "Returned": -490.57,
            "Borne by the person": -20,
            "Closing balance": 30 + 700,
        }
        for label, amount in parts.items():
            with self.subTest(label=label):
                self.assertAlmostEqual(self._amount(march, "petty_cash", label, account), amount)
        self.assertAlmostEqual(self._amount(april, "petty_cash", "Opening balance"), 730)
        self.assertAlmostEqual(self._amount(april, "petty_cash", "Closing balance"), 119.95)
        advances = self.cleared | self.over | self.personal | self.bank_advance
        self.assertAlmostEqual(sum(advances.mapped("amount_open")), 119.95)
        payable = self.company.reception_employee_payable_account_id
        self.assertEqual(payable.with_company(self.company).code, "224110")
        owed = 180.1 + 199.99 + 33.44  # two claims, and what was spent beyond an advance
        self.assertAlmostEqual(self._amount(april, "employee", "Closing balance", payable), -owed)
        personal = self.company.petty_cash_personal_account_id
        self.assertAlmostEqual(self._amount(march, "employee", "Not recognised", personal), 20)

    def _assert_workbook(self, tie):
        """By accounting date the workbook ends with the same lines."""
        rows = self.env["reception.reconciliation"].with_user(self.accountant)
        lines = list(rows._iter_ties(self.company, *MARCH))
        self.assertEqual([line["amount"] for line in lines], tie.line_ids.mapped("amount"))
        _file, sums = rows.with_context(by_posting=True)._export_xlsx(self.company, *MARCH)
        _file.close()
        self.assertAlmostEqual(
            sums["amount_posted"], self._amount(tie, "cost", "Posted, as the rows of the period say")
        )

    def test_bank_pay_out_is_matched_with_the_statement(self):
        """It waits on the outstanding account, counts in the balance of the bank, and becomes matched (1-7.2)."""
        before = self.bank.balance
        advance = self._grant(self._advance(amount=700))
        payment = advance.with_user(self.cashier).action_pay(box_id=self.bank.id).sudo()
        self.env.invalidate_all()
        self.assertEqual((self.bank.balance, self.bank.on_the_way), (before - 700, -700))
        self.assertEqual((payment.state, payment.is_matched), ("in_process", False))
        waiting = self.env["account.payment"].with_user(self.accountant)
        action = self.env["ir.actions.act_window"]._for_xml_id("visitor_reception.account_payment_action_reception")
        self.assertTrue(action["domain"])
        wizards = self.env["reception.bank.match"].with_user(self.accountant)
        context = {"active_model": "account.payment", "active_ids": waiting.browse(payment.id).ids}
        statement = self.env["account.bank.statement.line"].create(
            {"journal_id": self.bank.journal_id.id, "payment_ref": "Transfer", "amount": -699, "date": NOW.date()}
        )
        wizard = wizards.with_context(**context).create({})
        self.assertFalse(wizard.statement_line_id, "the amount is another")
        wizard.statement_line_id = statement
        with self.assertRaisesRegex(UserError, "700.00.*699.00"):
            wizard.action_match()
        wizard.statement_line_id = False
        wizard.reference = "Transfer to the head"
        wizard.action_match()
        self.env.invalidate_all()
        self.assertEqual((payment.state, payment.is_matched), ("paid", True))
        self.assertEqual(self.bank.on_the_way, 0)
        with self.assertRaisesRegex(UserError, "None of these"):
            wizards.with_context(**context).create({}).action_match()
        line = self.env["account.bank.statement.line"].search([("payment_ref", "=", "Transfer to the head")])
        for act in (lambda: line.write({"amount": -1}), line.unlink, line.move_id.button_draft):
            with self.assertRaisesRegex(UserError, "Undo the match first"), self.cr.savepoint():
                act()
        line.action_undo_reconciliation()
        self.assertFalse(payment.is_matched)
        self.assertLedger(advance)

    def test_texts_in_the_books_are_in_the_language_of_the_company(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["visitor_reception"], ["zh_CN"])
        self.company.partner_id.lang = "zh_CN"
        advance = self._paid(300)
        self._posted(advance, 250)
        advance.with_user(self.cashier).action_return(50)
        texts = advance.sudo().move_ids.line_ids.mapped("name")
        self.assertFalse([text for text in texts if "Manual" in (text or "")])
        self.assertTrue(any("备用金" in (text or "") for text in texts), texts)
