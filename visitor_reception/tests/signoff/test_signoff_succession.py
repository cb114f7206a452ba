from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ..common import NOW, ReceptionCommon


@tagged("post_install", "-at_install")
class TestSignoffSuccession(ReceptionCommon):
    """1-3.8: a request to sign passes to who holds the position now, and to nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.heir = cls._make_person("heir", "New General Manager", cls.administration)
        cls.visit = cls._make_visit()
        cls.visit.action_submit()
        cls.visit = cls.visit.sudo()
        cls.holder = cls._position("general_manager").holder_ids.filtered(lambda row: row.user_id == cls.gm)

    def _asked(self):
        return self.visit.signoff_ids.filtered(lambda row: row.state == "asked")

    def _replace(self):
        self.holder.date_to = fields.Date.today() - timedelta(days=1)
        self._hold("general_manager", self.heir)

    def test_1_3_8_a_replaced_holder(self):
        self._replace()
        row = self._asked().filtered(lambda row: row.user_id == self.heir)
        old = row.passed_from_id
        self.assertEqual((old.user_id, old.state, row.position_id), (self.gm, "void", old.position_id))
        bodies = " ".join(self.visit.message_ids.mapped("body"))
        self.assertIn("passes to New General Manager", bodies)
        todos = self.visit.activity_ids.user_id
        self.assertIn(self.heir, todos)
        self.assertNotIn(self.gm, todos)
        self.env.invalidate_all()
        self.visit.with_user(self.heir).sudo(False).action_sign()
        self.assertEqual(self.visit.state, "issued")

    def test_1_3_8_a_user_who_leaves_and_a_successor(self):
        self._hold("general_manager", self.heir, date_from=fields.Date.today() + timedelta(days=1))
        self.gm.action_archive()
        row = self._asked().filtered(lambda row: row.user_id == self.gm)
        self.assertTrue(row, "nobody holds the position today: it stays asked")
        self.assertEqual(row.vacant_since, NOW)
        told = self._get_told(self.visit)
        self.assertIn(self.officer.partner_id, told)
        messages = len(self.visit.message_ids)
        with freeze_time(NOW + timedelta(days=1)):
            self.env["reception.signoff"]._cron_pass_on()
            self.assertIn(self.heir, self._asked().user_id, "from the day on when somebody holds it")
        self.assertEqual(len(self.visit.message_ids), messages + 1)

    def test_1_3_8_the_office_is_told_once(self):
        self.gm.action_archive()
        before = self.env["mail.message"].search_count([])
        self.env["reception.signoff"]._cron_pass_on()
        self.assertEqual(self.env["mail.message"].search_count([]), before)

    def test_1_3_1_shares_are_counted_where_they_passed_to(self):
        votes = self.visit.signoff_ids
        total = len(votes.filtered(lambda row: not row.is_passed_on))
        self._replace()
        rows = self.visit.signoff_ids
        self.assertEqual(len(rows.filtered(lambda row: not row.is_passed_on)), total)

    def test_a_department_without_a_manager_has_the_head_above(self):
        team = self.env["hr.department"].create({"name": "East", "parent_id": self.marketing.id})
        self.assertEqual(team.reception_head_id, self.head.employee_id)
        self.assertEqual(self._position("department_head")._get_record_holders(self.visit), self.head)
        self.visit.department_id = team
        self.assertEqual(self._position("department_head")._get_record_holders(self.visit), self.head)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(self.visit.with_user(self.head).sudo(False).has_access("read"))
        self.assertIn(self.head, self.visit._get_receivers())
        team.manager_id = self.heir.employee_id
        self.assertEqual(team.reception_head_id, self.heir.employee_id)

    def test_who_has_left_is_pointed_out_on_open_documents(self):
        self.assertFalse(self.visit.left_names)
        self.visit.principal_host_id = self.heir.employee_id
        self.host.employee_id.active = False
        self.heir.employee_id.active = False
        self.assertEqual(self.visit.left_names, "Host, New General Manager")
        arch = self.visit.with_user(self.officer).get_view(view_type="form")["arch"]
        self.assertIn("left_names", arch)
        self.visit._as_engine().write({"state": "closed"})
        self.assertFalse(self.visit.left_names, "what is finished waits for nobody")
