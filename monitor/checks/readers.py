"""The worker processes that read and judge, so that a slow page never holds up the loop.

Work in, awaitable results out.

A worker that dies takes only its own page with it: the pool is made anew and the check is done again later.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, ParamSpec, Protocol, TypeVar

T = TypeVar("T")
P = ParamSpec("P")


class ReaderDied(Exception):
    """A worker process ended in the middle of a page; the page is to be looked at again."""


class Running(Protocol):
    """Whatever runs the work of a check: a pool of workers, or this very process."""

    async def run(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What `work` returns. Raises ReaderDied where it was ended under way."""


class Here:
    """Runs the work in this process, for a command that has one page."""

    async def run(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What `work` returns."""
        return work(*args, **named)


class Readers:
    """A pool of `count` worker processes."""

    def __init__(self, count: int, concepts: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        """`concepts` are further ones that the workers know (monitor.text.lexicon.add_concepts)."""
        self._count = count
        self._concepts = concepts or {}
        # A fork server would hold 30 MB for itself, and forking the daemon would copy its threads' locks.
        self._context = multiprocessing.get_context("spawn")
        self._pool = self._made()

    def _made(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._count, mp_context=self._context, initializer=_begin, initargs=(self._concepts,)
        )

    async def run(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Run `work` in a worker. Raises ReaderDied where the worker was killed under it."""
        pool = self._pool
        try:
            future: Any = pool.submit(work, *args, **named)
            result: T = await asyncio.wrap_future(future)
        except BrokenProcessPool as wrong:
            if pool is self._pool:
                pool.shutdown(wait=False, cancel_futures=True)
                self._pool = self._made()
            raise ReaderDied(str(wrong)) from wrong
        return result

    def use(self, concepts: Mapping[str, Mapping[str, Any]]) -> None:
        """Go on with workers that know these concepts; pages under way end where they are."""
        if concepts == self._concepts:
            return
        self._concepts = concepts
        before, self._pool = self._pool, self._made()
        before.shutdown(wait=False)

    def close(self) -> None:
        """Let the workers go without waiting for the pages they still hold."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _begin(concepts: Mapping[str, Mapping[str, Any]]) -> None:
    import signal
    import threading

    if concepts:
        from monitor.text.lexicon import add_concepts

        add_concepts(concepts)
    # Ctrl-C reaches the whole foreground group; only the daemon decides when its workers stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A daemon that is killed cannot end its workers, and a worker's own end of the queue keeps it from seeing EOF.
    threading.Thread(target=_end_with_the_daemon, name="end-with-daemon", daemon=True).start()


def _end_with_the_daemon() -> None:
    import os

    daemon = multiprocessing.parent_process()
    if daemon is not None:
        daemon.join()
        os._exit(0)
