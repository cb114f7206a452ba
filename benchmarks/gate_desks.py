"""20 desks at once on 2 workers, over HTTP: answers get lost, two send the same, two let in the same guest.

Nothing here is a race against the clock; a passage that is lost, or an error, makes the scenario fail.
"""

import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Barrier

NAME = "gate_20_desks"
DESKS, PASSAGES, WORKERS = 20, 10, 2
VERBS = {
    "register": {"reason": "洽谈", "host_name": "接待人", "document_kind": "identity_card"},
    "consent": {"result": "agreed", "spoke_with": "接待人"},
    "check_in": {"document_kind": "identity_card"},
    "check_out": {"slip_returned": True, "signed_by": "接待人"},
}
# run in Odoo's shell: a guard for each desk, and a guest for every two of them
SETUP = f"""
from datetime import datetime, timedelta
guard, host = (env.ref("visitor_reception.user_%s_demo" % login) for login in ("guard", "host"))
for number in range({DESKS}):
    login = "guard%s" % number
    guard.with_context(no_reset_password=True).copy({{"name": login, "login": login, "password": login}})
now = datetime.now()
env["reception.gate.log"].with_user(host).invite(
    [{{"visitor_name": "约定%s" % pair, "reason": "洽谈"}} for pair in range({DESKS // 2})], now, now + timedelta(hours=8)
)
env.cr.commit()
"""
GUESTS = "SELECT id FROM reception_gate_log WHERE visitor_name LIKE '约定%' ORDER BY id"
GATE = "SELECT id FROM reception_gate WHERE code = 'M'"
# what is left in the end: passages by state, calls, operations by status
LEFT = "SELECT count(*) FROM reception_gate_log WHERE client_uid LIKE 'load-%' AND state = 'left'"
FOUND = "SELECT count(*) FROM reception_gate_log WHERE client_uid LIKE 'load-%'"
CALLS = """
SELECT count(*) FROM reception_gate_call c JOIN reception_gate_log l ON l.id = c.log_id WHERE l.client_uid LIKE 'load-%'
"""
INSIDE = "SELECT count(*) FROM reception_gate_log WHERE visitor_name LIKE '约定%' AND state = 'inside'"
DONE = "SELECT count(*) FROM reception_gate_operation WHERE client_id LIKE 'load-%' AND status = 'done'"
CONFLICTS = "SELECT count(*) FROM reception_gate_operation WHERE client_id LIKE 'load-%' AND status = 'conflict'"


class Desk:
    """One guard's browser: a session of its own, one request after the other."""

    login = "guard"

    def __init__(self, number, port, database, gate_id):
        self.number, self.port, self.gate_id = number, port, gate_id
        self.cookie = ""
        self.times, self.errors = [], []
        login = f"{self.login}{number}"
        self.ask("/web/session/authenticate", {"db": database, "login": login, "password": login})

    def send(self, path, params):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        connection.request("POST", path, body, {"Content-Type": "application/json", "Cookie": self.cookie})
        return connection

    def ask(self, path, params):
        """The answer; what goes wrong is noted, and the desk goes on."""
        connection = self.send(path, params)
        try:
            response = connection.getresponse()
            answer = json.loads(response.read())
            if cookie := response.getheader("Set-Cookie"):
                self.cookie = cookie.partition(";")[0]
            if response.status != 200 or "error" in answer:
                raise ValueError(f"{path}: {response.status} {answer.get('error')}")
            return answer["result"]
        except (OSError, ValueError) as error:
            self.errors.append(f"{type(error).__name__}: {error}")
            return None
        finally:
            connection.close()

    def call(self, method, *args):
        return self.ask("/web/dataset/call_kw", self.name(method, *args))

    def name(self, method, *args):
        return {"model": "reception.gate", "method": method, "args": [*args, self.gate_id], "kwargs": {}}

    def sync(self, verb, client_id, is_lost=False, expects="done", **target):
        """Send one operation, twice if its first answer is lost; return its status."""
        operation = {"client_id": client_id, "verb": verb, "values": VERBS[verb], **target}
        if verb == "register":
            # a phone number for each
            operation["values"] = VERBS[verb] | {"visitor_name": f"来宾{target['uid']}", "visitor_phone": target["uid"]}
        if is_lost:
            self.send("/web/dataset/call_kw", self.name("sync_passages", [operation])).close()
        start = time.perf_counter()
        results = self.call("sync_passages", [operation])
        self.times.append(1000 * (time.perf_counter() - start))
        status = results and results[0]["status"]
        if expects and status != expects:
            self.errors.append(f"{client_id}: {results}")
        elif status == "conflict" and not results[0]["text"]:
            self.errors.append(f"{client_id}: a conflict that does not say why")
        return status

    def work(self):
        """The passages of one desk, looking at its lists and searching in between; each fourth answer is lost."""
        for passage in range(PASSAGES):
            uid = f"load-{self.number}-{passage}"
            for step, verb in enumerate(VERBS):
                self.sync(verb, f"{uid}-{verb}", is_lost=(self.number + passage + step) % 4 == 0, uid=uid)
                if verb == "register":
                    self.call("get_desk_data")
                if verb == "check_in":
                    found = self.call("desk_search", f"来宾{uid}")
                    if not found or [row["client_uid"] for row in found["open"]] != [uid]:
                        self.errors.append(f"{uid}: found {found}")

    def meet(self, barrier, guest_id):
        """With the desk beside: the same operations at the same moment, then the same guest; tell who let him in."""
        pair = f"load-pair-{self.number // 2}"
        for verb in VERBS:
            barrier.wait()
            self.sync(verb, f"{pair}-{verb}", uid=pair)
        barrier.wait()
        return self.sync("check_in", f"load-guest-{self.number}", expects=None, log_id=guest_id)


def run(port, database, sql):
    """What went wrong, as texts, and the figures; ``sql(statement)`` gives the lines of its result."""
    guests, (gate_id,) = [[int(row) for row in sql(statement)] for statement in (GUESTS, GATE)]
    barriers = [Barrier(2, timeout=300) for _guest in guests]
    with ThreadPoolExecutor(DESKS) as pool:
        desks = list(pool.map(lambda number: Desk(number, port, database, gate_id), range(DESKS)))
        start = time.perf_counter()
        list(pool.map(Desk.work, desks))
        outcomes = list(pool.map(lambda desk: desk.meet(barriers[desk.number // 2], guests[desk.number // 2]), desks))
        seconds = time.perf_counter() - start
    times = sorted(ms for desk in desks for ms in desk.times)
    errors = [error for desk in desks for error in desk.errors]
    pairs = list(zip(outcomes[::2], outcomes[1::2], strict=True))
    errors += [f"one guest, two desks: {pair}" for pair in pairs if set(pair) != {"done", "conflict"}]
    passages = DESKS * PASSAGES + len(guests)
    found, left, calls, inside, done, conflicts = (
        int(sql(statement)[0]) for statement in (FOUND, LEFT, CALLS, INSIDE, DONE, CONFLICTS)
    )
    expected = {
        "passages": (found, passages),
        "passages that left": (left, passages),
        "calls": (calls, passages),
        "guests inside": (inside, len(guests)),
        "operations done": (done, passages * len(VERBS) + len(guests)),
        "conflicts": (conflicts, len(guests)),
    }
    errors += [f"{what}: {is_now} instead of {due}" for what, (is_now, due) in expected.items() if is_now != due]
    return errors, {
        "desks": DESKS,
        "workers": WORKERS,
        "passages": found + inside,
        "operations_per_s": round(len(times) / seconds, 1),
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(times[int(0.95 * (len(times) - 1))], 1),
        "errors": len(errors),
        "lost_passages": passages - found,
        "conflicts": conflicts,
    }
