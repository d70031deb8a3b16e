"""Newer rules read the last kept page of an article again: a new baseline without an alert, and no look."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from monitor.checks.judging import Page, look
from monitor.checks.memories import pack_memory, unpack_memory
from monitor.checks.rereading import Outcome, Reread, Rereading
from monitor.checks.work import Here
from monitor.rereading import ReadingAgain
from monitor.store import Store, chain, claims, history, moments, pages, recording, rereads, versions
from monitor.store.file import FILE
from monitor.store.soundness import faults
from spiders.article import Article
from spiders.reading import RULES
from tests.integration.store.kept import NOW, came, followed
from tests.integration.store.test_past import page
from tests.integration.store.test_rejudging import BOUNDS, WALL

LATER = NOW + 3_600_000


class Clock:
    def now_ms(self) -> int:
        return LATER

    def monotonic(self) -> float:
        return LATER / 1000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = Store(tmp_path)
    yield found
    found.close()


def read_by(store: Store, name: str, rules: int, *, cut: bool, body: bytes = b"", **more: Any) -> int:
    """An article of one version whose page was read by those rules; with `cut`, they saw less of it."""
    article = followed(store, name)
    claim = store.read(claims.peek, article)
    assert claim is not None
    read = look(Page(page(41), claim.url, 200, {}, None, None, None))
    assert read.text is not None
    assert read.page_memory is not None
    text = Article.from_json(read.text)
    if cut:
        text = Article.from_text(["Roads in the valley are shut."], text.title)
    memory = {**unpack_memory(read.page_memory), "rules": rules}
    fields = {"page_memory": pack_memory(memory), "content_sha": text.fingerprint(), "title": text.title}
    values: dict[str, Any] = {"page": came(claim.url, 0, body or page(41)), **more}
    found = recording.Result(
        article, claim.token, claim.host, NOW, "ok", "new", NOW + 900_000, "read",
        text=text.to_json(), fields=fields, **values,
    )  # fmt: skip
    assert store.write(recording.record, found)
    return article


def again(store: Store, article: int) -> Reread:
    return asyncio.run(Rereading(store, Here(), BOUNDS, Clock()).article(article))


def test_a_page_that_reads_otherwise_is_a_new_baseline_without_a_change_or_an_alert(store: Store) -> None:
    article = read_by(store, "flood", RULES - 1, cut=True)
    before = store.read(history.article_by_id, article)
    assert again(store, article) == Reread(article, Outcome.BASELINE, version=2)
    listed = store.read(versions.listing, article)
    assert [one.relearned for one in listed] == ["", "reread"]
    assert "killed 41 people" in store.read(versions.text_of, article, 2)
    assert store.read(history.changes, article_id=article, wording=True) == []
    assert store.read(history.alerts, article_id=article) == []
    assert [one.fields["lo"] for one in store.read(history.facts, article, 2) if one.kind == "figure"][:1] == ["41"]
    after = store.read(history.article_by_id, article)
    assert (after.checked_at, after.checks, after.due_at) == (before.checked_at, before.checks, before.due_at)
    assert store.read(pages.of_version, article, 2).body == page(41)
    assert [one.result for one in store.read(history.checks, article)] == ["reread", "new"]
    assert again(store, article).outcome is Outcome.CURRENT


@pytest.mark.file
def test_the_store_and_its_chain_hold_afterwards(store: Store, tmp_path: Path) -> None:
    article = read_by(store, "flood", RULES - 1, cut=True)
    again(store, article)
    assert [entry.detail for _, entry in store.read(chain.entries, article)][-1] == "reread"
    store.close()
    assert faults(tmp_path / FILE, thorough=True) == []


def test_what_was_read_again_was_seen_when_its_page_came(store: Store) -> None:
    article = read_by(store, "flood", RULES - 1, cut=True)
    again(store, article)
    row = store.read(history.article_by_id, article)
    stood = store.read(moments.stood, row, LATER + 1)
    assert (stood.version and stood.version.number, stood.unknown_after) == (1, NOW)
    assert len(store.read(moments.turns, article)) == 1


def test_the_next_look_at_the_same_text_is_unchanged(store: Store) -> None:
    article = read_by(store, "flood", RULES - 1, cut=True)
    again(store, article)
    claim = store.read(claims.peek, article)
    assert claim is not None
    looked = look(Page(page(41), claim.url, 200, {}, claim.site_memory, claim.page_memory, claim.content_sha))
    assert (looked.text, looked.relearned) == (None, None)


def test_a_page_that_reads_as_before_only_changes_what_is_remembered(store: Store) -> None:
    article = read_by(store, "flood", RULES - 1, cut=False)
    assert again(store, article).outcome is Outcome.SAME
    assert len(store.read(versions.listing, article)) == 1
    assert [one.result for one in store.read(history.checks, article)] == ["new"]
    assert again(store, article).outcome is Outcome.CURRENT


@pytest.mark.parametrize(
    ("rules", "more", "outcome"),
    [
        (RULES, {}, Outcome.CURRENT),
        (RULES - 1, {"page": None}, Outcome.NO_PAGE),
        (RULES - 1, {"body": WALL}, Outcome.UNREADABLE),
    ],
)
def test_nothing_is_done_where_nothing_can_be(store: Store, rules: int, more: dict[str, Any], outcome: Outcome) -> None:
    article = read_by(store, "flood", rules, cut=True, **more)
    assert again(store, article).outcome is outcome
    assert len(store.read(versions.listing, article)) == 1


def test_a_look_under_way_is_not_lost(store: Store) -> None:
    article = read_by(store, "flood", RULES - 1, cut=True)
    (claim,) = store.write(claims.claim, LATER, 1, pause_ms=0, per_host=1)
    assert again(store, article).outcome is Outcome.UNDER_WAY
    found = recording.Result(
        article, claim.token, claim.host, LATER, "ok", "unchanged", LATER, "read", version=1, quiet=True
    )
    assert store.write(recording.record, found)


def test_an_article_that_was_taken_down_stays_so(store: Store) -> None:
    article = read_by(
        store,
        "flood",
        RULES - 1,
        cut=True,
    )
    claim = store.read(claims.peek, article)
    assert claim is not None
    gone = recording.Result(
        article, claim.token, claim.host, NOW, "gone", "removed", None, "removed", reason="removed", version=1
    )
    assert store.write(recording.record, gone)
    assert again(store, article).outcome is Outcome.BASELINE
    row = store.read(history.article_by_id, article)
    assert (row.state, row.reason, row.due_at) == ("removed", "removed", None)


def test_that_the_page_cannot_be_read_now_is_not_hidden_by_it(store: Store) -> None:
    article = read_by(store, "flood", RULES - 1, cut=True)
    claim = store.read(claims.peek, article)
    assert claim is not None
    failed = recording.Result(
        article, claim.token, claim.host, NOW + 60_000, "timeout", "failed", NOW, "failing", reason="timeout", version=1
    )
    assert store.write(recording.record, failed)
    assert again(store, article).outcome is Outcome.BASELINE
    row = store.read(history.article_by_id, article)
    assert (row.state, row.fails) == ("failing", 0)
    stood = store.read(moments.stood, row, LATER + 1)
    assert stood.unread is not None
    assert stood.unread.result == "failed"


@pytest.mark.file
def test_a_damaged_page_is_said_and_passed_over(store: Store, tmp_path: Path) -> None:
    article = read_by(store, "flood", RULES - 1, cut=True)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
        connection.execute("UPDATE blob SET sha256 = x'00' WHERE id = (SELECT body FROM page)")
    found = again(store, article)
    assert (found.outcome, "hash" in found.reason) == (Outcome.FAILED, True)


def walk(store: Store, pause: float = 0.0) -> ReadingAgain:
    walking = ReadingAgain(store, Rereading(store, Here(), BOUNDS, Clock()), Clock(), pause)
    asyncio.run(walking.all())
    return walking


def test_all_articles_are_read_again_once_a_set_of_rules_and_go_on_where_they_ended(store: Store) -> None:
    articles = [read_by(store, f"story-{n}", RULES - 1, cut=n % 2 == 0) for n in range(5)]
    fresh = read_by(store, "fresh", RULES, cut=True)
    walk(store)
    counts = [len(store.read(versions.listing, article)) for article in (*articles, fresh)]
    assert counts == [2, 1, 2, 1, 2, 1]
    assert store.read(rereads.after, RULES) is None  # done
    late = read_by(store, "late", RULES - 1, cut=True)
    walk(store)
    assert len(store.read(versions.listing, late)) == 1  # never asked twice


def test_an_end_in_the_middle_costs_nothing(store: Store) -> None:
    articles = [read_by(store, f"story-{n}", RULES - 1, cut=True) for n in range(3)]
    store.write(rereads.reached, RULES, articles[0])
    walk(store)
    assert [len(store.read(versions.listing, article)) for article in articles] == [1, 2, 2]
