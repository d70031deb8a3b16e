"""A loopback site that costs little to serve: ready gzip bodies, each fetch with another comment so that none is equal.

Runs in a process of its own, so that its CPU is not counted with what is measured.
"""

from __future__ import annotations

import asyncio
import gzip
import multiprocessing
from collections.abc import Sequence
from multiprocessing.sharedctypes import Synchronized


class Site:
    """Serves /0, /1, ... (modulo the number of bodies)."""

    def __init__(self, bodies: Sequence[bytes]) -> None:
        context = multiprocessing.get_context("spawn")
        self._served: Synchronized[int] = context.Value("i", 0)
        ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(list(bodies), self._served, theirs), daemon=True)
        self._process.start()
        self._port: int = ours.recv()

    @property
    def served(self) -> int:
        """Pages served so far."""
        return self._served.value

    def url(self, number: int) -> str:
        """The address of a page."""
        return f"http://127.0.0.1:{self._port}/{number}"

    def close(self) -> None:
        """Stop serving."""
        self._process.terminate()
        self._process.join()


def _serve(bodies: list[bytes], served: Synchronized[int], ready: object) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1].split(b"?")[0].strip(b"/")
                if not path.isdigit():
                    writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                    continue
                with served.get_lock():
                    served.value += 1
                # A second gzip member is part of the same body: other bytes on every fetch, nothing recompressed.
                body = bodies[int(path) % len(bodies)] + gzip.compress(b"<!-- %d -->" % served.value, 1)
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n"
                    b"Content-Length: %d\r\n\r\n" % len(body)
                )
                writer.write(body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def main() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        ready.send(server.sockets[0].getsockname()[1])  # type: ignore[attr-defined]
        await server.serve_forever()

    asyncio.run(main())
