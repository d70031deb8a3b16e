"""The checks of one data folder, running: claims what is due, fetches, reads, judges, remembers, tells.

Composed once from a configuration; the daemon ticks it for as long as it lives, `rowback check` for one round. Knows no
screen, no signal and no scheduler.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence

import structlog

from monitor.checks.bounds import Bounds
from monitor.checks.checking import Checking
from monitor.checks.judging import warm
from monitor.checks.pacing import Pacing, keep_pace
from monitor.checks.readers import Readers
from monitor.checks.rebasing import DueOf, all_brought_back, bring_back
from monitor.checks.rereading import Rereading
from monitor.checks.under_way import UnderWay, busy_hosts, due_check, latest_of
from monitor.checks.work import Patience
from monitor.clock import Clock
from monitor.config.holding import gaps
from monitor.config.loading import Config
from monitor.deliveries.links import Links
from monitor.deliveries.outward import policy_of
from monitor.deliveries.pump import Pump
from monitor.errors import RowbackError, StoreError, StoreFull, StoreLocked
from monitor.metrics import Metrics
from monitor.parts import Parts, parts_of
from monitor.rereading import ReadingAgain
from monitor.rules import Rule
from monitor.schedule.due import spread
from monitor.schedule.rebasing import due_after
from monitor.sources.polling import Polling
from monitor.store import (
    Store,
    channels,
    claims,
    holding,
    outbox,
    pacing,
    picking,
    recording,
    sources,
    stepping,
    watches,
)
from monitor.store.claims import Claim
from monitor.upkeep import StoreShelf, Upkeep, log_moved
from monitor.watching import follow
from spiders.fetched import NOT_SENT, Fetched
from spiders.fetching import Fetching

log = structlog.get_logger(__name__)

STORE_SECONDS = 1.0
"""Between two tries to record a result while the store cannot take it."""


class Service:
    """Start it, call `look` as often as things may be due, stop it. All on one loop."""

    def __init__(
        self,
        config: Config,
        store: Store,
        clock: Clock,
        metrics: Metrics,
        may_send: Callable[[], bool] = lambda: True,
    ) -> None:
        """`may_send` is asked before each request. Raises SecretMissing where a channel's secret file is gone."""
        self.may_tell: Callable[[], bool] = lambda: True  # of many machines, only the one that leads
        self._config = config
        self._store = store
        self._clock = clock
        self._metrics = metrics
        self.links = Links.of(config.data_folder, config.public_url)
        self._parts = parts = parts_of(config, metrics, self.links)
        patience = Patience(page=config.service.reader_timeout)
        self._readers = Readers(config.service.readers, config.concepts, patience=patience, warm=warm)
        self._checking = Checking(store, self._readers, parts.telling, clock, parts.bounds)
        self._pacing = Pacing(parts.budgets, store.read(pacing.load))
        self._checking.pacing = self._pacing
        self._fetching = Fetching(
            policy_of(config),
            self._fetched,
            robots=StoreShelf(store),
            clock=lambda: clock.now_ms() / 1000,
            may_send=may_send,
        )
        self._polling = Polling(store, self._readers, self._fetching.submit, clock)
        self._polling.pacing = self._pacing
        self.reading_again = ReadingAgain(store, Rereading(store, self._readers, parts.bounds, clock), clock)
        self.pump = Pump(
            store,
            parts.channels,
            clock,
            random.SystemRandom().random,
            metrics,
            operator=config.service.operator,
            public_url=config.public_url,
        )
        self._under_way: dict[int, UnderWay] = {}
        self._sending: asyncio.Task[int] | None = None
        self._upkeep = Upkeep(store, clock)
        self._rebasing: asyncio.Task[None] | None = None
        self._stepped: asyncio.Task[None] | None = None

    @property
    def under_way(self) -> int:
        """Checks claimed and not yet recorded."""
        return len(self._under_way)

    @property
    def starved(self) -> float:
        """Seconds for which fetched pages have waited for a worker in vain."""
        return self._readers.starved()

    @property
    def alive(self) -> bool:
        """False when the spider ended by itself: nothing more will be fetched, so the daemon should end."""
        return self._fetching.alive

    @property
    def config(self) -> Config:
        """The configuration in force."""
        return self._config

    @property
    def rule_names(self) -> tuple[str, ...]:
        """The rules in force."""
        return tuple(rule.name for rule in self._config.rules)

    @property
    def rules(self) -> Sequence[Rule]:
        """The same rules, whole."""
        return self._config.rules

    def gap_ms(self, channel: str) -> float:
        """The milliseconds between two messages of a channel, as it is configured now."""
        return gaps(self._config)(channel)

    async def start(self) -> None:
        """Take over what a former daemon left, follow the watches of the configuration, open the spider."""
        now = self._clock.now_ms()
        if self._store.place.folder_bound:
            self._take_over(now)
        log_moved(follow(self._store, self._config, self._clock))
        await self._fetching.start()
        # Beside the first ticks: a million due times take seconds, and what is due now is not among them.
        self._rebasing = asyncio.ensure_future(
            all_brought_back(self._store, self._due_after(self._parts.bounds, now, 0), "due_times_brought_back")
        )

    def _take_over(self, now: int) -> None:
        """What a former daemon of this folder left, which is no more; on a server others are at work."""
        left = self._store.write(claims.release_all, now)
        unsent = self._store.write(outbox.release_all, now)
        self._store.write(channels.unrest, now)
        if left or unsent:
            log.info("taken_over", checks=left, deliveries=unsent)
        self._store.write(holding.forget_old, now)
        self._store.write(sources.release_all, now)
        self._store.write(watches.wake, now)
        # A clock that ran ahead in a former run, and was set right since, has put everything off.
        self._store.write(sources.rebase, now, 0, spread)
        self._store.write(stepping.rebase, now, 0)
        self._store.write(claims.rebase, now, 0)

    async def use(self, config: Config) -> None:
        """Go on with another configuration, all of it or, where this raises, none.

        What is under way ends as it began. [service] and [fetch] must be those of the start. Raises SecretMissing
        and what the store raises.
        """
        parts = parts_of(config, self._metrics, self.links)
        log_moved(await asyncio.to_thread(follow, self._store, config, self._clock))
        before = self._config, self._parts
        self._go_on_with(config, parts)
        now = self._clock.now_ms()
        try:
            if config.schedule != before[0].schedule:
                # An article that rests for a week must not wait for its end before it is looked at every hour. After
                # the switch: a result that was made by the old schedule stands before this in the writer's queue.
                latest = latest_of(before[0].schedule, config.schedule, now)
                await asyncio.to_thread(self._store.write_in_steps, watches.bring_forward, latest)
            if config.wishes != before[0].wishes:
                await bring_back(self._store, self._due_after(parts.bounds, now, 0))
            # What a channel refused before may be mended now.
            await asyncio.wrap_future(self._store.submit(channels.unrest, now))
        except StoreError:
            self._go_on_with(*before)
            raise

    def _go_on_with(self, config: Config, parts: Parts) -> None:
        self._config = config
        self._parts = parts
        self._checking.use(parts.telling, parts.bounds)
        self.reading_again.rereading.bounds = parts.bounds
        self._pacing.use(parts.budgets)
        self._readers.use(config.concepts)
        self.pump.use(parts.channels, config.service.operator)

    async def look(self, only: frozenset[int] | None = None, *, feeds: bool = True) -> int:
        """Claim what is due, as far as there is room, and let it be fetched; returns how many checks were claimed.

        With `only`, no other article is claimed; without `feeds` none of these is polled.
        """
        room = self.room
        if room <= 0:
            return 0
        if self._stepped is not None:
            # After a step forward all would be due at once.
            await self._stepped
            self._stepped = None
        now, pause_ms = self._clock.now_ms(), self.pause_ms
        per_host = 8 * self._config.fetch.per_host
        await self.tend(now, feeds=feeds)
        # Outside of the write lock: in a backlog many rows are looked at for the few that are claimed.
        busy = busy_hosts(self._under_way.values(), self._config.fetch.per_host, pause_ms > 0, self._readers.is_slow)
        ids = await asyncio.to_thread(
            self._store.read, picking.due, now, room, pause_ms=pause_ms, per_host=per_host, only=only, busy=busy
        )
        if not ids:
            return 0
        claimed = await asyncio.wrap_future(self._store.submit(claims.lease, ids, now, pause_ms=pause_ms))
        return len(self.hand_out(claimed, now))

    @property
    def pause_ms(self) -> int:
        """The least time between two looks at one host."""
        return int(self._config.schedule.host_pause * 1000)

    @property
    def room(self) -> int:
        """How many checks may be handed out now."""
        return 2 * self._config.fetch.concurrency - len(self._under_way)

    async def tend(self, now: int, *, feeds: bool = True) -> None:
        """What is looked after beside the checks: pauses that end, prices, and feeds that are due."""
        await self._upkeep.turn(now, self._config.keep)
        await keep_pace(self._pacing, self._store, now)
        if feeds:
            await self._polling.look(now, self.pause_ms)

    def hand_out(self, claimed: Sequence[Claim], now: int) -> list[UnderWay]:
        """Let what was claimed be fetched."""
        for claim in claimed:
            self._pacing.spent(claim.host, adaptive=not (claim.first or claim.hinted or claim.asked == 0))
            self._under_way[claim.article_id] = UnderWay(claim, max(0.0, (now - claim.due_at) / 1000))
            in_full = claim.since_full >= self._config.schedule.full_fetch_every - 1 or self._checking.in_full(claim)
            self._fetching.submit(due_check(claim, in_full=in_full))
        return [self._under_way[claim.article_id] for claim in claimed]

    async def send(self) -> int:
        """Move on what has waited for long enough and start attempts for what is due; returns how many were started."""
        await asyncio.wrap_future(self._store.submit(self._parts.releasing.release, self._clock.now_ms()))
        return await self.pump.drain()

    def rebase(self, step_ms: int) -> None:
        """The wall clock was stepped: bring leases, due times and retries back to where they can be."""
        now = self._clock.now_ms()
        bounds = self._parts.bounds
        self._store.submit(claims.rebase, now, step_ms)
        self._store.submit(sources.rebase, now, step_ms, spread)
        self._store.submit(stepping.rebase, now, step_ms)
        self._store.submit(outbox.rebase, now)
        self._store.submit(channels.rebase, now)
        self._store.submit(self._parts.releasing.rebase, now)
        due_of = self._due_after(bounds, now, step_ms)
        self._stepped = asyncio.ensure_future(all_brought_back(self._store, due_of, "due_times_moved"))

    def _due_after(self, bounds: Bounds, now_ms: int, step_ms: int) -> DueOf:
        return due_after(bounds.default, bounds.limits, now_ms, step_ms, bounds.wishes, self._pacing.site)

    async def stop(self, seconds: float = 3.0) -> None:
        """Stop fetching, record what was already fetched, give the other leases back; within about `seconds` + 4 s."""
        # Side by side: one after the other, three things that hang would take longer than a supervisor allows.
        await asyncio.gather(self._stop_checks(seconds), self.pump.finish(seconds), self._upkeep.close())
        self._readers.close()

    async def _stop_checks(self, seconds: float) -> None:
        for moving in (self._rebasing, self._stepped):
            if moving is not None:
                moving.cancel()
        await self._fetching.stop()
        recording_now = [one.recording for one in self._under_way.values() if one.recording is not None]
        if recording_now:
            await asyncio.wait(recording_now, timeout=seconds)
        await self._polling.stop(seconds)
        # All of them: a tick that was cut off may have claimed articles that are not yet in the list.
        now, held = self._clock.now_ms(), [(one.claim.article_id, one.claim.token) for one in self._under_way.values()]
        if self._store.place.folder_bound:
            await asyncio.wrap_future(self._store.submit(claims.release_all, now))
        else:
            await asyncio.wrap_future(self._store.submit(claims.give_back, held, now))

    def _fetched(self, fetched: Fetched) -> None:
        if fetched.check.article_id < 0:
            self._polling.fetched(fetched)
            return
        one = self._under_way.get(fetched.check.article_id)
        if one is None or one.claim.token != fetched.check.token:
            return
        if fetched.detail == NOT_SENT:
            del self._under_way[one.claim.article_id]
            self._store.submit(claims.give_back, [(one.claim.article_id, one.claim.token)], self._clock.now_ms())
            one.ended.set()
            return
        self._metrics.fetched(str(fetched.end))
        one.recording = asyncio.ensure_future(self._record(one, fetched))

    async def _record(self, one: UnderWay, fetched: Fetched) -> None:
        url = one.claim.url
        try:
            found = await self._packed(await self._found(one.claim, fetched))
            kept = await self._kept(one, found)
        except RowbackError as wrong:
            # Not recorded: the lease runs out and the article is looked at again.
            log.error("check_not_recorded", url=url, error=str(wrong))
            return
        except Exception as wrong:
            # What was found cannot be stored, by a fault of ours: then at least that it failed, so that it backs off.
            log.exception("check_broke", url=url)
            found = self._checking.broken(one.claim, fetched, wrong)
            try:
                kept = await self._kept(one, found)
            except Exception as again:
                log.error("check_not_recorded", url=url, error=str(again))
                return
        finally:
            # Not the entry of a later claim, where this one's lease was lost meanwhile.
            if self._under_way.get(one.claim.article_id) is one:
                del self._under_way[one.claim.article_id]
            one.ended.set()
        if not kept:
            log.warning("lease_lost", url=url)
            return
        self._count(one, found)
        if not found.quiet:
            log.info(
                "check",
                url=url,
                result=found.result,
                end=found.end,
                reason=found.reason or found.relearned,
                changes=[str(change.kind) for change in found.changes],
                alerts=len(found.alerts),
            )
        if found.alerts and self.may_tell():
            self._sending = asyncio.ensure_future(self.send())

    async def _found(self, claim: Claim, fetched: Fetched) -> recording.Result:
        try:
            return await self._checking.result(claim, fetched)
        except RowbackError:
            raise
        except Exception as wrong:
            # A page that trips over a fault of ours must neither stop the daemon nor be fetched every two minutes.
            log.exception("check_broke", url=claim.url)
            return self._checking.broken(claim, fetched, wrong)

    async def _packed(self, found: recording.Result) -> recording.Result:
        """The result with its page packed, in a thread: a page of megabytes takes long, on the loop and for others."""
        if found.page is None or found.quiet and not found.page.every_look:
            return found
        return await asyncio.to_thread(self._store.read, recording.pack_ahead, found)

    async def _kept(self, one: UnderWay, found: recording.Result) -> bool:
        """Record a result; a full disk or a held database is waited for while the lease lasts. False: lease lost."""
        until = self._clock.monotonic() + claims.LEASE_MS / 1000
        while True:
            try:
                return await asyncio.wrap_future(
                    self._store.submit_patient(recording.record, found, self._parts.stages)
                )
            except (StoreFull, StoreLocked) as wrong:
                if self._clock.monotonic() > until:
                    raise
                log.error("waiting_for_store", url=one.claim.url, error=str(wrong))
                await asyncio.sleep(STORE_SECONDS)

    def _count(self, one: UnderWay, found: recording.Result) -> None:
        self._metrics.checked(found.result, late_seconds=one.late_seconds)
        if found.text is not None:
            self._metrics.versioned()
        for change in found.changes:
            self._metrics.changed(str(change.kind))
