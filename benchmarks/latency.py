"""From a changed fact that is committed to the webhook received: the real daemon on loopback, with nothing else to do.

`python -m benchmarks.latency [SAMPLES]` prints median, p95 and worst. One number of an article grows at a time. The
clock starts at the time stored with the alert, taken just before its commit, and ends when the receiver has the body.
"""

from __future__ import annotations

import http.server
import json
import sqlite3
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.daemon import Daemon

SAMPLES = 60
ARTICLES = 6


class Newsroom:
    """Serves articles whose toll can grow, and takes the webhooks; both on loopback."""

    def __init__(self) -> None:
        self.tolls = [1000 * (n + 1) for n in range(ARTICLES)]
        self.fetches = [0] * ARTICLES
        self.received: list[tuple[float, Any]] = []
        room = self

        class Desk(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                number = self.path.strip("/")
                if not number.isdecimal():
                    self._send(404, b"")
                    return
                room.fetches[int(number)] += 1
                self._send(200, room.page(int(number)))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                room.received.append((time.time(), json.loads(body)))
                self._send(204, b"")

            def _send(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def page(self, number: int) -> bytes:
        """An article of ordinary length with one toll in its lead."""
        rest = "".join(
            f"<p>Residents of street {word} said that the water came at night, and that they left by the roofs.</p>"
            for word in ("one", "two", "three", "four", "five", "six", "seven", "eight")
        )
        lead = f"<p>The flood has killed more than {self.tolls[number]:,} people, the civil protection agency said.</p>"
        head = f"<title>Flood cuts valley number {number} in two</title>"
        title = f"<h1>Flood cuts valley number {number} in two</h1>"
        return f"<!doctype html><html lang=en><head>{head}</head><body><article>{title}{lead}{rest}</article>".encode()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


def measure(samples: int = SAMPLES) -> list[str]:
    """Lines of results."""
    room = Newsroom()
    urls = [f"{room.url}/{n}" for n in range(ARTICLES)]
    whole, after = [], []
    with tempfile.TemporaryDirectory() as name, Daemon(Path(name), urls, f"{room.url}/hook") as daemon:
        if not daemon.wait(lambda: all(count >= 2 for count in room.fetches), 120):
            return ["latency: the daemon did not get through its first checks", daemon.log.read_text()[-2000:]]
        for n in range(samples):
            number = n % ARTICLES
            seen = len(room.received)
            room.tolls[number] += 7
            edited = time.time()
            if not _wait(lambda seen=seen: len(room.received) > seen, 30):  # type: ignore[misc]
                return [f"latency: no webhook for edit {n}", daemon.log.read_text()[-2000:]]
            got, body = room.received[-1]
            committed = _raised_at(Path(name), number, body["data"]["to"]["version"])
            whole.append(got - edited)
            after.append(got - committed)
            time.sleep(0.2)
        room.close()
    return [
        f"latency: {samples} changed facts, one at a time, articles checked every second",
        f"  committed -> webhook received   {_spread(after)}",
        f"  edited -> webhook received      {_spread(whole)}",
    ]


def _raised_at(folder: Path, number: int, version: int) -> float:
    """When the alert of a version was made, from the store: what a message says has whole seconds only."""
    connection = sqlite3.connect(f"file:{folder}/data/rowback.sqlite?mode=ro", uri=True, timeout=20)
    try:
        found = connection.execute(
            "SELECT raised_at FROM alert JOIN article ON article.id = article_id "
            "WHERE url LIKE ? AND alert.version = ?",
            (f"%/{number}", version),
        ).fetchone()
    finally:
        connection.close()
    return float(found[0]) / 1000


def _wait(done: Any, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if done():
            return True
        time.sleep(0.002)
    return False


def _spread(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    middle = ordered[len(ordered) // 2]
    return f"median {middle * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, worst {ordered[-1] * 1000:.0f} ms"


if __name__ == "__main__":
    for line in measure(int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES):
        print(line)
