"""The gate beside Odoo's attendance: a passage is what a check-in is there. Rows are made in the database."""

from odoo.tools import SQL

from benchmarks.harness import Scenario

NAME = SQL("chr(19968 + n %% 97) || chr(20500 + n * 7 %% 3001) || chr(23600 + n * 13 %% 2999)")
# how it sounds: three syllables out of some hundred each
SOUND = SQL("chr(97 + n %% 26) || 'a' || chr(97 + n %% 23) || 'ng' || chr(97 + n %% 17) || 'iao' || chr(97 + n %% 7)")
# names of three characters out of some ten million, phones, and 40 people inside at any size
VALUES = {
    "visitor_name": NAME,
    "name_key": NAME,
    "search_key": SQL("%s || ' ' || %s", NAME, SOUND),
    "state": SQL("CASE WHEN n <= 40 THEN 'inside' ELSE 'left' END"),
    "checked_in": SQL("now() at time zone 'utc' - n * interval '5 minutes'"),
    "checked_out": SQL("CASE WHEN n > 40 THEN now() at time zone 'utc' - n * interval '5 minutes' END"),
}
FACTS = {"visitor_name": "来宾", "visitor_phone": "1", "reason": "洽谈", "document_kind": "identity_card"}


def guard(env):
    return env.ref("visitor_reception.user_guard_demo")


def gate(env):
    return env.ref("visitor_reception.reception_gate_main_demo").with_user(guard(env))


def register(env):
    logs = env["reception.gate.log"].with_user(guard(env))
    facts = {**FACTS, "host_id": env.ref("visitor_reception.employee_host_demo").id}
    log = logs.browse(logs.register([facts], gate(env).id)[0]["id"])
    log.action_consent("agreed", "接待人")
    return log


def fill(env, size):
    """``size`` passages besides one that waits."""
    from benchmarks.scenarios import copy_rows

    log = register(env)
    env.flush_all()
    # nobody is inside twice, though the rows of the small size are still there
    phone = SQL("%s || lpad((n * 37 %% 100000000)::text, 8, '0')", f"13{len(str(size))}")
    values = {
        "name": SQL("%s || '-' || n", str(size)),
        "access_token": SQL("md5(%s || '-' || n)", str(size)),
        "visitor_phone": phone,
        "phone_key": phone,
    }
    copy_rows(env, "reception_gate_log", log.id, size, VALUES | values)
    env.cr.execute("ANALYZE reception_gate_log")
    for index in ("search_key", "plate_key"):
        env.cr.execute("SELECT gin_clean_pending_list(%s)", [f"reception_gate_log__{index}_index"])
    env.invalidate_all()
    return log


def commit(env):
    """What leaves with the commit is part of the cost."""
    env.flush_all()
    env.cr.precommit.run()


def check_in(env, _size):
    log = register(env)
    commit(env)

    def run():
        log.browse(log.id).action_check_in({})
        commit(env)

    return run


def check_out(env, _size):
    log = register(env)
    log.action_check_in({})
    commit(env)

    def run():
        log.browse(log.id).action_check_out({"slip_returned": True, "signed_by": "接待人"})
        commit(env)

    return run


def attend(env, _size):
    employee = env.ref("visitor_reception.employee_host_demo")

    def run():
        employee.browse(employee.id)._attendance_action_change()
        commit(env)

    return run


def leave(env, _size):
    employee = env.ref("visitor_reception.employee_host_demo")
    employee._attendance_action_change()
    commit(env)
    return attend(env, _size)


def search(env, size):
    fill(env, size)
    desk = gate(env)

    def run():
        # the name of row 5000, its beginning of two characters, and the tail of a phone number
        name = "".join(chr(code) for code in (19968 + 5000 % 97, 20500 + 35000 % 3001, 23600 + 65000 % 2999))
        for term in (name, name[:2], "00185000"):
            desk.desk_search(term, desk.id)

    return run


def fill_attendance(env, size):
    """``size`` attendances beside one of the host, as many as there are passages."""
    from benchmarks.scenarios import copy_rows

    employee = env.ref("visitor_reception.employee_host_demo")
    attendance = env["hr.attendance"].create({"employee_id": employee.id, "check_in": "2000-01-01 08:00:00"})
    attendance.check_out = "2000-01-01 09:00:00"
    env.flush_all()
    copy_rows(
        env,
        "hr_attendance",
        attendance.id,
        size,
        {
            "check_in": SQL("now() at time zone 'utc' - (n + 1) * interval '5 minutes'"),
            "check_out": SQL("now() at time zone 'utc' - n * interval '5 minutes'"),
        },
    )
    env.cr.execute("ANALYZE hr_attendance")
    env.invalidate_all()


def search_attendance(env, size):
    fill_attendance(env, size)
    attendances = env["hr.attendance"]
    return lambda: [
        attendances.search_read([("employee_id.name", "ilike", term)], limit=20) for term in ("接待", "主", "人")
    ]


def first_page(env, size):
    from benchmarks import scenarios

    fill(env, size)
    logs = env["reception.gate.log"].with_user(guard(env))
    spec = scenarios.get_spec(logs, "list")
    # the web client counts to 10,001 only
    return lambda: logs.web_search_read([], spec, limit=80, count_limit=10_001)


def attendance_first_page(env, size):
    from benchmarks import scenarios

    fill_attendance(env, size)
    return scenarios.first_page(env["hr.attendance"], [])


LARGE = (10_000, 1_000_000)
SCENARIOS = [
    Scenario("gate_check_in", check_in, "check-in of hr.attendance", attend, (1, 1)),
    Scenario("gate_check_out", check_out, "check-out of hr.attendance", leave, (1, 1)),
    Scenario("gate_search", search, "search of hr.attendance", search_attendance, LARGE),
    Scenario("gate_first_page", first_page, "list of hr.attendance", attendance_first_page, LARGE),
]
