from threading import Barrier, Thread, current_thread

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from ..models.reception_guarded_mixin import ENGINE


@tagged("post_install", "-at_install")
class TestGateConcurrency(BaseCase):
    """Two desks and one person, with real cursors."""

    def setUp(self):
        super().setUp()
        self.registry_ = Registry(get_db_name())
        self.patch(Registry, "_lock", DummyRLock())
        with self.registry_.cursor() as cr:
            env = self._env(cr)
            self.gate_id = env["reception.gate"].create({"name": "Concurrency", "code": "ZZ"}).id
            facts = {
                "visitor_name": "Concurrency", "visitor_phone": "000", "reason": "Test", "host_name": "Nobody",
                "document_kind": "other",
            }  # fmt: skip
            self.log_id = env["reception.gate.log"].register([facts], self.gate_id)[0]["id"]
        self.addCleanup(self._clean)

    def _env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"reception_engine": ENGINE})

    def _clean(self):
        with self.registry_.cursor() as cr:
            env = self._env(cr)
            logs = env["reception.gate.log"].search([("gate_id", "=", self.gate_id)])
            env["reception.gate.call"].search([("log_id", "in", logs.ids)]).unlink()
            logs.unlink()
            env["reception.gate"].browse(self.gate_id).unlink()

    def _run(self, work):
        """What becomes of ``work(env)`` at two desks at the same time."""
        barrier = Barrier(2, timeout=30)
        outcomes = []

        def desk():
            current_thread().dbname = get_db_name()
            with self.registry_.cursor() as cr:
                env = self._env(cr)
                env["reception.gate.log"].browse(self.log_id).read(["state"])  # both have begun
                barrier.wait()
                try:
                    retrying(lambda: work(env), env)
                    outcomes.append("done")
                except UserError as refusal:
                    cr.rollback()
                    outcomes.append(str(refusal))

        threads = [Thread(target=desk) for _desk in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return sorted(outcomes)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_desks_let_in_the_same_person(self):
        outcomes = self._run(
            lambda env: env["reception.gate.log"].browse(self.log_id).action_check_in({"consent_by": "Nobody"})
        )
        self.assertEqual(outcomes.count("done"), 1, outcomes)
        self.assertIn("recorded already", " ".join(outcomes))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_desks_register_the_same_person(self):
        facts = {"visitor_name": "Twice", "visitor_phone": "111"}
        self._run(lambda env: env["reception.gate.log"].register([dict(facts)], self.gate_id))
        with self.registry_.cursor() as cr:
            count = self._env(cr)["reception.gate.log"].search_count([("visitor_name", "=", "Twice")])
        self.assertEqual(count, 1)
