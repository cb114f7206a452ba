import hashlib
import hmac
import json
from datetime import timedelta
from unittest.mock import patch

import requests
from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ...models.gate import reception_gate_event
from ..common_gate import GateCommon

URL = "https://turnstile.example.com/steps"


class Answer:
    def __init__(self, status_code):
        self.status_code, self.ok = status_code, status_code < 400

    def close(self):
        """As that of requests."""


@tagged("post_install", "-at_install")
class TestGateEvent(GateCommon):
    """Steps at a gate leave it as signed events: queued, tried again, never waited for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gate.event_url = URL
        cls.events = cls.env["reception.gate.event"]
        cls.sent = []

    def _find(self):
        return self.events.search([("gate_id", "=", self.gate.id)], order="id")

    def _send(self, outcome=200, address="93.184.216.34"):
        """Run the cron; ``outcome`` is a status or an error."""

        def post(url, **kwargs):
            self.sent.append((url, kwargs))
            if isinstance(outcome, Exception):
                raise outcome
            return Answer(outcome)

        found = [(2, 1, 6, "", (address, 443))]
        with (
            patch.object(reception_gate_event.socket, "getaddrinfo", return_value=found),
            patch.object(reception_gate_event.requests, "post", post),
        ):
            self.events._cron_send()

    def test_steps_are_queued_and_delivered_signed(self):
        log = self._register(visitor_phone="13800001234", document_typed="110101199001011237")
        log.action_check_in({"consent_by": "Host"})
        self.assertEqual(self._find().mapped("verb"), ["register", "check_in"])
        self._send()
        self.assertEqual(set(self._find().mapped("state")), {"sent"})
        url, kwargs = self.sent[-1]
        body, headers = kwargs["data"].decode(), kwargs["headers"]
        secret = self.gate.event_secret.encode()
        signature = hmac.new(secret, f"{headers['X-Reception-Time']}.{body}".encode(), hashlib.sha256).hexdigest()
        self.assertEqual((url, headers["X-Reception-Signature"]), (URL, f"sha256={signature}"))
        told = json.loads(body)
        self.assertEqual((told["event"], told["gate"], told["passages"][0]["name"]), ("check_in", "N", log.name))
        self.assertNotIn("13800001234", body)
        self.assertNotIn("1237", body)
        self.assertFalse(kwargs["allow_redirects"])
        self.sent.clear()
        self._send()
        self.assertFalse(self.sent, "each once")

    def test_the_desk_does_not_wait(self):
        with patch.object(reception_gate_event.requests, "post", side_effect=AssertionError):
            log = self._let_in()
        self.assertEqual(log.state, "inside")

    def test_it_is_tried_again_and_given_up(self):
        self._register()
        event = self._find()
        now = self._now()
        for attempt, minutes in enumerate(reception_gate_event.RETRY_MINUTES, start=1):
            with freeze_time(now):
                self._send(requests.ConnectionError("no route") if attempt % 2 else 500)
            self.assertEqual((event.state, event.attempts), ("waiting", attempt))
            self.assertEqual(event.next_at, now.replace(microsecond=0) + timedelta(minutes=minutes))
            now = event.next_at
        with freeze_time(now):
            self._send(500)
        self.assertEqual((event.state, event.answer), ("failed", "500"))
        self.assertEqual(self.gate.event_failed_count, 1)
        event.with_user(self.officer).action_send_again()
        self._send()
        self.assertEqual((event.state, event.attempts), ("sent", 1))

    def test_who_stands_still_holds_up_nobody_else(self):
        other = self.env["reception.gate"].create({"name": "South", "code": "S", "event_url": URL})
        self._register()
        self._register("Second", visitor_phone="2")
        self.logs.register([{"visitor_name": "South"}], other.id)
        self._send(requests.Timeout("slow"))
        self.assertEqual(len(self.sent), 2, "one try for each gate")

    def test_private_addresses_are_refused(self):
        for address in ("10.0.0.8", "127.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fd00::1"):
            with self.subTest(address=address):
                self._register(visitor_phone=address)
                self._send(address=address)
                self.assertFalse(self.sent)
                self.assertIn(address, self._find()[-1].answer)
                self._find().sudo().unlink()
        self.gate.event_is_private = True
        self._register(visitor_phone="house")
        self._send(address="10.0.0.8")
        self.assertEqual(len(self.sent), 1)
        self._register(visitor_phone="cloud")
        self._send(address="169.254.169.254")
        self.assertEqual(len(self.sent), 1)

    def test_gates_without_address_tell_nobody(self):
        self.gate.event_url = False
        self._register()
        self.assertFalse(self._find())
        for url in ("ftp://example.com", "file:///etc/passwd", "example.com", "https://user:word@example.com"):
            with self.subTest(url=url), self.assertRaises(ValidationError):
                self.gate.event_url = url

    def test_who_reads_and_changes(self):
        self._register()
        event, gate = self._find(), self.gate.with_user(self.guard)
        for user in (self.guard, self.host, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                event.with_user(user).action_send_again()
        with self.assertRaises(AccessError):
            gate.read(["event_secret"])
        with self.assertRaises(AccessError):
            self.gate.with_user(self.auditor).action_make_event_secret()
        secret = self.gate.event_secret
        self.gate.with_user(self.officer).action_make_event_secret()
        self.assertNotEqual(self.gate.event_secret, secret)
        with self.assertRaises(AccessError):
            event.with_user(self.officer).write({"state": "sent"})

    def setUp(self):
        super().setUp()
        self.sent.clear()
