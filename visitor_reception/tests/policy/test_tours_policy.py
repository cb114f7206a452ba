from odoo.tests import HttpCase, tagged

from ..common import ReceptionCommon

# the Debian package of Odoo lacks this file of mail; every page logs an error about it
MISSING_IN_PACKAGE = "selfie_segmentation"


@tagged("post_install", "-at_install")
class TestToursPolicy(ReceptionCommon, HttpCase):
    def _start(self, tour, user):
        self.start_tour(
            "/odoo/reception-entitlements",
            tour,
            login=user.login,
            error_checker=lambda message: MISSING_IN_PACKAGE not in message,
        )

    def test_1_4_1_manager_switches_a_tick_in_the_table(self):
        rank = self.env.ref("visitor_reception.reception_rank_chairman")
        self._start("entitlement_matrix_tour", self.manager)
        self.assertEqual(rank._get_entitled_level("plane"), 2)
        bodies = rank.message_ids.filtered(lambda m: m.author_id == self.manager.partner_id).mapped("body")
        self.assertRegex("".join(bodies), "1-4.1: First class ticked.*1-4.1: tick of First class removed")

    def test_1_4_1_employee_reads_the_table(self):
        self._start("entitlement_matrix_readonly_tour", self.host)
