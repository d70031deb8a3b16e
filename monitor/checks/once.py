"""One round of checks without a daemon, for `rowback check`: chosen articles are looked at once and what happened
comes out.

Where a daemon holds the data folder, or machines share the store, it is asked to look now and waited for instead.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from monitor.clock import Clock
from monitor.config.loading import Config
from monitor.lock import FolderLock, held
from monitor.metrics import Metrics
from monitor.release import RELEASE
from monitor.service import Service
from monitor.store import Store, cluster, history, watches
from monitor.store.rows import ArticleRow, ChangeRow

POLL_SECONDS = 0.2
POLL_SHARE = 0.05
"""Of the time at most, what asking how far the round is may take: it asks of all that wait, and they may be many."""
SEND_SECONDS = 60.0
"""How long a round without a daemon waits for its alerts to be sent; what is left waits for the next round."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One article after its look, the changes that the look found, and what it noted where it found none."""

    article: ArticleRow
    changes: tuple[ChangeRow, ...]
    detail: str = ""


async def check_once(
    config: Config,
    clock: Clock,
    ids: Sequence[int],
    told: Callable[[Checked], None],
    seconds: float,
    *,
    everything: bool = False,
) -> list[int]:
    """Look at the articles of these ids, calling `told` for each as it is done; returns the ids not reached in time.

    `seconds` bounds the whole round. `everything`: no other article is followed, so whatever is due may be looked at.
    """
    if held(config.data_folder) or _is_led(config):
        store = Store(config.data_folder, database=config.service.database)
        try:
            return await _follow(store, clock, ids, told, seconds, None, everything=everything)
        finally:
            store.close()
    with FolderLock(config.data_folder):
        store = Store(config.data_folder, database=config.service.database)
        service = Service(config, store, clock, Metrics(RELEASE))
        try:
            await service.start()
            left = await _follow(store, clock, ids, told, seconds, service, everything=everything)
            # A receiver that hangs is no failure of the check: what is left waits for the next round or the daemon.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SEND_SECONDS):
                    while await service.send() or service.pump.under_way:
                        await asyncio.sleep(POLL_SECONDS)
            return left
        finally:
            await service.stop()
            store.close()


def _is_led(config: Config) -> bool:
    """Whether machines are at work on a shared store: they alone know whose turn a host is."""
    if not config.service.database:
        return False
    store = Store(config.data_folder, database=config.service.database)
    try:
        return store.read(cluster.is_led)
    finally:
        store.close()


async def _follow(
    store: Store,
    clock: Clock,
    ids: Sequence[int],
    told: Callable[[Checked], None],
    seconds: float,
    service: Service | None,
    *,
    everything: bool,
) -> list[int]:
    before = store.read(history.looks_of, ids)
    store.write(watches.make_due, clock.now_ms(), ids)
    asks_again = clock.monotonic()
    until = asks_again + seconds
    while before and clock.monotonic() < until:
        if service is not None:
            await service.look(only=None if everything else frozenset(before), feeds=False)
        await asyncio.sleep(POLL_SECONDS)
        began = clock.monotonic()
        if began < min(asks_again, until):
            continue
        now = store.read(history.looks_of, list(before))
        asks_again = began + (clock.monotonic() - began) / POLL_SHARE
        for number in [one for one, looks in now.items() if looks > before[one]]:
            del before[number]
            told(store.read(_checked, number))
    return list(before)


def _checked(connection: Connection, number: int) -> Checked:
    row = history.article_by_id(connection, number)
    found = history.changes(connection, article_id=number, version=row.version, wording=True)
    fresh = tuple(one for one in found if row.checked_at is not None and one.seen_at == row.checked_at)
    noted = [one.detail for one in history.checks(connection, number, 1) if one.at == row.checked_at]
    return Checked(row, fresh, noted[0] if noted and not fresh else "")
