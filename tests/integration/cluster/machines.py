"""Many hosts on loopback that log who asks when, and machines on one store that can be killed and stopped."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

QUICK = """
import sys
import monitor.worker as one
one.BEAT_SECONDS, one.HEARD_SECONDS, one.STALE_SECONDS, one.LEAD_SECONDS = {beat}, {heard}, {stale}, {lead}
import monitor.store.outbox as outbox
outbox.LEASE_MS = {sending}
from monitor.commands import main
if __name__ == "__main__":  # readers are processes that import this script
    sys.argv = ["rowback", "--config", sys.argv[1], "worker"]
    sys.exit(main())
"""
"""A worker with shorter terms: a test need not wait for those of a machine room."""

PAGE = (
    "<html><head><title>Flood in district {n}</title></head><body><article><h1>Flood in district {n}</h1>"
    "<p>At least {toll} people were killed in district {n}, the mayor said on Monday.</p>"
    "<p>Roads into the district are shut, and the mayor asked for help from the north of the country.</p>"
    "<p>Schools will stay closed until further notice, the council decided after a long meeting.</p>"
    "</article></body></html>"
)


@dataclass
class Hosts:
    """Hosts 127.0.1.1, 127.0.1.2, ... of one port; `looks` are (host, path, began, ended) by the server's own clock."""

    count: int
    answer_seconds: float = 0.03
    toll: int = 40
    port: int = 0
    looks: list[tuple[str, str, float, float]] = field(default_factory=list)
    messages: list[tuple[str, str]] = field(default_factory=list)

    def start(self) -> None:
        started = threading.Event()

        async def serve() -> None:
            names = [f"127.0.1.{n + 1}" for n in range(self.count)]
            first = await asyncio.start_server(self._answer, names[0], 0)
            self.port = first.sockets[0].getsockname()[1]
            servers = [first, *[await asyncio.start_server(self._answer, name, self.port) for name in names[1:]]]
            started.set()
            await asyncio.gather(*(one.serve_forever() for one in servers))

        threading.Thread(target=lambda: asyncio.run(serve()), daemon=True).start()
        assert started.wait(30)

    def urls(self, each: int) -> list[str]:
        return [f"http://127.0.1.{h + 1}:{self.port}/story/{h}-{n}" for n in range(each) for h in range(self.count)]

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        try:
            while head := (await reader.readuntil(b"\r\n\r\n")).decode("latin-1"):
                began = time.monotonic()
                method, path, _ = head.split(" ", 2)
                fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
                body = await reader.readexactly(int(fields.get("content-length", 0)))
                if method == "POST":
                    self.messages.append((fields["webhook-id"], body.decode()))
                    status, said = "200 OK", b""
                elif path == "/robots.txt":
                    status, said = "404 Not Found", b""
                else:
                    await asyncio.sleep(self.answer_seconds)
                    status, said = "200 OK", PAGE.format(n=path.rpartition("/")[2], toll=self.toll).encode()
                kind = "Content-Type: text/html; charset=utf-8"
                writer.write(f"HTTP/1.1 {status}\r\n{kind}\r\nContent-Length: {len(said)}\r\n\r\n".encode() + said)
                await writer.drain()
                if method == "GET" and path != "/robots.txt":
                    self.looks.append((host, path, began, time.monotonic()))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def overlaps(self) -> list[tuple[str, float]]:
        """Where a look began while another one at the same host was not answered yet."""
        return [(host, before[3] - after[2]) for host, before, after in self._pairs() if after[2] < before[3]]

    def too_soon(self, pause: float) -> list[tuple[str, float]]:
        """Where a look began sooner than a pause after the one before."""
        return [(host, after[2] - before[2]) for host, before, after in self._pairs() if after[2] - before[2] < pause]

    def _pairs(self):  # type: ignore[no-untyped-def]
        of_host = defaultdict(list)
        for look in sorted(self.looks, key=lambda one: one[2]):
            of_host[look[0]].append(look)
        for host, looks in of_host.items():
            for before, after in zip(looks, looks[1:], strict=False):
                yield host, before, after

    def asked(self) -> Counter[str]:
        return Counter(path for _, path, _, _ in self.looks)


class Machines:
    """Workers of one configuration."""

    def __init__(self, config: Path, **terms: float) -> None:
        self._config = config
        self._script = config.parent / "worker.py"
        known = {"beat": 0.5, "heard": 3.0, "stale": 6.0, "lead": 6.0, "sending": 8_000, **terms}
        self._script.write_text(QUICK.format(**known))
        self.running: list[subprocess.Popen[bytes]] = []
        self._number = 0

    def start(self) -> subprocess.Popen[bytes]:
        self._number += 1
        folder = self._config.parent / f"machine{self._number}"
        folder.mkdir()
        env = {**os.environ, "ROWBACK_SERVICE__DATA": str(folder), "PYTHONPATH": str(Path(__file__).parents[3])}
        with open(folder / "log", "wb") as log:
            one = subprocess.Popen([sys.executable, self._script, self._config], env=env, stdout=log, stderr=log)
        self.running.append(one)
        return one

    def kill(self, one: subprocess.Popen[bytes]) -> None:
        one.send_signal(signal.SIGKILL)
        one.wait(30)
        self.running.remove(one)

    def log_of(self, number: int) -> str:
        return (self._config.parent / f"machine{number}" / "log").read_text()

    def leader(self, holder: str) -> subprocess.Popen[bytes]:
        """The machine that leads, by what the store says of it: host:pid:chance."""
        pid = int(holder.split(":")[1])
        return next(one for one in self.running if one.pid == pid)

    def stop(self) -> list[int]:
        for one in self.running:
            one.send_signal(signal.SIGCONT)
            one.terminate()
        ends = []
        for one in self.running:
            try:
                ends.append(one.wait(30))
            except subprocess.TimeoutExpired:
                one.kill()
                ends.append(one.wait(30))
        self.running.clear()
        return ends
