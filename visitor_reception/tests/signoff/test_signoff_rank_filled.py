from odoo.tests import tagged

from ..common import ReceptionCommon


@tagged("post_install", "-at_install")
class TestRankFilled(ReceptionCommon):
    """D38: an empty rank filled after signing keeps the signatures, unless it raises what the guest is entitled to."""

    def _rank(self, code):
        return self.env.ref(f"visitor_reception.reception_rank_{code}")

    def _issued(self):
        visit = self._make_visit()
        visit.guest_ids.rank_id = False
        visit.action_submit()
        while visit.signoff_state == "asked":
            visit.with_user(visit.sudo().pending_signatory_ids[0]).action_sign()
        return visit

    def test_1_3_8_the_lowest_rank_keeps_the_signatures(self):
        visit = self._issued()
        visit.guest_ids[0].with_user(self.officer).rank_id = self._rank("ordinary_staff")
        self.assertEqual((visit.state, visit.signoff_state), ("issued", "granted"))
        visit.guest_ids[0].with_user(self.officer).rank_id = self._rank("chairman")
        self.assertEqual(visit.signoff_state, "none", "what is filled in first is no licence")

    def test_1_3_8_a_higher_rank_makes_them_void(self):
        visit = self._issued()
        visit.guest_ids[0].with_user(self.officer).rank_id = self._rank("chairman")
        self.assertEqual((visit.state, visit.signoff_state), ("draft", "none"))

    def test_1_3_8_any_other_change_makes_them_void(self):
        visit = self._issued()
        visit.guest_ids[0].with_user(self.officer).write(
            {"rank_id": self._rank("ordinary_staff").id, "position": "Other"}
        )
        self.assertEqual(visit.signoff_state, "none")

    def test_1_3_8_the_form_knows_whose_signatures_are_at_stake(self):
        visit = self._issued()
        signers = visit.sudo().signoff_ids.filtered(lambda row: row.state == "signed").signed_by_id
        officer = visit.with_user(self.officer)
        guest = visit.guest_ids[0]
        for vals in (
            {"purpose": "Another"},
            {"guest_ids": [(1, guest.id, {"name": "Another"})]},
            {"guest_ids": [(0, 0, {"name": "One more"})]},
            {"guest_ids": [(2, guest.id, 0)]},
            {"guest_ids": [(1, guest.id, {"rank_id": self._rank("chairman").id})]},
            {"date_begin": "2026-03-01 01:00:00"},
        ):
            with self.subTest(vals=vals):
                told = officer.get_signatures_at_stake(vals)
                self.assertTrue(signers)
                for signer in signers:
                    self.assertIn(signer.name, told)
        for vals in (
            {"purpose": visit.purpose},
            {"note": "<p>Not signed</p>"},
            {"guest_ids": [(1, guest.id, {"phone": "13800000001"})]},
            {"guest_ids": [(1, guest.id, {"rank_id": self._rank("ordinary_staff").id})]},
            {"organisation_id": visit.organisation_id.id, "date_begin": str(visit.date_begin)},
        ):
            with self.subTest(vals=vals):
                self.assertEqual(officer.get_signatures_at_stake(vals), "")
        self.assertEqual(visit.signoff_state, "granted", "asking changes nothing")
