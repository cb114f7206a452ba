from functools import partial

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .. import common_concurrency
from ..common import ENGINE


@tagged("post_install", "-at_install")
class TestPettyCashConcurrency(common_concurrency.ConcurrencyCase):
    """Invariants of an advance under concurrent users, with real cursors (1-7.2, 1-7.3a)."""

    CONTEXT = {**ENGINE, "tracking_disable": True}

    def _prepare(self, env):
        company = env.company
        company._reception_setup_accounting()
        box = env["reception.petty.cash.box"].search(
            [("company_id", "=", company.id), ("is_cash", "=", False)], limit=1
        )
        employee = env["hr.employee"].create({"name": "Concurrency", "work_email": "concurrency@example.com"})
        advance = env["reception.petty.cash"].create(
            {
                "name": "CONCURRENCY",
                "borrower_id": employee.id,
                "amount": 100,
                "purpose": "Concurrency",
                "matter_end": fields.Date.today(),
                "state": "approved",
            }
        )
        self.box_id, self.advance_id, self.employee_id = box.id, advance.id, employee.id

    def _make_cash_box(self, env):
        """A cash box with 100 CNY."""
        journal = env["account.journal"].create({"name": "Concurrency", "code": "CONC", "type": "cash"})
        equity = env["account.account"].search([("account_type", "=", "equity")], limit=1)
        filling = env["account.move"].create(
            {
                "journal_id": journal.id,
                "line_ids": [
                    Command.create({"account_id": account.id, "balance": balance})
                    for account, balance in ((journal.default_account_id, 100), (equity, -100))
                ],
            }
        )
        filling.action_post()
        return env["reception.petty.cash.box"].create({"name": "Concurrency", "journal_id": journal.id})

    def _clean(self, env):
        advance = env["reception.petty.cash"].search([("name", "like", "CONCURRENCY%")])
        boxes = env["reception.petty.cash.box"].search([("name", "=", "Concurrency")])
        journals = boxes.journal_id
        moves = advance.move_ids | env["account.move"].search([("journal_id", "in", journals.ids)])
        payments = env["account.payment"].search([("petty_cash_id", "in", advance.ids)])
        moves.line_ids.remove_move_reconcile()
        payments.write({"state": "draft", "petty_cash_id": False})
        moves.button_draft()
        moves.with_context(force_delete=True).write({"name": "/"})
        (payments | env["account.payment"]).unlink()
        moves.exists().with_context(force_delete=True).unlink()
        advance.write({"state": "cancelled"})
        advance.activity_ids.unlink()
        advance.unlink()
        boxes.unlink()
        accounts = journals.default_account_id
        journals.unlink()
        accounts.unlink()
        env["hr.employee"].browse(self.employee_id).unlink()

    def _at_once(self, *calls):
        """Run ``calls`` (functions of the advance) at the same moment; the refusals by call."""

        def do(call, env):
            call(env["reception.petty.cash"].browse(self.advance_id))

        return self._race(*(partial(do, call) for call in calls))

    def _amounts(self):
        def read(env):
            advance = env["reception.petty.cash"].browse(self.advance_id)
            lines = advance._get_advance_lines()
            self.assertAlmostEqual(advance.amount_open, sum(lines.mapped("balance")))
            return advance.amount_paid, advance.amount_returned, advance.state

        return self._in_transaction(read)

    def test_1_7_2_two_cashiers_pay_at_once(self):
        outcomes = self._at_once(*[lambda advance: advance.action_pay(80, self.box_id)] * 2)
        self.assertOneDone(outcomes, "1-7.2.*more than what is still")
        self.assertEqual(self._amounts(), (80, 0, "paid"))

    def test_1_7_2_two_advances_from_one_cash_box_at_once(self):
        def prepare(env):
            other = env["reception.petty.cash"].browse(self.advance_id).copy({"name": "CONCURRENCY 2"})
            other.write({"state": "approved", "matter_end": fields.Date.today()})
            return self._make_cash_box(env).id, other.id

        box_id, other_id = self._in_transaction(prepare)
        outcomes = self._at_once(
            lambda advance: advance.action_pay(80, box_id),
            lambda advance: advance.browse(other_id).action_pay(80, box_id),
        )
        self.assertOneDone(outcomes, "holds ¥?.*20")
        balance = self._in_transaction(lambda env: env["reception.petty.cash.box"].browse(box_id).balance)
        self.assertEqual(balance, 20)

    def test_1_7_3a_returned_and_not_recognised_at_once(self):
        self._at_once(lambda advance: advance.action_pay(100, self.box_id))
        outcomes = self._at_once(
            lambda advance: advance.action_return(70, self.box_id),
            lambda advance: advance.action_not_recognise("Private", 70),
        )
        self.assertOneDone(outcomes, "1-7.3a.*more than what is open")
        paid, returned, state = self._amounts()
        self.assertEqual((paid, state), (100, "clearing"))
        self.assertIn(returned, (0, 70))
