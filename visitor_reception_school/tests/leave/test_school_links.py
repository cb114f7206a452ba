import re
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..common import SchoolCommon


@tagged("post_install", "-at_install")
class TestSchoolLinks(HttpCase, SchoolCommon):
    """3-6a: a link for one guardian; children's data: one for consent and correction."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        now = cls.env.cr.now().replace(microsecond=0)
        cls.slip = (
            cls.env["reception.school.leave"]
            .with_user(cls.teacher)
            .create(
                {
                    "pupil_id": cls.pupil.id,
                    "reason": "Fever <b>",
                    "leave_from": now,
                    "leave_to": now + timedelta(hours=2),
                }
            )
        )
        cls.consents = cls.env["reception.school.consent"].create(
            [
                {"pupil_id": cls.pupil.id, "guardian_id": guardian.id, "purpose": "link"}
                for guardian in (cls.mother, cls.father)
            ]
        )

    def _path(self, guardian=None, slip=None):
        link = (slip or self.slip).sudo()._get_link(guardian or self.mother)
        return link.removeprefix(self.slip.get_base_url())

    def _open(self, path, **options):
        return self.url_open(path, headers={"Accept-Language": "en-US"}, **options)

    def _send(self, path, **answer):
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', self._open(path).text).group(1)
        return self._open(path, data={"csrf_token": csrf, **answer})

    def test_3_6a_one_guardian_agrees(self):
        path = self._path()
        self.assertTrue(self.slip.get_link(self.mother.id).endswith(path))
        page = self._open(path)
        self.assertIn("李小明", page.text)
        self.assertIn("Fever &lt;b&gt;", page.text)
        self.assertNotIn("李父", page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertEqual(page.headers["X-Robots-Tag"], "noindex")
        self.assertFalse(self.slip.contact_ids, "nothing changes by opening it")
        page = self._send(path, result="agreed")
        self.assertIn('data-page="agreed"', page.text)
        self.assertRecordValues(
            self.slip.contact_ids, [{"guardian_id": self.mother.id, "manner": "link", "result": "agreed"}]
        )
        # the father is shown nothing of it
        self.assertNotIn("agreed</h1>", self._open(self._path(self.father)).text)
        self.slip.action_submit()
        self.assertEqual(self.slip.state, "signing")

    def test_3_6a_no_is_no_agreement(self):
        self._send(self._path(), result="refused")
        with self.assertRaisesRegex(UserError, "^3-6a"):
            self.slip.action_submit()
        self.assertIn('data-page="refused"', self._open(self._path()).text)

    def test_links_of_others_and_dead_ones(self):
        path = self._path()
        other = self._path(self.uncle)
        for address in (other, path[:-1], f"{path}x", "/reception/school/leave/1-", "/reception/school/leave/x-é"):
            with self.subTest(address):
                self.assertEqual(self._open(address).status_code, 404)
        self.consents.filtered(lambda consent: consent.guardian_id == self.mother).action_withdraw()
        self.assertEqual(self._open(path).status_code, 404, "withdrawn: the link is dead")
        path = self._path(self.father)
        self.by_father.collect = "must_not"
        self.assertEqual(self._open(path).status_code, 404)
        self.by_father.collect = "may_collect"
        self.slip.action_cancel("Not ill any more")
        self.assertEqual(self._open(path).status_code, 410)

    def test_links_are_rate_limited(self):
        self.env["ir.config_parameter"].sudo().set_param("visitor_reception.school_page_per_minute", 2)
        statuses = [self._open("/reception/school/leave/1-x").status_code for _number in range(3)]
        self.assertEqual(statuses, [404, 404, 429])

    def test_3_6a_who_gets_no_link(self):
        with self.assertRaises(AccessError):
            self.slip.with_user(self.teacher2).get_link(self.mother.id)
        self.by_father.collect = "must_not"
        with self.assertRaisesRegex(UserError, "is not asked"):
            self.slip.get_link(self.father.id)
        with self.assertRaisesRegex(UserError, "has not consented to links"):
            self.slip.get_link(self.uncle.id)

    def test_a_guardian_withdraws_consents_and_asks_for_a_correction(self):
        self.env["reception.school.consent"].create(
            {"pupil_id": self.pupil.id, "guardian_id": self.mother.id, "purpose": "photo"}
        )
        self.pupil.photo = (
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        )
        link = self.by_mother.with_user(self.registrar).get_child_link()
        path = link.removeprefix(self.slip.get_base_url())
        action = self.by_mother.with_user(self.teacher).action_open_child_link()
        wizard = self.env["reception.school.link"].with_user(self.teacher).with_context(**action["context"]).create({})
        self.assertEqual(wizard.url, link)
        page = self._open(path)
        self.assertIn("李小明", page.text)
        self.assertIn("138****01", page.text)
        self.assertNotIn("13811110001", page.text)
        self.assertNotIn("李父", page.text)
        self._send(path, withdraw="photo")
        self.assertFalse(self.pupil.photo, "deleted at once")
        self._send(path, give="gate_record")
        self.assertTrue(self.pupil.consent_ids._filter_valid("gate_record"))
        self._send(path, wrong="The birthday is wrong")
        gate = self.env["reception.gate"]._get_any(self.company)
        told = self._get_told(gate or self.company.partner_id)
        self.assertIn(self.registrar.partner_id, told)
        for user in (self.teacher2, self.guard):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.by_mother.with_user(user).get_child_link()
        self.by_mother.date_to = "2020-01-01"
        self.assertEqual(self._open(path).status_code, 404)

    def test_photo_route_shows_whom_the_desk_has_shown(self):
        self.env["reception.school.consent"].create(
            {"pupil_id": self.pupil.id, "guardian_id": self.mother.id, "purpose": "photo"}
        )
        self.pupil.photo = (
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        )
        url = self.env["reception.school.pupil"].with_user(self.guard)._get_photo_url(self.pupil.id)
        self.authenticate(self.guard.login, self.guard.login)
        self.assertEqual(self.url_open(url).status_code, 200)
        other = url.replace(f"/{self.pupil.id}-", f"/{self.other.id}-")
        for address in (other, url[:-1], "/reception/school/photo/x"):
            with self.subTest(address):
                self.assertEqual(self.url_open(address).status_code, 404)
        image = f"/web/image/reception.school.pupil/{self.pupil.id}/photo"
        placeholder = self.url_open("/web/image/reception.school.pupil/0/photo").content
        self.assertEqual(self.url_open(image).content, placeholder, "guards read no pupils")
        self.authenticate(self.teacher2.login, self.teacher2.login)
        self.assertEqual(self.url_open(url).status_code, 404, "another user's address")
        self.assertEqual(self.url_open(image).content, placeholder, "another's class")
