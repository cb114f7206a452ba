from uuid import uuid4

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.visitor_reception.tests import common_concurrency


@tagged("post_install", "-at_install")
class TestPetitionConcurrency(common_concurrency.ConcurrencyCase):
    """Two clerks at once, with real cursors."""

    CONTEXT = {}

    def setUp(self):
        self.client_id = str(uuid4())
        super().setUp()

    def _prepare(self, env):
        group = env.ref("visitor_reception_petition.group_reception_petition_officer")
        user = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create({"name": "Two Clerks", "login": self.client_id, "group_ids": [Command.link(group.id)]})
        )
        self.user_id, self.partner_id = user.id, user.partner_id.id
        self.field_id = env.ref("visitor_reception_petition.reception_petition_field_other").id

        self.window_id = env["reception.petition.window"].create({"name": "Window 1"}).id

    def _clean(self, env):
        waiting = env["reception.petition.contact"]._as_engine().search([("window_id", "=", self.window_id)])
        waiting.unlink()
        env["reception.petition.window"].browse(self.window_id).unlink()
        matters = env["reception.petition.matter"]._as_engine().search([("create_uid", "=", self.user_id)])
        matters.first_contact_id = False
        matters.satisfaction_ids.unlink()
        matters.party_ids.unlink()
        matters.contact_ids.unlink()
        matters.term_ids.unlink()
        matters.unlink()
        env["reception.petition.petitioner"].search([("create_uid", "=", self.user_id)]).unlink()
        env["res.users"].browse(self.user_id).unlink()
        env["res.partner"].browse(self.partner_id).unlink()

    def _vals(self):
        return {
            "client_id": self.client_id,
            "channel": "call",
            "caller_number": "13800138000",
            "kind": "appeal",
            "field_id": self.field_id,
            "circumstances": "The lamp is dark",
            "request": "Repair it",
            "people": [{"name": "张三", "phone": "13800138000"}],
        }

    def _both(self, act):
        """``act`` done twice by the clerk at the same moment; the refusals."""
        return self._race(act, act, uids=[self.user_id] * 2)

    def test_5_2_2_pressed_twice_registers_once(self):
        receipts = []
        outcomes = self._both(
            lambda env: receipts.append(env["reception.petition.contact"].register(self._vals())["contact_id"])
        )
        self.assertEqual(outcomes, [None, None])
        self.assertEqual(len(set(receipts[-2:])), 1)

    def test_2_2_4_0_two_clerks_give_one_outcome(self):
        contact_id = self._in_transaction(
            lambda env: env["reception.petition.contact"].register(self._vals())["contact_id"], self.user_id
        )

        def decide(env):
            env["reception.petition.contact"].browse(contact_id).decide("answered_on_spot", {"answer": "Tomorrow"})

        self._race_for_one(decide, decide, uids=[self.user_id] * 2, refusal="2-2.4.0:")

    def test_2_2_1_two_who_come_at_once_get_two_numbers(self):
        tickets = []
        outcomes = self._both(
            lambda env: tickets.append(env["reception.petition.contact"].take_ticket(self.window_id)["ticket"])
        )
        self.assertEqual(outcomes, [None, None])
        self.assertEqual(len(set(tickets[-2:])), 2)

    def test_2_2_1_two_clerks_call_two_visitors(self):
        for _number in range(2):
            self._in_transaction(
                lambda env: env["reception.petition.contact"].take_ticket(self.window_id), self.user_id
            )
        called = []
        outcomes = self._both(
            lambda env: called.append(env["reception.petition.contact"].call_next(self.window_id)["ticket"])
        )
        self.assertEqual(outcomes, [None, None])
        self.assertEqual(len(set(called[-2:])), 2)
