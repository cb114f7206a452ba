from datetime import timedelta
from functools import partial

from odoo import fields
from odoo.tests import tagged

from .. import common_concurrency
from ..common import ENGINE


@tagged("post_install", "-at_install")
class TestClaimConcurrency(common_concurrency.ConcurrencyCase):
    """1-6.1.2 under concurrent users, with real cursors: what two submit at once is counted together."""

    CONTEXT = {**ENGINE, "tracking_disable": True}

    def _prepare(self, env):
        now = fields.Datetime.now()
        department = env["hr.department"].create({"name": "Concurrency"})
        employee = env["hr.employee"].create({"name": "Concurrency", "department_id": department.id})
        visit = env["reception.visit"].create(
            {
                "category_id": env["reception.visitor.category"].search([("code", "=", "key_customer")]).id,
                "date_begin": now,
                "date_end": now + timedelta(days=1),
                "host_id": employee.id,
                "department_id": department.id,
                "state": "issued",
                "name": "CONCURRENCY",
            }
        )
        application = env["reception.hospitality"].create(
            {"visit_id": visit.id, "meal_at": now, "amount_planned": 100, "state": "approved", "name": "CONCURRENCY"}
        )
        claims = env["hr.expense"].create(
            [
                {
                    "name": f"Concurrency {number}",
                    "product_id": env.ref("visitor_reception.product_hospitality").id,
                    "employee_id": employee.id,
                    "hospitality_id": application.id,
                    "total_amount_currency": 80,
                    "event_reason": "The day of the company may be another one",
                }
                for number in (1, 2)
            ]
        )
        self.ids = {
            "hr.expense": claims.ids,
            "reception.hospitality": application.ids,
            "reception.visit": visit.ids,
            "hr.employee": employee.ids,
            "hr.department": department.ids,
        }

    def _clean(self, env):
        env["hr.expense"].browse(self.ids["hr.expense"]).write({"approval_state": False})
        for model, ids in self.ids.items():
            env[model].browse(ids).unlink()

    def test_1_6_1_2_two_claims_at_once(self):
        def submit(claim_id, env):
            env["hr.expense"].browse(claim_id).write({"approval_state": "submitted"})

        submissions = [partial(submit, claim_id) for claim_id in self.ids["hr.expense"]]
        self._race_for_one(*submissions, refusal="1-6.1.2.*come to")
