"""The work of a check: who runs it, how long that waits, and the words for how it may end. Runs nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias, TypeVar, TypeVarTuple

T = TypeVar("T")
A = TypeVar("A")
Ts = TypeVarTuple("Ts")

Ask: TypeAlias = Callable[[], A]
"""Asks whoever gave the work for one more value."""


class ReaderEnd(StrEnum):
    """Why a page was not read to its end; the reason of a check that failed so."""

    DIED = "reader_died"
    TIMEOUT = "reader_timeout"
    MEMORY = "reader_memory"
    BUSY = "reader_busy"


class ReaderFailed(Exception):
    """A page that no worker read to its end; it is to be looked at again, later each time."""

    def __init__(self, end: ReaderEnd, detail: str = "") -> None:
        super().__init__(detail)
        self.end = end


class WorkFailed(Exception):
    """The work itself raised: a fault of ours on this page. The traceback of the worker is its note."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds of waiting.

    `page` is for one page in a worker, `slow` until it counts as slow and a spare worker takes over its place;
    `begin` until a worker says that it began, `start` until a new one is ready, `turn` for a page's turn, `idle` until
    a spare worker with nothing to do is let go.
    """

    page: float = 20.0
    slow: float = 0.5
    begin: float = 10.0
    start: float = 60.0
    turn: float = 60.0
    idle: float = 120.0


class Running(Protocol):
    """Whatever runs the work of a check: workers, or this very process."""

    async def run(self, host: str, work: Callable[[*Ts], T], *args: *Ts) -> T:
        """What `work` returns; `host` is whose turn it takes. Raises ReaderFailed where it came to no end."""

    async def run_asking(self, host: str, work: Callable[[*Ts, Ask[A]], T], answer: Ask[A], *args: *Ts) -> T:
        """As `run`, for work that asks for one more value on its way; `answer` may be called in another thread.

        Raises what `answer` raised.
        """


class Here:
    """Runs the work in this process, for a command that has one page."""

    async def run(self, host: str, work: Callable[[*Ts], T], *args: *Ts) -> T:
        """What `work` returns."""
        return work(*args)

    async def run_asking(self, host: str, work: Callable[[*Ts, Ask[A]], T], answer: Ask[A], *args: *Ts) -> T:
        """What `work` returns."""
        return work(*args, answer)
