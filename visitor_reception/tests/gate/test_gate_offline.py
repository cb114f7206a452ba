from datetime import timedelta
from threading import current_thread
from unittest.mock import patch

from psycopg2.errors import DivisionByZero

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from ..common import ENGINE


@tagged("post_install", "-at_install")
class TestGateOffline(BaseCase):
    """What a desk sends again is done once, with real cursors: whenever the server dies."""

    def setUp(self):
        super().setUp()
        self.registry_ = Registry(get_db_name())
        self.patch(Registry, "_lock", DummyRLock())
        current_thread().dbname = get_db_name()
        with self.registry_.cursor() as cr:
            self.gate_id = self._env(cr)["reception.gate"].create({"name": "Offline", "code": "ZO"}).id
        self.addCleanup(self._clean)
        facts = {
            "visitor_name": "Offline", "visitor_phone": "000", "reason": "Repair", "host_name": "Tenant",
            "document_kind": "other",
        }  # fmt: skip
        self.at = at = fields.Datetime.to_string(fields.Datetime.now() - timedelta(hours=1))
        self.operations = [
            {"client_id": "zo-1", "verb": "register", "uid": "zo", "at": at, "values": facts},
            {"client_id": "zo-2", "verb": "check_in", "uid": "zo", "at": at, "values": {"consent_by": "Tenant"}},
        ]

    def _env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, ENGINE)

    def _clean(self):
        with self.registry_.cursor() as cr:
            env = self._env(cr)
            logs = env["reception.gate.log"].search([("gate_id", "=", self.gate_id)])
            env["reception.gate.call"].search([("log_id", "in", logs.ids)]).unlink()
            logs.unlink()
            env["reception.gate"].browse(self.gate_id).unlink()

    def _send(self, operations=None):
        """One request of the desk, as the server answers it: in a transaction of its own."""
        with self.registry_.cursor() as cr:
            env = self._env(cr)
            work = env["reception.gate"].sync_passages
            return retrying(lambda: work(operations or self.operations, self.gate_id), env)

    def _get_facts(self):
        """Passages, calls and operations of the gate."""
        with self.registry_.cursor() as cr:
            env = self._env(cr)
            logs = env["reception.gate.log"].search([("gate_id", "=", self.gate_id)])
            calls = env["reception.gate.call"].search_count([("log_id", "in", logs.ids)])
            operations = env["reception.gate.operation"].search_count([("gate_id", "=", self.gate_id)])
            return logs.mapped("state"), calls, operations

    def test_answer_is_lost_after_the_commit(self):
        first = self._send()
        again = self._send()
        self.assertEqual([result["row"]["state"] for result in first], ["waiting", "inside"])
        self.assertEqual([result["row"]["state"] for result in again], ["inside", "inside"], "as it is now")
        self.assertEqual([result["status"] for result in again], ["done", "done"])
        self.assertEqual(self._get_facts(), (["inside"], 1, 2))

    @mute_logger("odoo.sql_db")
    def test_transaction_is_aborted_in_the_middle(self):
        def abort(log, *args):
            log.env.cr.execute("SELECT 1 / 0")

        logs = self.registry_["reception.gate.log"]
        with patch.object(logs, "action_check_in", abort), self.assertRaises(DivisionByZero):
            self._send()
        self.assertEqual(self._get_facts(), ([], 0, 0), "all or nothing")
        self._send()
        self.assertEqual(self._get_facts(), (["inside"], 1, 2))

    def test_desk_sends_on_while_an_earlier_step_is_refused(self):
        bad = {"client_id": "zo-0", "verb": "check_out", "uid": "nobody", "at": self.at, "values": {}}
        results = self._send([bad, *self.operations])
        self.assertEqual([result["status"] for result in results], ["conflict", "done", "done"])
        again = self._send([bad, *self.operations])
        self.assertEqual([result["status"] for result in again], ["conflict", "done", "done"])
        self.assertEqual(again[0]["text"], results[0]["text"])
        self.assertEqual(self._get_facts(), (["inside"], 1, 3))

    def test_steps_follow_who_was_expected_already(self):
        """The desk registers who is on the list of another: its later steps are theirs."""
        with self.registry_.cursor() as cr:
            self._env(cr)["reception.gate.log"].register(
                [{"visitor_name": "Offline", "visitor_phone": "000"}], self.gate_id
            )
        (registered,) = self._send(self.operations[:1])
        # as the desk does: the id that it was told takes the place of its own name
        step = {**self.operations[1], "log_id": registered["row"]["id"], "uid": False}
        step["values"] = {"consent_by": "Tenant", "host_name": "Tenant", "reason": "Repair", "document_kind": "other"}
        (done,) = self._send([step])
        self.assertEqual((done["status"], done["text"]), ("done", ""))
        self.assertEqual(self._get_facts(), (["inside"], 1, 2))
