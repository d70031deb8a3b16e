"""Tracks addresses: texts as people write them go in, a report for each comes out. One bad address stops no other.

Only writes down what to track; the daemon checks new articles when it next asks what is due.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Any

from monitor import forms
from monitor.addresses import normalise
from monitor.errors import BadAddress
from monitor.sources.wish import Wish

if TYPE_CHECKING:
    from monitor.store import Store
    from monitor.store.acts import By
    from monitor.store.watches import Entered

AT_ONCE = 500
"""Addresses in one transaction: a few milliseconds, so that a running daemon never waits long."""


class Result(StrEnum):
    """What became of one address."""

    ADDED = "added"
    CHANGED = "changed"
    ALREADY = "already"
    TWICE = "twice"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one wish, and why."""

    url: str
    result: Result
    reason: str = ""
    line: int = 0
    article: int | None = None
    not_taken_over: str = ""

    def to_dict(self) -> dict[str, Any]:
        """JSON-able form, without what does not apply."""
        return {name: value for name, value in asdict(self).items() if value not in ("", 0, None)}


def track(store: Store, wishes: Iterable[Wish], by: By) -> Iterator[Report]:
    """Track each address; yields one report a wish, in order. What is tracked gets the schedule and the tags."""
    seen: dict[str, int] = {}
    waiting = iter(wishes)
    while batch := list(islice(waiting, AT_ONCE)):
        yield from _track_batch(store, batch, seen, by)


def _track_batch(store: Store, batch: Sequence[Wish], seen: dict[str, int], by: By) -> list[Report]:
    from sqlalchemy import Connection

    from monitor.store import acts, doing, watches

    reports: dict[int, Report] = {}
    wanted: dict[int, watches.NewWatch] = {}
    for index, wish in enumerate(batch):
        try:
            if wish.fault:
                raise BadAddress(wish.fault)
            tags = tuple(forms.tag(tag) for tag in wish.tags)
            address = normalise(wish.url)
        except (BadAddress, ValueError) as error:
            reports[index] = Report(wish.url, Result.REFUSED, str(error), wish.line)
            continue
        if address.key in seen:
            where = f"line {seen[address.key]}" if seen[address.key] else "before"
            reports[index] = Report(address.url, Result.TWICE, f"the same article as {where}", wish.line)
            continue
        seen[address.key] = wish.line
        wanted[index] = watches.NewWatch(
            address.url, address.key, address.host, wish.schedule, tags, kind=wish.kind, filters=wish.filters
        )

    def enter_all(connection: Connection) -> list[watches.Entered]:
        found = watches.enter_all(connection, list(wanted.values()), by.at_ms)
        for (index, one), entered in zip(wanted.items(), found, strict=True):
            if batch[index].paused and entered.result is watches.Entry.ADDED:
                watches.pause(connection, watches.ids_of(connection, one), by.at_ms, None)
        return found

    stand = doing.watches_at([one.key for one in wanted.values()])
    found = store.write(acts.done, by, "watch.add", stand, enter_all)
    for (index, one), entered in zip(wanted.items(), found, strict=True):
        result = Result(entered.result)
        reports[index] = Report(
            one.url, result, _reason(entered), batch[index].line, entered.article or None, batch[index].note
        )
    return [reports[index] for index in range(len(batch))]


def _reason(entered: Entered) -> str:
    """What is different now for an article that was known, or why nothing is."""
    before, after = entered.before, entered.after
    if before is None:
        return "" if entered.article else "a feed; its articles come with its first poll"
    if str(entered.result) == Result.ADDED:
        return "its history goes on" if before.version else "it was known already"
    words = []
    if before.schedule != after.schedule:
        words.append(f"{shown_schedule(after.schedule)}, was {shown_schedule(before.schedule)}")
    if new := [tag for tag in after.tags if tag not in before.tags]:
        words.append(f"tagged {' '.join(new)}")
    if after.followed == "paused":
        words.append("is paused, `rowback watch resume` goes on")
    if not words and entered.result == "changed":
        return "with other filters"
    return "; ".join(words) or "is tracked already"


def shown_schedule(stored: str) -> str:
    """A stored schedule in words: "every 15m", "at 0 8 * * *", "adaptive", "the default schedule"."""
    kind = stored.partition(" ")[0]
    return {"every": "every ", "cron": "at "}.get(kind, "") + forms.unstored(stored) or "the default schedule"
