"""A doubtful reading that a person accepts: it becomes a version, is compared with the last good one, and is told of.

A number comes in, what became of it goes out; all of it in one transaction, as for a check. Fetches and sends nothing.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from sqlalchemy import Connection

from monitor.changes.change import Change
from monitor.checks.checking import Checking
from monitor.checks.judging import Looked, story_of
from monitor.checks.memories import pack_memory, unpack_memory
from monitor.checks.work import Here
from monitor.clock import Clock
from monitor.config.loading import Config
from monitor.errors import UsageError
from monitor.metrics import Metrics
from monitor.parts import parts_of
from monitor.release import RELEASE
from monitor.store import Store, acts, claims, doing, doubts, recording
from monitor.store.acts import By
from monitor.store.rows import DoubtRow
from spiders.article import Article
from spiders.reading import accepted

TRIES = 4
"""An article that is looked at every second may be claimed while its doubt is compared."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The doubt as it was, the number of the version it became, its changes, and how many alerts they raise."""

    doubt: DoubtRow
    version: int
    changes: tuple[Change, ...]
    alerts: int


def accept(store: Store, config: Config, clock: Clock, number: int, by: By) -> Accepted:
    """Make the doubt of this number a version. Works beside a running daemon, which sends the alerts.

    Raises UnknownDoubt; UsageError where it has ended, is no article, or checks of the article were stored meanwhile;
    SecretMissing where a channel's secret file is gone.
    """
    for _ in range(TRIES):
        if (done := _once(store, config, clock, number, by)) is not None:
            return done
    raise UsageError(f"checks of the article of doubt {number} are stored all the time; try it again in a moment")


def _once(store: Store, config: Config, clock: Clock, number: int, by: By) -> Accepted | None:
    """As `accept`; None where a check of the article was stored meanwhile, and nothing was changed."""
    parts = parts_of(config, Metrics(RELEASE))
    checking = Checking(store, Here(), parts.telling, clock, parts.bounds)
    row = store.read(doubts.one, number)
    claim = store.read(claims.peek, row.article_id)
    if claim is None:
        raise UsageError(f"the article of doubt {number} is no longer followed by a watch")
    text = store.read(doubts.text_of, number)
    article = Article.from_json(text)
    looked = Looked(
        fingerprint=article.fingerprint(),
        story=story_of(article),
        text=article.to_json(),
        title=article.title,
        outlet=article.outlet,
        language=article.language,
        page_memory=pack_memory(accepted(unpack_memory(claim.page_memory))) if claim.page_memory else None,
    )

    def decided(connection: Connection) -> DoubtRow:
        return doubts.accept(connection, number, clock.now_ms())

    if row.state != "open" or not row.readable:
        store.write(decided)  # says why not
    found = asyncio.run(checking.accepted(claim, looked))

    def both(connection: Connection) -> bool:
        # The record first: where it is refused, nothing of the doubt was changed.
        stored = recording.record(connection, found, parts.stages)
        if stored:
            acts.done(connection, by, "doubt.accept", doing.doubts([number]), decided)
        return stored

    if not store.write(both):
        return None
    return Accepted(row, claim.version + 1, tuple(found.changes), len(found.alerts))
