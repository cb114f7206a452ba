from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common_cost import MEAL, ReceptionCostCommon

LUNCH = MEAL - timedelta(hours=8)


@tagged("post_install", "-at_install")
class TestTold(ReceptionCostCommon):
    """A canteen lunch is told to Administration and HR, and signed by nobody (1-6.1)."""

    def _lunch(self, **vals):
        return self._apply(**{"kind": "work_meal", "place": "inside", "amount_planned": 16, "meal_at": LUNCH, **vals})

    def _told(self, **vals):
        lunch = self._lunch(**vals)
        lunch.action_submit()
        return lunch

    def test_1_6_1_a_canteen_lunch_is_told_and_no_leader_is_asked(self):
        lunch = self._told()
        self.assertEqual((lunch.state, lunch.signoff_state), ("told", "none"))
        self.assertRegex(lunch.name, r"HA/2026/\d{4}")
        self.assertFalse(lunch.sudo().signoff_ids)
        self.assertFalse(lunch.sudo().activity_ids)
        self.assertEqual(self.env["reception.kitchen.order"].browse(lunch.id).state, "told")

    def test_1_6_1_administration_and_hr_notes_it(self):
        lunch = self._told()
        for user in (self.host, self.auditor):
            with self.assertRaisesRegex(UserError, "4-14a|1-6.1"):
                lunch.with_user(user).action_note()
        with self.assertRaises(AccessError):
            lunch.with_user(self.dgm).action_note()
        lunch.with_user(self.officer).action_note()
        self.assertTrue(lunch.is_agreed)
        self.assertEqual((lunch.noted_by_id, lunch.state), (self.officer, "told"))
        with self.assertRaisesRegex(UserError, "does not wait"):
            lunch.with_user(self.officer).action_note()

    def test_1_6_1_what_administration_and_hr_enters_is_noted(self):
        self.assertEqual(self._told(user=self.officer).noted_by_id, self.officer)

    def test_4_14b_nobody_notes_a_meal_that_they_host_or_claim(self):
        hosted = {"host_id": self.officer.employee_id.id, "companion_ids": [Command.set(self.officer.employee_id.ids)]}
        lunch = self._told(user=self.officer, **hosted)
        self.assertFalse(lunch.noted_at)
        with self.assertRaisesRegex(UserError, "4-14b"):
            lunch.action_note()
        lunch.with_user(self.manager).action_note()
        own = self._told(user=self.officer)
        claim = self._claim(own, user=self.officer, total_amount_currency=16)
        with self.assertRaisesRegex(UserError, "4-14b"), self._after_meals():
            self._approve(claim)

    def test_1_6_1_2_the_note_is_what_a_claim_stands_on(self):
        lunch = self._told()
        with self.assertRaisesRegex(UserError, "1-6.1.2.*not noted"):
            lunch.action_create_expense()
        claim = self._claim(lunch, total_amount_currency=16)
        with self.assertRaisesRegex(UserError, "4-14b"), self._after_meals():
            self._approve(claim)
        lunch.with_user(self.officer).action_note()
        entry = self._post(self._approve(claim))
        self.assertEqual(entry.state, "posted")
        self.assertFalse(entry.line_ids.filtered("reception_unclaimed"))

    def test_1_6_1_2_the_note_is_the_basis_of_a_bill_and_an_entry(self):
        lunch = self._told(user=self.officer)
        account = self.company.reception_hospitality_account_id or self.env["account.account"].create(
            {"name": "Entertainment", "code": "R60202", "account_type": "expense"}
        )
        self.company.reception_hospitality_account_id = account
        bank = self.env["account.account"].create({"name": "Other", "code": "R1001", "account_type": "asset_current"})
        journal = self.env["account.journal"].search(
            [("type", "=", "general"), ("company_id", "=", self.company.id)], limit=1
        )
        entry = self.env["account.move"].create(
            {
                "journal_id": journal.id,
                "date": LUNCH.date(),
                "line_ids": [
                    Command.create(
                        {"name": "Lunch", "account_id": account.id, "debit": 16, "reception_hospitality_id": lunch.id}
                    ),
                    Command.create({"name": "Lunch", "account_id": bank.id, "credit": 16}),
                ],
            }
        )
        with self._after_meals():
            entry.action_post()
        self.assertFalse(entry.line_ids.filtered("reception_unclaimed"))

    def test_1_6_1_a_change_is_told_anew(self):
        lunch = self._told(user=self.officer)
        lunch.with_user(self.host).companion_ids = self._at_table(self.head)
        self.assertEqual((lunch.state, lunch.noted_at, lunch.is_agreed), ("draft", False, False))
        self.assertIn("tell it anew", str(lunch.sudo().message_ids.mapped("body")))

    def test_1_6_1_what_is_over_or_outside_is_signed(self):
        outside = self._told(place="outside")
        self.assertEqual(outside.state, "signing")
        with self.assertRaisesRegex(UserError, "1-6.2.3"):
            self._told(amount_planned=16.01)
        guests = self._guest_commands(*["below_deputy_gm"] * 11)
        visit = self._issue(self._make_visit(guest_ids=guests))
        self.assertEqual(self._told(visit=visit, amount_planned=96).state, "signing", "1-6.2.4: the approver decides")

    def test_1_6_1_2_a_lunch_made_up_needs_its_reason_and_no_leader(self):
        lunch = self._lunch()
        with freeze_time(LUNCH + timedelta(days=1)):
            with self.assertRaisesRegex(UserError, "1-6.1.2"):
                lunch.action_submit()
            lunch.made_up_reason = "They came without notice"
            lunch.action_submit()
        self.assertEqual((lunch.state, lunch.is_made_up), ("told", True))

    def test_1_6_1_nobody_forges_the_note(self):
        lunch = self._told()
        for vals in ({"noted_at": LUNCH}, {"noted_by_id": self.officer.id}, {"is_agreed": True}, {"state": "approved"}):
            with self.assertRaises(AccessError):
                lunch.write(vals)
        with self.assertRaises(AccessError):
            self._lunch(state="told")

    def test_1_6_1_cancelled_it_leaves_the_kitchen(self):
        lunch = self._told()
        lunch.action_cancel()
        self.assertFalse(self.env["reception.kitchen.order"].search([("id", "=", lunch.id)]))

    def test_1_6_1_its_print_says_who_noted_it(self):
        lunch = self._told(user=self.officer)
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "visitor_reception.report_reception_hospitality", lunch.ids
        )
        self.assertRegex(html.decode(), r'name="noted_by">\s*Officer')
        self.assertNotIn("not valid (1-6.1.1)", html.decode())

    def test_1_6_1_tile_of_meals_to_note(self):
        self._told()
        tiles = self.env["reception.today"].with_user(self.officer).get_tiles()["tiles"]
        self.assertEqual([tile["count"] for tile in tiles if tile["key"] == "to_note"], [1])
        own = self.env["reception.today"].with_user(self.host).get_tiles()["tiles"]
        self.assertFalse([tile for tile in own if tile["key"] == "to_note"])
