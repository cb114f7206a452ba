from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import MONDAY
from ..common_scan import ScanCommon

EVENING = MONDAY + timedelta(hours=10)  # 19:00 in China


@tagged("post_install", "-at_install")
class TestSchoolEvent(ScanCommon):
    """3-7: parents of the class come in for the event's time only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hold("security_office", cls.security)
        cls.logs = cls.env["reception.gate.log"]
        # security implies guard; its shift tells who is on duty
        cls.env["reception.gate.shift"].with_user(cls.guard).create({"gate_id": cls.gate.id})

    def _apply(self, user=None, **vals):
        return (
            self.env["reception.school.event"]
            .with_user(user or self.teacher)
            .create(
                {
                    "class_ids": [Command.link(self.one.id)],
                    "place": "Classroom",
                    "date_begin": EVENING,
                    "date_end": EVENING + timedelta(hours=2),
                    "expected_parents": 2,
                    **vals,
                }
            )
        )

    def _approve(self, **vals):
        event = self._apply(**vals)
        event.action_submit()
        event.with_user(self.stamper).action_sign()
        event.with_user(self.security).action_sign()
        return event

    def _let_in(self, event, pupil=None, at=EVENING, **values):
        values = values or {"custody_id": self.by_mother.id}
        with freeze_time(at):
            row = event.with_user(self.guard).action_let_in((pupil or self.pupil).id, values, self.gate.id)
        return self.logs.browse(row["id"])

    def test_3_7_both_approve_and_the_gate_is_told(self):
        event = self._apply()
        event.action_submit()
        self.assertEqual(event.pending_signatory_ids, self.stamper)
        event.with_user(self.stamper).action_sign()
        with self.assertRaisesRegex(UserError, "^3-7"):
            self._let_in(event)
        self.assertEqual(event.pending_signatory_ids, self.security)
        event.with_user(self.security).action_sign()
        self.assertEqual(event.state, "approved")
        self.assertTrue(event.told_at)
        self.assertIn(self.guard.partner_id, self._get_told(event))
        event.place = "Hall"
        self.assertRecordValues(event, [{"state": "draft", "told_at": False}])

    def test_3_7_only_the_class_teacher_applies(self):
        with self.assertRaises(AccessError):
            self._apply(self.teacher2)
        event = self._apply()
        with self.assertRaises(AccessError):
            event.with_user(self.teacher2).action_submit()
        with self.assertRaisesRegex(UserError, "where the event is"):
            self._apply(place=False).action_submit()

    def test_3_7_a_guard_takes_notice(self):
        event = self._approve()
        with self.assertRaises(AccessError):
            event.with_user(self.teacher).action_acknowledge()
        event.with_user(self.guard).action_acknowledge()
        self.assertEqual(event.acknowledged_by_id, self.guard)
        with self.assertRaises(UserError):
            event.with_user(self.guard).action_acknowledge()

    def test_3_7_alarm_when_no_guard_took_notice(self):
        event = self._approve()
        events = self.env["reception.school.event"]
        with freeze_time(event.entry_from - timedelta(minutes=31)):
            events._cron_watch()
            self.assertFalse(event.alarmed_at)
        with freeze_time(event.entry_from - timedelta(minutes=29)):
            events._cron_watch()
        self.assertTrue(event.alarmed_at)
        self.assertIn(self.security.partner_id, self._get_told(event))

    def test_3_7_edges_of_entry(self):
        event = self._approve()
        self.assertEqual(event.entry_from, EVENING - timedelta(minutes=30))
        self.assertEqual(event.entry_until, event.date_end)
        second = timedelta(seconds=1)
        for at in (event.entry_from - second, event.entry_until + second):
            with self.subTest(at=at), self.assertRaisesRegex(UserError, "^3-7"):
                self._let_in(event, at=at)
        log = self._let_in(event, at=event.entry_from)
        self.assertRecordValues(
            log,
            [
                {
                    "kind": "parent",
                    "state": "inside",
                    "event_id": event.id,
                    "consent_state": "agreed",
                    "consent_manner": "event",
                    "slip_state": "none",
                    "plate": False,
                    "host_name": self.teacher.name,
                    "pupil_id": self.pupil.id,
                    "is_guardian": True,
                    "visitor_phone": False,
                    "due_out": event.date_end,
                }
            ],
        )
        self._let_in(event, at=event.entry_until, custody_id=self.by_father.id)

    def test_3_7_only_parents_of_the_class(self):
        event = self._approve()
        with self.assertRaisesRegex(UserError, "^3-7.*class"):
            self._let_in(event, self.other, name="赵母", relation="Mother", document_kind="identity_card")
        with self.assertRaisesRegex(UserError, "^3-7"):
            self._let_in(event, self.boarder, custody_id=self.by_father.id)
        with self.assertRaises(AccessError):
            event.action_let_in(self.pupil.id, {"custody_id": self.by_mother.id}, self.gate.id)

    def test_3_7_3_3b_who_is_not_on_file_shows_a_document(self):
        event = self._approve()
        with self.assertRaisesRegex(UserError, "^3-7"):
            self._let_in(event, name="李婶")
        with self.assertRaisesRegex(UserError, "^3-3b"):
            self._let_in(event, name="李婶", relation="Aunt")
        log = self._let_in(event, name="李婶", relation="Aunt", document_kind="identity_card", headcount=2)
        self.assertRecordValues(log, [{"state": "inside", "is_guardian": False, "headcount": 2}])

    def test_3_4c_no_vehicle_at_an_event(self):
        event = self._approve()
        with self.assertRaisesRegex(UserError, "^3-4c"):
            self._let_in(event, custody_id=self.by_mother.id, plate="云A12345")

    def test_3_7_nobody_who_must_not(self):
        event = self._approve()
        self.by_father.write({"collect": "must_not", "note_to_gate": False})
        with self.assertRaises(UserError) as caught:
            self._let_in(event, custody_id=self.by_father.id)
        self.assertEqual(str(caught.exception), "Please wait, the teacher is being called.")
        self.assertTrue(self.env.cr.postrollback._funcs)
        self.env.cr.postrollback.clear()
        # by another name on file of nobody: the watch list asks, a person decides
        log = self._let_in(event, name=self.father.name, relation="Father", document_kind="identity_card")
        self.assertRecordValues(log, [{"state": "waiting", "watch_state": "possible"}])
        with freeze_time(EVENING):
            guarded = log.with_user(self.guard)
            with self.assertRaises(UserError):
                guarded.action_check_in()
            guarded.action_watch(False)
            guarded.action_check_in()
        self.assertRecordValues(log, [{"state": "inside", "slip_state": "none"}])

    def test_3_7_counted_out_at_the_end(self):
        event = self._approve()
        self._let_in(event)
        self._let_in(event, custody_id=self.by_father.id, headcount=2)
        self.assertRecordValues(event, [{"count_in": 3, "count_out": 0}])
        gate = event.with_user(self.guard)
        with freeze_time(event.date_end + timedelta(minutes=1)):
            self.env["reception.school.event"]._cron_watch()
            self.assertTrue(event.overtime_told_at)
            self.assertIn(self.teacher.partner_id, self._get_told(event))
            with self.assertRaisesRegex(UserError, "3 are still inside"):
                gate.action_end()
            with self.assertRaisesRegex(UserError, "explain"):
                gate.action_end(2)
            gate.action_end(2, "The grandfather stays in the office")
        self.assertRecordValues(event, [{"state": "ended", "count_out": 3, "counted_out": 2}])
        self.assertEqual(set(event.log_ids.mapped("state")), {"left"})
        with self.assertRaises(UserError):
            self._let_in(event)

    def test_3_7_the_same_person_is_not_inside_twice(self):
        event = self._approve()
        self._let_in(event)
        with self.assertRaisesRegex(UserError, "on the list already"):
            self._let_in(event)

    def test_guards_see_what_is_on_and_nothing_else(self):
        event, draft = self._approve(), self._apply()
        self.assertEqual(self.env["reception.school.event"].with_user(self.guard).search([]), event)
        self.assertNotIn(draft, self.env["reception.school.event"].with_user(self.teacher2).search([]))

    def test_the_sheet_at_the_gate(self):
        event = self._approve()
        with freeze_time(EVENING):
            self.env["reception.gate"].create({"name": "Another", "code": "AG", "company_id": self.gate.company_id.id})
            with self.assertRaisesRegex(UserError, "^3-7: begin your shift"):  # not on duty, as the guard is
                event.with_user(self.security).action_open_at_gate()
            action = event.with_user(self.guard).action_open_at_gate()
            sheet = self.env["reception.school.release"].with_user(self.guard).browse(action["res_id"])
            sheet.gate_id = self.gate
            sheet.pupil_typed = "S003"
            with self.assertRaisesRegex(UserError, "^3-7"):
                sheet.action_find_parents()
            sheet.pupil_typed = "李小明"
            sheet.action_find_parents()
            self.assertEqual(sheet.person_ids.mapped("name"), ["李母", "李父", "李叔"])
            sheet.person_ids[0].is_chosen = True
            action = sheet.action_let_in()
            self.assertEqual(event.count_in, 1)
            sheet = sheet.browse(action["res_id"])
            sheet.counted = 1
            sheet.action_end_event()
        self.assertEqual(event.state, "ended")
