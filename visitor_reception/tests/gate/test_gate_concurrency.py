from collections import defaultdict
from threading import Barrier, Thread, current_thread, get_ident

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from ...models.document.reception_guarded_mixin import ENGINE


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

    def _send(self, *operations):
        """Each desk sends one of two operations; both outcomes, and the journal as pairs of status and text."""
        of_desk = defaultdict(iter(operations).__next__)
        outcomes = self._run(lambda env: env["reception.gate"].sync_passages([of_desk[get_ident()]], self.gate_id))
        with self.registry_.cursor() as cr:
            journal = self._env(cr)["reception.gate.operation"].search([("gate_id", "=", self.gate_id)])
            return outcomes, sorted((row.status, row.text or "") for row in journal)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_desks_send_the_same_operation(self):
        operation = {"client_id": "zz-1", "verb": "register", "uid": "zz", "values": {"visitor_name": "Same"}}
        self.assertEqual(self._send(operation, operation), (["done", "done"], [("done", "")]))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_desks_send_a_person_whom_both_register(self):
        person = {"verb": "register", "values": {"visitor_name": "Same", "visitor_phone": "222"}}
        sent = [{**person, "client_id": uid, "uid": uid} for uid in ("zz-1", "zz-2")]
        self.assertEqual(self._send(*sent), (["done", "done"], [("done", ""), ("done", "")]))
        with self.registry_.cursor() as cr:
            self.assertEqual(self._env(cr)["reception.gate.log"].search_count([("visitor_name", "=", "Same")]), 1)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_desks_hand_out_the_same_pass(self):
        with self.registry_.cursor() as cr:
            env = self._env(cr)
            facts = {"visitor_name": "Other", "reason": "Test", "host_name": "Nobody", "document_kind": "other"}
            other_id = env["reception.gate.log"].register([facts], self.gate_id)[0]["id"]
            kind = env["reception.gate.pass.kind"].create({"name": "Concurrency"})
            gate_pass = env["reception.gate.pass"].create({"name": "ZZ9", "kind_id": kind.id})
        self.addCleanup(self._remove, "reception.gate.pass.kind", kind.id)
        self.addCleanup(self._remove, "reception.gate.pass", gate_pass.id)
        self.addCleanup(self._clean)  # the passages first
        values = {"consent_by": "Nobody", "pass_number": "ZZ9"}
        sent = [
            {"client_id": f"zz-{log_id}", "verb": "check_in", "log_id": log_id, "values": values}
            for log_id in (self.log_id, other_id)
        ]
        outcomes, journal = self._send(*sent)
        self.assertEqual(outcomes, ["done", "done"])
        self.assertEqual(journal, [("conflict", "Somebody inside wears this pass."), ("done", "")])

    @mute_logger("odoo.sql_db")
    def test_what_is_refused_holds_up_nothing_else(self):
        operations = [
            {
                "client_id": f"zz-{count}",
                "verb": "register",
                "values": {"visitor_name": f"Of {count}", "headcount": count},
            }
            for count in (-1, 1)
        ]
        with self.registry_.cursor() as cr:
            results = self._env(cr)["reception.gate"].sync_passages(operations, self.gate_id)
        self.assertEqual([result["status"] for result in results], ["conflict", "done"])
        self.assertEqual(results[0]["text"], "Write how many people pass: 1 to 999.")

    def _remove(self, model, record_id):
        with self.registry_.cursor() as cr:
            self._env(cr)[model].browse(record_id).unlink()
