"""Hosts on loopback that mean harm, each in its own way, and an honest one that notes when it was asked.

Each sort is a function from a path and a count of earlier answers to what is sent: bytes whole, or pieces one by one.
"""

from __future__ import annotations

import gzip
import http.server
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache

import brotli  # type: ignore[import-untyped]
import zstandard

Sent = bytes | Iterator[bytes]
Sort = Callable[[str, int], Sent]
MEBI = 1024 * 1024


def whole(body: bytes, *headers: str, kind: str = "text/html; charset=utf-8") -> bytes:
    lines = [f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(["HTTP/1.1 200 OK", *lines, "", ""]).encode() + body


def text(*paragraphs: str, title: str = "Bridge closed") -> bytes:
    inner = "".join(f"<p>{p}</p>" for p in paragraphs)
    page = f"<html lang=en><title>{title}</title><article><h1>{title}</h1>{inner}</article></html>"
    return page.encode()


PLAIN = ("The bridge over the Orlo was closed on Monday, the port authority of Velm said in a statement.",) * 4


def of_robots(rules: Callable[[], bytes]) -> Sort:
    rules = cache(rules)

    def answer(path: str, n: int) -> Sent:
        return whole(rules(), kind="text/plain") if path == "/robots.txt" else whole(text(*PLAIN))

    return answer


def of_body(body: Callable[[int], bytes], *headers: str) -> Sort:
    # Two versions to and fro: making megabytes anew each time would cost the tests more than the daemon.
    body = cache(lambda n, made=body: made(n % 2))

    def answer(path: str, n: int) -> Sent:
        return whole(b"", kind="text/plain") if path == "/robots.txt" else whole(body(n), *headers)

    return answer


def many_groups() -> bytes:
    agents = b"".join(b"User-agent: b%d\n" % n for n in range(12_000))
    return (agents + b"User-agent: *\n" + b"Disallow: /x*y*z$\n" * 30_000)[: 500 * 1024]


def moving_sentence(n: int, count: int = 8_000) -> bytes:
    # Beside it as much text that stays, or the reader doubts the page before anything is compared.
    stays = [
        f"On pier {i} of the old port of Velm crane {i} stood still all day, said the harbour master to our reporter."
        for i in range(count)
    ]
    moves = "".join(f"{i * 7 + n % 2} of {i * 11 + n % 2}, " for i in range(count))
    return text(*stays, f"In Velm the port counted {moves}and then closed.")


def moving_paragraphs(n: int) -> bytes:
    return text(*(f"In part {i} of Velm {i * 7 + n % 2} people were hurt, said the port." for i in range(40_000)))


def deep_markup(n: int) -> bytes:
    return text(*PLAIN)[:-17] + (b"<div><b><i>" * 300_000) + b"%d</html>" % n


def giant_charset(n: int) -> bytes:
    return b"<meta charset=" + b"a" * MEBI + b">" + b"<!--" * 400_000 + b"<meta charset=utf-7>" * 100_000 + b"%d" % n


def deep_json(n: int) -> bytes:
    inner = b"[" * 200_000 + b"%d" % n + b"]" * 200_000
    return b"<script type='application/ld+json'>" + inner + b"</script>" + text(*PLAIN) + b"{" * 2 * MEBI


def drip(path: str, n: int) -> Sent:
    def pieces() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        while True:
            time.sleep(0.1)
            yield b"<p>"

    return whole(b"", kind="text/plain") if path == "/robots.txt" else pieces()


def endless_headers(path: str, n: int) -> Sent:
    def pieces() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n"
        while True:
            yield b"".join(b"X-%d: %s\r\n" % (i, b"v" * 200) for i in range(1_000))

    return pieces()


def cookie_flood(path: str, n: int) -> Sent:
    cookies = [f"Set-Cookie: c{i}={'v' * 1_200}; Max-Age={'9' * 300}" for i in range(150)]
    odd = ["Retry-After: 1e308", "Age: " + "9" * 400, "ETag: " + '"' * 900, "Date: Mon, 99 Foo 9999999999 99:99:99"]
    return whole(text(*PLAIN, str(n)), *cookies, *odd)


def endless_redirects(path: str, n: int) -> Sent:
    there = "/" + "é?&[]|%" * 30_000 + str(n)
    return f"HTTP/1.1 302 Found\r\nLocation: {there}\r\nContent-Length: 0\r\n\r\n".encode()


def odd_numbers() -> bytes:
    return b"User-agent: *\nCrawl-delay: 1e308\nRequest-rate: 1/" + b"9" * 400 + b"\n"


def in_layers(n: int) -> bytes:
    return gzip.compress(brotli.compress(zstandard.compress(text(*PLAIN, "a" * 7 * MEBI + str(n)))))


SORTS: dict[str, Sort] = {
    "robots.txt of 12,000 names and 30,000 rules": of_robots(many_groups),
    "robots.txt with numbers of any size": of_robots(odd_numbers),
    "a megabyte of empty gzip members": of_body(lambda n: gzip.compress(b"") * 50_000, "Content-Encoding: gzip"),
    "a megabyte of empty zstd frames": of_body(lambda n: zstandard.compress(b"") * 110_000, "Content-Encoding: zstd"),
    "seven megabytes in three layers": of_body(in_layers, "Content-Encoding: zstd, br, gzip"),
    "a byte each tenth of a second": drip,
    "headers without an end": endless_headers,
    "150 cookies and odd numbers": cookie_flood,
    "redirects without an end, 200 kB each": endless_redirects,
    "300,000 open elements": of_body(deep_markup),
    "a sentence of 200 kB with moving figures": of_body(moving_sentence),
    "40,000 paragraphs whose figures move": of_body(moving_paragraphs),
    "a megabyte of charset": of_body(giant_charset),
    "deep JSON": of_body(deep_json),
}


class Host:
    """Answers on an address of loopback of its own: each address is a host to the daemon. `asked` has (time, path)."""

    def __init__(self, address: str, sort: Sort, told: Callable[[str], None] = lambda path: None) -> None:
        self.asked: list[tuple[float, str]] = []
        host = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked.append((time.monotonic(), self.path))
                told(self.path[:80])
                sent = sort(self.path, len(host.asked))
                with suppress(OSError):
                    for piece in (sent,) if isinstance(sent, bytes) else sent:
                        self.wfile.write(piece)
                self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

        self._server = Server((address, 0), Handler)
        self.url = f"http://{address}:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Apart:
    """A hostile host in a program of its own, so that what it costs is not taken for a cost of the daemon."""

    def __init__(self, address: str, sort: str) -> None:
        words = [sys.executable, "-m", "tests.hostile_hosts", address, sort]
        self._program = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert self._program.stdout is not None
        self._lines = self._program.stdout
        self.url = self._lines.readline().strip()
        self.asked: list[str] = []
        threading.Thread(target=lambda: self.asked.extend(iter(self._lines.readline, "")), daemon=True).start()

    def close(self) -> None:
        self._program.kill()
        self._program.wait()
        self._lines.close()


def honest(path: str, n: int) -> Sent:
    if path == "/robots.txt":
        return whole(b"User-agent: *\nDisallow: /private\n", kind="text/plain")
    return whole(text(*PLAIN, f"By noon {n} lorries had turned back.", title=f"Bridge {path[1:]} closed"))


if __name__ == "__main__":
    one = Host(sys.argv[1], SORTS[sys.argv[2]], lambda path: print(path, flush=True))
    for n in (0, 1):
        SORTS[sys.argv[2]]("/first", n)  # made before anybody asks
    print(one.url, flush=True)
    threading.Event().wait()
