from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import NOW
from ..common_petty_cash import PettyCashCommon

TODAY = NOW.date()
LATER = NOW + timedelta(days=40)


@tagged("post_install", "-at_install")
class TestPettyCashDates(PettyCashCommon):
    """Days of petty cash: between approval and today, never in a closed period, never moved in silence (1-7.3a)."""

    def _close_books(self, day, lock="fiscalyear_lock_date"):
        self.company.sudo()[lock] = day

    def test_pay_outs_lie_between_approval_and_today(self):
        advance = self._grant(self._advance())
        cashier = advance.with_user(self.cashier)
        for day in (TODAY - timedelta(days=1), date(2020, 1, 1)):
            with self.subTest(day=day), self.assertRaisesRegex(UserError, "before the approval"):
                cashier.action_pay(date=day)
        with self.assertRaisesRegex(UserError, "future"):
            cashier.action_pay(date=TODAY + timedelta(days=1))
        with freeze_time(LATER):
            payment = cashier.action_pay(1000, date=TODAY + timedelta(days=2))
        self.assertEqual({payment.sudo().date, payment.sudo().move_id.date}, {TODAY + timedelta(days=2)})

    def test_returns_and_all_that_follows_lie_after_the_pay_out(self):
        advance = self._grant(self._advance(amount=1000))
        with freeze_time(LATER):
            advance.with_user(self.cashier).action_pay()
            sheet = self._grant(self._sheet(advance, 300))
            for act in (
                lambda: advance.with_user(self.cashier).action_return(10, date=TODAY),
                lambda: advance.with_user(self.accountant).action_not_recognise("Private", 10, TODAY),
                lambda: sheet.with_user(self.accountant).action_post(TODAY),
            ):
                with self.assertRaisesRegex(UserError, "before the pay-out"), self.cr.savepoint():
                    act()
            [payout] = advance.sudo().move_ids
            with self.assertRaisesRegex(UserError, "before the entry"):
                advance.with_user(self.accountant).action_reverse_entry(payout.id, "Wrong", TODAY)
            advance.with_user(self.cashier).action_return(10, date=LATER.date())
        self.assertLedger(advance)

    def test_closed_period_is_refused_with_the_first_open_day(self):
        advance = self._grant(self._advance(amount=1000))
        paid = self._paid(1000)
        sheet = self._grant(self._sheet(paid, 300))
        closed = TODAY + timedelta(days=5)
        first_open = "March 8|03/08/2026"
        with freeze_time(LATER):
            for lock in ("fiscalyear_lock_date", "hard_lock_date"):
                self._close_books(closed, lock)
                for act in (
                    lambda: advance.with_user(self.cashier).action_pay(date=closed),
                    lambda: paid.with_user(self.cashier).action_return(10, date=closed),
                    lambda: paid.with_user(self.accountant).action_not_recognise("Private", 10, closed),
                    lambda: sheet.with_user(self.accountant).action_post(closed),
                    lambda: paid.with_user(self.accountant).action_reverse_entry(
                        paid.sudo().move_ids.id, "Wrong", closed
                    ),
                ):
                    with (
                        self.subTest(lock=lock),
                        self.assertRaisesRegex(UserError, f"closed.*(first open day is|).*({first_open})"),
                        self.cr.savepoint(),
                    ):
                        act()
            paid.with_user(self.cashier).action_return(10, date=closed + timedelta(days=1))
            returned = paid.sudo().move_ids.sorted("id")[-1]
            self.assertEqual({returned.date, returned.origin_payment_id.date}, {closed + timedelta(days=1)})

    def test_purchase_lock_closes_the_vouchers_alone(self):
        paid = self._paid(1000)
        sheet = self._grant(self._sheet(paid, 300))
        with freeze_time(LATER):
            self._close_books(TODAY + timedelta(days=5), "purchase_lock_date")
            with self.assertRaisesRegex(UserError, "closed"), self.cr.savepoint():
                sheet.with_user(self.accountant).action_post(TODAY + timedelta(days=1))
            paid.with_user(self.cashier).action_return(10, date=TODAY + timedelta(days=1))

    def test_post_and_clear_proposes_the_month_of_the_vouchers(self):
        paid = self._paid(1000)
        sheet = self._grant(self._sheet(paid, 300))
        with freeze_time(LATER):
            self.env.invalidate_all()
            action = sheet.with_user(self.accountant).action_open_post()
            money = self.env["reception.petty.cash.money"].with_user(self.accountant)
            wizard = Form(money.with_context(**action["context"]))
            month_end = date(2026, 3, 31)
            self.assertEqual(wizard.date, month_end)
            self._close_books(month_end)
            self.assertEqual(Form(money.with_context(**action["context"])).date, LATER.date(), "the month is closed")
            money = wizard.save()
            with self.assertRaisesRegex(UserError, "closed"), self.cr.savepoint():
                money.action_confirm()
            self.company.sudo().fiscalyear_lock_date = False
            money.action_confirm()
        self.assertEqual(sheet.state, "posted")
        self.assertEqual(set(sheet.sudo().move_ids.mapped("date")), {month_end})
        self.assertLedger(paid)

    def test_difference_of_a_count_is_not_moved_in_silence(self):
        count = self.env["reception.petty.cash.count"].with_user(self.cashier).create({"box_id": self.box.id})
        count.explanation = "Lost"
        count.action_sign()
        with freeze_time(LATER):
            self._close_books(TODAY + timedelta(days=5))
            accountant = count.with_user(self.accountant)
            with self.assertRaisesRegex(UserError, "first open day"), self.cr.savepoint():
                accountant.action_confirm()
            accountant.booked_on = TODAY + timedelta(days=6)
            accountant.action_confirm()
        self.assertEqual(count.sudo().move_id.date, TODAY + timedelta(days=6))
