"""A working minute against several servers: guards sync, leaders sign, the cashier pays, others read.

Run by `make cluster` in Odoo's virtual environment: ``cluster_minute.py SETTINGS``, a JSON file; prints a JSON report.
Each client does as a browser: one request after the other, and asks again after an answer that never came. What was
answered must be stored once, and once only, whatever server has died meanwhile.
"""

import contextlib
import json
import statistics
import sys
import threading
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException

import websocket

FACTS = {"reason": "集群", "host_name": "接待人", "document_kind": "identity_card"}
TRIES, PAUSE = 40, 0.5  # a client asks again until a balancer has found the server that lives


class Client:
    """One person's browser, at the balancer."""

    def __init__(self, settings, login):
        self.settings, self.login = settings, login
        self.cookie, self.errors, self.refused = "", [], []
        self.times, self.count = [], Counter()
        self.ask("/web/session/authenticate", {"db": settings["database"], "login": login, "password": login})

    def ask(self, path, params):
        """The result, or None where the server refuses; a request without an answer is sent again."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        for _turn in range(TRIES):
            connection = HTTPConnection("127.0.0.1", self.settings["port"], timeout=60)
            start = time.monotonic()
            try:
                connection.request("POST", path, body, {"Content-Type": "application/json", "Cookie": self.cookie})
                response = connection.getresponse()
                text = response.read()
                if response.status != 200:
                    raise OSError(f"status {response.status}")
            except (OSError, HTTPException) as error:
                self.errors.append(f"{type(error).__name__}: {error}")
                time.sleep(PAUSE)
                continue
            finally:
                connection.close()
            self.times.append(time.monotonic() - start)
            if cookie := response.getheader("Set-Cookie"):
                self.cookie = cookie.partition(";")[0]
            answer = json.loads(text)
            if "error" in answer:
                self.refused.append(answer["error"].get("data", {}).get("message", str(answer["error"])))
                return None
            return answer.get("result")
        raise SystemExit(f"no server answers {path}")

    def call(self, model, method, *args, **kwargs):
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.ask(f"/web/dataset/call_kw/{model}/{method}", params)

    def work(self, name, until, turn):
        """Do ``turn(number)`` again and again until the time is over or nothing is left."""
        number = 0
        while time.monotonic() < until and turn(number) is not False:
            number += 1
            self.count[name] += 1


def syncing(client, gate, done):
    def turn(number):
        uid = f"cluster-{id(client)}-{number}"
        operation = {
            "client_id": uid,
            "uid": uid,
            "verb": "register",
            "values": {"visitor_name": f"集群{number}", "visitor_phone": uid, **FACTS},
        }
        result = client.call("reception.gate", "sync_passages", [operation], gate)
        if result and result[0]["status"] == "done":
            done.append(uid)

    return turn


def signing(client, visits, done):
    def turn(_number):
        if not visits:
            return False
        visit, before = visits.pop(), len(client.errors)
        client.call("reception.visit", "action_sign", [visit])
        if client.refused and len(client.errors) > before:
            client.refused.pop()  # signed by the request whose answer was lost
        done.append(visit)
        time.sleep(0.5)
        return True

    return turn


def paying(client, advances, box, done):
    def turn(_number):
        if not advances:
            return False
        advance, before = advances.pop(), len(client.errors)
        client.call("reception.petty.cash", "action_pay", [advance], box_id=box)
        if client.refused and len(client.errors) > before:
            client.refused.pop()
        done.append(advance)
        time.sleep(0.5)
        return True

    return turn


def reading(client):
    fields = {"name": {}, "state": {}, "host_id": {"fields": {"display_name": {}}}}

    def turn(number):
        if number % 3:
            client.call("reception.visit", "web_search_read", domain=[], specification=fields, limit=80)
        else:
            client.call("reception.today", "get_tiles")
        time.sleep(0.1)

    return turn


class Listener(threading.Thread):
    """A desk at one server's bus: when each passage is heard."""

    def __init__(self, port, client, channel):
        super().__init__(daemon=True)
        self.heard = {}
        self.socket = websocket.create_connection(
            f"ws://127.0.0.1:{port}/websocket?version={client.settings['websocket_version']}",
            cookie=client.cookie, origin=f"http://127.0.0.1:{port}", timeout=120,
        )  # fmt: skip
        subscribe = {"event_name": "subscribe", "data": {"channels": [channel], "last": 0}}
        self.socket.send(json.dumps(subscribe))
        self.start()

    def run(self):
        with contextlib.suppress(OSError, websocket.WebSocketException, ValueError):
            while text := self.socket.recv():
                now = time.monotonic()
                for message in json.loads(text):
                    if message["message"]["type"] == "reception.gate/passage":
                        for row in message["message"]["payload"]["rows"]:
                            self.heard.setdefault(row.get("visitor_name"), now)


def bus_latency(settings, gate):
    """Milliseconds from the answer of one server until each server's bus tells of it, by the listening server."""
    guard = Client(settings, "guard")
    listeners = {name: Listener(port, guard, gate["channel"]) for name, port in settings["buses"].items()}
    time.sleep(1)
    answered = {}
    for number in range(10):
        name = f"公告{number}"
        guard.call("reception.gate.log", "register", [{"visitor_name": name, **FACTS}], gate["gate"])
        answered[name] = time.monotonic()
        time.sleep(0.2)
    time.sleep(2)
    figures = {}
    for server, listener in listeners.items():
        delays = [1000 * (listener.heard[name] - answered[name]) for name in answered if name in listener.heard]
        figures[server] = {
            "heard": len(delays),
            "of": len(answered),
            "median_ms": round(statistics.median(delays), 1) if delays else None,
        }
        listener.socket.close()
    return figures


def main():
    with open(sys.argv[1]) as file:
        settings = json.load(file)
    work = settings["work"]
    report = {"bus": bus_latency(settings, work)} if settings["buses"] else {}
    done = {"syncing": [], "signing": [], "paying": []}
    people = []
    for _number in range(2):
        guard = Client(settings, "guard")
        people.append((guard, "syncing", syncing(guard, work["gate"], done["syncing"])))
        reader = Client(settings, "host")
        people.append((reader, "reading", reading(reader)))
    signer, cashier = Client(settings, work["signer"]), Client(settings, "cashier")
    people.append((signer, "signing", signing(signer, work["visits"], done["signing"])))
    people.append((cashier, "paying", paying(cashier, work["advances"], work["box"], done["paying"])))
    sys.stdout.write("begin\n")  # all are logged in
    sys.stdout.flush()
    until = time.monotonic() + settings["seconds"]
    threads = [threading.Thread(target=client.work, args=(name, until, turn)) for client, name, turn in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = sorted(seconds for client, *_rest in people for seconds in client.times)
    report |= {
        "done": done,
        "requests": len(times),
        "median_ms": round(1000 * statistics.median(times)),
        "p95_ms": round(1000 * times[int(0.95 * (len(times) - 1))]),
        "errors_by_client": [len(client.errors) for client, *_rest in people],
        "errors": [error for client, *_rest in people for error in client.errors][:10],
        "refused": [text for client, *_rest in people for text in client.refused][:10],
    }
    sys.stdout.write(json.dumps(report))


main()
