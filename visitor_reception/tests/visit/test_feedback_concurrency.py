from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .. import common_concurrency

RATINGS = {"rating_reception": "5", "rating_board": "4", "rating_programme": "3"}


@tagged("post_install", "-at_install")
class TestFeedbackConcurrency(common_concurrency.ConcurrencyCase):
    """Two guests at the same moment, each in a transaction of their own; what is committed is removed afterwards."""

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
        self.created = [visit, employee, department]

    def _clean(self, env):
        for records in self.created:
            records.with_env(env).unlink()

    def test_4_12_3_two_answers_at_once_for_one_guest(self):
        obstacles = []

        def answer(env):
            visit = env["reception.visit"].browse(self.visit_id)
            obstacle = visit._get_feedback_obstacle()
            if not obstacle:
                visit._answer_by_link(RATINGS)
            else:
                obstacles.append(obstacle)

        self.assertEqual(self._race(answer, answer), [None, None])
        self.assertEqual(obstacles, ["used_up"])
        count = self._in_transaction(
            lambda env: env["reception.visit.feedback"].search_count([("visit_id", "=", self.visit_id)])
        )
        self.assertEqual(count, 1)
