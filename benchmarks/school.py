"""The school gate: badges beside Odoo's attendance, the board, the registrar's list beside ``load()``."""

from datetime import timedelta
from itertools import count

from odoo.fields import Command, Datetime
from odoo.tools import SQL

from benchmarks import gate
from benchmarks.harness import Scenario

PUPILS = 2_000  # of one school
OUT = 100  # of them are out
NUMBERS = count(1)  # a school is made for each size, and the rows of the other are still there


def make_school(env, pupils=40):
    """A class whose window is open now, with badges; whatever day it is."""
    number = next(NUMBERS)
    company = env.company
    today = env["reception.deadline"]._get_today(company)
    if not env["reception.school.term"]._is_term_day(company, today):
        env["reception.school.year"].create(
            {
                "name": "Bench",
                "date_from": today,
                "date_to": today + timedelta(days=1),
                "term_ids": [Command.create({"name": "Bench", "date_from": today, "date_to": today})],
            }
        )
    window = env["reception.school.window"].create(
        {"purpose": "arrival", "direction": "in", "hour_from": 0, "hour_to": 24, "saturday": True, "sunday": True}
    )
    env["reception.school.special.day"].search([("date", "=", today)]).unlink()
    env["reception.school.special.day"].create({"date": today, "window_ids": [Command.set(window.ids)]})
    grade = env["reception.school.grade"].create({"name": f"Bench {number}", "level": 9})
    school_class = env["reception.school.class"].create({"number": 1, "grade_id": grade.id})
    people = env["reception.school.pupil"].create(
        [{"number": f"BENCH{number}-{n}", "name": f"学生{n}", "class_id": school_class.id} for n in range(pupils)]
    )
    env["reception.school.badge"]._issue({pupil: f"B-{pupil.number}" for pupil in people})
    env.flush_all()
    return people


def fill(env, pupils, size):
    """``size`` passages of the days before, made in the database."""
    place = env["reception.gate"].create({"name": "School", "code": f"B{size}"})
    env.flush_all()
    env.cr.execute(
        SQL(
            "INSERT INTO reception_school_passage (at, day, gate_id, direction, result, pupil_id, class_id, grade_id,"
            " kind, manner, permit, flag, client_id, active, company_id)"
            " SELECT now() AT TIME ZONE 'UTC' - n * interval '1 minute', (now() - n * interval '1 minute')::date, %s,"
            " CASE WHEN n %% 2 = 0 THEN 'in' ELSE 'out' END, 'passed', %s + n %% %s, %s, %s, 'day_pupil', 'scan',"
            " 'window', 'none', %s || n, TRUE, %s FROM generate_series(1, %s) AS n",
            place.id,
            min(pupils.ids),
            len(pupils),
            pupils.class_id.id,
            pupils.grade_id.id,
            f"bench-{size}-",
            env.company.id,
            size,
        )
    )
    env.cr.execute("ANALYZE reception_school_passage")
    return place.with_user(gate.guard(env))


def badge_scan(env, size):
    pupils = make_school(env, PUPILS)
    place = fill(env, pupils, size)
    gate.commit(env)
    code = f"B-{pupils[0].number}"

    def run():
        place.scan_pupils([{"code": code, "direction": "in"}], place.id)
        gate.commit(env)

    return run


def scan_outside(env, size):
    """A badge at the locked gate: permits are looked up, and the desks are told."""
    pupils = make_school(env, PUPILS)
    place = fill(env, pupils, size)
    gate.commit(env)
    code = f"B-{pupils[0].number}"

    def run():
        place.scan_pupils([{"code": code, "direction": "out"}], place.id)
        gate.commit(env)

    return run


def board(env, size):
    """A hundred pupils are out, beside the passages of years."""
    pupils = make_school(env, PUPILS)
    fill(env, pupils, size)
    moment = Datetime.now()
    slips = env["reception.school.leave"].create(
        [
            {
                "pupil_id": pupil.id,
                "reason": "Bench",
                "leave_from": moment - timedelta(hours=1),
                "leave_to": moment + timedelta(hours=1),
            }
            for pupil in pupils[:OUT]
        ]
    )
    for slip in slips:
        slip.pupil_id._as_engine().write({"out_leave_id": slip.id, "presence_at": moment})
    env.flush_all()
    return lambda: env["reception.school.pupil"].get_board_data()


def employees_board(env, _size):
    env["hr.employee"].create([{"name": f"Employee {number}"} for number in range(OUT)])
    env.flush_all()
    return lambda: env["hr.employee"].search([]).read(["name", "department_id", "hr_presence_state"])


HEADING = "学号\t姓名\t性别\t班级\t监护人1\t关系1\t电话1"


def import_rows(env, size):
    school_class = make_school(env).class_id
    lines = [
        f"IMP{number}\t学生{number}\t男\t{school_class.name}\t家长{number}\t母亲\t139{number:08}"
        for number in range(size)
    ]

    def run():
        wizard = env["reception.school.import"].create({"source": "paste", "text": "\n".join([HEADING, *lines])})
        wizard.action_read()
        wizard.action_apply()

    return run


def load_rows(env, size):
    school_class = make_school(env).class_id
    names = ["number", "name", "sex", "class_id"]
    rows = [[f"LOAD{number}", f"学生{number}", "male", school_class.name] for number in range(size)]
    return lambda: env["reception.school.pupil"].load(names, rows)


SCENARIOS = [
    Scenario("school_badge_scan", badge_scan, "check-in of hr.attendance", gate.attend, (10_000, 1_000_000)),
    Scenario("school_scan_outside", scan_outside, "check-in of hr.attendance", gate.attend, (10_000, 1_000_000)),
    Scenario("school_board", board, "list of hr.employee", employees_board, (10_000, 1_000_000)),
    Scenario("school_import_3000", import_rows, "load() of the same rows", load_rows, (3000, 3000), repeat=1),
]
