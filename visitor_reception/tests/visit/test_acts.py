import json
from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from ..common import NOW
from ..common_cost import ReceptionCostCommon
from ..signoff.test_signoff_rpc import RpcCase
from .test_aftercare import make_picture


@tagged("post_install", "-at_install")
class TestActs(ReceptionCostCommon):
    """Statements about a visit are rows that nobody forges, changes or forgets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))

    def _acts(self, visit, kind):
        return visit.sudo().act_ids.filtered(lambda act: act.kind == kind)

    def test_1_5_1_2_a_changed_fact_voids_the_confirmation_and_says_so(self):
        visit = self._make_visit("director_invited", user=self.officer)
        visit.action_confirm("Mr. Li")
        act = self._acts(visit, "confirmed")
        self.assertRecordValues(act, [{"user_id": self.officer.id, "at": NOW, "with_whom": "Mr. Li", "void_at": False}])
        for change in (
            lambda: visit.write({"identity": "Inspectors"}),
            lambda: visit.guest_ids[0].write({"position": "Chairman"}),
            lambda: visit.write({"guest_ids": [Command.create({"name": "One More", "position": "Clerk"})]}),
            lambda: visit.guest_ids[-1].unlink(),
        ):
            change()
            self.assertEqual((act.void_at, act.void_reason), (NOW, "what it is about has changed"))
            self.assertIn("No longer holds", visit.message_ids[0].body)
            self.assertFalse(visit.is_confirmed or visit.confirmed_by_id)
            self.assertTrue(visit.was_confirmed)
            visit.action_confirm("Mr. Li")
            act = self._acts(visit, "confirmed")[-1:]
        self.assertEqual(len(self._acts(visit, "confirmed")), 5, "each confirmation stays on file")
        visit.note = "A remark changes nothing"
        self.assertTrue(visit.is_confirmed)

    def test_1_5_1_3_a_changed_programme_voids_what_was_told(self):
        event = (
            self.env["calendar.event"]
            .with_user(self.host)
            .create(
                {"name": "Talks", "reception_visit_id": self.visit.id, "start": NOW, "stop": NOW + timedelta(hours=1)}
            )
        )
        self.visit.with_user(self.host).action_tell_programme()
        event.with_user(self.host).start += timedelta(minutes=30)
        self.assertEqual(self._acts(self.visit, "programme_told").mapped("void_at"), [NOW])
        self.visit.with_user(self.host).action_tell_programme()
        event.with_user(self.host).unlink()
        self.assertEqual(self._acts(self.visit, "programme_told").mapped("void_at"), [NOW, NOW])

    def test_p2_a_changed_cost_voids_the_signed_list(self):
        meal = self._apply(kind="work_meal", place="inside", amount_planned=16)
        self.visit.with_user(self.head)._do_state("list_reviewed")
        meal.amount_planned = 17
        self.assertTrue(self._acts(self.visit, "list_reviewed").void_at)
        self.visit.with_user(self.head)._do_state("list_reviewed")
        self._book("car", self.visit.guest_ids)
        self.assertEqual(self._acts(self.visit, "list_reviewed").mapped("void_at"), [NOW, NOW])

    def test_a_notice_that_is_a_draft_again_keeps_its_history(self):
        visit = self._prepare(self._issue(self._make_visit("director_invited", user=self.officer)))
        visit.purpose = "Another purpose"
        kinds = {act.kind: act.void_reason for act in visit.sudo().act_ids if act.void_at}
        self.assertEqual(kinds["checked"], "the notice is a draft again")
        self.assertEqual(kinds["programme_told"], "the notice is a draft again")
        self.assertFalse(visit.checked_by_id or visit.programme_told_by_id)

    def test_copying_a_visit_copies_no_statement(self):
        visit = self._prepare(self._issue(self._make_visit("director_invited", user=self.officer)))
        self.assertTrue(visit.sudo().act_ids)
        copy = visit.copy()
        self.assertFalse(copy.sudo().act_ids or copy.confirmed_by_id or copy.checked_at)

    def test_of_each_kind_one_statement_holds(self):
        vals = {"visit_id": self.visit.id, "kind": "register", "user_id": self.head.id, "at": NOW}
        acts = self.env["reception.visit.act"]._as_engine()
        acts.create(vals)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            acts.create(vals)

    def test_who_reads_the_visit_reads_its_statements(self):
        self.visit.with_user(self.host).action_tell_programme()
        act = self._acts(self.visit, "programme_told")
        for user, reads in ((self.host, True), (self.auditor, True), (self.stranger, False), (self.guard, False)):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                self.assertEqual(act.with_user(user).has_access("read"), reads)
                self.assertEqual(bool(act.with_user(user).search([("id", "=", act.id)])), reads)

    def test_statements_are_not_written_by_hand(self):
        self.visit.with_user(self.host).action_tell_programme()
        act = self._acts(self.visit, "programme_told")
        for user in (self.host, self.officer, self.manager, self.env.user):
            rows = act.with_user(user)
            for attempt in (
                lambda rows=rows: rows.write({"void_at": NOW}),
                lambda rows=rows: rows.unlink(),
                lambda rows=rows: rows.create({"visit_id": self.visit.id, "kind": "register", "user_id": 1, "at": NOW}),
            ):
                with self.assertRaises(AccessError):
                    attempt()

    def test_migration_makes_rows_of_the_columns(self):
        visit, bare = self._issue(self._make_visit()), self._make_visit()
        self.env.flush_all()
        types = {
            "_by_id": "integer",
            "_at": "timestamp",
            "_with": "varchar",
            "confirmed_facts": "jsonb",
            "_facts": "text",
        }
        migration = self._load_migration("19.0.2.0.0/post-visit_acts.py")
        columns = sorted({name for row in migration.COLUMNS.values() for name in row if name})
        for name in columns:
            kind = next(kind for suffix, kind in types.items() if name.endswith(suffix))
            self.cr.execute(
                SQL("ALTER TABLE reception_visit ADD COLUMN IF NOT EXISTS %s %s", SQL.identifier(name), SQL(kind))
            )
        facts = visit.sudo()._get_six_facts()
        self.cr.execute(
            """
            UPDATE reception_visit SET confirmed_by_id = %(head)s, confirmed_at = %(now)s, confirmed_with = 'Ms. Sun',
                   confirmed_facts = %(facts)s, checked_by_id = %(officer)s, checked_at = %(now)s, thanked_at = %(now)s,
                   register_signed_by_id = %(head)s, register_signed_at = %(now)s, programme_told_by_id = %(host)s,
                   programme_told_at = %(now)s, programme_told_facts = 'other'
             WHERE id = %(visit)s
            """,
            {
                "head": self.head.id,
                "officer": self.officer.id,
                "host": self.host.id,
                "now": NOW,
                "facts": json.dumps(facts),
                "visit": visit.id,
            },
        )
        scan, drawn = self.env["ir.attachment"].create(
            [
                {"name": "scan", "datas": make_picture("JPEG"), "res_model": "reception.visit", "res_id": visit.id},
                {"name": "drawn", "datas": make_picture(), "res_model": "reception.visit", "res_id": visit.id},
            ]
        )
        drawn.res_field = "register_signature"
        self.env.flush_all()
        self.cr.execute(
            "CREATE TABLE reception_visit_register_scan_rel (reception_visit_id integer, ir_attachment_id integer)"
        )
        self.cr.execute("INSERT INTO reception_visit_register_scan_rel VALUES (%s, %s)", [visit.id, scan.id])
        migration.migrate(self.cr, "19.0.1.2.0")
        self.env.invalidate_all()
        self.assertRecordValues(
            visit,
            [
                {
                    "confirmed_by_id": self.head.id,
                    "confirmed_with": "Ms. Sun",
                    "confirmed_at": NOW,
                    "is_confirmed": True,
                    "checked_by_id": self.officer.id,
                    "register_signed_by_id": self.head.id,
                    "register_signed_at": NOW,
                    "register_scan_ids": scan.ids,
                    "thanked_at": NOW,
                    "programme_told_by_id": self.host.id,
                    "secrecy_acknowledged_by_id": False,
                }
            ],
        )
        self.assertEqual(visit.register_signature.decode(), make_picture())
        self.assertEqual(self._acts(visit, "thanked").user_id, visit.requester_id)
        self.assertFalse(bare.sudo().act_ids)
        self.cr.execute(
            "SELECT 1 FROM information_schema.columns WHERE table_name = 'reception_visit' AND column_name = ANY(%s)",
            [columns],
        )
        self.assertFalse(self.cr.rowcount, "the old columns are gone")


@tagged("post_install", "-at_install")
class TestActsRpc(RpcCase):
    def test_nobody_forges_a_statement_over_rpc(self):
        visit = self._issue(self._make_visit(user=self.officer))
        visit.with_user(self.host).action_tell_programme()
        act = visit.sudo().act_ids
        vals = {"visit_id": visit.id, "kind": "register", "user_id": self.gm.id, "at": "2026-03-02 04:00:00"}
        before = act.read()
        admin = new_test_user(self.env, "reception_base_admin", groups="base.group_system,base.group_user")
        for user in (self.host, self.manager, admin):
            self.authenticate(user.login, user.login)
            for context in ({}, {"reception_marks": True}, {"reception_marks": {"engine": ["reception.visit.act"]}}):
                with self.subTest(user=user.login, context=context):
                    self._refused("reception.visit.act", "create", [[vals]], context)
                    self._refused("reception.visit.act", "web_save", [[], vals], context, specification={})
                    self._refused("reception.visit.act", "write", [act.ids, {"void_at": False}], context)
                    self._refused("reception.visit.act", "unlink", [act.ids], context)
                    self._refused("reception.visit.act", "_as_engine", [act.ids], context)
                    for change in (
                        {"act_ids": [Command.create(vals)]},
                        {"act_ids": [Command.clear()]},
                        {"act_ids": [Command.update(act.id, {"user_id": self.gm.id})]},
                        {"register_signed_by_id": self.gm.id},
                    ):
                        self._refused("reception.visit", "write", [visit.ids, change], context)
        self.env.invalidate_all()
        self.assertEqual(visit.sudo().act_ids, act)
        self.assertEqual(act.read(), before)
        self.assertFalse(visit.register_signed_by_id)
