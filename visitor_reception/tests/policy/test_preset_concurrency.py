from datetime import timedelta
from functools import partial

from odoo import fields
from odoo.tests import tagged

from .. import common_concurrency
from ..common import ENGINE


@tagged("post_install", "-at_install")
class TestPresetConcurrency(common_concurrency.ConcurrencyCase):
    """P2 under concurrent users, with real cursors: of two who use one letter at once, one is refused."""

    CONTEXT = {**ENGINE, "tracking_disable": True}

    def _prepare(self, env):
        now = fields.Datetime.now()
        department = env["hr.department"].create({"name": "Concurrency"})
        employee = env["hr.employee"].create({"name": "Concurrency", "department_id": department.id})
        vals = {
            "category_id": env["reception.visitor.category"].search([("code", "=", "government_body")]).id,
            "date_begin": now,
            "date_end": now + timedelta(days=1),
            "host_id": employee.id,
            "department_id": department.id,
        }
        visits = env["reception.visit"].create([vals, vals])
        # on these two alone: what is applied to a category would be seen by other tests
        visits.preset_id = env.ref("visitor_reception.reception_preset_p2")
        self.visit_ids = visits.ids
        self.employee_id, self.department_id = employee.id, department.id

    def _clean(self, env):
        env["reception.visit"].browse(self.visit_ids).unlink()
        env["hr.employee"].browse(self.employee_id).unlink()
        env["hr.department"].browse(self.department_id).unlink()

    def test_p2_one_letter_at_once(self):
        def write(visit_id, env):
            env["reception.visit"].browse(visit_id).letter_number = "江政函〔2026〕5号"

        letters = [partial(write, visit_id) for visit_id in self.visit_ids]
        self._race_for_one(*letters, refusal="(?i)one letter, one reception")
