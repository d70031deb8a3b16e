"""The worker processes that read and judge, so that a slow page never holds up the loop: work in, results out.

Each page has a deadline, after which its worker is killed. The host that took least of the workers' time comes first,
and pages that take long leave the places of the others free. A worker that dies takes only its own page with it.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, TypeVarTuple

import structlog

from monitor.checks.reader import Concepts, Reader, Said, Word
from monitor.checks.spent import Spent
from monitor.checks.work import Ask, Patience, ReaderEnd, ReaderFailed, WorkFailed

log = structlog.get_logger(__name__)

T = TypeVar("T")
A = TypeVar("A")
Ts = TypeVarTuple("Ts")

TRIES = 2
"""Times a page is handed to a worker that does not begin with it, being stopped or dead: no fault of the page."""


@dataclass(slots=True, eq=False)
class _Job:
    host: str
    work: Callable[..., Any]
    args: tuple[Any, ...]
    answer: Ask[Any] | None
    future: asyncio.Future[Any]
    since: float
    tries: int = 0


@dataclass(slots=True, eq=False)
class _Place:
    """One worker as the loop knows it. `aside` is set while its page is a slow one and holds no ordinary place."""

    ready: bool = False
    job: _Job | None = None
    handed: float = 0.0
    aside: bool = False
    old: bool = False
    killed_for: ReaderEnd | None = None
    timers: list[asyncio.TimerHandle] = field(default_factory=list)

    def forget_timers(self) -> None:
        for timer in self.timers:
            timer.cancel()
        self.timers.clear()


class Readers:
    """`count` worker processes, and some more while pages take long. Started when there is work for them."""

    def __init__(
        self,
        count: int,
        concepts: Concepts | None = None,
        *,
        patience: Patience | None = None,
        warm: Callable[[], object] | None = None,
    ) -> None:
        """`concepts` are further ones that the workers know (monitor.text.lexicon.add_concepts).

        `warm` is called in a new worker before it is ready, so that no page pays for what the first one loads.
        """
        self._count = count
        # Workers for hosts whose pages take long; one more takes over the place of a page that does so unforeseen.
        self._slow_lanes = max(1, count // 2)
        self._most = count + self._slow_lanes + 1
        self._concepts = dict(concepts or {})
        self._patience = patience or Patience()
        self._warm = warm
        # A fork server would hold 30 MB for itself, and forking the daemon would copy its threads' locks.
        self._context = multiprocessing.get_context("spawn")
        self._waiting: dict[str, deque[_Job]] = {}
        self._places: dict[Reader, _Place] = {}
        self._slow_hosts: set[str] = set()
        self._spent = Spent()
        self._failed_starts = 0
        self._rest: asyncio.TimerHandle | None = None
        self._starved_at: float | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    async def run(self, host: str, work: Callable[[*Ts], T], *args: *Ts) -> T:
        """Run `work` in a worker when it is this host's turn. Raises ReaderFailed, or WorkFailed where it raised."""
        result: T = await self._ended(host, work, args, None)
        return result

    async def run_asking(self, host: str, work: Callable[[*Ts, Ask[A]], T], answer: Ask[A], *args: *Ts) -> T:
        """As `run`, for work that asks for one more value on its way. `answer` is called in the worker's thread.

        Raises what `answer` raised.
        """
        result: T = await self._ended(host, work, args, answer)
        return result

    async def _ended(self, host: str, work: Callable[..., Any], args: tuple[Any, ...], answer: Ask[Any] | None) -> Any:
        self._loop = loop = asyncio.get_running_loop()
        job = _Job(host, work, args, answer, loop.create_future(), loop.time())
        self._waiting.setdefault(host, deque()).append(job)
        turn = loop.call_later(self._patience.turn, self._give_up, job)
        job.future.add_done_callback(lambda _: turn.cancel())
        self._give()
        try:
            return await job.future
        finally:
            self._leave(job)

    def use(self, concepts: Concepts) -> None:
        """Go on with workers that know these concepts; pages under way end where they are."""
        if concepts == self._concepts:
            return
        self._concepts = dict(concepts)
        for reader, place in list(self._places.items()):
            place.old = True
            if place.job is None:
                self._dismiss(reader)
        self._give()

    def close(self) -> None:
        """Kill every worker, whatever it does."""
        self._closed = True
        if self._rest is not None:
            self._rest.cancel()
        for reader, place in self._places.items():
            place.forget_timers()
            reader.kill()

    def is_slow(self, host: str) -> bool:
        """Whether this host's last page was slow."""
        return host in self._slow_hosts

    def starved(self) -> float:
        """Seconds for which a page of a host whose pages are not slow has waited for a worker; 0 while none waits.

        May be asked from any thread.
        """
        if self._loop is None:
            return 0.0
        now = self._loop.time()
        waiting = [tuple(jobs) for host, jobs in list(self._waiting.items()) if host not in self._slow_hosts]
        since = [jobs[0].since for jobs in waiting if jobs]
        if self._starved_at is not None and now - self._starved_at < self._patience.turn:
            since.append(self._starved_at - self._patience.turn)
        return max((now - one for one in since), default=0.0)

    # --- whose turn it is ---

    def _give(self) -> None:
        """Hand out what can be, and start the workers that are wanted."""
        if self._closed:
            return
        self._set_aside()
        wanted = {True: 0, False: 0}
        now = asyncio.get_running_loop().time()
        for host in sorted(self._waiting, key=lambda one: self._spent.of(one, now)):
            slow = host in self._slow_hosts
            if not self._may_begin(host, slow, wanted[slow]):
                continue
            idle = next((r for r, p in self._places.items() if p.ready and p.job is None and not p.old), None)
            if idle is None:
                wanted[slow] += 1
                continue
            jobs = self._waiting.pop(host)
            job = jobs.popleft()
            if jobs:
                self._waiting[host] = jobs
            self._hand(idle, job)
        here = [place for place in self._places.values() if not place.old]
        starting = sum(not place.ready for place in here)
        for _ in range(min(sum(wanted.values()) - starting, self._most - len(here))):
            self._start()

    def _may_begin(self, host: str, slow: bool, wanted: int) -> bool:
        busy = [place for place in self._places.values() if place.job is not None]
        aside = sum(place.aside for place in busy)
        if slow:
            return aside + wanted < self._slow_lanes
        here = sum(place.job is not None and place.job.host == host for place in busy)
        return len(busy) - aside + wanted < self._count and here < (self._count + 1) // 2

    def _set_aside(self) -> None:
        now = asyncio.get_running_loop().time()
        for reader, place in self._places.items():
            if place.job is None or reader.began is None or place.aside or now - reader.began < self._patience.slow:
                continue
            if sum(one.aside for one in self._places.values()) <= self._slow_lanes:
                place.aside = True
                self._slow_hosts.add(place.job.host)

    def _hand(self, reader: Reader, job: _Job) -> None:
        place = self._places[reader]
        loop = asyncio.get_running_loop()
        place.job, place.handed, place.aside = job, loop.time(), job.host in self._slow_hosts
        job.tries += 1
        place.forget_timers()
        place.timers.append(loop.call_later(min(self._patience.slow, self._patience.page), self._look_at, reader, job))
        reader.call(job.work, job.args, job.answer)

    def _look_at(self, reader: Reader, job: _Job) -> None:
        """A page is still in its worker: slow, over its time, or not even begun. Most never come here."""
        place = self._places.get(reader)
        if place is None or place.job is not job:
            return
        loop = asyncio.get_running_loop()
        now = loop.time()
        if reader.began is None:
            again = min(now + self._patience.slow, place.handed + self._patience.begin)
        elif now < reader.began + self._patience.slow:
            again = reader.began + self._patience.slow
        else:
            again = reader.began + self._patience.page
        if again <= now:
            self._kill(reader, None if reader.began is None else ReaderEnd.TIMEOUT)
            return
        self._give()
        place.timers.append(loop.call_at(again, self._look_at, reader, job))

    def _leave(self, job: _Job) -> None:
        """Take a page out of the queue that nobody waits for any more."""
        jobs = self._waiting.get(job.host)
        if jobs is not None and job in jobs:
            jobs.remove(job)
            if not jobs:
                del self._waiting[job.host]

    def _give_up(self, job: _Job) -> None:
        if job in self._waiting.get(job.host, ()):
            if job.host not in self._slow_hosts:
                self._starved_at = asyncio.get_running_loop().time()
            self._leave(job)
            if not job.future.done():
                detail = f"waited {self._patience.turn:g} s for a worker"
                job.future.set_exception(ReaderFailed(ReaderEnd.BUSY, detail))

    # --- workers come and go ---

    def _start(self) -> None:
        if self._rest is not None:
            return
        loop = asyncio.get_running_loop()

        def heard(reader: Reader, word: Word) -> None:
            try:
                loop.call_soon_threadsafe(self._heard, reader, word)
            except RuntimeError:  # the loop is over, and with it the service
                reader.kill()

        reader = Reader(self._context, self._concepts, self._warm, heard)
        place = self._places[reader] = _Place()
        place.timers.append(loop.call_later(self._patience.start, self._kill, reader, None))

    def _kill(self, reader: Reader, end: ReaderEnd | None) -> None:
        place = self._places.get(reader)
        if place is not None:
            place.killed_for = end
            reader.kill()

    def _dismiss(self, reader: Reader) -> None:
        place = self._places.pop(reader)
        place.forget_timers()
        reader.retire() if place.ready else reader.kill()

    def _heard(self, reader: Reader, word: Word) -> None:
        place = self._places.get(reader)
        if place is None or self._closed:
            return
        match word.said:
            case Said.READY:
                place.forget_timers()
                place.ready, self._failed_starts = True, 0
            case Said.DONE:
                self._done(reader, word.value)
            case Said.FAILED:
                sentence, trace = word.value
                wrong = WorkFailed(sentence)
                wrong.add_note(trace)
                self._done(reader, wrong=wrong)
            case Said.UNANSWERED:
                self._done(reader, wrong=word.value)
            case Said.NO_MEMORY:
                self._done(reader, wrong=ReaderFailed(ReaderEnd.MEMORY, "the page needs more memory than a worker has"))
                self._kill(reader, None)  # what it holds now is nobody's
            case Said.GONE:
                self._gone(reader, place, str(word.value))
        self._give()

    def _done(self, reader: Reader, result: Any = None, wrong: Exception | None = None) -> None:
        place = self._places[reader]
        job, place.job = place.job, None
        place.forget_timers()
        if job is None:
            return
        loop = asyncio.get_running_loop()
        now = loop.time()
        took = 0.0 if reader.began is None else now - reader.began
        self._spent.add(job.host, took, now)
        if wrong is None and took < self._patience.slow:
            self._slow_hosts.discard(job.host)
        place.aside = False
        _end(job, result, wrong)
        if place.old:
            self._dismiss(reader)
        else:
            place.timers.append(loop.call_later(self._patience.idle, self._let_go, reader))

    def _let_go(self, reader: Reader) -> None:
        """A worker has had nothing to do for long; as many as there are ordinary places stay."""
        if reader in self._places and len(self._places) > self._count:
            self._dismiss(reader)

    def _gone(self, reader: Reader, place: _Place, why: str) -> None:
        del self._places[reader]
        place.forget_timers()
        job = place.job
        if job is None:
            if not place.ready:
                self._rest_before_the_next(why)
            return
        if place.killed_for is ReaderEnd.TIMEOUT:
            detail = f"took longer than {self._patience.page:g} s; its worker was ended"
            self._slow_hosts.add(job.host)
            now = asyncio.get_running_loop().time()
            self._spent.add(job.host, self._patience.page, now)
            log.warning("reader_ended", host=job.host, because=str(ReaderEnd.TIMEOUT))
            _end(job, wrong=ReaderFailed(ReaderEnd.TIMEOUT, detail))
        elif reader.began is None and job.tries < TRIES:
            self._waiting.setdefault(job.host, deque()).appendleft(job)
        else:
            log.warning("reader_ended", host=job.host, because=str(ReaderEnd.DIED), detail=why)
            _end(job, wrong=ReaderFailed(ReaderEnd.DIED, why or "its worker ended"))

    def _rest_before_the_next(self, why: str) -> None:
        """A worker that ends before it is ready would be started again at once, for ever."""
        self._failed_starts += 1
        seconds = min(0.5 * 2 ** min(self._failed_starts, 6), 30.0)
        log.error("reader_not_started", again_in=seconds, because=why)

        def over() -> None:
            self._rest = None
            self._give()

        self._rest = asyncio.get_running_loop().call_later(seconds, over)


def _end(job: _Job, result: Any = None, wrong: Exception | None = None) -> None:
    if job.future.done():
        return
    if wrong is None:
        job.future.set_result(result)
    else:
        job.future.set_exception(wrong)
