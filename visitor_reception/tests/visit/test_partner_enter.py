from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..common import ReceptionCommon


@tagged("post_install", "-at_install")
class TestPartnerEnter(ReceptionCommon):
    """A unit that nobody knows yet is typed by host and clerk (1-5.1.2)."""

    def _enter(self, name, user=None):
        partners = self.env["res.partner"].with_user(user or self.host).with_context(reception_enter=True)
        return self.env["res.partner"].browse(partners.name_create(name)[0])

    def test_1_5_1_2_host_and_clerk_enter_a_new_unit(self):
        for user in (self.host, self.officer):
            self.assertFalse(self.env["res.partner"].with_user(user).has_access("create"))
            partner = self._enter(f"　新客户（{user.name}）有限公司 ", user)
            self.assertEqual((partner.name, partner.is_company), (f"新客户({user.name})有限公司", True))
        visit = self._make_visit(organisation_id=partner.id)
        self.assertEqual(visit.organisation_id, partner)

    def test_1_5_1_2_who_is_there_is_taken(self):
        self.assertEqual(self._enter("customer ltd"), self.customer)
        self.assertNotEqual(self._enter("Customer GmbH"), self.customer)
        found = self.env["res.partner"].with_user(self.host)._reception_find("Customer")
        self.assertIn(self.customer, found, "pointed out, whatever the legal form")

    def test_1_5_1_2_nothing_else_comes_in(self):
        partners = self.env["res.partner"].with_user(self.host)
        entered = partners.with_context(reception_enter=True, default_email="x@example.com", default_parent_id=1)
        partner = self.env["res.partner"].browse(entered.name_create("Only a Name")[0])
        self.assertFalse(partner.email or partner.parent_id)
        for name in ("", "x", "12345", "a@b.example", "<b>Ltd</b>", "https://example.com", "长" * 101):
            with self.subTest(name=name), self.assertRaisesRegex(UserError, "no name of an organisation"):
                self._enter(name)
        with self.assertRaises(AccessError):
            partners.name_create("By the ordinary way")
        portal = new_test_user(self.env, "reception_enter_portal", groups="base.group_portal")
        with self.assertRaises(UserError):
            self._enter("Portal Ltd", portal)
