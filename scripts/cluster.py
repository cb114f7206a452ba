"""make cluster: two Odoo servers with two workers each, PostgreSQL with a streaming replica, and a balancer, here.

Starts them on a database made for it, lets people work for a minute, then kills one server in the middle of their work
and tells what was lost, what was doubled and what the people saw. Nothing of it is for production but the settings,
which docs/several-servers.md explains. Variables: SECONDS (60), REPLICA=1 (reads go to the replica).
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack
from http.client import HTTPConnection

import debian
from common import CACHE, CLONE, LOGS, ROOT, STATE, die, digest, lock, must, say, step
from instance import Instance, free_port
from postgres import OWN_SERVER
from testing import DEMO, installed

DATABASE = "cluster"
NOTICES, ADVANCES = 40, 30
REPLICA_NAME = "replica1"
QUICK = "-c fsync=off -c shared_buffers=128MB"  # this machine will not lose its power
ACCESS = re.compile(r"werkzeug: .* (ro|rw|ro->rw)\s*$", re.MULTILINE)
BALANCER = """
defaults
  mode http
  timeout connect 2s
  timeout check 5s
  timeout client 60s
  timeout server 120s
  timeout tunnel 1h
  option redispatch
  retries 2
  option forwardfor
frontend www
  bind 127.0.0.1:{port}
  http-request set-header X-Forwarded-Proto http
  http-request set-header X-Forwarded-Host %[req.hdr(Host)]
  use_backend bus if {{ path /websocket }}
  default_backend web
backend web
  balance leastconn
{check}
{web}
backend bus
  balance leastconn
{check}
{bus}
"""
# the gevent port answers also while every worker waits; without a Host header Odoo answers 500
CHECK = "  option httpchk\n  http-check send meth GET uri /web/health ver HTTP/1.1 hdr Host localhost"
SERVER = "  server {name} 127.0.0.1:{port} check port {bus} inter 2s fall 2 rise 2 on-marked-down shutdown-sessions"


def cluster():
    if OWN_SERVER:
        die("make cluster starts PostgreSQL servers of its own", "unset the PG* variables")
    instance = Instance()
    balancer = haproxy()
    with lock("cluster"), ExitStack() as stack:
        base, _log = installed(instance, DEMO)
        machine = Cluster(instance, balancer, stack)
        with step("Two servers, a replica and a balancer", "1 minute"):
            machine.start(base)
        seconds = int(os.environ.get("SECONDS") or 60)
        good = True
        with step("A working minute", f"{seconds} s"):
            good &= machine.work(seconds, "minute")
        with step("The same, and server A is killed in the middle of it", f"{seconds} s"):
            good &= machine.work(seconds, "killed", machine.servers["A"].kill)
    sys.exit(0 if good else 1)


def haproxy():
    """The balancer of the machine's own archive, unpacked, with the libraries it needs."""
    tree = CACHE / f"haproxy-{digest(*debian.os_release().values())}"
    with lock("haproxy"):
        if not tree.exists():
            with step("haproxy from this machine's own archive", "10 s"):
                debian.Apt("haproxy").install_into(tree, ["haproxy"])
    return tree


class Server:
    """One Odoo server: its ports, its settings, its processes in a group of their own."""

    def __init__(self, name, machine):
        self.name, self.machine = name, machine
        self.port = machine.port()
        self.bus = machine.port()
        self.log = LOGS / f"cluster-{name}.log"
        self.process = None

    def write_settings(self, reads_replica):
        primary, replica = self.machine.primary, self.machine.replica
        lines = self.machine.instance.config.read_text().splitlines()
        lines = [line for line in lines if not re.match("data_dir|db_|http_|max_cron", line)]
        lines += [
            f"data_dir = {self.machine.data}",  # the same on both: sessions and files
            f"db_host = 127.0.0.1\ndb_port = {primary}\ndb_user = odoo\ndb_name = {DATABASE}",
            f"dbfilter = ^{DATABASE}$\nlist_db = False\ndb_maxconn = 8\ndb_maxconn_gevent = 8",
            f"http_interface = 127.0.0.1\nhttp_port = {self.port}\ngevent_port = {self.bus}",
            "proxy_mode = True\nworkers = 2\nmax_cron_threads = 1",
        ]
        if reads_replica:
            lines.append(f"db_replica_host = 127.0.0.1\ndb_replica_port = {replica}")
        settings = self.machine.folder / f"{self.name}.conf"
        settings.write_text("\n".join(lines) + "\n")
        return settings

    def start(self):
        instance = self.machine.instance
        # the process for the bus is started again by the name of the program, which `python -m odoo` has not
        program = STATE / "odoo"
        program.write_text("import odoo.cli\nodoo.cli.main()\n")
        command = [
            instance.venv / "bin/python",
            program,
            "server",
            "-c",
            self.write_settings(self.machine.reads_replica),
        ]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                list(map(str, command)), stdout=log, stderr=log, env=self.machine.environment, start_new_session=True
            )

    def kill(self, how=signal.SIGKILL):
        """As if the machine went dark: no process of it is left."""
        if self.process:
            try:
                os.killpg(self.process.pid, how)
            except ProcessLookupError:
                return
            self.process.wait()

    def stop(self):
        self.kill(signal.SIGTERM)
        self.kill()


class Cluster:
    def __init__(self, instance, balancer, stack):
        self.instance, self.balancer, self.stack = instance, balancer, stack
        self.folder = instance.postgres.folder / f"cluster-{CLONE}"
        self.data = STATE / "cluster-data"
        self.ports = []
        self.primary, self.replica, self.www = self.port(), self.port(), self.port()
        self.reads_replica = bool(os.environ.get("REPLICA"))
        self.servers = {name: Server(name, self) for name in "AB"}
        self.work_file = STATE / "cluster-work.json"

    def port(self):
        self.ports.append(free_port(self.ports))
        return self.ports[-1]

    @property
    def environment(self):
        """Odoo's, without the PostgreSQL server of the other databases."""
        return {key: value for key, value in self.instance.environment.items() if not key.startswith("PG")}

    # -- start and stop --------------------------------------------------------------------------

    def start(self, base):
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.stack.callback(shutil.rmtree, self.data, ignore_errors=True)
        self.start_primary(base)
        self.prepare()
        self.start_replica()
        for server in self.servers.values():
            server.start()
            self.stack.callback(server.stop)
        self.start_balancer()
        self.wait_until_all_answer()

    def pg(self, program, *arguments):
        postgres = self.instance.postgres
        command = [*postgres.as_user, postgres.bin / program, *arguments]
        must(command, f"cluster-{program}.log", f"{program} failed", env=self.environment)

    def start_postgres(self, folder, port, *options):
        options = [f"-p {port}", "-c listen_addresses=127.0.0.1 -c unix_socket_directories=", QUICK, *options]
        log = folder.with_suffix(".log")
        self.pg("pg_ctl", "-D", folder, "-w", "-s", "-l", log, "-o", " ".join(options), "start")
        self.stack.callback(self.pg, "pg_ctl", "-D", folder, "-m", "immediate", "-w", "-s", "stop")

    def start_primary(self, base):
        folder = self.folder / "primary"
        self.pg("initdb", "-D", folder, "-U", "odoo", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        self.start_postgres(
            folder, self.primary, "-c wal_level=replica -c max_wal_senders=4 -c max_replication_slots=4",
            "-c wal_keep_size=256MB -c max_connections=120",
        )  # fmt: skip
        postgres, here = self.instance.postgres, ["-h", "127.0.0.1", "-p", self.primary, "-U", "odoo"]
        dump = STATE / "cluster.dump"
        how = {"log": "cluster-copy.log", "problem": "cannot copy the database"}
        must([postgres.bin / "pg_dump", "-Fc", "-Z0", "-f", dump, base], **how)
        must([postgres.bin / "createdb", *here, DATABASE], **how)
        must([postgres.bin / "pg_restore", "-j2", *here, "-d", DATABASE, dump], **how)
        dump.unlink()
        shutil.copytree(self.instance.filestore(base), self.data / "filestore" / DATABASE)

    def start_replica(self):
        folder = self.folder / "replica"
        self.sql(f"select pg_create_physical_replication_slot('{REPLICA_NAME}')")
        self.pg(
            "pg_basebackup", "-h", "127.0.0.1", "-p", self.primary, "-U", "odoo", "-D", folder, "-R", "-X", "stream",
            "-S", REPLICA_NAME, "--checkpoint=fast", "-d", f"application_name={REPLICA_NAME}",
        )  # fmt: skip
        self.start_postgres(folder, self.replica, "-c hot_standby_feedback=on -c max_connections=120")
        if self.reads_replica:
            watchdog = Watchdog(self)
            self.stack.callback(watchdog.end)
            watchdog.start()

    def start_balancer(self):
        web, bus = (
            "\n".join(
                SERVER.format(name=server.name, port=getattr(server, which), bus=server.bus)
                for server in self.servers.values()
            )
            for which in ("port", "bus")
        )
        settings = self.folder / "haproxy.cfg"
        settings.write_text(BALANCER.format(port=self.www, check=CHECK, web=web, bus=bus))
        path = f"{debian.library_path(self.balancer)}:{os.environ.get('LD_LIBRARY_PATH', '')}"
        with (LOGS / "cluster-haproxy.log").open("wb") as log:
            process = subprocess.Popen(
                [self.balancer / "usr/sbin/haproxy", "-db", "-f", settings],
                env={**os.environ, "LD_LIBRARY_PATH": path}, stdout=log, stderr=log,
            )  # fmt: skip
        self.stack.callback(process.wait)
        self.stack.callback(process.terminate)

    def wait_until_all_answer(self):
        ports = [port for server in self.servers.values() for port in (server.port, server.bus)]
        for port in [*ports, self.www]:
            for _second in range(120):
                if answers(port):
                    break
                time.sleep(1)
            else:
                die(f"nothing answers at port {port}", f"read {LOGS}/cluster-*.log")
        time.sleep(5)  # the balancer has looked at both twice

    # -- work and its report ---------------------------------------------------------------------

    def prepare(self):
        """What the clients will sign, pay and register at."""
        script = f"SIZES = {NOTICES}, {ADVANCES}\nWORK = {str(self.work_file)!r}\n"
        helpers = ROOT / "scripts/demo_helpers.py", ROOT / "benchmarks/cluster_setup.py"
        settings = self.servers["A"].write_settings(reads_replica=False)
        command = [self.instance.venv / "bin/python", "-m", "odoo", "shell", "-c", settings, "--no-http"]
        self.work_file.unlink(missing_ok=True)
        must(
            [*command, "--workers", "0", "-d", DATABASE],
            "cluster-setup.log", "cannot prepare the work", env=self.environment,
            stdin=script + "\n".join(path.read_text() for path in helpers),
        )  # fmt: skip
        if not self.work_file.exists():
            die(f"the work was not prepared (log: {LOGS / 'cluster-setup.log'})")

    def work(self, seconds, name, accident=None):
        """Let people work, with an accident in the middle; say what came of it. Return whether nothing was lost."""
        everything = json.loads(self.work_file.read_text())
        half = slice(None, None, 2) if accident else slice(1, None, 2)
        work = {**everything, "visits": everything["visits"][half], "advances": everything["advances"][half]}
        package = self.instance.package / "odoo/addons/bus/websocket.py"
        settings = {
            "work": work,
            "seconds": seconds,
            "database": DATABASE,
            "port": self.www,
            "buses": {} if accident else {server.name: server.bus for server in self.servers.values()},
            "websocket_version": re.search(r'_VERSION = "([^"]+)"', package.read_text())[1],
        }
        file = STATE / f"cluster-{name}.json"
        file.write_text(json.dumps(settings))
        before = {server.name: len(server.log.read_text(errors="replace")) for server in self.servers.values()}
        command = [self.instance.venv / "bin/python", ROOT / "benchmarks/cluster_minute.py", file]
        with (LOGS / f"cluster-{name}.log").open("wb") as log:
            people = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=log)
        people.stdout.readline()
        if accident:
            timer = threading.Timer(seconds / 2, accident)
            timer.start()
            self.stack.callback(timer.cancel)
        text = people.communicate()[0]
        if people.returncode:
            die(f"the work ended with an error (log: {LOGS / f'cluster-{name}.log'})")
        report = json.loads(text)
        reads = Counter()
        for server in self.servers.values():
            reads.update(ACCESS.findall(server.log.read_text(errors="replace")[before[server.name] :]))
        return self.tell(report, reads, accident)

    def tell(self, report, reads, accident):
        done = report.pop("done")
        lost, doubled = self.compare(done)
        counts = {kind: len(items) for kind, items in done.items()}
        total = sum(reads.values())
        report |= {"done": counts, "lost": lost, "doubled": doubled}
        report["on_replica_percent"] = round(100 * reads["ro"] / total) if total and self.reads_replica else 0
        for key, value in report.items():
            say(f"   {key}: {value}")
        most = max(report["errors_by_client"])
        allowed = 1 if accident else 0
        return not lost and not doubled and not report["refused"] and most <= allowed and all(counts.values())

    def compare(self, done):
        """How many of what was answered is not stored, and how many are stored more than once."""
        stored = {
            "syncing": "select client_uid, count(*) from reception_gate_log where client_uid like 'cluster-%' group by 1",
            "signing": (
                "select res_id, count(*) from reception_signoff where res_model = 'reception.visit' and state = 'signed' "
                "group by res_id, signed_by_id, step_id, round"
            ),
            "paying": (
                "select petty_cash_id, count(*) from account_payment where petty_cash_id is not null "
                "and state in ('in_process', 'paid') group by 1"
            ),
        }
        lost = doubled = 0
        for kind, statement in stored.items():
            rows = [line.split("\t") for line in self.sql(statement)]
            found = {key for key, _count in rows}
            lost += sum(str(item) not in found for item in done[kind])
            doubled += sum(int(count) > 1 for _key, count in rows)
        return lost, doubled

    def sql(self, *statements, port=None):
        """The lines of the results, each statement in a transaction of its own."""
        command = [self.instance.postgres.bin / "psql", "-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-U", "odoo"]
        command += ["-h", "127.0.0.1", "-p", port or self.primary, "-d", DATABASE]
        command += [word for statement in statements for word in ("-c", statement)]
        result = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
        return result.stdout.splitlines() if result.returncode == 0 else die(f"PostgreSQL: {result.stderr.strip()}")


class Watchdog(threading.Thread):
    """Commits wait for the replica while it lives, and go on without it when it is gone."""

    def __init__(self, machine):
        super().__init__(daemon=True)
        self.machine, self.names, self.over = machine, None, threading.Event()

    def run(self):
        while not self.over.wait(1):
            streaming = self.machine.sql("select count(*) from pg_stat_replication where state = 'streaming'") != ["0"]
            names = REPLICA_NAME if streaming else ""
            if names != self.names:
                self.machine.sql(
                    f"alter system set synchronous_standby_names = '{names}'",
                    "alter system set synchronous_commit = 'remote_apply'",
                    "select pg_reload_conf()",
                )
                self.names = names

    def end(self):
        self.over.set()
        self.join()


def answers(port):
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/web/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
