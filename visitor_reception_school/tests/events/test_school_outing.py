from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import MONDAY
from ..common_scan import NIGHT, ScanCommon


@tagged("post_install", "-at_install")
class TestSchoolOuting(ScanCommon):
    """Outings: who goes out with the class comes back with it, or is explained."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hold("security_office", cls.security)
        cls.third = cls.env["reception.school.pupil"].create(
            {"number": "S004", "name": "钱同学", "class_id": cls.one.id}
        )

    def _apply(self, user=None, **vals):
        return (
            self.env["reception.school.outing"]
            .with_user(user or self.teacher)
            .create(
                {
                    "class_ids": [Command.link(self.one.id)],
                    "destination": "Museum",
                    "date_begin": MONDAY,
                    "date_end": MONDAY + timedelta(hours=3),
                    **vals,
                }
            )
        )

    def _approve(self, **vals):
        outing = self._apply(**vals)
        outing.action_submit()
        outing.with_user(self.stamper).action_sign()
        outing.with_user(self.security).action_sign()
        return outing

    def _leave(self, outing, pupils, counted=None):
        count = len(pupils) if counted is None else counted
        return outing.with_user(self.guard).action_leave(pupils.ids, count, self.gate.id)

    def _return(self, outing, pupils, counted=None):
        count = len(pupils) if counted is None else counted
        return outing.with_user(self.guard).action_come_back(pupils.ids, count, self.gate.id)

    def test_grade_group_then_security_office(self):
        outing = self._apply()
        outing.action_submit()
        self.assertEqual(outing.pending_signatory_ids, self.stamper)
        outing.with_user(self.stamper).action_sign()
        self.assertEqual(outing.pending_signatory_ids, self.security)
        with self.assertRaises(UserError):
            self._leave(outing, self.pupil)
        outing.with_user(self.security).action_sign()
        self.assertEqual(outing.state, "approved")
        self.assertEqual(outing.line_ids.pupil_id, self.pupil | self.boarder | self.third)
        outing.destination = "Zoo"
        self.assertEqual(outing.state, "draft", "another place is another outing")

    def test_3_5a_count_out_and_in(self):
        outing = self._approve()
        going = self.pupil | self.boarder
        for pupils, counted in ((going, 3), (going | self.other, 3), (self.pupil.browse(), 0)):
            with self.subTest(counted=counted), self.assertRaises(UserError):
                self._leave(outing, pupils, counted)
        self._leave(outing, going)
        self.assertEqual(outing.line_ids.sorted("pupil_id").mapped("state"), ["out", "out", "absent"])
        self.assertRecordValues(
            going,
            [{"presence": "outside", "out_outing_id": outing.id}, {"presence": "outside", "out_outing_id": outing.id}],
        )
        passages = self.passages.search([("outing_id", "=", outing.id)])
        self.assertEqual(set(passages.mapped("permit") + passages.mapped("manner")), {"outing", "batch"})
        with self.assertRaises(UserError):
            self._leave(outing, going)
        with self.assertRaises(UserError):
            self._as(self.registrar, self.pupil).action_leave()
        with self.assertRaises(UserError):
            self._return(outing, going, 1)
        self._return(outing, self.pupil)
        self.assertRecordValues(outing, [{"state": "out", "counted_out": 2, "counted_in": 1, "missing_count": 1}])
        self._return(outing, self.boarder)
        self.assertRecordValues(outing, [{"state": "back", "counted_in": 2, "missing_count": 0}])
        self.assertFalse(going.out_outing_id)

    def test_who_comes_back_alone_closes_the_line(self):
        outing = self._approve()
        self._leave(outing, self.boarder)
        (answer,) = self._scan(("B", "in"), at=NIGHT)
        self.assertEqual((answer["status"], answer["permit"]), ("passed", "outing"))
        self.assertEqual(outing.state, "back")
        self.assertFalse(self.boarder.out_outing_id)

    def test_who_is_missing_is_explained(self):
        outing = self._approve()
        self._leave(outing, self.pupil | self.boarder)
        self._return(outing, self.pupil)
        line = outing.line_ids.filtered(lambda line: line.state == "out")
        action = line.action_open_missing()
        with self.assertRaises(UserError):
            outing.with_user(self.teacher).action_explain_missing(self.boarder.id, " ")
        with self.assertRaises(UserError):
            outing.with_user(self.stamper).action_explain_missing(self.boarder.id, "Home")
        with Form(
            self.env["reception.school.answer"].with_user(self.teacher).with_context(**action["context"])
        ) as form:
            form.text = "Fetched there by the mother"
        form.record.action_answer()
        self.assertEqual(outing.state, "back")
        self.assertRecordValues(line, [{"state": "explained", "explanation": "Fetched there by the mother"}])

    def test_at_its_time_only_and_not_who_is_out_already(self):
        outing = self._approve(date_begin=MONDAY + timedelta(hours=2))
        with self.assertRaisesRegex(UserError, "another time"):
            self._leave(outing, self.pupil)
        with freeze_time(MONDAY + timedelta(hours=1)):
            slip = self._stamp()
            self._release(slip)
            with self.assertRaisesRegex(UserError, "out already"):
                self._leave(outing, self.pupil)

    def test_the_guard_s_sheet(self):
        outing = self._approve()
        sheets = self.env["reception.school.release"].with_user(self.guard)
        sheet = sheets.create({"gate_id": self.gate.id, "term": "Museum"})
        sheet.action_find()
        self.assertEqual(len(sheet.person_ids), 3)
        sheet.person_ids[0].is_chosen = False
        sheet.counted = 2
        sheet.action_leave()
        self.assertEqual(outing.counted_out, 2)
        back = sheets.create({"gate_id": self.gate.id, "term": "Museum"})
        back.action_find()
        back.counted = 2
        back.action_come_back()
        self.assertEqual(outing.state, "back")

    def test_who_applies_and_who_reads(self):
        for user in (self.teacher2, self.leader, self.guard, self.affairs):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._apply(user)
        outing = self._approve()
        with self.assertRaises(AccessError):
            outing.class_ids = self.two
        with self.assertRaises(UserError):
            outing.sudo().class_ids = self.one | self.upper
        for user in (self.teacher2, self.guard, self.host, self.warden):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                outing.with_user(user).read(["state"])
        for user in (self.teacher, self.stamper):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                outing.with_user(user).action_leave(self.pupil.ids, 1, self.gate.id)
        with self.assertRaises(AccessError):
            outing.line_ids.sudo().state = "back"
        outing.action_cancel("Rain")
        self.assertEqual(outing.state, "cancelled")

    def test_queries_of_a_batch(self):
        pupils = self.env["reception.school.pupil"].create(
            [{"number": f"N{n}", "name": f"学生{n}", "class_id": self.one.id} for n in range(60)]
        )
        outing = self._approve()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._leave(outing, pupils)
        self.env.flush_all()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 30)

    # ------------------------------------------------------------------------------------------------------------------
    # The board
    # ------------------------------------------------------------------------------------------------------------------

    def _board(self, user):
        return self.env["reception.school.pupil"].with_user(user).get_board_data()

    def test_the_board_tells_who_is_out(self):
        self._release(self._stamp())
        self._leave(self._approve(), self.boarder)
        board = self._board(self.security)
        self.assertEqual(
            [(row["name"], row["on"], row["due_back"], row["is_late"]) for row in board["rows"]],
            [
                ("李小明", "leave_slip", "2026-03-02 04:00:00", False),
                ("王住校", "outing", "2026-03-02 04:00:00", False),
            ],
        )
        self.assertEqual(board["grades"], [{"name": "Senior 1", "out": 2}])
        for user, names in {
            self.teacher: ["李小明", "王住校"], self.warden: ["王住校"], self.teacher2: [], self.leader2: [],
            self.affairs: ["李小明", "王住校"],
        }.items():  # fmt: skip
            with self.subTest(user=user.login):
                self.assertEqual([row["name"] for row in self._board(user)["rows"]], names)
        for user in (self.guard, self.host, self.registrar):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._board(user)
        with freeze_time(MONDAY + timedelta(hours=3, minutes=11)):
            self.assertEqual([row["is_late"] for row in self._board(self.security)["rows"]], [True, True])

    def test_the_board_costs_the_same_for_many(self):
        pupils = self.env["reception.school.pupil"].create(
            [{"number": f"N{n}", "name": f"学生{n}", "class_id": self.one.id} for n in range(40)]
        )
        outing = self._approve()
        self._leave(outing, pupils)
        self._board(self.teacher)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertEqual(len(self._board(self.teacher)["rows"]), 40)
        self.assertLessEqual(self.env.cr.sql_log_count - before, 10)
