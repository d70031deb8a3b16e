"""The page behind a real server on loopback: raw requests, and a loop that stays free while the store is slow."""

import asyncio
import http.client
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn

from monitor.metrics import Metrics
from monitor.store import Store, watches
from monitor.web import doors as doors_module
from monitor.web.app import THREADS, create_app
from monitor.web.doors import Doors, connections_of
from monitor.web.liveness import Liveness

PLACES = 16


@dataclass
class Served:
    store: Store
    port: int

    def get(self, path: str, method: str = "GET") -> tuple[http.client.HTTPResponse, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer, body

    def raw(self, request: str) -> str:
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as link:
            link.sendall(request.encode())
            got = b""
            while part := link.recv(65536):
                got += part
        return got.decode()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    store = Store(tmp_path)
    for number in range(3):
        url = f"https://daily.example/{number}"
        store.write(watches.add, watches.NewWatch(url, url, "daily.example"), 1_795_000_000_000)
    bound = socket.create_server(("127.0.0.1", 0))
    app = create_app(store, Metrics("0.1.0"), public_url="http://127.0.0.1:8765", alive=lambda: Liveness(0.1))
    doors = connections_of(Doors(PLACES))
    server = uvicorn.Server(uvicorn.Config(app, http=doors, ws="none", log_config=None, access_log=False))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([bound])))
    thread.start()
    yield Served(store, bound.getsockname()[1])
    server.should_exit = True
    thread.join(60)
    store.close()
    assert not thread.is_alive()


def test_a_head_request_has_the_headers_and_no_body(served: Served) -> None:
    answer, body = served.get("/", "HEAD")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert body == b""


@pytest.mark.parametrize(
    "hosts",
    [
        "",  # HTTP/1.0 may leave it out
        "Host: attacker.example\r\n",
        "Host: attacker.example\r\nHost: 127.0.0.1\r\n",
        "Host: 127.0.0.1\r\nHost: attacker.example\r\n",
    ],
    ids=["none", "foreign", "two", "two turned round"],
)
def test_a_request_without_one_host_of_ours_sees_no_article(served: Served, hosts: str) -> None:
    answer = served.raw(f"GET / HTTP/1.0\r\n{hosts}\r\n")
    assert answer.split()[1] in ("400", "421")
    assert "daily.example" not in answer


def test_a_path_cannot_leave_the_static_folder(served: Served) -> None:
    for path in (
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/%2e%2e/config.py",
        "/static//etc/hostname",
    ):
        answer = served.raw(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
        assert answer.split()[1] == "404", path


def test_probes_answer_while_every_screen_waits_for_the_store(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    read, waiting, release = served.store.read, threading.Semaphore(0), threading.Event()

    def slow(*args: object, **named: object) -> object:
        waiting.release()
        assert release.wait(60)
        return read(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(served.store, "read", slow)
    with ThreadPoolExecutor(THREADS) as visitors:
        asked = [visitors.submit(served.get, "/") for _ in range(THREADS)]
        for _ in range(THREADS):
            assert waiting.acquire(timeout=60)
        assert served.get("/healthz")[0].status == 200
        release.set()
        assert [done.result()[0].status for done in asked] == [200] * THREADS


def test_many_readers_at_once_all_get_the_whole_page(served: Served) -> None:
    with ThreadPoolExecutor(16) as visitors:
        pages = list(visitors.map(served.get, ["/"] * 100))
    assert {answer.status for answer, _ in pages} == {200}
    assert all(b"daily.example/2" in body and body.rstrip().endswith(b"</html>") for _, body in pages)


HALF = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ", id="half a head"),
    pytest.param(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nhal", id="half a body"),
    pytest.param(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /heal", id="half of the next request"),
]


@pytest.mark.parametrize("sent", HALF)
def test_half_a_request_loses_its_connection_when_its_time_is_over(
    served: Served, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(doors_module, "REQUEST_SECONDS", 0.5)
    with socket.create_connection(("127.0.0.1", served.port), timeout=60) as link:
        link.sendall(sent)
        with suppress(ConnectionResetError):
            while link.recv(65536):
                pass
    assert served.get("/healthz")[0].status == 200


def test_a_head_that_drips_has_no_more_time_than_one_that_is_silent(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors_module, "REQUEST_SECONDS", 1.0)
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", served.port), timeout=60) as link, suppress(OSError):
        link.sendall(b"GET / HTTP/1.1\r\n")
        for n in range(1_000):
            link.sendall(b"X-%d: y\r\n" % n)
            time.sleep(0.02)
    assert time.monotonic() - began < 15


def test_more_idle_connections_than_places_keep_nobody_out(served: Served) -> None:
    idle = [socket.create_connection(("127.0.0.1", served.port), timeout=60) for _ in range(5 * PLACES)]
    try:
        for link in idle[::2]:
            with suppress(OSError):  # it may have made room already
                link.sendall(b"GET / HTTP/1.1\r\n")
        for _ in range(5):
            assert served.get("/healthz")[0].status == 200
    finally:
        for link in idle:
            link.close()
