"""An archive on loopback that answers as a test says: what it saves, what it shows, how slowly."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from monitor.memento import http_date
from tests.integration.store.kept import NOW

URL = "https://paper.example/flood"


@dataclass
class FalseArchive:
    """Answers `/save/URL` with `saved` and `/web/...` with `shown`: a status and headers."""

    url: str = ""
    saved: Callable[[str], tuple[int, dict[str, str]]] = lambda _: (302, {"Location": "/web/2026/" + _})
    shown: Callable[[str], tuple[int, dict[str, str]]] = lambda _: (404, {})
    asked: list[str] = field(default_factory=list)
    delay: float = 0.0

    @property
    def service(self) -> str:
        return f"{self.url}/save/"

    def saves(self) -> int:
        return sum(one.startswith("/save/") for one in self.asked)


def memento(of: str = URL, at: int = NOW + 3_600_000) -> Callable[[str], tuple[int, dict[str, str]]]:
    return lambda _: (200, {"Memento-Datetime": http_date(at), "Link": f'<{of}>; rel="original", </x>; rel="timegate"'})


@contextmanager
def false_archive() -> Iterator[FalseArchive]:
    made = FalseArchive(shown=memento())

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            time.sleep(made.delay)
            kind = made.saved if self.path.startswith("/save/") else made.shown
            status, headers = kind(self.path.removeprefix("/save/"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_port}"
    yield made
    server.shutdown()
    server.server_close()
    thread.join()
