"""A reactor that runs in a thread of its own, a server on loopback that answers as each test says, and looks at it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from spiders.fetched import DueCheck, Fetched
from spiders.fetching import Fetching, FetchPolicy, run_with_reactor
from spiders.robots import MemoryShelf

POLICY = FetchPolicy(
    user_agent="Rowback/0.1 (+https://rowback.example)",
    allow_networks=("127.0.0.0/8",),
    timeout=60.0,
    max_body=1024 * 1024,
)


class Loop:
    """The loop that the reactor runs on. `run` waits for a coroutine there and gives its result."""

    def __init__(self) -> None:
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._main, daemon=True)
        self._thread.start()
        assert self._ready.wait(60), "the reactor did not start"

    def _main(self) -> None:
        async def until_told() -> int:
            self._loop = asyncio.get_running_loop()
            self._end = asyncio.Event()
            self._ready.set()
            await self._end.wait()
            return 0

        self.code = run_with_reactor(until_told)

    def run(self, work: Awaitable[Any], within: float = 150.0) -> Any:
        async def wrapped() -> Any:
            return await work

        return asyncio.run_coroutine_threadsafe(wrapped(), self._loop).result(within)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(60)
        assert self.code == 0


@pytest.fixture(scope="session")
def loop() -> Iterator[Loop]:
    running = Loop()
    yield running
    running.close()


Answer = Callable[["Visit"], Awaitable[None]]


class Visit:
    """One request at the server: what was asked, and the stream to answer on."""

    def __init__(self, head: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.path = head.split(" ")[1]
        lines = head.split("\r\n")[1:]
        self.headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in lines if line)}
        self.reader = reader
        self.writer = writer

    async def send(self, status: str = "200 OK", body: bytes = b"", **headers: str) -> None:
        headers = {"Content_Type": "text/html; charset=utf-8", "Content_Length": str(len(body)), **headers}
        head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        await self.raw(f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body)

    async def raw(self, content: bytes) -> None:
        self.writer.write(content)
        await self.writer.drain()

    def close(self) -> None:
        self.writer.close()


class Site:
    """A server on loopback. `pages` maps a path to what answers it; everything asked is in `seen`, in order."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.open = self.most_open = 0
        self._tasks: set[asyncio.Task[Any]] = set()

    async def start(self, tls: Any = None) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1 << 20, ssl=tls)
        self.port = self._server.sockets[0].getsockname()[1]
        self.root = f"http://127.0.0.1:{self.port}"

    async def stop(self) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def paths(self) -> list[str]:
        return [path for path, _ in self.seen]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                visit = Visit(head, reader, writer)
                self.seen.append((visit.path, visit.headers))
                self.open += 1
                self.most_open = max(self.most_open, self.open)
                try:
                    await self.pages.get(visit.path, nothing_here)(visit)
                finally:
                    self.open -= 1
        except (OSError, EOFError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()
            with suppress(Exception):
                await writer.wait_closed()


async def nothing_here(visit: Visit) -> None:
    await visit.send("404 Not Found", b"nothing here")


@pytest.fixture
def site(loop: Loop) -> Iterator[Site]:
    one = Site()
    loop.run(one.start())
    yield one
    loop.run(one.stop())


class Looks:
    """Takes looks with a fetching service of its own and gives their ends."""

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self.done: list[Fetched] = []
        self.shelf = MemoryShelf()

    def at(
        self,
        *urls: str | DueCheck,
        resolver: Callable[[str], Sequence[str]] = lambda host: [],
        clock: Callable[[], float] = time.time,
        **policy: Any,
    ) -> list[Fetched]:
        """One look at each URL; the ends in the order of the URLs. No host has an address unless `resolver` says so."""
        checks = [url if isinstance(url, DueCheck) else due(url, number) for number, url in enumerate(urls)]

        async def work() -> list[Fetched]:
            done: list[Fetched] = []
            fetching = Fetching(
                replace(POLICY, **policy), done.append, robots=self.shelf, clock=clock, resolver=resolver
            )
            await fetching.start()
            try:
                for check in checks:
                    fetching.submit(check)
                async with asyncio.timeout(120):
                    while fetching.in_flight:
                        await asyncio.sleep(0.005)
            finally:
                await fetching.stop()
            return done

        self.done = self._loop.run(work())
        assert len(self.done) == len(checks), "done was not called once for each check"
        return [next(fetched for fetched in self.done if fetched.check is check) for check in checks]


def everywhere(host: str) -> list[str]:
    """A resolver by which every name is the site on loopback: one server can be many hosts."""
    return ["127.0.0.1"]


def due(url: str, number: int = 1, host: str = "", **more: Any) -> DueCheck:
    return DueCheck(article_id=number, token=1, url=url, host=host or url.split("/")[2 if "//" in url else 0], **more)


@pytest.fixture
def looks(loop: Loop) -> Looks:
    return Looks(loop)
