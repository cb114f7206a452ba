from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import NOW
from ..common_petty_cash import PettyCashCommon

TODAY = NOW.date()


@tagged("post_install", "-at_install")
class TestPettyCash(PettyCashCommon):
    """Advances: who draws them, what Finance pays out, and the ends they come to (1-7)."""

    def test_whole_life_of_an_advance(self):
        advance = self._grant(self._advance(amount=2000))
        self.assertEqual(advance.state, "approved")
        payment = advance.with_user(self.cashier).action_pay()
        self.assertEqual((advance.state, advance.amount_paid, advance.amount_open), ("paid", 2000, 2000))
        self.assertEqual(payment.sudo().move_id.state, "posted")
        sheet = self._sheet(advance, 1200, 309)
        self.assertEqual((advance.state, sheet.amount_total, sheet.amount_to_return), ("paid", 1509, 491))
        self._grant(sheet)
        self.assertEqual((sheet.state, advance.state), ("approved", "clearing"))
        sheet.with_user(self.accountant).action_post()
        self.assertEqual((sheet.state, advance.amount_cleared, advance.amount_open), ("posted", 1509, 491))
        self.assertEqual(set(sheet.expense_ids.mapped("state")), {"paid"})
        advance.with_user(self.cashier).action_return(491)
        self.assertEqual((advance.state, advance.amount_open, advance.amount_returned), ("cleared", 0, 491))
        self.assertLedger(advance)

    # ------------------------------------------------------------------------------------------------------------------
    # Who draws it, for what
    # ------------------------------------------------------------------------------------------------------------------

    def test_1_7_1_purpose_amount_and_end_are_required(self):
        for clause, vals in (
            ("1-7.1", {"purpose": "  "}),
            ("1-7.2", {"amount": 0}),
            ("1-7.3a", {"matter_end": False}),
        ):
            with self.subTest(vals=vals):
                advance = self._advance(**vals)
                self.assertIn(clause, advance.missing_facts)
                with self.assertRaisesRegex(UserError, clause):
                    advance.action_submit()
                self.assertEqual(advance.state, "draft")

    def test_1_7_2_head_or_designated_person_draws(self):
        advance = self._advance(user=self.host)
        with self.assertRaisesRegex(UserError, "1-7.2: .*neither the head"):
            advance.action_submit()
        self._designate(self.host)
        advance.action_submit()
        self.assertEqual(advance.state, "signing")
        self.assertEqual(advance.sudo().pending_signatory_ids, self.head)

    def test_1_7_2_designation_is_of_the_head_and_has_its_days(self):
        for user in (self.host, self.officer, self.gm):
            with self.subTest(user=user.login), self.assertRaises(UserError), self.cr.savepoint():
                self._designate(self.host, by=user)
        with self.assertRaises(AccessError):
            self._designate(self.host, by=self.host, designated_by_id=self.head.id)
        designation = self._designate(self.host, date_to=TODAY)
        with self.assertRaises(AccessError):
            designation.employee_id = self.stranger.employee_id
        advance = self._advance(user=self.host)
        with freeze_time(NOW + timedelta(days=1)), self.assertRaisesRegex(UserError, "1-7.2"):
            advance.action_submit()
        with freeze_time(NOW - timedelta(days=1)), self.assertRaisesRegex(UserError, "1-7.2"):
            advance.action_submit()
        advance.action_submit()

    def _designate(self, user, by=None, **vals):
        return (
            self.env["reception.petty.cash.designation"]
            .with_user(by or self.head)
            .create(
                {
                    "department_id": self.marketing.id,
                    "employee_id": user.employee_id.id,
                    "date_from": TODAY,
                    "reason": "The head travels",
                    **vals,
                }
            )
        )

    def test_1_7_2_only_finance_hands_out_money(self):
        advance = self._grant(self._advance())
        for user in (self.head, self.host, self.officer, self.manager, self.gm, self.dgm, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                advance.with_user(user).action_pay()
        self.assertEqual(advance.amount_paid, 0)
        self.assertFalse(advance.with_user(self.head).can_pay)
        self.assertTrue(advance.with_user(self.cashier).can_pay)

    def test_4_14a_nobody_pays_himself(self):
        self.head.group_ids += self.env.ref("visitor_reception.group_reception_cashier")
        advance = self._grant(self._advance())
        with self.assertRaisesRegex(UserError, "4-14a"):
            advance.with_user(self.head).action_pay()

    # ------------------------------------------------------------------------------------------------------------------
    # Paid out
    # ------------------------------------------------------------------------------------------------------------------

    def test_1_7_2_nothing_is_paid_before_the_signatures(self):
        advance = self._advance()
        for _step in range(2):
            with self.assertRaisesRegex(UserError, "1-7.2: .*not approved"):
                advance.sudo(False).with_user(self.accountant).action_pay()
            if advance.state == "draft":
                advance.action_submit()

    def test_paid_out_in_parts_and_never_more(self):
        advance = self._grant(self._advance(amount=1000))
        cashier = advance.with_user(self.cashier)
        cashier.action_pay(400)
        self.assertEqual((advance.state, advance.amount_to_pay), ("paid", 600))
        with self.assertRaisesRegex(UserError, "1-7.2: .*600.01") as refusal:
            cashier.action_pay(600.01)
        self.assertIn("further advance", str(refusal.exception))
        self.assertNotIn("designated person", str(refusal.exception), "who draws it is not the matter")
        for bad in (0, -1, 0.001, "many", float("nan"), float("inf")):
            with self.subTest(bad=bad), self.assertRaises(UserError):
                cashier.action_pay(bad)
        with self.assertRaisesRegex(UserError, "future"):
            cashier.action_pay(1, None, TODAY + timedelta(days=1))
        for bad in ("soon", "2026-13-01", 5, ["2026-03-01"]):
            with self.subTest(bad=bad), self.assertRaisesRegex(UserError, "is no day"):
                cashier.action_pay(1, None, bad)
        cashier.action_pay(600, self.bank.id)
        self.assertEqual((advance.amount_paid, advance.amount_open, advance.amount_to_pay), (1000, 1000, 0))
        with self.assertRaisesRegex(UserError, "paid out in full"):
            cashier.action_pay(1)
        self.assertLedger(advance)

    def test_cash_box_gives_no_more_than_it_holds(self):
        advance = self._grant(self._advance(amount=200000))
        with self.assertRaisesRegex(UserError, "holds"):
            advance.with_user(self.cashier).action_pay(box_id=self.box.id)
        advance.with_user(self.cashier).action_pay(box_id=self.bank.id)
        self.assertEqual(advance.state, "paid")

    def test_cash_box_is_in_the_currency_of_the_company(self):
        boxes = self.env["reception.petty.cash.box"].with_user(self.accountant)
        dollars = self.env["account.journal"].create(
            {"name": "Dollars", "code": "USD1", "type": "cash", "currency_id": self.env.ref("base.USD").id}
        )
        with self.assertRaisesRegex(ValidationError, "petty cash is in CNY"):
            boxes.create({"name": "Dollars", "journal_id": dollars.id})

    def test_box_balance_is_that_of_the_ledger(self):
        before = self.box.with_user(self.cashier).balance
        advance = self._paid(500)
        account = self.box.journal_id.default_account_id
        self.env.invalidate_all()
        self.assertEqual(self.box.with_user(self.cashier).balance, before - 500)
        self.assertEqual(self.box.balance, self._ledger_balance([("account_id", "=", account.id)]))
        advance.with_user(self.cashier).action_return(500, self.box.id)
        self.env.invalidate_all()
        self.assertEqual(self.box.balance, before)

    # ------------------------------------------------------------------------------------------------------------------
    # Ends
    # ------------------------------------------------------------------------------------------------------------------

    def test_ends_exact(self):
        advance = self._paid(1509)
        self._posted(advance, 1509)
        self.assertEqual((advance.state, advance.amount_open), ("cleared", 0))
        self.assertLedger(advance)
        with self.assertRaisesRegex(UserError, "cleared already"):
            advance.with_user(self.cashier).action_return(1)

    def test_ends_returned_in_parts(self):
        advance = self._paid(2000)
        cashier = advance.with_user(self.cashier)
        cashier.action_return(100)
        self.assertEqual(advance.state, "clearing")
        self._posted(advance, 1000)
        cashier.action_return(400)
        with self.assertRaisesRegex(UserError, "1-7.3a: .*500.01"):
            cashier.action_return(500.01)
        cashier.action_return(500)
        self.assertEqual((advance.state, advance.amount_returned), ("cleared", 1000))
        self.assertLedger(advance)

    def test_ends_spent_more(self):
        advance = self._paid(1000)
        sheet = self._posted(advance, 900, 350)
        self.assertEqual((advance.state, sheet.amount_to_reimburse), ("cleared", 250))
        partner = advance.borrower_id.sudo().work_contact_id
        owed = self._ledger_balance(
            [("partner_id", "=", partner.id), ("account_id.account_type", "=", "liability_payable")]
        )
        self.assertEqual(owed, -250)
        self.assertLedger(advance)

    def test_1_6_1_2_ends_not_recognised(self):
        advance = self._paid(1000)
        self._posted(advance, 700)
        with self.assertRaisesRegex(UserError, "1-6.1.2: write why"):
            advance.with_user(self.accountant).action_not_recognise(" ")
        for user in (self.cashier, self.head):
            with self.subTest(user=user.login), self.assertRaisesRegex(UserError, "Ask an accountant"):
                advance.with_user(user).action_not_recognise("No application")
        advance.with_user(self.accountant).action_not_recognise("No application")
        self.assertEqual((advance.state, advance.amount_personal), ("cleared", 300))
        partner = advance.borrower_id.sudo().work_contact_id
        self.assertEqual(
            self._ledger_balance(
                [
                    ("partner_id", "=", partner.id),
                    ("account_id", "=", self.company.petty_cash_personal_account_id.id),
                ]
            ),
            300,
        )
        self.assertLedger(advance)

    def test_two_sheets_clear_one_advance(self):
        advance = self._paid(1000)
        self._posted(advance, 600)
        self.assertEqual((advance.state, advance.amount_open), ("clearing", 400))
        self._posted(advance, 400)
        self.assertEqual(advance.state, "cleared")
        self.assertLedger(advance)

    # ------------------------------------------------------------------------------------------------------------------
    # Reversed, cancelled
    # ------------------------------------------------------------------------------------------------------------------

    def test_entries_are_reversed_and_never_deleted(self):
        advance = self._paid(1000)
        accountant = advance.with_user(self.accountant)
        payout = advance.sudo().move_ids
        accountant.action_return(300)
        returned = advance.sudo().move_ids - payout
        with self.assertRaisesRegex(UserError, "1-7.3a: .*1,000.00"):
            accountant.action_reverse_entry(payout.id, "Wrong box")
        with self.assertRaisesRegex(UserError, "Say why"):
            accountant.action_reverse_entry(returned.id, "")
        accountant.action_reverse_entry(returned.id, "Wrong box")
        self.assertEqual((advance.amount_returned, advance.amount_open, advance.state), (0, 1000, "paid"))
        with self.assertRaisesRegex(UserError, "not reversed"):
            accountant.action_reverse_entry(returned.id, "Once more")
        accountant.action_reverse_entry(payout.id, "Wrong person")
        self.assertEqual((advance.amount_paid, advance.amount_open, advance.state), (0, 0, "approved"))
        self.assertEqual(len(advance.sudo().move_ids), 4)
        advance.with_user(self.cashier).action_pay()
        self.assertEqual(advance.state, "paid")
        self.assertLedger(advance)

    def test_entries_are_not_undone_beside_the_advance(self):
        advance = self._paid(1000)
        self._posted(advance, 1000)
        for move in advance.sudo().move_ids:
            move = move.with_user(self.accountant)
            for undo in (
                move.button_draft,
                move.button_cancel,
                move._reverse_moves,
                lambda move=move: move.write({"petty_cash_id": False}),
                lambda move=move: move.write({"state": "draft"}),
                lambda move=move: move.write({"state": "cancel"}),
                move.with_context(force_delete=True).unlink,
            ):
                with self.assertRaises(UserError), self.cr.savepoint():
                    undo()
        payment = self.env["account.payment"].search([("petty_cash_id", "=", advance.id)]).with_user(self.accountant)
        for undo in (payment.action_draft, payment.action_cancel, payment.unlink):
            with self.assertRaises(UserError), self.cr.savepoint():
                undo()
        self.assertLedger(advance)

    def test_entries_are_not_smuggled_in_by_defaults(self):
        """By the context, as it comes in over RPC, and by a default that the accountant has set themselves (ir.default)."""
        advance = self._paid(1000)
        account, partner = advance.account_id, advance.borrower_id.sudo().work_contact_id
        entries = self.env["account.move"].with_user(self.accountant)
        self.env["ir.default"].with_user(self.accountant).set("account.move", "petty_cash_part", "payout", user_id=True)
        entry = entries.with_context(default_petty_cash_id=advance.id).create(
            {
                "line_ids": [
                    Command.create({"account_id": account.id, "partner_id": partner.id, "balance": balance})
                    for balance in (500, -500)
                ]
            }
        )
        self.assertFalse(entry.petty_cash_id or entry.petty_cash_part)
        payment = self.env["account.payment"].with_user(self.accountant)
        payment = payment.with_context(default_petty_cash_id=advance.id).create({"amount": 5})
        self.assertFalse(payment.petty_cash_id)
        self.assertLedger(advance)

    def test_past_midnight_in_china_before_midnight_in_utc(self):
        """An entry of the company's today is posted, though it is still yesterday where the server counts."""
        with freeze_time(NOW.replace(hour=20)):
            advance = self._paid(100)
            advance.with_user(self.cashier).action_return(40)
            advance.with_user(self.accountant).action_not_recognise("Private")
            self.assertEqual(advance.state, "cleared")
            self.assertEqual(set(advance.sudo().move_ids.mapped("date")), {TODAY + timedelta(days=1)})
            self.assertLedger(advance)

    def test_cancelled_only_before_money_is_out(self):
        advance = self._grant(self._advance())
        advance.action_cancel()
        self.assertEqual(advance.state, "cancelled")
        paid = self._paid(100)
        with self.assertRaisesRegex(UserError, "cannot be cancelled"):
            paid.action_cancel()
        with self.assertRaises(UserError):
            paid.unlink()

    def test_1_3_8_signed_facts_are_held(self):
        advance = self._grant(self._advance())
        advance.amount = 2001
        self.assertEqual(advance.state, "draft", "the signatures are void")
        paid = self._paid(100)
        with self.assertRaisesRegex(UserError, "1-3.8"):
            paid.purpose = "Something else"
        for vals in (
            {"state": "cleared"},
            {"amount_paid": 0},
            {"amount_open": 0},
            {"account_id": False},
            {"allowed_reason": "Mine"},
            {"move_ids": [Command.clear()]},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                paid.with_user(self.officer).write(vals)

    # ------------------------------------------------------------------------------------------------------------------
    # In time
    # ------------------------------------------------------------------------------------------------------------------

    def test_1_7_3a_due_three_days_after_the_end(self):
        advance = self._paid(100)
        self.assertEqual(advance.due_date, TODAY + timedelta(days=3))
        for days, is_overdue in ((3, False), (4, True)):
            with self.subTest(days=days), freeze_time(NOW + timedelta(days=days)):
                self.env.invalidate_all()
                self.assertEqual(advance.is_overdue, is_overdue)
                self.assertEqual(advance in advance.search([("is_overdue", "=", True)]), is_overdue)
        with freeze_time(NOW + timedelta(days=4)):
            self.env.invalidate_all()
            self.assertEqual(advance.days_overdue, 1)
            sheet = self._sheet(advance, 100)
            sheet.action_submit()
            self.assertTrue(sheet.is_late)
            self.assertFalse(advance.is_overdue, "it is reported now")

    def test_1_7_3a_working_days_if_the_organisation_counts_so(self):
        deadline = self.env["reception.deadline"].search([("code", "=", "petty_cash_report")])
        deadline.counting = "working"
        # Monday; Thursday is the third working day, of a Thursday it is Tuesday
        self.assertEqual(self._advance().due_date, TODAY + timedelta(days=3))
        self.assertEqual(self._advance(matter_end=TODAY + timedelta(days=3)).due_date, TODAY + timedelta(days=8))

    def test_1_7_3a_the_end_is_put_off_by_the_head_alone(self):
        self._designation = self._designate(self.host)
        advance = self._paid(100, user=self.host)
        later = TODAY + timedelta(days=10)
        with self.assertRaisesRegex(UserError, "1-7.3a: .*Head of Marketing"):
            advance.with_user(self.host).action_set_matter_end(later)
        with self.assertRaises(UserError):
            advance.with_user(self.host).matter_end = later
        advance.with_user(self.host).action_set_matter_end(TODAY - timedelta(days=1))
        advance.with_user(self.head).action_set_matter_end(later)
        self.assertEqual(advance.due_date, later + timedelta(days=3))
        own = self._paid(100)
        with self.assertRaisesRegex(UserError, "Deputy General Manager"):
            own.with_user(self.head).action_set_matter_end(later)
        own.with_user(self.dgm).action_set_matter_end(later)
        self.assertEqual(own.matter_end, later)

    def test_1_7_3a_overdue_blocks_the_next_advance(self):
        first = self._paid(100)
        second = self._advance()
        with freeze_time(NOW + timedelta(days=4)):
            self.env.invalidate_all()
            with self.assertRaisesRegex(UserError, f"1-7.3a: clear what is overdue first: {first.name}"):
                second.action_submit()
            for user in (self.head, self.cashier, self.officer):
                with self.subTest(user=user.login), self.assertRaises(UserError):
                    second.with_user(user).action_allow("Urgent")
            second.with_user(self.accountant).action_allow("Urgent repair")
            self.assertEqual((second.allowed_reason, second.allowed_by_id), ("Urgent repair", self.accountant))
            second.action_submit()
            self.company.petty_cash_block_overdue = False
            self._advance().action_submit()

    def test_1_7_3a_overdue_holds_up_the_payment(self):
        first = self._paid(100)
        second = self._grant(self._advance())
        with freeze_time(NOW + timedelta(days=4)):
            self.env.invalidate_all()
            cashier = second.with_user(self.cashier)
            self.assertFalse(cashier.can_pay)
            self.assertIn(first.name, cashier.missing_facts, "the cashier sees why")
            with self.assertRaisesRegex(UserError, f"1-7.3a: clear what is overdue first: {first.name}"):
                cashier.action_pay()
            second.with_user(self.accountant).action_allow("Urgent repair")
            cashier.action_pay()
        self.assertEqual(second.state, "paid")

    def test_1_7_3a_what_finance_allowed_is_not_raised_afterwards(self):
        self.company.petty_cash_limit = 500
        advance = self._advance(amount=501)
        advance.with_user(self.accountant).action_allow("Fair")
        advance.amount = 50000
        self.assertFalse(advance.allowed_reason or advance.allowed_by_id)
        with self.assertRaisesRegex(UserError, "1-7.2: .*limit"):
            advance.action_submit()

    def test_1_7_2_limit_counts_what_is_under_way(self):
        self.company.petty_cash_limit = 2500
        self._advance(amount=2000).action_submit()
        with self.assertRaisesRegex(UserError, "1-7.2: .*2,600.*limit"):
            self._advance(amount=600).action_submit()
        with self.assertRaises(Exception) as negative, self.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.company.petty_cash_limit = -1
            self.company.flush_recordset()
        self.assertIn("petty_cash_limit_not_negative", str(negative.exception))

    def test_1_7_2_advances_of_one_borrower_are_submitted_one_after_the_other(self):
        """Both lock the same rows, so the last of two that are submitted at once sees the first."""
        first, second = self._advance(amount=100), self._advance(amount=200)
        before = first.sudo().signoff_serial
        second.action_submit()
        self.assertGreater(first.sudo().signoff_serial, before)

    def test_1_7_2_limit_of_the_borrower(self):
        self.company.petty_cash_limit = 2500
        self._paid(2000)
        with self.assertRaisesRegex(UserError, "1-7.2: .*2,500.01.*limit"):
            self._advance(amount=500.01).action_submit()
        self._advance(amount=500).action_submit()

    def test_1_7_3a_reminders_go_up(self):
        advance = self._paid(100)
        self.company.petty_cash_accountant_id = self.accountant
        reminded = []
        for days in (-1, 0, 0, 3, 4, 6, 7, 8):
            with freeze_time(NOW + timedelta(days=days)):
                self.env.invalidate_all()
                advance.sudo()._cron_remind()
                reminded.append(advance.sudo().activity_ids.user_id)
        borrower, leader, finance = self.head, self.head | self.dgm, self.head | self.dgm | self.accountant
        self.assertEqual(
            reminded,
            [self.env["res.users"], borrower, borrower, borrower, leader, leader, finance, finance],
            "the borrower is the head of the department, so the leader in charge is next",
        )
        sheet = self._sheet(advance, 100)
        sheet.action_submit()
        self.assertFalse(advance.sudo().activity_ids, "reported")
        sheet.action_withdraw()
        with freeze_time(NOW + timedelta(days=9)):
            advance.sudo()._cron_remind()
        self.assertEqual(advance.sudo().activity_ids.user_id, self.accountant, "not reported after all")

    def test_1_7_3a_the_borrower_is_asked_for_the_end(self):
        """They may read no cash box, and are asked for none."""
        advance = self._paid(100)
        action = advance.action_open_matter_end()
        wizard = Form(self.env["reception.petty.cash.money"].with_user(self.head).with_context(**action["context"]))
        wizard.matter_end = TODAY - timedelta(days=1)
        wizard.save().action_confirm()
        self.assertEqual(advance.matter_end, TODAY - timedelta(days=1))
        for bad in ("soon", {}, 7):
            with self.subTest(bad=bad), self.assertRaises(UserError):
                advance.action_set_matter_end(bad)
