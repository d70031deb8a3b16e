"""What happened in a demo, in order: looks at articles, edits, arrivals, the daemon's end. Also the one place to wait.

Threads note into it; the runner waits on it with a deadline, so that nothing here sleeps for a fixed time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from monitor.clock import Clock
from monitor.demo.script import Answers


@dataclass(frozen=True, slots=True)
class Look:
    """The newsroom answered for an article. `revision` counts edits from 1; `digest` is the sha256 of what was sent."""

    slug: str
    status: int
    answers: Answers
    revision: int
    digest: str


@dataclass(frozen=True, slots=True)
class Edited:
    """Edit `number` of the script (counted from 1) was made; the article now stands at `revision`."""

    number: int
    slug: str
    revision: int


@dataclass(frozen=True, slots=True)
class Told:
    """One change as an arrival tells it: the kind, all words of its two sides, and whether a notice announced it."""

    kind: str
    was: str
    now: str
    announced: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """An alert arrived. `channel` is "webhook" or "email"; `flaw` says why it cannot be trusted, "" if it can.

    `told` holds the changes of a webhook; a mail has none and is read through `text`, its plain part.
    """

    channel: str
    delivery: str
    url: str
    line: str
    told: tuple[Told, ...] = ()
    text: str = ""
    flaw: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """The daemon ended, with this exit code."""

    code: int


Happening = Look | Edited | Arrival | Ended
Some = TypeVar("Some", Look, Edited, Arrival, Ended)


@dataclass(frozen=True, slots=True)
class Entry:
    """One happening, `at` seconds after the demo began."""

    at: float
    what: Happening


class Journal:
    """An append-only list that many threads write and one waits on. `listen` is called for each entry, in order."""

    def __init__(self, clock: Clock, listen: Callable[[Entry], None] = lambda entry: None) -> None:
        self._clock = clock
        self._began = clock.monotonic()
        self._listen = listen
        self._entries: list[Entry] = []
        self._news = threading.Condition(threading.RLock())

    def now(self) -> float:
        """Seconds since the demo began."""
        return self._clock.monotonic() - self._began

    def note(self, what: Happening) -> None:
        """Append a happening and wake whoever waits."""
        with self._news:
            entry = Entry(self.now(), what)
            self._entries.append(entry)
            self._listen(entry)
            self._news.notify_all()

    def entries(self) -> list[Entry]:
        """A copy of all that has happened."""
        with self._news:
            return list(self._entries)

    def of(self, kind: type[Some]) -> list[Some]:
        """The happenings of one kind, in order."""
        return [entry.what for entry in self.entries() if isinstance(entry.what, kind)]

    def wait_for(self, met: Callable[[], bool], until: float, *, every: float = 0.25) -> bool:
        """Wait until `met()` holds or the journal's clock shows `until`; true if it held.

        `met` may read the journal. It is asked at each entry, and every `every` seconds for what time alone can meet.
        """
        while not met():
            left = until - self.now()
            if left <= 0:
                return False
            with self._news:
                self._news.wait(min(left, every))
        return True
