"""make run, make update, make shell: the demo database and its server."""

import csv
import hashlib
import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from common import CLONE, LOGS, ROOT, STATE, addons, die, lock, say, step
from instance import Instance, free_port

PID = STATE / "server.pid"
LOADED = STATE / "demo.loaded"  # the digest of the files that the demo database has loaded
# the bundles of people's pages, so that the first page comes at once; those of tests take as long again
ASSETS = """
qweb = env["ir.qweb"]
scripts, styles = qweb._get_bundles_to_pregenarate()
for name in sorted(scripts):
    if "test" not in name:
        qweb._get_asset_bundle(name, css=False, js=True).js()
for name in sorted(styles):
    if "test" not in name:
        qweb._get_asset_bundle(name, css=True, js=False).css()
env.cr.commit()
"""


def run():
    port = chosen_port()
    check_port(port)
    instance = Instance()
    with lock(f"demo-{CLONE}"):
        database = prepare(instance)
        url = f"http://localhost:{port}"
        set_url(instance, database, url)
        check_port(port)  # minutes may have gone by
    serve(instance, database, port, url)


def update():
    instance = Instance()
    with lock(f"demo-{CLONE}"):
        prepare(instance, force=True)


def shell():
    instance = Instance()
    database = prepare(instance)
    command = instance.command("shell", "-d", database, "--no-http")
    os.execvpe(command[0], [str(word) for word in command], instance.environment)


def prepare(instance, force=False):
    """Make the demo database, or bring it up to date if our files changed; return its name."""
    database = instance.database("demo")
    if os.environ.get("FRESH"):
        instance.drop(database)
    files = digest_of_addons()
    if not instance.postgres.databases(database):
        template = instance.template("zh_CN")
        with step("Demo database with a month of demo data", "20 to 60 s"):
            new = instance.database("new")
            instance.copy(template, new)
            load(instance, new, "-i", addons())
            instance.live_demo_month(new)
            instance.rename(new, database)
    elif force or not LOADED.exists() or LOADED.read_text() != files:
        query = "select name from ir_module_module where state = 'installed'"
        installed = instance.postgres.sql(database, query)
        with step("The add-ons changed: updating the demo database", "10 to 40 s"):
            if added := [name for name in addons() if name not in installed]:
                load(instance, database, "-i", added)
            load(instance, database, "-u", [name for name in addons() if name in installed])
    else:
        return database
    LOADED.write_text(files)
    return database


def load(instance, database, option, names):
    """Install or update modules, and have the changed asset bundles ready for the first page."""
    options = ["--with-demo", "--skip-auto-install", "--stop-after-init", "--no-http"]
    command = ["server", "-d", database, *options, option, ",".join(names)]
    instance.odoo(*command, log="demo.log", problem=f"odoo {option} failed")
    for line in (LOGS / "demo.log").read_text().splitlines():
        if " WARNING " in line or " ERROR " in line:
            say(f"   {line[:300]}")
    instance.shell(database, ASSETS)


def digest_of_addons():
    total = hashlib.sha1()
    for name in addons():
        for path in sorted((ROOT / name).rglob("*")):
            inner = path.relative_to(ROOT)
            if path.is_file() and not {"tests", "__pycache__"} & set(inner.parts):
                total.update(f"{inner}\0".encode() + path.read_bytes())
    return total.hexdigest()


def set_url(instance, database, url):
    """Reports fetch their style sheets from the server, so it must know its own address."""
    insert = (
        "insert into ir_config_parameter (key, value) values ('{}', '{}') "
        "on conflict (key) do update set value = excluded.value"
    )
    instance.postgres.sql(database, *(insert.format(key, url) for key in ("web.base.url", "report.url")))


def chosen_port():
    port = os.environ.get("PORT") or "8069"
    if not re.fullmatch("[0-9]{1,5}", port) or not 0 < int(port) < 65536:
        die(f"PORT={port} is not the number of a port", "make run PORT=8070")
    return int(port)


def check_port(port):
    if server_pid():
        die("this clone's server is already running", "make stop")
    if not is_free(port):
        other = next(number for number in range(max(port, 8069) + 1, 65536) if is_free(number))
        die(f"port {port} is busy or not allowed", f"make run PORT={other}")


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            return True
        except OSError:
            return False


def serve(instance, database, port, url):
    """Start Odoo in one process with threads: with workers it would need a proxy for the bus."""
    start = time.monotonic()
    options = ["-d", database, "--http-port", str(port), "--gevent-port", str(free_port())]
    command = [str(word) for word in instance.command("server", *options)]
    with open(LOGS / "server.log", "wb") as log:
        server = subprocess.Popen(command, env=instance.environment, stdout=log, stderr=log)
    PID.write_text(str(server.pid))
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        wait_until_it_answers(server, f"http://127.0.0.1:{port}/web/health")
        say(f"\n   open {url}   (ready after {time.monotonic() - start:.1f} s; Ctrl-C or make stop ends it)")
        say(f"   log: {LOGS / 'server.log'}\n")
        for login, password, role in logins():
            say(f"   {login:<16} {password:<16} {role}")
        code = server.wait()
    except KeyboardInterrupt:
        say("\n   stopping")
        server.terminate()
        code = server.wait()
    finally:
        PID.unlink(missing_ok=True)
    if code not in (0, -signal.SIGTERM):
        die(f"Odoo ended with code {code} (log: {LOGS / 'server.log'})")


def wait_until_it_answers(server, address):
    while server.poll() is None:
        try:
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=5)
            return
        except OSError:
            time.sleep(0.2)
    last = (LOGS / "server.log").read_text(errors="replace").strip().splitlines()[-1:]
    die(f"Odoo does not start: {''.join(last)[:300]} (log: {LOGS / 'server.log'})")


def logins():
    yield "login", "password", "role"
    yield "admin", "admin", "管理员 Administrator"
    for name in addons():
        path = ROOT / name / "demo/logins.txt"
        if path.exists():
            with path.open(encoding="utf-8-sig", newline="") as handle:
                for row in csv.DictReader(handle):
                    if row["login"] != "admin":
                        yield row["login"], row["password"], f"{row['role_zh']} {row['role_en']}"


def server_pid():
    """The process id of this clone's running server, or None."""
    try:
        pid = int(PID.read_text())
        return pid if str(STATE) in Path(f"/proc/{pid}/cmdline").read_text() else None
    except (OSError, ValueError):
        return None


def stop_server():
    if pid := server_pid():
        os.kill(pid, signal.SIGTERM)
        for _ in range(100):
            if not server_pid():
                break
            time.sleep(0.1)
        say("   server stopped")
