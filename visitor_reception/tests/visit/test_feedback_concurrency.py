from datetime import timedelta
from functools import partial
from threading import Barrier, Thread, current_thread

from odoo import SUPERUSER_ID, api, fields
from odoo.fields import Command
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

RATINGS = {"rating_reception": "5", "rating_board": "4", "rating_programme": "3"}


@tagged("post_install", "-at_install")
class TestFeedbackConcurrency(BaseCase):
    """Two guests at the same moment, each in a transaction of his own; what is committed is removed afterwards."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        # the server holds this lock while tests run; requests in other threads would wait for it
        self.patch(Registry, "_lock", DummyRLock())
        self.created = []
        self.addCleanup(self._in_transaction, self._remove)
        self._in_transaction(self._prepare)

    def _in_transaction(self, function):
        current_thread().dbname = get_db_name()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            return retrying(partial(function, env), env)

    def _prepare(self, env):
        """An issued visit of one guest."""
        now = fields.Datetime.now()
        department = env["hr.department"].create({"name": "Concurrency"})
        employee = env["hr.employee"].create({"name": "Concurrency", "department_id": department.id})
        visit = (
            env["reception.visit"]
            ._as_engine()
            .create(
                {
                    "category_id": env.ref("visitor_reception.reception_visitor_category_key_customer").id,
                    "date_begin": now,
                    "date_end": now + timedelta(days=1),
                    "host_id": employee.id,
                    "department_id": department.id,
                    "state": "issued",
                    "guest_ids": [Command.create({"name": "Guest"})],
                }
            )
        )
        self.visit_id = visit.id
        self.created += [visit, employee, department]

    def _remove(self, env):
        for records in self.created:
            records.with_env(env).unlink()

    def _answer(self, barrier, outcomes):
        reached = []

        def answer(env):
            visit = env["reception.visit"].browse(self.visit_id)
            obstacle = visit._get_feedback_obstacle()
            if not reached:
                reached.append(True)
                barrier.wait(30)  # both have looked before one of them writes
            if not obstacle:
                visit._answer_by_link(RATINGS)
            return obstacle

        outcomes.append(self._in_transaction(answer))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_4_12_3_two_answers_at_once_for_one_guest(self):
        barrier, outcomes = Barrier(2), []
        threads = [Thread(target=self._answer, args=(barrier, outcomes)) for _number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertCountEqual(outcomes, [None, "used_up"])
        count = self._in_transaction(
            lambda env: env["reception.visit.feedback"].search_count([("visit_id", "=", self.visit_id)])
        )
        self.assertEqual(count, 1)
