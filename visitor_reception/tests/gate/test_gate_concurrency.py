from functools import partial

from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import common_concurrency
from ..common import ENGINE


@tagged("post_install", "-at_install")
class TestGateConcurrency(common_concurrency.ConcurrencyCase):
    """Two desks and one person, with real cursors."""

    CONTEXT = ENGINE

    def _prepare(self, env):
        self.gate_id = env["reception.gate"].create({"name": "Concurrency", "code": "ZZ"}).id
        facts = {
            "visitor_name": "Concurrency", "visitor_phone": "000", "reason": "Test", "host_name": "Nobody",
            "document_kind": "other",
        }  # fmt: skip
        self.log_id = env["reception.gate.log"].register([facts], self.gate_id)[0]["id"]

    def _clean(self, env):
        logs = env["reception.gate.log"].search([("gate_id", "=", self.gate_id)])
        env["reception.gate.call"].search([("log_id", "in", logs.ids)]).unlink()
        logs.unlink()
        env["reception.gate"].browse(self.gate_id).unlink()

    def test_two_desks_let_in_the_same_person(self):
        def let_in(env):
            env["reception.gate.log"].browse(self.log_id).action_check_in({"consent_by": "Nobody"})

        self._race_for_one(let_in, let_in, refusal="recorded already")

    def test_two_desks_register_the_same_person(self):
        facts = {"visitor_name": "Twice", "visitor_phone": "111"}
        self._race(*[lambda env: env["reception.gate.log"].register([dict(facts)], self.gate_id)] * 2)
        self.assertEqual(self._count("Twice"), 1)

    def _count(self, name):
        return self._in_transaction(lambda env: env["reception.gate.log"].search_count([("visitor_name", "=", name)]))

    def _send(self, *operations):
        """Each desk sends one of the operations, and none is refused; the journal as pairs of status and text."""

        def send(operation, env):
            env["reception.gate"].sync_passages([operation], self.gate_id)

        self.assertFalse(any(self._race(*(partial(send, operation) for operation in operations))))

        def read(env):
            journal = env["reception.gate.operation"].search([("gate_id", "=", self.gate_id)])
            return sorted((row.status, row.text or "") for row in journal)

        return self._in_transaction(read)

    def test_two_desks_send_the_same_operation(self):
        operation = {"client_id": "zz-1", "verb": "register", "uid": "zz", "values": {"visitor_name": "Same"}}
        self.assertEqual(self._send(operation, operation), [("done", "")])

    def test_two_desks_send_a_person_whom_both_register(self):
        person = {"verb": "register", "values": {"visitor_name": "Same", "visitor_phone": "222"}}
        sent = [{**person, "client_id": uid, "uid": uid} for uid in ("zz-1", "zz-2")]
        self.assertEqual(self._send(*sent), [("done", ""), ("done", "")])
        self.assertEqual(self._count("Same"), 1)

    def test_two_desks_hand_out_the_same_pass(self):
        def prepare(env):
            facts = {"visitor_name": "Other", "reason": "Test", "host_name": "Nobody", "document_kind": "other"}
            other_id = env["reception.gate.log"].register([facts], self.gate_id)[0]["id"]
            kind = env["reception.gate.pass.kind"].create({"name": "Concurrency"})
            return other_id, kind.id, env["reception.gate.pass"].create({"name": "ZZ9", "kind_id": kind.id}).id

        other_id, kind_id, pass_id = self._in_transaction(prepare)
        self.addCleanup(self._remove, "reception.gate.pass.kind", kind_id)
        self.addCleanup(self._remove, "reception.gate.pass", pass_id)
        self.addCleanup(self._in_transaction, self._clean)  # the passages first
        values = {"consent_by": "Nobody", "pass_number": "ZZ9"}
        sent = [
            {"client_id": f"zz-{log_id}", "verb": "check_in", "log_id": log_id, "values": values}
            for log_id in (self.log_id, other_id)
        ]
        self.assertEqual(self._send(*sent), [("conflict", "Somebody inside wears this pass."), ("done", "")])

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
        results = self._in_transaction(lambda env: env["reception.gate"].sync_passages(operations, self.gate_id))
        self.assertEqual([result["status"] for result in results], ["conflict", "done"])
        self.assertEqual(results[0]["text"], "Write how many people pass: 1 to 999.")

    def _remove(self, model, record_id):
        self._in_transaction(lambda env: env[model].browse(record_id).unlink())
