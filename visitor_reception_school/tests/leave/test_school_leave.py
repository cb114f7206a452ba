from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import MONDAY
from ..common_leave import BACK_BY, LeaveCommon

OUT_AT = datetime(2026, 3, 2, 2, 0)


@tagged("post_install", "-at_install")
class TestSchoolLeave(LeaveCommon):
    """Leave slips, from the call to the parents to the explanation."""

    # ------------------------------------------------------------------------------------------------------------------
    # Parents first
    # ------------------------------------------------------------------------------------------------------------------

    def test_3_6a_no_slip_without_the_parents(self):
        slip = self._write()
        with self.assertRaisesRegex(UserError, r"^3-6a: call a guardian"):
            slip.action_submit()
        for result in ("no_answer", "refused"):
            self._ask(slip, result=result)
            with self.subTest(result=result), self.assertRaisesRegex(UserError, "3-6a"):
                slip.action_submit()
        self._ask(slip, self.father, person_reached="李父", reason_told="Fever, 39 degrees")
        slip.action_submit()
        self.assertEqual(slip.state, "signing")
        self.assertRecordValues(
            slip.contact_id,
            [
                {
                    "guardian_id": self.father.id,
                    "contacted_at": MONDAY,
                    "person_reached": "李父",
                    "result": "agreed",
                    "reason_told": "Fever, 39 degrees",
                    "user_id": self.teacher.id,
                }
            ],
        )

    def test_3_6a_only_a_number_on_file_agrees(self):
        slip = self._write()
        with self.assertRaisesRegex(UserError, "3-6a: this number is not on file"):
            self._ask(slip, number="13999999999")
        self._ask(slip, result="no_answer", number="13999999999")
        self._ask(slip, number="+86 138 1111 0001")
        self.assertTrue(slip.contact_id.is_on_file)
        with self.assertRaises(AccessError):
            slip.contact_id.read(["number"])

    def test_3_6a_only_guardians_on_file_who_are_not_barred(self):
        stranger = self.env["reception.school.guardian"].create({"name": "路人", "phone": "13800000000"})
        slip = self._write()
        with self.assertRaisesRegex(UserError, "no guardian on file"):
            self._ask(slip, stranger)
        self.by_father.collect = "must_not"
        with self.assertRaisesRegex(UserError, "not asked"):
            self._ask(slip, self.father)
        self._ask(slip)
        self.by_mother.date_to = "2026-03-01"
        with self.assertRaisesRegex(UserError, "3-6a"):
            slip.action_submit()

    def test_3_6a_an_old_agreement_does_not_count(self):
        slip = self._ask(self._write(leave_to="2026-03-03 04:00:00"))
        with freeze_time(MONDAY + timedelta(hours=24, seconds=1)), self.assertRaisesRegex(UserError, "3-6a"):
            slip.action_submit()
        with freeze_time(MONDAY + timedelta(hours=24)):
            slip.action_submit()

    def test_3_6a_the_reason_is_told(self):
        with self.assertRaisesRegex(UserError, "3-6a: write the reason"):
            self._ask(self._write(reason=" ")).action_submit()

    def test_3_6a_contacts_are_not_forged(self):
        slip = self._write()
        contacts = self.env["reception.school.contact"]
        for user in (self.teacher, self.env.user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                contacts.with_user(user).create({"leave_id": slip.id, "guardian_id": self.mother.id})
        for name, value in {
            "contact_id": 1,
            "state": "issued",
            "issued_at": MONDAY,
            "late_minutes": 0,
            "explanation": "x",
            "due_back": MONDAY,
            "class_id": self.two.id,
            "name": "LS/1",
        }.items():
            with self.subTest(name=name), self.assertRaises(AccessError):
                slip.write({name: value})

    # ------------------------------------------------------------------------------------------------------------------
    # Issued and stamped
    # ------------------------------------------------------------------------------------------------------------------

    def test_3_5a_issued_by_the_class_teacher_stamped_by_the_grade_group(self):
        with Form(self.leaves.with_user(self.deputy)) as form:
            form.pupil_id = self.pupil
            form.reason = "Fever"
            form.leave_from, form.leave_to = MONDAY, BACK_BY
        slip = self._ask(form.record)
        slip.action_submit()
        self.assertRecordValues(slip, [{"class_name": "Senior 1(1)", "grade_id": self.grade1.id, "state": "signing"}])
        self.assertEqual(slip.pending_signatory_ids, self.stamper)
        with self.assertRaises(UserError):
            self._release(slip)
        for user in (self.deputy, self.leader2):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                slip.with_user(user).action_sign()
        slip.with_user(self.stamper).action_sign()
        self.assertRecordValues(slip, [{"state": "issued", "issued_at": MONDAY}])
        self.assertTrue(slip.name.startswith("LS/2026/"))

    def test_3_5a_who_issued_never_stamps_alone(self):
        self.grade1.stamper_ids = self.teacher
        self.grade1.leader_id = False
        with self.assertRaisesRegex(UserError, "Grade group"):
            self._issue()
        self.grade1.stamper_ids = self.teacher | self.stamper
        slip = self._issue()
        slip.with_user(self.stamper).action_sign()
        self.assertEqual(slip.state, "issued")

    def test_3_5a_other_classes_are_not_served(self):
        for user in (self.teacher2, self.leader, self.affairs, self.registrar, self.guard, self.mentor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._write(user=user)
        slip = self._write(self.other, self.teacher2)
        with self.assertRaises(AccessError):
            slip.pupil_id = self.pupil
        with self.assertRaises(AccessError):
            slip.with_user(self.teacher).read(["state"])

    def test_3_5a_a_change_voids_the_stamp(self):
        for vals in (
            {"leave_to": BACK_BY + timedelta(hours=1)},
            {"kind": "official"},
            {"reason": "Party"},
            {"returns": False},
        ):
            with self.subTest(vals=vals):
                slip = self._stamp()
                slip.write(vals)
                self.assertRecordValues(slip, [{"state": "draft", "issued_at": False}])
                with self.assertRaisesRegex(UserError, "no valid stamp"):
                    self._release(slip)
                slip.action_cancel("Test")

    def test_3_5a_limits_of_a_class(self):
        self.one.max_out = 1
        self._stamp()
        second = self._write(self.boarder)
        self._ask(second)
        with self.assertRaisesRegex(UserError, "3-5a: 1 pupils"):
            second.action_submit()
        self.one.max_out = 0
        second.action_submit()
        with self.assertRaisesRegex(UserError, "another slip"):
            self._issue()

    def test_3_5a_never_out_together(self):
        self.env["reception.school.apart"].with_user(self.affairs).create(
            {"pupil_ids": [(6, 0, (self.pupil | self.boarder).ids)], "reason": "Fight"}
        )
        self._stamp()
        second = self._ask(self._write(self.boarder))
        with self.assertRaisesRegex(UserError, "not to be out together") as caught:
            second.action_submit()
        self.assertNotIn("李小明", str(caught.exception))
        with self.assertRaises(AccessError):
            self.env["reception.school.apart"].with_user(self.teacher).search([])

    def test_cancel_and_withdraw(self):
        slip = self._issue()
        with self.assertRaises(UserError):
            slip.action_cancel("  ")
        slip.with_user(self.leader).action_cancel("Not needed")
        self.assertRecordValues(slip, [{"state": "cancelled", "cancel_reason": "Not needed"}])
        self.assertFalse(slip.sudo().signoff_ids.filtered(lambda row: row.state == "asked"))
        again = self._issue()
        again.action_withdraw()
        self.assertEqual(again.state, "draft")
        out = self._stamp()
        self._release(out)
        with self.assertRaisesRegex(UserError, "cannot be cancelled"):
            out.action_cancel("Too late")

    # ------------------------------------------------------------------------------------------------------------------
    # At the gate
    # ------------------------------------------------------------------------------------------------------------------

    def test_3_5b_3_5c_let_out_and_back(self):
        slip = self._stamp()
        with freeze_time(OUT_AT):
            row = self._release(slip)
        self.assertEqual((row["state"], row["due_back"]), ("out", "2026-03-02 04:00:00"))
        self.assertRecordValues(
            slip,
            [
                {
                    "state": "out",
                    "released_at": OUT_AT,
                    "released_gate_id": self.gate.id,
                    "collected_by_id": self.by_mother.id,
                    "verified_manner": "document",
                    "collector_document": "identity_card ****1234",
                    "verified_by_id": self.guard.id,
                    "signed_on_paper": True,
                    "due_back": BACK_BY,
                }
            ],
        )
        self.assertRecordValues(self.pupil, [{"presence": "outside", "presence_at": OUT_AT, "out_leave_id": slip.id}])
        with freeze_time(BACK_BY):
            slip.with_user(self.guard).action_return(self.gate.id)
        self.assertRecordValues(slip, [{"state": "returned", "late_minutes": 0, "returned_at": BACK_BY}])
        self.assertRecordValues(self.pupil, [{"presence": "inside", "out_leave_id": False}])
        self.assertRecordValues(
            self.passages.search([("pupil_id", "=", self.pupil.id)], order="id"),
            [
                {"direction": "out", "permit": "leave_slip", "leave_id": slip.id, "result": "passed", "at": OUT_AT},
                {"direction": "in", "permit": "leave_slip", "leave_id": slip.id, "result": "passed", "at": BACK_BY},
            ],
        )

    def test_3_5a_only_within_its_hours_and_once(self):
        slip = self._stamp(leave_from=OUT_AT)
        for moment in (OUT_AT - timedelta(seconds=1), BACK_BY + timedelta(seconds=1)):
            with self.subTest(moment), freeze_time(moment), self.assertRaisesRegex(UserError, "3-5a"):
                self._release(slip)
        with freeze_time(BACK_BY):
            self._release(slip)
            with self.assertRaisesRegex(UserError, "3-5a: .* was used already: let out at .* by Guard"):
                self._release(slip)

    def test_3_5b_who_collects_is_verified(self):
        slip = self._stamp()
        foreign = self.env["reception.school.custody"].create(
            {"pupil_id": self.other.id, "guardian_id": self.uncle.id, "relation": "relative"}
        )
        table = {
            "nobody": {"custody_id": False},
            "another child's": {"custody_id": foreign.id},
            "wrong end": {"document_tail": "0000"},
            "no end": {"document_tail": ""},
            "no manner": {"manner": False},
            "no photo on file": {"manner": "photo"},
        }
        for name, vals in table.items():
            with self.subTest(name), self.assertRaisesRegex(UserError, "^3-5b"):
                self._release(slip, **vals)
        self.mother.document_tail = False
        with self.assertRaisesRegex(UserError, "no document is on file"):
            self._release(slip, document_tail="1234")
        self.by_mother.date_to = "2026-03-01"
        with self.assertRaisesRegex(UserError, "not on file today"):
            self._release(slip, manner="called")
        self.assertEqual(slip.state, "issued")
        self._release(slip, self.by_father)
        self.assertEqual(slip.collected_by_id, self.by_father)

    def test_3_5b_ask_first_needs_a_new_contact(self):
        slip = self._stamp()
        with self.assertRaisesRegex(UserError, "asks another guardian first"):
            self._release(slip, self.by_uncle)
        with freeze_time(MONDAY + timedelta(minutes=5)):
            self._ask(slip)
            self._release(slip, self.by_uncle)
        self.assertEqual(slip.state, "out")

    def test_3_5b_who_must_not_is_refused_in_neutral_words(self):
        slip = self._stamp()
        self.by_father.collect = "must_not"
        with self.assertRaises(UserError) as caught:
            self._release(slip, self.by_father)
        self.assertEqual(str(caught.exception), "Please wait, the teacher is being called.")
        self.assertEqual(slip.state, "issued")
        self.assertTrue(self.env.cr.postrollback._funcs)
        self.env.cr.postrollback.clear()
        self.leaves.browse(slip.id)._note_barred(self.by_father, self.gate, self.guard.id)
        told = self._get_told(self.gate)
        for user in (self.security, self.teacher, self.deputy, self.stamper, self.leader):
            self.assertIn(user.partner_id, told, user.login)
        self.assertNotIn(self.teacher2.partner_id, told)
        self.assertRecordValues(
            self.passages.search([("pupil_id", "=", self.pupil.id)]),
            [{"result": "refused", "refusal": "blocked", "guard_id": self.guard.id}],
        )
        self.assertEqual(self.pupil.presence, "unknown")

    def test_3_5c_both_sign(self):
        slip = self._stamp()
        for vals in ({"signed_on_paper": False}, {"signed_on_paper": False, "pupil_signature": "aGk="}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "^3-5c"):
                self._release(slip, **vals)
        self._release(slip, signed_on_paper=False, pupil_signature=b"aGk=", guardian_signature=b"aGk=")
        self.assertTrue(slip.pupil_signature)

    def test_3_5b_hold_keeps_the_slip(self):
        slip = self._stamp()
        with self.assertRaises(UserError):
            slip.with_user(self.guard).action_hold(" ", self.gate.id)
        slip.with_user(self.guard).action_hold("Nobody knows them", self.gate.id)
        self.assertEqual(slip.state, "issued")
        passage = self.passages.search([("leave_id", "=", slip.id)])
        self.assertRecordValues(passage, [{"result": "refused", "refusal": "not_verified"}])
        self.assertIn(self.teacher.partner_id, self._get_told(slip))

    def test_3_5b_only_guards_let_out(self):
        slip = self._stamp()
        for user in (self.teacher, self.stamper, self.affairs, self.host):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._release(slip, user=user)
        with self.assertRaises(AccessError):
            slip.with_user(self.guard).read(["reason"])

    # ------------------------------------------------------------------------------------------------------------------
    # Late, prolonged, closed
    # ------------------------------------------------------------------------------------------------------------------

    def test_3_5a_late_is_told_once_and_explained(self):
        slip = self._stamp()
        self._release(slip)
        with freeze_time(BACK_BY + timedelta(minutes=10, seconds=59)):
            self.leaves._cron_tell_late()
            self.assertFalse(slip.late_told_at)
        with freeze_time(BACK_BY + timedelta(minutes=11)):
            self.leaves._cron_tell_late()
            self.leaves._cron_tell_late()
            activities = slip.sudo().activity_ids.filtered(lambda activity: activity.summary == "李小明 is not back")
            self.assertEqual(activities.user_id, self.teacher | self.deputy)
            self.assertEqual(len(activities), 2)
            slip.with_user(self.guard).action_return(self.gate.id)
        self.assertRecordValues(slip, [{"state": "returned", "late_minutes": 11}])
        later = MONDAY + timedelta(hours=5)
        with freeze_time(later):
            following = self._ask(self._write(leave_from=later, leave_to=later + timedelta(hours=1)))
            with self.assertRaisesRegex(UserError, "3-5a: .* late and not explained"):
                following.action_submit()
            with self.assertRaises(UserError):
                slip.action_explain(" ")
            for user in (self.teacher2, self.stamper):
                with self.subTest(user=user.login), self.assertRaises(UserError):
                    slip.with_user(user).action_explain("Me")
            slip.action_explain("The hospital was full")
            self.assertRecordValues(
                slip, [{"explanation": "The hospital was full", "explained_by_id": self.teacher.id}]
            )
            self.assertFalse(slip.sudo().activity_ids.filtered(lambda activity: "not back" in activity.summary))
            following.action_submit()

    def test_a_slip_that_was_never_used_expires(self):
        slip = self._stamp()
        with freeze_time(BACK_BY + timedelta(seconds=1)):
            self.leaves._cron_tell_late()
        self.assertEqual(slip.state, "expired")

    def test_3_5a_the_head_of_the_grade_group_is_reminded_once(self):
        slip = self._issue()
        with freeze_time(MONDAY + timedelta(minutes=31)):
            self.leaves._cron_tell_late()
            self.leaves._cron_tell_late()
        self.assertEqual(slip.reminded_at, MONDAY + timedelta(minutes=31))
        self.assertIn(self.leader.partner_id, self._get_told(slip))

    def test_3_6a_prolonged_with_a_new_contact(self):
        slip = self._stamp()
        with freeze_time(MONDAY + timedelta(minutes=1)):
            self._release(slip)
        end = BACK_BY + timedelta(hours=2)
        with self.assertRaisesRegex(UserError, "3-6a"):
            slip.action_prolong(end)
        with freeze_time(OUT_AT + timedelta(minutes=1)):
            self._ask(slip)
            with self.assertRaises(UserError):
                slip.action_prolong(OUT_AT)
            slip.action_prolong(fields.Datetime.to_string(end))
        self.assertRecordValues(slip, [{"state": "out", "leave_to": end, "due_back": end}])

    def test_closed_when_the_pupil_stays_away(self):
        slip = self._stamp()
        self._release(slip)
        with self.assertRaisesRegex(UserError, "is out already"):
            self._issue()
        with self.assertRaises(UserError):
            self._as(self.registrar, self.pupil).action_leave()
        slip.action_close("In hospital")
        self.assertRecordValues(slip, [{"state": "closed", "closing_remark": "In hospital"}])
        self.assertFalse(self.pupil.out_leave_id)

    def test_who_does_not_come_back_is_never_late(self):
        slip = self._stamp(returns=False)
        self._release(slip)
        with freeze_time(BACK_BY + timedelta(hours=20)):
            self.leaves._cron_tell_late()
            self.assertFalse(slip.due_back or slip.late_told_at)
            slip.with_user(self.guard).action_return(self.gate.id)
        self.assertRecordValues(slip, [{"state": "returned", "late_minutes": 0}])

    # ------------------------------------------------------------------------------------------------------------------
    # Rights and retention
    # ------------------------------------------------------------------------------------------------------------------

    def test_who_reads_slips(self):
        slip, other = self._stamp(), self._write(self.other, self.teacher2)
        both = slip | other.with_user(self.teacher)
        table = {
            self.teacher: slip, self.deputy: slip, self.teacher2: other, self.leader: both, self.stamper: both,
            self.affairs: both, self.auditor: both, self.warden: self.leaves, self.leader2: self.leaves,
        }  # fmt: skip
        for user, expected in table.items():
            with self.subTest(user=user.login):
                found = self.leaves.with_user(user).search([("id", "in", both.ids)])
                self.assertEqual(sorted(found.ids), sorted(expected.ids))
        for user in (self.guard, self.host, self.officer, self.registrar):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.leaves.with_user(user).search([])
        boarders = self._write(self.boarder)
        self.assertTrue(boarders.with_user(self.warden).read(["state"]))
        with self.assertRaises(AccessError):
            boarders.with_user(self.warden).read(["reason"])

    def test_old_slips_stay_readable_after_a_move(self):
        slip = self._stamp()
        self._as(self.registrar, self.pupil).action_move(self.two.id)
        self.assertEqual(slip.with_user(self.teacher).class_name, "Senior 1(1)")
        self.assertEqual(slip.with_user(self.stamper).state, "issued")

    def test_reasons_and_passages_are_not_kept_for_ever(self):
        slip = self._stamp()
        self._release(slip)
        slip.with_user(self.guard).action_return(self.gate.id)
        with freeze_time(BACK_BY + timedelta(days=364)):
            self.leaves._gc_reasons()
            self.passages._gc_passages()
            self.assertTrue(slip.sudo().reason and self.passages.search([("leave_id", "=", slip.id)]))
        with freeze_time(BACK_BY + timedelta(days=367)):
            self.leaves._gc_reasons()
            self.passages._gc_passages()
        self.assertFalse(slip.sudo().reason or slip.sudo().contact_ids or slip.sudo().signoff_facts)
        self.assertFalse(self.passages.search([("pupil_id", "=", self.pupil.id)]))

    def test_passages_are_not_forged(self):
        slip = self._stamp()
        self._release(slip)
        passage = self.passages.search([("leave_id", "=", slip.id)])
        for user in (self.security, self.guard, self.registrar):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                passage.with_user(user).write({"remark": "x"})
        with self.assertRaises(AccessError):
            passage.write({"remark": "x"})
        with self.assertRaises(AccessError):
            self.passages.create({"pupil_id": self.pupil.id})

    def test_an_older_passage_that_comes_later_moves_nobody(self):
        self.passages._note(self.pupil, self.gate, "in", "passed", at=OUT_AT)
        self.passages._note(self.pupil, self.gate, "out", "passed", at=MONDAY)
        self.assertRecordValues(self.pupil, [{"presence": "inside", "presence_at": OUT_AT}])

    def test_3_5b_a_guard_finds_today_s_slips_and_no_more(self):
        slip = self._stamp()
        sheets = self.env["reception.school.release"].with_user(self.guard)
        with Form(sheets) as form:
            form.gate_id = self.gate
            form.term = "李"
        sheet = form.record
        with self.assertRaisesRegex(UserError, "at least two"):
            sheet.action_find()
        sheet.term = "王住"
        with self.assertRaisesRegex(UserError, "3-1d"):
            sheet.action_find()
        sheet.term = "小明"
        sheet.action_find()
        self.assertEqual(sheet.person_ids.mapped("name"), ["李母", "李父", "李叔"])
        reading = self.env["reception.school.reading"].search([("pupil_id", "=", self.pupil.id)], limit=1)
        self.assertRecordValues(reading, [{"user_id": self.guard.id, "what": "custody"}])
        with self.assertRaises(AccessError):
            sheet.res_id = 1
        with self.assertRaises(UserError):
            sheet.action_release()
        sheet.person_ids[0].is_chosen = True
        sheet.write({"document_tail": "1234", "signed_on_paper": True})
        sheet.action_release()
        self.assertEqual(slip.state, "out")
        back = sheets.create({"gate_id": self.gate.id, "term": slip.name})
        back.action_find()
        back.action_return()
        self.assertEqual(slip.state, "returned")
        for user in (self.teacher, self.host, self.registrar):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["reception.school.release"].with_user(user).create({"gate_id": self.gate.id})

    def _render(self, report, record, user):
        reports = self.env["ir.actions.report"].with_user(user)
        return reports._render_qweb_html(f"visitor_reception_school.{report}", record.ids)[0].decode()

    def test_3_5a_the_printed_slip(self):
        slip = self._issue()
        self.assertIn("Not valid", self._render("report_school_leave", slip, self.teacher))
        slip.with_user(self.stamper).action_sign()
        text = self._render("report_school_leave", slip, self.teacher)
        self.assertNotIn("Not valid", text)
        for part in (slip.name, "李小明", "Senior 1(1)", "李母", "Stamper", "Teacher", "(Gate)"):
            self.assertIn(part, text)
        self.assertNotIn("(Dormitory)", text)
        self.assertIn("(Dormitory)", self._render("report_school_leave", self._write(self.boarder), self.teacher))
        with self.assertRaises(AccessError):
            self._render("report_school_leave", slip, self.teacher2)

    def test_3_6b_the_printed_pass(self):
        gate_pass = self.env["reception.school.gate.pass"].with_user(self.teacher).create(
            {"pupil_id": self.boarder.id, "reason": "Pharmacy", "valid_from": MONDAY, "valid_to": BACK_BY,
             "due_back": BACK_BY}
        )  # fmt: skip
        text = self._render("report_school_gate_pass", gate_pass, self.teacher)
        for part in ("Not valid", "王住校", "North House", "Pharmacy"):
            self.assertIn(part, text)

    def test_the_dialogs(self):
        slip = self._write()
        action = slip.with_context(school_question="contact").action_open_answer()
        with Form(
            self.env["reception.school.answer"].with_user(self.teacher).with_context(**action["context"])
        ) as form:
            self.assertIn("13811110001", str(form.pad_html))
            form.custody_id = self.by_mother
            form.result = "agreed"
        form.record.action_answer()
        self.assertEqual(slip.contact_id.guardian_id, self.mother)
        action = slip.with_context(school_question="cancel").action_open_answer()
        with Form(
            self.env["reception.school.answer"].with_user(self.teacher).with_context(**action["context"])
        ) as form:
            form.text = "Mistake"
        form.record.action_answer()
        self.assertEqual(slip.state, "cancelled")


@tagged("post_install", "-at_install")
class TestSchoolGatePass(LeaveCommon):
    """Temporary passes through the locked gate (3-6b)."""

    NIGHT = datetime(2026, 3, 2, 13, 0)

    def _pass(self, pupil=None, user=None, **vals):
        return (
            self.env["reception.school.gate.pass"]
            .with_user(user or self.teacher)
            .create(
                {
                    "pupil_id": (pupil or self.boarder).id,
                    "purpose": "boarder_out",
                    "reason": "Pharmacy",
                    "valid_from": self.NIGHT,
                    "valid_to": self.NIGHT + timedelta(hours=1),
                    "due_back": self.NIGHT + timedelta(hours=2),
                    **vals,
                }
            )
        )

    def _issued(self, **vals):
        gate_pass = self._pass(**vals)
        gate_pass.action_contact(self.mother.id, "agreed")
        gate_pass.action_issue()
        return gate_pass

    def _use(self, gate_pass, text="Pharmacy"):
        return gate_pass.with_user(self.guard).action_use(text, self.gate.id)

    def test_3_6b_boarder_out_and_back(self):
        gate_pass = self._pass()
        with self.assertRaisesRegex(UserError, "3-6a"):
            gate_pass.action_issue()
        gate_pass.action_contact(self.mother.id, "agreed")
        gate_pass.action_issue()
        self.assertTrue(gate_pass.name.startswith("GP/2026/"))
        with self.assertRaisesRegex(UserError, "not valid at this hour"):
            self._use(gate_pass)
        with freeze_time(self.NIGHT):
            with self.assertRaisesRegex(UserError, "3-6b: ask the reason"):
                self._use(gate_pass, " ")
            self.assertEqual(self._use(gate_pass)["direction"], "out")
        self.assertRecordValues(
            gate_pass, [{"state": "in_use", "reason_told": "Pharmacy", "verified_by_id": self.guard.id}]
        )
        self.assertRecordValues(self.boarder, [{"presence": "outside", "out_pass_id": gate_pass.id}])
        with freeze_time(self.NIGHT + timedelta(hours=2, minutes=25)):
            self.env["reception.school.gate.pass"]._cron_tell_late()
            self.assertIn(self.warden.partner_id, self._get_told(gate_pass))
            self.assertEqual(self._use(gate_pass, "")["late_minutes"], 25)
        self.assertRecordValues(gate_pass, [{"state": "ended", "late_minutes": 25}])
        self.assertRecordValues(self.boarder, [{"presence": "inside", "out_pass_id": False}])
        following = self._pass()
        following.action_contact(self.mother.id, "agreed")
        with self.assertRaisesRegex(UserError, "not explained"):
            following.action_issue()
        gate_pass.action_explain("Queue")
        following.action_issue()
        self.assertEqual(
            self.passages.search([("gate_pass_id", "=", gate_pass.id)], order="id").mapped("direction"), ["out", "in"]
        )

    def test_3_5a_no_pass_out_in_school_time(self):
        gate_pass = self._issued(valid_from=MONDAY, valid_to=BACK_BY, due_back=BACK_BY)
        with self.assertRaisesRegex(UserError, "^3-5a"):
            self._use(gate_pass)
        intern = self._pass(self.intern, self.mentor, valid_from=MONDAY, valid_to=BACK_BY, due_back=BACK_BY)
        intern.action_issue()
        self.assertEqual(self._use(intern)["state"], "in_use")

    def test_3_6b_day_pupil_comes_in_and_leaves(self):
        gate_pass = self._pass(self.pupil, purpose="day_pupil_in", due_back=False)
        gate_pass.action_issue()
        with freeze_time(self.NIGHT):
            self.assertEqual(self._use(gate_pass)["direction"], "in")
            self.assertEqual(self._use(gate_pass)["direction"], "out")
        self.assertEqual(gate_pass.state, "ended")
        with freeze_time(self.NIGHT), self.assertRaisesRegex(UserError, "is not valid"):
            self._use(gate_pass)

    def test_3_6b_late_arrival_ends_at_once(self):
        gate_pass = self._pass(self.pupil, purpose="late_arrival", due_back=False, valid_from=MONDAY, valid_to=BACK_BY)
        gate_pass.action_issue()
        self.assertEqual(self._use(gate_pass)["state"], "ended")
        self.assertEqual(self.pupil.presence, "inside")

    def test_3_6b_by_telephone_is_confirmed_afterwards(self):
        with self.assertRaisesRegex(UserError, "class teacher permits"):
            self._pass(self.pupil, self.affairs, purpose="day_pupil_in", due_back=False).action_issue()
        gate_pass = self._pass(
            self.pupil,
            self.affairs,
            purpose="day_pupil_in",
            due_back=False,
            permitted_manner="phone",
            permitted_by_id=self.teacher.id,
        )
        gate_pass.action_issue()
        self.assertEqual(str(gate_pass.confirm_by), "2026-03-03")
        self.assertEqual(gate_pass.sudo().activity_ids.user_id, self.teacher)
        with self.assertRaises(UserError):
            gate_pass.action_confirm()
        gate_pass.with_user(self.teacher).action_confirm()
        self.assertEqual(gate_pass.confirmed_at, MONDAY)
        self.assertFalse(gate_pass.sudo().activity_ids)

    def test_3_6b_again_and_again(self):
        start = datetime(2026, 3, 2, 13, 0)
        with self.assertRaisesRegex(UserError, "weekdays"):
            self._pass(is_recurring=True)
        with self.assertRaisesRegex(UserError, "31 days"):
            self._pass(is_recurring=True, monday=True, valid_to=start + timedelta(days=31, seconds=1))
        gate_pass = self._issued(
            is_recurring=True, monday=True, wednesday=True, valid_to=start + timedelta(days=15, hours=1),
            due_back=start + timedelta(hours=2),
        )  # fmt: skip
        for moment in (start, start + timedelta(days=2)):
            with self.subTest(moment), freeze_time(moment):
                self._use(gate_pass)
                self.assertEqual(gate_pass.expected_back_at, moment + timedelta(hours=2))
                self._use(gate_pass)
                self.assertEqual(gate_pass.state, "issued")
        for moment in (start + timedelta(days=1), start + timedelta(days=7, hours=1, seconds=1)):
            with self.subTest(moment), freeze_time(moment), self.assertRaisesRegex(UserError, "not valid"):
                self._use(gate_pass)

    def test_issued_passes_stay_as_they_are(self):
        gate_pass = self._issued()
        for vals in ({"valid_to": BACK_BY + timedelta(days=2)}, {"purpose": "late_arrival"}, {"reason": "Party"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                gate_pass.write(vals)
        with self.assertRaises(UserError):
            gate_pass.unlink()
        with self.assertRaises(AccessError):
            gate_pass.state = "draft"
        gate_pass.action_cancel("Not needed")
        with freeze_time(self.NIGHT), self.assertRaises(UserError):
            self._use(gate_pass)

    def test_only_the_class_teacher_issues_and_guards_use(self):
        for user in (self.teacher2, self.leader, self.warden, self.guard):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._pass(user=user)
        gate_pass = self._issued()
        for user in (self.teacher, self.warden, self.affairs):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                gate_pass.with_user(user).action_use("x", self.gate.id)

    def test_reasons_of_passes_are_not_kept_for_ever(self):
        gate_pass = self._issued()
        gate_pass.action_cancel("Not needed")
        with freeze_time(self.NIGHT + timedelta(days=366)):
            gate_pass.sudo()._gc_reasons()
        self.assertFalse(gate_pass.sudo().reason or gate_pass.sudo().contact_ids)

    def test_an_unused_pass_expires(self):
        gate_pass = self._issued()
        with freeze_time(self.NIGHT + timedelta(hours=1, seconds=1)):
            self.env["reception.school.gate.pass"]._cron_tell_late()
        self.assertEqual(gate_pass.state, "expired")
