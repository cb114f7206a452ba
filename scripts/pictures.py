"""make pictures: the pictures of README and guides, taken from the demo as docs/pictures.csv says."""

import subprocess
import sys
import tempfile

import debian
import demo
from common import CLONE, LOGS, ROOT, lock, step
from instance import Instance, free_port


def pictures():
    """Take all pictures, or those that the variable NAMES names; end with an error if one cannot be taken."""
    instance = Instance()
    with lock(f"demo-{CLONE}"), tempfile.TemporaryDirectory() as profile:
        database = demo.prepare(instance)
        port = free_port()
        browser_port = free_port([port])
        url = f"http://127.0.0.1:{port}"
        demo.set_url(instance, database, url)
        ports = ["--http-port", port, "--gevent-port", free_port([port, browser_port])]
        server = start(instance.command("server", "-d", database, *ports), instance.environment, "server.log")
        chromium = start(
            [
                debian.browser(instance.bin), "--headless=new", "--no-sandbox", "--hide-scrollbars", "--lang=zh-CN",
                f"--user-data-dir={profile}", f"--remote-debugging-port={browser_port}", "about:blank",
            ],
            {**instance.environment, "TZ": "Asia/Shanghai"},
            "chromium.log",
        )  # fmt: skip
        try:
            demo.wait_until_it_answers(server, f"{url}/web/health")
            with step("Pictures", "3 s each"):
                taker = [instance.venv / "bin/python", ROOT / "scripts/take_pictures.py", url, database, browser_port]
                code = subprocess.call(list(map(str, taker)), env=instance.environment)
        finally:
            for process in (chromium, server):
                process.terminate()
                process.wait()
    sys.exit(code)


def start(command, environment, log):
    with open(LOGS / log, "wb") as out:
        return subprocess.Popen(list(map(str, command)), env=environment, stdout=out, stderr=out)
