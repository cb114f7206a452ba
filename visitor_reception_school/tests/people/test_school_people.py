from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import MONDAY, SchoolCommon

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestSchoolPeople(SchoolCommon):
    """Pupils, classes, badges, guardians, custody, consents."""

    @classmethod
    def setUpClass(cls):
        cls.startClassPatcher(freeze_time(MONDAY))
        super().setUpClass()

    # ------------------------------------------------------------------------------------------------------------------
    # Who was where, when
    # ------------------------------------------------------------------------------------------------------------------

    def test_enrolments_follow_the_pupil(self):
        pupil = self._as(self.registrar, self.pupil)
        self.assertRecordValues(pupil.enrolment_ids, [{"class_id": self.one.id, "date_to": False}])
        with freeze_time("2026-03-10 01:00:00"):
            pupil.action_move(self.two.id)
            pupil.action_move(self.one.id, "2026-03-16")
        rows = pupil.enrolment_ids.sorted("date_from")
        self.assertEqual([str(day or "") for day in rows.mapped("date_to")], ["2026-03-09", "2026-03-15", ""])
        self.assertEqual(rows.class_id.ids, (self.one | self.two).ids)
        with freeze_time("2026-04-01 01:00:00"):
            pupil.action_leave(remark="Moved away")
        self.assertFalse(pupil.enrolment_ids.filtered(lambda row: not row.date_to))
        self.assertRecordValues(pupil, [{"state": "left", "state_remark": "Moved away"}])
        with self.assertRaisesRegex(UserError, "has left"):
            pupil.action_move(self.two.id)
        pupil.action_return()
        self.assertEqual(pupil.state, "enrolled")
        self.assertEqual(len(pupil.enrolment_ids.filtered(lambda row: not row.date_to)), 1)

    def test_only_the_registrar_moves_pupils(self):
        for user in (self.teacher, self.leader, self.affairs, self.custodian, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user, self.pupil).action_move(self.two.id)
        for name, value in {"state": "left", "presence": "inside"}.items():
            with self.subTest(name=name), self.assertRaises(AccessError):
                self._as(self.registrar, self.pupil).write({name: value})

    def test_pupils_are_not_deleted(self):
        with self.assertRaises(UserError):
            self.pupil.unlink()

    def test_place_of_a_pupil(self):
        for vals in (
            {"class_id": False},
            {"kind": "intern"},
            {"dormitory_id": self.building.id},
            {"birth_date": "2026-03-03"},
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self._as(self.registrar, self.pupil).write(vals)

    def test_under_14_counts_on_the_day(self):
        pupil = self._as(self.registrar, self.pupil)
        for birth_date, expected in (("2012-03-02", False), ("2012-03-03", True), (False, False)):
            pupil.birth_date = birth_date
            self.assertEqual(self._as(self.teacher, pupil).is_under_14, expected, birth_date)

    def test_class_names_and_keys(self):
        self.assertEqual(self.one.name, "Senior 1(1)")
        keys = {self.one._to_key(name) for name in ("高一(3)班", "高一3班", " 高一（3）", "高一 3")}
        self.assertEqual(keys, {"高一3"})

    # ------------------------------------------------------------------------------------------------------------------
    # Badges
    # ------------------------------------------------------------------------------------------------------------------

    def test_3_2a_one_badge_at_a_time(self):
        pupil = self._as(self.registrar, self.pupil)
        first = pupil.action_issue_badge("CARD-1")
        second = pupil.action_issue_badge()
        self.assertRecordValues(first | second, [{"state": "retired"}, {"state": "active"}])
        self.assertGreaterEqual(len(second.code), 16)
        with self.assertRaisesRegex(UserError, "CARD-1"):
            self._as(self.registrar, self.other).action_issue_badge("CARD-1")
        pupil.action_leave()
        self.assertEqual(second.state, "retired")
        with self.assertRaisesRegex(UserError, "enrolled"):
            pupil.action_issue_badge()

    def test_3_2a_lost_and_found(self):
        badge = self._as(self.registrar, self.pupil).action_issue_badge()
        for user in (self.teacher2, self.leader, self.affairs, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user, badge).action_report_lost()
        self._as(self.guard, badge).action_report_lost()
        self.assertRecordValues(badge, [{"state": "lost", "lost_reported_by": self.guard.id, "lost_at": MONDAY}])
        self._as(self.teacher, badge).action_found()
        self._as(self.deputy, badge).action_report_lost()
        self._as(self.registrar, self.pupil).action_issue_badge()
        with self.assertRaisesRegex(UserError, "newer"):
            self._as(self.teacher, badge).action_found()

    def test_codes_are_read_by_the_registrar_alone(self):
        badge = self._as(self.registrar, self.pupil).action_issue_badge("CARD-1")
        for user in (self.teacher, self.affairs, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user, badge).read(["code"])

    # ------------------------------------------------------------------------------------------------------------------
    # Guardians and custody
    # ------------------------------------------------------------------------------------------------------------------

    def test_phones_are_written_and_never_read(self):
        guardian = (
            self.env["reception.school.guardian"]
            .with_user(self.registrar)
            .create({"name": "新监护人", "phone": "13900001111", "document_tail": "11010119900101123x"})
        )
        self.assertRecordValues(guardian, [{"phone_masked": "139****11", "document_tail": "123X"}])
        for user in (self.registrar, self.custodian, self.affairs, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user, guardian).read(["phone"])
        with Form(guardian) as form:
            form.phone_typed = "13900002222"
        self.assertEqual(guardian.sudo().phone, "13900002222")
        with self.assertRaises(AccessError):
            self.env["reception.school.guardian"].with_user(self.registrar).search([("phone", "like", "139")])

    def test_get_contacts_is_logged(self):
        contacts = self._as(self.teacher, self.pupil).get_contacts()
        self.assertEqual([row["name"] for row in contacts], ["李母", "李父", "李叔"])
        self.assertEqual(contacts[0]["phone"], "13811110001")
        reading = self.env["reception.school.reading"].search([("pupil_id", "=", self.pupil.id)])
        self.assertRecordValues(reading, [{"user_id": self.teacher.id, "what": "phone", "reason": False}])
        self.by_father.collect = "must_not"
        self.assertNotIn("李父", [row["name"] for row in self._as(self.deputy, self.pupil).get_contacts()])

    def test_get_contacts_is_for_those_who_call(self):
        for user in (self.teacher2, self.leader, self.warden, self.registrar, self.guard, self.host):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user, self.pupil).get_contacts("curious")
        with self.assertRaisesRegex(AccessError, "why"):
            self._as(self.affairs, self.pupil).get_contacts(" ")
        self.assertTrue(self._as(self.affairs, self.pupil).get_contacts("Accident on the way"))
        self.assertEqual(self._as(self.mentor, self.intern).get_contacts(), [])

    def test_3_5b_delegates_come_from_a_guardian_and_end(self):
        rows = self.env["reception.school.custody"].with_user(self.custodian)
        vals = {"pupil_id": self.pupil.id, "guardian_id": self.uncle.id, "relation": "delegate"}
        for extra in ({}, {"delegated_by_id": self.of_boarder.id}, {"delegated_by_id": self.by_mother.id}):
            with self.subTest(extra=extra), self.assertRaises(ValidationError):
                rows.create({**vals, **extra})
        row = rows.create({**vals, "delegated_by_id": self.by_mother.id, "date_to": "2026-03-05"})
        self.assertTrue(row._filter_valid())
        self.by_mother.date_to = "2026-03-01"
        self.assertFalse(row._filter_valid(), "sent by somebody who is on file no longer")

    def test_3_5b_who_must_not_is_on_the_watch_list(self):
        row = self._as(self.custodian, self.by_father)
        row.write({"collect": "must_not", "note_to_gate": "请稍候"})
        entry = row.watch_id.sudo()
        self.assertRecordValues(entry, [{"name": "李父", "phone": "13811110002", "note": "请稍候", "active": True}])
        self.assertTrue(self._as(self.teacher, self.pupil).has_alert)
        self._as(self.registrar, self.father).write({"name": "李父亲"})
        self.assertEqual(entry.name, "李父亲")
        with self.assertRaises(UserError):
            row.unlink()
        row.collect = "ask_first"
        self.assertFalse(entry.active)

    def test_3_5b_only_the_custody_group_writes_custody(self):
        for user in (self.registrar, self.teacher, self.leader, self.affairs, self.guard):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user, self.by_father).collect = "must_not"
        self.by_father.basis = "Court"
        for user in (self.registrar, self.teacher, self.affairs, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user, self.by_father).read(["basis"])

    # ------------------------------------------------------------------------------------------------------------------
    # Consents
    # ------------------------------------------------------------------------------------------------------------------

    def _consent(self, purpose, guardian=None):
        return (
            self.env["reception.school.consent"]
            .with_user(self.registrar)
            .create({"pupil_id": self.pupil.id, "guardian_id": (guardian or self.mother).id, "purpose": purpose})
        )

    def test_no_photo_without_consent(self):
        pupil = self._as(self.registrar, self.pupil)
        self._consent("gate_record")
        with self.assertRaisesRegex(ValidationError, "consent"):
            pupil.photo = PIXEL
        consent = self._consent("photo")
        pupil.photo = PIXEL
        with self.assertRaises(UserError):
            consent.guardian_id = self.father
        consent.action_withdraw()
        self.assertFalse(pupil.photo, "deleted at once")
        with self.assertRaises(UserError):
            consent.action_withdraw()
        with self.assertRaisesRegex(ValidationError, "no guardian"):
            self._consent("photo", self.env["reception.school.guardian"].create({"name": "路人"}))

    def test_who_has_left_becomes_anonymous(self):
        self._consent("photo")
        pupil = self._as(self.registrar, self.pupil)
        pupil.photo = PIXEL
        self.by_father.collect = "must_not"
        pupil.action_leave("2026-03-02")
        pupils = self.env["reception.school.pupil"]
        with freeze_time("2026-08-29 02:00:00"):
            pupils._gc_left_pupils()
        self.assertEqual(self.pupil.name, "李小明")
        with freeze_time("2026-08-30 02:00:00"):
            pupils._gc_left_pupils()
            pupils._gc_left_pupils()
        self.assertRecordValues(self.pupil, [{"name": "–", "number": f"X{self.pupil.id}", "photo": False}])
        self.assertRecordValues(self.father, [{"name": "–", "phone": False, "document_tail": False, "active": False}])
        self.assertEqual(self.mother.name, "李母", "she is on file for another child")
        self.assertFalse(self.by_father.watch_id.active)
        self.assertEqual(self.boarder.name, "王住校")

    def test_photos_of_other_classes_are_not_served(self):
        self._consent("photo")
        self.pupil.photo = PIXEL
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "reception.school.pupil"), ("res_field", "=", "photo"), ("res_id", "=", self.pupil.id)]
        )
        self.assertTrue(self._as(self.teacher, attachment).raw)
        for user in (self.teacher2, self.leader2, self.warden, self.guard, self.host):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user, attachment).read(["raw"])


@tagged("post_install", "-at_install")
class TestSchoolRights(SchoolCommon):
    """Who sees which children, by every way in."""

    def _seen(self, user, model="reception.school.pupil"):
        records = self.env[model].with_user(user)
        return records.search([("company_id", "=", self.company.id)]) & self.everybody.with_user(user)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.everybody = cls.pupil | cls.boarder | cls.other | cls.intern

    def test_who_sees_whom(self):
        ours = self.pupil | self.boarder
        table = {
            self.teacher: ours,
            self.deputy: ours,
            self.teacher2: self.other,
            self.mentor: self.intern,
            self.leader: ours | self.other,
            self.stamper: ours | self.other,
            self.leader2: self.env["reception.school.pupil"],
            self.warden: self.boarder,
            self.registrar: self.everybody,
            self.affairs: self.everybody,
            self.custodian: self.everybody,
            self.auditor: self.everybody,
        }
        for user, expected in table.items():
            with self.subTest(user=user.login):
                self.assertEqual(self._seen(user), expected)
        for user in (self.guard, self.host, self.officer, self.manager, self.security):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._seen(user)

    def test_a_class_that_changes_hands_changes_what_is_seen(self):
        self.assertEqual(self._seen(self.teacher2), self.other)
        self.one.teacher_id = self.teacher2
        self.assertEqual(self._seen(self.teacher2), self.pupil | self.boarder | self.other)
        self.one.deputy_id = False
        self.assertFalse(self._seen(self.teacher))

    def test_other_classes_by_every_way(self):
        self.teacher2.group_ids += self.env.ref("base.group_allow_export")
        pupils = self.env["reception.school.pupil"].with_user(self.teacher2)
        foreign = self.pupil.with_user(self.teacher2)
        for way in (
            lambda: foreign.read(["name"]),
            lambda: foreign.export_data(["name"]),
            lambda: foreign.get_contacts("why not"),
            lambda: foreign.custody_ids.read(["collect"]),
        ):
            with self.assertRaises(AccessError):
                way()
        self.assertEqual(pupils.name_search("李小明"), [])
        groups = pupils.formatted_read_group([], ["class_id"], ["__count"])
        self.assertEqual([group["class_id"][0] for group in groups], [self.two.id])
        guardians = self.env["reception.school.guardian"].with_user(self.teacher2)
        self.assertFalse(guardians.search([("name", "=", "李母")]))
        custody = self.env["reception.school.custody"].with_user(self.teacher2)
        self.assertFalse(custody.search([("guardian_id.name", "=", "李母")]))

    def test_nobody_without_a_right_writes(self):
        for user in (self.teacher, self.leader, self.affairs, self.warden, self.custodian, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.pupil.with_user(user).name = "X"
        for model in ("reading", "enrolment", "badge"):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[f"reception.school.{model}"].with_user(self.registrar).create({"pupil_id": self.pupil.id})
