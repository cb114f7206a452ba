"""Odoo itself: its settings, its databases, and how it is started."""

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

import debian
from common import CACHE, CLONE, LOGS, ROOT, STATE, addons, die, digest, lock, must, step
from postgres import OWN_SERVER, Postgres
from python_env import venv

TEMPLATE_VERSION = 2  # raise it when the way of making templates changes
RUNTIME = "venv", ["requirements.txt", "requirements-dev.txt"], "requirements-nodeps.txt"


class Instance:
    """Everything that must be there before Odoo can start; made on first use."""

    def __init__(self):
        self.libraries = debian.libraries()
        self.package, self.version = own_odoo() or (debian.odoo(), None)
        self.version = self.version or (CACHE / "odoo/.version").read_text()
        self.venv = venv(*RUNTIME)
        self.bin = CACHE / "bin"
        self.link_wkhtmltopdf()
        self.postgres = Postgres(self.venv)
        self.postgres.start()
        self.data = data_folder()
        self.config = STATE / "odoo.conf"
        self.write_config()

    def link_wkhtmltopdf(self):
        """Patched Qt prints headers, footers and page numbers; the packages of Debian do not."""
        link = self.venv / "bin/wkhtmltopdf"
        for program in self.venv.glob("lib/python3*/site-packages/pydf/bin/wkhtmltopdf"):
            if not link.exists():
                program.chmod(0o755)
                link.symlink_to(program)

    def write_config(self):
        STATE.mkdir(parents=True, exist_ok=True)
        (STATE / "path").write_text(str(ROOT))
        core = [path for path in [self.package / "addons"] if (path / "web/static").exists()]
        keys = () if OWN_SERVER else ("host", "port", "user")
        lines = [
            "[options]",
            f"addons_path = {','.join(map(str, [ROOT, *core]))}",
            f"data_dir = {self.data}",
            "http_interface = 127.0.0.1",
            "max_cron_threads = 1",
            *(f"db_{key} = {os.environ[f'PG{key.upper()}']}" for key in keys),
        ]
        self.config.write_text("\n".join(lines) + "\n")

    @property
    def environment(self):
        unwanted = ("PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PGDATABASE")
        return {
            **{key: value for key, value in os.environ.items() if key not in unwanted},
            **self.libraries,
            "PATH": f"{self.venv}/bin:{self.bin}:{os.environ['PATH']}",
            "PYTHONPATH": str(self.package),
            "PYTHONPYCACHEPREFIX": str(CACHE / "pyc"),
        }

    def command(self, name, *arguments):
        return [self.venv / "bin/python", "-m", "odoo", *name.split(), "-c", self.config, *arguments]

    def odoo(self, *arguments, log, problem, stdin=None):
        """Run an Odoo command that has to succeed."""
        must(self.command(*arguments), log, problem, env=self.environment, stdin=stdin)

    # -- databases -------------------------------------------------------------------------------

    def database(self, name):
        return f"reception_{CLONE}_{name}"

    def template(self, language="en_US", auto_install=False):
        """A database with all modules that ours depend on, for a company in China; made once.

        Its modules are marked as having demo data, though they have none: so Odoo loads the demo
        data of our add-ons and no other.
        """
        needed = ",".join(sorted(dependencies()))
        key = digest(TEMPLATE_VERSION, self.version, needed, language, auto_install)
        name = f"reception_template_{key}"
        with lock(f"template-{key}"):
            if self.postgres.databases(name) == [name]:
                return name
            new = f"{name}_new"
            kind = "with automatic modules" if auto_install else "no automatic modules"
            with step(f"Template database ({language}, {kind}): {needed}", "60 to 120 s"):
                self.create_template(new, needed, language, auto_install)
            self.rename(new, name)
        return name

    def create_template(self, name, needed, language, auto_install):
        how = {"log": "template.log", "problem": "cannot make the template database"}
        self.odoo("db", "init", "--force", "--country", "CN", "--language", language, name, **how)
        options = ["--no-http", "--stop-after-init", *([] if auto_install else ["--skip-auto-install"])]
        self.odoo("server", "-d", name, *options, "-i", needed, **how)
        self.postgres.sql(
            name,
            "update res_lang set active = true where code = 'en_US'",
            "update ir_module_module set demo = true where state = 'installed'",
        )
        if language == "en_US" and not auto_install:  # where tours run: Odoo wants all bundles before the first
            self.pregenerate_bundles(name)

    def pregenerate_bundles(self, database):
        self.shell(database, "env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()")

    def shell(self, database, script):
        """Run a script in odoo shell, which ends well even if the script fails."""
        done = "script is done"
        script = f"{script}\nprint({done!r})\n"
        log = f"shell-{database}.log"
        self.odoo("shell", "-d", database, "--no-http", log=log, problem="odoo shell failed", stdin=script)
        if done not in (LOGS / log).read_text():
            die(f"a script in odoo shell failed (log: {LOGS / log})")

    def live_demo_month(self, database):
        """Fill a demo database: the core's month, then that of each add-on that has ``demo/month/*.py``."""
        helpers = ROOT / "scripts/demo_helpers.py"
        months = [[ROOT / "scripts" / name for name in ("demo_month.py", "demo_petty_cash.py")]]
        months += [sorted((ROOT / name / "demo/month").glob("*.py")) for name in addons()]
        for files in filter(None, months):
            self.shell(database, "\n".join(path.read_text() for path in (helpers, *files)))

    def copy(self, source, target):
        self.drop(target)
        with lock(source):
            self.postgres.sql("postgres", f"create database {target} template {source}")
        shutil.copytree(self.filestore(source), self.filestore(target), dirs_exist_ok=True)

    def rename(self, source, target):
        shutil.rmtree(self.filestore(target), ignore_errors=True)
        self.filestore(source).rename(self.filestore(target))
        self.postgres.sql("postgres", f"alter database {source} rename to {target}")

    def drop(self, name):
        self.postgres.sql("postgres", f"drop database if exists {name} with (force)")
        shutil.rmtree(self.filestore(name), ignore_errors=True)

    def filestore(self, name):
        return self.data / "filestore" / name


def data_folder():
    """Odoo's files that belong to the databases of one PostgreSQL server."""
    if not OWN_SERVER:
        return CACHE / "data"
    return CACHE / f"data-{digest(*(os.environ.get(f'PG{key}') for key in ('HOST', 'PORT', 'SERVICE')))}"


def own_odoo():
    """The Odoo that the variable ODOO names, as (folder of the package odoo, what identifies it)."""
    if not os.environ.get("ODOO"):
        return None
    folder = Path(os.environ["ODOO"]).expanduser().absolute()
    release = folder / "odoo/release.py"
    if not release.exists():
        die(f"ODOO={folder} has no odoo/release.py", "give the folder that contains the package odoo")
    if not re.search(r"version_info = \(19,", release.read_text()):
        die(f"ODOO={folder} is not Odoo 19", "check out the branch 19.0")
    head = subprocess.run(["git", "-C", folder, "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return folder, digest(folder, head.stdout, release.stat().st_mtime)


def dependencies():
    ours = addons()
    needed = {name for manifest in ours.values() for name in manifest.get("depends", [])}
    return needed - set(ours) | {"l10n_cn"}


def free_port(used=()):
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            if (port := probe.getsockname()[1]) not in used:
                return port
