from datetime import timedelta
from threading import Thread, current_thread

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from ...models.document.reception_guarded_mixin import ENGINE


@tagged("post_install", "-at_install")
class TestClaimConcurrency(BaseCase):
    """1-6.1.2 under concurrent users, with real cursors: what two submit at once is counted together."""

    def setUp(self):
        super().setUp()
        self.registry_ = Registry(get_db_name())
        # the server holds this lock while tests run; the other threads would wait for it
        self.patch(Registry, "_lock", DummyRLock())
        with self.registry_.cursor() as cr:
            env = self._env(cr)
            self.ids = self._prepare(env)
        self.addCleanup(self._clean)

    def _env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"reception_engine": ENGINE, "tracking_disable": True})

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
                }
                for number in (1, 2)
            ]
        )
        return {
            "hr.expense": claims.ids,
            "reception.hospitality": application.ids,
            "reception.visit": visit.ids,
            "hr.employee": employee.ids,
            "hr.department": department.ids,
        }

    def _clean(self):
        with self.registry_.cursor() as cr:
            env = self._env(cr)
            env["hr.expense"].browse(self.ids["hr.expense"]).write({"approval_state": False})
            for model, ids in self.ids.items():
                env[model].browse(ids).unlink()

    def _submit(self, claim_id, outcomes):
        current_thread().dbname = get_db_name()
        with self.registry_.cursor() as cr:
            env = self._env(cr)

            def submit():
                env["hr.expense"].browse(claim_id).write({"approval_state": "submitted"})

            try:
                retrying(submit, env)
                outcomes.append("submitted")
            except UserError as refusal:
                cr.rollback()
                outcomes.append(str(refusal))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_1_6_1_2_two_claims_at_once(self):
        outcomes = []
        threads = [Thread(target=self._submit, args=(claim_id, outcomes)) for claim_id in self.ids["hr.expense"]]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(len(outcomes), 2)
        self.assertEqual(outcomes.count("submitted"), 1, outcomes)
        refusal = next(outcome for outcome in outcomes if outcome != "submitted")
        self.assertRegex(refusal, "1-6.1.2.*come to")
