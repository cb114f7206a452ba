from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from ..common import NOW, ReceptionCommon

TYPE = "visitor_reception.mail_activity_signoff"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestSignoffActivity(ReceptionCommon):
    """A request to sign (1-3.8) ends by signing or declining; everything else that ends an activity is refused.

    Tried by the asked user, by the requester who may write the document, and by Administration and HR.
    """

    def setUp(self):
        super().setUp()
        self.visit = self._make_visit()
        self.visit.action_submit()

    def _activity(self, user=None, visit=None):
        activities = self.env["mail.activity"].search(
            [("res_model", "=", "reception.visit"), ("res_id", "=", (visit or self.visit).id)]
        )
        return activities.filtered(lambda activity: activity.activity_category == "signoff").filtered(
            lambda activity: not user or activity.user_id == user
        )[:1]

    def _asked(self):
        return self.visit.sudo().pending_signatory_ids[0]

    def _assert_refused(self, act):
        """``act(activity)`` is refused to everybody concerned, and the request stands as it was."""
        activity = self._activity(self._asked())
        before = activity.read(["user_id", "res_id", "activity_type_id", "active", "date_deadline", "summary"])
        for user in (self._asked(), self.host, self.officer, self.env.ref("base.user_admin")):
            with self.subTest(user=user.login), self.assertRaisesRegex(UserError, "1-3.8"):
                act(activity.with_user(user))
        activity.invalidate_recordset()
        self.assertEqual(activity.read(list(before[0])[1:]), before)
        self.assertEqual(self.visit.state, "signing")

    def test_1_3_8_activity_is_not_marked_done(self):
        self._assert_refused(lambda activity: activity.action_done())
        self._assert_refused(lambda activity: activity.action_feedback("looks good"))
        self._assert_refused(lambda activity: activity.action_feedback_schedule_next("looks good"))
        self._assert_refused(lambda activity: activity.action_done_schedule_next())
        self._assert_refused(lambda activity: activity.action_done_redirect_to_other())

    def test_1_3_8_activity_is_not_cancelled(self):
        self._assert_refused(lambda activity: activity.action_cancel())
        self._assert_refused(lambda activity: activity.unlink())
        self._assert_refused(lambda activity: activity.action_archive())

    def test_1_3_8_activity_is_not_changed(self):
        other = self._make_visit()
        todo = self.env.ref("mail.mail_activity_data_todo")
        for vals in (
            {"user_id": self.stranger.id},
            {"res_id": other.id},
            {"activity_type_id": todo.id},
            {"active": False},
            {"summary": "Forget it"},
            {"note": "Forget it"},
            {"date_deadline": "2027-01-01"},
        ):
            self._assert_refused(lambda activity, vals=vals: activity.write(vals))

    def test_1_3_8_activity_is_not_put_off(self):
        self._assert_refused(lambda activity: activity.action_reschedule_today())
        self._assert_refused(lambda activity: activity.action_reschedule_tomorrow())
        self._assert_refused(lambda activity: activity.action_reschedule_nextweek())

    def test_1_3_8_edit_form_does_not_save(self):
        activity = self._activity(self._asked()).with_user(self._asked())
        form = Form(activity, "mail.mail_activity_view_form_popup")
        form.summary = "Something else"
        with self.assertRaisesRegex(UserError, "1-3.8"):
            form.save()

    def test_1_3_8_not_ended_through_the_document(self):
        visit = self.visit.with_user(self.host)
        with self.assertRaisesRegex(UserError, "1-3.8"):
            visit.activity_unlink([TYPE])
        with self.assertRaisesRegex(UserError, "1-3.8"):
            visit.activity_feedback([TYPE], feedback="done")
        with self.assertRaisesRegex(UserError, "1-3.8"):
            visit.activity_reschedule([TYPE], new_user_id=self.host.id)
        with self.assertRaisesRegex(UserError, "1-3.8"):
            visit.write({"activity_ids": [(2, self._activity().id)]})
        with self.assertRaisesRegex(UserError, "1-3.8"):
            visit.write({"activity_type_id": self.env.ref("mail.mail_activity_data_todo").id})
        with self.assertRaisesRegex(UserError, "submitted"):
            visit.unlink()
        self.assertTrue(self._activity())

    def test_1_3_8_signed_activity_is_not_revived(self):
        asked = self._asked()
        activity = self._activity(asked)
        activity.with_user(asked).action_reception_sign()
        self.assertFalse(activity.active)
        with self.assertRaisesRegex(UserError, "1-3.8"):
            activity.with_user(asked).action_unarchive()
        with self.assertRaisesRegex(UserError, "1-3.8"):
            activity.with_user(asked).copy()
        with self.assertRaisesRegex(UserError, "1-3.8"):
            activity.with_user(asked).action_reception_sign()

    def test_1_3_8_request_is_not_made_up(self):
        visit = self._make_visit()
        with self.assertRaisesRegex(UserError, "1-3.8"):
            visit.activity_schedule(TYPE, user_id=self.gm.id)
        with self.assertRaisesRegex(UserError, "1-3.8"):
            self.env["mail.activity"].with_user(self.host).create(
                {
                    "activity_type_id": self.env.ref(TYPE).id,
                    "res_model_id": self.env["ir.model"]._get_id("reception.visit"),
                    "res_id": visit.id,
                    "user_id": self.gm.id,
                }
            )
        todo = visit.activity_schedule("mail.mail_activity_data_todo", user_id=self.host.id)
        with self.assertRaisesRegex(UserError, "1-3.8"):
            todo.activity_type_id = self.env.ref(TYPE)
        wizard = (
            self.env["mail.activity.schedule"]
            .with_user(self.host)
            .create(
                {
                    "res_model": "reception.visit",
                    "res_ids": str(visit.ids),
                    "activity_type_id": self.env.ref(TYPE).id,
                    "activity_user_id": self.gm.id,
                }
            )
        )
        with self.assertRaisesRegex(UserError, "1-3.8"):
            wizard.action_schedule_activities()

    def test_sign_only_where_a_signature_is_asked(self):
        partner = self.customer.with_user(self.host)
        todo = (
            self.env["mail.activity"]
            .with_user(self.host)
            .create(
                {
                    "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
                    "res_model_id": self.env["ir.model"]._get_id("reception.visit"),
                    "res_id": self.visit.id,
                    "user_id": self.host.id,
                }
            )
        )
        with self.assertRaisesRegex(UserError, "does not ask for a signature"):
            todo.action_reception_sign()
        # prepared by the superuser: users cannot make it up
        fake = self.env["mail.activity"].create(
            {
                "activity_type_id": self.env.ref(TYPE).id,
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": partner.id,
                "user_id": self.host.id,
            }
        )
        with self.assertRaisesRegex(UserError, "does not ask for a signature"):
            fake.with_user(self.host).action_reception_decline()

    def test_1_3_8_sign_from_activity(self):
        asked = self._asked()
        self._activity(asked).with_user(asked).action_reception_sign()
        self.assertEqual(self.visit.sudo().signoff_ids.filtered(lambda row: row.signed_by_id == asked).state, "signed")

    def test_1_3_8_nobody_signs_from_the_activity_of_somebody_else(self):
        activity = self._activity(self._asked())
        for user in (self.host, self.officer):
            with self.subTest(user=user.login), self.assertRaisesRegex(UserError, "1-3.8"):
                activity.with_user(user).action_reception_sign()
        with self.assertRaises(AccessError):
            activity.with_user(self.stranger).action_reception_sign()

    def test_1_3_8_decline_from_activity(self):
        asked = self._asked()
        action = self._activity(asked).with_user(asked).action_reception_decline()
        wizard = (
            self.env["reception.signoff.answer"]
            .with_user(asked)
            .with_context(**action["context"])
            .create({"reason": "Later"})
        )
        wizard.action_confirm()
        self.assertFalse(self._activity(asked))
        self.assertIn(
            "declined", self.visit.sudo().signoff_ids.filtered(lambda row: row.signed_by_id == asked).mapped("state")
        )

    def test_type_is_never_the_default(self):
        """An activity without a type gets To-Do even if an administrator moves Sign-off to the top."""
        self.env.ref(TYPE).sequence = -1
        todo = self.visit.activity_schedule(user_id=self.host.id, summary="Book the room")
        self.assertNotEqual(todo.activity_category, "signoff")

    def test_activity_menu_counts_what_is_to_sign(self):
        asked = self._asked()
        self._make_visit().action_submit()
        self.visit.activity_schedule("mail.mail_activity_data_todo", user_id=asked.id)
        group = self._get_group(asked)
        self.assertEqual(group["signoff_count"], 2)
        self.visit.with_user(asked).action_sign()
        self.assertEqual(self._get_group(asked)["signoff_count"], 1)

    def _get_group(self, user):
        groups = self.env["res.users"].with_user(user)._get_activity_groups()
        return next(group for group in groups if group["model"] == "reception.visit")

    def test_leaving_signatory_takes_his_activities_along(self):
        """Archiving a user removes their requests, which Odoo does as superuser."""
        asked = self._asked()
        asked.with_user(self.env.ref("base.user_admin")).action_archive()
        self.assertFalse(self._activity(asked))
