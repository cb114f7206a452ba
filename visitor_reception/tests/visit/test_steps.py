from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from ..common import NOW, ReceptionCommon
from ..signoff.test_signoff_rpc import RpcCase


@tagged("post_install", "-at_install")
class TestSteps(ReceptionCommon):
    """1-5, 4-12: steps of a procedure are rows; people get one to-do a visit and stage."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.company.reception_officer_id = cls.officer
        cls.visit = cls._issue(
            cls._make_visit(
                "director_invited",
                user=cls.officer,
                grade="important",
                principal_host_id=cls.gm.employee_id.id,
                date_begin=NOW + timedelta(days=10),
                date_end=NOW + timedelta(days=11),
            )
        ).sudo()

    def _todos(self, user=None, stage=None):
        todos = self.visit.activity_ids.filtered("reception_stage")
        return todos.filtered(lambda todo: user in (None, todo.user_id) and stage in (None, todo.reception_stage))

    def test_one_todo_a_person_and_stage(self):
        desks = {(step.responsible_id, step.stage) for step in self.visit.step_ids}
        todos = self._todos()
        self.assertEqual({(todo.user_id, todo.reception_stage) for todo in todos}, desks)
        self.assertEqual(len(todos), len(desks))
        self.assertLess(len(todos), 7)
        self.assertGreater(len(self.visit.step_ids), 14)
        self.assertEqual(todos.reception_step_ids, self.visit.step_ids)
        for todo in todos:
            self.assertEqual(todo.date_deadline, min(todo.reception_step_ids.mapped("due")))

    def test_ticking_the_last_step_ends_the_todo(self):
        todo = self._todos(self.officer, "during")
        first, *others = todo.reception_step_ids
        first.with_user(self.officer).action_done()
        self.assertTrue(todo.active)
        self.assertEqual(
            [step["is_done"] for step in todo._get_steps_to_tick()],
            [step == first for step in todo.reception_step_ids],
        )
        for step in others:
            step.with_user(self.officer).action_done("As planned")
        self.assertFalse(todo.active)
        self.assertEqual(todo.feedback, "As planned")
        self.assertIn("As planned", self.visit.message_ids[0].body)

    def test_marking_the_todo_done_ticks_its_open_steps(self):
        todo = self._todos(self.officer, "during")
        early = todo.reception_step_ids[0]
        early.with_user(self.host).action_done()
        file = self.env["ir.attachment"].create({"name": "photo", "raw": b"x"})
        todo.with_user(self.officer).action_feedback(feedback="All done", attachment_ids=file.ids)
        self.assertFalse(todo.active)
        self.assertEqual(early.done_by_id, self.host)
        rest = todo.reception_step_ids - early
        self.assertEqual(set(rest.mapped("remark")), {"All done"})
        self.assertEqual(rest.done_by_id, self.officer)
        self.assertEqual(self.visit.message_ids[0].attachment_ids, file)
        with self.assertRaisesRegex(UserError, "not open"):
            early.with_user(self.officer).action_done()

    def test_1_5_1_3_the_check_waits_for_the_other_steps_of_its_todo(self):
        check = self.visit._get_open_checks()
        guarded = self.visit.step_ids.filtered(lambda step: step.guard == "start") - check
        if others := guarded - check.activity_id.reception_step_ids:
            with self.assertRaisesRegex(UserError, "1-5.1.3"):
                check.activity_id.with_user(self.officer).action_feedback()
            others.action_done()
        check.activity_id.with_user(self.officer).action_feedback()
        self.assertEqual(self.visit.checked_by_id, self.officer)

    def test_who_ticks(self):
        step = self.visit.step_ids.filtered(lambda step: step.responsible_id == self.officer)[0]
        for user, error, text in (
            (self.gm, UserError, "marks"),
            (self.auditor, UserError, "4-14a"),
            (self.stranger, AccessError, ""),
        ):
            with self.subTest(user=user.login):
                self.assertFalse(user != self.stranger and step.with_user(user).can_be_done)
                with self.assertRaisesRegex(error, text):
                    step.with_user(user).action_done()
        self.assertTrue(step.with_user(self.host).can_be_done)

    def test_the_todo_given_to_somebody_else_takes_its_steps_along(self):
        todo = self._todos(self.officer, "before")
        steps = todo.reception_step_ids
        todo.with_user(self.officer).user_id = self.manager
        self.assertEqual(steps.responsible_id, self.manager)
        one = steps[0]
        one._pass_to(self.officer)
        one._plan_todos()
        self.assertNotEqual(one.activity_id, todo)
        one.activity_id.with_user(self.officer).user_id = self.manager
        self.assertEqual(len(self._todos(self.manager, "before")), 1, "one to-do a person and stage")
        self.assertEqual(self._todos(self.manager, "before").reception_step_ids, steps)

    def test_1_5_1_3_steps_outlive_their_person(self):
        """Odoo deletes the activities of archived users."""
        total, mine = len(self.visit.step_ids), self.visit.step_ids.filtered(lambda s: s.responsible_id == self.officer)
        done = mine[0]
        done.with_user(self.officer).action_done()
        self._hold("executive_deputy_gm", self.officer, deputy_id=self.manager.id)
        self.officer.action_archive()
        self.assertEqual(len(self.visit.step_ids), total)
        self.assertEqual(done.responsible_id, self.officer, "what is done stays as it was")
        self.assertEqual((mine - done).responsible_id, self.manager, "the deputy")
        self.assertIn(mine[-1].name, self.visit.message_ids[0].body)
        self.assertEqual(self._todos(self.manager).reception_step_ids, mine - done)
        with self.assertRaisesRegex(UserError, "1-5.1.3"):
            self.visit.with_user(self.host).action_start()

    def test_without_a_deputy_the_office_or_the_host_does_the_steps(self):
        mine = self.visit.step_ids.filtered(lambda step: step.responsible_id == self.officer)
        second = self._make_person("second_officer", "Second Officer", self.administration)
        second.group_ids |= self.env.ref("visitor_reception.group_reception_officer")
        self.company.reception_officer_id = second
        self.officer.active = False
        self.assertEqual(mine.responsible_id, second)
        self.company.reception_officer_id = False
        second.active = False
        self.assertEqual(mine.responsible_id, self.host)
        self.assertEqual(self._todos().user_id, self.visit.step_ids.responsible_id)

    def test_closed_visits_keep_what_was_left(self):
        self._prepare(self.visit).action_start()
        self.visit.action_close()
        left = self.visit._get_open_steps()
        self.assertTrue(left)
        self.assertFalse(self._todos())
        self.assertLess(self.visit.procedure_progress, 100)
        self.assertIn(left[0].name, " ".join(self.visit.message_ids.mapped("body")))
        left[0].with_user(self.host).action_done()
        self.assertTrue(left[0].done_at)

    def test_a_notice_that_is_a_draft_again_keeps_what_is_done(self):
        done = self.visit.step_ids[0]
        done.with_user(self.host).action_done()
        self.visit.purpose = "Another purpose"
        self.assertEqual(self.visit.step_ids, done)
        self.assertFalse(self._todos())
        self._issue(self.visit)
        self.assertEqual(len(self.visit.step_ids.template_id), len(self.visit.step_ids), "no step twice")

    def test_a_plan_that_changes_leaves_issued_notices_alone(self):
        step = self.visit.step_ids.filtered(lambda step: step.guard == "start")[0]
        name = step.name
        step.template_id.unlink()
        self.assertEqual((step.name, step.guard), (name, "start"))

    def test_list_over_all_visits(self):
        steps = self.env["reception.visit.step"]
        action = self.env["ir.actions.act_window"]._for_xml_id("visitor_reception.mail_activity_action_step")
        self.assertEqual((action["res_model"], action["path"]), ("reception.visit.step", "reception-steps"))
        self.assertEqual(steps.with_user(self.gm).search([("visit_id", "=", self.visit.id)]), self.visit.step_ids)
        self.assertFalse(steps.with_user(self.stranger).search([("visit_id", "=", self.visit.id)]))
        arch = steps.with_user(self.officer).get_views([(False, "list"), (False, "form"), (False, "search")])["views"]
        self.assertIn("action_done", arch["list"]["arch"])

    def test_migration_makes_rows_of_the_activities(self):
        visit = self._issue(self._make_visit()).sudo()
        template = self.env.ref("visitor_reception.mail_activity_plan_procedure_d_step_1")
        visit.step_ids._as_engine().unlink()
        visit.activity_ids.unlink()
        vals = {"res_model_id": self.env["ir.model"]._get_id(visit._name), "res_id": visit.id, "user_id": self.host.id}
        kind = self.env.ref("mail.mail_activity_data_todo").id
        old = self.env["mail.activity"].create(
            [
                {**vals, "summary": name, "activity_type_id": kind, "date_deadline": NOW.date(), "automated": True}
                for name in ("Open", "Open too", "Done")
            ]
        )
        own = self.env["mail.activity"].create({**vals, "summary": "By hand", "activity_type_id": kind})
        old[2].write({"active": False, "feedback": "as agreed"})
        self.env.flush_all()
        self.cr.execute("ALTER TABLE mail_activity ADD COLUMN reception_step_id integer")
        self.cr.execute(
            SQL(
                "UPDATE mail_activity SET reception_step_id = %s, reception_stage = 'before' WHERE id IN %s",
                template.id,
                tuple(old.ids),
            )
        )
        self._load_migration("19.0.2.0.0/post-visit_steps.py").migrate(self.cr, "19.0.1.2.0")
        self.env.invalidate_all()
        steps = visit.step_ids.sorted("name")
        self.assertEqual(steps.mapped("name"), ["Done", "Open", "Open too"])
        self.assertEqual(set(steps.mapped("clause")), {template.reception_clause})
        self.assertEqual(
            (steps[0].remark, bool(steps[0].done_at), bool(steps[0].done_by_id)), ("as agreed", True, True)
        )
        self.assertFalse(steps[1:].done_by_id)
        todo = visit.activity_ids - own
        self.assertRecordValues(todo, [{"user_id": self.host.id, "reception_stage": template.reception_stage}])
        self.assertEqual(todo.reception_step_ids, steps[1:])
        self.assertTrue(old[2].exists() and own.exists())


@tagged("post_install", "-at_install")
class TestStepsRpc(RpcCase):
    def test_nobody_forges_a_step_over_rpc(self):
        visit = self._issue(self._make_visit(user=self.officer))
        step = visit.sudo().step_ids[0]
        vals = {"visit_id": visit.id, "name": "Made up", "responsible_id": self.host.id, "due": "2026-03-02"}
        admin = new_test_user(self.env, "reception_base_admin", groups="base.group_system,base.group_user")
        before = visit.sudo().step_ids.read()
        for user in (self.host, self.manager, admin):
            self.authenticate(user.login, user.login)
            for context in ({}, {"reception_marks": True}, {"reception_marks": {"engine": ["reception.visit.step"]}}):
                with self.subTest(user=user.login, context=context):
                    self._refused("reception.visit.step", "create", [[vals]], context)
                    done = {"done_by_id": user.id, "done_at": "2026-03-02 04:00:00"}
                    self._refused("reception.visit.step", "write", [step.ids, done], context)
                    self._refused("reception.visit.step", "unlink", [step.ids], context)
                    self._refused("reception.visit.step", "_do_done", [step.ids], context)
                    change = {"step_ids": [Command.update(step.id, {"guard": False})]}
                    self._refused("reception.visit", "write", [visit.ids, change], context)
        _result, error = self._call("ir.default", "set", ["reception.visit.step", "done_by_id", admin.id, True])
        self.assertFalse(error, "everybody may set defaults for themselves")
        self.env.invalidate_all()
        self.assertEqual(visit.sudo().step_ids.read(), before)
