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

    def test_p1_40_a_unit_answers_an_order(self):
        _contact, matter = self._register()
        head = matter.with_user(self.petition)
        head.action_pass_on(self.unit.id)
        head.action_supervise({"ground": "delaying", "demand": "Answer"})
        self.start_tour("/odoo/petition-orders", "reception_petition_unit_answers", login=self.unit_user.login)
        self.assertEqual(
            (matter.supervision_ids.state, matter.supervision_ids.answer), ("answered", "It was paid yesterday")
        )

    def test_2_2_1_a_visitor_is_called_by_number(self):
        self.env["reception.petition.window"].create({"name": "Window 1"})
        self.start_tour("/odoo/petition-intake", "reception_petition_queue", login=self.receiver.login)
        contact = self.env["reception.petition.contact"].search([("ticket", "=", "001")])
        self.assertEqual((contact.receiver_id, contact.matter_id.request), (self.receiver, "Repair it"))


@tagged("post_install", "-at_install")
class TestPetitionToursPhone(PetitionCommon, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_p1_32_a_leader_signs_an_opinion(self):
        leader = self._make_person("housing_head", "Head of Housing", self.housing)
        self.housing.manager_id = leader.employee_id
        _contact, matter = self._register()
        matter.with_user(self.petition).action_pass_on(self.unit.id)
        matter.with_user(self.unit_user).action_accept({})
        opinion = (
            self.env["reception.petition.opinion"]
            .with_user(self.unit_user)
            .create(
                {
                    "matter_id": matter.id,
                    "facts": "Found true",
                    "opinion": "To be paid",
                    "article_ids": [(6, 0, self.article.ids)],
                    "result": "supported",
                }
            )
        )
        opinion.action_submit()
        self.start_tour(f"/odoo/petition-opinions/{opinion.id}", "reception_petition_leader_phone", login=leader.login)
        self.assertEqual(opinion.sudo().signoff_ids.filtered("signed_by_id").signed_by_id, leader)
