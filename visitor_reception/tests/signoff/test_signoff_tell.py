from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ReceptionCommon, SignoffTesterCommon


@tagged("post_install", "-at_install")
class TestSignoffTell(SignoffTesterCommon):
    """Who is asked, and whose document is signed, declined or sent back, hears of it (1-2.5, 1-3.8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls._make_rule(
            {"quorum": "all", "position_ids": ["department_head"]},
            {"quorum": "all", "position_ids": ["general_manager"]},
        )
        cls.env["res.lang"]._activate_lang("zh_CN")

    def _submit(self, count=1):
        documents = self.env["reception.signoff.tester"].with_user(self.host)
        documents = documents.union(*(self._make_document() for _number in range(count)))
        documents.action_submit()
        return documents

    def _mail(self, message):
        return self.env["mail.mail"].search([("mail_message_id", "=", message.id)])

    def test_1_3_8_who_is_asked_hears_it_with_a_link(self):
        document = self._submit()
        message = self._told(document)
        self.assertEqual(message.partner_ids, self.head.partner_id)
        self.assertEqual(message.subject, f"Please sign: {document.display_name}")
        self.assertIn("Host asks for your signature", message.body)
        mail = self._mail(message)
        self.assertEqual(len(mail), 1, "no doubled mail")
        self.assertIn(f"/mail/view?model={document._name}&amp;res_id={document.id}", mail.body_html)
        self.assertIn(f"Open the {document._description}", mail.body_html)
        document.with_user(self.head).action_sign()
        self.assertEqual(self._told(document)[-1].partner_ids, self.gm.partner_id, "the next step in its turn")
        self.assertEqual(len(self._told(document)), 2)

    def test_1_3_8_as_the_reader_has_chosen_and_in_his_language(self):
        self.head.sudo().write({"notification_type": "inbox", "lang": "zh_CN"})
        message = self._told(self._submit())
        self.assertEqual(message.sudo().notification_ids.notification_type, "inbox")
        self.assertFalse(self._mail(message))
        self.assertRegex(message.subject, "^请")

    def test_1_3_8_one_message_for_many_documents(self):
        before = self.env["mail.message"].search([], order="id desc", limit=1)
        documents = self._submit(3)
        self._deliver()
        messages = self.env["mail.message"].search([("id", ">", before.id), ("message_type", "=", "user_notification")])
        self.assertEqual(len(messages), 1)
        self.assertEqual(messages.subject, "Please sign: 3 documents")
        for document in documents:
            self.assertIn(document.name, messages.body)
            self.assertIn(f"res_id={document.id}", messages.body)

    def test_1_3_8_a_batch_costs_no_message_a_document(self):
        model = self.env["mail.message"]
        create = type(model).create
        calls = []

        def count(self, vals_list):
            calls.extend(vals for vals in vals_list if vals.get("message_type") == "user_notification")
            return create(self, vals_list)

        with patch.object(type(model), "create", count):
            self._submit(2)
            self._submit(6)
            self._deliver()
        self.assertEqual(len(calls), 2)

    def test_1_2_5_whose_document_is_approved(self):
        document = self._submit()
        document.with_user(self.head).action_sign()
        document.with_user(self.gm).action_sign()
        message = self._told(document)[-1]
        self.assertEqual(message.partner_ids, self.host.partner_id)
        self.assertEqual(message.subject, f"Approved: {document.display_name}")

    def test_1_3_8_declined_with_the_reason_in_mail_and_subject(self):
        document = self._submit()
        document.with_user(self.head).action_decline("Too expensive")
        message = self._told(document)[-1]
        self.assertEqual(message.partner_ids, self.host.partner_id)
        self.assertIn("Too expensive", message.subject)
        self.assertIn("Too expensive", message.body)
        self.assertIn("Too expensive", self._mail(message).body_html)
        self.assertTrue(message.subject.startswith(f"Declined: {document.display_name}"))

    def test_1_3_8_sent_back_tells_requester_and_who_has_signed(self):
        document = self._submit()
        document.with_user(self.head).action_sign()
        document.with_user(self.gm).action_send_back("Add the amount")
        message = self._told(document)[-1]
        self.assertEqual(message.partner_ids, (self.host | self.head).partner_id)
        self.assertIn("Add the amount", message.subject)

    def test_1_3_8_sent_back_in_the_language_of_the_reader(self):
        self.host.sudo().lang = "zh_CN"
        document = self._submit()
        document.with_user(self.head).action_send_back("补充金额")
        self.assertNotIn("sent back", self._told(document)[-1].body)

    def test_1_3_8_each_is_told_once_and_nothing_is_lost(self):
        document = self._submit()
        outbox = self.env["reception.outbox"].sudo()
        self.assertEqual(outbox.search_count([("res_id", "=", document.id)]), 1)
        job = self.env.ref("visitor_reception.ir_cron_send_outbox")
        self.assertTrue(self.env["ir.cron.trigger"].search_count([("cron_id", "=", job.id)]), "it leaves at once")
        # what cannot be sent stays, and keeps nobody else from being told
        other = self._submit()
        broken = outbox.search([("res_id", "=", document.id)])
        notify = type(document).message_notify

        def fail(thread, **values):
            if thread == document:
                raise ValueError("no mail server")
            return notify(thread, **values)

        with (
            patch.object(type(document), "message_notify", fail),
            patch.object(type(job), "_commit_progress", lambda *args, **values: 60),
            mute_logger("odoo.addons.visitor_reception.models.signoff.reception_outbox"),
        ):
            outbox._cron_send()
        self.assertEqual(broken.exists(), broken)
        self.assertFalse(outbox.search([("res_id", "=", other.id)]))
        self.assertEqual(len(self._told(document)), 1)
        self.assertEqual(len(self._told(document, other)), 2)

    def test_1_3_8_to_dos_of_void_requests_end_at_once_and_are_deleted_soon(self):
        self.rule.step_ids[0].write({"quorum": "any", "position_ids": [Command.link(self._position("chairman").id)]})
        document = self._submit()
        todos = {todo.user_id: todo for todo in document.sudo().activity_ids}
        self.assertEqual(set(todos), {self.head, self.chairman})
        document.with_user(self.head).action_sign()
        self.assertEqual(document.sudo().activity_ids.user_id, self.gm, "the others have nothing to do any more")
        self.env["reception.signoff"]._forget_void_activities()
        self.assertFalse(todos[self.chairman].exists())
        self.assertTrue(todos[self.head].exists(), "a signature given stays on file")

    def test_1_3_8_nobody_writes_into_the_outbox(self):
        outbox = self.env["reception.outbox"]
        vals = {"company_id": self.env.company.id, "reader_ids": [], "subject": "Pay at once"}
        for user in (self.host, self.officer, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                outbox.with_user(user).create(vals)
            with self.assertRaises(AccessError):
                outbox.with_user(user).search([])
        with self.assertRaises(AccessError):
            outbox.sudo().create(vals)

    def test_4_14a_nobody_hears_of_his_own_answer(self):
        document = self._submit()
        document.action_withdraw()
        self.assertNotIn(self.host.partner_id, self._told(document).partner_ids)

    def test_5_guarded_documents_tell_their_number_only(self):
        with patch.object(type(self.env["reception.signoff.tester"]), "_is_signoff_guarded", lambda self: True):
            document = self._submit()
            document.with_user(self.head).action_decline("Said in confidence")
        messages = self._told(document)
        self.assertEqual(len(messages), 2)
        for message in messages:
            self.assertEqual(message.subject, document.name)
            self.assertNotIn("confidence", message.body)
            self.assertNotIn("confidence", self._mail(message).body_html)


@tagged("post_install", "-at_install")
class TestVisitTell(ReceptionCommon):
    def test_1_2_5_issued_reaches_host_requester_and_officers_once(self):
        visit = self._make_visit(user=self.officer, host_id=self.host.employee_id.id)
        self._issue(visit)
        self._deliver()
        domain = [("model", "=", visit._name), ("res_id", "=", visit.id), ("message_type", "=", "user_notification")]
        issued = self.env["mail.message"].search([*domain, ("subject", "like", "Issued:")])
        self.assertIn(self.host.partner_id, issued.partner_ids)
        self.assertIn(self.officer.partner_id, issued.partner_ids)
        readers = [partner for message in issued for partner in message.partner_ids]
        self.assertEqual(len(readers), len(set(readers)))

    def test_1_2_5_what_a_leader_needs_stands_in_the_mail(self):
        visit = self._make_visit()
        visit.action_submit()
        self._deliver()
        message = self.env["mail.message"].search(
            [("model", "=", visit._name), ("res_id", "=", visit.id), ("message_type", "=", "user_notification")]
        )[:1]
        for text in (self.customer.name, visit.purpose, "Headcount: 2"):
            self.assertIn(text, message.body)
