from pathlib import Path
from unittest.mock import patch

import psycopg2
from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger
from odoo.tools.convert import convert_file

from ..common import ReceptionCommon, add_test_models
from .sibling.reception_badge_request import ReceptionBadgeRequest
from .test_signoff_rpc import RpcCase

SIBLING = Path(__file__).parent / "sibling"


def load_sibling(cls):
    """The badge request with its rights, views and rules, as an add-on of its own would bring them."""
    add_test_models(cls, ReceptionBadgeRequest)
    model = cls.env["ir.model"]._get("reception.badge.request")
    cls.env["ir.model.data"].create(
        {
            "module": "visitor_reception",
            "name": "model_reception_badge_request",
            "model": "ir.model",
            "res_id": model.id,
        }
    )
    for name in ("ir.model.access.csv", "reception_badge_request.xml"):
        convert_file(cls.env, "visitor_reception", f"tests/signoff/sibling/{name}", {}, mode="init", noupdate=True)
    cls.request = cls.env["reception.badge.request"].with_user(cls.host).create(cls._request_vals())


class SiblingCase(TransactionCase):
    @classmethod
    def _request_vals(cls, **vals):
        return {"department_id": cls.marketing.id, "holder": "Ms Badge", "reason": "New colleague", **vals}

    @classmethod
    def _attach(cls, **vals):
        vals = {"res_model": "reception.badge.request", "res_id": cls.request.id, "raw": b"scan", **vals}
        return cls.env["ir.attachment"].with_user(cls.host).create({"name": "scan.txt", **vals})


@tagged("post_install", "-at_install")
class TestSignoffSibling(SiblingCase, ReceptionCommon):
    """A form that a newcomer adds is signed as the others are, and no less safe."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_sibling(cls)

    def test_it_is_short(self):
        """At most 30 lines of Python, and 60 of XML and CSV."""
        lines = {path.suffix: len(path.read_text().splitlines()) for path in SIBLING.glob("*[vly]")}
        self.assertLessEqual(lines[".py"], 30)
        self.assertLessEqual(lines[".xml"] + lines[".csv"], 60)

    def test_from_draft_to_signed(self):
        self.assertEqual(self.request.name, "/")
        self.request.action_submit()
        self.assertRegex(self.request.name, "^BR-")
        self.request.with_user(self.gm).action_sign()
        self.assertEqual((self.request.state, self.request.signoff_state), ("approved", "granted"))

    def test_what_is_missing_is_told(self):
        self.request.reason = False
        self.assertIn("say why the badge is needed", self.request.missing_facts)
        with self.assertRaisesRegex(UserError, "1-3.8: say why"):
            self.request.action_submit()

    def test_form_gets_its_parts_once_and_in_chinese(self):
        view = self.request.get_view(view_type="form")
        arch = etree.fromstring(view["arch"])
        for path in (
            "/form/header/button[@name='action_submit']",
            "/form/div[@name='missing_facts']/field[@name='missing_facts']",
            "/form/div[@name='pending']/div[@name='answer_on_phone']/button[@name='action_sign']",
            "/form/sheet/notebook/page[@name='signatures']/field[@name='signoff_ids']",
        ):
            self.assertEqual(len(arch.xpath(path)), 1, path)
        self.env["res.lang"]._activate_lang("zh_CN")
        parts = self.env.ref("visitor_reception.reception_signoff_form_parts")
        parts.update_field_translations("arch_db", {"zh_CN": {"Recall": "撤回"}})
        chinese = self.request.with_context(lang="zh_CN").get_view(view_type="form")["arch"]
        self.assertIn("撤回", chinese)
        with Form(self.request) as form:
            form.holder = "Mr Badge"
        self.assertEqual(self.request.holder, "Mr Badge")
        arch = self.env["reception.exception"].get_view(view_type="form")["arch"]
        self.assertEqual(len(etree.fromstring(arch).xpath("//button[@name='action_submit']")), 1, "has its own")

    def test_strangers_read_nothing(self):
        self.request.action_submit()
        documents = self.env["reception.badge.request"]
        self.assertFalse(documents.with_user(self.stranger).search([]))
        self.assertFalse(
            self.request.signoff_ids.with_user(self.stranger).search([("res_model", "=", documents._name)])
        )

    def test_readers_of_signatures_are_those_of_the_model(self):
        self.request.action_submit()
        rows = self.env["reception.signoff"].with_user(self.officer)
        mine = [("res_model", "=", "reception.badge.request")]
        self.assertTrue(rows.search(mine))
        model = type(self.env["reception.badge.request"])
        with patch.object(model, "_signoff_reader_groups", lambda self: ""):
            self.assertFalse(rows.search(mine))
            self.assertTrue(rows.with_user(self.gm).search(mine))
        with patch.object(model, "_is_signoff_guarded", lambda self: True):
            self.assertFalse(rows.search(mine))
            self.assertTrue(rows.with_user(self.gm).search(mine), "may read the document")
            self.env.ref("visitor_reception.badge_request_rule").domain_force = [("requester_id", "=", self.host.id)]
            self.env.invalidate_all()
            self.assertTrue(rows.with_user(self.host).search(mine))

    def test_readers_of_signatures_read_those_of_models_that_they_may_read(self):
        self.request.action_submit()
        rows = self.env["reception.signoff"].with_user(self.officer)
        mine = [("res_model", "=", "reception.badge.request")]
        self.env.ref("visitor_reception.access_badge_request_user").group_id = self.env.ref(
            "visitor_reception.group_reception_cashier"
        )
        self.assertFalse(rows.search(mine))
        self.assertTrue(rows.with_user(self.gm).search(mine), "was asked")

    def test_manager_is_the_group_of_the_model(self):
        group = "visitor_reception.group_reception_cashier"
        label = self.env.ref(group).name
        self.env.ref("visitor_reception.badge_request_rule").domain_force = [(1, "=", 1)]
        with patch.object(type(self.request), "_signoff_manager_group", lambda self: group):
            self.assertFalse(self.request.with_user(self.officer)._manages_signoff())
            self.assertTrue(self.request.with_user(self.cashier)._manages_signoff())
            self.assertIn(label, self.request.with_user(self.officer)._manage_refusals()[0])

    def test_guarded_document_tells_its_number_only(self):
        with patch.object(type(self.request), "_is_signoff_guarded", lambda self: True):
            self.request.action_submit()
            self.request.with_user(self.gm).action_decline("The reason is a secret")
        bodies = "".join(self.request.sudo().message_ids.mapped("body"))
        self.assertIn(self.request.name, bodies)
        self.assertNotIn("secret", bodies)

    def test_nobody_gets_an_activity_of_what_is_kept_from_him(self):
        def is_kept_from(_request, user):
            return user == self.gm

        todo = {"summary": "Look", "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id}
        with patch.object(type(self.request), "_is_kept_from", is_kept_from):
            activity = self.request.sudo().activity_schedule(user_id=self.head.id, **todo)
            with self.assertRaisesRegex(UserError, "cannot be given this activity"):
                self.request.sudo().activity_schedule(user_id=self.gm.id, **todo)
            with self.assertRaisesRegex(UserError, "cannot be given this activity"):
                activity.user_id = self.gm

    def test_files_of_the_submission_stay(self):
        """Every file that it had, chatter included, until it is a draft again; later ones may go."""
        scan, in_list = self._attach(), self._attach(res_id=False)
        self.request.scan_ids = in_list
        message = self.request.message_post(attachments=[("note.txt", b"note")])
        self.request.action_submit()
        later = self._attach(name="later.txt")
        for file in (scan, in_list, message.attachment_ids):
            for attempt in (file.unlink, lambda file=file: file.write({"raw": b"other"})):
                with self.assertRaisesRegex(AccessError, "kept as signed or approved"):
                    attempt()
        with self.assertRaisesRegex(AccessError, "kept as signed or approved"):
            scan.write({"res_id": 0})
        later.unlink()
        self.request.action_withdraw()
        scan.unlink()
        self.assertFalse(scan.exists())

    def test_files_of_the_submission_move_to_another_storage(self):
        """Several servers may keep files in the database; an administrator of Odoo who reads no document moves them."""
        scan = self._attach()
        self.request.action_submit()
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        admin = new_test_user(self.env, "admin_of_odoo", groups="base.group_system")
        with self.assertRaises(AccessError):
            scan.with_user(self.head).force_storage()
        content = scan.raw
        files = self.env["ir.attachment"].with_user(admin)
        # only this one: the files of the demo data take long
        with patch.object(type(files), "_get_storage_domain", lambda _self: [("id", "=", scan.id)]):
            files.force_storage()
        scan.invalidate_recordset()
        self.assertFalse(scan.store_fname)
        self.assertEqual(scan.raw, content)
        with self.assertRaisesRegex(AccessError, "kept as signed or approved"):
            scan.write({"raw": b"other"})

    def test_row_signed_by_nobody_is_refused_by_the_database(self):
        self.request.action_submit()
        row = self.request.sudo().signoff_ids._as_engine()
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.CheckViolation), self.env.cr.savepoint():
            row.state = "signed"
            row.flush_recordset()


@tagged("post_install", "-at_install")
class TestSignoffSiblingRpc(SiblingCase, RpcCase):
    """The sibling attacked through the route that browsers use."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_sibling(cls)

    def test_nothing_is_forged(self):
        scan = self._attach()
        self.request.action_submit()
        row = self.request.sudo().signoff_ids
        before = self.request.sudo().read(["name", "state", "signoff_state", "signoff_files", "signatory_ids"])
        forged = (
            {"name": "BR-9"},
            {"state": "approved"},
            {"signoff_state": "granted"},
            {"signoff_files": []},
            {"signoff_facts": {}},
            {"signatory_ids": [Command.link(self.host.id)]},
            {"signoff_ids": [Command.update(row.id, {"state": "signed"})]},
        )
        model = "reception.badge.request"
        for user in (self.host, self.officer):
            self.authenticate(user.login, user.login)
            for context in ({}, {"reception_marks": {"engine": ["reception.badge.request", "reception.signoff"]}}):
                for vals in forged:
                    with self.subTest(user=user.name, vals=vals):
                        self._refused(model, "write", [self.request.ids, vals], context)
                        self._refused(model, "web_save", [self.request.ids, vals], context, specification={})
                        self._refused(model, "create", [[self._request_vals(**vals)]], context)
                self._refused("ir.attachment", "unlink", [scan.ids], context)
                self._refused("ir.attachment", "write", [scan.ids, {"res_id": 0}], context)
                self._refused("reception.signoff", "write", [row.ids, {"state": "signed"}], context)
        self.env.invalidate_all()
        self.assertEqual(self.request.sudo().read(list(before[0])), before)

    def test_signed_field_over_rpc_voids_the_signatures(self):
        self.request.action_submit()
        self.request.with_user(self.gm).action_sign()
        self.authenticate(self.host.login, self.host.login)
        result, error = self._call("reception.badge.request", "write", [self.request.ids, {"holder": "Somebody"}])
        self.env.invalidate_all()
        self.assertTrue(result, error)
        self.assertEqual((self.request.state, self.request.signoff_state), ("draft", "none"))
        self.assertEqual(self.request.sudo().signoff_ids.mapped("state"), ["void"])
