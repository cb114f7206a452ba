from datetime import timedelta
from threading import Barrier, Thread, current_thread

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import ValidationError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from ...models.document.reception_guarded_mixin import ENGINE


@tagged("post_install", "-at_install")
class TestPresetConcurrency(BaseCase):
    """P2 under concurrent users, with real cursors: of two who use one letter at once, one is refused."""

    def setUp(self):
        super().setUp()
        self.registry_ = Registry(get_db_name())
        # the server holds this lock while tests run; the other threads would wait for it
        self.patch(Registry, "_lock", DummyRLock())
        with self.registry_.cursor() as cr:
            self._prepare(self._env(cr))
        self.addCleanup(self._clean)

    def _env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"reception_engine": ENGINE, "tracking_disable": True})

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

    def _clean(self):
        with self.registry_.cursor() as cr:
            env = self._env(cr)
            env["reception.visit"].browse(self.visit_ids).unlink()
            env["hr.employee"].browse(self.employee_id).unlink()
            env["hr.department"].browse(self.department_id).unlink()

    def _write_letter(self, visit_id, outcomes, barrier):
        current_thread().dbname = get_db_name()
        with self.registry_.cursor() as cr:
            env = self._env(cr)
            visit = env["reception.visit"].browse(visit_id)
            visit.fetch(["state"])  # both look before either has written
            barrier.wait(60)

            def write():
                visit.letter_number = "江政函〔2026〕5号"

            try:
                retrying(write, env)
                outcomes.append("written")
            except ValidationError as refusal:
                cr.rollback()
                outcomes.append(str(refusal))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_p2_one_letter_at_once(self):
        outcomes, barrier = [], Barrier(2)
        threads = [Thread(target=self._write_letter, args=(visit_id, outcomes, barrier)) for visit_id in self.visit_ids]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(outcomes.count("written"), 1, outcomes)
        refusal = next(outcome for outcome in outcomes if outcome != "written")
        self.assertRegex(refusal.lower(), "one letter, one reception")
