from odoo.tests import tagged

from ..common import ReceptionCommon


@tagged("post_install", "-at_install")
class TestFirstSteps(ReceptionCommon):
    """What an administrator sets up ticks itself."""

    def _done(self, user=None):
        steps = self.env["reception.setup"].with_user(user or self.manager).get_steps()
        return {step["key"]: step["done"] for step in steps}

    def test_steps_are_for_who_sets_up(self):
        self.assertTrue(self._done())
        for user in (self.host, self.officer, self.gm, self.guard):
            self.assertFalse(self._done(user))
            self.assertEqual(self.env["reception.today"].with_user(user).get_tiles()["setup"], [])

    def test_each_step_ticks_itself(self):
        gates = self.env["reception.gate"].search([("company_id", "in", (self.company.id, False))])
        gates.write({"active": False})
        self.assertFalse(self._done()["gates"])
        self.env["reception.gate"].create({"name": "South Gate", "code": "S", "company_id": self.company.id})
        self.assertTrue(self._done()["gates"])
        self._position("general_manager").holder_ids.unlink()
        self.assertFalse(self._done()["positions"])

    def test_every_step_opens(self):
        for step in self.env["reception.setup"].with_user(self.manager)._steps():
            if isinstance(step["action"], str):
                self.assertTrue(self.env.ref(step["action"])._name.startswith("ir.actions"), step["key"])

    def test_all_done_shows_nothing(self):
        steps = self.env["reception.setup"]
        self.patch(type(steps), "_steps", lambda setup: [setup._step("zone", "Zone", True, False)])
        self.assertEqual(self._done(), {})
