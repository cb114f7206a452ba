"""make lint: every checker, each with its pinned version; all run even if one fails."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from common import CACHE, ROOT, addons, digest, lock, must, say, step
from python_env import MEND, venv

JAVASCRIPT = "static/**/*.js"
PYLINT_OFF = ",".join(
    [
        "consider-merging-classes-inherited",  # big models are split by concern on purpose
        "manifest-required-author",  # wants the name of a community's association
        "missing-return",  # also wants it of hooks that return nothing
        "missing-readme",  # add-ons have readme/ fragments and one README at the root
        "prefer-env-translation",  # does not see that `_` is `self.env._`
    ]
)


def lint():
    folder, node, prettier = tools()
    names = list(addons())
    translations = files("i18n/*.po")
    checks = {
        "ruff": ["ruff", "check", *python_folders()],
        "ruff format": ["ruff", "format", "--check", *python_folders()],
        "pylint-odoo": ["pylint", f"--disable={PYLINT_OFF}", *names],
        "oca-checks-odoo-module": ["oca-checks-odoo-module", "--config", ".oca_hooks.cfg", *names],
        "oca-checks-po": translations and ["oca-checks-po", "--disable", "po-pretty-format", *translations],
        "rooms": [sys.executable, "scripts/rooms.py", "--check"],
        "guides": [sys.executable, "scripts/guides.py"],
        "codespell": ["codespell", *names, "scripts", "README.md", "docs"],
        "prettier": files(JAVASCRIPT) and [node, prettier, "--check", *files(JAVASCRIPT)],
    }
    checks = {name: command for name, command in checks.items() if command}
    with ThreadPoolExecutor(max(2, os.cpu_count())) as pool:
        good = pool.map(lambda name: check(name, checks[name], folder), checks)
    failed = [name for name, is_good in zip(checks, good, strict=True) if not is_good]
    say(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    sys.exit(1 if failed else 0)


def write_format():
    folder, node, prettier = tools()
    good = check("ruff", ["ruff", "check", "--fix", *python_folders()], folder)
    check("ruff format", ["ruff", "format", *python_folders()], folder)
    if files(JAVASCRIPT):
        check("prettier", [node, prettier, "--write", *files(JAVASCRIPT)], folder)
    sys.exit(0 if good else 1)


def tools():
    folder = venv("lint", ["requirements-lint.txt"], expected="10 to 30 s")
    return folder, folder / "bin/node", prettier_program(folder)


def python_folders():
    return [*addons(), *(name for name in ("scripts", "benchmarks") if (ROOT / name).is_dir())]


def files(pattern):
    """The files of our add-ons that match, except other people's in static/lib."""
    found = (path.relative_to(ROOT) for name in addons() for path in sorted((ROOT / name).glob(pattern)))
    return [path for path in found if "lib" not in path.parts]


def check(name, command, folder):
    environment = {**os.environ, "PATH": f"{folder}/bin:{os.environ['PATH']}"}
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    good = result.returncode == 0
    say(f"== {name}: {'ok' if good else 'FAILED'}")
    if not good:
        say((result.stdout + result.stderr).strip())
    return good


def prettier_program(folder):
    """Prettier of the version in package.json; node and npm are in the virtual environment."""
    tree = CACHE / f"prettier-{digest((ROOT / 'package.json').read_text())}"
    program = tree / "node_modules/prettier/bin/prettier.cjs"
    with lock("prettier"):
        if not program.exists():
            with step("Prettier", "5 s"):
                tree.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / "package.json", tree)
                npm = [folder / "bin/npm", "install", "--prefix", tree, "--no-audit", "--no-fund"]
                environment = {**os.environ, "PATH": f"{folder}/bin:{os.environ['PATH']}"}
                must(npm, "npm.log", "cannot install prettier", MEND, env=environment)
    return program
