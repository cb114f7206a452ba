from freezegun import freeze_time

from odoo.tests import tagged

from .common import NOW, PetitionCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPetitionFirstPages(PetitionCommon):
    """Where people of the petition office land, what waits for them, and what they see before they sign."""

    def _tiles(self, user):
        tiles = self.env["reception.today"].with_user(user).get_tiles()["tiles"]
        return {tile["key"]: tile["count"] for tile in tiles}

    def test_home_by_role(self):
        self._appoint(self.keeper)
        for user, page in (
            (self.receiver, "visitor_reception_petition.reception_petition_intake_action"),
            (self.petition, "visitor_reception.reception_today_action"),
            (self.keeper, "visitor_reception_petition.reception_petition_matter_action_sealed"),
            (self.unit_user, "visitor_reception.reception_today_action"),
            (self.gm, "visitor_reception.reception_inbox_action"),
            (self.stranger, "visitor_reception.reception_today_action"),
        ):
            with self.subTest(user=user.name):
                self.assertEqual(user._reception_home(), page)
                self.assertTrue(self.env.ref(page))

    def test_what_waits_for_whom(self):
        before = self._tiles(self.petition)
        handover = self._pass_on()
        self._register()
        matter = handover.matter_id.with_user(self.petition)
        handover.with_user(self.unit_user).action_object("Not ours")
        after = self._tiles(self.petition)
        self.assertEqual(after["petition_objections"] - before["petition_objections"], 1)
        self.assertEqual(after["petition_to_route"] - before["petition_to_route"], 1)
        with freeze_time("2026-03-24 02:00:00"):
            later = self._tiles(self.petition)
            self.assertGreaterEqual(later["petition_overdue"] - after["petition_overdue"], 2)
        matter.action_supervise({"demand": "Answer"})
        unit = self._tiles(self.unit_user)
        self.assertEqual((unit["petition_unit"], unit["petition_orders"]), (1, 1))
        matter.sudo().leader_charge_id = self.gm
        self.assertEqual(self._tiles(self.gm)["petition_charge"], 1)
        # who has nothing to do with petitions is not bothered with them, nor learns that there are any
        self.assertFalse([key for key in self._tiles(self.stranger) if key.startswith("petition")])

    def _pass_on(self):
        _contact, matter = self._register()
        matter = matter.with_user(self.petition)
        return matter.env["reception.petition.handover"].browse(matter.action_pass_on(self.unit.id))

    def test_p1_30_sealed_matters_are_counted_for_keepers_alone(self):
        self._appoint(self.keeper)
        people = (self.petition, self.receiver, self.accused, self.accused_head, self.gm, self.auditor)
        before = {user: self._tiles(user) for user in people}
        self._accuse()
        for user in people:
            self.assertEqual(self._tiles(user), before[user], user.name)
        self.assertEqual(self._tiles(self.keeper)["petition_sealed"], 1)

    def test_every_tile_opens_within_ten_queries(self):
        self._pass_on()
        for user in (self.petition, self.receiver, self.unit_user, self.gm, self.keeper):
            today = self.env["reception.today"].with_user(user)
            for tile in today.get_tiles()["tiles"]:
                if isinstance(tile["action"], dict):
                    records = self.env[tile["action"]["res_model"]].with_user(user)
                    self.assertEqual(records.search_count(tile["action"]["domain"]), tile["count"], tile["key"])
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(user=user.name), self.assertQueryCount(10):
                today.get_tiles()

    def test_1_3_8_cards_of_opinions_and_extensions(self):
        """Who signs reads the card; the accused side is asked for no signature, and mails tell the number."""
        self.office.manager_id = self.other_receiver.employee_id
        _contact, matter = self._decide("accepted")
        extension = self.env["reception.petition.extension"].with_user(self.petition)
        extension = extension.create({"matter_id": matter.id, "days": 10, "reason": "Expert opinion"})
        extension.action_submit()
        signer = extension.sudo().signoff_ids.filtered(lambda row: row.state == "asked").user_id[:1]
        cards = self.env["reception.inbox"].with_user(signer).get_inbox()["cards"]
        [card] = [card for card in cards if card["model"] == extension._name and card["id"] == extension.id]
        self.assertIn("Expert opinion", [fact[1] for fact in card["facts"]])
        self.assertIn("10", [fact[1] for fact in card["facts"]])
        self.assertNotIn("Expert opinion", str(extension.sudo().message_ids.mapped("body")))
