"""Virtual environments in the cache, keyed by the pins and the Python version."""

import os
import platform
import shutil
import subprocess
import sys

from common import CACHE, ROOT, die, digest, lock, must, step

NEWEST = (3, 13)  # the newest Python that Odoo 19 supports
MEND = "check the network, then run the same command again: it continues"


def python():
    """A Python that Odoo 19 supports: the running one, else an older one on PATH."""
    if (3, 10) <= sys.version_info[:2] <= NEWEST:
        return sys.executable
    for minor in range(NEWEST[1], 9, -1):
        if found := shutil.which(f"python3.{minor}"):
            return found
    return die(
        f"Odoo 19 needs Python 3.10 to 3.13, this is {platform.python_version()}", "install python3.13 with venv"
    )


def venv_folder(name, pins, without_dependencies=None):
    """Where the virtual environment for these pins is or will be."""
    version = subprocess.check_output([python(), "-V"], text=True).strip()
    files = [*pins, *([without_dependencies] if without_dependencies else [])]
    return CACHE / f"{name}-{digest(version, *((ROOT / path).read_text() for path in files))}"


def venv(name, pins, without_dependencies=None, expected="20 to 60 s"):
    """Make the virtual environment `name` from the pins, once; return its folder."""
    folder = venv_folder(name, pins, without_dependencies)
    with lock(name):
        if (folder / ".complete").exists():
            return folder
        with step(f"Python packages of {', '.join(pins)}", expected):
            shutil.rmtree(folder, ignore_errors=True)
            CACHE.mkdir(parents=True, exist_ok=True)
            mend = "sudo apt-get install python3-venv, then run the same command again"
            must([python(), "-m", "venv", folder], "venv.log", "this Python cannot make a virtual environment", mend)
            # wheels only, so that no compiler is needed; these two are plain Python
            pip = [folder / "bin/pip", "install", "-q", "--disable-pip-version-check"]
            pip += ["--only-binary=:all:", "--no-binary=ofxparse,docopt"]
            environment = {key: value for key, value in os.environ.items() if key != "PIP_USER"}
            problem = "cannot install the Python packages"
            wanted = [word for path in pins for word in ("-r", ROOT / path)]
            must([*pip, *wanted], "pip.log", problem, MEND, env=environment)
            if without_dependencies:
                wanted = ["--no-deps", "-r", ROOT / without_dependencies]
                must([*pip, *wanted], "pip.log", problem, MEND, env=environment)
            (folder / ".complete").touch()
    return folder
