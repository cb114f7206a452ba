"""The school gate: badges beside Odoo's attendance, the board, the registrar's list beside ``load()``."""

from datetime import timedelta

from odoo.fields import Command, Datetime
from odoo.tools import SQL

from benchmarks import gate
from benchmarks.harness import Scenario

PUPILS = 2_000  # of one school


def school_gate(env):
    return env["reception.gate"].create({"name": "School", "code": "BENCH"})


def make_school(env, pupils=40):
    """A class whose window is open now, with badges; whatever day it is."""
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
    grade = env["reception.school.grade"].create({"name": "Bench", "level": 9})
    school_class = env["reception.school.class"].create({"number": 1, "grade_id": grade.id})
    people = env["reception.school.pupil"].create(
        [{"number": f"BENCH{n}", "name": f"学生{n}", "class_id": school_class.id} for n in range(pupils)]
    )
    env["reception.school.badge"]._issue({pupil: f"B-{pupil.number}" for pupil in people})
    env.flush_all()
    return people


def fill(env, pupils, size):
    """``size`` passages of the days before, made in the database."""
    place = school_gate(env)
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
    pupils = make_school(env)
    place = fill(env, pupils, size)
    gate.commit(env)

    def run():
        place.scan_pupils([{"code": f"B-{pupils[0].number}", "direction": "in"}], place.id)
        gate.commit(env)

    return run


def rush(env, _size):
    """Three hundred scans in calls of fifty, as one desk sends them."""
    pupils = make_school(env, 300)
    place = fill(env, pupils, 1)
    gate.commit(env)
    codes = [f"B-{number}" for number in pupils.mapped("number")]

    def run():
        passages = env["reception.school.passage"]
        before = passages.search_count([])
        for first in range(0, 300, 50):
            scans = [
                {"code": code, "direction": "in", "client_id": f"rush-{code}"} for code in codes[first : first + 50]
            ]
            place.scan_pupils(scans, place.id)
            # a desk that got no answer sends again
            place.scan_pupils(scans[:5], place.id)
        gate.commit(env)
        count = passages.search_count([]) - before
        if count != 300:
            raise AssertionError(f"{count} passages of 300 scans: lost or twice")

    return run


def attend_300(env, _size):
    employees = env["hr.employee"].create([{"name": f"Employee {number}"} for number in range(300)])
    gate.commit(env)

    def run():
        env["hr.attendance"].create(
            [{"employee_id": employee.id, "check_in": Datetime.now()} for employee in employees]
        )
        gate.commit(env)

    return run


def board(env, size):
    pupils = make_school(env, max(size, 40))
    moment = Datetime.now()
    slip = env["reception.school.leave"].create(
        {
            "pupil_id": pupils[0].id,
            "reason": "Bench",
            "leave_from": moment - timedelta(hours=1),
            "leave_to": moment + timedelta(hours=1),
        }
    )
    pupils[:size]._as_engine().write({"out_leave_id": slip.id, "presence_at": moment})
    env.flush_all()
    return lambda: env["reception.school.pupil"].get_board_data()


def employees_board(env, size):
    env["hr.employee"].create([{"name": f"Employee {number}"} for number in range(size)])
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
    make_school(env)
    names = ["number", "name", "sex", "class_id"]
    school_class = env["reception.school.class"].search([("grade_id.name", "=", "Bench")], limit=1)
    rows = [[f"LOAD{number}", f"学生{number}", "male", school_class.name] for number in range(size)]
    return lambda: env["reception.school.pupil"].load(names, rows)


SCENARIOS = [
    Scenario("school_badge_scan", badge_scan, "check-in of hr.attendance", gate.attend, (10_000, 1_000_000)),
    Scenario("school_rush_300", rush, "300 rows of hr.attendance", attend_300, (1, 1), repeat=3),
    Scenario("school_board", board, "list of hr.employee", employees_board, (10, 300)),
    Scenario("school_import_3000", import_rows, "load() of the same rows", load_rows, (3000, 3000), repeat=1),
]
