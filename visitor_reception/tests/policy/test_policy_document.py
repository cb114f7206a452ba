from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from ..common import NOW, ReceptionCommon


class PolicyDocumentCommon(ReceptionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.documents = cls.env["reception.policy.document"].with_user(cls.manager)

    @classmethod
    def _make_document(cls, **vals):
        """A draft of the measures that the board has decided on."""
        return cls.documents.create(
            {
                "name": "Test Measures",
                "number": "T-01",
                "decision_number": "B-7",
                "decision_date": "2026-02-20",
                "text": "<p>1. Guests are welcome.</p>",
                **vals,
            }
        )

    @classmethod
    def _put_in_force(cls, document):
        document.with_user(cls.manager).action_approve()
        document.with_user(cls.gm).action_issue()
        return document


@tagged("post_install", "-at_install")
class TestPolicyDocument(PolicyDocumentCommon):
    def test_1_8_2_approved_by_the_board_and_issued_by_the_general_manager(self):
        document = self._make_document()
        document.action_approve()
        self.assertRecordValues(
            document,
            [{"state": "approved", "approved_by_id": self.manager.id, "approved_at": NOW, "issue_date": False}],
        )
        self.assertFalse(document.can_issue)
        for user in (self.manager, self.edgm, self.officer):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                document.with_user(user).action_issue()
        with self.assertRaisesRegex(UserError, r"^1-8\.2: only the general manager issues it"):
            document.action_issue()
        self.assertTrue(document.with_user(self.gm).can_issue)
        document.with_user(self.gm).action_issue()
        self.assertRecordValues(document, [{"state": "in_force", "issued_by_id": self.gm.id, "issue_date": NOW.date()}])

    def test_1_8_2_former_general_manager_issues_nothing(self):
        document = self._make_document()
        document.action_approve()
        self._position("general_manager").holder_ids.date_to = NOW.date() - timedelta(days=1)
        with self.assertRaises(AccessError):
            document.with_user(self.gm).action_issue()
        self.assertEqual(document.state, "approved")

    def test_1_8_2_no_approval_without_the_resolution(self):
        for vals in ({"decision_number": False}, {"decision_number": "  "}, {"decision_date": False}):
            document = self._make_document(number=f"T-{vals}", **vals)
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, r"^1-8\.2: record the number and the date"):
                document.action_approve()
        with self.assertRaisesRegex(UserError, r"^1-8\.2: the decision lies in the future"):
            self._make_document(decision_date="2026-03-03").action_approve()
        with self.assertRaisesRegex(UserError, r"^1-8\.2: add what is approved"):
            self._make_document(number="T-02", text="<p><br></p>").action_approve()
        with self.assertRaisesRegex(UserError, r"^1-8\.2: .* is issued once it is approved"):
            self._make_document(number="T-03").with_user(self.manager).action_issue()

    def test_4_17_passed_by_the_office_meeting_and_in_force_from_the_day_of_issue(self):
        document = self._make_document(way="office_meeting", decision_number=False)
        with self.assertRaisesRegex(UserError, r"^4-17: record the number and the date of the minutes"):
            document.action_approve()
        document.decision_number = "OM-3"
        document.action_approve()
        document.action_issue()
        self.assertRecordValues(
            document, [{"state": "in_force", "issued_by_id": self.manager.id, "issue_date": NOW.date()}]
        )

    def test_4_17_day_of_issue_is_the_companys(self):
        document = self._make_document(way="office_meeting")
        document.action_approve()
        with freeze_time("2026-03-02 17:00:00"):
            document.action_issue()
        self.assertEqual(document.issue_date, date(2026, 3, 3))

    def test_1_0_3_number_state_version_and_issue_date(self):
        first = self._put_in_force(self._make_document())
        clause = self.env["reception.clause"].create(
            {"code": "9-1", "kind": "F", "rule": "Guests are welcome.", "document_id": first.id}
        )
        self.assertEqual(first.introduction, "Guests are welcome.")
        second = self.documents.browse(first.with_user(self.manager).action_new_version()["res_id"])
        self.assertRecordValues(
            second,
            [{"number": "T-01", "version": 2, "state": "draft", "decision_number": False, "name": "Test Measures"}],
        )
        self.assertIn("Guests are welcome", second.text)
        self.assertEqual(first.with_user(self.manager).action_new_version()["res_id"], second.id, "the one under way")
        second.write({"decision_number": "B-9", "decision_date": "2026-02-28"})
        self._put_in_force(second)
        self.assertRecordValues(
            first | second,
            [{"state": "withdrawn", "withdrawn_date": NOW.date()}, {"state": "in_force", "withdrawn_date": False}],
        )
        self.assertEqual(clause.document_id, second)
        self.assertIn("version 2", second.display_name)

    def test_1_0_3_one_version_in_force_says_the_database(self):
        first = self._put_in_force(self._make_document())
        second = self.documents.browse(first.with_user(self.manager).action_new_version()["res_id"])
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.env.cr.execute("UPDATE reception_policy_document SET state = 'in_force' WHERE id = %s", (second.id,))
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self._make_document()

    def test_1_8_2_what_was_approved_stays_as_it_was(self):
        document = self._make_document(
            scan_ids=[Command.create({"name": "scan.txt", "raw": b"scan", "res_model": "reception.policy.document"})]
        )
        scan = document.scan_ids
        self.assertEqual(scan.res_id, document.id, "its readers can open it")
        self._put_in_force(document)
        for vals in (
            {"name": "Other"},
            {"text": "<p>Other</p>"},
            {"decision_number": "B-8"},
            {"way": "office_meeting"},
            {"number": "T-09"},
            {"scan_ids": [Command.clear()]},
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, r"^1-8\.2: .* stays as it is"):
                document.write(vals)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            document.update_field_translations("name", {"en_US": "Other"})
        with self.assertRaisesRegex(UserError, "stays as it is"):
            document.unlink()
        for vals in ({"state": "draft"}, {"issue_date": "2020-01-01"}, {"version": 7}, {"issued_by_id": self.head.id}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                document.write(vals)
        for attempt in (lambda: scan.write({"raw": b"other"}), scan.unlink):
            with self.assertRaises(AccessError):
                attempt()
        document.owner_department_id = self.administration
        self.assertEqual(document.owner_department_id, self.administration)

    def test_1_8_2_withdrawn_by_those_who_may(self):
        document = self._put_in_force(self._make_document())
        with self.assertRaisesRegex(UserError, r"^1-8\.2: the policy administrator or the general manager withdraws"):
            document.with_user(self.host).action_withdraw()
        document.action_withdraw()
        self.assertEqual(document.state, "withdrawn")
        with self.assertRaisesRegex(UserError, "neither approved nor in force"):
            document.action_withdraw()

    def test_4_18_everybody_reads_what_is_in_force_with_the_department_that_interprets_it(self):
        document = self._make_document(owner_department_id=self.administration.id)
        readers = {}
        for state in ("draft", "approved", "in_force"):
            if state == "approved":
                document.action_approve()
            elif state == "in_force":
                document.with_user(self.gm).action_issue()
            document.flush_recordset()
            readers[state] = [
                user.login.removeprefix("reception_")
                for user in (self.host, self.guard, self.gm, self.officer, self.auditor, self.manager)
                if document.with_user(user).has_access("read")
            ]
        self.assertEqual(readers["draft"], ["officer", "auditor", "policy"])
        self.assertEqual(readers["approved"], ["gm", "officer", "auditor", "policy"])
        self.assertEqual(readers["in_force"], ["host", "guard", "gm", "officer", "auditor", "policy"])
        for user in (self.host, self.gm, self.officer, self.auditor):
            self.assertFalse(document.with_user(user).has_access("write"))
        form = Form(document.with_user(self.host))
        self.assertEqual(form.owner_department_id, self.administration)

    def test_1_8_2_auditor_with_other_groups_changes_nothing(self):
        self.auditor.group_ids += self.env.ref("visitor_reception.group_reception_manager")
        document = self._make_document().with_user(self.auditor)
        self.assertFalse(document.can_approve)
        for verb in (document.action_approve, document.action_new_version):
            with self.assertRaisesRegex(UserError, "policy administrator"):
                verb()

    def test_1_8_2_two_documents_come_with_the_product(self):
        for name, part, way in (("measures", "1-", "board"), ("management", "4-", "office_meeting")):
            document = self.env.ref(f"visitor_reception.reception_policy_document_{name}")
            clauses = self.env["reception.clause"].search([("code", "=like", f"{part}%")])
            self.assertEqual(clauses.document_id, document)
            self.assertEqual(document.way, way)
            self.assertEqual(document.introduction, clauses[0].rule)

    def test_1_8_2_migration_sets_what_is_empty_alone(self):
        document = self._make_document()
        chosen, empty, manner = (
            self.env["reception.clause"].search([("code", "=", code)]) for code in ("1-6.0", "4-10", "4-15")
        )
        chosen.document_id = document
        (empty | manner).write({"document_id": False, "stage": False})
        manner.stage = "before"
        self._load_migration("19.0.1.1.0/post-policy_documents.py").migrate(self.cr, "19.0.1.0.0")
        self.assertEqual(chosen.document_id, document)
        self.assertEqual(empty.document_id, self.env.ref("visitor_reception.reception_policy_document_management"))
        self.assertEqual(empty.stage, "during")
        self.assertEqual(manner.stage, "before")


@tagged("post_install", "-at_install")
class TestPolicyInRefusals(PolicyDocumentCommon):
    """A refusal names the document in force."""

    def _explain(self, **context):
        clauses = self.env["reception.clause"].with_user(self.host).with_context(**context)
        return clauses._explain("9-2", "the reason.").split("\n")

    def test_1_8_2_refusals_name_the_document_in_force(self):
        document = self._make_document()
        self.env["reception.clause"].create(
            {"code": "9-2", "kind": "E", "rule": "The rule.", "remedy": "The remedy.", "document_id": document.id}
        )
        lines = ["9-2: the reason.", "Rule: The rule.", "Way out: The remedy."]
        self.assertEqual(self._explain(), lines)
        self._put_in_force(document)
        self.assertEqual(self._explain(), [*lines, "Policy: “Test Measures” no. T-01, version 1"])
        document.action_withdraw()
        self.assertEqual(self._explain(), lines)

    def test_1_8_2_naming_it_costs_no_query(self):
        document = self._put_in_force(self._make_document())
        clause = self.env["reception.clause"].create(
            {"code": "9-2", "kind": "E", "rule": "The rule.", "document_id": document.id}
        )
        self.assertEqual(len(self._explain()), 3)
        self.env.flush_all()
        clause.invalidate_recordset()
        document.invalidate_recordset()
        with self.assertQueryCount(1):
            self.assertEqual(len(self._explain()), 3)


@tagged("post_install", "-at_install")
class TestClauseRoute(HttpCase, ReceptionCommon):
    def test_1_8_2_number_of_a_clause_leads_to_it(self):
        self.authenticate(self.host.login, self.host.login)
        clause = self.env["reception.clause"].search([("code", "=", "1-6.1.2")])
        response = self.url_open("/reception/clause/1-6.1.2", allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertTrue(response.headers["Location"].endswith(f"/odoo/reception-clauses/{clause.id}"))
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open("/reception/clause/7-7%00'", allow_redirects=False).status_code, 404)
