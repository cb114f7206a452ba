"""make bench: what the screens cost, beside their peers, in one run on a database made for it."""

import json
import os
import re
import subprocess
import sys

from common import LOGS, ROOT, STATE, addons, die, lock, say, step
from demo import wait_until_it_answers
from instance import Instance, free_port
from verdict import Verdict

sys.path.append(str(ROOT))
from benchmarks import gate_desks, harness, school_rush

# scenarios at a server with workers, over HTTP
LOADS = (gate_desks, school_rush)

GROWTH = "growth"  # only where it is named: it takes long, and much disk

# what PostgreSQL says when two desks meet, before Odoo tries again
RETRIED = re.compile(r"odoo\.sql_db: bad query.*ERROR: (could not serialize access|duplicate key)", re.DOTALL)


def bench():
    """Run the scenarios of ``benchmarks/``, those of the variable SCENARIOS alone if it is set."""
    instance = Instance()
    database = instance.database("bench")
    names = os.environ.get("SCENARIOS", "").split()
    with lock("bench"):
        with step("Database for the benchmarks", "30 to 60 s"):
            instance.copy(instance.template("zh_CN"), database)
            options = ["--with-demo", "--skip-auto-install", "--stop-after-init", "--no-http"]
            # a peer that our add-ons do not depend on
            ours = ",".join([*addons(), "hr_attendance"])
            instance.odoo("server", "-d", database, *options, "-i", ours, log="bench.log", problem="odoo -i failed")
        try:
            if names == [GROWTH]:
                grow(instance, database)
                return
            if not names or set(names) - {scenario.NAME for scenario in LOADS}:
                compare(instance, database, names)
            for scenario in LOADS:
                if not names or scenario.NAME in names:
                    with step(f"{scenario.DESKS} desks at once on {gate_desks.WORKERS} workers", "up to 2 minutes"):
                        load(instance, database, scenario)
        finally:
            instance.drop(database)


def grow(instance, database):
    """Lists, searches and figures on tables filled by SQL; ends with what is slower or reads a table from end to end."""
    instance.live_demo_month(database)
    lines = run_script(instance, database, f"from benchmarks import growth\ngrowth.main(env, {growth_size()})\n")
    if any(line.startswith("SCAN") for line in lines):
        sys.exit("error: a large table is read from end to end")


def growth_size():
    try:
        return float(os.environ.get("SIZE") or 0.02)
    except ValueError:
        return die(f"SIZE={os.environ['SIZE']} is no number", "SIZE=0.1 is a tenth of the full sizes")


def compare(instance, database, names):
    """The scenarios beside their peers, in one process."""
    run_script(instance, database, f"from benchmarks import harness\nharness.main(env, {names!r})\n")


def run_script(instance, database, script):
    """Run it in Odoo's shell and show what it writes; return that as lines."""
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{script}"
    command = instance.command("shell", "-d", database, "--no-http", "--log-level", "error")
    with step("Benchmarks", "2 to 6 minutes"), (LOGS / "bench.log").open("w") as log:
        process = subprocess.Popen(
            list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
            env=instance.environment, cwd=ROOT,
        )  # fmt: skip
        process.stdin.write(script)
        process.stdin.close()
        lines = [print(line, end="", flush=True) or line for line in process.stdout]
        process.wait()
    log = (LOGS / "bench.log").read_text()
    if "Traceback" in log or not lines:
        sys.exit(f"error: a scenario failed\n{log[-2000:]}")
    return lines


def load(instance, database, scenario):
    """The desks, at a server with workers as in production."""
    instance.shell(database, scenario.SETUP)
    # the process for the bus is started again by the name of the program, which -m has not
    program = STATE / "odoo"
    program.write_text("import odoo.cli\nodoo.cli.main()\n")
    port = free_port()
    options = ["--workers", gate_desks.WORKERS, "--max-cron-threads", 0, "--http-port", port]
    options += ["--gevent-port", free_port([port])]
    python, *_, config = instance.command("server")
    command = [python, program, "server", "-c", config, "-d", database, *options]
    with (LOGS / "server.log").open("wb") as log:
        server = subprocess.Popen(list(map(str, command)), env=instance.environment, stdout=log, stderr=log)
    try:
        wait_until_it_answers(server, f"http://127.0.0.1:{port}/web/health")
        errors, figures = scenario.run(port, database, lambda statement: instance.postgres.sql(database, statement))
    finally:
        server.terminate()
        server.wait()
    problems = Verdict((LOGS / "server.log").read_text(errors="replace")).problems
    retried = [problem for problem in problems if RETRIED.search(problem)]
    errors += [problem for problem in problems if problem not in retried]
    say(json.dumps(figures))
    if errors:
        die(f"{scenario.NAME}: {len(errors)} errors\n" + "\n".join(errors[:10]))
    harness.save({scenario.NAME: {**figures, "retries": len(retried)}})
