import io
from ast import literal_eval
from datetime import date, timedelta

import lxml.html
from freezegun import freeze_time
from openpyxl import load_workbook
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..common import ENGINE, NOW
from ..common_cost import ReceptionCostCommon
from ..common_petty_cash import PettyCashCommon

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
STAGES = ("applied", "approved", "claimed", "posted", "paid", "matched")


class ReconciliationCommon(ReceptionCostCommon):
    """An approved meal of 200, a booked ticket of 900; payments go over an outstanding account of the bank."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.outstanding = cls.env["account.account"].create(
            {"name": "Outstanding", "code": "100299", "account_type": "asset_current", "reconcile": True}
        )
        cls.bank.outbound_payment_method_line_ids.payment_account_id = cls.outstanding
        cls.reconciliation = cls.env["reception.reconciliation"]
        cls.meal = cls._grant(cls._apply())
        cls.ticket = cls._book("economy_class", cls.staff_guest, amount_planned=900)
        cls.ticket.action_book()

    def _rows(self, domain=None, user=None):
        self.env.flush_all()
        self.reconciliation.invalidate_model()
        domain = [("visit_id", "=", self.visit.id)] if domain is None else domain
        return self.reconciliation.with_user(user or self.accountant).search(domain)

    def _row(self, document, user=None):
        field = {"reception.hospitality": "hospitality_id", "reception.booking": "booking_id"}.get(
            document._name, "expense_id"
        )
        return self._rows([(field, "=", document.id)], user)

    def _assert_chain(self, document, amounts, state):
        row = self._row(document)
        self.assertEqual([row[f"amount_{stage}"] for stage in STAGES], amounts)
        self.assertEqual(row.state, state)
        return row

    def _claim_ticket(self, amount=900):
        claim = self.env["hr.expense"].with_user(self.host).browse(self.ticket.action_create_expense()["res_id"])
        claim.total_amount_currency = amount
        return claim

    def _pay(self, move, amount):
        """Pay a part of ``move``; return the line of the payment that waits for the bank."""
        wizard = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=move.ids)
        payment = wizard.create({"journal_id": self.bank.id, "amount": amount})._create_payments()
        return payment._seek_for_lines()[0]

    def _match(self, lines):
        """A line of the bank statement for all of ``lines``, reconciled with them."""
        statement = self.env["account.bank.statement.line"].create(
            {"journal_id": self.bank.id, "payment_ref": "Bank", "amount": sum(lines.mapped("balance"))}
        )
        suspense = statement.with_context(skip_account_move_synchronization=True)._seek_for_lines()[1]
        suspense.account_id = lines.account_id
        (suspense + lines).reconcile()

    def _reverse(self, move, cancel=True):
        return move._reverse_moves([{"date": move.date, "invoice_date": move.date}], cancel=cancel)

    def _ledger(self):
        """What the posted journal items of the claims of the visit come to."""
        claims = self.visit.sudo().expense_ids
        items = self.env["account.move.line"].search(
            [("expense_id", "in", claims.ids), ("parent_state", "=", "posted")]
        )
        return sum(items.mapped("balance"))


@tagged("post_install", "-at_install")
class TestReconciliation(ReconciliationCommon):
    def test_from_application_to_bank(self):
        """Each stage is what the ledger says; one receipt of two claims is paid and matched in parts."""
        self._assert_chain(self.meal, [200, 200, 0, 0, 0, 0], "approved")
        self._assert_chain(self.ticket, [900, 900, 0, 0, 0, 0], "approved")
        meal, ticket = self._claim(self.meal, total_amount_currency=180), self._claim_ticket()
        (meal | ticket).action_submit()
        self._assert_chain(self.meal, [200, 200, 180, 0, 0, 0], "claimed")
        for claim in meal | ticket:
            claim.with_user(self.approver).action_approve()
        move = self._post(meal | ticket)
        row = self._assert_chain(self.meal, [200, 200, 180, 180, 0, 0], "posted")
        self.assertEqual((row.not_claimed, row.not_paid, row.posting_date), (20, 180, move.date))
        self.assertEqual(self._ledger(), 1080)
        first = self._pay(move, 300.5)
        rows = self._rows()
        self.assertEqual(sum(rows.mapped("amount_paid")), 300.5)
        self.assertEqual(sum(rows.mapped("not_paid")), move.amount_residual)
        # the item of the meal is the first of the entry
        self._assert_chain(self.meal, [200, 200, 180, 180, 180, 0], "paid")
        self._assert_chain(self.ticket, [900, 900, 900, 900, 120.5, 0], "posted")
        self._match(first)
        self._assert_chain(self.meal, [200, 200, 180, 180, 180, 180], "matched")
        self._assert_chain(self.ticket, [900, 900, 900, 900, 120.5, 120.5], "posted")
        second = self._pay(move, 779.5)
        self._assert_chain(self.ticket, [900, 900, 900, 900, 900, 120.5], "paid")
        self._match(second)
        row = self._assert_chain(self.ticket, [900] * 6, "matched")
        self.assertEqual((row.is_open, row.age_days, row.has_difference), (False, 0, False))

    def test_entry_and_its_reversal_make_nothing(self):
        claim = self._approve(self._claim(self.meal))
        move = self._post(claim)
        self._match(self._pay(move, 50))
        # Odoo takes the payment off the entry that is reversed: it settles the claim no more
        self._reverse(move)
        row = self._assert_chain(self.meal, [200, 200, 200, 0, 0, 0], "claimed")
        self.assertEqual((row.not_posted, self._ledger()), (200, 0))
        again = self._post(claim)
        self.assertNotEqual(again, move)
        self._assert_chain(self.meal, [200, 200, 200, 200, 0, 0], "posted")
        self.assertEqual(self._ledger(), 200)

    def test_reversal_that_leaves_the_payment_shows_a_difference(self):
        move = self._post(self._approve(self._claim(self.meal)))
        self._match(self._pay(move, 50))
        self._reverse(move, cancel=False).action_post()
        row = self._assert_chain(self.meal, [200, 200, 200, 0, 50, 50], "claimed")
        self.assertEqual((row.not_paid, row.has_difference), (-50, True))

    def test_reversal_without_payment(self):
        claim = self._approve(self._claim(self.meal))
        self._reverse(self._post(claim))
        self._assert_chain(self.meal, [200, 200, 200, 0, 0, 0], "claimed")

    def test_entry_that_is_not_posted_does_not_count(self):
        claim = self._approve(self._claim(self.meal))
        move = self._post(claim)
        move.button_draft()
        self._assert_chain(self.meal, [200, 200, 200, 0, 0, 0], "claimed")

    def test_paid_by_the_company_waits_for_the_bank(self):
        claim = self._claim(self.meal, payment_mode="company_account")
        method = self.bank.outbound_payment_method_line_ids[:1]
        claim.sudo().payment_method_line_id = method
        move = self._post_company(claim)
        self._assert_chain(self.meal, [200, 200, 200, 200, 200, 0], "paid")
        self._match(move.line_ids.filtered(lambda line: line.account_id == self.outstanding))
        self._assert_chain(self.meal, [200] * 6, "matched")

    def _post_company(self, claim):
        self._approve(claim)
        with self._after_meals():
            claim.with_user(self.accountant).action_post()
        return claim.sudo().account_move_id

    def test_company_paid_reversal(self):
        claim = self._claim(self.meal, payment_mode="company_account")
        claim.sudo().payment_method_line_id = self.bank.outbound_payment_method_line_ids[:1]
        self._reverse(self._post_company(claim))
        self.assertEqual(self._row(self.meal).mapped("amount_posted"), [0])
        self.assertEqual(self._row(self.meal).mapped("amount_matched"), [0])

    def test_clearing_without_payment_waits_for_no_bank(self):
        """Petty cash: the payable is netted against the advance by an entry."""
        move = self._post(self._approve(self._claim(self.meal)))
        payable = move.line_ids.filtered(lambda line: line.account_id.account_type == "liability_payable")
        netting = self.env["account.move"].create(
            {
                "move_type": "entry",
                "line_ids": [
                    Command.create({"account_id": account.id, "debit": debit, "credit": credit, "partner_id": partner})
                    for account, debit, credit, partner in (
                        (payable.account_id, 120, 0, payable.partner_id.id),
                        (self.outstanding, 0, 120, payable.partner_id.id),
                    )
                ],
            }
        )
        netting.action_post()
        (netting.line_ids.filtered("debit") + payable).reconcile()
        self._assert_chain(self.meal, [200, 200, 200, 200, 120, 120], "posted")

    def test_1_6_1_2_refused_claim_is_borne_by_the_person(self):
        claim = self._claim(self.meal)
        claim.action_submit()
        claim.with_user(self.approver)._do_refuse("bill of another day")
        row = self._assert_chain(self.meal, [200, 200, 0, 0, 0, 0], "approved")
        self.assertEqual((row.amount_borne, row.is_open), (200, False))
        self.assertNotIn(row, self._rows([("state", "=", "approved"), ("is_open", "=", True)]))

    def test_claim_without_either_and_other_expenses(self):
        gift = self.env.ref("hr_expense.expense_product_gift").copy({"reception_kind": "other"})
        ticket = self._claim(
            product_id=gift.id,
            reception_visit_id=self.visit.id,
            total_amount_currency=75,
        )
        other = self._claim(product_id=self.env.ref("hr_expense.expense_product_meal").id)
        (ticket | other).action_submit()
        row = self._assert_chain(ticket, [0, 0, 75, 0, 0, 0], "claimed")
        self.assertEqual((row.kind, row.department_id, row.has_difference), ("other", self.marketing, False))
        self.assertFalse(self._row(other))

    def test_cancelled_and_declined_are_left_out(self):
        self.ticket.action_cancel()
        declined = self._apply()
        declined.action_submit()
        declined.with_user(self.gm).action_decline("No")
        self.assertEqual(self._rows().hospitality_id, self.meal)
        self.assertEqual(sum(self._rows().mapped("amount_applied")), self.visit.cost_planned)

    def test_drafts_that_were_never_submitted_are_not_applied_for(self):
        draft, booking = self._apply(), self._book("hard_seat", self.staff_guest, amount_planned=50)
        rows = self._rows()
        self.assertFalse(draft in rows.hospitality_id or booking in rows.booking_id)
        self.assertEqual(sum(rows.mapped("amount_applied")), self.visit.cost_planned)
        draft.action_submit()
        self.assertIn(draft, self._rows().hospitality_id)
        draft.action_withdraw()
        self.assertIn(draft, self._rows().hospitality_id, "it was applied for")

    def test_several_claims_of_one_application_make_one_row(self):
        self._approve(self._claim(self.meal, total_amount_currency=120))
        self._approve(self._claim(self.meal, total_amount_currency=80))
        row = self._assert_chain(self.meal, [200, 200, 200, 0, 0, 0], "claimed")
        self.assertEqual(row.claim_count, 2)

    def test_foreign_currency_counts_in_that_of_the_company(self):
        yen = self.env.ref("base.JPY")
        yen.active = True
        yen.rate_ids.unlink()
        self.env["res.currency.rate"].create({"name": "2026-03-01", "rate": 20, "currency_id": yen.id})
        claim = self._claim(self.meal, currency_id=yen.id, total_amount_currency=3999, total_amount=199.95)
        move = self._post(self._approve(claim))
        self._assert_chain(self.meal, [200, 200, 199.95, 199.95, 0, 0], "posted")
        self._match(self._pay(move, 199.95))
        self._assert_chain(self.meal, [200, 200, 199.95, 199.95, 199.95, 199.95], "matched")

    def test_input_tax_is_part_of_what_is_posted(self):
        tax = self.env["account.tax"].search(
            [("type_tax_use", "=", "purchase"), ("amount", "=", 9), ("company_id", "=", self.company.id)], limit=1
        )
        claim = self._claim_ticket()
        claim.sudo().tax_ids = tax
        move = self._post(self._approve(claim))
        self.assertEqual(len(move.line_ids), 3)
        self._assert_chain(self.ticket, [900, 900, 900, 900, 0, 0], "posted")

    def test_input_tax_of_a_company_paid_claim(self):
        tax = self.env["account.tax"].search(
            [("type_tax_use", "=", "purchase"), ("amount", "=", 9), ("company_id", "=", self.company.id)], limit=1
        )
        claim = self._claim_ticket()
        claim.sudo().write(
            {
                "payment_mode": "company_account",
                "payment_method_line_id": self.bank.outbound_payment_method_line_ids[:1].id,
                "tax_ids": tax.ids,
            }
        )
        move = self._post_company(claim)
        self.assertEqual(len(move.line_ids), 3)
        row = self._assert_chain(self.ticket, [900, 900, 900, 900, 900, 0], "paid")
        for name, total in (("action_open_entries", 900), ("action_open_payments", -900)):
            items = self.env["account.move.line"].search(getattr(row, name)()["domain"])
            self.assertEqual(sum(items.mapped("balance")), total, name)

    def test_paid_by_a_statement_line_without_payment(self):
        move = self._post(self._approve(self._claim(self.meal)))
        self._match(move.line_ids.filtered(lambda line: line.account_id.account_type == "liability_payable"))
        self._assert_chain(self.meal, [200] * 6, "matched")

    def test_age_and_period_are_days_of_the_company(self):
        self.assertEqual(self._row(self.meal).date, date(2026, 3, 3))
        self.assertEqual(self._row(self.meal).age_days, 0, "still to come")
        with freeze_time("2026-05-03 16:30:00"):  # the 4th in China
            row = self._row(self.meal)
            self.assertEqual(row.age_days, 62)
            self.assertIn(row, self._rows([("age_days", ">", 61)]))
            self.assertNotIn(row, self._rows([("age_days", ">", 62)]))

    def test_paper(self):
        claim = self._claim(self.meal)
        claim.action_submit()
        self.assertTrue(self._row(self.meal).lacks_paper)
        action = self.env.ref("visitor_reception.hr_expense_action_reception_paperless")
        listed = self.env["hr.expense"].with_user(self.accountant)
        domain = literal_eval(action.domain)
        self.assertIn(claim, listed.search(domain))
        self.env["ir.attachment"].create(
            {"name": "fapiao.pdf", "raw": b"x", "res_model": "hr.expense", "res_id": claim.id}
        )
        self.assertFalse(self._row(self.meal).lacks_paper)
        self.assertNotIn(claim, listed.search(domain))

    def test_buttons_open_what_they_say(self):
        claim = self._approve(self._claim(self.meal))
        move = self._post(claim)
        liquidity = self._pay(move, 200)
        row = self._row(self.meal)
        self.assertEqual(row.action_open_document()["res_id"], self.meal.id)
        self.assertEqual(row.action_open_visit()["res_id"], self.visit.id)
        for name, records in (
            ("action_open_claims", claim),
            ("action_open_entries", move.line_ids.filtered("debit")),
            ("action_open_payments", liquidity.move_id.line_ids - liquidity),
        ):
            action = getattr(row, name)()
            found = self.env[action["res_model"]].with_user(self.accountant).search(action["domain"])
            self.assertEqual(found.ids, records.ids, name)
        self.assertEqual(self._row(self.ticket).action_open_document()["res_model"], "reception.booking")

    def test_entries_without_claim(self):
        account = self.company.reception_hospitality_account_id
        by_hand = self.env["account.move"].create(
            {
                "move_type": "entry",
                "line_ids": [
                    Command.create({"account_id": account.id, "debit": 77}),
                    Command.create({"account_id": self.outstanding.id, "credit": 77}),
                ],
            }
        )
        move = self._post(self._approve(self._claim(self.meal)))
        items = self.env["account.move.line"].with_user(self.accountant)
        unclaimed = [("reception_unclaimed", "=", True), ("move_id", "in", (by_hand | move).ids)]
        self.assertFalse(items.search(unclaimed), "not posted yet")
        # as it was before the company named its accounts
        accounts, self.company.reception_account_ids = self.company.reception_account_ids, False
        by_hand.action_post()
        self.company.reception_account_ids = accounts
        line = items.search(unclaimed)
        self.assertEqual((line.move_id, line.balance, line.reception_unclaimed), (by_hand, 77, True))
        self.assertFalse(any(move.line_ids.mapped("reception_unclaimed")))
        # an account is that of one company alone
        other = self.env["res.company"].create({"name": "Other"})
        self.assertFalse(self.env["account.move.line"].with_company(other).search(unclaimed[:1]))

    def test_companies_apart(self):
        company = self.env["res.company"].create({"name": "Second"})
        self.accountant.company_ids |= company
        employee = self.env["hr.employee"].create({"name": "There", "company_id": company.id})
        department = self.env["hr.department"].create({"name": "There", "company_id": company.id})
        visit = (
            self.env["reception.visit"]
            .with_context(**ENGINE)
            .create(
                self._visit_vals(
                    company_id=company.id, host_id=employee.id, department_id=department.id, state="issued"
                )
            )
        )
        bookings = self.env["reception.booking"].with_context(**ENGINE)
        booking = bookings.create({"visit_id": visit.id, "service": "car", "amount_planned": 33, "state": "booked"})
        self.env.flush_all()
        rows = self.reconciliation.with_user(self.accountant)
        for companies, expected in (
            (self.company, {self.company}),
            (company, {company}),
            (self.company | company, {self.company, company}),
        ):
            mine = rows.with_context(allowed_company_ids=companies.ids)
            found = mine.search([("visit_id", "in", (visit | self.visit).ids)])
            self.assertEqual(set(found.company_id), {one.with_env(found.env) for one in expected})
        row = rows.with_context(allowed_company_ids=company.ids).search([("booking_id", "=", booking.id)])
        self.assertEqual((row.amount_applied, row.currency_id), (33, company.currency_id))
        with self.assertRaises(AccessError):
            row.with_user(self.auditor).read(["amount_applied"])
        with self.assertRaisesRegex(AccessError, "Ask Finance"):
            self.reconciliation.with_user(self.auditor)._export_xlsx(company, *MARCH)

    def test_who_reads(self):
        invoicing = new_test_user(self.env, "reception_invoicing", groups="account.group_account_invoice")
        readonly = new_test_user(self.env, "reception_readonly", groups="account.group_account_readonly")
        menu = self.env.ref("visitor_reception.reception_reconciliation_menu")
        for user in (self.accountant, invoicing, readonly, self.officer, self.manager, self.auditor):
            with self.subTest(user=user.login):
                row = self._row(self.meal, user)
                row.read(["name", "department_id", "visit_id", "amount_posted", "age_days"])
                self.assertIn(menu.id, self.env["ir.ui.menu"].with_user(user).load_menus(False))
                for operation in ("create", "write", "unlink"):
                    self.assertFalse(row.has_access(operation))
        row = self._row(self.meal)
        for user in (self.host, self.head, self.gm, self.cashier, self.guard):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    row.with_user(user).read(["name"])
                with self.assertRaisesRegex(AccessError, "Ask Finance"):
                    self.reconciliation.with_user(user)._export_xlsx(self.company, *MARCH)
                self.assertNotIn(menu.id, self.env["ir.ui.menu"].with_user(user).load_menus(False))

    def test_queries_do_not_grow_with_the_rows(self):
        counts = []
        # the first round only fills the caches of the registry
        for number in (1, 10, 300):
            self.env["reception.booking"].with_context(**ENGINE).create(
                [{"visit_id": self.visit.id, "service": "car", "amount_planned": 1, "state": "booked"}] * number
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows = self.reconciliation.with_user(self.accountant).web_search_read(
                [("visit_id", "=", self.visit.id)],
                {
                    "amount_posted": {},
                    "state": {},
                    "visit_id": {"fields": {"display_name": {}}},
                    "organisation_id": {"fields": {"display_name": {}}},
                    "department_id": {"fields": {"display_name": {}}},
                },
                limit=400,
            )
            counts.append(self.env.cr.sql_log_count - before)
        self.assertGreater(rows["length"], 300)
        self.assertEqual(counts[1], counts[2])
        self.assertLessEqual(counts[2], 8)

    def test_grouped_sums_are_those_of_the_rows(self):
        self._post(self._approve(self._claim(self.meal, total_amount_currency=180.1)))
        domain = [("visit_id", "=", self.visit.id)]
        rows = self._rows(domain)
        groups = self.reconciliation.with_user(self.accountant).formatted_read_group(
            domain, ["date:month", "department_id"], ["amount_applied:sum", "amount_posted:sum"]
        )
        self.assertEqual(sum(group["amount_posted:sum"] for group in groups), self._ledger())
        self.assertEqual(sum(group["amount_applied:sum"] for group in groups), sum(rows.mapped("amount_applied")))

    def _workbook(self):
        self.env.flush_all()
        file, sums = self.reconciliation.with_user(self.accountant)._export_xlsx(self.company, *MARCH)
        with file:
            return load_workbook(io.BytesIO(file.read())), sums

    def test_workbook_says_what_page_and_ledger_say(self):
        self.customer.name = "=cmd|'/c calc'!A1"
        meal, ticket = self._claim(self.meal), self._claim_ticket()
        self._approve(meal | ticket)
        self._match(self._pay(self._post(meal | ticket), 333.3))
        book, sums = self._workbook()
        rows = self._rows([("date", ">=", MARCH[0]), ("date", "<=", MARCH[1]), ("company_id", "=", self.company.id)])
        self.assertEqual(
            [sheet.title for sheet in book], ["Records", "By visit", "By department", "By month", "Ledger"]
        )
        for stage in STAGES:
            self.assertAlmostEqual(sums[f"amount_{stage}"], sum(rows.mapped(f"amount_{stage}")))
        mine = self._rows()
        self.assertEqual(
            (sum(mine.mapped("amount_posted")), round(sum(mine.mapped("amount_paid")), 2)), (self._ledger(), 333.3)
        )
        for sheet in book.worksheets[:-1]:
            cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
            posted = next(number for number, text in enumerate(cells[1]) if str(text).startswith("Posted ("))
            self.assertAlmostEqual(cells[-1][posted], sums["amount_posted"], msg=sheet.title)
            self.assertAlmostEqual(sum(row[posted] for row in cells[2:-1]), sums["amount_posted"], msg=sheet.title)
            for row in sheet.iter_rows():
                for cell in row:
                    self.assertNotEqual(cell.data_type, "f", cell.coordinate)
        self.assertIn(self.customer.name, [cell.value for cell in book["Records"]["D"]])
        self.assertIn("2026-03", [cell.value for cell in book["By month"]["A"]])
        self.assertIn(self.visit.display_name, [cell.value for cell in book["By visit"]["A"]])

    def test_workbook_of_a_period_without_costs(self):
        file, sums = self.reconciliation._export_xlsx(self.company, date(2020, 1, 1), date(2020, 1, 31))
        file.close()
        self.assertFalse(any(sums.values()))

    def test_wizard_downloads_the_month_before(self):
        wizard = self.env["reception.reconciliation.export"].with_user(self.accountant).create({})
        self.assertEqual(
            wizard.action_export()["url"],
            f"/reception/reconciliation.xlsx?date_from=2026-02-01&date_to=2026-02-28&company_id={self.company.id}"
            "&basis=date",
        )


@tagged("post_install", "-at_install")
class TestEntertainmentLimit(ReconciliationCommon):
    def _panel(self, user=None, **vals):
        return self.env["reception.entertainment.limit"].with_user(user or self.accountant).create(vals)

    def _post_revenue(self, amount, day):
        income = self.env["account.account"].search(
            [("account_type", "=", "income"), ("company_ids", "in", self.company.ids)], limit=1
        )
        self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": day,
                "line_ids": [
                    Command.create({"account_id": income.id, "credit": amount}),
                    Command.create({"account_id": self.outstanding.id, "debit": amount}),
                ],
            }
        ).action_post()

    def test_lower_of_both_is_deductible(self):
        entertainment, revenue = self._panel().mapped(lambda panel: (panel.entertainment, panel.revenue))[0]
        self._post(self._approve(self._claim(self.meal)))
        self._post_revenue(10000, "2026-02-01")
        self._post_revenue(99999, "2025-12-31")
        panel = self._panel()
        self.assertEqual((panel.date_from, panel.date_to), (date(2026, 1, 1), date(2026, 12, 31)))
        self.assertEqual((panel.entertainment_rate, panel.revenue_rate), (60, 0.5))
        self.assertAlmostEqual(panel.entertainment, entertainment + 200)
        self.assertAlmostEqual(panel.revenue, revenue + 10000)
        self.assertAlmostEqual(panel.entertainment_share, panel.entertainment * 0.6)
        self.assertAlmostEqual(panel.revenue_share, panel.revenue * 0.005, 2)
        self.assertEqual(panel.deductible, min(panel.entertainment_share, panel.revenue_share))
        self.assertAlmostEqual(panel.not_deductible, panel.entertainment - panel.deductible)
        self.assertIn("Art. 43", panel.revenue_source)
        self.assertGreaterEqual(self._panel(day="2025-06-30").revenue, 99999)
        for name, amount in (("entertainment", panel.entertainment), ("revenue", -panel.revenue)):
            action = getattr(panel, f"action_open_{name}")()
            items = self.env["account.move.line"].with_user(self.accountant).search(action["domain"])
            self.assertAlmostEqual(sum(items.mapped("balance")), amount)

    def test_fiscal_year_and_rates_are_those_of_the_company(self):
        self.company.sudo().write({"fiscalyear_last_month": "6", "fiscalyear_last_day": 30})
        limit = self.env["reception.tax.limit"].create(
            {
                "name": "Own",
                "code": "entertainment_share",
                "rate": 50,
                "source": "Agreement",
                "company_id": self.company.id,
            }
        )
        self._post(self._approve(self._claim(self.meal)))
        panel = self._panel()
        self.assertEqual((panel.date_from, panel.date_to), (date(2025, 7, 1), date(2026, 6, 30)))
        self.assertAlmostEqual(panel.entertainment_share, panel.entertainment / 2)
        for rate in (-1, 101):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
                limit.rate = rate
        self.env["reception.tax.limit"].search([("code", "=", "revenue_share")]).unlink()
        with self.assertRaisesRegex(UserError, "revenue_share is missing"):
            self._panel().read(["revenue"])

    def test_years_at_the_edge_and_an_emptied_company(self):
        for day in ("0001-01-01", "9999-12-31"):
            self.assertEqual(self._panel(day=day).entertainment, 0)
        with Form(self.env["reception.entertainment.limit"].with_user(self.accountant)) as panel:
            panel.day = date(2025, 1, 1)
            self.assertEqual(panel.date_to, date(2025, 12, 31))
        self.assertFalse(self.env["reception.entertainment.limit"].new({"company_id": False}).deductible)

    def test_auditor_reads_sums_only_of_his_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self._panel(self.auditor).date_from, date(2026, 1, 1))
        with self.assertRaises(AccessError):
            self._panel(self.auditor, company_id=other.id).read(["entertainment"])
        with self.assertRaises(AccessError):
            self._panel(self.host)


@tagged("post_install", "-at_install")
class TestVoucherList(ReconciliationCommon):
    REPORT = "visitor_reception.action_report_reception_voucher_list"

    def _print(self, moves, user=None):
        html, _type = (
            self.env["ir.actions.report"].with_user(user or self.accountant)._render_qweb_html(self.REPORT, moves.ids)
        )
        return lxml.html.fromstring(html)

    def _cell(self, page, name):
        (cell,) = page.xpath(f"//*[@name='{name}']")
        return " ".join(cell.text_content().split())

    def test_list_of_vouchers(self):
        self.company.currency_id = self.env.ref("base.CNY")
        meal, ticket = self._claim(self.meal), self._claim_ticket()
        self.env["ir.attachment"].create(
            {"name": "fapiao.pdf", "raw": b"x", "res_model": "hr.expense", "res_id": meal.id}
        )
        moves = self._post(self._approve(meal)) | self._post(self._approve(ticket))
        page = self._print(moves)
        self.assertEqual(self._cell(page, "voucher_count"), "2")
        lines = [[" ".join(cell.text_content().split()) for cell in row] for row in page.xpath("//tr[@name='line']")]
        first, last = moves.sorted("name")
        self.assertEqual(len(lines), len(moves.line_ids))
        self.assertEqual([line[1] for line in lines], [first.name, *[""] * (len(first.line_ids) - 1), last.name, ""])
        self.assertEqual([line[4:6] for line in lines[:2]], [["¥200.00", ""], ["", "¥200.00"]])
        self.assertEqual({len(line) for line in lines}, {7})
        self.assertEqual(self._cell(page, "total_debit"), "¥1,100.00")
        self.assertEqual(self._cell(page, "total_credit"), "¥1,100.00")
        self.assertEqual(self._cell(page, "debit_in_capitals"), "壹仟壹佰元整")
        self.assertEqual(self._cell(page, "attachment_total"), "1")
        self.assertIn("560202", lines[0][3])
        self.assertFalse(page.xpath("//*[@name='not_valid']"))
        moves[0].button_draft()
        self.assertTrue(self._print(moves).xpath("//*[@name='not_valid']"))

    def test_who_may_not_read_entries_prints_none(self):
        move = self._post(self._approve(self._claim(self.meal)))
        with self.assertRaises(AccessError):
            self._print(move, self.stranger)


@tagged("post_install", "-at_install")
class TestReconciliationRoute(HttpCase, ReconciliationCommon):
    def test_download(self):
        self.env.flush_all()
        for user, status in ((self.auditor, 200), (self.host, 403)):
            self.authenticate(user.login, user.login)
            response = self.url_open(
                "/reception/reconciliation.xlsx",
                params={"date_from": "2026-03-01", "date_to": "2026-03-31", "company_id": self.company.id},
            )
            self.assertEqual(response.status_code, status)
        self.assertIn("Ask Finance", response.text)
        response = self.url_open("/reception/reconciliation.xlsx", params={"date_from": "yesterday"})
        self.assertEqual(response.status_code, 400)


@tagged("post_install", "-at_install")
class TestAdvanceAgeing(PettyCashCommon):
    def _ageing(self, user=None):
        self.env.flush_all()
        rows = self.env["reception.advance.ageing"].with_user(user or self.accountant)
        rows.invalidate_model()
        return rows.search([("borrower_id", "=", self.head.employee_id.id)])

    def test_open_advances_by_age_equal_the_ledger(self):
        advance = self._paid(2000)
        row = self._ageing()
        self.assertEqual((row.petty_cash_id, row.amount_open, row.age_days, row.age_band), (advance, 2000, 0, "30"))
        self._posted(advance, 1200)
        account = self.company.petty_cash_account_id
        self.assertEqual(self._ledger_balance([("account_id", "=", account.id)]), 800)
        self.assertEqual(self._ageing().amount_open, 800)
        for days, band, overdue in ((30, "30", True), (31, "60", True), (90, "90", True), (91, "over", True)):
            with freeze_time(NOW + timedelta(days=days)):
                row = self._ageing()
                self.assertEqual((row.age_days, row.age_band), (days, band))
                self.assertEqual(row.days_overdue, (row.paid_on + timedelta(days=days) - row.due_date).days)
                self.assertEqual(bool(row.days_overdue), overdue)
        self.assertEqual(row.action_open_advance()["res_id"], advance.id)
        advance.with_user(self.cashier).action_return(800)
        self.assertFalse(self._ageing())

    def test_cleared_voucher_waits_for_no_bank(self):
        """Way B: the receipt of the voucher is netted against the advance, which is settled for good."""
        self._posted(self._paid(2000), 1200)
        row = self.env["reception.reconciliation"].search(
            [("expense_id.petty_cash_id.borrower_id", "=", self.head.employee_id.id)]
        )
        self.assertEqual((row.amount_posted, row.amount_paid, row.amount_matched), (1200, 1200, 1200))
        self.assertEqual(row.state, "matched")

    def test_who_reads_the_ageing(self):
        self._paid(100)
        row = self._ageing()
        for user in (self.accountant, self.auditor, self.officer, self.manager):
            self.assertEqual(self._ageing(user), row)
            self.assertFalse(row.with_user(user).has_access("write"))
        for user in (self.host, self.cashier, self.guard):
            with self.assertRaises(AccessError):
                row.with_user(user).read(["amount_open"])
        company = self.env["res.company"].create({"name": "Other"})
        self.accountant.company_ids |= company
        there = row.with_user(self.accountant).with_context(allowed_company_ids=company.ids)
        self.assertFalse(there.search([]))
