"""make test: every test of every add-on, on databases made for this run.

Odoo's own exit code is not enough: it is 0 when no test matches, when a test is skipped because
there is no browser, and when an error was only logged. So the log is judged here as well.
"""

import collections
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import debian
from common import CLONE, LOGS, ROOT, addons, lock, say, step
from instance import Instance, free_port

LINE = re.compile(r"\d{4}-\d\d-\d\d \S+ \d+ (?P<level>[A-Z]+) \S+ (?P<logger>\S+?): (?P<text>.*)")
RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
ALLOWED = ROOT / "scripts/allowed_log_lines.txt"


def test():
    instance = Instance()
    environment = instance.environment
    debian.warm_up(debian.browser(instance.bin), environment)
    tags = os.environ.get("TAGS")
    ours = [f"/{name}" for name in addons()]
    passes = [("English database with demo data", False, tags or ",".join(ours))]
    if not tags:
        # tours are about our screens, and random sequences of signatures about our engine: once is enough
        narrowed = ",".join([*ours, *(f"-{path}" for path in (*tours(), *properties()))])
        passes.append(("English database with the automatic modules, without tours", True, narrowed))
    with lock(f"test-{CLONE}"), ThreadPoolExecutor(1) as pool:
        # the others run beside the first, which is the longest and mostly waits for the browser
        first = pool.submit(test_pass, instance, *passes[0])
        results = [test_pass(instance, *one) for one in passes[1:]]
        if not tags:
            results.append(finished(update_pass, instance))
        results.insert(0, first.result())
    passed, failed, good = (list(column) for column in zip(*results, strict=True))
    say(f"{sum(passed)} passed, {sum(failed)} failed")
    sys.exit(0 if all(good) else 1)


def finished(one_pass, instance):
    """A pass that ends before its time is a failure, and the last line is printed all the same."""
    try:
        return one_pass(instance)
    except SystemExit as error:
        say(str(error))
        return 0, 1, False


def tours():
    """The files of browser tours, as test tags."""
    return [f"/{path.relative_to(ROOT)}" for name in addons() for path in (ROOT / name).glob("tests/**/test_tour*.py")]


def properties():
    """The files of tests that try random sequences, as test tags."""
    return [
        f"/{path.relative_to(ROOT)}" for name in addons() for path in (ROOT / name).glob("tests/**/test_*properties.py")
    ]


def test_pass(instance, title, auto_install, tags):
    """Run the tests once; return how many passed, how many failed, and whether all is well."""
    template = instance.template("en_US", auto_install)
    name = "auto" if auto_install else "demo"
    database = instance.database(f"test_{name}")
    log = LOGS / f"test-{name}.log"
    log.unlink(missing_ok=True)
    http = free_port()
    options = ["--http-port", str(http), "--gevent-port", str(free_port([http]))]
    options += ["-i", ",".join(addons()), "--test-tags", tags, "--stop-after-init"]
    options += [] if auto_install else ["--with-demo", "--skip-auto-install"]
    options += ["--screenshots", str(LOGS / "screenshots")]
    command = instance.command("server", "-d", database, *options)
    with step(f"Tests: {title}", "1 to 5 minutes"):
        instance.copy(template, database)
        with log.open("wb") as out:
            code = subprocess.run(
                list(map(str, command)), stdout=out, stderr=out, env=instance.environment, check=False
            ).returncode
        instance.drop(database)
    verdict = Verdict(log.read_text(errors="replace"))
    for problem, times in verdict.different_problems().items():
        say(problem + (f"   [{times} times]" if times > 1 else ""))
    if verdict.total is None:
        say(f"   Odoo ended with code {code} before the tests were over")
        if not verdict.problems:
            say("\n".join(log.read_text(errors="replace").splitlines()[-15:]))
    elif not verdict.total:
        say(f"   no test matches {tags}")
    good = code == 0 and bool(verdict.total) and not verdict.problems
    say(f"   {verdict.passed} passed, {verdict.failed} failed, {len(verdict.problems)} problems in {log}")
    return verdict.passed, verdict.failed, good


def update_pass(instance):
    """Update the add-ons on a database with a month of data: nothing is lost, nothing is logged; counts as one test."""
    database = instance.database("update")
    ours = ",".join(addons())
    options = ["--with-demo", "--skip-auto-install", "--stop-after-init", "--no-http"]
    with step("Test: updating the add-ons on a database with a month of data", "1 minute"):
        instance.copy(instance.template("en_US"), database)
        instance.odoo("server", "-d", database, *options, "-i", ours, log="update.log", problem="odoo -i failed")
        instance.live_demo_month(database)
        before = row_counts(instance, database)
        instance.odoo("server", "-d", database, *options, "-u", ours, log="update.log", problem="odoo -u failed")
        after = row_counts(instance, database)
        instance.drop(database)
    problems = Verdict((LOGS / "update.log").read_text(errors="replace")).problems
    problems += [
        f"{table}: {before[table]} rows became {after.get(table)}"
        for table in before
        if before[table] != after.get(table)
    ]
    for problem in problems:
        say(problem)
    return (0, 1, False) if problems else (1, 0, True)


def row_counts(instance, database):
    """Rows of every table of ours, and of the documents that ours lead to."""
    tables = instance.postgres.sql(
        database,
        "select tablename from pg_tables where schemaname = 'public' and (tablename like 'reception\\_%' "
        "or tablename in ('hr_expense', 'account_move', 'mail_activity')) order by 1",
    )
    queries = [f"select count(*) from {table}" for table in tables]
    return dict(zip(tables, instance.postgres.sql(database, *queries), strict=True))


class Verdict:
    """What the log of a test run says."""

    def __init__(self, log):
        self.problems = []  # skipped tests, and records of level WARNING or worse, with their tracebacks
        allowed = [re.compile(rule) for rule in allowed_lines()]
        skipped = 0
        for record in records(log):
            match = LINE.match(record)
            if match["text"].startswith("skipped ") and match["logger"].startswith("odoo.addons."):
                skipped += 1
                self.problems.append(record)
            elif is_bad(match) and not any(rule.search(record) for rule in allowed):
                self.problems.append(record)
        results = list(RESULT.finditer(log))
        self.total = int(results[-1][3]) if results else None
        self.failed = int(results[-1][1]) + int(results[-1][2]) + skipped if results else 1
        self.passed = max(0, (self.total or 0) - self.failed)

    def different_problems(self):
        """The problems without date and process, and how often each occurs."""
        return collections.Counter(problem.split(maxsplit=3)[3] for problem in self.problems)


def is_bad(match):
    """Odoo's result line repeats at level ERROR what the lines before have said."""
    return match["level"] in ("WARNING", "ERROR", "CRITICAL") and match["logger"] != "odoo.tests.result"


def records(log):
    """Split a log into records: a line with a date and the lines that follow it."""
    record = []
    for line in log.splitlines():
        if LINE.match(line):
            if record:
                yield "\n".join(record)
            record = [line]
        elif record:
            record.append(line)
    if record:
        yield "\n".join(record)


def allowed_lines():
    for line in ALLOWED.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()
