from datetime import datetime

from odoo.fields import Command

from odoo.addons.visitor_reception.tests.common import ReceptionCommon

GROUPS = "visitor_reception_school.group_reception_school"
# Monday 2 March 2026, nine o'clock in China: school time
MONDAY = datetime(2026, 3, 2, 1, 0)


class SchoolCommon(ReceptionCommon):
    """A school: a year with a term, two grades, three classes, pupils of every kind, guardians, and its people.

    Users by role: ``teacher`` (class ``one``), ``deputy`` (``one``), ``teacher2`` (class ``two``, same grade), ``leader``
    and ``stamper`` (first grade), ``affairs``, ``security``, ``warden``, ``registrar``, ``custodian``, ``mentor``.
    Pupils: ``pupil`` (day pupil, class one), ``boarder`` (class one), ``other`` (class two), ``intern``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role in ("registrar", "custody", "student_affairs", "security", "dormitory"):
            cls.env.ref(f"{GROUPS}_{role}").user_ids = [Command.clear()]  # demo data may have named people
            setattr(cls, role, cls._make_staff(role, role))
        cls.affairs, cls.warden, cls.custodian = cls.student_affairs, cls.dormitory, cls.custody
        cls.teacher, cls.deputy, cls.teacher2, cls.mentor = (
            cls._make_staff(login, "teacher") for login in ("teacher", "deputy", "teacher2", "mentor")
        )
        cls.leader, cls.stamper, cls.leader2 = (
            cls._make_staff(login, "grade") for login in ("leader", "stamper", "leader2")
        )
        cls.year = cls.env["reception.school.year"].create(
            {
                "name": "2025-2026",
                "date_from": "2025-09-01",
                "date_to": "2026-08-31",
                "term_ids": [
                    Command.create({"name": "Second term", "date_from": "2026-02-16", "date_to": "2026-07-10"})
                ],
            }
        )
        grades = cls.env["reception.school.grade"]
        cls.grade2 = grades.create({"name": "Senior 2", "level": 2, "leader_id": cls.leader2.id})
        cls.grade1 = grades.create(
            {
                "name": "Senior 1",
                "level": 1,
                "next_grade_id": cls.grade2.id,
                "leader_id": cls.leader.id,
                "stamper_ids": [Command.link(cls.stamper.id)],
            }
        )
        cls.one, cls.two, cls.upper = cls.env["reception.school.class"].create(
            [
                {"number": 1, "grade_id": cls.grade1.id, "teacher_id": cls.teacher.id, "deputy_id": cls.deputy.id},
                {"number": 2, "grade_id": cls.grade1.id, "teacher_id": cls.teacher2.id},
                {"number": 1, "grade_id": cls.grade2.id},
            ]
        )
        cls.building = cls.env["reception.school.dormitory"].create(
            {"name": "North House", "warden_ids": [Command.link(cls.warden.id)]}
        )
        cls.pupil, cls.boarder, cls.other, cls.intern = cls.env["reception.school.pupil"].create(
            [
                {"number": "S001", "name": "李小明", "class_id": cls.one.id},
                {
                    "number": "S002",
                    "name": "王住校",
                    "class_id": cls.one.id,
                    "kind": "boarder",
                    "dormitory_id": cls.building.id,
                },
                {"number": "S003", "name": "赵他班", "class_id": cls.two.id},
                {"number": "I001", "name": "实习甲", "kind": "intern", "mentor_id": cls.mentor.id},
            ]
        )
        cls.mother, cls.father, cls.uncle = cls.env["reception.school.guardian"].create(
            [
                {"name": "李母", "phone": "13811110001", "document_tail": "1234"},
                {"name": "李父", "phone": "13811110002", "document_tail": "5678"},
                {"name": "李叔", "phone": "13811110003", "document_tail": "9999"},
            ]
        )
        cls.by_mother, cls.by_father, cls.by_uncle = cls.env["reception.school.custody"].create(
            [
                {"pupil_id": cls.pupil.id, "guardian_id": cls.mother.id, "relation": "mother", "sequence": 1},
                {"pupil_id": cls.pupil.id, "guardian_id": cls.father.id, "relation": "father", "sequence": 2},
                {
                    "pupil_id": cls.pupil.id,
                    "guardian_id": cls.uncle.id,
                    "relation": "relative",
                    "sequence": 3,
                    "collect": "ask_first",
                },
            ]
        )
        cls.of_boarder = cls.env["reception.school.custody"].create(
            {"pupil_id": cls.boarder.id, "guardian_id": cls.mother.id, "relation": "relative"}
        )

    @classmethod
    def _make_staff(cls, login, group):
        user = cls._make_person(f"school_{login}", login.title(), cls.administration)
        user.group_ids = [Command.link(cls.env.ref(f"{GROUPS}_{group}").id)]
        return user

    @classmethod
    def _as(cls, user, record):
        return record.with_user(user)
