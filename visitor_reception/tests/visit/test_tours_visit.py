from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import ReceptionCommon


class ReceptionTourCommon(HttpCase, ReceptionCommon):
    """What the tours look for by name, the same in every language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        for lang in ("en_US", "zh_CN"):
            cls._category("key_customer").with_context(lang=lang).name = "Tour customers"

    def _submitted(self):
        visit = self._make_visit()
        visit.action_submit()
        return visit

    def _url(self, visit):
        return f"/odoo/reception/{visit.id}"


@tagged("post_install", "-at_install")
class TestToursVisit(ReceptionTourCommon):
    def _write_and_submit(self):
        # the refusal for the missing purpose is logged
        with mute_logger("odoo.http"):
            self.start_tour("/odoo/reception", "reception_visit_submit", login=self.host.login)
        visit = self.env["reception.visit"].search([("guest_ids.name", "=", "Tour Guest Two")])
        self.assertRecordValues(
            visit,
            [{"state": "signing", "headcount": 2, "requester_id": self.host.id, "purpose": "Sign the supply contract"}],
        )
        self.assertEqual(visit.guest_ids.mapped("position"), ["Director", "Engineer"])
        self.assertEqual(visit.pending_signatory_ids, self.gm | self.edgm)

    def test_1_5_1_2_host_writes_and_submits(self):
        self._write_and_submit()

    def test_1_5_1_2_host_writes_and_submits_in_chinese(self):
        self.host.lang = "zh_CN"
        self._write_and_submit()

    def test_1_3_8_leader_signs_from_the_activity(self):
        visit = self._submitted()
        self.start_tour(self._url(visit), "reception_visit_sign_activity", login=self.gm.login)
        signed = visit.sudo().signoff_ids.filtered(lambda row: row.state == "signed")
        self.assertEqual(signed.signed_by_id, self.gm)

    def test_1_3_8_leader_signs_several_from_the_list(self):
        visits = self._submitted() | self._submitted()
        self.start_tour("/odoo/reception-to-sign", "reception_visit_sign_list", login=self.gm.login)
        self.assertEqual(visits.mapped("state"), ["issued", "issued"])

    def test_1_3_8_leader_signs_from_the_popover_of_a_list(self):
        visit = self._submitted()
        self.start_tour("/odoo/reception", "reception_visit_sign_popover", login=self.gm.login)
        self.assertEqual(visit.state, "issued")

    def test_1_3_8_leader_signs_by_way_of_the_activity_menu(self):
        visit = self._submitted()
        self.start_tour("/odoo", "reception_visit_sign_menu", login=self.gm.login)
        self.assertEqual(visit.state, "issued")

    def test_1_3_8_leader_declines_and_requester_corrects(self):
        visit = self._submitted()
        self.start_tour(self._url(visit), "reception_visit_decline", login=self.gm.login)
        self.assertEqual(visit.state, "declined")
        self.assertEqual(
            visit.sudo().signoff_ids.filtered(lambda row: row.state == "declined").comment,
            "The hall is taken that week",
        )
        self.start_tour(self._url(visit), "reception_visit_correct", login=self.host.login)
        self.assertRecordValues(visit.sudo(), [{"state": "signing", "signoff_round": 2}])


@tagged("post_install", "-at_install")
class TestToursVisitPhone(ReceptionTourCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_1_3_8_leader_signs_on_a_phone(self):
        visit = self._submitted()
        self.start_tour("/odoo/reception-to-sign", "reception_visit_sign_phone", login=self.gm.login)
        self.assertEqual(visit.state, "issued")
