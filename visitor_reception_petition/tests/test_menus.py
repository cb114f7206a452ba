from odoo.tests import tagged

from .common import PetitionCommon


@tagged("post_install", "-at_install")
class TestPetitionMenus(PetitionCommon):
    """Who has nothing to do with petitions finds nothing of them in the menu."""

    def _shows(self, user):
        menus = self.env["ir.ui.menu"].with_user(user)
        hidden = menus._load_menus_blacklist()
        names = ("reception_petition_menu", "reception_petition_menu_sealed")
        return tuple(self.env.ref(f"visitor_reception_petition.{name}").id not in hidden for name in names)

    def test_menu_follows_what_somebody_does(self):
        self._appoint(self.keeper)
        head = self._make_person("head_of_housing", "Head of Housing", self.housing)
        table = (
            (self.stranger, (False, False)),
            (self.unit_user, (True, False)),
            (self.keeper, (True, True)),
            (self.receiver, (True, True)),
            (head, (False, False)),
        )
        for user, shown in table:
            with self.subTest(user=user.login):
                self.assertEqual(self._shows(user), shown)
        self.housing.manager_id = head.employee_id
        self.assertEqual(self._shows(head), (True, False), "signs opinions of the department")
