from odoo.tests import HttpCase, tagged

from .common import PetitionCommon


@tagged("post_install", "-at_install")
class TestPetitionTours(PetitionCommon, HttpCase):
    def test_2_1_5_a_call_by_the_keyboard(self):
        _contact, _known = self._register()
        self.start_tour("/odoo/petition-intake", "reception_petition_receiver_call", login=self.receiver.login)
        contact = self.env["reception.petition.contact"].search([("receiver_id", "=", self.receiver.id)], limit=1)
        self.assertEqual((contact.state, contact.outcome), ("closed", "answered_on_spot"))
        self.assertEqual(contact.caller_number, "13800138000")
        self.assertEqual(contact.matter_id.party_ids.petitioner_id.name, "李四")
        self.assertEqual(contact.answer, "It is repaired tomorrow")

    def test_p1_23_a_unit_accepts(self):
        _contact, matter = self._register()
        matter.with_user(self.petition).action_pass_on(self.unit.id)
        self.start_tour("/odoo/petition-matters", "reception_petition_unit", login=self.unit_user.login)
        self.assertEqual(matter.state, "accepted")

    def test_p1_30_a_keeper_reads_with_a_reason(self):
        self._appoint(self.keeper)
        _contact, matter = self._accuse()
        self.start_tour("/odoo/petition-sealed", "reception_petition_keeper", login=self.keeper.login)
        log = self.env["reception.petition.reading"].search([("matter_id", "=", matter.id)])
        self.assertEqual(log.mapped("what"), ["read", "write", "read"])
        self.assertEqual(set(log.mapped("reason")), {"To handle it"})
