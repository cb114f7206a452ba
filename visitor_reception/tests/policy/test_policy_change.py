from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from ..common import ReceptionCommon


@tagged("post_install", "-at_install")
class TestPolicyChange(ReceptionCommon):
    """Policy tables remember who changed what from what to what, when, why; shared rows are of all companies."""

    def _changes(self, record):
        return self.env["reception.policy.change"].search(
            [("model", "=", record._name), ("res_id", "=", record.id)], order="id"
        )

    def test_every_table_remembers(self):
        remembered = set(self.env.registry.descendants(["reception.policy.table"], "_inherit"))
        for model in (
            "reception.signoff.rule",
            "reception.signoff.step",
            "reception.position",
            "reception.position.holder",
            "reception.entitlement",
            "reception.meal.standard",
            "reception.companion.limit",
            "reception.deadline",
            "reception.preset",
            "reception.rank",
            "reception.service.class",
            "reception.visitor.category",
            "reception.tax.limit",
            "reception.clause",
            "reception.calendar.day",
            "reception.calendar.year",
        ):
            with self.subTest(model=model):
                self.assertIn(model, remembered)
                for view_type in ("form", "list"):
                    view = self.env[model].get_view(view_type=view_type)["arch"]
                    self.assertIn("action_open_history", view)

    def test_changed_deadline(self):
        deadline = self.env["reception.deadline"].search([("code", "=", "petty_cash_report")]).with_user(self.manager)
        with self.assertRaisesRegex(UserError, "write why it is changed"), self.cr.savepoint():
            deadline.days = 30
        self.assertEqual(deadline.days, 3)
        deadline.write({"days": 5, "change_reason": "Decision of 2026-03-01"})
        change = self._changes(deadline)[-1]
        self.assertEqual(
            (change.before, change.after, change.reason, change.user_id, change.kind, change.field_label),
            ("3", "5", "Decision of 2026-03-01", self.manager, "changed", "Days"),
        )
        deadline.write({"days": 5})  # says nothing new
        self.assertEqual(self._changes(deadline)[-1], change)

    def test_form_asks_for_the_reason(self):
        standard = self.env.ref("visitor_reception.reception_meal_standard_work_meal").with_user(self.manager)
        before = standard.amount_per_head
        with Form(standard) as form:
            form.amount_per_head = before + 2
            form.change_reason = "Prices"
        change = self._changes(standard)[-1]
        self.assertEqual((change.reason, change.company_id), ("Prices", standard.company_id))

    def test_step_added_to_a_rule_leaves_a_trace(self):
        rule = self.env["reception.signoff.rule"].search([("res_model", "=", "reception.hospitality")], limit=1)
        position = self.env["reception.position"].search([("code", "=", "general_manager")])
        rule.with_user(self.manager).write(
            {
                "step_ids": [Command.create({"sequence": 99, "position_ids": [Command.set(position.ids)]})],
                "change_reason": "The general manager wants to see all",
            }
        )
        step = rule.step_ids.sorted("sequence")[-1]
        changes = self._changes(step)
        self.assertIn(position.name, changes.mapped("after"))
        self.assertEqual(set(changes.mapped("reason")), {"The general manager wants to see all"})
        self.assertEqual(set(changes.mapped("kind")), {"created"})
        with self.assertRaisesRegex(UserError, "write why"):
            step.with_user(self.manager).unlink()
        removal = self.env["reception.policy.removal"].with_user(self.manager)
        context = step.with_user(self.manager).action_open_removal()["context"]
        removal.with_context(**context).create({"reason": "It takes too long"}).action_confirm()
        deleted = self._changes(step).filtered(lambda change: change.kind == "deleted")
        self.assertEqual(set(deleted.mapped("reason")), {"It takes too long"})
        self.assertFalse(step.exists())

    def test_removed_with_its_rule_it_has_the_reason_of_the_rule(self):
        rule = self.env["reception.signoff.rule"].search([("res_model", "=", "reception.hospitality")], limit=1)
        step = rule.step_ids[0]
        rule.with_user(self.manager).write(
            {"step_ids": [Command.delete(step.id)], "change_reason": "One leader suffices"}
        )
        self.assertEqual(set(self._changes(step).mapped("reason")), {"One leader suffices"})

    def test_only_rows_of_the_policy_are_removed_so(self):
        removal = self.env["reception.policy.removal"].with_user(self.manager)
        with self.assertRaisesRegex(UserError, "policy table"):
            removal.create({"res_model": "res.partner", "res_ids": self.customer.ids, "reason": "No"}).action_confirm()

    def test_holidays_remember_and_are_shared(self):
        days = self.env["reception.calendar.day"].with_user(self.manager)
        day = days.create({"date": "2031-05-05", "name": "Festival"})
        with self.assertRaisesRegex(UserError, "write why"), self.cr.savepoint():
            day.name = "Another"
        day.write({"name": "Another", "change_reason": "Notice 7"})
        self.assertEqual(self._changes(day).mapped("kind")[-1], "changed")
        with self.assertRaisesRegex(UserError, "write why"), self.cr.savepoint():
            day.unlink()
        self.env["res.company"].create({"name": "Company B"})
        with self.assertRaisesRegex(UserError, "For all companies|for all companies"):
            day.write({"name": "Mine", "change_reason": "For us"})
        mine = days.browse(day.action_copy_for_company()["res_id"])
        mine.write({"name": "Mine", "change_reason": "For us"})
        mine.with_context(policy_reason="Over").unlink()
        self.assertEqual(
            set(self._changes(mine).filtered(lambda row: row.kind == "deleted").mapped("reason")), {"Over"}
        )

    def test_tick_and_holder_leave_a_trace(self):
        entitlement = self.env["reception.entitlement"].search([], limit=1)
        table = self.env["reception.entitlement"].with_user(self.manager)
        table.action_toggle(entitlement.rank_id.id, entitlement.class_id.id, False, "Saving")
        changes = self._changes(entitlement)
        self.assertEqual((set(changes.mapped("kind")), set(changes.mapped("reason"))), ({"deleted"}, {"Saving"}))
        holder = self.env["reception.position.holder"].search([("company_id", "=", self.company.id)], limit=1)
        name = holder.user_id.name
        holder.with_user(self.manager).write({"user_id": self.stranger.id, "change_reason": "New appointment"})
        self.assertIn((name, self.stranger.name), self._changes(holder).mapped(lambda row: (row.before, row.after)))

    def test_settings_of_the_company_are_remembered(self):
        self.company.petty_cash_limit = 1234
        change = self._changes(self.company)[-1]
        self.assertEqual(change.field_label, "Limit per Borrower")
        self.assertIn("1,234.00", change.after)

    def test_history_is_append_only(self):
        deadline = self.env["reception.deadline"].search([], limit=1)
        deadline.days += 1
        change = self._changes(deadline)[-1]
        for user in (self.manager, self.auditor, self.env.user):
            rows = change.with_user(user)
            for act in (
                lambda rows=rows: rows.write({"reason": "Another"}),
                rows.unlink,
                lambda rows=rows: rows.create({"model_id": change.model_id.id, "kind": "changed", "user_id": 1}),
            ):
                with self.assertRaises(UserError), self.cr.savepoint():
                    act()
        self.assertTrue(change.with_user(self.auditor).read(["before"]))
        self.assertEqual(change.action_open_row()["res_id"], deadline.id)

    def test_delivered_data_is_nobodys_decision(self):
        deadline = (
            self.env["reception.deadline"].with_context(install_mode=True).create({"name": "X", "code": "x", "days": 1})
        )
        self.assertFalse(self._changes(deadline))

    def test_shared_rows_are_changed_by_who_acts_for_all(self):
        other = self.env["res.company"].create({"name": "Another"})
        deadline = self.env["reception.deadline"].search([("code", "=", "petty_cash_report")])
        rank = self.env["reception.rank"].search([], limit=1)
        manager = deadline.with_user(self.manager)
        for act in (
            lambda: manager.write({"days": 9, "change_reason": "Mine"}),
            manager.unlink,
            lambda: rank.with_user(self.manager).write({"name": "Boss", "change_reason": "Mine"}),
            lambda: manager.create({"name": "Y", "code": "y", "days": 1}),
        ):
            with self.assertRaisesRegex(UserError, "for all companies"), self.cr.savepoint():
                act()
        copied = manager.browse(manager.action_copy_for_company()["res_id"])
        self.assertEqual((copied.company_id, copied.days), (self.company, deadline.days))
        copied.write({"days": 9, "change_reason": "Ours"})
        for_all = new_test_user(
            self.env,
            "policy_of_all",
            groups="visitor_reception.group_reception_manager",
            company_ids=[Command.set((self.company | other).ids)],
            company_id=self.company.id,
        )
        deadline.with_user(for_all).write({"days": 4, "change_reason": "Group decision"})
        self.assertEqual(deadline.days, 4)
