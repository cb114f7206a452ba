"""What all scripts share: where things are kept, messages, locks, running programs."""

import ast
import fcntl
import hashlib
import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
USER_CACHE = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
CACHE = Path(os.environ.get("ODOO_DEV_CACHE") or Path(USER_CACHE, "odoo19-dev")).absolute()


def digest(*parts, length=8):
    return hashlib.sha1("\0".join(map(str, parts)).encode()).hexdigest()[:length]


FULL = re.compile("No space left on device|enough free space|full disk")
DISK = "check disk space and rights, or set ODOO_DEV_CACHE to another folder"
CLONE = digest(ROOT)  # every clone has its own databases, logs and settings
STATE = CACHE / "clones" / CLONE
LOGS = STATE / "log"


def addons():
    """Our add-ons, as {name: manifest}: the root's folders that have a manifest."""
    manifests = sorted(ROOT.glob("*/__manifest__.py"))
    found = {path.parent.name: ast.literal_eval(path.read_text()) for path in manifests}
    return found or die("no add-on in this folder: expected */__manifest__.py")


def say(text=""):
    print(text, flush=True)


def die(problem, mend=""):
    sys.exit(f"error: {problem}" + (f" -> {mend}" if mend else ""))


@contextmanager
def step(text, expected):
    """Tell what is being done, how long it usually takes and how long it took."""
    say(f"== {text} (about {expected})")
    start = time.monotonic()
    yield
    say(f"   done in {time.monotonic() - start:.1f} s")


@contextmanager
def lock(name):
    """Let only one process of this cache do this at a time."""
    locks = CACHE / "locks"
    locks.mkdir(parents=True, exist_ok=True)
    with open(locks / name, "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"   waiting: another run holds {name}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def run(command, log, env=None, stdin=None):
    """Run a program with its output in a file of the log folder; return its exit code."""
    LOGS.mkdir(parents=True, exist_ok=True)
    with open(LOGS / log, "ab") as out:
        return subprocess.run(
            [str(word) for word in command],
            stdout=out, stderr=out, env=env, check=False, text=True,
            **({"input": stdin} if stdin else {"stdin": subprocess.DEVNULL}),
        ).returncode  # fmt: skip


def must(command, log, problem, mend="", **options):
    """Run a program that has to succeed, else end with one clear line."""
    (LOGS / log).unlink(missing_ok=True)
    if run(command, log, **options):
        lines = [line for line in (LOGS / log).read_text(errors="replace").splitlines() if line.strip()]
        errors = [line for line in lines if is_error(line)]
        # on a full disk not even the log can be written
        full = [line for line in lines or ["no output, as on a full disk"] if FULL.search(line)]
        reason = (full or errors or lines)[-1].strip()[:300]
        mend = DISK if full else mend
        die(f"{problem}: {reason} (log: {LOGS / log})", mend)


def is_error(line):
    return ("error" in line.lower() or line.startswith("E:")) and "complete log" not in line
