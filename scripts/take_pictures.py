"""Takes the pictures of docs/pictures.csv: who is logged in, on which screen, at which address, what is clicked before.

Runs in Odoo's Python environment, for ``make pictures``: ADDRESS DATABASE PORT_OF_CHROMIUM.
"""

import base64
import csv
import io
import json
import os
import sys
import time
from pathlib import Path

import requests
from PIL import Image
from websocket import create_connection

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "visitor_reception/static/description"  # where Odoo's list of apps and the guides find them
SIZES = {"desk": (1366, 768), "phone": (390, 844)}
PATIENCE = 30  # seconds for a page, or for what is clicked
SETTLED = 1.5  # seconds after which nothing moves on the page any more
COLORS = 96  # a palette makes the file a quarter as big
IDLE = """
    document.readyState === "complete" && !document.querySelector(".o_loading_indicator, .o_blockUI") &&
    (!document.querySelector(".o_web_client") || document.querySelector(".o_action_manager")?.childElementCount > 0)
"""


class Browser:
    """One page of Chromium, driven by its own protocol."""

    def __init__(self, port):
        pages = f"http://127.0.0.1:{port}/json/list"
        page = self.patiently("Chromium", lambda: self.first_page(pages))
        self.socket = create_connection(page["webSocketDebuggerUrl"], timeout=60, suppress_origin=True)
        self.number = 0

    @staticmethod
    def first_page(address):
        try:
            return next((tab for tab in requests.get(address, timeout=5).json() if tab["type"] == "page"), None)
        except requests.ConnectionError:
            return None

    @staticmethod
    def patiently(what, look):
        deadline = time.monotonic() + PATIENCE
        while not (found := look()):
            if time.monotonic() > deadline:
                sys.exit(f"error: {what} does not appear -> mend its line in docs/pictures.csv")
            time.sleep(0.2)
        return found

    def call(self, method, **params):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while (answer := json.loads(self.socket.recv())).get("id") != self.number:
            pass  # what the browser tells besides
        return answer.get("result", {})

    def evaluate(self, expression):
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def wait(self, expression, what):
        self.patiently(what, lambda: self.evaluate(expression))
        time.sleep(SETTLED)

    def take(self, url, session, row):
        width, height = SIZES[row["size"]]
        is_phone = row["size"] == "phone"
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=is_phone
        )
        self.call("Emulation.setTouchEmulationEnabled", enabled=is_phone)
        self.call("Network.setCookie", name="session_id", value=session, url=url)
        for address in ("about:blank", url + row["address"]):
            self.call("Page.navigate", url=address)
        self.wait(f"location.origin === {json.dumps(url)} && {IDLE}", row["address"])
        for selector in filter(None, row["click"].split(" ;; ")):
            found = f"document.querySelector({json.dumps(selector)})"
            self.wait(f"!!{found}", selector)
            self.evaluate(f"{found}.click()")
            self.wait(IDLE, selector)
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])


def log_in(url, database, login):
    """The session of somebody of the demo, whose password is the login."""
    session = requests.Session()
    params = {"db": database, "login": login, "password": login}
    answer = session.post(f"{url}/web/session/authenticate", json={"params": params}, timeout=60).json()
    if "error" in answer:
        sys.exit(f"error: {login} cannot log in -> mend docs/pictures.csv")
    return session.cookies["session_id"]


def save(picture, path):
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    image.save(path, optimize=True)
    print(f"   {path.name}: {path.stat().st_size // 1024} KiB", flush=True)


def main(url, database, port):
    wanted = os.environ.get("NAMES", "").split()
    with (ROOT / "docs/pictures.csv").open(encoding="utf-8") as handle:
        rows = [row for row in csv.DictReader(handle) if not wanted or row["name"] in wanted]
    sessions = {login: log_in(url, database, login) for login in {row["login"] for row in rows}}
    browser = Browser(port)
    for row in rows:
        save(browser.take(url, sessions[row["login"]], row), PICTURES / f"{row['name']}.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
