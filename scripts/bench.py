"""make bench: what the screens cost, beside their peers, in one run on a database made for it."""

import os
import subprocess
import sys

from common import LOGS, ROOT, addons, lock, step
from instance import Instance


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
        script = (
            f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
            f"from benchmarks import harness\nharness.main(env, {names!r})\n"
        )
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
        instance.drop(database)
    log = (LOGS / "bench.log").read_text()
    if "Traceback" in log or not lines:
        sys.exit(f"error: a scenario failed\n{log[-2000:]}")
