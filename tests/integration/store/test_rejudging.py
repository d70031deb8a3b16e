"""The past judged anew: by kept pages where they are kept, by stored texts elsewhere; told to nobody, stored by nobody."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind
from monitor.changes.verdicts import Verdict
from monitor.checks.bounds import Bounds
from monitor.checks.judging import Page, judge, look
from monitor.checks.rejudging import Basis, Rejudged, Rejudging
from monitor.checks.work import Here, ReaderEnd, ReaderFailed
from monitor.schedule.due import Limits
from monitor.store import Store, claims, history, recording
from monitor.store.file import FILE
from spiders.article import Article
from tests.integration.store.kept import NOW, came, followed
from tests.integration.store.test_past import page

BOUNDS = Bounds("15m", Limits(120, 604_800, 600))
WALL = b"<html><title>Log in</title><form><input type=password></form></html>"


def stored(
    store: Store, article: int, body: bytes, *, at: int, kept: bool = True, changes: list[Change] | None = None
) -> None:
    """One version as a check would store it: with the account of today, unless another one is given."""
    claim = store.read(claims.peek, article)
    assert claim is not None
    read = look(Page(body, claim.url, 200, {}, None, None, None))
    text = read.text or Article.from_text(["Nothing stands here."]).to_json()
    if claim.version:
        from monitor.store import versions

        before = store.read(versions.text_of, article, claim.version)
        found = list(judge(before, text).changes) if changes is None else changes
    else:
        found = []
    result = recording.Result(
        article, claim.token, claim.host, at, "ok", "changed", at, "read",
        version=claim.version, text=text, changes=found, page=came(claim.url, 0, body) if kept else None,
    )  # fmt: skip
    assert store.write(recording.record, result)


def rejudged(store: Store, article: int, readers: object = None, since: int = 0) -> list[Rejudged]:
    async def all_of() -> list[Rejudged]:
        row = store.read(history.article_by_id, article)
        judging = Rejudging(store, readers or Here(), BOUNDS)  # type: ignore[arg-type]
        return [one async for one in judging.article(row, since)]

    return asyncio.run(all_of())


@pytest.fixture
def store(tmp_path: Path):  # type: ignore[no-untyped-def]
    found = Store(tmp_path)
    yield found
    found.close()


def words(found: list[Rejudged]) -> list[tuple[int, str, str]]:
    return [(one.version, str(one.basis), str(one.verdict)) for one in found]


def test_a_verdict_that_holds_is_the_same_and_the_first_version_has_none(store: Store) -> None:
    article = followed(store, "flood")
    for n, dead in enumerate((41, 47, 52)):
        stored(store, article, page(dead), at=NOW + n)
    assert words(rejudged(store, article)) == [(2, "pages", "same"), (3, "pages", "same")]


def test_what_was_not_told_then_is_more_and_what_would_not_be_told_now_is_fewer(store: Store) -> None:
    article = followed(store, "flood")
    ghost = Change(Kind.QUOTE_TEXT, Mention("We wait", "a"), Mention("We act", "b"))
    for n, (dead, told) in enumerate([(41, None), (47, []), (47, [ghost]), (52, None)]):
        stored(store, article, page(dead), at=NOW + n, changes=told)
    found = rejudged(store, article)
    assert words(found) == [(2, "pages", "more"), (3, "pages", "fewer"), (4, "pages", "same")]
    (more,) = found[0].differences
    assert more.new is not None
    assert (more.new.kind, more.new.old and more.new.old.text) == (Kind.FIGURE_VALUE, "41")
    assert found[1].differences[0].stored == ghost


def test_versions_without_a_page_are_judged_by_their_texts_and_say_so(store: Store) -> None:
    article = followed(store, "flood")
    for n, (dead, kept) in enumerate([(41, True), (47, False), (52, True), (55, True)]):
        stored(store, article, page(dead), at=NOW + n, kept=kept, changes=[])
    found = rejudged(store, article)
    assert words(found) == [(2, "texts", "more"), (3, "texts", "more"), (4, "pages", "more")]
    assert found[0].reason == "no page is kept"


def test_a_page_that_is_no_article_today_is_said_and_its_text_is_judged(store: Store) -> None:
    article = followed(store, "flood")
    stored(store, article, page(41), at=NOW)
    stored(store, article, WALL, at=NOW + 1, changes=[])
    stored(store, article, page(47), at=NOW + 2)
    found = rejudged(store, article)
    assert [one.basis for one in found] == [Basis.TEXTS, Basis.TEXTS]
    assert found[0].reason.startswith("today no article: ")
    assert not any(one.failed for one in found)


def test_since_a_moment_only_later_versions_are_judged_with_the_one_before_as_their_old_side(store: Store) -> None:
    article = followed(store, "flood")
    for n, dead in enumerate((41, 47, 52)):
        stored(store, article, page(dead), at=NOW + n)
    assert words(rejudged(store, article, since=NOW + 2)) == [(3, "pages", "same")]
    assert rejudged(store, article, since=NOW + 3) == []


@pytest.mark.file
def test_a_damaged_page_fails_alone(store: Store, tmp_path: Path) -> None:
    article = followed(store, "flood")
    for n, dead in enumerate((41, 47, 52, 55)):
        stored(store, article, page(dead), at=NOW + n)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
        connection.execute("UPDATE blob SET sha256 = x'00' WHERE id = (SELECT body FROM page WHERE version = 3)")
    found = rejudged(store, article)
    assert [(one.version, one.failed) for one in found] == [(2, False), (3, True), (4, False)]
    assert "hash" in found[1].reason
    assert found[2].basis is Basis.TEXTS


class Stuck:
    """Workers that never come to an end with the second page."""

    def __init__(self) -> None:
        self.looks = 0

    async def run(self, host: str, work: object, *args: object) -> object:
        if work is look:
            self.looks += 1
            if self.looks == 2:
                raise ReaderFailed(ReaderEnd.TIMEOUT, "no end after 20 s")
        return work(*args)  # type: ignore[operator]


def test_a_page_that_no_worker_comes_to_an_end_with_fails_alone(store: Store) -> None:
    article = followed(store, "flood")
    for n, dead in enumerate((41, 47, 52)):
        stored(store, article, page(dead), at=NOW + n)
    found = rejudged(store, article, Stuck())
    assert [(one.version, one.failed, one.reason) for one in found][0] == (2, True, "no end after 20 s")
    assert not found[1].failed


def village(n: int) -> str:
    return f"<p>In village {n} the water stood {n} metres high, and {n + 3} houses were lost, its council said.</p>"


class Doubting(Here):
    """Workers that note which looks were in doubt."""

    def __init__(self) -> None:
        self.doubted: list[str] = []

    async def run(self, host: str, work: object, *args: object) -> object:  # type: ignore[override]
        found = await super().run(host, work, *args)  # type: ignore[arg-type]
        if work is look and found.cannot_tell:  # type: ignore[attr-defined]
            self.doubted.append(found.reason)  # type: ignore[attr-defined]
        return found


def test_a_page_in_doubt_is_looked_at_again_and_taken_as_the_store_took_it(store: Store) -> None:
    article = followed(store, "flood")
    long = page(41).replace(b"</article>", "".join(map(village, range(2, 12))).encode() + b"</article>")
    stored(store, article, long, at=NOW)
    stored(store, article, page(47), at=NOW + 1)
    readers = Doubting()
    (found,) = rejudged(store, article, readers)
    assert readers.doubted == ["most_gone"]
    assert (found.basis, found.failed, found.reason) == (Basis.PAGES, False, "")


def test_nothing_is_changed_by_judging_anew(store: Store, tmp_path: Path) -> None:
    article = followed(store, "flood")
    for n, dead in enumerate((41, 47)):
        stored(store, article, page(dead), at=NOW + n, changes=[])

    def all_rows() -> list[str]:
        with closing(sqlite3.connect(tmp_path / FILE)) as connection:
            names = connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'"
            )
            return [
                f"{name}{row}" for (name,) in names.fetchall() for row in connection.execute(f'SELECT * FROM "{name}"')
            ]

    before = all_rows()
    assert [one.verdict for one in rejudged(store, article)] == [Verdict.MORE]
    assert all_rows() == before
