from unittest.mock import Mock, patch

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import PetitionCommon

MIXIN = "odoo.addons.visitor_reception_petition.models.matter.reception_petition_guard_mixin"


@tagged("post_install", "-at_install")
class TestPetitionRpc(PetitionCommon, HttpCase):
    """P1-30 through the JSON-RPC route that browsers use."""

    def _call(self, model, method, args=(), **kwargs):
        """The answer of the server: ``(result, None)`` or ``(None, name of the error)``."""
        response = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={"params": {"model": model, "method": method, "args": list(args), "kwargs": kwargs}},
        ).json()
        error = response.get("error")
        return response.get("result"), error and error["data"]["name"]

    @mute_logger("odoo.http")
    def test_p1_30_the_accused_finds_nothing(self):
        self._appoint(self.keeper)
        _contact, sealed = self._accuse()
        _contact, appeal = self._register(accused=self.accused.employee_id.ids)
        appeal.with_user(self.petition).bars_unit = True
        appeal.message_subscribe(self.accused.partner_id.ids)
        for user in (self.accused, self.colleague, self.accused_head, self.env.ref("base.user_admin")):
            user.sudo().password = "Petition-Test-1"
            self.authenticate(user.login, "Petition-Test-1")
            for matter in (sealed, appeal):
                domain = [("id", "=", matter.id)]
                with self.subTest(user=user.login, number=matter.sudo().name):
                    for method, empty in (("search_count", 0), ("search_read", [])):
                        self.assertEqual(self._call(matter._name, method, [domain]), (empty, None))
                    for method, args in (
                        ("read", [[matter.id], ["name"]]),
                        ("web_read", [[matter.id], {"name": {}}]),
                        ("sealed_read", [[matter.id], "Curious"]),
                        ("action_take", [[matter.id]]),
                        ("admit", [[matter.id], user.id, "Me"]),
                    ):
                        result, error = self._call(matter._name, method, args)
                        self.assertEqual((result, error), (None, "odoo.exceptions.AccessError"), method)
                    for model in ("sealed", "reading"):
                        _result, error = self._call(f"reception.petition.{model}", "search_read", [[]], fields=["id"])
                        self.assertIn(error, ("odoo.exceptions.AccessError", None))
                    self.assertFalse(self._call("reception.petition.reading", "search_count", [[]])[0])

    @mute_logger("odoo.http")
    def test_private_methods_are_not_reached(self):
        _contact, matter = self._register()
        self.authenticate(self.env.ref("base.user_admin").login, "admin")
        for method in ("_as_engine", "_conclude", "_seal", "_start_term"):
            result, error = self._call(matter._name, method, [[matter.id]])
            self.assertTrue(error and not result, method)

    def test_p1_30_whoever_becomes_the_superuser_sees_nothing(self):
        """``/web/become`` makes the session the superuser's, whom no right stops."""
        _contact, matter = self._register()
        root = matter.with_user(self.env.ref("base.user_root"))
        self.assertTrue(root.search_count([("id", "=", matter.id)]), "code that runs as superuser does its work")
        with patch(f"{MIXIN}.request", Mock(session=Mock(uid=1))):
            self.env.invalidate_all()
            self.assertFalse(root.search_count([("id", "=", matter.id)]))
            with self.assertRaises(AccessError):
                root.read(["title"])
            self.assertFalse(root.env["reception.petition.petitioner"].search_count([]))
            self.assertFalse(root.env["reception.petition.contact"].search_count([]))
