"""Tells systemd that the service is ready, alive or ending, where systemd asked to be told. Sends nothing else.

Alive means that the loop turns and the store answered, be it with an error: a full disk or a damaged page is shown by
/readyz and not mended by another start, which would lose what waits in hand.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress

TELL_SECONDS = 10.0
"""Six times within the minute after which the unit counts it as gone."""


class Supervised:
    """The socket of systemd (sd_notify(3)), or none."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        path = environment.get("NOTIFY_SOCKET", "")
        # An abstract socket is written with @ for its leading NUL.
        self._path = "\0" + path[1:] if path.startswith("@") else path
        self._watched = bool(environment.get("WATCHDOG_USEC")) and bool(path)
        self._task: asyncio.Task[None] | None = None

    def ready(self, ask_store: Callable[[], object]) -> None:
        """It listens. It is alive as long as `ask_store`, called in a thread, returns or raises."""
        self._say("READY=1")
        if self._watched:
            self._task = asyncio.ensure_future(self._watch(ask_store))

    def stopping(self) -> None:
        """It ends by itself."""
        self._say("STOPPING=1")
        if self._task is not None:
            self._task.cancel()

    async def _watch(self, ask_store: Callable[[], object]) -> None:
        while True:
            with suppress(Exception):
                await asyncio.to_thread(ask_store)
            self._say("WATCHDOG=1")
            await asyncio.sleep(TELL_SECONDS)

    def _say(self, word: str) -> None:
        if not self._path:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            # Never waited for: whoever does not read must not hold up the loop.
            out.setblocking(False)
            out.sendto(word.encode(), self._path)
