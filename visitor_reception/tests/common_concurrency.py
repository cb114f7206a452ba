from functools import partial
from threading import Barrier, Thread, current_thread

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

WAIT = 60  # seconds until a test that hangs gives up


class ConcurrencyCase(BaseCase):
    """Several who act at the same moment, each in a transaction of its own, with real cursors.

    What ``_prepare(env)`` commits, ``_clean(env)`` removes; both as superuser with the context ``CONTEXT``.
    """

    CONTEXT = {"tracking_disable": True}

    def setUp(self):
        super().setUp()
        self.registry_ = Registry(get_db_name())
        # the server holds this lock while tests run; the other threads would wait for it
        self.patch(Registry, "_lock", DummyRLock())
        self.addCleanup(self._in_transaction, self._clean)
        self._in_transaction(self._prepare)

    def _prepare(self, env):
        """Commit what the test needs."""

    def _clean(self, env):
        """Remove what the test has committed, whether it passed or not."""

    def _in_transaction(self, work, uid=SUPERUSER_ID):
        """What ``work(env)`` returns, committed; tried again after a conflict, as a request is."""
        with self.registry_.cursor() as cr:
            env = api.Environment(cr, uid, self.CONTEXT)
            return retrying(partial(work, env), env)

    def _race(self, *works, uids=()):
        """Do ``works`` (functions of an environment) at the same moment: none writes before all have looked.

        :param uids: who does them, in their order; by default the superuser
        :return: list, by work: the text of its refusal, or ``None`` where it was done
        """
        barrier = Barrier(len(works), timeout=WAIT)
        outcomes = [None] * len(works)

        def run(number, work, uid):
            current_thread().dbname = get_db_name()
            tries = []

            def request(env):
                env.cr.execute("SELECT 1")  # from here on the transaction sees what is committed now
                if not tries:
                    tries.append(number)
                    barrier.wait()
                work(env)

            try:
                self._in_transaction(request, uid)
            except UserError as refusal:
                outcomes[number] = str(refusal)
            except Exception as error:  # noqa: BLE001 a thread must hand its error over
                outcomes[number] = error

        uids = uids or [SUPERUSER_ID] * len(works)
        threads = [
            Thread(target=run, args=(number, work, uid), daemon=True)
            for number, (work, uid) in enumerate(zip(works, uids, strict=True))
        ]
        with mute_logger("odoo.sql_db", "odoo.service.model"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(WAIT)
        self.assertFalse([thread for thread in threads if thread.is_alive()])
        for error in outcomes:
            self.assertNotIsInstance(error, Exception)
        return outcomes

    def _race_for_one(self, *works, refusal, uids=()):
        """Do ``works`` at the same moment: one is done, the other is refused by a text that matches ``refusal``."""
        self.assertOneDone(self._race(*works, uids=uids), refusal)

    def assertOneDone(self, outcomes, refusal):
        """Of the ``outcomes`` of a race one is done, another is refused by a text that matches ``refusal``."""
        self.assertEqual(outcomes.count(None), 1, outcomes)
        self.assertRegex(next(filter(None, outcomes)), refusal)
