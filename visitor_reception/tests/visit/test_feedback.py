import re
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from ...controllers.visit import reception_feedback
from ..common import NOW, ReceptionCommon

RATINGS = {"rating_reception": "5", "rating_board": "4", "rating_programme": "3"}


class FeedbackCommon(ReceptionCommon):
    dates = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._issue(cls._make_visit(user=cls.officer, headcount=3, **cls.dates))
        cls.feedback = cls.env["reception.visit.feedback"]

    def _make_link(self):
        self.visit.with_user(self.host).action_make_feedback_link()
        return self.visit.sudo().feedback_token


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestFeedback(FeedbackCommon):
    def test_4_12_3_link_is_made_by_host_or_officer_alone(self):
        draft = self._make_visit()
        with self.assertRaisesRegex(UserError, r"^4-12\.3: .* has not been issued"):
            draft.action_make_feedback_link()
        for user in (self.gm, self.auditor):
            with self.subTest(user=user.login), self.assertRaisesRegex(UserError, r"^4-12\.3: the host or"):
                self.visit.with_user(user).action_make_feedback_link()
        token = self._make_link()
        self.assertGreaterEqual(len(token), 43)
        self.assertEqual(self._make_link(), token, "one link a visit")
        visit = self.visit.with_user(self.host)
        self.assertTrue(visit.feedback_url.endswith(f"/reception/feedback/{token}"))
        self.assertTrue(visit.feedback_qr)
        self.assertEqual(visit.feedback_until, (self.visit.date_end + timedelta(days=30)).date())
        for user in (self.gm, self.auditor):
            self.assertFalse(self.visit.with_user(user).feedback_url)
        for user in (self.host, self.officer, self.manager):
            with self.assertRaises(AccessError):
                self.visit.with_user(user).read(["feedback_token"])
        visit.action_revoke_feedback_link()
        self.assertFalse(visit.feedback_url)
        self.assertNotEqual(self._make_link(), token)

    def test_4_12_3_link_is_not_written_by_hand(self):
        for vals in ({"feedback_token": "1"}, {"feedback_link_answers": 0}, {"feedback_average": 5}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.visit.with_user(self.host).write(vals)

    def test_4_12_3_clerk_enters_what_was_said(self):
        with Form(self.feedback.with_user(self.officer).with_context(default_source="link")) as form:
            form.visit_id = self.visit
            form.rating_reception = "5"
            form.rating_board = "4"
            form.rating_programme = "3"
            form.request = "Please send <b>the</b> photos"
        answer = form.record
        self.assertRecordValues(
            answer,
            [{"source": "clerk", "average": 4.0, "department_id": self.marketing.id, "company_id": self.company.id}],
        )
        self.assertRecordValues(self.visit, [{"feedback_average": 4.0, "feedback_count": 1}])
        task = self.visit.sudo().activity_ids.filtered(lambda activity: "A guest asks" in (activity.summary or ""))
        self.assertEqual(task.user_id, self.host)
        self.assertIn("&lt;b&gt;the&lt;/b&gt;", task.note)
        answer.rating_programme = "5"
        self.assertAlmostEqual(self.visit.feedback_average, 4.67)

    def test_4_12_3_nobody_writes_in_the_name_of_a_guest(self):
        vals = {"visit_id": self.visit.id, **RATINGS}
        for user in (self.host, self.head, self.auditor, self.guard):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.feedback.with_user(user).create(vals)
        for user in (self.officer, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.feedback.with_user(user).create({**vals, "source": "link"})
        self.visit._answer_by_link(RATINGS)
        answer = self.visit.feedback_ids.with_user(self.officer)
        self.assertEqual(answer.source, "link")
        for attempt in (lambda: answer.write({"rating_board": "5"}), answer.unlink):
            with self.assertRaises(AccessError):
                attempt()

    def test_4_12_3_who_reads_feedback(self):
        self.visit._answer_by_link(RATINGS)
        self.env.flush_all()
        for user, reads in (
            (self.host, True),
            (self.head, True),
            (self.gm, True),
            (self.officer, True),
            (self.auditor, True),
            (self.stranger, False),
            (self.guard, False),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(bool(self.feedback.with_user(user).search([("visit_id", "=", self.visit.id)])), reads)

    def test_4_12_3_wrong_ratings(self):
        for rating in ("0", "6", "x", 5, True):
            with self.subTest(rating=rating), self.assertRaises(ValueError):
                self.feedback.with_user(self.officer).create(
                    {"visit_id": self.visit.id, **RATINGS, "rating_board": rating}
                )

    def test_4_12_3_card_is_printed_by_host_or_officer(self):
        reports = self.env["ir.actions.report"]
        card = "visitor_reception.report_reception_feedback"
        with self.assertRaisesRegex(AccessError, "no feedback link"):
            reports.with_user(self.host)._render_qweb_html(card, self.visit.ids)
        token = self._make_link()
        html, _type = reports.with_user(self.host)._render_qweb_html(card, self.visit.ids)
        self.assertIn(token, html.decode())
        self.assertIn("data:image/png;base64,iVBOR", html.decode())
        with self.assertRaises(AccessError):
            reports.with_user(self.gm)._render_qweb_html(card, self.visit.ids)

    def test_4_12_3_menu_for_those_who_read_all(self):
        menu = self.env.ref("visitor_reception.reception_visit_feedback_menu")
        for user, shown in ((self.officer, True), (self.auditor, True), (self.manager, True), (self.host, False)):
            with self.subTest(user=user.login):
                self.assertEqual(menu.id in self.env["ir.ui.menu"].with_user(user).load_menus(False), shown)


@tagged("post_install", "-at_install")
class TestFeedbackPage(HttpCase, FeedbackCommon):
    """The public page, asked by a browser that has no account."""

    # the server lives in the present
    dates = {"date_begin": datetime.now(), "date_end": datetime.now()}

    def _open(self, token, lang="en-US,en;q=0.9", **options):
        return self.url_open(f"/reception/feedback/{token}", headers={"Accept-Language": lang}, **options)

    def _get_csrf(self, token):
        return re.search(r'name="csrf_token" value="([^"]+)"', self._open(token).text).group(1)

    def _send(self, token, csrf=None, **answer):
        return self._open(token, data={"csrf_token": csrf or self._get_csrf(token), **RATINGS, **answer})

    def test_4_12_3_guest_answers_without_an_account(self):
        token = self._make_link()
        page = self._open(token)
        self.assertEqual(page.status_code, 200)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertIn(self.company.name, page.text)
        self.assertIn("Customer Ltd", page.text)
        for secret in (self.visit.name, "Guest 1", "Host", "supply contract", "Marketing"):
            self.assertNotIn(secret, page.text)
        thanks = self._send(token, comment="Very <b>good</b>\r\nindeed", request="A photo", guest_name="Ann")
        self.assertEqual(thanks.status_code, 200)
        self.assertIn('data-page="thanks"', thanks.text)
        self.assertRecordValues(
            self.visit.feedback_ids,
            [{"source": "link", "average": 4.0, "comment": "Very <b>good</b>\nindeed", "guest_name": "Ann"}],
        )
        self.assertEqual(self.visit.sudo().activity_ids.filtered("note").user_id, self.host)

    def test_4_12_3_speaks_as_the_browser_does(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        token = self._make_link()
        for lang, expected in (
            ("zh-CN,zh;q=0.9", "zh-CN"),
            ("zh-Hans-CN", "zh-CN"),
            ("zh", "zh-CN"),
            ("en-GB,zh;q=0.5", "en-US"),
            ("fr-FR,zh;q=0.5", "zh-CN"),
            ("*", "en-US"),
        ):
            with self.subTest(lang=lang):
                self.assertIn(f'<html lang="{expected}"', self._open(token, lang=lang).text)

    def test_4_12_3_guest_chooses_the_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        token = self._make_link()
        page = self._open(token)
        for lang in ("zh-CN", "en-US"):
            self.assertIn(f'<a href="?lang={lang.replace("-", "_")}" lang="{lang}"', page.text)
        page = self._send(f"{token}?lang=zh_CN")
        self.assertIn('data-page="thanks"', page.text)
        self.assertIn('<html lang="zh-CN"', page.text)
        self.assertIn('<html lang="en-US"', self._open(f"{token}?lang=//example.com").text)

    def test_4_12_3_guesses_are_limited(self):
        self.env["ir.config_parameter"].sudo().set_param("visitor_reception.public_page_per_minute", 1)
        self.assertEqual(self._open("guess").status_code, 404)
        page = self._open("guess")
        self.assertEqual(page.status_code, 429)
        self.assertIn('data-page="too_often"', page.text)
        self.assertEqual(self._open(self._make_link()).status_code, 200)

    def test_4_12_3_unknown_and_revoked_links(self):
        token = self._make_link()
        self.visit.with_user(self.host).action_revoke_feedback_link()
        for unknown in (token, "x", "a" * 3000, "%00", "%27%20OR%201=1", "False", "0"):
            response = self._open(unknown)
            with self.subTest(token=unknown[:20]):
                self.assertEqual(response.status_code, 404)
                self.assertIn('data-page="unknown"', response.text)
                self.assertNotIn(self.company.name, response.text)

    def test_4_12_3_at_most_one_answer_a_guest(self):
        token = self._make_link()
        csrf = self._get_csrf(token)
        for _number in range(3):
            self.assertIn('data-page="thanks"', self._send(token).text)
        for page in (self._open(token), self._send(token, csrf=csrf)):
            self.assertEqual(page.status_code, 410)
            self.assertIn('data-page="used_up"', page.text)
        self.assertEqual(len(self.visit.feedback_ids), 3)

    def test_4_12_3_a_notice_without_guests_takes_one_answer(self):
        vals = self._visit_vals(guests=0, **self.dates)
        self.visit = self.env["reception.visit"]._as_engine().create({**vals, "state": "issued"})
        token = self._make_link()
        self._send(token)
        self.assertEqual(self._open(token).status_code, 410)

    def test_4_12_3_at_most_five_a_minute(self):
        self.visit.headcount = 20
        self._issue(self.visit)
        token = self._make_link()
        for _number in range(5):
            self._send(token)
        page = self._send(token, comment="My words stay")
        self.assertIn("wait a minute", page.text)
        self.assertIn("My words stay", page.text)
        self.assertEqual(len(self.visit.feedback_ids), 5)
        self.visit.feedback_ids.sudo().write({"date": datetime.now() - timedelta(minutes=2)})
        self.assertIn('data-page="thanks"', self._send(token).text)

    def test_4_12_3_open_for_so_many_days_after_the_departure(self):
        token = self._make_link()
        until = self.visit.with_user(self.host).feedback_until
        for days, status in ((0, 200), (1, 410)):
            day = until + timedelta(days=days)
            with (
                self.subTest(days=days),
                patch.object(type(self.env["reception.deadline"]), "_get_today", lambda _self, _company, day=day: day),
            ):
                self.assertEqual(self._open(token).status_code, status)

    def test_4_12_3_forgery_from_another_site_is_refused(self):
        token = self._make_link()
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_http"):
            self.assertEqual(self._open(token, data=RATINGS).status_code, 400)
        self.assertFalse(self.visit.feedback_ids)

    def test_4_12_3_hostile_input(self):
        token = self._make_link()
        script = "<script>alert(1)</script>\" onload='x"
        for answer, text in (
            ({"rating_board": "6"}, "three questions"),
            ({"rating_board": ""}, "three questions"),
            ({"rating_board": script}, "three questions"),
            ({"comment": "长" * 2001}, "too long"),
            ({"request": "x" * 2001}, "too long"),
            ({"guest_name": "x" * 101}, "too long"),
        ):
            page = self._send(token, **{"guest_name": script, **answer})
            with self.subTest(answer=str(answer)[:40]):
                self.assertEqual(page.status_code, 200)
                self.assertIn(text, page.text)
                self.assertNotIn("<script>", page.text)
        with mute_logger("odoo.http"):
            self.assertEqual(self._send(token, comment="x" * 1_000_000).status_code, 413)
        self.assertFalse(self.visit.feedback_ids)
        self._send(token, comment="\0" + script, source="clerk", visit_id="1", average="5")
        self.assertRecordValues(self.visit.feedback_ids, [{"comment": script, "source": "link", "average": 4.0}])

    def test_4_12_3_longest_texts_are_kept(self):
        token = self._make_link()
        text = "长\r\n" * 1000
        self._send(token, comment=text, guest_name="名" * 100)
        self.assertEqual(self.visit.feedback_ids.comment, text.replace("\r\n", "\n").strip())

    def test_4_12_3_limits_of_the_page_are_those_of_the_database(self):
        constraint = self.feedback._table_objects["reception_visit_feedback_texts_bounded"]
        self.assertIn(str(reception_feedback.LIMITS["comment"]), constraint.get_definition(self.env.registry))
