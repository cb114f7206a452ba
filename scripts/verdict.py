"""What the log of a test run says.

Odoo's own exit code is not enough: it is 0 when no test matches, when a test is skipped because
there is no browser, and when an error was only logged. So the log is judged here as well.
"""

import collections
import re

from common import ROOT

LINE = re.compile(r"\d{4}-\d\d-\d\d \S+ \d+ (?P<level>[A-Z]+) \S+ (?P<logger>\S+?): (?P<text>.*)")
RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
ALLOWED = ROOT / "scripts/allowed_log_lines.txt"


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
