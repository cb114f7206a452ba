from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..common import ReceptionCommon

# what a person may see when they try something that is not for them: a message, never a traceback of ours
CLEAR = {
    "odoo.exceptions.AccessError",
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
    "odoo.exceptions.MissingError",
}


class RpcCase(HttpCase, ReceptionCommon):
    """Calls through the JSON-RPC route that browsers use."""

    def _call(self, model, method, args=(), context=None, **kwargs):
        """The answer of the server: ``(result, None)`` or ``(None, error data)``."""
        response = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={
                "id": 0,
                "jsonrpc": "2.0",
                "method": "call",
                "params": {
                    "model": model,
                    "method": method,
                    "args": list(args),
                    "kwargs": {**kwargs, "context": context or {}},
                },
            },
        ).json()
        return response.get("result"), response.get("error", {}).get("data")

    def _refused(self, model, method, args=(), context=None, **kwargs):
        with mute_logger("odoo.http", "odoo.sql_db", "odoo.addons.base.models.ir_rule"):
            _result, error = self._call(model, method, args, context, **kwargs)
        self.assertTrue(error, f"{model}.{method}{args} was answered")
        self.assertIn(error["name"], CLEAR, error["debug"])
        self.assertTrue(error["message"].strip())
        return error["message"]


@tagged("post_install", "-at_install")
class TestSignoffRpc(RpcCase):
    """4-14a, 1-3.8: nothing is forged through the JSON-RPC route that browsers use."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(
            cls.env, "reception_base_admin", groups="base.group_system,base.group_erp_manager,base.group_user"
        )
        cls.portal = new_test_user(cls.env, "reception_portal", groups="base.group_portal")
        cls.visit = cls._make_visit()
        cls.visit.action_submit()
        cls.draft = cls._make_visit()
        cls.users = {
            "employee": cls.host,
            "officer": cls.officer,
            "manager": cls.manager,
            "base admin": cls.admin,
            "stranger": cls.stranger,
        }

    def _snapshot(self):
        self.env.invalidate_all()
        visits = self.visit | self.draft
        return (
            visits.sudo().read(["state", "signoff_state", "requester_id", "signoff_round", "signatory_ids"]),
            visits.sudo().signoff_ids.read(["state", "user_id", "deputy_id", "signed_by_id", "position_id"]),
        )

    def test_nothing_is_forged_by_create_write_unlink(self):
        row = self.visit.sudo().signoff_ids[0]
        row_vals = {"res_model": "reception.visit", "res_id": self.draft.id, "user_id": self.gm.id, "quorum": "any"}
        before = self._snapshot()
        for name, user in self.users.items():
            self.authenticate(user.login, user.login)
            for context in (
                {},
                {
                    "reception_marks": {
                        "engine": ["reception.visit", "reception.signoff"],
                        "document_write": ["reception.visit", []],
                    }
                },
            ):
                with self.subTest(user=name, context=context):
                    self._refused("reception.signoff", "create", [[row_vals]], context)
                    self._refused("reception.signoff", "web_save", [[], row_vals], context, specification={})
                    self._refused("reception.signoff", "write", [row.ids, {"state": "signed"}], context)
                    self._refused("reception.signoff", "unlink", [row.ids], context)
                    for vals in (
                        {"state": "issued"},
                        {"signoff_state": "granted"},
                        {"signoff_ids": [Command.create(row_vals)]},
                        {"signoff_ids": [Command.update(row.id, {"state": "signed"})]},
                        {"signoff_ids": [Command.delete(row.id)]},
                        {"signoff_ids": [Command.clear()]},
                        {"requester_id": user.id},
                        {"signatory_ids": [Command.link(user.id)]},
                        {"signoff_facts": {}},
                        {"signoff_round": 9},
                        {"register_signed_by_id": user.id},
                    ):
                        self._refused("reception.visit", "write", [self.draft.ids, vals], context)
                    vals = {"state": "issued"}
                    self._refused("reception.visit", "web_save", [self.draft.ids, vals], context, specification={})
        self.assertEqual(self._snapshot(), before)

    def _rpc_visit_vals(self, **vals):
        return {
            **self._visit_vals(),
            "date_begin": "2026-03-03 04:00:00",
            "date_end": "2026-03-04 04:00:00",
            **vals,
        }

    def test_nothing_is_forged_by_create_of_a_notice(self):
        for user in (self.host, self.manager, self.admin):
            self.authenticate(user.login, user.login)
            for vals in ({"state": "issued"}, {"signoff_state": "granted"}, {"requester_id": self.gm.id}):
                self._refused("reception.visit", "create", [[self._rpc_visit_vals(**vals)]])
                self._refused("reception.visit", "web_save", [[], self._rpc_visit_vals(**vals)], specification={})
                self._refused("reception.visit", "copy", [self.visit.ids, vals])
            context = {"default_state": "issued", "default_signoff_state": "granted"}
            context["default_requester_id"] = self.gm.id
            ids, error = self._call("reception.visit", "create", [[self._rpc_visit_vals()]], context)
            self.assertFalse(error)
            visit = self.env["reception.visit"].browse(ids)
            self.assertEqual((visit.state, visit.signoff_state, visit.requester_id), ("draft", "none", user))
            copied, error = self._call("reception.visit", "copy", [visit.ids], context)
            self.assertFalse(error)
            copy = self.env["reception.visit"].browse(copied)
            self.assertEqual((copy.state, copy.signoff_state, copy.requester_id), ("draft", "none", user))

    def test_nothing_is_forged_by_a_default_of_ones_own(self):
        """Every employee may set defaults for themselves (ir.default), for any field of any model."""
        self.authenticate(self.host.login, self.host.login)
        for model, field, value in (
            ("reception.visit", "state", "issued"),
            ("reception.visit", "signoff_state", "granted"),
            ("reception.visit", "requester_id", self.gm.id),
            ("reception.visit", "register_signed_by_id", self.gm.id),
            ("reception.signoff", "deputy_id", self.host.id),
            ("reception.signoff", "signed_by_id", self.gm.id),
            ("reception.signoff", "state", "signed"),
        ):
            _result, error = self._call("ir.default", "set", [model, field, value, True])
            self.assertFalse(error)
        ids, error = self._call("reception.visit", "create", [[self._rpc_visit_vals()]])
        self.assertFalse(error)
        visit = self.env["reception.visit"].browse(ids)
        self.assertEqual((visit.state, visit.signoff_state, visit.requester_id), ("draft", "none", self.host))
        self.assertFalse(visit.register_signed_by_id)
        _result, error = self._call("reception.visit", "action_submit", [ids])
        self.assertFalse(error)
        visit.invalidate_recordset()
        self.assertEqual(set(visit.sudo().signoff_ids.mapped("state")), {"asked"})
        self.assertFalse(visit.sudo().signoff_ids.deputy_id | visit.sudo().signoff_ids.signed_by_id)
        self._refused("reception.visit", "action_sign", [ids])

    def test_nothing_is_forged_by_import(self):
        columns = ["category_id/.id", "host_id/.id", "department_id/.id", "date_begin", "date_end", "state"]
        data = [
            str(self.draft.category_id.id),
            str(self.host.employee_id.id),
            str(self.marketing.id),
            "2026-03-03 04:00:00",
            "2026-03-04 04:00:00",
            "Issued",
        ]
        self.authenticate(self.officer.login, self.officer.login)
        count = self.env["reception.visit"].search_count([])
        result, error = self._call("reception.visit", "load", [columns, [data]])
        self.assertFalse(error)
        self.assertFalse(result["ids"])
        self.assertIn("never by hand", result["messages"][0]["message"])
        row = self.visit.sudo().signoff_ids[0]
        result, error = self._call("reception.signoff", "load", [[".id", "state"], [[str(row.id), "Signed"]]])
        self.assertTrue(error or not result["ids"])
        self.env.invalidate_all()
        self.assertEqual(self.env["reception.visit"].search_count([]), count)
        self.assertEqual(row.state, "asked")

    def test_engine_methods_are_private(self):
        self.authenticate(self.admin.login, self.admin.login)
        before = self._snapshot()
        for method in ("_move", "_do_sign", "_do_submit", "_as_engine", "_finish_granted", "_do_reopen", "_void"):
            self._refused("reception.visit", method, [self.visit.ids, "issued"])
        self._refused("reception.signoff", "_as_engine", [self.visit.sudo().signoff_ids.ids])
        self.assertEqual(self._snapshot(), before)

    def test_only_the_asked_sign_whatever_they_send(self):
        before = self._snapshot()
        for name, user in self.users.items():
            self.authenticate(user.login, user.login)
            with self.subTest(user=name):
                for args in ([], ["x"], ["x" * 100_000], [["x"]], [{"a": 1}], [7], [True]):
                    self._refused("reception.visit", "action_sign", [self.visit.ids, *args])
                    self._refused("reception.visit", "action_decline", [self.visit.ids, *args])
                    self._refused("reception.visit", "action_send_back", [self.visit.ids, *args])
                self._refused(
                    "reception.visit",
                    "action_sign",
                    [self.visit.ids],
                    {"reception_marks": {"engine": ["reception.visit"]}},
                )
                self._refused("reception.visit", "action_sign", [[2**31 - 1]])
        self.assertEqual(self._snapshot(), before)

    def test_comments_are_text(self):
        self.authenticate(self.gm.login, self.gm.login)
        for comment in (["x"], {"a": 1}, 7, True):
            self.assertIn("text", self._refused("reception.visit", "action_sign", [self.visit.ids, comment]))
            self.assertIn("text", self._refused("reception.visit", "action_decline", [self.visit.ids, comment]))
        for reason in ([], [None], [False], [""], ["  "]):
            self.assertIn("reason", self._refused("reception.visit", "action_decline", [self.visit.ids, *reason]))
        comment = "<script>x</script>\0" + "长" * 50_000
        _result, error = self._call("reception.visit", "action_sign", [self.visit.ids, comment])
        self.assertFalse(error)
        self.visit.invalidate_recordset()
        self.assertEqual(self.visit.state, "issued")
        self.assertIn("&lt;script&gt;", " ".join(self.visit.sudo().message_ids.mapped("body")))

    def test_add_signer_with_odd_arguments(self):
        company = self.env["res.company"].create({"name": "Company B"})
        foreigner = new_test_user(
            self.env,
            "reception_foreigner",
            groups="base.group_user",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        before = self._snapshot()
        self.authenticate(self.gm.login, self.gm.login)
        odd = (0, -1, 2**31 - 1, "abc", "1", True, None, [self.guard.id], {}, 1.5)
        for user_id in (self.portal.id, foreigner.id, *odd):
            with self.subTest(user_id=user_id):
                self._refused("reception.visit", "action_add_signer", [self.visit.ids, user_id])
        self.authenticate(self.stranger.login, self.stranger.login)
        self._refused("reception.visit", "action_add_signer", [self.visit.ids, self.guard.id])
        self.assertEqual(self._snapshot(), before)

    def test_submitted_notices_stay(self):
        for user in (self.host, self.officer, self.manager, self.admin):
            self.authenticate(user.login, user.login)
            self._refused("reception.visit", "unlink", [self.visit.ids])
        self.assertTrue(self.visit.exists())

    def test_the_question_for_a_reason_opens_no_back_door(self):
        self.authenticate(self.stranger.login, self.stranger.login)
        for vals in (
            {"res_model": "reception.visit", "res_ids": str(self.visit.id), "answer": "decline", "reason": "x"},
            {"res_model": "reception.visit", "res_ids": "abc", "answer": "decline", "reason": "x"},
            {"res_model": "reception.visit", "res_ids": "", "answer": "decline", "reason": "x"},
            {"res_model": "res.users", "res_ids": "2", "answer": "decline", "reason": "x"},
            {"res_model": "reception.visit", "res_ids": str(self.visit.id), "answer": "add_signer"},
        ):
            ids, error = self._call("reception.signoff.answer", "create", [[vals]])
            if not error:
                self._refused("reception.signoff.answer", "action_confirm", [ids])
        self.assertEqual(self.visit.state, "signing")

    def test_activities_of_the_engine_cannot_be_touched(self):
        activity = self.visit.sudo().activity_ids.filtered(lambda activity: activity.user_id == self.gm)
        for user in (self.gm, self.host, self.officer, self.admin):
            self.authenticate(user.login, user.login)
            self._refused("mail.activity", "action_feedback", [activity.ids])
            self._refused("mail.activity", "unlink", [activity.ids])
            self._refused("mail.activity", "write", [activity.ids, {"user_id": user.id + 1}])
            self._refused(
                "mail.activity",
                "write",
                [activity.ids, {"active": False}],
                {"reception_marks": {"engine": ["reception.visit"]}},
            )
        self.assertTrue(activity.exists().active)

    def test_officer_cannot_answer_for_a_signatory_through_the_activity(self):
        activity = self.visit.sudo().activity_ids.filtered(lambda activity: activity.user_id == self.gm)
        self.authenticate(self.officer.login, self.officer.login)
        self._refused("mail.activity", "action_reception_sign", [activity.ids])

    def test_deadline_of_a_term_counts_at_the_door_too(self):
        self._position("general_manager").holder_ids.date_to = fields.Date.today() - timedelta(days=2)
        self.authenticate(self.gm.login, self.gm.login)
        self.assertIn("no longer holds", self._refused("reception.visit", "action_sign", [self.visit.ids]))
