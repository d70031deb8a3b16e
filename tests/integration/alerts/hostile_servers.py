"""Servers on loopback that misbehave in one chosen way each. A script for a connection goes in, a port comes out."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")
Script = Callable[[socket.socket, "Seen"], None]


@dataclass
class Seen:
    """What reached the server, and the switch that ends scripts which would go on for ever."""

    requests: list[bytes] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


@contextlib.contextmanager
def serving(script: Script, tls: ssl.SSLContext | None = None) -> Iterator[tuple[int, Seen]]:
    """Run `script` for each connection to a free port of 127.0.0.1."""
    seen, listener = Seen(), socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []

    def talk(connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if tls is not None:
                connection = tls.wrap_socket(connection, server_side=True)
            with connection:
                script(connection, seen)
        connection.close()

    def accept() -> None:
        while not seen.over.is_set():
            if select.select([listener], [], [], 0.05)[0]:
                connection, _ = listener.accept()
                connection.settimeout(60)
                threads.append(threading.Thread(target=talk, args=(connection,), daemon=True))
                threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield listener.getsockname()[1], seen
    finally:
        seen.over.set()
        accepting.join(60)
        for thread in threads:
            thread.join(60)
        listener.close()


def cut(script: Script, send: Callable[[int, float], T], in_time: Callable[[T, Seen], object]) -> tuple[T, Seen]:
    """What `send` makes of a server that has to be left at a deadline: a port and seconds go in.

    The deadline is short, and longer only where a busy machine did not come so far by then that `in_time` holds.
    """
    for seconds in (0.5, 5.0, 60.0):
        began = time.monotonic()
        with serving(script) as (port, seen):
            outcome = send(port, seconds)
        assert time.monotonic() - began < seconds + 60
        if in_time(outcome, seen):
            break
    return outcome, seen


def read_request(connection: socket.socket, seen: Seen) -> bytes:
    """Read one HTTP request whole and remember it."""
    got = b""
    while b"\r\n\r\n" not in got:
        part = connection.recv(65536)
        if not part:
            return got
        got += part
    head, _, body = got.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")]
    length = int(lengths[0]) if lengths else 0
    while len(body) < length and (part := connection.recv(65536)):
        body += part
    seen.requests.append(head + b"\r\n\r\n" + body)
    return head + b"\r\n\r\n" + body


def answering(answer: bytes) -> Script:
    """Read the request, send this, close."""

    def script(connection: socket.socket, seen: Seen) -> None:
        read_request(connection, seen)
        connection.sendall(answer)

    return script


def dripping(start: bytes, drop: bytes) -> Script:
    """Read the request, send `start`, then `drop` again and again, each well within any socket timeout."""

    def script(connection: socket.socket, seen: Seen) -> None:
        read_request(connection, seen)
        connection.sendall(start)
        while not seen.over.wait(0.02):
            connection.sendall(drop)

    return script
