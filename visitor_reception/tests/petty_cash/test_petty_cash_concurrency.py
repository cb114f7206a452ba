from threading import Barrier, Thread, current_thread

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from ...models.document.reception_guarded_mixin import ENGINE


@tagged("post_install", "-at_install")
class TestPettyCashConcurrency(BaseCase):
    """Invariants of an advance under concurrent users, with real cursors (1-7.2, 1-7.3a)."""

    def setUp(self):
        super().setUp()
        self.registry_ = Registry(get_db_name())
        # the server holds this lock while tests run; the other threads would wait for it
        self.patch(Registry, "_lock", DummyRLock())
        with self.registry_.cursor() as cr:
            env = self._env(cr)
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
        self.addCleanup(self._clean)

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

    def _env(self, cr, engine=ENGINE):
        return api.Environment(cr, SUPERUSER_ID, {"reception_engine": engine, "tracking_disable": True})

    def _clean(self):
        with self.registry_.cursor() as cr:
            env = self._env(cr)
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

    def _together(self, *calls):
        """Run ``calls`` (functions of an advance) at the same moment; what each came to."""
        barrier = Barrier(len(calls))
        outcomes = [None] * len(calls)

        def run(number, call):
            current_thread().dbname = get_db_name()
            with self.registry_.cursor() as cr:
                env = self._env(cr)

                def act():
                    advance = env["reception.petty.cash"].browse(self.advance_id)
                    advance.read(["amount_open"])  # both look at the same balance before either acts
                    if not getattr(current_thread(), "met", False):
                        current_thread().met = True
                        barrier.wait(20)
                    call(advance)

                try:
                    retrying(act, env)
                    outcomes[number] = "done"
                except UserError as refusal:
                    cr.rollback()
                    outcomes[number] = str(refusal)

        threads = [Thread(target=run, args=(number, call)) for number, call in enumerate(calls)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return outcomes

    def _amounts(self):
        with self.registry_.cursor() as cr:
            advance = self._env(cr)["reception.petty.cash"].browse(self.advance_id)
            lines = advance._get_advance_lines()
            self.assertAlmostEqual(advance.amount_open, sum(lines.mapped("balance")))
            return advance.amount_paid, advance.amount_returned, advance.state

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_1_7_2_two_cashiers_pay_at_once(self):
        outcomes = self._together(*[lambda advance: advance.action_pay(80, self.box_id)] * 2)
        self.assertEqual(outcomes.count("done"), 1, outcomes)
        self.assertRegex(next(text for text in outcomes if text != "done"), "1-7.2.*more than what is still")
        self.assertEqual(self._amounts(), (80, 0, "paid"))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_1_7_2_two_advances_from_one_cash_box_at_once(self):
        with self.registry_.cursor() as cr:
            box = self._make_cash_box(self._env(cr))
            other = self._env(cr)["reception.petty.cash"].browse(self.advance_id).copy({"name": "CONCURRENCY 2"})
            other.write({"state": "approved", "matter_end": fields.Date.today()})
            box_id, other_id = box.id, other.id
        outcomes = self._together(
            lambda advance: advance.action_pay(80, box_id),
            lambda advance: advance.browse(other_id).action_pay(80, box_id),
        )
        self.assertEqual(outcomes.count("done"), 1, outcomes)
        self.assertRegex(next(text for text in outcomes if text != "done"), "holds ¥?.*20")
        with self.registry_.cursor() as cr:
            self.assertEqual(self._env(cr)["reception.petty.cash.box"].browse(box_id).balance, 20)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_1_7_3a_returned_and_not_recognised_at_once(self):
        self._together(lambda advance: advance.action_pay(100, self.box_id))
        outcomes = self._together(
            lambda advance: advance.action_return(70, self.box_id),
            lambda advance: advance.action_not_recognise("Private", 70),
        )
        self.assertEqual(outcomes.count("done"), 1, outcomes)
        self.assertRegex(next(text for text in outcomes if text != "done"), "1-7.3a.*more than what is open")
        paid, returned, state = self._amounts()
        self.assertEqual((paid, state), (100, "clearing"))
        self.assertIn(returned, (0, 70))
