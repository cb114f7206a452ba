import base64
import io

import xlsxwriter
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY, SchoolCommon

HEADING = "学号\t姓名\t性别\t出生日期\t班级\t类别\t宿舍\t胸卡号\t监护人1\t关系1\t电话1\t证件后四位1\t可否接1"


@tagged("post_install", "-at_install")
class TestSchoolImport(SchoolCommon):
    """The registrar's list, and the new school year."""

    @classmethod
    def setUpClass(cls):
        cls.startClassPatcher(freeze_time(MONDAY))
        super().setUpClass()
        cls.env["reception.school.pupil"].search([]).filtered(
            lambda pupil: pupil not in cls.pupil | cls.boarder | cls.other | cls.intern
        )._as_engine().write({"state": "left"})

    def _read(self, *lines, user=None):
        wizard = (
            self.env["reception.school.import"]
            .with_user(user or self.registrar)
            .create({"source": "paste", "text": "\n".join([HEADING, *lines])})
        )
        wizard.action_read()
        return wizard

    def _statuses(self, wizard):
        return {line.number: line.status for line in wizard.line_ids}

    def test_preview_tells_what_would_change(self):
        wizard = self._read(
            "S001\t李小明",
            "S002\t王住校\t男",
            "S003\t赵他班\t\t\tSenior 1(1)班",
            "S100\t新同学\t女\t2012-09-01\tSenior 1（2）\t走读",
        )
        self.assertEqual(self._statuses(wizard), {"S001": "same", "S002": "changed", "S003": "moved", "S100": "new"})
        moved = wizard.line_ids.filtered(lambda line: line.number == "S003")
        self.assertIn("Senior 1(2) → Senior 1(1)", moved.changes)
        wizard.action_apply()
        self.assertEqual(self.other.class_id, self.one)
        self.assertEqual(self.boarder.sex, "male")
        pupil = self.env["reception.school.pupil"].search([("number", "=", "S100")])
        self.assertRecordValues(pupil, [{"class_id": self.two.id, "sex": "female", "kind": "day_pupil"}])
        self.assertEqual(str(pupil.birth_date), "2012-09-01")
        self.assertEqual(len(self.other.enrolment_ids.filtered(lambda row: not row.date_to)), 1)

    def test_each_error_is_told_on_its_line(self):
        wizard = self._read(
            "S001\t别人",
            "S200\t同学甲\t\t\t高九(9)班",
            "S201\t同学乙\t\t\tSenior 1(1)",
            "S201\t同学丙\t\t\tSenior 1(1)",
            "2.02E+11\t同学丁\t\t\tSenior 1(1)",
            "S203\t同学戊\t\t2026-13-01\tSenior 1(1)",
            "S204\t同学己\t\t2026-03-03\tSenior 1(1)",
            "S205\t同学庚\t\t\t",
            "\t同学辛\t\t\tSenior 1(1)",
            "S207\t同学壬\t中\t\tSenior 1(1)",
            "S208\t同学癸\t\t\tSenior 1(1)\t走读\tNorth House",
            "S209\t同学子\t\t\tSenior 1(1)\t\t\t\t家长\t父亲\t1.38E+10",
        )
        lines = wizard.line_ids.filtered(lambda line: not line.is_missing)
        self.assertEqual(set(lines.mapped("status")), {"error"})
        self.assertTrue(all(lines.mapped("problem")))
        with self.assertRaisesRegex(UserError, "Nothing was changed"):
            wizard.action_apply()
        self.assertFalse(self.env["reception.school.pupil"].search([("number", "like", "S20")]))
        corrected = lines.filtered(lambda line: line.number == "S200")
        corrected.class_text = "senior1（1）班"
        self.assertEqual(corrected.status, "new")
        wizard.leave_out_errors = True
        wizard.action_apply()
        self.assertEqual(self.env["reception.school.pupil"].search([("number", "like", "S20")]).number, "S200")

    def test_who_is_not_in_the_list_leaves_only_if_ticked(self):
        wizard = self._read("S001\t李小明")
        missing = wizard.line_ids.filtered("is_missing")
        self.assertEqual(set(missing.mapped("number")), {"S002", "S003"})
        missing.filtered(lambda line: line.number == "S003").leaves = True
        wizard.action_apply()
        self.assertRecordValues(self.boarder | self.other, [{"state": "enrolled"}, {"state": "left"}])

    def test_guardians_are_shared_changed_and_never_doubled(self):
        self.by_father.collect = "must_not"
        wizard = self._read(
            "S001\t李小明\t\t\t\t\t\t\t李父\t父亲\t13800000000\t0000\t是",
            "S300\t李小妹\t\t\tSenior 1(1)\t\t\t\t李母\t母亲\t13811110001\t1234\t否",
        )
        wizard.action_apply()
        self.assertRecordValues(self.by_father, [{"collect": "must_not"}])
        self.assertEqual(self.father.sudo().phone, "13811110002", "written by the custody group alone")
        sister = self.env["reception.school.pupil"].search([("number", "=", "S300")])
        self.assertRecordValues(sister.custody_ids, [{"guardian_id": self.mother.id, "collect": "ask_first"}])
        again = self._read("S300\t李小妹\t\t\tSenior 1(1)\t\t\t\t李母\t母亲\t13822220000")
        again.action_apply()
        self.assertEqual(len(sister.custody_ids), 1)
        self.assertEqual(self.mother.sudo().phone, "13822220000")

    def test_badges_of_the_list(self):
        self._read("S001\t李小明\t\t\t\t\t\tC-1").action_apply()
        badge = self.pupil.badge_ids
        self.assertRecordValues(badge, [{"code": "C-1", "state": "active"}])
        wizard = self._read("S001\t李小明\t\t\t\t\t\tC-1", "S002\t王住校\t\t\t\t\t\tC-1")
        self.assertEqual(set(self._statuses(wizard).values()) - {"missing"}, {"error"})
        wizard = self._read("S001\t李小明\t\t\t\t\t\tC-1")
        self.assertEqual(self._statuses(wizard)["S001"], "same")
        wizard = self._read("S002\t王住校\t\t\t\t\t\tC-1")
        self.assertIn("another pupil", wizard.line_ids[0].problem)

    def test_workbook_and_bad_files(self):
        file = io.BytesIO()
        with xlsxwriter.Workbook(file) as book:
            sheet = book.add_worksheet()
            for row, cells in enumerate((["学号", "姓名", "班级"], ["S400", "表格同学", "Senior 1(2)"])):
                sheet.write_row(row, 0, cells)
        wizard = (
            self.env["reception.school.import"]
            .with_user(self.registrar)
            .create({"source": "file", "file": base64.b64encode(file.getvalue())})
        )
        wizard.action_read()
        self.assertEqual(self._statuses(wizard)["S400"], "new")
        for content in (b"", b"PK\x03\x04broken", b"\xff\xfe\x00"):
            wizard.file = base64.b64encode(content)
            with self.subTest(content=content), self.assertRaises(UserError):
                wizard.action_read()
        wizard.write({"source": "paste", "text": "班级\t性别\nA\tB"})
        with self.assertRaisesRegex(UserError, "姓名"):
            wizard.action_read()

    def test_only_the_registrar_imports(self):
        for user in (self.teacher, self.leader, self.affairs, self.guard, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._read("S001\t李小明", user=user)

    def test_many_rows_cost_no_more_queries(self):
        def lines(first, count):
            return [f"Q{first + n:05}\t学生\t男\t2010-01-01\tSenior 1(1)\t走读\t\tB{first + n}\t家长{first + n}\t母亲"
                    for n in range(count)]  # fmt: skip

        def count_queries(first, count):
            wizard = self._read(*lines(first, count))
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            wizard.action_apply()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count_queries(0, 5)
        few, many = count_queries(100, 10), count_queries(1000, 200)
        self.assertLessEqual(many, max(60, few + 10))

    # ------------------------------------------------------------------------------------------------------------------
    # New school year
    # ------------------------------------------------------------------------------------------------------------------

    def _change(self):
        year = self.env["reception.school.year"].create(
            {"name": "2026-2027", "date_from": "2026-09-01", "date_to": "2027-08-31"}
        )
        change = self.env["reception.school.year.change"].with_user(self.registrar).create({"year_id": year.id})
        ours = self.one | self.two | self.upper
        change.line_ids.filtered(lambda line: line.class_id not in ours).unlink()
        return change

    def test_classes_move_up_and_back(self):
        senior = self.env["reception.school.pupil"].create(
            {"number": "S900", "name": "毕业生", "class_id": self.upper.id}
        )
        badge = self._as(self.registrar, senior).action_issue_badge()
        change = self._change()
        self.assertEqual(
            {line.class_id: line.action for line in change.line_ids},
            {self.one: "up", self.two: "up", self.upper: "graduate"},
        )
        third = self.env["reception.school.class"].create({"number": 3, "grade_id": self.grade1.id})
        change.line_ids = [
            (0, 0, {"class_id": self.one.id, "pupil_id": self.boarder.id, "action": "leave"}),
            (0, 0, {"class_id": self.two.id, "pupil_id": self.other.id, "action": "repeat", "to_class_id": third.id}),
        ]
        change.line_ids.filtered(lambda line: line.class_id == self.two and not line.pupil_id).teacher_id = self.deputy
        change.action_apply()
        self.assertRecordValues(
            self.one | self.two | self.upper,
            [
                {"grade_id": self.grade2.id, "name": "Senior 2(1)", "active": True},
                {"grade_id": self.grade2.id, "name": "Senior 2(2)", "active": True},
                {"grade_id": self.grade2.id, "name": "Senior 2(1)", "active": False},
            ],
        )
        self.assertEqual(self.two.teacher_id, self.deputy)
        self.assertRecordValues(
            self.pupil | self.boarder | self.other | senior,
            [
                {"state": "enrolled", "grade_id": self.grade2.id, "class_id": self.one.id},
                {"state": "left", "grade_id": self.grade2.id, "class_id": self.one.id},
                {"state": "enrolled", "grade_id": self.grade1.id, "class_id": third.id},
                {"state": "left", "grade_id": self.grade2.id, "class_id": self.upper.id},
            ],
        )
        self.assertEqual(badge.state, "retired")
        self.assertEqual(self.year.state, "closed")
        row = self.pupil.enrolment_ids.filtered(lambda row: not row.date_to)
        self.assertEqual((str(row.date_from), row.grade_id), ("2026-09-01", self.grade2))
        with self.assertRaisesRegex(UserError, "already"):
            change.action_apply()
        change.year_id.with_user(self.registrar).action_undo_change()
        self.assertRecordValues(
            self.one | self.two | self.upper,
            [
                {"grade_id": self.grade1.id, "active": True},
                {"grade_id": self.grade1.id, "active": True},
                {"grade_id": self.grade2.id, "active": True},
            ],
        )
        self.assertRecordValues(
            self.pupil | self.boarder | self.other | senior,
            [
                {"state": "enrolled", "class_id": self.one.id},
                {"state": "enrolled", "class_id": self.one.id},
                {"state": "enrolled", "class_id": self.two.id},
                {"state": "enrolled", "class_id": self.upper.id},
            ],
        )
        self.assertEqual((badge.state, self.year.state, self.two.teacher_id), ("active", "open", self.teacher2))
        for pupil in self.pupil | self.boarder | self.other | senior:
            self.assertEqual(len(pupil.enrolment_ids), 1, pupil.name)
            self.assertFalse(pupil.enrolment_ids.date_to)

    def test_impossible_changes_are_refused_whole(self):
        change = self._change()
        change.line_ids.filtered(lambda line: line.class_id == self.upper).action = "up"
        with self.assertRaisesRegex(UserError, "graduates"):
            change.action_apply()
        change.line_ids.filtered(lambda line: line.class_id == self.upper).action = "repeat"
        with self.assertRaisesRegex(UserError, "repeats"):
            change.action_apply()
        self.assertEqual(self.one.grade_id, self.grade1)
        with self.assertRaisesRegex(UserError, "No class has moved"):
            change.year_id.action_undo_change()

    def test_years_and_terms_lie_in_order(self):
        years = self.env["reception.school.year"].with_user(self.registrar)
        with self.assertRaisesRegex(UserError, "overlaps"):
            years.create({"name": "X", "date_from": "2026-08-31", "date_to": "2027-08-30"})
        with self.assertRaisesRegex(UserError, "not within"):
            self.year.term_ids.date_to = "2026-09-01"
