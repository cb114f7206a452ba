from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common_gate import GateCommon


@tagged("post_install", "-at_install")
class TestGateInvitation(GateCommon):
    """Guests are invited by a dialog and by e-mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.write({"lang": "en_US", "street": "1 Example Road"})

    def _invite(self, user=None, **vals):
        begin = self._now()
        values = {"visitor_name": "Guest One", "reason": "Talks", **vals}
        logs = self.env["reception.gate.log"].with_user(user or self.host)
        return logs.invite([values], begin, begin + timedelta(hours=2))

    def _get_letters(self, email="guest@example.com"):
        return self.env["mail.mail"].search([("email_to", "=", email)])

    def test_invitation_is_sent_at_once(self):
        log = self._invite(visitor_email="  Guest@Example.com ")
        self.assertEqual(log.visitor_email, "guest@example.com")
        self.assertTrue(log.invitation_sent_at)
        letter = self._get_letters()
        self.assertEqual(letter.subject, f"Your visit to {self.company.name}")
        self.assertIn(self.host.email_normalized, letter.email_from)
        url = log.invitation_url
        for text in (
            f'href="{url}"', "Guest One", "Host", "Talks", "North Gate", "1 Example Road", log._get_expected_text(),
            "/report/barcode?barcode_type=QR", url.rsplit("/", 1)[-1], "personal data",
        ):  # fmt: skip
            self.assertIn(text, letter.body_html)
        self.assertFalse(self._invite(visitor_name="Without").invitation_sent_at)
        self.assertEqual(len(self._get_letters()), 1)

    def test_letter_is_not_read_at_the_gate_and_is_forgotten(self):
        self._invite(visitor_email="guest@example.com")
        letter = self._get_letters()
        self.assertTrue(letter.auto_delete)
        self.assertFalse(letter.model or letter.res_id)
        for user in (self.guard, self.officer, self.stranger):
            with self.subTest(user=user.login):
                self.assertFalse(letter.mail_message_id.with_user(user).has_access("read"))

    def test_who_sends_an_invitation(self):
        log = self._invite()
        with self.assertRaisesRegex(UserError, "Write the e-mail address of Guest One"):
            log.action_send_invitation("   ")
        log.action_send_invitation("guest@example.com")
        log.with_user(self.officer).action_send_invitation()
        self.assertEqual(len(self._get_letters()), 2)
        self.assertFalse(log.with_user(self.officer).invitation_url, "who sends it does not get the link")
        self.auditor.sudo().group_ids += self.env.ref("visitor_reception.group_reception_officer")
        for user in (self.guard, self.stranger, self.cashier, self.head, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                log.with_user(user).action_send_invitation("other@example.com")
        self.assertEqual(log.visitor_email, "guest@example.com")
        for user, may in ((self.host, True), (self.officer, True), (self.guard, False), (self.auditor, False)):
            with self.subTest(user=user.login):
                self.assertEqual(log.with_user(user).can_send_invitation, may)

    def test_own_invitations_only_even_among_others(self):
        own, other = self._invite(visitor_email="guest@example.com"), self._invite(self.head, visitor_name="Other")
        with self.assertRaises(AccessError):
            (own | other.with_user(self.host)).action_send_invitation()
        self.assertEqual(len(self._get_letters()), 1)

    def test_only_who_is_expected_still(self):
        log = self._invite(visitor_email="guest@example.com")
        with freeze_time(self._now() + timedelta(hours=5)), self.assertRaisesRegex(UserError, "expected no more"):
            log.action_send_invitation()
        self.logs.browse(log.id).action_check_in({"document_kind": "passport"}, self.gate.id)
        with self.assertRaisesRegex(UserError, "expected no more"):
            log.action_send_invitation()
        self.assertFalse(log.can_send_invitation)

    def test_bad_addresses(self):
        for email in ("guest", "a@b", "a@b.c, d@e.fr", f"{'x' * 250}@example.com", "a b@", 5, ["a@b.com"]):
            with self.subTest(email=email):
                with self.assertRaisesRegex(ValidationError, "no e-mail address"):
                    self._invite(visitor_email=email)
                if isinstance(email, str):
                    with self.assertRaisesRegex(ValidationError, "no e-mail address"):
                        self._invite().action_send_invitation(email)
        for empty in ("  ", "", False, None):
            self.assertFalse(self._invite(visitor_email=empty).visitor_email)
        with self.assertRaisesRegex(ValidationError, "no e-mail address"):
            self._register(visitor_email="guest")

    def test_address_is_forgotten_and_not_sent_to_desks(self):
        log = self._invite(visitor_email="guest@example.com")
        rows = self.gates.get_desk_data(self.gate.id)
        self.assertNotIn("guest@example.com", str(rows))
        with freeze_time(self._now() + timedelta(days=366)):
            self.env["reception.gate.log"]._cron_anonymise()
        self.assertEqual((log.visitor_name, log.visitor_email), ("***", False))

    def test_invited_without_the_letter(self):
        """Who deletes the template still invites."""
        self.env.ref("visitor_reception.mail_template_gate_invitation").unlink()
        log = self._invite(visitor_email="guest@example.com")
        self.assertEqual((log.state, log.invitation_sent_at), ("expected", False))

    def test_dialog(self):
        form = Form(self.env["reception.gate.invite"].with_user(self.host))
        form.reason = "Talks"
        form.expected_until = self._now() + timedelta(hours=2)
        with form.line_ids.new() as line:
            line.visitor_name = "Typed"
        form.pasted = "1\t王伟\t138-0000 1111\t华信公司\twang@example.com\n2\tLi Na\tli@example.com"
        self.assertFalse(form.pasted)
        action = form.save().action_invite()
        logs = self.env["reception.gate.log"].with_user(self.host).search(action["domain"], order="id")
        self.assertEqual(
            [(log.visitor_name, log.visitor_phone, log.visitor_unit, log.visitor_email) for log in logs],
            [
                ("Typed", False, False, False),
                ("王伟", "138-0000 1111", "华信公司", "wang@example.com"),
                ("Li Na", False, False, "li@example.com"),
            ],
        )
        self.assertEqual([bool(log.invitation_sent_at) for log in logs], [False, True, True])

    def test_dialog_tells_what_is_wrong_by_line(self):
        invites = self.env["reception.gate.invite"].with_user(self.host)
        values = {"reason": "Talks", "expected_until": self._now() + timedelta(hours=2)}
        with self.assertRaisesRegex(UserError, "Write who comes"):
            invites.create(values).action_invite()
        lines = [
            {"visitor_name": "Good"},
            {"visitor_name": "  "},
            {"visitor_name": "y" * 101},
            {"visitor_name": "Bad", "visitor_email": "bad"},
            {"visitor_name": "Good", "visitor_phone": " "},
        ]
        invite = invites.create({**values, "line_ids": [(0, 0, line) for line in lines]})
        with self.assertRaisesRegex(
            UserError,
            "Line 2: write the name.\nLine 3: Visitor: at most 100 characters.\nLine 4: .bad. is no e-mail.*\nLine 5: stands",
        ):
            invite.action_invite()
        self.assertFalse(self.env["reception.gate.log"].search([("visitor_name", "=", "Good")]))

    def test_dialog_of_the_passage(self):
        log = self._invite(visitor_email="guest@example.com")
        action = log.with_context(reception_gate_verb="send_invitation").action_open_answer()
        form = Form(self.env[action["res_model"]].with_user(self.host).with_context(**action["context"]))
        self.assertEqual(form.visitor_email, "guest@example.com")
        form.visitor_email = "new@example.com"
        self.assertEqual(form.save().action_answer()["tag"], "display_notification")
        self.assertEqual(log.visitor_email, "new@example.com")
        self.assertEqual(len(self._get_letters("new@example.com")), 1)
