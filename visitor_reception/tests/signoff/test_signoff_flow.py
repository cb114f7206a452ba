from datetime import date, datetime, timedelta

import psycopg2
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..common import NOW, ReceptionCommon, SignoffTesterCommon


@tagged("post_install", "-at_install")
class TestSignoffVerbs(SignoffTesterCommon):
    """Each verb of the engine, on documents of a test model."""

    def _submitted(self, *steps, user=None, **vals):
        self.rule = self._make_rule(*(steps or [{"quorum": "all", "position_ids": ["chairman", "general_manager"]}]))
        document = self._make_document(user, **vals)
        document.action_submit()
        return document

    def _rows(self, document):
        return document.sudo().signoff_ids.sorted("id")

    def _body(self, document):
        return document.sudo().message_ids[0].body

    # Submit

    def test_submit_asks_the_first_step_only(self):
        document = self._submitted(
            {"quorum": "all", "position_ids": ["department_head"]},
            {"quorum": "any", "position_ids": ["general_manager"]},
        )
        self.assertEqual(document.state, "signing")
        self.assertEqual(self._rows(document).mapped("state"), ["asked", "waiting"])
        self.assertEqual(document.pending_signatory_ids, self.head)
        activity = document.sudo().activity_ids
        self.assertEqual(activity.user_id, self.head)
        deadlines = self.env["reception.deadline"]
        today = deadlines._get_today(self.company)
        self.assertEqual(activity.date_deadline, deadlines._get_due_date("signoff", today, self.company))
        document.with_user(self.head).action_sign()
        self.assertEqual(document.pending_signatory_ids, self.gm)
        document.with_user(self.gm).action_sign()
        self.assertEqual(document.state, "approved")
        self.assertNothingOpen(document)

    def test_submit_twice_and_by_somebody_else(self):
        document = self._submitted()
        with self.assertRaisesRegex(UserError, "submitted already"):
            document.action_submit()
        other = self._make_document(self.officer)
        with self.assertRaisesRegex(UserError, "4-14a.*Administration and HR may submit"):
            other.with_user(self.host).action_submit()

    def test_officer_submits_for_the_requester_but_an_auditor_never(self):
        self._make_rule({"quorum": "any", "position_ids": ["general_manager"]})
        document = self._make_document()
        self.officer.group_ids += self.env.ref("visitor_reception.group_reception_auditor")
        with self.assertRaisesRegex(UserError, "4-14a"):
            document.with_user(self.officer).action_submit()
        self.officer.group_ids -= self.env.ref("visitor_reception.group_reception_auditor")
        document.with_user(self.officer).action_submit()
        self.assertEqual(document.requester_id, self.host)

    def test_no_rule_no_submission(self):
        with self.assertRaisesRegex(UserError, "no sign-off rule"):
            self._make_document().action_submit()

    def test_most_specific_rule_wins(self):
        self._make_rule({"quorum": "any", "position_ids": ["general_manager"]})
        self._make_rule(
            {"quorum": "any", "position_ids": ["chairman"]}, domain="[('amount', '>', 5), ('kind', '=', 'one')]"
        )
        self._make_rule({"quorum": "any", "position_ids": ["executive_deputy_gm"]}, domain="[('amount', '>', 5)]")
        for vals, signatory in (
            ({"amount": 5}, self.gm),
            ({"amount": 6}, self.edgm),
            ({"amount": 6, "kind": "one"}, self.chairman),
        ):
            document = self._make_document(**vals)
            document.action_submit()
            self.assertEqual(document.pending_signatory_ids, signatory)

    def test_domain_of_a_rule_is_checked(self):
        for domain in (
            "[('nothing', '=', 1)]",
            "[(",
            "5",
            "{}",
            "__import__('os')",
            "[('amount', 'like')]",
            "[('id', 'in', 'x')]",
        ):
            with self.subTest(domain=domain), mute_logger("odoo.sql_db"), self.assertRaises(UserError):
                self._make_rule({"quorum": "any", "position_ids": ["general_manager"]}, domain=domain)

    # Positions

    def test_1_3_2_vacant_position_refuses_and_is_named(self):
        self._position("vice_chairman").holder_ids.unlink()
        with self.assertRaisesRegex(UserError, "nobody may sign as Vice chairman"):
            self._submitted({"quorum": "all", "position_ids": ["chairman", "vice_chairman"]})

    def test_1_3_2_archived_user_leaves_the_position_vacant(self):
        self.chairman.active = False
        with self.assertRaisesRegex(UserError, "nobody may sign as Chairman"):
            self._submitted()

    def test_1_3_2_a_holder_who_is_no_colleague_leaves_the_position_vacant(self):
        portal = new_test_user(self.env, "reception_portal", groups="base.group_portal")
        self._position("general_manager").holder_ids.unlink()
        self._hold("general_manager", portal)
        self._make_rule({"quorum": "all", "position_ids": ["general_manager"]})
        with self.assertRaisesRegex(UserError, "nobody may sign as General manager"):
            self._make_document().action_submit()

    def test_1_3_2_archived_position_is_vacant_and_not_left_out(self):
        self._make_rule({"quorum": "all", "position_ids": ["chairman", "general_manager"]})
        self._position("chairman").active = False
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "nobody may sign as Chairman"):
            self._make_document().action_submit()

    def test_1_3_2_used_position_cannot_be_deleted(self):
        rule = self._make_rule({"quorum": "all", "position_ids": ["chairman", "general_manager"]})
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.RestrictViolation):
            self._position("chairman").unlink()
        self.assertEqual(len(rule.step_ids.position_ids), 2)

    def test_1_3_2_position_not_set_up_is_left_out_and_logged(self):
        """D3."""
        position = self._position("vice_chairman")
        position.holder_ids.unlink()
        position.with_user(self.manager).with_context(policy_reason="Decided").is_set_up = False
        document = self._submitted({"quorum": "all", "position_ids": ["chairman", "vice_chairman"]})
        self.assertEqual(document.pending_signatory_ids, self.chairman)
        self.env.cr.precommit.run()
        tracked = position.message_ids.tracking_value_ids.field_id.mapped("name")
        self.assertIn("is_set_up", tracked)

    def test_1_3_2_nothing_is_granted_when_no_position_is_set_up(self):
        self._position("chairman").is_set_up = False
        with self.assertRaisesRegex(UserError, "no sign-off rule"):
            self._submitted({"quorum": "all", "position_ids": ["chairman"]})

    def test_department_without_head_refuses(self):
        self.marketing.manager_id = False
        with self.assertRaisesRegex(UserError, "nobody may sign as Head of department"):
            self._submitted({"quorum": "all", "position_ids": ["department_head"]})

    def test_leader_in_charge_comes_from_the_parent_department(self):
        child = self.env["hr.department"].create({"name": "Sales", "parent_id": self.marketing.id})
        document = self._submitted({"quorum": "all", "position_ids": ["leader_in_charge"]}, department_id=child.id)
        self.assertEqual(document.pending_signatory_ids, self.dgm)

    def test_no_leader_in_charge_refuses(self):
        self.marketing.leader_in_charge_id = False
        with self.assertRaisesRegex(UserError, "nobody may sign as Leader in charge"):
            self._submitted({"quorum": "all", "position_ids": ["leader_in_charge"]})

    def test_holder_before_and_after_his_term_is_not_asked(self):
        self._position("chairman").holder_ids.date_to = fields.Date.today() - timedelta(days=2)
        self._hold("chairman", self.stranger, date_from=fields.Date.today() + timedelta(days=2))
        with self.assertRaisesRegex(UserError, "nobody may sign as Chairman"):
            self._submitted()

    def test_today_is_the_company_s_day(self):
        """At midnight in China a term ends and the next day's deadline holds, whatever the zone of the user."""
        self.host.tz = "America/New_York"
        self._position("chairman").holder_ids.date_to = date(2026, 3, 2)
        self._make_rule({"quorum": "all", "position_ids": ["chairman"]})
        deadlines = self.env["reception.deadline"]
        documents = [self._make_document(), self._make_document()]
        with freeze_time(datetime(2026, 3, 2, 15, 59)):
            documents[0].action_submit()
            due = deadlines._get_due_date("signoff", date(2026, 3, 2), self.company)
            self.assertEqual(documents[0].sudo().activity_ids.date_deadline, due)
        with freeze_time(datetime(2026, 3, 2, 16, 0)):
            with self.assertRaisesRegex(UserError, "nobody may sign as Chairman"):
                documents[1].action_submit()
            with self.assertRaisesRegex(UserError, "no longer holds the position"):
                documents[0].with_user(self.chairman).action_sign()
            self._hold("chairman", self.stranger, date_from=date(2026, 3, 3))
            documents[1].action_submit()
            due = deadlines._get_due_date("signoff", date(2026, 3, 3), self.company)
            self.assertEqual(documents[1].sudo().activity_ids.date_deadline, due)

    # D1, D2

    def test_1_3_1_by_shares_held(self):
        """D1."""
        holders = self._position("shareholder").holder_ids.sorted("id")
        for holder, shares in zip(holders, (60, 20, 10, 7, 3), strict=True):
            holder.shares = shares
        document = self._submitted({"quorum": "share", "share_basis": "shares", "position_ids": ["shareholder"]})
        for user in self.shareholders[1:]:
            self.assertEqual(document.state, "signing")
            document.with_user(user).action_sign()
        self.assertEqual(document.state, "signing", "40 of 100 shares are not two thirds")
        document.with_user(self.shareholders[0]).action_sign()
        self.assertEqual(document.state, "approved")

    def test_1_3_1_registered_shareholders_who_cannot_log_in_count(self):
        """D1: two thirds of the five who are registered are four, whoever has left the system."""
        share = {"quorum": "share", "position_ids": ["shareholder"]}
        gone, *others = self.shareholders
        gone.active = False
        document = self._submitted(share)
        self.assertEqual(document.pending_signatory_ids, self.env["res.users"].union(*others))
        for user in others:
            self.assertEqual(document.state, "signing")
            document.with_user(user).action_sign()
        self.assertEqual(document.state, "approved")
        document = self._make_document()
        document.action_submit()
        document.with_user(others[0]).action_decline("No")
        self.assertEqual(document.state, "declined", "three of five are not two thirds")
        others[0].active = False
        with self.assertRaisesRegex(UserError, "nobody may sign as Shareholder"):
            self._make_document().action_submit()
        self._position("shareholder").holder_ids.filtered(lambda holder: not holder.user_id.active).unlink()
        document = self._make_document()
        document.action_submit()
        for user in others[1:3]:
            document.with_user(user).action_sign()
        self.assertEqual(document.state, "approved", "two of the three who are registered now")

    def test_1_3_1_majority_shareholder_does_not_sign_alone(self):
        """D4 with D1 by shares: they count, but somebody else has to sign too; the base stays all shares."""
        holders = self._position("shareholder").holder_ids.sorted("id")
        for holder, shares in zip(holders, (90, 4, 3, 2, 1), strict=True):
            holder.shares = shares
        requester = self.shareholders[0]
        step = {"quorum": "share", "share_basis": "shares", "position_ids": ["shareholder"]}
        document = self._submitted(step, user=requester)
        document.with_user(requester).action_sign()
        self.assertEqual(document.state, "signing")
        document.with_user(self.shareholders[4]).action_sign()
        self.assertEqual(document.state, "approved")
        self.rule.active = False
        document = self._submitted(step, user=requester)
        document.with_user(requester).action_sign()
        for user in self.shareholders[1:]:
            document.with_user(user).action_decline("no")
        self.assertEqual(document.state, "declined")
        self.assertNothingOpen(document)

    def test_4_14a_an_added_signer_is_nobody_whom_the_policy_names(self):
        for user, shares in zip(self.shareholders, (70, 10, 10, 5, 5), strict=True):
            self._position("shareholder").holder_ids.filtered(lambda h, u=user: h.user_id == u).shares = shares
        self._make_rule({"position_ids": ["shareholder"], "quorum": "share", "share_basis": "shares"})
        major, minor = self.shareholders[:2]
        document = self._make_document(major)
        document.action_submit()
        document.action_sign()
        document.action_add_signer(self.stranger.id)
        document.with_user(self.stranger).action_sign()
        self.assertEqual(document.state, "signing")
        document.with_user(minor).action_sign()
        self.assertEqual(document.state, "approved")

    def test_1_3_2_one_or_all_holders_of_a_position(self):
        """D2."""
        self._hold("vice_chairman", self.stranger)
        step = {"quorum": "all", "position_ids": ["chairman", "vice_chairman"]}
        document = self._submitted(step)
        document.with_user(self.stranger).action_sign()
        self.assertEqual(document.pending_signatory_ids, self.chairman, "the other vice chairman is not needed")
        document.with_user(self.chairman).action_sign()
        self.assertEqual(document.state, "approved")
        self.rule.active = False
        document = self._submitted({**step, "holders_needed": "all"})
        document.with_user(self.stranger).action_sign()
        document.with_user(self.chairman).action_sign()
        self.assertEqual(document.pending_signatory_ids, self.vice_chairman)
        document.with_user(self.vice_chairman).action_sign()
        self.assertEqual(document.state, "approved")

    # D4

    def test_4_14a_requester_is_not_asked_where_any_one_suffices(self):
        document = self._submitted(
            {"quorum": "any", "position_ids": ["chairman", "executive_deputy_gm"]}, user=self.edgm
        )
        self.assertEqual(document.pending_signatory_ids, self.chairman)
        with self.assertRaisesRegex(UserError, "does not wait for your signature"):
            document.with_user(self.edgm).action_sign()

    def test_4_14a_requester_as_only_holder_is_refused(self):
        for quorum in ("any", "all", "share"):
            with self.subTest(quorum=quorum), self.assertRaisesRegex(UserError, "only signatory"):
                self._submitted({"quorum": quorum, "position_ids": ["executive_deputy_gm"]}, user=self.edgm)
            self.rule.active = False

    def test_4_14a_requester_signs_along_with_others(self):
        document = self._submitted(
            {"quorum": "all", "position_ids": ["chairman", "executive_deputy_gm"]}, user=self.edgm
        )
        document.with_user(self.edgm).action_sign()
        document.with_user(self.chairman).action_sign()
        self.assertEqual(document.state, "approved")

    def test_4_14a_two_steps_of_the_requester_are_refused(self):
        self._hold("chairman", self.edgm)
        self._position("chairman").holder_ids.filtered(lambda holder: holder.user_id == self.chairman).unlink()
        with self.assertRaisesRegex(UserError, "only signatory"):
            self._submitted(
                {"quorum": "all", "position_ids": ["executive_deputy_gm"]},
                {"quorum": "all", "position_ids": ["chairman"]},
                user=self.edgm,
            )

    def test_4_14a_head_of_department_with_a_request_of_his_own(self):
        with self.assertRaisesRegex(UserError, "only signatory"):
            self._submitted({"quorum": "all", "position_ids": ["department_head"]}, user=self.head)
        self.rule.active = False
        document = self._submitted(
            {"quorum": "all", "position_ids": ["department_head"]},
            {"quorum": "all", "position_ids": ["leader_in_charge"]},
            user=self.head,
        )
        document.with_user(self.head).action_sign()
        document.with_user(self.dgm).action_sign()
        self.assertEqual(document.state, "approved")

    def test_1_3_4_general_manager_signs_his_own(self):
        document = self._submitted({"quorum": "any", "position_ids": ["general_manager"]}, user=self.gm)
        document.action_sign()
        self.assertEqual(document.state, "approved")

    def test_1_3_4_general_manager_who_heads_the_department_signs_both(self):
        self.marketing.manager_id = self.gm.employee_id
        document = self._submitted(
            {"quorum": "all", "position_ids": ["department_head"]},
            {"quorum": "all", "position_ids": ["general_manager"]},
            user=self.gm,
        )
        document.action_sign()
        document.action_sign()
        self.assertEqual(document.state, "approved")

    def test_4_14a_requester_is_never_asked_as_deputy(self):
        """The deputy of the general manager does not sign their own request in the general manager's name."""
        self._position("general_manager").holder_ids.write({"deputy_id": self.edgm.id, "absent_from": date(2020, 1, 1)})
        document = self._submitted({"quorum": "any", "position_ids": ["general_manager"]}, user=self.edgm)
        self.assertEqual(document.pending_signatory_ids, self.gm)
        with self.assertRaisesRegex(UserError, "does not wait for your signature"):
            document.action_sign()
        document.with_user(self.gm).action_sign()
        self.assertEqual(document.state, "approved")

    # Deputies

    def _absent_chairman(self):
        holder = self._position("chairman").holder_ids
        holder.write({"deputy_id": self.stranger.id, "absent_from": date(2020, 1, 1)})
        return holder

    def test_deputy_signs_for_the_absent_holder(self):
        self._absent_chairman()
        document = self._submitted({"quorum": "all", "position_ids": ["chairman"]})
        self.assertEqual(document.pending_signatory_ids, self.stranger)
        self.assertEqual(document.sudo().activity_ids.user_id, self.stranger)
        document.with_user(self.stranger).action_sign("in their name")
        row = self._rows(document)
        self.assertEqual(row.signatory_label, "Stranger for Chairman")
        self.assertEqual((row.user_id, row.signed_by_id), (self.chairman, self.stranger))
        self.assertIn("Stranger for Chairman", document.sudo().message_ids.mapped("body")[-1] + self._bodies(document))

    def _bodies(self, document):
        return " ".join(document.sudo().message_ids.mapped("body"))

    def test_forward_to_the_deputy_and_back(self):
        document = self._submitted({"quorum": "all", "position_ids": ["chairman"]})
        with self.assertRaisesRegex(UserError, "absent with a deputy"):
            document.action_forward()
        holder = self._absent_chairman()
        document.action_forward()
        self.assertEqual(document.pending_signatory_ids, self.stranger)
        self.assertEqual(document.sudo().activity_ids.user_id, self.stranger)
        holder.absent_to = fields.Date.today() - timedelta(days=2)
        with self.assertRaisesRegex(UserError, "no longer absent"):
            document.with_user(self.stranger).action_sign()
        document.action_forward()
        self.assertEqual(document.pending_signatory_ids, self.chairman)
        self.assertEqual(document.sudo().activity_ids.user_id, self.chairman)
        document.with_user(self.chairman).action_sign()
        self.assertEqual(document.state, "approved")

    def test_forward_is_offered_only_where_it_does_something(self):
        document = self._submitted({"quorum": "all", "position_ids": ["chairman"]})
        self.assertFalse(document.can_forward)
        self._absent_chairman()
        for user, offered in ((self.host, True), (self.chairman, True), (self.officer, True), (self.auditor, False)):
            seen = document.with_user(user)
            seen.invalidate_recordset(["can_forward"])
            self.assertEqual(seen.can_forward, offered, user.name)
        document.action_forward()
        document.invalidate_recordset(["can_forward"])
        self.assertFalse(document.can_forward)

    def test_deputy_of_an_absent_head_or_leader(self):
        """Who heads a department follows from the department; a row on the position only says who stands in."""
        for code, person in (("department_head", self.head), ("leader_in_charge", self.dgm)):
            row = self._hold(code, person, deputy_id=self.stranger.id, absent_from=date(2020, 1, 1))
            document = self._submitted({"quorum": "all", "position_ids": [code]})
            self.assertEqual(document.pending_signatory_ids, self.stranger)
            document.with_user(self.stranger).action_sign()
            self.assertEqual(self._rows(document).signatory_label, f"Stranger for {person.name}")
            row.absent_to = date(2020, 1, 2)
            document = self._make_document()
            document.action_submit()
            self.assertEqual(document.pending_signatory_ids, person)
            self.rule.active = False

    def test_deputies_of_a_head_make_nobody_a_holder(self):
        position = self._position("department_head")
        self._hold("department_head", self.guard, deputy_id=self.stranger.id, absent_from=date(2020, 1, 1))
        position.is_company_leader = True
        self.assertFalse(position.current_holder_ids)
        self.assertFalse(position._get_named_holders(self.company))
        self.assertNotIn(self.guard, position._get_users_holding("is_company_leader", self.company))
        document = self._submitted({"quorum": "all", "position_ids": ["department_head"]})
        self.assertEqual(document.pending_signatory_ids, self.head)
        self.assertEqual(self._position("general_manager").current_holder_ids, self.gm)

    def test_forward_to_a_deputy_who_is_asked_himself_leaves_one_activity(self):
        self._hold("general_manager", self.stranger)
        self._position("general_manager").holder_ids.filtered(lambda holder: holder.user_id == self.gm).unlink()
        document = self._submitted()
        self._absent_chairman()
        document.action_forward()
        self.assertEqual(len(document.sudo().activity_ids), 1)
        document.with_user(self.stranger).action_sign()
        self.assertEqual(document.state, "approved")
        self.assertNothingOpen(document)

    def test_forward_by_a_stranger_is_refused(self):
        document = self._submitted({"quorum": "all", "position_ids": ["chairman"]})
        self._absent_chairman()
        with self.assertRaisesRegex(UserError, "4-14a"):
            document.with_user(self.guard).action_forward()

    # Sign, decline, send back

    def test_two_positions_of_a_person_are_signed_once(self):
        self._hold("general_manager", self.chairman)
        self._position("general_manager").holder_ids.filtered(lambda holder: holder.user_id == self.gm).unlink()
        document = self._submitted()
        self.assertEqual(len(document.sudo().activity_ids), 1)
        document.with_user(self.chairman).action_sign()
        self.assertEqual(document.state, "approved")
        self.assertEqual(self._rows(document).mapped("state"), ["signed", "signed"])
        self.assertEqual(self._bodies(document).count("Signed:"), 1)

    def test_1_3_8_decline_needs_a_reason_and_stops(self):
        document = self._submitted()
        for reason in (None, "", "  \n", "\0"):
            with self.assertRaisesRegex(UserError, "1-3.8.*reason"):
                document.with_user(self.gm).action_decline(reason)
        document.with_user(self.gm).action_decline("Too <b>dear</b>")
        self.assertEqual((document.state, document.signoff_state), ("declined", "declined"))
        self.assertNothingOpen(document)
        self.assertIn("Too &lt;b&gt;dear", self._bodies(document))
        with self.assertRaisesRegex(UserError, "1-3.8"):
            document.with_user(self.chairman).action_sign()

    def test_resubmission_after_decline_keeps_history(self):
        document = self._submitted()
        document.with_user(self.gm).action_decline("No")
        document.action_submit()
        self.assertEqual(document.signoff_round, 2)
        rows = self._rows(document)
        self.assertEqual(rows.filtered(lambda row: row.round == 1).mapped("state"), ["void", "declined"])
        self.assertEqual(rows.filtered(lambda row: row.state == "declined").comment, "No")
        document.with_user(self.gm).action_sign()
        document.with_user(self.chairman).action_sign()
        self.assertEqual(document.state, "approved")

    def test_send_back_returns_to_draft(self):
        document = self._submitted()
        document.with_user(self.gm).action_sign()
        with self.assertRaisesRegex(UserError, "corrected"):
            document.with_user(self.chairman).action_send_back(" ")
        document.with_user(self.chairman).action_send_back("Add the amount")
        self.assertEqual((document.state, document.signoff_state), ("draft", "none"))
        self.assertNothingOpen(document)
        self.assertIn("Add the amount", self._body(document))
        self.assertEqual(self._told(document)[-1].partner_ids, (self.host | self.gm).partner_id)

    def test_withdraw_by_the_requester_only(self):
        document = self._submitted()
        with self.assertRaisesRegex(UserError, "4-14a"):
            document.with_user(self.gm).action_withdraw()
        document.action_withdraw()
        self.assertEqual(document.state, "draft")
        self.assertNothingOpen(document)
        with self.assertRaisesRegex(UserError, "does not wait"):
            document.action_withdraw()

    def test_remind(self):
        document = self._submitted()
        with self.assertRaisesRegex(UserError, "4-14a"):
            document.with_user(self.gm).action_remind()
        document.action_remind()
        self.assertEqual(self._told(document)[-1].partner_ids, (self.chairman | self.gm).partner_id)

    # Add a signer

    def test_added_signer_must_sign_too(self):
        document = self._submitted({"quorum": "any", "position_ids": ["chairman", "general_manager"]})
        document.with_user(self.gm).action_add_signer(self.stranger.id, "you know them")
        self.assertIn("you know them", self._body(document))
        document.with_user(self.gm).action_sign()
        self.assertEqual(document.state, "signing")
        self.assertEqual(document.pending_signatory_ids, self.stranger, "the chairman is not needed any more")
        document.with_user(self.stranger).action_sign()
        self.assertEqual(document.state, "approved")
        self.assertNothingOpen(document)

    def test_added_signer_declines(self):
        document = self._submitted({"quorum": "any", "position_ids": ["chairman", "general_manager"]})
        document.with_user(self.gm).action_add_signer(self.stranger.id)
        document.with_user(self.stranger).action_decline("no")
        self.assertEqual(document.state, "declined")
        self.assertNothingOpen(document)

    def test_who_may_be_added_and_by_whom(self):
        self._absent_chairman()
        document = self._submitted()
        with self.assertRaisesRegex(UserError, "4-14a"):
            document.with_user(self.guard).action_add_signer(self.cashier.id)
        for user in (self.gm, self.chairman, self.stranger, self.host):
            with self.subTest(user=user.login), self.assertRaisesRegex(UserError, "part of this request already"):
                document.action_add_signer(user.id)
        self.cashier.active = False
        with self.assertRaisesRegex(UserError, "active colleague"):
            document.action_add_signer(self.cashier.id)

    # While it runs

    def test_rule_edited_while_running_leaves_requests_alone(self):
        document = self._submitted()
        self.rule.step_ids.write({"quorum": "any", "position_ids": [Command.set(self._position("shareholder").ids)]})
        self.rule.domain = "[('amount', '>', 1000)]"
        document.with_user(self.gm).action_sign()
        self.assertEqual(document.state, "signing")
        self.rule.step_ids.unlink()
        document.with_user(self.chairman).action_sign()
        self.assertEqual(document.state, "approved")

    def test_term_ends_while_asked(self):
        document = self._submitted()
        self._position("general_manager").holder_ids.date_to = fields.Date.today() - timedelta(days=2)
        with self.assertRaisesRegex(UserError, "General Manager no longer holds the position General manager"):
            document.with_user(self.gm).action_sign()
        with self.assertRaisesRegex(UserError, "no longer holds"):
            document.with_user(self.gm).action_decline("no")
        document.action_withdraw()
        self.assertNothingOpen(document)

    def test_archived_signatory_while_asked_can_be_recalled(self):
        document = self._submitted()
        self.gm.active = False
        document.invalidate_recordset()
        document.action_withdraw()
        self.assertEqual(document.state, "draft")

    def test_requester_without_any_right_of_his_own(self):
        """Signatories and requester are plain employees; nothing of the engine relies on their rights."""
        requester = new_test_user(self.env, "reception_plain", groups="base.group_user")
        document = self._submitted(user=requester)
        document.with_user(self.gm).action_sign()
        document.with_user(self.chairman).action_sign()
        self.assertEqual(document.with_user(requester).state, "approved")

    # A signed fact changes

    def test_1_3_8_each_kind_of_fact_voids_with_a_readable_message(self):
        partner = self.env["res.partner"].create({"name": "Reader"})
        self._make_rule({"quorum": "any", "position_ids": ["general_manager"]})
        moment = datetime(2026, 3, 2, 4)
        for vals, text in (
            ({"amount": 7}, "Amount: 5 → 7"),
            ({"kind": "two"}, "Kind: First kind → Second kind"),
            ({"is_urgent": True}, "Is Urgent: no → yes"),
            ({"day": "2026-03-04"}, "Day: 2026-03-02 → 2026-03-04"),
            ({"moment": "2026-03-03 04:00:00"}, "Moment: 2026-03-02 12:00 → 2026-03-03 12:00"),
            ({"department_id": self.administration.id}, "Marketing → Administration and HR"),
            ({"reader_ids": [Command.link(partner.id)]}, "Readers: – → Reader"),
            ({"line_ids": [Command.create({"name": "Ink", "quantity": 2})]}, "\\+ Ink"),
        ):
            with self.subTest(vals=vals):
                document = self._make_document(amount=5, kind="one", day="2026-03-02", moment=moment)
                document.action_submit()
                document.with_user(self.gm).action_sign()
                self.assertEqual(document.state, "approved")
                document.write(dict(vals))
                self.assertEqual(document.state, "draft")
                self.assertRegex(self._body(document), f"1-3.8.*{text}")
                self.assertEqual(set(self._rows(document).mapped("state")), {"void"})
                self.assertIn(self.gm.partner_id, self._told(document)[-1].partner_ids, "the signatory is told")

    def test_1_3_8_same_value_voids_nothing(self):
        document = self._submitted(amount=5, line_ids=[Command.create({"name": "Ink", "quantity": 2})])
        document.write({"amount": 5, "line_ids": [Command.update(document.line_ids.id, {"quantity": 2})]})
        document.granted_count = 3  # not a signed fact
        self.assertEqual(document.state, "signing")

    def test_1_3_8_lines_added_edited_removed_are_told_apart(self):
        lines = [("Ink", 2), ("Ink", 2), ("Pen", 1), ("Tea", 1)]
        document = self._submitted(
            line_ids=[Command.create({"name": name, "quantity": quantity}) for name, quantity in lines]
        )
        document.write(
            {
                "line_ids": [
                    Command.update(document.line_ids[2].id, {"quantity": 4}),
                    Command.delete(document.line_ids[3].id),
                    Command.delete(document.line_ids[0].id),
                    Command.create({"name": "Cup", "quantity": 1}),
                ]
            }
        )
        body = self._body(document)
        for text in ("Pen (Quantity: 1 → 4)", "+ Cup", "− Tea", "− Ink"):
            self.assertIn(text, body)
        self.assertEqual(document.sudo().message_ids.mapped("body").count(body), 1)

    def test_1_3_8_line_moved_out_of_a_signed_document_voids_it(self):
        """Writing one document must not take a line out of another one unseen."""
        signed = self._submitted(line_ids=[Command.create({"name": "Ink", "quantity": 2})])
        other = self._make_document()
        other.write({"line_ids": [Command.link(signed.line_ids.id)]})
        self.assertEqual(signed.state, "draft")

    def test_1_3_8_context_does_not_switch_the_guard_off(self):
        document = self._submitted(amount=5)
        forged = {"engine": [document._name], "document_write": [document._name, document.ids]}
        for marks in (True, forged):
            document.with_context(reception_marks=marks).amount += 1
            self.assertEqual(document.state, "draft", marks)
            document.action_submit()

    # Batch

    def test_batch_sign_and_batch_decline(self):
        self._make_rule({"quorum": "any", "position_ids": ["general_manager"]})
        documents = self.env["reception.signoff.tester"].with_user(self.host)
        for _number in range(4):
            documents |= self._make_document()
        documents.action_submit()
        documents[:2].with_user(self.gm).action_sign()
        documents[2:].with_user(self.gm).action_decline("no")
        self.assertEqual(documents.mapped("state"), ["approved", "approved", "declined", "declined"])
        with self.assertRaisesRegex(UserError, "1-3.8"):
            documents.with_user(self.gm).action_sign()

    def test_queries_of_the_last_signature(self):
        """At most 40: 24 for the signature, the rest for the message that tells the requester."""
        document = self._submitted()
        document.with_user(self.chairman).action_sign()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(40):
            document.with_user(self.gm).action_sign()
            self.env.flush_all()
        self.assertEqual(document.state, "approved")

    def test_queries_of_20_signatures(self):
        """performance.md: at most 40, whatever the number of documents."""
        self._make_rule({"quorum": "all", "position_ids": ["chairman", "general_manager"]})
        documents = self.env["reception.signoff.tester"].with_user(self.host)
        for _number in range(20):
            documents |= self._make_document()
        documents.action_submit()
        documents.with_user(self.chairman).action_sign()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(40):
            documents.with_user(self.gm).action_sign()
            self.env.flush_all()
        self.assertEqual(set(documents.mapped("state")), {"approved"})

    # Activities

    def test_activity_ends_by_signing_only(self):
        document = self._submitted()
        activity = document.sudo().activity_ids.filtered(lambda activity: activity.user_id == self.gm)
        activity = activity.with_user(self.gm)
        for attempt in (
            lambda: activity.action_done(),
            lambda: activity.action_feedback("ok"),
            lambda: activity.unlink(),
            lambda: activity.write({"user_id": self.stranger.id}),
            lambda: activity.write({"activity_type_id": self.env.ref("mail.mail_activity_data_todo").id}),
            lambda: document.activity_unlink(["visitor_reception.mail_activity_signoff"]),
            lambda: document.activity_reschedule(["visitor_reception.mail_activity_signoff"], new_user_id=1),
            lambda: document.write({"activity_ids": [Command.delete(activity.id)]}),
        ):
            with self.assertRaises(UserError):
                attempt()
        activity.action_reception_sign()
        self.assertEqual(document.pending_signatory_ids, self.chairman)


@tagged("post_install", "-at_install")
class TestSignoffVisit(ReceptionCommon):
    """The engine on reception notices."""

    def test_1_3_5_one_of_three_signs_for_government(self):
        visit = self._make_visit("government_body", counterpart_department_id=self.marketing.id)
        visit.action_submit()
        self.assertEqual(visit.pending_signatory_ids, self.chairman | self.gm | self.edgm)
        visit.with_user(self.edgm).action_sign()
        self.assertEqual(visit.state, "issued")

    def test_1_3_3_supervisory_board_needs_both(self):
        visit = self._make_visit("supervisor")
        visit.action_submit()
        self.assertEqual(visit.pending_signatory_ids, self.chairman | self.supervisory_chairman)

    def test_1_3_6_and_1_3_7_general_manager_or_executive_deputy(self):
        procedure = self._category("key_customer").id
        for category in ("key_customer", "other"):
            visit = self._make_visit(category, procedure_category_id=procedure)
            visit.action_submit()
            self.assertEqual(visit.pending_signatory_ids, self.gm | self.edgm)

    def test_1_2_5_nothing_starts_before_issue(self):
        visit = self._make_visit()
        with self.assertRaisesRegex(UserError, "1-2.5"):
            visit.action_start()
        visit.action_submit()
        with self.assertRaisesRegex(UserError, "1-2.5"):
            visit.action_start()
        visit.with_user(self.gm).action_sign()
        self.assertTrue(visit.issued_at)
        self.assertIn(self.officer.partner_id, self._get_told(visit))

    def test_the_engines_mark_opens_its_own_model_only(self):
        visit = self._make_visit()
        visit.action_submit()
        engine = visit._as_engine().env
        rows = visit.sudo().signoff_ids.with_env(engine)
        with self.assertRaises(AccessError):
            rows.write({"state": "signed"})
        with self.assertRaises(AccessError):
            engine["reception.signoff"].create(rows.copy_data()[0])
        with self.assertRaises(AccessError):
            engine["reception.hospitality"].create({"visit_id": visit.id, "state": "approved"})

    def test_1_2_5_one_letter_for_all_notices_that_are_issued_at_once(self):
        visits = self._make_visit() | self._make_visit()
        visits.action_submit()
        visits.with_user(self.gm).action_sign()
        self._deliver()
        letters = self.env["mail.message"].search(
            [("notified_partner_ids", "in", self.officer.partner_id.ids), ("subject", "like", "Issued")]
        )
        self.assertEqual(len(letters), 1)
        for visit in visits:
            self.assertIn(f"model=reception.visit&amp;res_id={visit.id}", letters.body)
            self.assertIn("Issued: Administration and HR", str(visit.sudo().message_ids.mapped("body")))

    def test_1_3_8_changes_of_an_issued_notice(self):
        other_day = NOW + timedelta(days=5)
        for vals, text in (
            ({"date_end": other_day}, "Departure: 2026-03-04"),
            ({"headcount": 9}, "Headcount: 2 → 9"),
            ({"category_id": self._category("other").id, "inviting_body": False}, "Important customers → Other"),
        ):
            with self.subTest(text=text):
                visit = self._issue(self._make_visit())
                visit.write(vals)
                self.assertEqual(visit.state, "draft")
                self.assertRegex(visit.sudo().message_ids[0].body, f"1-3.8.*{text}")

    def test_1_3_8_guests_added_edited_removed(self):
        for change, text in (
            (lambda guests: guests.create({"visit_id": guests.visit_id.id, "name": "New", "position": "P"}), "+ New"),
            (lambda guests: guests[0].write({"position": "Clerk"}), "Guest 1 (Position: Director → Clerk)"),
            (lambda guests: guests[1].unlink(), "− Guest 2"),
        ):
            with self.subTest(text=text):
                visit = self._issue(self._make_visit())
                change(visit.guest_ids)
                self.assertEqual(visit.state, "draft")
                self.assertIn(text, visit.sudo().message_ids[0].body)

    def test_1_3_8_who_signs_anew_sees_what_has_changed(self):
        visit = self._make_visit()
        visit.action_submit()
        self.assertFalse(visit.signoff_changes, "nothing to compare with")
        visit.with_user(self.gm).action_sign()
        visit.write({"purpose": "Another contract"})
        visit.guest_ids[0].position = "Chairman"
        visit.action_submit()
        changes = visit.with_user(self.gm).signoff_changes
        self.assertIn("Sign the supply contract → Another contract", changes)
        self.assertIn("Guest 1 (Position: Director → Chairman)", changes)
        visit.with_user(self.gm).action_sign()
        self.assertFalse(visit.signoff_changes)

    def test_1_3_8_facts_that_a_submission_did_not_know_have_not_changed(self):
        """A notice that was signed before an upgrade adds a fact stays signed."""
        visit = self._issue(self._make_visit())
        facts = {name: value for name, value in visit.signoff_facts.items() if name != "meeting_kind"}
        visit._as_engine().signoff_facts = facts
        visit.purpose = visit.purpose
        self.assertEqual(visit.state, "issued")

    def test_reopened_visit_is_issued_and_registered_anew(self):
        """What belonged to the void issue is gone: its times, the signed register, its open tasks."""
        visit = self._prepare(self._issue(self._make_visit()))
        visit.action_start()
        visit.with_user(self.head).action_sign_register()
        tasks = len(visit.sudo().activity_ids)
        visit.guest_ids[0].name = "Somebody Else"
        self.assertEqual(visit.state, "draft")
        self.assertFalse(visit.issued_at or visit.started_at or visit.register_signed_by_id)
        self.assertFalse(visit.sudo().activity_ids)
        self._issue(visit)
        self.assertEqual(len(visit.sudo().activity_ids), tasks, "tasks are not scheduled twice")

    def test_1_3_8_closed_visit_stays_what_was_signed(self):
        visit = self._prepare(self._issue(self._make_visit()))
        visit.action_start()
        visit.with_user(self.head).action_sign_register()
        visit.action_close()
        with self.assertRaisesRegex(UserError, "1-2.3: .*closed and reported"):
            visit.guest_ids[0].name = "Somebody Else"

    def test_back_to_draft_is_for_cancelled_visits_only(self):
        """Otherwise requests would stay open behind a draft."""
        visit = self._make_visit()
        visit.action_submit()
        with self.assertRaisesRegex(UserError, "not cancelled"):
            visit.action_reset_to_draft()
        self._issue_running(visit)
        with self.assertRaisesRegex(UserError, "not cancelled"):
            visit.action_reset_to_draft()
        visit.action_cancel()
        self.assertFalse(visit.sudo().activity_ids)
        visit.action_reset_to_draft()
        self.assertEqual(visit.state, "draft")

    def _issue_running(self, visit):
        visit.with_user(self.gm).action_sign()
        self.assertEqual(visit.state, "issued")

    def test_submitted_notice_stays_on_file(self):
        visit = self._make_visit()
        visit.action_submit()
        visit.action_withdraw()
        with self.assertRaisesRegex(UserError, "stays on file"):
            visit.unlink()
        self._make_visit().unlink()

    def test_companies_do_not_mix(self):
        company = self.env["res.company"].create({"name": "Company B"})
        holder_b = new_test_user(
            self.env,
            "reception_gm_b",
            groups="base.group_user",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.env["reception.position.holder"].create(
            {"position_id": self._position("general_manager").id, "user_id": holder_b.id, "company_id": company.id}
        )
        self.env["reception.signoff.rule"].create(
            {
                "name": "Rule of company B",
                "res_model": "reception.visit",
                "clause": "1-3.7",
                "company_id": company.id,
                "domain": "[('inviting_body', '=', 'marketing_department'), ('headcount', '>', 0)]",
                "step_ids": [Command.create({"position_ids": [Command.link(self._position("chairman").id)]})],
            }
        )
        visit = self._make_visit()
        visit.action_submit()
        self.assertEqual(visit.pending_signatory_ids, self.gm | self.edgm)
        with self.assertRaises(AccessError):
            visit.with_user(holder_b).action_sign()
        self.assertFalse(self.env["reception.visit"].with_user(holder_b).search([("id", "=", visit.id)]))
        self.assertFalse(self.env["reception.signoff"].with_user(holder_b).search([("res_id", "=", visit.id)]))
        with self.assertRaises(UserError):
            self._hold("chairman", holder_b)

    def test_facts_of_the_procedures_refuse_submission(self):
        """1-5.1.2, 1-5.2.2, 1-5.3.1."""
        for category, vals, clause in (
            ("government_body", {}, "1-5.3.1"),
            ("professional_of_gm", {"staff_kind": "technical"}, "1-5.2.2"),
            ("director_invited", {"identity": False}, "1-5.1.2"),
            ("key_customer", {"purpose": " \n "}, "1-2.3"),
            ("professional_of_bodies", {}, "1-1.6"),
            ("key_customer", {"guest_ids": []}, "1-2.3"),
        ):
            with self.subTest(clause=clause):
                visit = self._make_visit(category, **vals)
                self.assertIn(clause, visit.missing_facts)
                with self.assertRaisesRegex(UserError, clause):
                    visit.action_submit()

    def test_queries_of_the_last_signature_of_a_visit(self):
        """Issue included: number, tasks of the procedure, message to Administration and HR, in the inbox and by letter."""
        visit = self._make_visit("director_invited")
        visit.action_submit()
        visit.with_user(self.chairman).action_sign()
        visit.with_user(self.vice_chairman).action_sign()
        self.env.flush_all()
        self.env.invalidate_all()
        # the guests whom the gate expects (3) included
        with self.assertQueryCount(104):
            visit.with_user(self.executive_director).action_sign()
            self.env.flush_all()
        self.assertEqual(visit.state, "issued")
