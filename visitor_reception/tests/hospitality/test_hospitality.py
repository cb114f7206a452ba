from datetime import datetime, timedelta
from unittest.mock import patch

import psycopg2
from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import NOW
from ..common_cost import MEAL, ReceptionCostCommon


@tagged("post_install", "-at_install")
class TestHospitality(ReceptionCostCommon):
    def _refused(self, clause, application):
        with self.assertRaisesRegex(UserError, clause):
            application.action_submit()

    # what an application says

    def test_1_6_0_reason_guests_and_business_relation(self):
        for vals in ({"reason": " "}, {"business_relation": False}, {"guest_ids": False}):
            self._refused("1-6.0", self._apply(**vals))

    def test_1_6_1_1_positions_of_guests(self):
        visit = self._issue(self._make_visit(guest_ids=self._guest_commands("below_deputy_gm")))
        visit.guest_ids.position = False
        self._refused("1-6.1.1", self._apply(visit))

    def test_4_11_4_companions_and_kind(self):
        self._refused("4-11.4", self._apply(companion_ids=False))
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self._apply(kind=False)

    def test_1_2_4_only_for_an_issued_visit(self):
        application = self._apply(self.draft_visit)
        self._refused("1-2.4", application)
        self.assertIn("1-2.4", application.missing_facts)

    def test_1_6_0_guests_are_those_of_the_visit(self):
        with self.assertRaisesRegex(ValidationError, "1-6.0"):
            self._apply(guest_ids=[Command.set(self.draft_visit.guest_ids.ids)])

    # who approves

    def test_1_6_1_1_one_company_leader_approves(self):
        application = self._apply()
        application.action_submit()
        leaders = self.chairman | self.vice_chairman | self.executive_director | self.gm | self.edgm | self.dgm
        self.assertEqual(application.pending_signatory_ids, leaders)
        for user in (self.host, self.head, self.officer):
            with self.assertRaisesRegex(UserError, "1-3.8"):
                application.with_user(user).action_sign()
        application.with_user(self.dgm).action_sign()
        self.assertEqual(application.state, "approved")
        self.assertRegex(application.name, r"HA/2026/\d{4}")

    def test_1_6_1_1_where_a_leader_is_host_administration_applies(self):
        visit = self._issue(self._make_visit(user=self.officer, guest_ids=self._guest_commands("below_deputy_gm")))
        vals = {"host_id": self.dgm.employee_id.id, "companion_ids": [Command.set(self.dgm.employee_id.ids)]}
        self._refused("1-6.1.1", self._apply(visit, **vals))
        application = self._apply(visit, user=self.officer, **vals)
        application.action_submit()
        self.assertEqual(application.state, "signing")

    def test_1_6_1_1_the_host_is_not_the_only_signatory(self):
        """D4: Administration and HR asks for the meal that a leader hosts; the leader still does not sign alone."""
        hosted = {"host_id": self.dgm.employee_id.id, "companion_ids": [Command.set(self.dgm.employee_id.ids)]}
        application = self._apply(user=self.officer, **hosted)
        application.action_submit()
        self.assertNotIn(self.dgm, application.pending_signatory_ids)
        with self.assertRaisesRegex(UserError, "1-3.8"):
            application.with_user(self.dgm).action_sign()
        application.with_user(self.edgm).action_sign()
        self.assertEqual(application.state, "approved")

    def test_1_6_1_1_a_companion_may_sign(self):
        application = self._apply(companion_ids=self._at_table(self.dgm), amount_planned=200)
        application.action_submit()
        application.with_user(self.dgm).action_sign()
        self.assertEqual(application.state, "approved", "D4: companions do not count")

    def test_1_6_1_1_the_general_manager_signs_a_meal_he_hosts(self):
        hosted = {"host_id": self.gm.employee_id.id, "companion_ids": [Command.set(self.gm.employee_id.ids)]}
        application = self._apply(user=self.officer, **hosted)
        application.action_submit()
        application.with_user(self.gm).action_sign()
        self.assertEqual(application.state, "approved", "D4")

    def test_1_6_1_1_nobody_but_the_host_could_sign(self):
        leaders = self.env["reception.position"].search([("is_company_leader", "=", True)])
        leaders.holder_ids.filtered(lambda holder: holder.user_id != self.dgm).unlink()
        application = self._apply(
            user=self.officer,
            host_id=self.dgm.employee_id.id,
            companion_ids=[Command.set(self.dgm.employee_id.ids)],
        )
        with self.assertRaisesRegex(UserError, "1-6.1.1: nobody may sign"):
            application.action_submit()

    def test_1_6_1_1_a_meal_has_a_host(self):
        application = self._apply()
        application.host_id = False
        self._refused("1-6.1.1: name the host", application)

    def test_1_3_8_a_change_makes_the_approval_void(self):
        application = self._grant(self._apply())
        application.companion_ids = [Command.set(self.head.employee_id.ids)]
        self.assertEqual((application.state, application.signoff_state), ("draft", "none"))
        self.assertIn("Companions", application.sudo().message_ids[0].body)

    # standards

    def test_1_6_2_1_leader_present_150_outside_and_40_inside(self):
        leader = [Command.set(self.edgm.employee_id.ids)]
        for place, amount in (("outside", 150), ("inside", 40)):
            application = self._apply(place=place, companion_ids=leader, amount_planned=2 * amount)
            self.assertTrue(application.has_company_leader)
            self.assertEqual((application.standard_per_head, application.amount_standard), (amount, 2 * amount))
            self.assertFalse(application.is_over_standard)
            application.amount_planned += 0.01
            self.assertTrue(application.is_over_standard)

    def test_1_6_2_1_over_standard_needs_reason_and_both_signatures(self):
        application = self._apply(companion_ids=self._at_table(self.edgm), amount_planned=451)
        self._refused("1-6.2.1", application)
        application.over_reason = "Signing of the contract"
        application.action_submit()
        application.with_user(self.chairman).action_sign()
        self.assertEqual(application.state, "signing", "D5: deputy in charge and executive deputy both sign")
        self.assertEqual(application.pending_signatory_ids, self.dgm | self.edgm)
        application.with_user(self.dgm).action_sign()
        self.assertEqual(application.state, "signing")
        application.with_user(self.edgm).action_sign()
        self.assertEqual(application.state, "approved")

    def test_1_6_2_1_general_manager_rank_dines_as_needed(self):
        for vals in (
            {"companion_ids": self._at_table(self.gm)},
            {"companion_ids": self._at_table(self.edgm), "guest_ids": [Command.set(self.leader_guest.ids)]},
        ):
            application = self._apply(amount_planned=5000, **vals)
            self.assertTrue(application.dines_as_needed, "D7")
            self.assertFalse(application.is_over_standard)
            application.action_submit()
            self.assertEqual(application.signoff_rule_id.clause, "1-6.1.1", "a company leader still approves")

    def test_1_6_2_2_department_banquet_100_without_exception(self):
        application = self._apply(amount_planned=200.01, over_reason="Please")
        self.assertEqual(application.standard_id.clause, "1-6.2.2")
        self._refused("1-6.2.2", application)
        application.amount_planned = 200
        self._grant(application)

    def test_1_6_2_2_compared_and_told_as_totals(self):
        """300.01 for three is not 100.00 of 100.00."""
        application = self._apply(companion_ids=self._at_table(self.head), amount_planned=300.01)
        self.assertEqual(application.head_count, 3)
        self._refused(r"1-6.2.2.*300\.01.* for 3 people.*300\.00", application)

    def test_1_6_2_2_drivers_do_not_make_a_meal_cheaper(self):
        application = self._apply(driver_count=50, amount_planned=5200)
        self.assertFalse(application.is_over_standard, "a head it is 100")
        self._refused("1-6.2.2: 50 drivers with 2 guests and companions", application)
        self.assertIn("driver_count", application.missing_facts)
        application.write({"driver_count": 2, "amount_planned": 400})
        application.action_submit()
        self.assertEqual(application.state, "signing")

    def test_1_6_2_2_department_banquet_whoever_the_guest_is(self):
        """D7 reads 1-6.2.1, the banquet with a company leader: a guest of high rank lifts nothing here."""
        for vals in (
            {"guest_ids": [Command.set(self.leader_guest.ids)]},
            {"companion_ids": [Command.set(self.supervisory_chairman.employee_id.ids)]},
        ):
            application = self._apply(amount_planned=200.01, over_reason="Please", **vals)
            self.assertFalse(application.dines_as_needed)
            self.assertEqual(application.amount_standard, 200)
            self._refused("1-6.2.2", application)

    def test_1_6_2_3_work_meal_8_a_head(self):
        meal = {"kind": "work_meal", "place": "inside"}
        self._refused("1-6.2.3", self._apply(amount_planned=16.01, **meal))
        with_leaders = self._apply(
            amount_planned=50,
            guest_ids=[Command.set(self.leader_guest.ids)],
            companion_ids=[Command.set(self.gm.employee_id.ids)],
            **meal,
        )
        self.assertFalse(with_leaders.dines_as_needed, "the print says 8 a head, not as needed")
        self._refused("1-6.2.3", with_leaders)
        self._grant(self._apply(amount_planned=16, **meal))

    def test_6_2_standard_is_frozen_when_submitted(self):
        application = self._apply()
        application.action_submit()
        self.env.ref("visitor_reception.reception_meal_standard_banquet_department").amount_per_head = 50
        application.sudo().invalidate_recordset()
        application.with_user(self.dgm).action_sign()
        self.assertEqual((application.standard_per_head, application.state), (100, "approved"))
        self.assertEqual(self._apply().standard_per_head, 50)

    def test_6_2_head_count_basis(self):
        application = self._apply(driver_count=1, amount_planned=300)
        self.assertEqual(
            (application.head_count, application.is_over_standard), (3, False), "D6: drivers who eat count"
        )
        self.company.reception_head_count_basis = "guests"
        application = self._apply(driver_count=1, amount_planned=300)
        self.assertEqual((application.head_count, application.is_over_standard), (1, True))

    # companions

    def test_1_6_2_4_two_companions_for_up_to_ten_guests(self):
        visit = self._issue(self._make_visit(guest_ids=self._guest_commands(*["below_deputy_gm"] * 10)))
        people = self.host.employee_id | self.head.employee_id | self.stranger.employee_id
        three = self._apply(visit, companion_ids=[Command.set(people.ids)], driver_count=2)
        self._refused("1-6.2.4", three)
        three.companion_ids = [Command.set(people[:2].ids)]
        three.action_submit()
        self.assertEqual(three.state, "signing", "D8: 10 included; drivers are not counted")

    def test_1_6_2_4_the_host_at_table_counts(self):
        application = self._apply(companion_ids=[Command.set(self.edgm.employee_id.ids)])
        self._refused("1-6.2.4.*the host sits at table", application)
        self.assertIn("1-6.2.4", application.missing_facts)
        application.companion_ids = self._at_table(self.edgm)
        application.action_submit()
        application.companion_ids = [Command.unlink(self.host.employee_id.id)]
        self.assertEqual(application.state, "draft", "1-3.8: not what was signed")

    def test_1_6_2_4_above_ten_the_approver_states_the_number(self):
        visit = self._issue(self._make_visit(guest_ids=self._guest_commands(*["below_deputy_gm"] * 11)))
        people = self.host.employee_id | self.head.employee_id | self.stranger.employee_id
        application = self._apply(visit, companion_ids=[Command.set(people.ids)])
        application.action_submit()
        boss = application.with_user(self.dgm)
        with self.assertRaisesRegex(UserError, "1-6.2.4.*state first"):
            boss.action_sign()
        with self.assertRaisesRegex(UserError, "1-3.8"):
            application.action_permit_companions(9)
        with self.assertRaises(AccessError):
            application.companions_permitted = 9
        boss.action_permit_companions(2)
        with self.assertRaisesRegex(UserError, "1-6.2.4.*2 are permitted"):
            boss.action_sign()
        action = boss.action_open_permit()
        wizard = Form(self.env[action["res_model"]].with_user(self.dgm).with_context(**action["context"]))
        self.assertEqual(wizard.number, 3, "as many as are named")
        wizard.save().action_permit()
        self.assertEqual(boss.companions_permitted, 3)
        boss.action_sign()
        self.assertEqual(application.state, "approved")

    # application first, meal after

    def test_1_6_1_2_made_up_until_the_third_day(self):
        application = self._apply()
        # the meal was on 2026-03-03 at 20:00 in China: day 3 is the 6th, which ends at 16:00 UTC
        self.assertEqual(application.make_up_deadline.isoformat(), "2026-03-06")
        with freeze_time(datetime(2026, 3, 6, 15, 59)):
            self._refused("1-6.1.2: the meal is over", application)
            application.made_up_reason = "The guests came without notice"
            self._agree(application)
            application.action_submit()
            self.assertTrue(application.is_made_up)

    def test_1_6_1_2_refused_after_the_third_day(self):
        application = self._apply(made_up_reason="Forgot")
        with freeze_time(datetime(2026, 3, 6, 16, 0)):
            self._refused("1-6.1.2: the last day", application)
            self._refused("1-6.1.2: the last day", application.with_user(self.officer))

    def _agree(self, application):
        application.write({"agreed_by_id": self.edgm.id, "agreed_at": MEAL - timedelta(hours=1)})

    def test_4_14b_arranged_without_consent(self):
        """1-6.1.2, 4-14b: a meal is made up only where a company leader had agreed before it began."""
        application = self._apply(made_up_reason="The guests came without notice")
        with freeze_time(MEAL + timedelta(hours=3)):
            self._refused("4-14b: arranged without consent", application)
            application.agreed_by_id = self.edgm
            self._refused("4-14b: arranged without consent", application)
            application.agreed_at = MEAL
            self._refused("4-14b: the leader agreed only when", application)
            application.write({"agreed_at": MEAL - timedelta(minutes=1), "agreed_by_id": self.head.id})
            self._refused("4-14b: Head of Marketing cannot agree", application)
            application.agreed_by_id = self.gm
            application.action_submit()
            self.assertTrue(application.is_made_up)
            application.agreed_by_id = self.edgm
        self.assertEqual(application.state, "draft", "the consent is a fact that is signed")
        self.assertEqual(application.company_leader_ids & (self.gm | self.head), self.gm)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.CheckViolation):
            application.agreed_at = "0202-03-03 10:00:00"
            application.flush_recordset()

    def test_4_14b_nobody_agrees_to_his_own_request(self):
        application = self._apply(user=self.officer, made_up_reason="They came without notice")
        self._hold("deputy_gm", self.officer)
        application.write({"agreed_by_id": self.officer.id, "agreed_at": MEAL - timedelta(hours=1)})
        with freeze_time(MEAL + timedelta(hours=3)):
            self._refused("4-14b: Officer cannot agree", application)

    def test_4_14b_the_host_does_not_agree_to_his_own_meal(self):
        """Consent by telephone comes from somebody else; who agreed may sign afterwards (D4)."""
        application = self._apply(
            user=self.officer,
            host_id=self.dgm.employee_id.id,
            companion_ids=[Command.set(self.dgm.employee_id.ids)],
            made_up_reason="They came without notice",
            agreed_by_id=self.dgm.id,
            agreed_at=MEAL - timedelta(hours=1),
        )
        with freeze_time(MEAL + timedelta(hours=3)):
            self._refused("4-14b: Deputy.* cannot agree", application)
            application.agreed_by_id = self.edgm
            application.action_submit()
            application.with_user(self.edgm).action_sign()
        self.assertEqual(application.state, "approved")

    def test_4_14b_who_alone_signed_does_not_claim(self):
        application = self._apply()
        application.action_submit()
        application.with_user(self.dgm).action_sign()
        own = self._claim(application.with_user(self.dgm), user=self.dgm, total_amount_currency=50)
        with self.assertRaisesRegex(UserError, "4-14b.*has signed"):
            own.action_submit()
        claim = self._claim(application, total_amount_currency=50)
        claim.action_submit()
        self.assertEqual(claim.state, "submitted")

    def test_1_6_1_1_prints_the_day_it_was_submitted(self):
        application = self._apply()
        # rows are stamped by the database's clock, which is not frozen
        self.env.flush_all()
        self.cr.execute("UPDATE reception_hospitality SET create_date = '2026-02-01' WHERE id = %s", [application.id])
        application.action_submit()
        self.env.flush_all()
        self.cr.execute(
            "UPDATE reception_signoff SET create_date = '2026-02-27' WHERE res_model = %s AND res_id = %s",
            ["reception.hospitality", application.id],
        )
        self.env.invalidate_all()
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "visitor_reception.report_reception_hospitality", application.ids
        )
        self.assertIn("February 27, 2026", html.decode())
        self.assertNotIn("February 1, 2026", html.decode())

    def test_1_6_1_1_the_venue_is_part_of_what_is_approved(self):
        application = self._apply(venue="Hotel by the Lake")
        self._grant(application)
        application.venue = "A private club"
        self.assertEqual(application.state, "draft", "1-3.8: not what was signed")

    def test_4_14b_consent_is_printed(self):
        application = self._apply(made_up_reason="They came without notice")
        self._agree(application)
        with freeze_time(MEAL + timedelta(hours=3)):
            self._grant(application)
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "visitor_reception.report_reception_hospitality", application.ids
        )
        self.assertRegex(html.decode(), r'name="agreed_by">\s*Executive Deputy')

    def test_1_6_1_2_countdown_until_it_is_locked(self):
        application = self._apply()
        applications = self.env["reception.hospitality"].with_user(self.host)
        for moment, state, days in (
            (NOW, False, 0),
            (MEAL + timedelta(hours=1), "open", 3),
            (MEAL + timedelta(days=2), "open", 1),
            (MEAL + timedelta(days=3), "last_day", 0),
            (MEAL + timedelta(days=4), "locked", 0),
        ):
            application.invalidate_recordset()
            with self.subTest(moment=moment), freeze_time(moment):
                self.assertEqual((application.make_up_state, application.make_up_days_left), (state, days))
                for value in ("open", "last_day", "locked"):
                    found = applications.search([("make_up_state", "=", value)])
                    self.assertEqual(application in found, value == state)

    def _remind(self, moment):
        with freeze_time(moment):
            self.env.invalidate_all()
            self.env["reception.hospitality"]._cron_remind_make_up()
        return self.env["mail.activity"].search(
            [("activity_type_id", "=", self.env.ref("visitor_reception.mail_activity_make_up").id)]
        )

    def test_1_6_1_2_reminded_after_the_meal_and_on_the_last_day(self):
        application = self._apply(user=self.officer)
        self._grant(self._apply())
        self.assertFalse(self._remind(MEAL - timedelta(hours=1)))
        reminders = self._remind(MEAL + timedelta(hours=12))
        self.assertEqual(reminders.user_id, self.host | self.officer)
        self.assertEqual(set(reminders.mapped("res_id")), {application.id})
        self.assertEqual(self._remind(MEAL + timedelta(days=1)), reminders, "once only")
        reminders.unlink()
        self.assertEqual(len(self._remind(MEAL + timedelta(days=3))), 2)
        self.assertEqual(len(self._remind(MEAL + timedelta(days=3, hours=1))), 2)
        with freeze_time(MEAL + timedelta(days=3)):
            self._agree(application)
            application.made_up_reason = "They came without notice"
            application.action_submit()
        self.assertFalse(self._remind(MEAL + timedelta(days=3, hours=2)), "done with the submission")
        self.assertFalse(self._remind(MEAL + timedelta(days=9)))

    def test_1_6_1_2_one_failure_does_not_stop_the_others(self):
        first, second = self._apply(), self._apply()
        remind = type(first)._remind_make_up

        def fail_once(application):
            if application == first:
                raise ValueError("broken")
            return remind(application)

        with (
            patch.object(type(first), "_remind_make_up", fail_once),
            mute_logger("odoo.addons.visitor_reception.models.hospitality.reception_hospitality_make_up"),
        ):
            reminders = self._remind(MEAL + timedelta(hours=12))
        self.assertEqual(reminders.mapped("res_id"), [second.id])

    # one meal split in two

    def test_1_6_2_2_split_meals_are_pointed_out(self):
        """1-6.2.2, 4-8: whoever signs is told, whether or not they may read the other application."""
        other_visit = self._issue(self._make_visit(user=self.stranger, host_id=self.stranger.employee_id.id, guests=1))
        mine = self._apply(venue="River House")
        theirs = self._apply(
            other_visit,
            user=self.stranger,
            host_id=self.stranger.employee_id.id,
            guest_ids=[Command.set(other_visit.guest_ids.ids)],
            companion_ids=[Command.set(self.stranger.employee_id.ids)],
            meal_at=MEAL + timedelta(days=1),
            venue=" river house ",
            amount_planned=150,
        )
        theirs.action_submit()
        mine.invalidate_recordset()
        self.assertFalse(theirs.with_user(self.host).has_access("read"))
        alert = mine.with_user(self.host).similar_applications
        for text in (theirs.name, "150.00", "75.00 a head", "1-6.2.2", "175.00 a head"):
            self.assertIn(text, alert.replace("\N{NO-BREAK SPACE}", ""))
        self.assertNotIn("Contract dinner", alert)

    def test_1_6_2_2_what_is_no_split_meal(self):
        mine = self._apply(venue="River House")
        self.assertIs(mine.similar_applications, False, "nothing is shown")
        other = self._apply(venue="Other House")
        for vals, similar in (
            ({}, True),  # the host
            ({"host_id": self.head.employee_id.id}, True),  # the guest
            ({"guest_ids": [Command.set(self.leader_guest.ids)]}, False),
            ({"venue": "River House"}, True),
            ({"meal_at": MEAL + timedelta(days=2)}, False),
            ({"meal_at": MEAL - timedelta(days=1)}, True),
        ):
            other.write(vals)
            mine.invalidate_recordset()
            with self.subTest(vals=vals):
                self.assertEqual(bool(mine.similar_applications), similar)
        other.action_cancel()
        mine.invalidate_recordset()
        self.assertFalse(mine.similar_applications)

    def test_1_6_2_2_split_meals_cost_as_many_queries_for_many(self):
        applications = self.env["reception.hospitality"].concat(*(self._apply() for _number in range(6)))
        self.env.flush_all()
        counts = []
        for size in (1, 1, 6):  # the first time fills the caches
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(all(applications[:size].mapped("similar_applications")))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])

    def test_1_6_1_2_before_the_meal_is_not_made_up(self):
        with freeze_time(MEAL - timedelta(minutes=1)):
            application = self._apply()
            application.action_submit()
        self.assertFalse(application.is_made_up)

    # amounts, rights, double clicks

    def test_amounts(self):
        self._refused("plan the amount", self._apply(amount_planned=0))
        with self.assertRaisesRegex(ValidationError, "more decimals"):
            self._apply(amount_planned=99.999)
        for vals in ({"amount_planned": -1}, {"driver_count": -1}):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
                self._apply(**vals)

    def test_double_submit(self):
        application = self._apply()
        application.action_submit()
        self._refused("submitted already", application)

    def test_4_14a_facts_of_the_engine_cannot_be_written(self):
        application = self._apply()
        for name, value in (
            ("state", "approved"),
            ("standard_per_head", 999),
            ("is_over_standard", False),
            ("is_made_up", False),
        ):
            with self.assertRaises(AccessError):
                application.write({name: value})
        self._refused("4-14a", application.with_user(self.head))

    def test_1_5_2_1_general_staff_get_work_meals(self):
        visit = self._issue(
            self._make_visit(
                "professional_of_gm", staff_kind="general", guest_ids=self._guest_commands("below_deputy_gm")
            )
        )
        self._refused("1-5.2.1", self._apply(visit))

    def test_who_sees_and_changes(self):
        application = self._apply()
        self.assertFalse(application.with_user(self.stranger).has_access("read"))
        self.assertTrue(application.with_user(self.auditor).has_access("read"))
        self.assertFalse(application.with_user(self.auditor).has_access("write"))
        self.assertTrue(application.with_user(self.accountant).has_access("read"))
        self.assertFalse(application.with_user(self.accountant).has_access("write"))
        application.action_submit()
        boss = application.with_user(self.vice_chairman)
        self.assertEqual((boss.guest_ids, boss.visit_id.name), (self.staff_guest, self.visit.name))

    def test_what_a_person_types(self):
        form = Form(self.env["reception.hospitality"].with_user(self.host).with_context(default_visit_id=self.visit.id))
        form.kind = "banquet"
        form.place = "outside"
        form.meal_at = MEAL
        form.amount_planned = 301
        self.assertEqual(form.guest_ids[:], self.visit.guest_ids, "the whole party is proposed")
        self.assertEqual(form.companion_ids[:], self.host.employee_id, "the host sits at table")
        self.assertTrue(form.is_over_standard)
        self.assertIn("1-6.2.2", form.missing_facts)
        application = form.save()
        self.assertEqual((application.host_id, application.department_id), (self.host.employee_id, self.marketing))

    def test_new_without_visit(self):
        """A new form opens before a visit is chosen."""
        form = Form(self.env["reception.hospitality"].with_user(self.host))
        self.assertIn("choose the reception notice", form.missing_facts)
        self.assertIn("1-6.0", form.missing_facts)
        form.visit_id = self.visit
        self.assertNotIn("choose the reception notice", form.missing_facts)

    def test_batch_approval_from_the_list(self):
        applications = self._apply() | self._apply()
        applications.action_submit()
        mine = self.env["reception.hospitality"].with_user(self.dgm).search([("can_sign", "=", True)])
        self.assertEqual(mine, applications)
        mine.action_sign()
        self.assertEqual(set(applications.mapped("state")), {"approved"})

    def test_cost_of_the_visit(self):
        self.assertEqual((self.visit.cost_planned, self.visit.cost_standard), (0, 0))
        application = self._apply(amount_planned=150)
        booking = self._book("economy_class", self.staff_guest, amount_planned=1000)
        exception = self._book("first_class", self.staff_guest, amount_planned=3000, exception_reason="no_ticket")
        self.assertEqual((self.visit.cost_planned, self.visit.cost_standard), (0, 0), "nothing of it was submitted")
        self.assertNotIn("150.00", self.visit.cost_table)
        application.action_submit()
        booking.action_book()
        exception.action_submit()
        self.assertEqual(self.visit.cost_planned, 4150)
        self.assertEqual(self.visit.cost_standard, 1200, "what is over the entitlement has no standard")
        self.assertIn("4,150.00", self.visit.cost_table)
        booking.action_cancel()
        application.action_withdraw()
        self.assertEqual(self.visit.cost_planned, 3150, "it was applied for")
        application.action_cancel()
        self.assertEqual((self.visit.cost_planned, self.visit.cost_standard), (3000, 0))
        with self.assertRaises(AccessError):
            self.visit.with_user(self.host).cost_planned = 1

    def test_cancelled_is_final(self):
        application = self._grant(self._apply())
        application.action_cancel()
        self._refused("submitted already", application)
        self.assertGreater(application.meal_at, NOW)

    def test_1_3_8_approved_for_these_guests_by_name_and_rank(self):
        application = self._grant(self._apply())
        self.staff_guest.with_user(self.host).name = "Somebody else"
        self.assertEqual(application.state, "draft")

    def test_1_3_8_guests_are_not_put_at_table_from_the_guest(self):
        application = self._grant(self._apply())
        with self.assertRaisesRegex(UserError, "1-3.8"):
            self.leader_guest.with_user(self.host).write({"hospitality_ids": [Command.link(application.id)]})

    def test_1_6_1_1_companion_is_not_deleted(self):
        colleague = self.env["hr.employee"].create({"name": "Colleague", "department_id": self.marketing.id})
        application = self._grant(self._apply(companion_ids=[Command.set([self.host.employee_id.id, colleague.id])]))
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.IntegrityError) as refusal,
            self.cr.savepoint(),
        ):
            colleague.unlink()
        self.assertTrue(application._sql_error_to_message(refusal.exception))
        self.assertIn(colleague, application.companion_ids)

    def test_1_6_2_held_to_the_standard_as_it_is_now(self):
        application = self._apply()
        application.standard_id.sudo().amount_per_head = 50
        with self.assertRaisesRegex(UserError, "1-6.2.2"):
            application.action_submit()

    def test_1_6_2_4_permitted_is_a_number(self):
        visit = self._issue(self._make_visit(guests=11))
        application = self._apply(visit, guest_ids=[Command.set(visit.guest_ids.ids)])
        application.action_submit()
        leader = application.with_user(application.pending_signatory_ids[0])
        for number in ("3", 1.5, True, [3], {"a": 1}, float("nan"), 10**12):
            with self.subTest(number=number), self.assertRaisesRegex(UserError, "1-6.2.4"):
                leader.action_permit_companions(number)

    def test_amounts_that_are_none(self):
        application = self._apply()
        for amount in ("much", [1], {"a": 1}, float("nan"), float("inf"), 1e30):
            with self.subTest(amount=amount), self.assertRaisesRegex(ValidationError, "not an amount"):
                application.amount_planned = amount
        application.amount_planned = "100"
        self.assertEqual(application.amount_planned, 100)

    def test_amount_beyond_capitals_prints(self):
        application = self._apply(amount_planned=10**12)
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "visitor_reception.report_reception_hospitality", application.ids
        )
        self.assertIn(b"1,000,000,000,000.00", html)

    def test_year_of_the_meal(self):
        meal = self.env["reception.hospitality"].new({"visit_id": self.visit.id, "meal_at": "9999-12-31 23:59:59"})
        self.assertTrue(meal.make_up_deadline)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.CheckViolation):
            self._apply(meal_at="9999-12-31 23:59:59")
