from datetime import timedelta

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.visitor_reception.tests.common import ENGINE

from ..common import MONDAY
from ..common_scan import ScanCommon


@tagged("post_install", "-at_install")
class TestSchoolParents(ScanCommon):
    """Parents at the gate: 3-3, 3-4b, 3-4c."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.logs = cls.env["reception.gate.log"].with_user(cls.guard)

    def _register(self, **vals):
        values = {
            "kind": "parent",
            "visitor_name": "李母",
            "visitor_phone": "13811110001",
            "pupil_id": self.pupil.id,
            "parent_purpose": "illness",
            "reason": "Brings the medical certificate",
            "host_name": "Teacher",
            "document_kind": "identity_card",
            **vals,
        }
        (row,) = self.logs.register([values], self.gate.id)
        return self.logs.browse(row["id"])

    def test_3_3a_3_3b_3_3c_a_parent_with_reason_consent_document_and_slip(self):
        log = self._register()
        self.assertEqual(log.pupil_name, self.pupil.display_name)
        with self.assertRaisesRegex(UserError, "3-3a.*agreed"):
            log.action_check_in()
        log.action_check_in({"consent_by": "Teacher"})
        self.assertRecordValues(log, [{"state": "inside", "slip_state": "issued"}])
        with self.assertRaisesRegex(UserError, "^3-3c"):
            log.action_check_out()
        log.action_check_out({"slip_returned": True, "signed_by": "Teacher"})
        self.assertEqual(log.state, "left")

    def test_3_3c_parents_return_the_slip_whatever_the_gate_asks_of_others(self):
        self.gate.slip_required = False
        log = self._register()
        log.action_check_in({"consent_by": "Teacher"})
        self.assertEqual(log.slip_state, "issued")

    def test_3_3a_what_is_missing(self):
        for name, pattern in {
            "parent_purpose": "^3-3a.*special reason",
            "pupil_id": "^3-3a.*child",
            "reason": "3-3a.*reason of the visit",
            "host_name": "3-3a.*who is visited",
            "document_kind": "3-3b",
        }.items():
            log = self._register(visitor_name=f"李母{name}", visitor_phone=False, **{name: False})
            with self.subTest(name), self.assertRaisesRegex(UserError, pattern):
                log.action_check_in({"consent_by": "Teacher"})

    def test_3_3a_the_child_is_typed(self):
        log = self._register(pupil_id=False, pupil_typed="Senior 1(1) 李小明")
        self.assertEqual(log.sudo().pupil_id, self.pupil)
        for typed in ("Nobody", "Senior 1(2) 李小明", "李"):
            with self.subTest(typed), self.assertRaisesRegex(UserError, "one pupil"):
                self._register(visitor_name="X", pupil_id=False, pupil_typed=typed)
        with self.assertRaisesRegex(UserError, "no such pupil"):
            self._register(visitor_name="X", pupil_id=999999)

    def test_3_4b_who_brings_or_fetches_stays_outside(self):
        for purpose in ("bring_things", "bring_food", "fetch"):
            log = self._register(visitor_name=f"李{purpose}", visitor_phone=False, parent_purpose=purpose)
            with self.subTest(purpose), self.assertRaisesRegex(UserError, "^3-4b"):
                log.action_check_in({"consent_by": "Teacher"})
            log.action_refuse("3-4b")
            self.assertEqual(log.state, "refused")

    def test_3_4c_no_vehicle_on_any_way_in(self):
        refused = self.assertRaisesRegex(UserError, "3-4c")
        with refused:
            self._register(plate="云A12345")
        with refused:
            self._register(plate="Bicycle")
        log = self._register()
        with refused:
            log.action_check_in({"consent_by": "Teacher", "plate": "云A12345"})
        with refused:
            log.action_correct({"plate": "云A12345"})
        with refused:
            self.env["reception.gate.log"].with_user(self.guard).create(
                {"gate_id": self.gate.id, "kind": "parent", "visitor_name": "李父", "plate": "云A1"}
            )
        (answer,) = self.desk.sync_passages(
            [
                {
                    "client_id": "c1",
                    "uid": "u1",
                    "verb": "register",
                    "values": {"kind": "parent", "visitor_name": "李父", "plate": "云A12345"},
                }
            ],
            self.gate.id,
        )
        self.assertEqual(answer["status"], "conflict")
        self.assertIn("3-4c", answer["text"])
        # another kind cannot be corrected to a parent with a plate
        visitor = self._register(kind="visitor", visitor_name="客人", visitor_phone="13900000000", plate="云B1")
        with refused:
            visitor.action_correct({"kind": "parent"})
        with refused:
            self.gate.sudo()._register_at_kiosk({"kind": "parent", "visitor_name": "李父", "plate": "云A12345"}, "test")

    def test_3_4c_invitation_and_link(self):
        host = self.env["reception.gate.log"].with_user(self.host)
        begin, end = MONDAY, MONDAY + timedelta(hours=2)
        with self.assertRaisesRegex(UserError, "3-4c"):
            host.invite([{"kind": "parent", "visitor_name": "李母", "plate": "云A1"}], begin, end)
        log = host.invite([{"kind": "parent", "visitor_name": "李母", "pupil_id": self.pupil.id}], begin, end)
        with self.assertRaisesRegex(UserError, "3-4c"):
            log.sudo()._answer_by_token({"plate": "云A12345"})
        with self.assertRaisesRegex(UserError, "3-4c"):
            self.logs.register([{"visitor_name": "李母", "plate": "云A12345"}], self.gate.id)

    def test_3_4c_a_guardians_number_with_a_plate(self):
        for kind in ("visitor", "family"):
            with self.subTest(kind), self.assertRaisesRegex(UserError, "3-4c"):
                self._register(kind=kind, plate="云A12345", visitor_phone="138-1111-0001")
        log = self._register(kind="supplier", plate="云A12345")
        self.assertTrue(log.is_guardian, "a supplier passes, and is marked")
        other = self._register(kind="visitor", visitor_name="客人", plate="云B1", visitor_phone="13900000000")
        self.assertFalse(other.is_guardian)
        # the number told later counts as well
        late = self._register(kind="visitor", visitor_name="客人二", plate="云B2", visitor_phone=False)
        with self.assertRaisesRegex(UserError, "3-4c"):
            late.action_check_in({"consent_by": "Teacher", "visitor_phone": "13811110001"})

    @mute_logger("odoo.sql_db")
    def test_3_4c_the_database_holds_it_too(self):
        log = self._register()
        with self.assertRaises(CheckViolation):
            log.sudo().with_context(**ENGINE).write({"plate": "云A1"})
            log.flush_recordset()

    def test_3_8b_traders_are_refused(self):
        log = self._register(kind="trader", visitor_name="商贩", visitor_phone=False)
        self.assertEqual(log.state, "refused")

    def test_a_guardian_who_must_not_is_met_as_a_visitor(self):
        self.by_father.collect = "must_not"
        log = self._register(kind="visitor", visitor_name="李父", visitor_phone="13811110002")
        self.assertEqual(log.sudo().watch_state, "possible")

    def test_anonymised_with_the_passage(self):
        log = self._register()
        log.action_refuse("No")
        log.sudo()._as_engine()._anonymise()
        self.assertRecordValues(log, [{"pupil_id": False, "pupil_name": False}])

    def test_queries_of_registering_parents(self):
        def register(count, first):
            return self.logs.register(
                [
                    {"visitor_name": f"家长{number}", "kind": "parent", "parent_purpose": "other"}
                    for number in range(first, first + count)
                ],
                self.gate.id,
            )

        register(1, 0)
        self.env.flush_all()
        counts = []
        for count, first in ((2, 10), (20, 100)):
            before = self.env.cr.sql_log_count
            register(count, first)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)


@tagged("post_install", "-at_install")
class TestSchoolDeposits(ScanCommon):
    """3-4a: fetched by the pupil, at the set times."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deposits = cls.env["reception.gate.deposit"].with_user(cls.guard)
        cls.env["reception.school.window"].create(
            {"purpose": "collecting", "direction": "both", "hour_from": 12, "hour_to": 13}
        )
        cls.noon = MONDAY + timedelta(hours=3, minutes=30)
        cls.pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

    def _leave(self, **vals):
        return self.deposits.create(
            {
                "gate_id": self.gate.id,
                "depositor_name": "李母",
                "items": "Coat",
                "pupil_typed": "李小明",
                **vals,
            }
        )

    def test_3_4a_the_class_teacher_is_told(self):
        deposit = self._leave()
        self.assertRecordValues(
            deposit.sudo(),
            [
                {
                    "pupil_id": self.pupil.id,
                    "class_name": self.one.name,
                    "recipient_name": "李小明",
                    "recipient_user_id": self.teacher.id,
                }
            ],
        )
        self.assertTrue(deposit.told_at)
        self.assertIn(deposit, self.deposits.with_user(self.deputy).search([]))
        self.assertNotIn(deposit, self.deposits.with_user(self.teacher2).search([]))

    def test_3_4a_only_at_the_set_times(self):
        deposit = self._leave()
        with self.assertRaisesRegex(UserError, "^3-4a.*set times"):
            deposit.action_collect(badge_code="A", signature=self.pixel)
        for moment, expected in (
            (self.noon.replace(minute=0, hour=4), True),
            (self.noon.replace(minute=0, hour=5), True),
            (self.noon.replace(minute=0, hour=5, second=1), False),
            (self.noon + timedelta(days=5), False),
        ):
            with self.subTest(moment):
                self.assertEqual(self.gate._is_collecting_at(moment), expected)
        with freeze_time(MONDAY + timedelta(hours=3, minutes=30)):
            deposit.action_collect(badge_code="A", signature=self.pixel)
        self.assertRecordValues(deposit, [{"state": "collected", "collected_by": "李小明"}])

    def test_3_4a_not_to_a_classmate(self):
        deposit = self._leave()
        with freeze_time(self.noon):
            for values, pattern in (
                ({}, "scan the pupil's badge"),
                ({"is_photo_compared": True}, "no photo"),
                ({"badge_code": "B"}, "own badge"),
                ({"badge_code": "?"}, "not known"),
                ({"collected_by": "王住校", "badge_code": "A"}, "personally"),
            ):
                with self.subTest(values), self.assertRaisesRegex(UserError, f"3-4a.*{pattern}"):
                    deposit.action_collect(signature=self.pixel, **values)
            with self.assertRaisesRegex(UserError, "signs"):
                self._leave().action_collect(badge_code="A")
            self.pupil.badge_ids.action_report_lost()
            with self.assertRaisesRegex(UserError, "own badge"):
                self._leave().action_collect(signature=self.pixel, badge_code="A")

    def test_3_4a_the_class_teacher_is_reminded_once(self):
        deposit = self._leave()
        deposits = self.env["reception.gate.deposit"]
        with freeze_time(MONDAY + timedelta(days=1)):
            deposits._cron_remind_teachers()
            self.assertFalse(deposit.reminded_at)
        with freeze_time(MONDAY + timedelta(days=2, hours=1)):
            deposits._cron_remind_teachers()
        self.assertTrue(deposit.reminded_at)
        count = len(deposit.sudo().message_ids)
        with freeze_time(MONDAY + timedelta(days=3)):
            deposits._cron_remind_teachers()
        self.assertEqual(len(deposit.sudo().message_ids), count)
