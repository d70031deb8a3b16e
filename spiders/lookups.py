"""Asks the machine's resolver for names, which may hang for minutes: names go in, answers come out in a callback.

Each name has a thread of its own, so that those that hang hold up nobody else; the names of one owner share a few.
Knows no deadline, since a thread in getaddrinfo cannot be ended; who asks stops waiting by itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

Resolver = Callable[[str], Sequence[str]]
"""A name in, its addresses as text out, in order of preference; empty where the name has none. May block."""

MOST = 96
"""Lookups at once."""
MOST_OF_ONE = 6
"""Lookups at once under one owner's name."""


class Lookups:
    """`found` is called in a thread for each name asked for; none is asked for twice at a time."""

    def __init__(self, resolver: Resolver, found: Callable[[str, tuple[str, ...]], None]) -> None:
        self._resolver = resolver
        self._found = found
        self._lock = threading.Lock()
        self._waiting: dict[str, None] = {}
        self._running: set[str] = set()
        self._closed = False

    def ask(self, name: str) -> None:
        """Look up a name as soon as there is room; nothing new where it is being looked up."""
        with self._lock:
            if name not in self._running:
                self._waiting[name] = None
        self._start()

    def forget(self, name: str) -> None:
        """Nobody waits for this name any more: if it has not been begun, it need not be."""
        with self._lock:
            self._waiting.pop(name, None)

    def close(self) -> None:
        """Nothing is begun or told after this. Threads that hang end with the program."""
        with self._lock:
            self._closed = True
            self._waiting.clear()

    def _start(self) -> None:
        with self._lock:
            for name in list(self._waiting):
                if self._closed or len(self._running) >= MOST:
                    return
                owner = owner_of(name)
                if sum(owner_of(one) == owner for one in self._running) >= MOST_OF_ONE:
                    continue
                del self._waiting[name]
                self._running.add(name)
                threading.Thread(target=self._look_up, args=(name,), name="name", daemon=True).start()

    def _look_up(self, name: str) -> None:
        try:
            answer = tuple(self._resolver(name))
        except Exception:  # a resolver that breaks must not leave its askers waiting: no address is an answer too
            answer = ()
        with self._lock:
            self._running.discard(name)
            closed = self._closed
        if not closed:
            with suppress(RuntimeError):  # the loop ended meanwhile
                self._found(name, answer)
            self._start()


def owner_of(name: str) -> str:
    """The part of a name that one owner registers, nearly: two labels, or three where the last two are a country's."""
    labels = name.rstrip(".").split(".")
    short = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if short else -2 :])
