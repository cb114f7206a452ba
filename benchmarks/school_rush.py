"""Three hundred pupils at the school gate: two desks on 2 workers over HTTP, fifty scans in a call, some sent again."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.gate_desks import WORKERS, Desk

NAME = "school_rush_300"
PUPILS, CALL, DESKS = 300, 50, 2
# run in Odoo's shell: the pupils, a gate, and a guard for each desk
SETUP = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from benchmarks import school
school.make_school(env, {PUPILS})
env["reception.gate"].create({{"name": "Rush", "code": "RUSH"}})
guard = env.ref("visitor_reception.user_guard_demo")
for number in range({DESKS}):
    login = "rush%s" % number
    guard.with_context(no_reset_password=True).copy({{"name": login, "login": login, "password": login}})
env.cr.commit()
"""
CODES = "SELECT code FROM reception_school_badge WHERE code LIKE 'B-BENCH%' ORDER BY id"
GATE = "SELECT id FROM reception_gate WHERE code = 'RUSH'"
# passages, and pupils who have one
FOUND = "SELECT count(*) FROM reception_school_passage WHERE client_id LIKE 'rush-%'"
PASSED = """
SELECT count(DISTINCT pupil_id) FROM reception_school_passage WHERE client_id LIKE 'rush-%' AND result = 'passed'
"""


class RushDesk(Desk):
    """A guard's browser at the rush: what gets no answer is sent again."""

    login = "rush"

    def scan(self, codes):
        scans = [{"client_id": f"rush-{code}", "code": code, "direction": "in"} for code in codes]
        for batch in (scans, scans[:5]):
            start = time.perf_counter()
            answers = self.call("scan_pupils", batch)
            self.times.append(time.perf_counter() - start)
            wrong = [answer for answer in answers or () if answer["status"] != "passed"]
            self.errors += [f"{answer['client_id']}: {answer['status']}" for answer in wrong]


def run(port, database, sql):
    """What went wrong, as texts, and the figures; ``sql(statement)`` gives the lines of its result."""
    codes = sql(CODES)
    (gate_id,) = map(int, sql(GATE))
    with ThreadPoolExecutor(DESKS) as pool:
        desks = list(pool.map(lambda number: RushDesk(number, port, database, gate_id), range(DESKS)))
        calls = [codes[first : first + CALL] for first in range(0, len(codes), CALL)]
        list(pool.map(lambda desk: [desk.scan(call) for call in calls[desk.number :: DESKS]], desks))
    errors = [error for desk in desks for error in desk.errors]
    found, passed = int(sql(FOUND)[0]), int(sql(PASSED)[0])
    lost, twice = PUPILS - passed, found - passed
    errors += [f"{lost} of {PUPILS} scans lost, {twice} twice"] if lost or twice else []
    return errors, {
        "desks": DESKS,
        "workers": WORKERS,
        "scans": PUPILS,
        "seconds": round(sum(seconds for desk in desks for seconds in desk.times), 2),
        "errors": len(errors),
        "lost": lost,
        "twice": twice,
    }
