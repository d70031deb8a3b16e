"""What tests from outside share: a loopback site, a webhook receiver, and the real daemon as a subprocess."""

from __future__ import annotations

import http.server
import json
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

SECRET = "whsec_" + "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
Answer = tuple[int, dict[str, str], bytes]


class Site:
    """Answers every GET with what `page` says for its path; `seen` lists the paths asked for, robots.txt left out."""

    def __init__(self, page: Callable[[str], Answer]) -> None:
        self.seen: list[str] = []
        self.posted: list[tuple[dict[str, str], Any]] = []
        self.raw: list[bytes] = []
        self.refuse = False
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if self.path == "/robots.txt":
                    self._send(404, {}, b"")
                    return
                site.seen.append(self.path)
                self._send(*page(self.path))

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                if site.refuse:
                    self._send(503, {}, b"")
                    return
                site.raw.append(raw)
                site.posted.append(({k.lower(): v for k, v in self.headers.items()}, json.loads(raw)))
                self._send(204, {}, b"")

            def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
                try:
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_: object) -> None:
                """A client that was killed in the middle of its request is part of the test."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def html(title: str, *paragraphs: str) -> bytes:
    """A plain article page."""
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title></head>"
        f"<body><nav><a href=/>Home</a></nav><main><article><h1>{title}</h1>{body}</article></main></body></html>"
    ).encode()


def page(title: str, *paragraphs: str) -> Answer:
    return 200, {"Content-Type": "text/html; charset=utf-8"}, html(title, *paragraphs)


class Daemon:
    """`rowback run` on a folder of its own; every message goes to daemon.log in it."""

    def __init__(
        self, folder: Path, urls: list[str], *, hook: str = "", channel: str = "", every: str = "1s", more: str = ""
    ) -> None:
        self.folder = folder
        (folder / "hook.secret").write_text(SECRET)
        lines = ["[service]", 'listen = "127.0.0.1:0"', 'allow_networks = ["127.0.0.0/8"]', 'log = "json"']
        lines += ["[fetch]", "per_host = 8", 'timeout = "5s"']
        lines += ["[schedule]", f'default = "{every}"', 'fastest = "1s"', 'host_pause = "0s"', 'confirm_removal = "1s"']
        if hook:
            lines += ["[channel.hook]", 'type = "webhook"', f'url = "{hook}"', 'secret_file = "hook.secret"', channel]
        for url in urls:
            lines += ["[[watch]]", f'url = "{url}"']
        self.config = folder / "rowback.toml"
        self.config.write_text("\n".join(lines) + "\n" + more)
        self.log = folder / "daemon.log"
        self.process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "monitor.commands", "run", "--config", str(self.config)], stdout=log, stderr=log
            )

    def start_again(self) -> None:
        self.process = self._started()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> float:
        """SIGTERM; returns the seconds it took to end, or kills it after a minute."""
        began = time.monotonic()
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        return time.monotonic() - began

    def lines(self) -> list[dict[str, Any]]:
        """What it logged, a line that is still being written left out."""
        whole = self.log.read_text().rpartition("\n")[0]
        return [json.loads(line) for line in whole.split("\n") if line.startswith("{")]

    @property
    def url(self) -> str:
        """Where it last said that it listens; it may still be on its way there, or have ended since."""
        assert wait_for(lambda: any(line["event"] == "started" for line in self.lines())), self.log.read_text()
        return str([line["listen"] for line in self.lines() if line["event"] == "started"][-1])

    def opened(self, path: str) -> str:
        """A page as text; raises what urllib raises."""
        with urllib.request.urlopen(self.url + path, timeout=60) as answer:
            return str(answer.read().decode())


def rowback(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """One command, run in `folder`."""
    return subprocess.run(
        [sys.executable, "-m", "monitor.commands", *words], cwd=folder, capture_output=True, text=True, timeout=120
    )


def wait_for(what: Callable[[], object], seconds: float = 120.0) -> bool:
    """Poll until `what` holds; False when the time is over.

    The time is for a machine that does many other things; nothing waits longer than it must.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.05)
    return bool(what())
