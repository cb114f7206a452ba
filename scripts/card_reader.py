#!/usr/bin/env python3
"""A card reader that answers over HTTP, as one beside a gate desk does: simulated, with a card of nobody.

Its address is written on the form of the gate; ``visitor_reception/readme/DEVICES.md`` documents the answer. Each
``PUT`` lays another card on it, ``DELETE`` takes the card away.
"""

import argparse
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# the number of an example, with a check digit that is right
CARD = {"name": "张三", "number": "11010119900307109X", "kind": "identity_card"}


class Reader(BaseHTTPRequestHandler):
    """Answers with the card that lies on it; any page of the desk may ask."""

    card = CARD

    def do_GET(self):
        self._answer(200 if self.card else 204, self.card)

    def do_PUT(self):
        try:
            card = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        except (ValueError, TypeError):
            self._answer(400)
            return
        type(self).card = card
        self._answer(204)

    def do_DELETE(self):
        type(self).card = None
        self._answer(204)

    def _answer(self, status, card=None):
        body = json.dumps(card, ensure_ascii=False).encode() if card else b""
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Says nothing: a card is nobody's business."""


def serve(port=0):
    """A reader on this machine that is ready to ``serve_forever``; ``port`` 0: any that is free."""
    return ThreadingHTTPServer(("127.0.0.1", port), Reader)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8090)
    server = serve(parser.parse_args().port)
    print(f"http://127.0.0.1:{server.server_port}/card")
    server.serve_forever()


if __name__ == "__main__":
    main()
