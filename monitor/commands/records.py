"""Versions, facts and slots as flat rows for other programs: the store is read piece by piece, rows come one by one.

A figure has three numbers, as casualty recorders keep them: what it is at least, what a reader would quote, and what it
is at most; one that the text leaves open is null. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from monitor.changes.slot_history import slots as slots_of
from monitor.commands.exporting import Chosen
from monitor.commands.times import stamp
from monitor.facts.three_numbers import three_numbers
from monitor.store import Store, history, versions
from monitor.store.records import VersionOf, versions_after

_OF_VERSION = ("article_id", "url", "title", "outlet", "tags", "version", "seen_at", "sha256")
_OF_FIGURE = ("text", "low", "best", "high", "bound", "unit", "counted", "place", "as_of", "source", "holder")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "versions": (*_OF_VERSION, "relearned", "text"),
    "facts": (*_OF_VERSION, "kind", "where", *_OF_FIGURE, "noun"),
    "slots": (*_OF_VERSION, "slot", "kind", *_OF_FIGURE, "relation", "announced", "sentence"),
}
"""The columns of each table, in order."""


def rows(store: Store, what: str, chosen: Chosen) -> Iterator[dict[str, Any]]:
    """The rows of one of the tables of COLUMNS."""
    every = _every(store, None if what == "slots" else chosen.since_ms, chosen.tag)
    match what:
        case "versions":
            return _versions(store, every)
        case "facts":
            return _facts(store, every)
        case _:
            return _slots(store, every, chosen.since_ms)


def _every(store: Store, since_ms: int | None, tag: str | None) -> Iterator[VersionOf]:
    """Every version, article by article, oldest first; what comes meanwhile may be among them."""
    at = (0, 0)
    while found := store.read(versions_after, *at, since_ms=since_ms, tag=tag):
        yield from found
        at = found[-1].article_id, found[-1].number


def _head(one: VersionOf) -> dict[str, Any]:
    named = {name: getattr(one, name) for name in ("article_id", "url", "title", "outlet", "sha256")}
    return {**named, "tags": list(one.tags), "version": one.number, "seen_at": stamp(one.seen_at)}


def _versions(store: Store, every: Iterator[VersionOf]) -> Iterator[dict[str, Any]]:
    for one in every:
        article = store.read(versions.article_of, one.article_id, one.number)
        text = "\n".join(filter(None, (article.standfirst, *article.lines(), *(entry.text for entry in article.live))))
        yield {**_head(one), "title": article.title or one.title, "relearned": one.relearned, "text": text}


def _facts(store: Store, every: Iterator[VersionOf]) -> Iterator[dict[str, Any]]:
    for one in every:
        for fact in store.read(history.facts, one.article_id, one.number):
            yield {**_head(one), "kind": fact.kind, **fact.fields, **three_numbers(fact.fields)}


def _slots(store: Store, every: Iterator[VersionOf], since_ms: int | None) -> Iterator[dict[str, Any]]:
    """What each fact that ever changed said, from its first value on."""
    for article_id, group in groupby(every, key=lambda one: one.article_id):
        numbered = {one.number: one for one in group}
        found = store.read(history.changes, article_id=article_id, limit=1_000_000)
        dated = [(row.version, row.change) for row in reversed(found)]
        for number, slot in enumerate(slots_of(dated), 1):
            first = slot.steps[0]
            states = [(first.version - 1, first.change, first.change.old)]
            states += [(step.version, step.change, step.change.new) for step in slot.steps]
            for version, change, state in states:
                one = numbered.get(version)
                if state is None or one is None or (since_ms is not None and one.seen_at < since_ms):
                    continue
                fields = state.to_dict()
                told = {"slot": number, "kind": str(change.kind), **fields, **three_numbers(fields)}
                new = state is change.new
                told |= {"relation": change.relation if new else "", "announced": change.announced if new else None}
                yield {**_head(one), **told}
