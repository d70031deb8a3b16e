"""Since when what a change replaces had stood."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind
from monitor.store import Store, recording, standing, watches
from monitor.store.recording import Result

NOW = 1_790_000_000_000
HOUR = 3_600_000
URL = "https://one.example/story"


def toll(value: int) -> Mention:
    return Mention(str(value), f"{value} people died.", Decimal(value), Decimal(value), "=", "person", "death")


def figure(value: int) -> dict[str, object]:
    fields = {"text": str(value), "lo": str(value), "hi": str(value), "bound": "=", "unit": "person"}
    return {"kind": "figure", "fields": fields}


def store_with(folder: Path, *tolls: int) -> Store:
    """A store with one article whose versions, an hour apart, report these tolls."""
    store = Store(folder)
    article, _ = store.write(watches.add, watches.NewWatch(URL, URL, "one.example"), NOW)
    found = Result(article, 0, "one.example", NOW, "ok", "new", None, "read")
    for n, value in enumerate(tolls):
        version = replace(
            found,
            token=n,
            version=n,
            at_ms=NOW + n * HOUR,
            text=f'{{"title":"{n}"}}',
            facts=[figure(value), figure(7)],
            changes=[Change(Kind.FIGURE_VALUE, toll(tolls[n - 1]), toll(value))] if n else [],
        )
        assert store.write(recording.record, version)
    return store


def since(store: Store, number: int, *changes: Change) -> list[int | None]:
    return store.read(standing.stood_since, 1, number, changes)


def test_a_figure_stands_since_the_first_version_of_an_unbroken_row(tmp_path: Path) -> None:
    store = store_with(tmp_path, 40, 52, 52, 52)
    change = Change(Kind.FIGURE_VALUE, toll(52), toll(60))
    assert since(store, 4, change) == [NOW + HOUR]
    store.close()


def test_a_figure_that_came_back_stands_since_its_return(tmp_path: Path) -> None:
    store = store_with(tmp_path, 40, 52, 40)
    assert since(store, 3, Change(Kind.FIGURE_VALUE, toll(40), toll(60))) == [NOW + 2 * HOUR]
    store.close()


def test_words_stand_since_the_change_that_brought_them_and_else_nothing_is_said(tmp_path: Path) -> None:
    store = store_with(tmp_path, 40, 52)
    known = Change(Kind.FIGURE_VALUE, replace(toll(52), bound=""), toll(60))
    unknown = Change(Kind.QUOTE_TEXT, Mention("We will go"), Mention("We went"))
    came = Change(Kind.FIGURE_ADDED, None, toll(9))
    assert since(store, 2, known, unknown, came) == [NOW + HOUR, None, None]
    store.close()
