"""What comes from Debian's or Ubuntu's archive: Odoo, Chromium, fonts, libraries.

Everything is unpacked into the cache. No root rights are needed, nothing is installed on the
machine, and apt checks signatures, sizes and checksums with folders of its own.
"""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from common import CACHE, die, digest, lock, must, step

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
NETWORK = "check the network (or set DEBIAN_MIRROR), then run the same command again: it continues"
BROWSERS = "google-chrome", "chromium", "chromium-browser", "google-chrome-stable"  # as Odoo does
# the two fonts of trixie: sid's newer versions renamed the files that Odoo's links point to
ODOO_PACKAGES = (
    "odoo-19", "libjs-jquery", "fonts-montserrat", "fonts-roboto-unhinted", "fonts-ocr-b",
    "fonts-font-awesome/trixie", "fonts-inconsolata/trixie",
)  # fmt: skip
# of the languages only zh_* is kept; dist-packages/addons is a stray second copy without views
EXCLUDES = (
    "--exclude=./usr/share/doc --exclude=./usr/lib/python3/dist-packages/addons"
    " --exclude='*/i18n/[a-y]*.po' --exclude='*/i18n_extra/[a-y]*.po'"
)
LIBRARIES = "libxrender1", "libxext6", "libfontconfig1", "libcairo2", "fontconfig", "fonts-noto-cjk"


def os_release():
    lines = Path("/etc/os-release").read_text().splitlines()
    return dict(line.replace('"', "").split("=", 1) for line in lines if "=" in line)


def debian_mirror():
    """DEBIAN_MIRROR, or the one apt uses, or the default that python-apt-common knows (Ubuntu)."""
    if os.environ.get("DEBIAN_MIRROR"):
        return os.environ["DEBIAN_MIRROR"]
    targets = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(ORIGIN)|$(RELEASE)|$(SITE)", "Created-By: Packages"],
        capture_output=True, text=True, check=False,
    ).stdout.splitlines()  # fmt: skip
    for origin, release, site in (line.split("|") for line in targets):
        if origin == "Debian" and not re.search("security|backports", release):
            return site
    configured = re.findall(r"^(?:URIs:|deb .*?)\s*(\S+/debian)/?\s", apt_sources(), re.M)
    default = Path("/usr/share/python-apt/templates/Debian.info")
    known = re.findall(r"^BaseURI: (\S+)", default.read_text(), re.M) if default.exists() else []
    return (configured or known or [None])[0] or die(
        "no Debian mirror known", "set DEBIAN_MIRROR=<address of a Debian mirror>, or ODOO=/path/to/odoo"
    )


def apt_sources():
    folder = Path("/etc/apt")
    files = [folder / "sources.list", *folder.glob("sources.list.d/*.list"), *folder.glob("sources.list.d/*.sources")]
    return "\n".join(path.read_text() for path in files if path.exists())


class Apt:
    """apt-get with its own lists, cache and, if `suites` are given, its own sources."""

    def __init__(self, name, suites=(), status="/var/lib/dpkg/status"):
        if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
            die("this machine has no apt-get and dpkg-deb", "set ODOO=/path/to/odoo to use your own Odoo 19")
        self.folder = CACHE / "apt" / name
        for sub in ("lists/partial", "cache/archives/partial", "state"):
            (self.folder / sub).mkdir(parents=True, exist_ok=True)
        options = {
            "Dir::State": self.folder / "state",
            "Dir::State::Lists": self.folder / "lists",
            "Dir::State::status": status,
            "Dir::Cache": self.folder / "cache",
            "Dir::Etc::preferencesparts": "/dev/null",
            "Debug::NoLocking": "1",
            "APT::Sandbox::User": "",
            "APT::Install-Recommends": "false",
            "Acquire::Languages": "none",
            "Acquire::Retries": "2",
        }
        self.own_sources = bool(suites)
        if suites:
            if not KEYRING.exists():
                die("Debian's signing keys are missing", "sudo apt-get install debian-archive-keyring")
            sources = self.folder / "sources.list"
            mirror = debian_mirror()
            sources.write_text("".join(f"deb [signed-by={KEYRING}] {mirror} {suite} main\n" for suite in suites))
            options |= {"Dir::Etc::sourcelist": sources, "Dir::Etc::sourceparts": "/dev/null"}
            # a snapshot's index is old on purpose; it is signed all the same
            options["Acquire::Check-Valid-Until"] = "false"
        self.command = ["apt-get", "-q", "-y"]
        for key, value in options.items():
            self.command += ["-o", f"{key}={value}"]

    def get(self, *arguments, what):
        must([*self.command, *arguments], "apt.log", f"cannot download {what}", NETWORK)

    def update(self):
        """Only a failure of our own sources counts: the machine may have broken ones of others."""
        strict = ["-o", "APT::Update::Error-Mode=any"] if self.own_sources else []
        self.get(*strict, "update", what="the package index")

    def install_into(self, tree, packages, without=()):
        """Unpack the packages, and what they need and the machine lacks, into a folder."""
        self.update()
        self.get("install", "--download-only", *packages, what=packages[0])
        new = tree.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        for deb in sorted(self.folder.glob("cache/archives/*.deb")):
            if deb.name.split("_")[0] not in without:
                must(["dpkg-deb", "-x", deb, new], "unpack.log", f"cannot unpack {deb.name}")
        shutil.rmtree(tree, ignore_errors=True)
        new.rename(tree)
        shutil.rmtree(self.folder)

    def download(self, *packages):
        self.update()
        archives = self.folder / "cache/archives"
        cwd = os.getcwd()
        os.chdir(archives)  # "apt-get download" writes to the current folder
        try:
            self.get("download", *packages, what=packages[0])
        finally:
            os.chdir(cwd)
        return sorted(archives.glob("*.deb"))


def library_path(tree):
    found = (path for lib in ("usr/lib", "lib") for path in tree.glob(f"{lib}/*-linux-gnu/**/lib*.so*"))
    folders = {str(path.parent) for path in found}
    return ":".join(sorted(folders))


def libraries():
    """Get the fonts and shared libraries the machine lacks; return the environment to use them."""
    system = os_release()
    tree = CACHE / f"libraries-{digest(system.get('ID'), system.get('VERSION_ID'), *LIBRARIES)}"
    with lock("libraries"):
        if not tree.exists() and shutil.which("apt-get"):
            with step("Fonts and libraries that this machine lacks, from its own archive", "5 to 20 s"):
                Apt("libraries").install_into(tree, LIBRARIES)
                (tree / "fonts.conf").write_text(
                    "<fontconfig>"
                    '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
                    f'<include ignore_missing="yes">{tree}/etc/fonts/fonts.conf</include>'
                    f"<dir>{tree}/usr/share/fonts</dir><cachedir>{CACHE}/fontconfig</cachedir>"
                    "</fontconfig>"
                )
    if not tree.exists():
        return {}
    environment = {"FONTCONFIG_FILE": str(tree / "fonts.conf")}
    if path := library_path(tree):
        environment["LD_LIBRARY_PATH"] = path
    return environment


def is_snap(program):
    """Ubuntu's chromium is a snap: it cannot see the profile folder that Odoo makes for it."""
    path = os.path.realpath(program)
    with open(path, "rb") as handle:
        return "snap" in path or b"/snap/bin" in handle.read(4096)


def browser(bin_folder):
    """The browser that Odoo will find on PATH; one is unpacked and linked if there is none."""
    own = bin_folder / "chromium"
    found = [path for name in BROWSERS if (path := shutil.which(name)) and not is_snap(path)]
    if found or own.exists():
        return found[0] if found else own
    with lock("chromium"):
        if not own.exists():
            with step("Chromium for the browser tours (120 MB or more)", "10 to 60 s"):
                unpack_browser(own)
    return own


def unpack_browser(link):
    tree = CACHE / "chromium"
    if os_release().get("ID") == "debian":
        apt, without = Apt("chromium"), ()
    else:  # all libraries from Debian 12, except the C library: an older one than this machine's
        apt, without = Apt("chromium", ["bookworm"], status="/dev/null"), ("libc6", "libc-bin")
    apt.install_into(tree, ["chromium"], without)
    program = tree / "usr/lib/chromium/chromium"
    if not program.exists():
        die("apt says that Chromium is installed, but it is not on PATH", "put it on PATH")
    link.parent.mkdir(parents=True, exist_ok=True)
    link.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH={library_path(tree)}:$LD_LIBRARY_PATH exec {program} "$@"\n')
    link.chmod(0o755)


def warm_up(program, environment):
    """A browser's first start can take longer than Odoo waits, and Odoo then skips the tour."""
    with tempfile.TemporaryDirectory() as profile:
        options = "--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --dump-dom about:blank"
        command = ["timeout", "60", program, f"--user-data-dir={profile}", *options.split()]
        must(command, "browser.log", f"the browser {program} does not start", env=environment)


def odoo():
    """Unpack the package odoo-19 of Debian sid, mended; return the folder of its Python package."""
    tree = CACHE / "odoo"
    package = tree / "usr/lib/python3/dist-packages"
    with lock("odoo"):
        if (tree / ".version").exists():
            return package
        apt = Apt("odoo", ["sid", "trixie"], status="/dev/null")
        with step("Odoo 19 Community, package odoo-19 of Debian sid (135 MB)", "10 to 60 s"):
            debs = apt.download(*ODOO_PACKAGES)
        with step("Unpacking Odoo", "10 to 20 s"):
            shutil.rmtree(tree, ignore_errors=True)
            tree.mkdir(parents=True)
            for deb in debs:
                unpack = f"dpkg-deb --fsys-tarfile '{deb}' | tar -x -C '{tree}' --no-same-owner {EXCLUDES}"
                must(["bash", "-o", "pipefail", "-c", unpack], "unpack.log", f"cannot unpack {deb.name}")
            stub = package / "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
            stub.parent.mkdir(parents=True, exist_ok=True)
            stub.write_text("/* Debian leaves this file out, and every page that misses it logs an error. */\n")
            version = next(deb.name.split("_")[1] for deb in debs if deb.name.startswith("odoo-19_"))
            (tree / ".version").write_text(version)
            shutil.rmtree(apt.folder)
    return package
