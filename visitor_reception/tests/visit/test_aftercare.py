import base64
import io

from freezegun import freeze_time
from PIL import Image

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ...tools import image
from ..common import NOW, ReceptionCommon


def make_picture(picture_format="PNG", size=(30, 12)):
    file = io.BytesIO()
    Image.new("RGB", size, "white").save(file, picture_format)
    return base64.b64encode(file.getvalue()).decode()


class AftercareCommon(ReceptionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.visit = cls._issue(cls._make_visit(user=cls.officer, contact_name="Guest 1"))

    @classmethod
    def _host_the_guests(cls):
        cls._prepare(cls.visit).action_start()
        return cls.visit.with_user(cls.host)


@tagged("post_install", "-at_install")
class TestGuestRegister(AftercareCommon):
    def _wizard(self, user=None, **vals):
        wizards = self.env["reception.register.sign"].with_user(user or self.host)
        return wizards.create({"visit_id": self.visit.id, **vals})

    def test_1_5_4_3_signed_with_a_drawn_signature(self):
        visit = self._host_the_guests()
        action = visit.action_open_register()
        with Form(self.env[action["res_model"]].with_user(self.host).with_context(**action["context"])) as form:
            form.signature = make_picture()
        form.record.action_confirm()
        self.assertRecordValues(visit, [{"register_signed_by_id": self.host.id, "register_signed_at": NOW}])
        self.assertEqual(visit.register_signature.decode(), make_picture())
        visit.action_close()
        self.assertEqual(visit.state, "closed")

    def test_1_5_4_3_signed_with_a_scan(self):
        visit = self._host_the_guests()
        self._wizard(scan=make_picture("JPEG"), scan_filename="page 1.jpg").action_confirm()
        self.assertEqual(visit.register_signed_by_id, self.host)
        scan = visit.register_scan_ids
        self.assertRecordValues(
            scan,
            [{"name": "page 1.jpg", "mimetype": "image/jpeg", "res_model": "reception.visit", "res_id": visit.id}],
        )
        self.assertTrue(scan.with_user(self.officer).has_access("read"))
        self.assertFalse(scan.with_user(self.stranger).has_access("read"))

    def test_1_5_4_3_one_of_the_two_is_needed(self):
        self._host_the_guests()
        with self.assertRaisesRegex(UserError, r"^1-5\.4\.3: draw the signature"):
            self._wizard().action_confirm()
        self.assertFalse(self.visit.register_signed_by_id)

    def test_1_5_4_3_the_verb_works_without_a_picture(self):
        visit = self._host_the_guests()
        visit.action_sign_register()
        self.assertTrue(visit.register_signed_by_id)
        with self.assertRaisesRegex(UserError, "not open for signing"):
            visit.action_open_register()
        with self.assertRaisesRegex(UserError, "not open for signing"):
            self._wizard(signature=make_picture()).action_confirm()

    def test_1_5_4_3_nobody_signs_who_may_not(self):
        self._host_the_guests()
        with self.assertRaisesRegex(UserError, "1-5.4.3"):
            self._wizard(self.officer, signature=make_picture()).action_confirm()
        self.assertFalse(self.visit.register_signature)

    def test_1_5_4_3_only_real_pictures(self):
        self._host_the_guests()
        svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
        for content in (
            svg,
            b"<html><script>alert(1)</script></html>",
            b"%PDF-1.4",
            b"\xff\xd8\xff" + svg,
            b"\x89PNG\r\n\x1a\n" + svg,
        ):
            wizard = self._wizard(scan=base64.b64encode(content).decode(), scan_filename="register.png")
            with self.subTest(content=content[:10]), self.assertRaisesRegex(UserError, "PNG or JPEG"):
                wizard.action_confirm()
        gif = self._wizard(signature=make_picture("GIF"))
        with self.assertRaisesRegex(UserError, "PNG or JPEG"):
            gif.action_confirm()
        self.assertFalse(self.visit.register_signed_by_id)

    def test_1_5_4_3_pictures_are_of_bounded_size(self):
        self._host_the_guests()
        self.patch(image, "LARGEST_PIXELS", 100)
        with self.assertRaisesRegex(UserError, "PNG or JPEG"):
            self._wizard(signature=make_picture()).action_confirm()
        self.patch(image, "LARGEST_PIXELS", 10_000)
        self.patch(image, "LARGEST_BYTES", 20)
        with self.assertRaisesRegex(UserError, "PNG or JPEG"):
            self._wizard(signature=make_picture()).action_confirm()

    def test_1_5_4_3_what_was_signed_stays_as_it_was(self):
        visit = self._host_the_guests()
        self._wizard(signature=make_picture(), scan=make_picture("JPEG")).action_confirm()
        for vals in ({"register_signature": make_picture(size=(9, 9))}, {"register_scan_ids": [(5,)]}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                visit.write(vals)
        act = visit._get_act("register")
        files = act.file_ids | self.env["ir.attachment"].search(
            [("res_model", "=", "reception.visit.act"), ("res_id", "=", act.id), ("res_field", "=", "signature")]
        )
        self.assertEqual(len(files), 2)
        for file in files.with_user(self.host):
            for attempt in (lambda file=file: file.write({"raw": b"other"}), file.unlink):
                with self.assertRaises(AccessError):
                    attempt()

    def test_1_5_4_3_no_signature_by_way_of_a_file(self):
        self._host_the_guests().action_sign_register()
        files = self.env["ir.attachment"].with_user(self.host)
        forged = {"name": "forged", "res_model": "reception.visit", "res_id": self.visit.id, "datas": make_picture()}
        of_act = {
            "res_model": "reception.visit.act",
            "res_id": self.visit._get_act("register").id,
            "res_field": "signature",
        }
        with self.assertRaises(AccessError):
            files.create({**forged, **of_act})
        file = files.create(forged)
        with self.assertRaises(AccessError):
            file.write(of_act)
        self.assertFalse(self.visit.register_signature)

    def test_1_5_4_3_a_visit_that_is_a_draft_again_is_registered_anew(self):
        visit = self._host_the_guests()
        self._wizard(signature=make_picture(), scan=make_picture("JPEG")).action_confirm()
        scan = visit.sudo().register_scan_ids
        visit.purpose = "Something else"
        self.assertEqual(visit.state, "draft")
        self.assertRecordValues(visit, [{"register_signed_by_id": False, "register_signature": False}])
        act = visit.sudo().act_ids.filtered(lambda act: act.kind == "register")
        self.assertEqual((act.user_id, act.void_at, act.file_ids), (self.host, NOW, scan), "what was signed is on file")


@tagged("post_install", "-at_install")
class TestDuringTheVisit(AftercareCommon):
    def test_1_5_4_4_secrecy_is_acknowledged_by_who_receives(self):
        visit = self.visit
        for user in (self.officer, self.auditor):
            with self.subTest(user=user.login), self.assertRaisesRegex(UserError, r"^1-5\.4\.4: the host"):
                visit.with_user(user).action_acknowledge_secrecy()
        self.assertTrue(visit.with_user(self.head).can_acknowledge_secrecy)
        visit.with_user(self.host).action_acknowledge_secrecy()
        self.assertRecordValues(visit, [{"secrecy_acknowledged_by_id": self.host.id, "secrecy_acknowledged_at": NOW}])
        with self.assertRaisesRegex(UserError, "no secrecy to be acknowledged"):
            visit.with_user(self.host).action_acknowledge_secrecy()
        with self.assertRaises(AccessError):
            visit.with_user(self.host).secrecy_acknowledged_by_id = self.head

    def test_1_5_4_4_never_blocks(self):
        visit = self._host_the_guests()
        visit.action_sign_register()
        visit.action_close()
        self.assertEqual(visit.state, "closed")
        self.assertFalse(visit.secrecy_acknowledged_by_id)

    def test_4_15_guidance_of_each_stage(self):
        shown = {
            "before": ("4-7", "4-11.1", "4-11.2", "4-13"),
            "during": ("1-5.4.4", "4-10", "4-11.3", "4-15"),
            "after": ("4-6",),
        }
        clauses = self.env["reception.clause"].with_user(self.host)
        for stage, codes in shown.items():
            self.assertEqual(tuple(code for code, _rule in clauses._get_guidance(stage)), codes)
        self.assertIn("4-11.1", self.visit.guidance)
        self._host_the_guests()
        self.assertIn("4-15", self.visit.guidance)
        self.assertNotIn("4-11.1", self.visit.guidance)
        declined = self._make_visit()
        declined.action_submit()
        declined.with_user(self.gm).action_decline("No")
        self.assertFalse(declined.guidance)

    def test_4_15_guidance_follows_the_table_of_clauses_and_costs_one_read(self):
        clause = self.env["reception.clause"].search([("code", "=", "4-15")])
        self._host_the_guests()
        clause.with_user(self.manager).with_context(policy_reason="Decided").rule = "Neat <b>dress</b>"
        self.assertIn("Neat &lt;b&gt;dress&lt;/b&gt;", self.visit.guidance)
        self.visit.invalidate_recordset(["guidance"])
        with self.assertQueryCount(0):
            self.assertTrue(self.visit.guidance)
        secrecy = self.env["reception.clause"].search([("code", "=", "1-5.4.4")])
        secrecy.with_user(self.manager).with_context(policy_reason="Decided").rule = "Show the halls alone"
        self.visit.invalidate_recordset(["secrecy_rule"])
        self.assertEqual(self.visit.secrecy_rule, "Show the halls alone")
        clause.with_user(self.manager).with_context(policy_reason="Decided").stage = False
        self.visit.invalidate_recordset(["guidance"])
        self.assertNotIn("Neat", self.visit.guidance)


@tagged("post_install", "-at_install")
class TestAfterTheVisit(AftercareCommon):
    def test_4_2_origin_and_type_are_counted(self):
        visits = self._make_visit(origin="sister", visit_type="survey") | self._make_visit(origin="sister")
        groups = self.env["reception.visit"]._read_group([("id", "in", visits.ids)], ["origin"], ["__count"])
        self.assertEqual(groups, [("sister", 2)])
        with self.assertRaises(ValueError):
            visits[0].origin = "moon"

    def test_4_6_information_is_noted_after_the_visit_too(self):
        visit = self._host_the_guests()
        visit.action_sign_register()
        visit.action_close()
        self.assertTrue(visit.can_note_aftercare)
        self.assertFalse(visit.with_user(self.auditor).can_note_aftercare)
        visit.information_gained = "<p>They open a plant</p><script>alert(1)</script>"
        self.assertEqual(visit.information_gained, "<p>They open a plant</p>")

    def test_4_12_3_thanks_are_sent_to_the_contact_person(self):
        visit = self._host_the_guests()
        with self.assertRaisesRegex(UserError, r"^4-12\.3: write the e-mail address"):
            visit.action_thank()
        visit.contact_email = "guest@example.com"
        action = visit.action_thank()
        composer = self.env[action["res_model"]].with_user(self.host).with_context(**action["context"]).create({})
        self.assertEqual(composer.partner_ids.email, "guest@example.com")
        self.assertEqual(composer.partner_ids.name, "Guest 1")
        self.assertFalse(visit.thanked_at)
        composer.action_send_mail()
        self.assertEqual(visit.thanked_at, NOW)
        letter = visit.sudo().message_ids.filtered(lambda message: message.partner_ids == composer.partner_ids)
        self.assertIn(self.company.name, letter.body)

    def test_4_12_3_thanks_by_those_in_charge_and_in_time(self):
        self.visit.contact_email = "guest@example.com"
        with self.assertRaisesRegex(UserError, r"^4-12\.3: thanks are sent once"):
            self.visit.with_user(self.host).action_thank()
        self._host_the_guests()
        with self.assertRaisesRegex(UserError, r"^4-12\.3: the host or Administration"):
            self.visit.with_user(self.gm).action_thank()
        with self.assertRaises(AccessError):
            self.visit.with_user(self.host).thanked_at = NOW
        leader = self.visit.with_user(self.gm).with_context(reception_thanks=True)
        leader.message_post(body="Thanks", partner_ids=self.customer.ids)  # pylint: disable=translation-required
        self.visit.with_user(self.host).message_post(body="A note", partner_ids=self.customer.ids)  # pylint: disable=translation-required
        self.assertFalse(self.visit.thanked_at)

    def test_4_12_3_address_is_an_address(self):
        for address in ("nobody", "a@b@c", "  ", "a@b.cn, c@d.cn", "<script>@b.cn"):
            with self.subTest(address=address), self.assertRaisesRegex(ValidationError, "no e-mail address"):
                self.visit.contact_email = address


@tagged("post_install", "-at_install")
class TestIncident(AftercareCommon):
    def test_4_10_reported_and_handled(self):
        with Form(self.env["reception.incident"].with_user(self.guard)) as form:
            form.name = "A guest slipped at the gate"
            form.kind = "safety"
        incident = form.record
        self.assertRecordValues(incident, [{"state": "open", "reported_by_id": self.guard.id, "occurred_at": NOW}])
        with self.assertRaisesRegex(UserError, r"^4-10: write what was done"):
            incident.action_handle()
        incident.handling = "First aid, mat laid"
        incident.action_handle()
        self.assertRecordValues(incident, [{"state": "handled", "handled_at": NOW}])
        with self.assertRaises(AccessError):
            incident.action_reopen()
        incident.with_user(self.officer).action_reopen()
        self.assertRecordValues(incident, [{"state": "open", "handled_at": False}])

    def test_4_10_who_reads_and_writes(self):
        incident = self.env["reception.incident"].with_user(self.guard).create({"name": "Noise", "handling": "Told"})
        # the guard may not know which visit it was
        incident.with_user(self.officer).visit_id = self.visit
        self.env.flush_all()
        for user, letters in (
            (self.guard, "rw"),
            (self.officer, "rw"),
            (self.host, "r"),
            (self.head, "r"),
            (self.auditor, "r"),
            (self.stranger, ""),
        ):
            record = incident.with_user(user)
            found = "".join(letter for letter, right in (("r", "read"), ("w", "write")) if record.has_access(right))
            with self.subTest(user=user.login):
                self.assertEqual(found, letters)
        self.assertEqual(self.visit.incident_count, 1)
        for vals in ({"state": "handled"}, {"reported_by_id": self.host.id}):
            with self.assertRaises(AccessError):
                incident.write(vals)
        for user in (self.host, self.auditor):
            with self.assertRaises(AccessError):
                incident.with_user(user).action_handle()
