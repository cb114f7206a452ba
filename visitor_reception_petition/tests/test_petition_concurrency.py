from threading import Barrier, Thread, current_thread
from uuid import uuid4

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestPetitionConcurrency(BaseCase):
    """Two clerks at once, with real cursors."""

    def setUp(self):
        super().setUp()
        self.registry_ = Registry(get_db_name())
        # the server holds this lock while tests run; the other threads would wait for it
        self.patch(Registry, "_lock", DummyRLock())
        self.client_id = str(uuid4())
        with self.registry_.cursor() as cr:
            self._prepare(api.Environment(cr, SUPERUSER_ID, {}))
        self.addCleanup(self._clean)

    def _prepare(self, env):
        group = env.ref("visitor_reception_petition.group_reception_petition_officer")
        user = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create({"name": "Two Clerks", "login": self.client_id, "group_ids": [Command.link(group.id)]})
        )
        self.user_id, self.partner_id = user.id, user.partner_id.id
        self.field_id = env.ref("visitor_reception_petition.reception_petition_field_other").id

    def _clean(self):
        with self.registry_.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
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
        """What ``act`` comes to in two transactions that begin at the same time."""
        outcomes, barrier = [], Barrier(2)

        def run():
            current_thread().dbname = get_db_name()
            with self.registry_.cursor() as cr:
                env = api.Environment(cr, self.user_id, {})
                env["reception.petition.contact"].search_count([])  # both look before either has written
                barrier.wait(60)
                try:
                    outcomes.append(retrying(lambda: act(env), env))
                except UserError as refusal:
                    cr.rollback()
                    outcomes.append(str(refusal)[:8])

        threads = [Thread(target=run) for _number in range(2)]
        with mute_logger("odoo.sql_db", "odoo.service.model"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(120)
        return outcomes

    def test_5_2_2_pressed_twice_registers_once(self):
        receipts = self._both(lambda env: env["reception.petition.contact"].register(self._vals()))
        self.assertEqual(len({receipt["contact_id"] for receipt in receipts}), 1)
        self.assertEqual(len(receipts), 2)

    def test_2_2_4_0_two_clerks_give_one_outcome(self):
        with self.registry_.cursor() as cr:
            contacts = api.Environment(cr, self.user_id, {})["reception.petition.contact"]
            contact_id = contacts.register(self._vals())["contact_id"]

        def decide(env):
            return (
                env["reception.petition.contact"].browse(contact_id).decide("answered_on_spot", {"answer": "Tomorrow"})
            )

        self.assertCountEqual(self._both(decide), [True, "2-2.4.0:"])
