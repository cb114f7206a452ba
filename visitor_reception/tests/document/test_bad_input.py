from datetime import timedelta

import psycopg2

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..common import NOW, ReceptionCommon


@tagged("post_install", "-at_install")
class TestBadInput(ReceptionCommon):
    """What people type by mistake, or to see what happens, on a reception notice."""

    def test_dates_the_wrong_way_round(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.CheckViolation):
            self._make_visit(date_begin=NOW, date_end=NOW - timedelta(days=1))
        constraint = self.env["reception.visit"]._table_objects["reception_visit_dates_in_order"]
        self.assertIn("cannot leave before they arrive", constraint.get_error_message(self.env["reception.visit"]))

    def test_batch_0_and_negative_headcount(self):
        for vals in ({"batch": 0}, {"batch": -1}, {"headcount": -1}):
            with self.subTest(vals=vals), mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.CheckViolation):
                self._make_visit(**vals)

    def test_1_2_3_headcount_below_the_guests(self):
        with self.assertRaisesRegex(ValidationError, "1-2.3.*headcount is 1, but 2 guests"):
            self._make_visit(headcount=1)
        visit = self._make_visit(headcount=20)
        visit.write({"guest_ids": [Command.create({"name": "One more", "position": "Clerk"})]})
        self.assertEqual(visit.headcount, 20)

    def test_500_guests(self):
        guests = [{"name": f"Guest {number}", "position": "Clerk"} for number in range(500)]
        visit = self._make_visit(guests=0)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(30):
            visit.write({"guest_ids": [Command.create(vals) for vals in guests]})
            self.env.flush_all()
        self.assertEqual(visit.headcount, 500)
        visit.action_submit()
        with self.assertQueryCount(40):
            visit.guest_ids.write({"position": "Chief"})
            self.env.flush_all()
        self.assertEqual(visit.state, "draft")
        told = " ".join(visit.sudo().message_ids.mapped("body"))
        self.assertEqual(told.count("Clerk → Chief"), 500)

    def test_long_names_and_emoji(self):
        name = "长" * 9_999 + "🐼"
        visit = self._make_visit(guest_ids=[Command.create({"name": name, "position": "🐼 <b>x</b> %s %(x)s"})])
        visit.purpose = "{{ x }} %s 🐼"
        self._issue(visit)
        self.assertEqual(visit.guest_ids.name, name)
        self.assertTrue(visit.display_name)

    def test_guest_without_a_name(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.NotNullViolation):
            self._make_visit(guest_ids=[Command.create({"position": "Clerk"})])
        visit = self._make_visit(guest_ids=[Command.create({"name": "  ", "position": "Clerk"})])
        with self.assertRaisesRegex(UserError, "1-2.3"):
            visit.action_submit()

    def test_1_5_1_2_spaces_are_no_facts(self):
        for category, vals, clause in (
            ("key_customer", {"purpose": "  \n\t "}, "1-2.3"),
            ("director_invited", {"identity": "   "}, "1-5.1.2"),
            ("professional_of_gm", {"staff_kind": "technical", "contract_ref": "  "}, "1-5.2.2"),
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, clause):
                self._make_visit(category, **vals).action_submit()

    def test_department_of_a_notice_cannot_be_deleted(self):
        visit = self._make_visit()
        with self.assertRaisesRegex(UserError, "archive the department instead"):
            visit.department_id.sudo().unlink()

    def test_archived_host(self):
        visit = self._make_visit()
        self.host.employee_id.sudo().active = False
        visit.with_user(self.officer).action_submit()
        visit.with_user(self.gm).action_sign()
        self.assertEqual(visit.state, "issued")

    def test_user_without_an_employee_writes_a_notice(self):
        user = new_test_user(self.env, "reception_no_employee", groups="base.group_user")
        visit = self._make_visit(user=user)
        visit.action_submit()
        self.assertEqual(visit.requester_id, user)
        self.assertFalse(visit.can_sign_register)

    def test_text_stays_text_in_the_log(self):
        visit = self._make_visit()
        visit.action_submit()
        visit.purpose = "<script>alert(1)</script>"
        body = visit.sudo().message_ids[0].body
        self.assertIn("&lt;script&gt;", body)
        self.assertNotIn("<script>", body)
        visit.action_submit()
        visit.guest_ids[0].name = "<img src=x onerror=alert(1)>"
        self.assertNotIn("<img", visit.sudo().message_ids[0].body)

    def test_archived_category(self):
        visit = self._make_visit()
        visit.category_id.sudo().active = False
        visit.invalidate_recordset()
        self._issue(visit)
        self.assertEqual(visit.state, "issued")

    def test_dates_in_the_past_are_accepted(self):
        """A notice may be written after the guests came unannounced; its dates say so."""
        visit = self._make_visit(date_begin=NOW - timedelta(days=900), date_end=NOW - timedelta(days=899))
        self._issue(visit)
        self.assertEqual(visit.state, "issued")

    def test_year_mistyped(self):
        for vals in ({"date_end": "9999-12-31 23:59:59"}, {"date_begin": "0202-03-03 00:00:00"}):
            with self.subTest(vals=vals), mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.CheckViolation):
                self._make_visit(**vals)

    def test_what_is_still_needed_is_told(self):
        visit = self._make_visit()
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError) as refusal, self.cr.savepoint():
            visit.host_id.sudo().unlink()
        message = visit._sql_error_to_message(refusal.exception)
        self.assertNotIn("violates", message)
        self.assertRegex(message, "rchive")
