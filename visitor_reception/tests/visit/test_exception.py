from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import NOW, ReceptionCommon


@tagged("post_install", "-at_install")
class TestException(ReceptionCommon):
    """What the measures do not cover (1-8.1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))

    def _ask(self, user=None, **vals):
        return (
            self.env["reception.exception"]
            .with_user(user or self.host)
            .create({"subject": "Guests stay a day longer", "reason": "The last train was cancelled", **vals})
        )

    def test_1_8_1_what_why_who_and_when(self):
        visit = self._make_visit()
        with Form(self.env["reception.exception"].with_user(self.host)) as form:
            form.subject = "Guests stay a day longer"
            form.reason = "The last train was cancelled"
            form.visit_id = visit
            form.clause_id = self.env["reception.clause"].search([("code", "=", "1-4.2")])
        exception = form.record
        self.assertEqual(exception.department_id, self.marketing)
        exception.action_submit()
        self.assertEqual(exception.pending_signatory_ids, self.gm | self.edgm)
        exception.with_user(self.edgm).action_sign("Yes")
        self.assertRecordValues(exception, [{"state": "approved", "decided_at": NOW, "requester_id": self.host.id}])
        self.assertTrue(exception.name.startswith("EX/2026/"))
        signed = exception.sudo().signoff_ids.filtered(lambda row: row.state == "signed")
        self.assertEqual((signed.signed_by_id, signed.clause), (self.edgm, "1-8.1"))
        self.assertEqual(visit.exception_count, 1)
        self.assertEqual(visit.action_open_exceptions()["domain"], [("visit_id", "=", visit.id)])

    def test_1_8_1_what_and_why_are_written_first(self):
        for vals in ({"subject": "  "}, {"reason": False}, {"reason": " \n "}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, r"^1-8\.1: write w"):
                self._ask(**vals).action_submit()

    def test_1_8_1_nobody_else_decides(self):
        exception = self._ask()
        exception.action_submit()
        for user in (self.host, self.dgm, self.chairman, self.officer, self.manager):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                exception.with_user(user).action_sign()
        exception.with_user(self.gm).action_decline("The hotel is full")
        self.assertEqual(exception.state, "declined")

    def test_1_8_1_decided_exceptions_stay_as_they_are(self):
        exception = self._ask()
        exception.action_submit()
        exception.with_user(self.gm).action_sign()
        with self.assertRaisesRegex(UserError, "1-3.8"):
            exception.reason = "Something else"
        with self.assertRaises(UserError):
            exception.with_user(self.officer).unlink()
        for vals in ({"state": "draft"}, {"decided_at": False}, {"requester_id": self.head.id}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                exception.write(vals)

    def test_1_8_1_lifts_no_rule(self):
        visit = self._issue(self._make_visit())
        exception = self._ask(visit_id=visit.id)
        exception.action_submit()
        exception.with_user(self.gm).action_sign()
        self._prepare(visit).action_start()
        with self.assertRaisesRegex(UserError, "1-5.4.3"):
            visit.action_close()

    def test_1_8_1_who_reads_and_writes(self):
        visit = self._make_visit(user=self.officer)
        exception = self._ask(user=self.head, visit_id=visit.id)
        exception.action_submit()
        self.env.flush_all()
        for user, letters in (
            (self.head, "rw"),
            (self.host, "r"),
            (self.gm, "r"),
            (self.officer, "rw"),
            (self.auditor, "r"),
            (self.stranger, ""),
            (self.guard, ""),
        ):
            record = exception.with_user(user)
            found = "".join(letter for letter, right in (("r", "read"), ("w", "write")) if record.has_access(right))
            with self.subTest(user=user.login):
                self.assertEqual(found, letters)
