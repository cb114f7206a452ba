"""make test: every test of every add-on, on databases made for this run.

The add-ons are installed once for each kind of database; what is installed is kept until a file changes that an
installation reads. The tests run on copies, in shares of about the same length, as many at a time as there are cores.
"""

import os
import resource
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import debian
from common import CLONE, LOGS, STATE, addons, digest, lock, say, step
from demo import digest_of_addons
from instance import Instance, free_port
from shares import Stopwatch, once, remember, shares
from verdict import Verdict

# where the tests run: its title, whether Odoo installs its automatic modules, and in how many shares
DEMO = "demo", "English database with demo data", False, 3
AUTO = "auto", "English database with the automatic modules", True, 2


def test():
    instance = Instance()
    debian.warm_up(debian.browser(instance.bin), instance.environment)
    with lock(f"test-{CLONE}"), ThreadPoolExecutor(max(2, os.cpu_count())) as pool:
        if tags := os.environ.get("TAGS"):
            results = [finished(some, instance, tags)]
        else:
            results = [future.result() for future in whole(instance, pool)]
    passed, failed, good = (list(column) for column in zip(*results, strict=True))
    say(f"   {resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime:.0f} s of processor time")
    say(f"{sum(passed)} passed, {sum(failed)} failed")
    sys.exit(0 if all(good) else 1)


def some(instance, tags):
    return test_pass(instance, DEMO, 1, tags, installed(instance, DEMO))


def whole(instance, pool):
    """Begin everything, the longest first."""
    for kind in (DEMO, AUTO):  # one after the other: both would write the same template's log
        instance.template("en_US", kind[2])
    try:
        demo, auto = pool.map(partial(installed_with_bundles, instance), (DEMO, AUTO))
    except SystemExit as error:
        say(str(error))
        return [pool.submit(lambda: (0, 1, False))]
    jobs = [(DEMO, demo, share) for share in shares(DEMO[0], DEMO[3])]
    jobs += [(AUTO, auto, share) for share in shares(AUTO[0], AUTO[3], without=once())]
    jobs.sort(key=lambda job: -job[2].seconds)
    futures, numbers = [], {}
    for kind, base, share in jobs:
        numbers[kind] = numbers.get(kind, 0) + 1
        futures.append(pool.submit(finished, test_pass, instance, kind, numbers[kind], share.tags, base))
    return [*futures, pool.submit(finished, update_pass, instance, demo)]


def finished(one_pass, *arguments):
    """A pass that ends before its time is a failure, and the last line is printed all the same."""
    try:
        return one_pass(*arguments)
    except SystemExit as error:
        say(str(error))
        return 0, 1, False


def installed(instance, kind):
    """A database on which our add-ons are installed, and what the log of the installation says."""
    name, title, auto_install, _shares = kind
    template = instance.template("en_US", auto_install)
    prefix = instance.database(f"base_{name}_")
    database = prefix + digest(template, digest_of_addons())
    log = LOGS / f"install-{name}.log"
    if instance.postgres.databases(database) != [database] or not log.exists():
        options = ["--no-http", "--stop-after-init", "-i", ",".join(addons())]
        options += [] if auto_install else ["--with-demo", "--skip-auto-install"]
        with step(f"Installing the add-ons: {title}", "1 minute"):
            for old in instance.postgres.databases(prefix):
                instance.drop(old)
            instance.copy(template, f"{prefix}new")
            instance.odoo("server", "-d", f"{prefix}new", *options, log=log.name, problem="odoo -i failed")
            instance.rename(f"{prefix}new", database)
    return database, log


def installed_with_bundles(instance, kind):
    """The same, ready for the first browser: each share would make the bundles of assets again."""
    base = database, _log = installed(instance, kind)
    done = STATE / f"bundles-{kind[0]}"
    if not done.exists() or done.read_text() != database:
        with step(f"Bundles of assets: {kind[1]}", "20 s"):
            instance.pregenerate_bundles(database)
        done.write_text(database)
    return base


def test_pass(instance, kind, number, tags, base):
    """Run tests once; return how many passed, how many failed, and whether all is well."""
    name, title, _auto_install, _shares = kind
    base, install_log = base
    database = instance.database(f"test_{name}_{number}")
    log = LOGS / f"test-{name}-{number}.log"
    http = free_port()
    options = ["--http-port", str(http), "--gevent-port", str(free_port([http]))]
    options += ["--test-tags", tags, "--stop-after-init", "--screenshots", str(LOGS / "screenshots")]
    with step(f"Tests: {title}, share {number}", "1 to 5 minutes"):
        instance.copy(base, database)
        command = map(str, instance.command("server", "-d", database, *options))
        with subprocess.Popen(
            list(command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=instance.environment
        ) as odoo:
            stopwatch = Stopwatch()
            with log.open("wb") as out:
                for line in odoo.stdout:
                    out.write(line)
                    stopwatch.read(line)
        instance.drop(database)
    remember(name, stopwatch)
    verdict = Verdict(log.read_text(errors="replace"))
    verdict.problems += Verdict(install_log.read_text(errors="replace")).problems if number == 1 else []
    for problem, times in verdict.different_problems().items():
        say(problem + (f"   [{times} times]" if times > 1 else ""))
    if verdict.total is None:
        say(f"   Odoo ended with code {odoo.returncode} before the tests were over")
        if not verdict.problems:
            say("\n".join(log.read_text(errors="replace").splitlines()[-15:]))
    elif not verdict.total:
        say(f"   no test matches {tags}")
    good = odoo.returncode == 0 and bool(verdict.total) and not verdict.problems
    say(f"   {verdict.passed} passed, {verdict.failed} failed, {len(verdict.problems)} problems in {log}")
    return verdict.passed, verdict.failed, good


def update_pass(instance, base):
    """Update the add-ons on a database with a month of data: nothing is lost, nothing is logged; counts as one test."""
    database = instance.database("update")
    options = ["--stop-after-init", "--no-http", "-u", ",".join(addons())]
    with step("Test: updating the add-ons on a database with a month of data", "1 minute"):
        instance.copy(base[0], database)
        instance.live_demo_month(database)
        before = row_counts(instance, database)
        instance.odoo("server", "-d", database, *options, log="update.log", problem="odoo -u failed")
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
