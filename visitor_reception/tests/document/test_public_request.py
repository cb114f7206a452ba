from odoo.tests import tagged

from .. import common_concurrency

PLACE = "203.0.113.7"


@tagged("post_install", "-at_install")
class TestPublicRequest(common_concurrency.ConcurrencyCase):
    """What one server counts, the others see: each transaction is one of another process."""

    def _prepare(self, env):
        env["ir.config_parameter"].set_param("visitor_reception.page_tested_per_minute", 3)

    def _clean(self, env):
        env["ir.config_parameter"].search([("key", "=", "visitor_reception.page_tested_per_minute")]).unlink()
        env["reception.public.request"].search([]).unlink()

    def _ask(self, place=PLACE):
        return self._in_transaction(lambda env: env["ir.http"]._is_too_often("page_tested", place))

    def test_limit_holds_across_transactions(self):
        self.assertEqual([self._ask() for _turn in range(5)], [False] * 3 + [True] * 2)
        self.assertFalse(self._ask("203.0.113.8"), "another place has a limit of its own")

    def test_same_moment(self):
        """Nobody waits and nobody fails; none is let through after the limit is seen to be reached."""
        self._race(*[lambda env: env["ir.http"]._is_too_often("page_tested", PLACE)] * 4)
        self.assertTrue(self._ask())

    def test_a_minute_later(self):
        for _turn in range(3):
            self._ask()
        later = "UPDATE reception_public_request SET moment = moment - interval '61 seconds'"
        self._in_transaction(lambda env: env.cr.execute(later))
        self.assertFalse(self._ask())

        def count(env):
            env["reception.public.request"]._gc_public_requests()
            return env["reception.public.request"].search_count([])

        self.assertEqual(self._in_transaction(count), 1, "what no limit counts is not kept")

    def test_place_cannot_be_read(self):
        self._ask()
        stored = self._in_transaction(lambda env: env["reception.public.request"].search([]).mapped("place"))
        self.assertNotIn(PLACE, str(stored))
