from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ReceptionCommon


@tagged("post_install", "-at_install")
class TestSignoff(ReceptionCommon):
    def test_1_3_1_two_thirds_of_five_shareholders_are_four(self):
        visit = self._make_visit("shareholder_invited")
        visit.action_submit()
        self.assertEqual(visit.state, "signing")
        self.assertEqual(visit.pending_signatory_ids, self.env["res.users"].union(*self.shareholders))
        for user in self.shareholders[:3]:
            visit.with_user(user).action_sign()
        self.assertEqual(visit.state, "signing")
        visit.with_user(self.shareholders[3]).action_sign("agreed")
        self.assertEqual(visit.state, "issued")
        self.assertEqual(visit.sudo().signoff_ids.mapped("state").count("void"), 1)
        self.assertFalse(visit.sudo().activity_ids.filtered(lambda a: a.activity_category == "signoff"))

    def test_1_3_2_all_three_roles_of_the_board_sign(self):
        visit = self._make_visit("director_invited")
        visit.action_submit()
        visit.with_user(self.chairman).action_sign()
        visit.with_user(self.executive_director).action_sign()
        self.assertEqual(visit.state, "signing")
        visit.with_user(self.vice_chairman).action_sign()
        self.assertEqual(visit.state, "issued")

    def test_1_3_8_only_who_is_asked_signs_and_only_once(self):
        visit = self._make_visit()
        visit.action_submit()
        with self.assertRaisesRegex(UserError, "1-3.8"):
            visit.with_user(self.host).action_sign()
        visit.with_user(self.gm).action_sign()
        with self.assertRaisesRegex(UserError, "1-3.8"):
            visit.with_user(self.edgm).action_sign()

    def test_1_3_8_change_makes_signatures_void(self):
        visit = self._make_visit()
        self._issue(visit)
        self.assertEqual(visit.state, "issued")
        visit.guest_ids[0].name = "Somebody Else"
        self.assertEqual(visit.state, "draft")
        self.assertEqual(set(visit.sudo().signoff_ids.mapped("state")), {"void"})
        self.assertIn("Somebody Else", visit.sudo().message_ids[0].body)

    def test_state_and_signatures_cannot_be_written(self):
        visit = self._make_visit()
        with self.assertRaises(AccessError):
            visit.state = "issued"
        with self.assertRaises(AccessError):
            self.env["reception.signoff"].sudo().create({"res_model": "reception.visit", "res_id": visit.id})
