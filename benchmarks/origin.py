"""A loopback site that serves saved pages, other boxes around the body on every fetch, and a receiver of webhooks.

One thread each; both stop with the benchmark.
"""

from __future__ import annotations

import http.server
import json
import threading
from collections import Counter
from typing import Any

from benchmarks.rotation import Body, Edit


class Origin:
    """Serves /0, /1, ... each time with other boxes; after `edit_all` with one number of each body edited."""

    def __init__(self, bodies: list[Body]) -> None:
        self.bodies = bodies
        self.edits: dict[int, Edit] = {}
        self.editing = False
        self.fetches: Counter[int] = Counter()
        self._server = _serve(_Pages, origin=self)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def edit_all(self) -> None:
        """From now on every page carries its edit."""
        self.fetches.clear()
        self.editing = True

    def page(self, number: int) -> bytes:
        """The page as this fetch gets it."""
        self.fetches[number] += 1
        seed = f"{number} {self.editing} {self.fetches[number]}"
        html, edit = self.bodies[number].fetched_again(seed, self.editing)
        if edit is not None:
            self.edits[number] = edit
        return html.encode("utf-8", "replace")

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


class Receiver:
    """Keeps the body of every webhook that arrives."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self._server = _serve(_Hook, receiver=self)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


class _Pages(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    origin: Origin

    def do_GET(self) -> None:
        name = self.path.strip("/")
        known = name.isdigit() and int(name) < len(self.origin.bodies)
        raw = self.origin.page(int(name)) if known else b""
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        """Say nothing: the figures are the output."""


class _Hook(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    receiver: Receiver

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        self.receiver.received.append(json.loads(raw))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: the figures are the output."""


def _serve(kind: type[http.server.BaseHTTPRequestHandler], **parts: object) -> http.server.ThreadingHTTPServer:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type(kind.__name__, (kind,), parts))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
