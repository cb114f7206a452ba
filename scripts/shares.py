"""The tests of all add-ons in shares of about the same length, as Odoo's test tags.

How long each file takes is measured while it runs, by the clock of this process: tests stop Odoo's.
"""

import json
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from common import ROOT, STATE, addons

STARTING = re.compile(rb" odoo\.addons\.(?P<module>\S+?): Starting \w+\.\w+ ")
MEASURED = STATE / "test-seconds.json"
TOUR = re.compile(r"\b(?:start_tour|browser_js)\(")
TEST = re.compile(r"^ +def test_", re.MULTILINE)
writing = threading.Lock()


@dataclass
class Share:
    seconds: float = 0
    files: list = field(default_factory=list)
    tags: str = ""


def shares(kind, count, without=()):
    """Divide the files that have tests. The last share asks for all that no other has, so none can be forgotten."""
    measured = json.loads(MEASURED.read_text()).get(kind, {}) if MEASURED.exists() else {}
    seconds = {path: measured.get(path) or estimate(ROOT / path[1:]) for path in test_files("test_*.py")}
    found = [Share() for _number in range(count)]
    for path in sorted(set(seconds) - set(without), key=lambda path: (-seconds[path], path)):
        least = min(found, key=lambda share: share.seconds)
        least.files.append(path)
        least.seconds += seconds[path]
    *others, last = found
    for share in others:
        share.tags = ",".join(share.files)
    elsewhere = [*without, *(path for share in others for path in share.files)]
    last.tags = ",".join([*(f"/{name}" for name in addons()), *(f"-{path}" for path in elsewhere)])
    return found


def estimate(path):
    """Seconds of a file that has never been measured."""
    text = path.read_text()
    return len(TEST.findall(text)) * 0.5 + len(TOUR.findall(text)) * 10


def once():
    """Files whose tests are about our screens, our sources or random sequences of our engine, not about the database."""
    patterns = "test_tour*.py", "test_*properties.py", "test_odoo_lint.py", "test_*translations.py"
    return [path for pattern in patterns for path in test_files(pattern)]


def test_files(pattern):
    return [f"/{path.relative_to(ROOT)}" for name in addons() for path in (ROOT / name).glob(f"tests/**/{pattern}")]


class Stopwatch:
    """Reads a log while it is written, and adds up the seconds of each file of tests."""

    def __init__(self):
        self.seconds = Counter()
        self.file, self.since = None, time.monotonic()

    def read(self, line):
        if not (match := STARTING.search(line)):
            return
        self.stop()
        self.file = "/" + match["module"].decode().replace(".", "/") + ".py"

    def stop(self):
        now = time.monotonic()
        if self.file:
            self.seconds[self.file] += now - self.since
        self.since = now


def remember(kind, stopwatch):
    """Keep what was measured for the next division."""
    stopwatch.stop()
    with writing:
        measured = json.loads(MEASURED.read_text()) if MEASURED.exists() else {}
        measured.setdefault(kind, {}).update({path: round(value, 1) for path, value in stopwatch.seconds.items()})
        MEASURED.write_text(json.dumps(measured, indent=1, sort_keys=True))
