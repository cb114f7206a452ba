import importlib.util
import json
import re
import shlex
from datetime import timedelta
from pathlib import Path
from threading import Thread
from unittest import skipUnless

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import file_open, mute_logger

from .test_tours_gate import DESK, GateTourCommon

SIMULATOR = Path(__file__).parents[3] / "scripts" / "card_reader.py"
CITIZEN = "11010119900307109X"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestGateDevices(GateTourCommon):
    """What readme/DEVICES.md says a device does, done as it stands there."""

    def _curl(self, command, **facts):
        """Send a curl line of the documentation: what stands in capitals is filled in."""
        for name, value in {"https://HOST": self.base_url(), "DATABASE": self.env.cr.dbname, **facts}.items():
            command = command.replace(name, str(value))
        words = shlex.split(command.replace("\\\n", " "))
        self.assertEqual(words[:3], ["curl", "-X", "POST"])
        headers = dict(words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "-H")
        answer = self.url_open(words[3], data=words[words.index("-d") + 1].encode(), headers=headers)
        self.assertEqual(answer.status_code, 200, answer.text)
        return answer.json()

    def test_3_8a_device_with_an_api_key_lets_in_and_out_by_the_documented_lines(self):
        device = self._make_person("turnstile", "Turnstile", self.administration, "group_reception_guard")
        until = fields.Datetime.now() + timedelta(days=1)
        key = self.env["res.users.apikeys"].with_user(device)._generate("rpc", "Turnstile", until)
        with file_open("visitor_reception/readme/DEVICES.md") as file:
            look_up, let_in, let_out, register = re.findall(r"```sh\n(.*?)```", file.read(), re.DOTALL)
        log = self._find("Guest 1")
        facts = {"KEY": key, "GATE": self.gate.id}
        (row,) = self._curl(look_up, CODE=log.sudo().access_token, **facts)["open"]
        self.assertEqual(row["id"], log.id)
        for _time in range(2):
            (result,) = self._curl(let_in, ROW=log.id, **facts)
            self.assertEqual((result["status"], result["row"]["state"]), ("done", "inside"), result["text"])
        self.assertEqual(log.guard_in_id, device)
        (result,) = self._curl(let_out, ROW=log.id, **facts)
        self.assertEqual(result["row"]["state"], "left", result["text"])
        (result,) = self._curl(register, **facts)
        self.assertEqual((result["status"], result["row"]["visitor_name"]), ("done", "Driver"), result["text"])
        operations = self.env["reception.gate.operation"].search([("sent_by_id", "=", device.id)])
        self.assertEqual(len(operations), 3, "what is sent twice is done once")

    @mute_logger("odoo.http")
    def test_3_8a_key_of_somebody_who_is_no_guard_does_nothing(self):
        until = fields.Datetime.now() + timedelta(days=1)
        key = self.env["res.users.apikeys"].with_user(self.host)._generate("rpc", "Mine", until)
        answer = self.url_open(
            "/json/2/reception.gate/sync_passages",
            data=json.dumps({"operations": [], "gate_id": self.gate.id}).encode(),
            headers={
                "Authorization": f"bearer {key}", "X-Odoo-Database": self.env.cr.dbname, "Content-Type": "application/json",
            },
        )  # fmt: skip
        self.assertEqual(answer.status_code, 403)


@tagged("post_install", "-at_install")
class TestGateReaderAndPhoto(GateTourCommon):
    """Card readers that answer over HTTP, and photos."""

    def _start_reader(self, **card):
        spec = importlib.util.spec_from_file_location("card_reader", SIMULATOR)
        simulator = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(simulator)
        simulator.Reader.card = {**simulator.CARD, **card}
        server = simulator.serve()
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()

        def stop():
            server.shutdown()
            server.server_close()
            thread.join()

        self.addCleanup(stop)
        self.gate.reader_url = f"http://127.0.0.1:{server.server_port}/card"

    @skipUnless(SIMULATOR.exists(), "the simulator stands beside the add-ons")
    def test_3_3b_card_on_the_reader_finds_who_is_expected_in_two_taps(self):
        self._start_reader(name="Guest 1")
        self.start_tour(DESK, "gate_desk_card_expected", login=self.guard.login)
        log = self._find("Guest 1")
        self.assertEqual((log.state, log.document_kind, log.document_masked[-4:]), ("inside", "identity_card", "109X"))

    @skipUnless(SIMULATOR.exists(), "the simulator stands beside the add-ons")
    def test_3_3b_card_on_the_reader_fills_in_a_visitor(self):
        self._start_reader(photo=PIXEL)
        self.gate.takes_photo = True
        self.start_tour(DESK, "gate_desk_card_new", login=self.guard.login)
        log = self._find("张三")
        self.assertEqual((log.state, log.document_kind), ("waiting", "identity_card"))
        self.assertTrue(log.photo)
        self.assertNotIn(PIXEL, str(self.env["reception.gate.operation"].search([]).mapped("values")))

    def test_reader_has_an_address_of_the_web(self):
        for url in ("javascript:alert(1)", "file:///etc/passwd", "http://"):
            with self.subTest(url=url), self.assertRaises(ValidationError):
                self.gate.reader_url = url

    def test_card_names_who_is_expected(self):
        found = self.gates.desk_search(json.dumps({"name": "Guest 1", "number": CITIZEN}), self.gate.id)
        self.assertEqual([row["visitor_name"] for row in found["open"]], ["Guest 1"])
        self.assertEqual(found["values"]["document_typed"], CITIZEN)
        found = self.gates.desk_search(json.dumps({"name": "Nobody", "number": CITIZEN}), self.gate.id)
        self.assertEqual(found["open"], [])

    def test_photo_is_kept_by_its_own_retention(self):
        log = self._let_in(photo=PIXEL)
        log.action_check_out({"slip_returned": True, "signed_by": "Host"})
        self.company.reception_photo_days = 7
        for days, is_kept in ((6, True), (8, False)):
            log._as_engine().write(
                {
                    "checked_in": self._now() - timedelta(days=days, hours=1),
                    "checked_out": self._now() - timedelta(days=days),
                }
            )
            self.logs.sudo()._cron_anonymise()
            with self.subTest(days=days):
                self.assertEqual(bool(log.photo), is_kept)
        self.assertEqual(log.visitor_name, "张三丰", "names have a time of their own")

    def test_photo_is_for_who_reads_the_passage(self):
        log = self._let_in(photo=PIXEL).sudo()
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", log._name), ("res_id", "=", log.id), ("res_field", "=", "photo")]
        )
        self.assertTrue(attachment)
        self.assertFalse(log.with_user(self.stranger).has_access("read"))
        self.assertNotIn("photo", log.with_user(self.guard)._get_desk_rows()[0])
