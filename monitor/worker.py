"""One of many machines on one PostgreSQL store: takes hosts from the line, and leads for as long as nobody else does.

A host's due articles are one job of Procrastinate under the lock of that host. The leader alone lines hosts up, polls
feeds, sends deliveries and ends the turns of machines that are not heard of. No job is ever scheduled for later or
retried: back-off stands on the host's row, and the next sweep finds what is due.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
from typing import Any
from uuid import uuid4

import structlog
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.schema import SchemaManager

from monitor.config.loading import Config
from monitor.errors import StoreError
from monitor.metrics import Metrics
from monitor.server_clock import ServerClock
from monitor.service import Service
from monitor.store import Store, cluster
from monitor.store.cluster import QUEUE, TASK, Turn

log = structlog.get_logger(__name__)

BEAT_SECONDS = 2.0
HEARD_SECONDS = 8.0
"""A machine that was not heard of for so long sends nothing more: by STALE_SECONDS its hosts are others'."""
STALE_SECONDS = 15.0
LEAD_SECONDS = 12.0
"""How long a leader leads after it was last heard of; another one takes over then."""
TURN_SECONDS = 20.0
"""A host's turn on one machine; what is left waits in line again, behind the others."""
WAIT_SECONDS = 3.0
"""A pause that is waited for within a turn; behind a longer one the host goes back."""
LINE = 2_000
"""Hosts lined up at once."""
FULL_SECONDS = 0.05


class Machine:
    """Start it, call `look` and `send` as often as things may be due, stop it; as Service, of which it holds one."""

    def __init__(self, config: Config, store: Store, clock: ServerClock, metrics: Metrics) -> None:
        self._store = store
        self._clock = clock
        self._name = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self._heard_at = clock.monotonic()
        self._lead_until = 0.0
        self._led = False
        self._stopping = False
        self.service = Service(config, store, clock, metrics, self._heard)
        self.service.may_tell = lambda: self.leads
        self._concurrency = config.fetch.concurrency
        self._app = App(connector=PsycopgConnector(conninfo=config.service.database, min_size=1, max_size=4))
        self._app.task(name=TASK, queue=QUEUE, pass_context=True)(self._turn)
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def under_way(self) -> int:
        """Checks that this machine has claimed and not yet recorded."""
        return self.service.under_way

    @property
    def alive(self) -> bool:
        """False when the spider ended by itself."""
        return self.service.alive

    @property
    def leads(self) -> bool:
        """Whether this machine leads now. Asked before everything that only the leader does."""
        return self._clock.monotonic() < self._lead_until

    async def start(self) -> None:
        """Make what machines share, where it is not there; open the spider; take hosts."""
        self._store.write(cluster.begin, SchemaManager.get_schema())
        await self.service.start()
        # Two lines for each host's turn; what a check found is in our own log.
        logging.getLogger("procrastinate").setLevel(logging.WARNING)
        await self._app.open_async()
        self._listen_to_beats()
        self._tasks = [asyncio.ensure_future(one) for one in (self._work(), self._campaign(), self._keep_time())]

    async def look(self) -> int:
        """What the leader does at each tick beside sending; returns how many hosts were lined up."""
        if not self.leads:
            return 0
        now = self._clock.now_ms()
        await self.service.tend(now)
        left = await self._written(cluster.left_lying, now, STALE_SECONDS, self.service.pause_ms)
        if left:
            log.warning("turns_taken_back", hosts=left)
        hosts = await asyncio.to_thread(self._store.read, cluster.waiting, now, LINE)
        if not hosts or not self.leads:
            return 0
        task = self._app.tasks[TASK]
        jobs = [
            task.configure(lock=f"host:{name}", queueing_lock=f"host:{name}").make_new_job(host=name) for name in hosts
        ]
        await self._app.job_manager.batch_defer_jobs_async(jobs=jobs)
        return len(jobs)

    async def send(self) -> int:
        """Deliveries, where this machine leads."""
        return await self.service.send() if self.leads else 0

    def rebase(self, step_ms: int) -> None:
        """The server's clock was stepped."""
        if self.leads:
            self.service.rebase(step_ms)

    async def stop(self) -> None:
        """Take no more hosts, record what was fetched, and let another one lead."""
        self._stopping = True
        working, others = self._tasks[:1], self._tasks[1:]
        for one in others:
            one.cancel()
        await self.service.stop()
        for one in working:
            one.cancel()
            await asyncio.wait([one], timeout=5)
        self._lead_until = 0.0
        with contextlib.suppress(StoreError):
            await self._written(cluster.give_up_lead, self._name)
        await self._app.close_async()

    def _heard(self) -> bool:
        """Whether the server heard of this machine a moment ago, so that its hosts are still its own."""
        return self._clock.monotonic() - self._heard_at < HEARD_SECONDS

    def _listen_to_beats(self) -> None:
        """From when on the server has heard of us: the moment before each beat that it took."""
        manager: Any = self._app.job_manager
        for name in ("update_heartbeat", "register_worker"):
            setattr(manager, name, self._noting(getattr(manager, name)))

    def _noting(self, beat: Any) -> Any:
        async def noted(*words: Any) -> Any:
            began = self._clock.monotonic()
            found = await beat(*words)
            self._heard_at = began
            return found

        return noted

    async def _written(self, work: Any, *words: Any) -> Any:
        return await asyncio.wrap_future(self._store.submit(work, *words))

    async def _work(self) -> None:
        """Take hosts; begin anew as another worker where the server has struck this one off."""
        while not self._stopping:
            try:
                await self._app.run_worker_async(
                    queues=[QUEUE],
                    name=self._name,
                    concurrency=self._concurrency,
                    install_signal_handlers=False,
                    delete_jobs="always",
                    fetch_job_polling_interval=1.0,
                    update_heartbeat_interval=BEAT_SECONDS,
                    stalled_worker_timeout=STALE_SECONDS,
                    shutdown_graceful_timeout=2.0,
                )
            except asyncio.CancelledError:
                raise
            except Exception as wrong:
                log.error("line_lost", error=f"{type(wrong).__name__}: {wrong}")
            await asyncio.sleep(BEAT_SECONDS)

    async def _campaign(self) -> None:
        """Lead, or wait until nobody does."""
        while True:
            began = self._clock.monotonic()
            try:
                leads = await self._written(cluster.lead, self._name, LEAD_SECONDS)
                # Shorter than the server's count of it: whoever stood still must be the first to know.
                self._lead_until = began + LEAD_SECONDS * 2 / 3 if leads else 0.0
                if leads != self._led:
                    self._led = leads
                    log.info("leading" if leads else "following", machine=self._name)
            except StoreError as wrong:
                log.error("lead_not_asked", error=str(wrong))
            await asyncio.sleep(LEAD_SECONDS / 4)

    async def _keep_time(self) -> None:
        while True:
            await asyncio.sleep(10)
            with contextlib.suppress(StoreError):
                await asyncio.to_thread(self._clock.ask)

    async def _turn(self, context: JobContext, host: str) -> None:
        """One host's turn: its due articles, one after the other where it wants a pause between them."""
        job, worker = context.job.id, context.job.worker_id
        if job is None or worker is None:
            return
        turn, until = Turn(job, worker, host), self._clock.monotonic() + TURN_SECONDS
        while self._clock.monotonic() < until and not self._stopping and self._heard():
            if self.service.room <= 0:
                await asyncio.sleep(FULL_SECONDS)
                continue
            now, pause = self._clock.now_ms(), self.service.pause_ms
            most = self.service.room
            claimed = await asyncio.wrap_future(self._store.submit(cluster.lease, turn, now, most, pause_ms=pause))
            if claimed is None:
                return
            if claimed:
                for one in self.service.hand_out(claimed, now):
                    await one.ended.wait()
                await self._written(cluster.rest, host, self._clock.now_ms(), pause)
                continue
            at = await asyncio.to_thread(self._store.read, cluster.free_at, host, now)
            if at is None or at - now > WAIT_SECONDS * 1000:
                return
            await asyncio.sleep(max(0.0, (at - self._clock.now_ms()) / 1000) + 0.005)
