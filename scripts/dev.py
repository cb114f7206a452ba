"""The developer commands: make COMMAND, or python3 scripts/dev.py COMMAND."""

import os
import shutil
import subprocess
import sys

import bench
import cluster
import demo
import linting
import pictures
import testing
from common import CACHE, CLONE, DISK, LOGS, ROOT, STATE, addons, die, say, step
from instance import RUNTIME, Instance, data_folder
from postgres import OWN_SERVER, Postgres
from python_env import venv_folder


def i18n():
    """Export the terms of each add-on and merge them into its translations."""
    instance = Instance()
    database = instance.database("i18n")
    template = instance.template()
    names = list(addons())
    with step("Exporting the terms and merging them into the translations", "20 to 40 s"):
        instance.copy(template, database)
        # names in demo data are no terms
        instance.postgres.sql(database, "update ir_module_module set demo = false")
        options = ["--no-http", "--skip-auto-install", "--stop-after-init", "-i", ",".join(names)]
        instance.odoo("server", "-d", database, *options, log="i18n.log", problem="cannot install the add-ons")
        instance.odoo("i18n export", "-d", database, *names, log="i18n.log", problem="cannot export the terms")
        instance.drop(database)
    sys.exit(subprocess.call([instance.venv / "bin/python", ROOT / "scripts/merge_terms.py", *names], cwd=ROOT))


def stop():
    demo.stop_server()
    postgres = existing_postgres()
    if postgres and postgres.stop_if_unused():
        say("   PostgreSQL stopped")


def clean():
    """Remove what belongs to this clone; with ALL=1 the cache that all clones share as well."""
    demo.stop_server()
    if postgres := existing_postgres():
        postgres.start()
        prefix = "reception_" if os.environ.get("ALL") else f"reception_{CLONE}_"
        for name in postgres.databases(prefix):
            postgres.sql("postgres", f"drop database {name} with (force)")
            shutil.rmtree(data_folder() / "filestore" / name, ignore_errors=True)
            say(f"   dropped {name}")
        postgres.stop_if_unused()
    folders = [STATE]
    if os.environ.get("ALL"):
        folders = [CACHE, *([] if OWN_SERVER or not postgres else [postgres.folder, postgres.socket])]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
        say(f"   removed {folder}")


def existing_postgres():
    """PostgreSQL, if it was ever set up here."""
    folder = venv_folder(*RUNTIME)
    if not (folder / ".complete").exists():
        return None
    postgres = Postgres(folder)
    return postgres if OWN_SERVER or (postgres.folder / "data").exists() else None


COMMANDS = {
    "run": demo.run,
    "update": demo.update,
    "shell": demo.shell,
    "test": testing.test,
    "lint": linting.lint,
    "format": linting.write_format,
    "bench": bench.bench,
    "cluster": cluster.cluster,
    "i18n": i18n,
    "pictures": pictures.pictures,
    "stop": stop,
    "clean": clean,
}

if __name__ == "__main__":
    command = COMMANDS.get("".join(sys.argv[1:])) or die(f"usage: dev.py {'|'.join(COMMANDS)}")
    try:
        LOGS.mkdir(parents=True, exist_ok=True)
        command()
    except KeyboardInterrupt:
        die("interrupted", "running the same command again continues")
    except OSError as error:
        die(f"{error.strerror}: {error.filename}", DISK)
