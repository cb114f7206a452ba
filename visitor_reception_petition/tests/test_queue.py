from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import NOW, PetitionCommon


@tagged("post_install", "-at_install")
class TestPetitionQueue(PetitionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.window, cls.other_window = cls.env["reception.petition.window"].create(
            [{"name": "Window 1", "place": "Hall"}, {"name": "Window 2"}]
        )
        cls.contacts = cls.env["reception.petition.contact"].with_user(cls.receiver)

    @freeze_time(NOW)
    def test_2_2_1_numbers_are_called_in_their_order(self):
        first, second = self.contacts.take_ticket(self.window.id), self.contacts.take_ticket(self.window.id)
        third = self.contacts.take_ticket(self.other_window.id)
        self.assertEqual([row["ticket"] for row in (first, second, third)], ["001", "002", "003"])
        self.assertEqual([row["ticket"] for row in self.contacts.get_queue()], ["001", "002", "003"])
        self.assertEqual(self.contacts.call_next(self.other_window.id)["ticket"], "003")
        self.assertEqual(self.contacts.call_next()["ticket"], "001")
        contact = self.contacts.browse(first["contact_id"])
        self.assertEqual((contact.state, contact.receiver_id), ("open", self.receiver))
        receipt = self.contacts.register(self._vals(contact_id=contact.id))
        self.assertEqual(receipt["contact_id"], contact.id)
        self.assertEqual((contact.matter_id.id, contact.ticket), (receipt["matter_id"], "001"))
        self.assertRefused("5-2.2", self.contacts.register, self._vals(contact_id=contact.id))
        self.assertRefused(
            "2-2.3a", self.contacts.with_user(self.other_receiver).register, self._vals(contact_id=contact.id)
        )

    @freeze_time(NOW)
    def test_5_2_2_who_leaves_unheard_is_called_back(self):
        ticket = self.contacts.take_ticket(self.window.id)
        contact = self.contacts.browse(ticket["contact_id"])
        for verb in ("action_miss", "action_start", "open_waiting"):
            self.assertRefused("5-2.2", getattr(contact.with_user(self.auditor), verb))
        contact.action_miss("Had to catch the bus")
        self.assertEqual((contact.state, str(contact.call_back_due)), ("missed", "2026-03-06"))
        self.assertEqual(self.contacts.get_queue()[0]["state"], "missed")
        self.assertFalse(self.contacts.call_next())
        self.assertRefused("5-2.2", contact.with_user(self.auditor).action_call_back)
        contact.action_call_back()
        self.assertFalse(self.contacts.get_queue())

    @freeze_time(NOW)
    def test_the_count_begins_anew_each_day(self):
        self.contacts.take_ticket(self.window.id)
        with freeze_time("2026-03-05 16:01:00"):
            self.assertEqual(self.contacts.take_ticket(self.window.id)["ticket"], "001", "past midnight in China")

    def test_who_gives_numbers(self):
        self.assertRefused("5-2.2", self.contacts.with_user(self.host).take_ticket, self.window.id)
        with self.assertRaises(AccessError):
            self.window.with_user(self.receiver).action_make_kiosk_link()

    @freeze_time(NOW)
    def test_typed_at_the_kiosk_and_received(self):
        contacts = self.env["reception.petition.contact"].with_user(self.env.ref("base.public_user")).sudo()
        person = self._person()
        facts = {"kind": "appeal", "request": "Pay", "circumstances": "Not paid"}
        contact = contacts._register_at_kiosk(self.window, person, facts)
        self.assertEqual((contact.state, contact.ticket, contact.receiver_id.id), ("waiting", "001", False))
        self.assertEqual(set(self._terms(contact.matter_id)), {"petition_notice"}, "its clock runs from the receipt")
        self.assertFalse(contact.matter_id.holder_id)
        entry = self.contacts.call_next()
        self.assertEqual((entry["matter"]["request"], entry["people"][0]["name"]), ("Pay", "张三"))
        self.assertEqual(contact.matter_id.holder_id, self.receiver)
        accusation = contacts._register_at_kiosk(self.window, person, {"kind": "accusation", "request": "Look"})
        self.assertTrue(accusation.matter_id.is_sealed)
        self.assertFalse(self.contacts.call_next(), "sealed at once: nobody of the window sees it")


@tagged("post_install", "-at_install")
class TestPetitionPages(PetitionCommon, HttpCase):
    def test_status_says_nothing_of_name_and_content(self):
        _contact, matter = self._decide("accepted")
        self.env.flush_all()
        page = self.url_open(f"/reception/petition/status/{matter.sudo().status_token}")
        self.assertEqual(page.status_code, 200)
        self.assertIn(matter.name, page.text)
        for text in ("张三", "Pay the wages", "13800138000"):
            self.assertNotIn(text, page.text)
        self.assertEqual(self.url_open("/reception/petition/status/unknown").status_code, 404)
        matter._as_engine().is_sealed = True
        self.env.flush_all()
        self.assertEqual(self.url_open(f"/reception/petition/status/{matter.sudo().status_token}").status_code, 404)

    def test_kiosk_works_on_one_device(self):
        window = self.env["reception.petition.window"].create({"name": "Window 1"})
        window.with_user(self.petition).action_make_kiosk_link()
        self.env.flush_all()
        address = f"/reception/petition/kiosk/{window.kiosk_token}"
        page = self.url_open(address)
        self.assertIn("Use this device", page.text)
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        page = self.url_open(address, data={"csrf_token": token})
        self.assertIn('name="kind"', page.text)
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        answer = {"csrf_token": token, "kind": "appeal", "name": "张三", "request": "Pay", "privacy": "1"}
        page = self.url_open(address, data=answer)
        self.assertIn("001", page.text)
        contact = self.env["reception.petition.contact"].search([("window_id", "=", window.id)])
        self.assertEqual((contact.state, contact.matter_id.request), ("waiting", "Pay"))
        self.opener.cookies.clear()
        self.assertEqual(self.url_open(address).status_code, 403)
