from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import NOW, PetitionCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPetitionIntake(PetitionCommon):
    def test_5_2_2_every_piece_is_registered_with_its_matter(self):
        for channel in ("call", "petition_visit", "letter", "online_petition", "fax"):
            contact, matter = self._register(channel=channel)
            self.assertEqual((contact.state, contact.matter_id), ("open", matter))
            self.assertEqual(contact.receiver_id, self.receiver)
            self.assertRegex(matter.name, r"^XF/2026/\d{5}$")
            self.assertEqual(matter.first_contact_id, contact)
            self.assertEqual(matter.party_ids.petitioner_id.name, "张三")

    def test_5_2_2_registered_once_for_one_client_id(self):
        contacts = self.env["reception.petition.contact"].with_user(self.receiver)
        vals = self._vals()
        first, second = contacts.register(vals), contacts.register(vals)
        self.assertEqual(first["contact_id"], second["contact_id"])
        self.assertEqual(first["number"], second["number"])

    def test_5_2_2_nothing_is_deleted(self):
        contact, matter = self._register()
        for user in (self.receiver, self.petition, self.manager, self.env.ref("base.user_admin")):
            for record in (contact, matter, matter.party_ids, matter.sudo().term_ids):
                with self.subTest(user=user.login, model=record._name), self.assertRaises(AccessError):
                    record.with_user(user).unlink()

    def test_5_2_2_who_is_no_receiver_does_not_register(self):
        contacts = self.env["reception.petition.contact"]
        for user in (self.host, self.officer, self.manager):
            self.assertRefused("5-2.2", contacts.with_user(user).register, self._vals())

    def test_nothing_is_written_past_the_verbs(self):
        contact, matter = self._register()
        for record, vals in (
            (contact, {"outcome": "accepted"}),
            (contact, {"verified_at": NOW}),
            (contact, {"matter_id": False}),
            (contact, {"state": "closed"}),
            (matter, {"state": "closed"}),
            (matter, {"kind": "suggestion"}),
            (matter, {"holder_id": self.host.id}),
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                record.with_user(self.petition).write(vals)
        with self.assertRaises(AccessError):
            matter.with_user(self.petition).create({"title": "By hand"})

    def test_unknown_facts_are_refused(self):
        with self.assertRaisesRegex(UserError, "outcome"):
            self._register(outcome="accepted")
        with self.assertRaisesRegex(UserError, "People"):
            self._register(people=[{"name": "张三", "party_ids": []}])

    def test_2_1_5_a_call_without_number_or_content_is_not_closed(self):
        contact, _matter = self._register(channel="call", caller_number=False)
        self.assertRefused("2-1.5", contact.action_close)
        contact.number_withheld = True
        contact.action_close()
        self.assertEqual(contact.state, "closed")
        contact, _matter = self._register(channel="call", request="", circumstances="", title="")
        self.assertRefused("2-1.5", contact.action_close)

    def test_2_1_7_who_hangs_up_says_why(self):
        contact, _matter = self._register(channel="call", ended_by="staff")
        self.assertRefused("2-1.7", contact.action_close)
        contact.end_cause = "The line broke"
        contact.action_close()

    def test_2_1_2_more_than_five_rings_are_found(self):
        late, _matter = self._register(channel="call", rings=6)
        soon, _matter = self._register(channel="call", rings=5)
        self.assertTrue(late.is_rung_long)
        found = late.search([("is_rung_long", "=", True)])
        self.assertIn(late, found)
        self.assertNotIn(soon, found)

    def test_2_1_1_missed_calls_are_called_back(self):
        contacts = self.env["reception.petition.contact"].with_user(self.receiver)
        ids = contacts.register_missed([{"caller_number": "13900000001", "started_at": "2026-03-06 02:00:00"}])
        missed = contacts.browse(ids)
        self.assertEqual(missed.state, "missed")
        self.assertEqual(str(missed.call_back_due), "2026-03-09", "Friday's call: the next working day")
        missed.action_call_back()
        self.assertEqual(missed.state, "closed")

    def test_2_2_3_verified_with_name_and_time_before_the_outcome(self):
        contact, matter = self._register(request="")
        self.assertRefused("2-2.3b", contact.action_verify)
        self.assertRefused("2-2.3a", contact.decide, "answered_on_spot", {"answer": "Paid on Monday"})
        matter.request = "Pay the wages"
        self.assertRefused("2-2.3a", contact.with_user(self.other_receiver).action_verify)
        contact.action_verify()
        self.assertEqual((contact.verified_by_id, contact.verified_at), (self.receiver, NOW))

    def test_p1_20_at_most_five_representatives(self):
        people = [self._person(f"代表{number}", f"1380000000{number}", role="representative") for number in range(6)]
        _contact, matter = self._register(people=people[:5], headcount=18)
        self.assertTrue(matter.is_group)
        self.assertEqual(len(matter.party_ids), 5)
        self.assertRefused("P1-20", self._register, people=people)

    def test_people_are_known_again(self):
        number = "110105194912310021"
        _contact, first = self._register(people=[self._person(document_number=number)])
        petitioner = first.party_ids.petitioner_id
        for person in (
            self._person(),
            self._person("张 三", "+86 138-0013-8000"),
            {"name": "张三丰", "document_number": number},
        ):
            _contact, matter = self._register(people=[person])
            self.assertEqual(matter.party_ids.petitioner_id, petitioner)
        _contact, other = self._register(people=[self._person("张三", "13800138001")])
        self.assertNotEqual(other.party_ids.petitioner_id, petitioner)

    def test_document_number_is_masked(self):
        _contact, matter = self._register(people=[self._person(document_number="11010519491231002X")])
        petitioner = matter.party_ids.petitioner_id
        self.assertEqual(petitioner.document_masked, "**************002X")
        for name in ("document_number", "document_hash"):
            with self.assertRaises(AccessError):
                petitioner.read([name])
            with self.assertRaises(AccessError):
                petitioner.search([(name, "!=", False)])

    def test_5_2_3_cards_while_typing(self):
        contacts = self.env["reception.petition.contact"].with_user(self.receiver)
        _contact, matter = self._register()
        for term in ("1380", "8000", "138001", "张三", "13800138000", matter.name):
            with self.subTest(term=term):
                card = contacts.lookup(term)[0]
                self.assertEqual(card["number"], matter.name)
                self.assertIn("Pay the wages", card["request"])
                self.assertEqual((card["days_left"], card["article"]), (15, "P1-23"))
                self.assertEqual(card["handler"], "Receiver")
        for term in ("", "张", "138", "%", "__", "张%", "王" * 100, None):
            with self.subTest(term=term):
                self.assertEqual(contacts.lookup(term), [])

    def test_5_2_3_possible_repeats_are_told(self):
        _contact, matter = self._register()
        contacts = self.env["reception.petition.contact"].with_user(self.receiver)
        receipt = contacts.register(self._vals())
        self.assertEqual([card["id"] for card in receipt["candidates"]], matter.ids)
        repeat = contacts.browse(receipt["contact_id"])
        self.assertTrue(repeat.is_possible_repeat)
        repeat.action_another_matter()
        self.assertFalse(repeat.is_possible_repeat)
        other = contacts.register(self._vals(circumstances="Noise at night", request="Stop the noise", title="Noise"))
        self.assertFalse(contacts.browse(other["contact_id"]).is_possible_repeat)

    def test_5_1_2a_the_same_matter_has_one_entry(self):
        _contact, matter = self._register()
        contact, same = self._register(self.other_receiver, channel="call", same_matter_id=matter.id)
        self.assertEqual(same, matter)
        self.assertTrue(contact.is_repeat)
        self.assertEqual(contact.same_decided_by_id, self.other_receiver)
        self.assertEqual(matter.repeat_count, 1)
        self.assertEqual(len(matter.contact_ids), 2)
        self.assertEqual(len(matter.sudo().term_ids), 1, "nothing starts anew")

    def test_lookup_takes_few_queries(self):
        for number in range(12):
            self._register(people=[self._person(f"赵{number}六", f"1370000{number:04}")])
        contacts = self.env["reception.petition.contact"].with_user(self.receiver)
        contacts.lookup("1370")
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(6):
            contacts.lookup("1370")
