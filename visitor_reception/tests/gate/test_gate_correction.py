from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common_gate import GateCommon


@tagged("post_install", "-at_install")
class TestGateCorrection(GateCommon):
    """A guard corrects a wrong entry in Odoo's own views: by a new one."""

    def _open(self, log, user=None):
        log = log.with_user(user or self.guard)
        action = log.action_open_correction()
        return Form(self.env[action["res_model"]].with_user(user or self.guard).with_context(**action["context"]))

    def _correct(self, log, **values):
        form = self._open(log)
        for name, value in values.items():
            form[name] = value
        return self.logs.browse(form.save().action_correct()["res_id"])

    def test_corrected_by_dialog(self):
        log = self._let_in(document_number="110101199001011237")
        form = self._open(log)
        self.assertEqual(
            (form.visitor_name, form.visitor_phone, form.reason), ("张三丰", "13800001234", "Deliver samples")
        )
        self.assertEqual((form.host_id, form.headcount), (self.host.employee_id, 1))
        self.assertFalse(form.changes)
        form.visitor_name = "张三峰"
        form.headcount = 3
        form.document_kind = "passport"
        form.document_typed = "E1234567"
        form.correction_reason = " Misheard "
        self.assertIn("张三丰 → 张三峰", form.changes)
        self.assertIn("People: 1 → 3", form.changes)
        correction = form.save()
        new = self.logs.browse(correction.action_correct()["res_id"])
        self.assertFalse(correction.document_typed)
        self.assertEqual((new.visitor_name, new.headcount, new.document_masked), ("张三峰", 3, "****4567"))
        self.assertEqual((new.state, new.consent_state, new.correction_reason), ("inside", "none", "Misheard"))
        self.assertEqual((new.corrects_id, log.corrected_by_id), (log, new))
        self.assertFalse(new.corrected_by_id or log.corrects_id or log.active)
        self.assertEqual((log.visitor_name, log.headcount), ("张三丰", 1))
        last = self._correct(new, visitor_phone=False, correction_reason="No phone")
        self.assertEqual((last.visitor_phone, last.correction_reason), (False, "No phone"))
        self.assertEqual((new.corrected_by_id, log.corrected_by_id), (last, new))

    def test_refusals_explain(self):
        log = self._let_in()
        with self.assertRaisesRegex(UserError, "change what was wrong"):
            self._correct(log, visitor_phone=" 13800001234 ", correction_reason="No change at all")
        with self.assertRaisesRegex(UserError, "why"):
            self._correct(log, plate="A1", correction_reason="  ")
        for headcount in (0, -3):
            with self.assertRaisesRegex(UserError, "at least one"):
                self._correct(log, headcount=headcount, correction_reason="Typing error")
        with self.assertRaisesRegex(ValidationError, "name"):
            self._correct(log, visitor_name="  ", correction_reason="Typing error")
        with self.assertRaisesRegex(UserError, "3-8b"):
            self._correct(log, kind="trader", correction_reason="Sells")
        form = self._open(log)
        new = self._correct(log, plate="A1", correction_reason="Forgotten")
        with self.assertRaisesRegex(UserError, "was corrected by"):
            self._open(log)
        form.plate, form.correction_reason = "B2", "Too late"
        with self.assertRaisesRegex(UserError, "was corrected by"):
            form.save().action_correct()
        new.action_check_out({"slip_returned": True, "signed_by": "Host"})
        with freeze_time(self._now() + timedelta(days=366)):
            self.env["reception.gate.log"]._cron_anonymise()
            self.assertFalse(new.correction_reason)
            with self.assertRaisesRegex(UserError, "anonymised"):
                new.action_correct({"visitor_name": "Known again"}, "Curious")

    def test_who_corrects(self):
        log = self._let_in()
        for user in (self.host, self.auditor, self.stranger, self.cashier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._open(log, user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                log.with_user(user).action_correct({"visitor_name": "Forged"}, "None")
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["reception.gate.correction"].with_user(user).create(
                    {"log_id": log.id, "kind": "visitor", "visitor_name": "Forged", "correction_reason": "None"}
                )
        forged = {"state": "left", "checked_in": "2020-01-01 00:00:00", "consent_by": "Nobody", "plate": "C3"}
        new = self.logs.browse(log.with_user(self.officer).action_correct(forged, "Plate")["id"])
        self.assertEqual(
            (new.plate, new.state, new.checked_in, new.consent_by), ("C3", "inside", log.checked_in, "Host")
        )

    def test_other_company(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        gate = self.env["reception.gate"].create({"name": "Other Gate", "code": "O", "company_id": other.id})
        (row,) = self.env["reception.gate.log"].register([{"visitor_name": "Secret Guest"}], gate.id)
        corrections = self.env["reception.gate.correction"].with_user(self.guard)
        with self.assertRaises(AccessError):
            Form(corrections.with_context(default_log_id=row["id"]))
        with self.assertRaises(AccessError):
            self.logs.browse(row["id"]).action_correct({"plate": "A1"}, "Forged")

    def test_3_8a_another_person_visited_is_asked_anew(self):
        log = self._register()
        log.action_consent("agreed", "Host")
        same = self._correct(log, plate="A1", correction_reason="Forgotten")
        self.assertEqual((same.consent_state, same.consent_by), ("agreed", "Host"))
        other = self._correct(same, host_id=self.head.employee_id, correction_reason="Wrong person")
        self.assertEqual((other.host_name, other.host_user_id), (self.head.employee_id.name, self.head))
        self.assertEqual((other.consent_state, other.consent_by, other.consent_at), ("none", False, False))
        with self.assertRaisesRegex(UserError, "3-8a"):
            other.action_check_in()
        tenant = self._correct(
            other, host_id=self.env["hr.employee"], host_name="Tenant", correction_reason="No employee"
        )
        self.assertFalse(tenant.host_id or tenant.host_user_id or tenant.host_department)
        self.assertEqual(tenant.host_name, "Tenant")

    def test_3_8a_who_was_asked_answers_the_new_entry(self):
        log = self._register()
        log.action_ask_host()
        new = self._correct(log, visitor_name="张三峰", correction_reason="Misheard")
        self.assertFalse(log.sudo().activity_ids)
        self.assertEqual(new.sudo().activity_ids.user_id, self.host)
        new.with_user(self.host).action_agree()
        self.assertEqual(new.consent_state, "agreed")
