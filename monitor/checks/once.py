"""One round of checks without a daemon, for `rowback check`: chosen articles are looked at once and what happened
comes out.

Where a daemon holds the data folder, or machines share the store, it is asked to look now and waited for instead.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from monitor.clock import Clock
from monitor.config.loading import Config
from monitor.lock import FolderLock, held
from monitor.metrics import Metrics
from monitor.release import RELEASE
from monitor.service import Service
from monitor.store import Store, cluster, history, watches
from monitor.store.rows import ArticleRow, ChangeRow

POLL_SECONDS = 0.2
SEND_SECONDS = 60.0
"""How long a round without a daemon waits for its alerts to be sent; what is left waits for the next round."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One article after its look, the changes that the look found, and what it noted where it found none."""

    article: ArticleRow
    changes: tuple[ChangeRow, ...]
    detail: str = ""


async def check_once(
    config: Config, clock: Clock, ids: Sequence[int], told: Callable[[Checked], None], seconds: float
) -> list[int]:
    """Look at the articles of these ids, calling `told` for each as it is done; returns the ids not reached in time.

    `seconds` bounds the whole round.
    """
    if held(config.data_folder) or _is_led(config):
        store = Store(config.data_folder, database=config.service.database)
        try:
            return await _follow(store, clock, ids, told, seconds, None)
        finally:
            store.close()
    with FolderLock(config.data_folder):
        store = Store(config.data_folder, database=config.service.database)
        service = Service(config, store, clock, Metrics(RELEASE))
        try:
            await service.start()
            left = await _follow(store, clock, ids, told, seconds, service)
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
) -> list[int]:
    before = {i: store.read(history.article_by_id, i).checks for i in ids}
    store.write(watches.make_due, clock.now_ms(), ids)
    until = clock.monotonic() + seconds
    while before and clock.monotonic() < until:
        if service is not None:
            await service.look(only=frozenset(before))
        await asyncio.sleep(POLL_SECONDS)
        for i, checks in list(before.items()):
            row = store.read(history.article_by_id, i)
            if row.checks > checks:
                del before[i]
                found = store.read(history.changes, article_id=i, version=row.version, wording=True)
                fresh = tuple(c for c in found if row.checked_at is not None and c.seen_at == row.checked_at)
                noted = [one.detail for one in store.read(history.checks, i, 1) if one.at == row.checked_at]
                told(Checked(row, fresh, noted[0] if noted and not fresh else ""))
    return list(before)
