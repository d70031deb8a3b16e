"""What reading doubts is kept with its text, counted, ended and bounded; what two checks of a site learn is merged."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from monitor.checks.memories import pack_memory, unpack_memory
from monitor.errors import UnknownDoubt, UsageError
from monitor.store import Store, claims, doubts, recording, tables, watches
from monitor.store.doubts import NewDoubt
from monitor.store.recording import Result
from spiders.article import Article
from spiders.site_memory import SiteMemory

NOW = 1_790_000_000_000
STUB = Article(title="Flood", paragraphs=("Only this is left.",)).to_json()


@pytest.fixture
def store(tmp_path: Path):
    store = Store(tmp_path)
    store.write(watches.add, watches.NewWatch("https://one.example/a", "a", "one.example"), NOW)
    yield store
    store.close()


def doubt(sha: bytes = b"a" * 32, **more: object) -> NewDoubt:
    return NewDoubt(
        **{"sha256": sha, "reason": "most_gone", "evidence": "1 of 8", "text": STUB, "readable": True} | more
    )


def held(store: Store, found: NewDoubt | None, *, settles: bool = False, at: int = NOW, **fields: object) -> None:
    (claim,) = store.write(claims.claim, at, 9, pause_ms=0, per_host=9)
    result = Result(
        claim.article_id, claim.token, claim.host, at, "ok", "cannot_tell", at, "cannot_tell",
        version=2, doubt=found, settles=settles, fields=dict(fields),
    )  # fmt: skip
    assert store.write(recording.record, result)


def states(store: Store) -> list[tuple[int, str]]:
    return [(row.id, row.state) for row in store.read(doubts.listing, ended=True)]


def test_same_content_is_one_doubt_however_often_it_is_met(store: Store) -> None:
    for n in range(3):
        held(store, doubt(), at=NOW + n)
    (row,) = store.read(doubts.listing)
    assert (row.looks, row.seen_at, row.last_at, row.version) == (3, NOW, NOW + 2, 2)
    assert store.read(doubts.text_of, row.id) == STUB


def test_another_content_replaces_what_was_in_doubt(store: Store) -> None:
    held(store, doubt())
    held(store, doubt(b"b" * 32))
    assert states(store) == [(2, "open"), (1, "replaced")]


def test_doubt_that_became_a_version_is_confirmed_and_any_other_is_lifted(store: Store) -> None:
    held(store, doubt())
    held(store, None, settles=True, content_sha=b"a" * 32)
    held(store, doubt())
    held(store, None, settles=True)
    assert states(store) == [(2, "lifted"), (1, "confirmed")]


def test_dismissed_content_is_remembered_and_no_longer_counts_as_seen_once(store: Store) -> None:
    held(store, doubt(), page_memory=pack_memory({"v": 1, "pending": "abcdefgh", "body": "xyzxyzxy"}))
    store.write(doubts.dismiss, 1, NOW + 5)
    (claim,) = store.write(claims.claim, NOW + 9, 9, pause_ms=0, per_host=9)
    assert doubts.is_dismissed(b"a" * 32, claim.dismissed)
    assert not doubts.is_dismissed(b"b" * 32, claim.dismissed)
    assert unpack_memory(claim.page_memory) == {"v": 1, "pending": "", "body": "xyzxyzxy"}


def test_only_an_open_doubt_with_an_article_can_be_decided(store: Store) -> None:
    with pytest.raises(UnknownDoubt, match="no doubt 7"):
        store.write(doubts.dismiss, 7, NOW)
    held(store, doubt(readable=False))
    with pytest.raises(UsageError, match="can only be dismissed"):
        store.write(doubts.accept, 1, NOW)
    store.write(doubts.dismiss, 1, NOW)
    with pytest.raises(UsageError, match="has ended: dismissed"):
        store.write(doubts.dismiss, 1, NOW)


def test_doubts_of_an_article_stay_few_and_each_stays_small(store: Store) -> None:
    for n in range(60):
        held(store, doubt(bytes([n]) * 32), at=NOW + n)
    assert len(states(store)) == doubts.ENDED_KEPT + 1
    held(store, doubt(text="x" * (doubts.LARGEST + 1)), at=NOW + 99)
    row = store.read(doubts.listing)[0]
    assert not row.readable
    assert Article.from_json(store.read(doubts.text_of, row.id)) == Article()


def test_dismissed_contents_of_an_article_are_bounded(store: Store) -> None:
    for n in range(doubts.DISMISSED_KEPT + 9):
        held(store, doubt(bytes([n]) * 32), at=NOW + n)
        store.write(doubts.dismiss, n + 1, NOW + n)
    (claim,) = store.write(claims.claim, NOW + 999, 9, pause_ms=0, per_host=9)
    assert len(claim.dismissed or b"") == doubts.DISMISSED_KEPT * doubts.PREFIX
    assert doubts.is_dismissed(bytes([doubts.DISMISSED_KEPT + 8]) * 32, claim.dismissed)


def test_what_checks_of_one_site_learn_at_once_is_all_kept(tmp_path: Path) -> None:
    store = Store(tmp_path / "many")
    for n in range(12):
        store.write(watches.add, watches.NewWatch(f"https://one.example/{n}", str(n), "one.example"), NOW)
    claimed = store.write(claims.claim, NOW, 99, pause_ms=0, per_host=99)
    assert len(claimed) == 12

    def learn(claim: claims.Claim) -> bool:
        learned = SiteMemory.load(unpack_memory(claim.site_memory)).learn(f"addr{claim.article_id:02d}", ["a" * 8])
        found = Result(
            claim.article_id, claim.token, claim.host, NOW, "ok", "new", NOW, "read", site_memory=pack_memory(learned.dump())
        )  # fmt: skip
        return store.write(recording.record, found)

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(learn, claimed))
    stored = store.read(lambda c: c.execute(select(tables.host.c.site_memory)).scalar_one_or_none())
    assert len(SiteMemory.load(unpack_memory(stored)).edges) == 12
    store.close()


def test_site_memory_that_cannot_be_read_is_replaced(store: Store) -> None:
    (claim,) = store.write(claims.claim, NOW, 9, pause_ms=0, per_host=9)
    store.write(claims.hold_host, "one.example", NOW)
    for learned in (b"garbage", pack_memory(SiteMemory().learn("addr01", ["a" * 8]).dump())):
        found = Result(claim.article_id, claim.token, claim.host, NOW, "ok", "new", NOW, "read", site_memory=learned)
        store.write(recording.record, found)
        store.write(lambda c: c.exec_driver_sql(f"UPDATE article SET token = {claim.token}"))
    stored = store.read(lambda c: c.execute(select(tables.host.c.site_memory)).scalar_one())
    assert set(SiteMemory.load(unpack_memory(stored)).edges) == {"addr01"}


def test_migrations_are_one_chain() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    from monitor.store import database

    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    script = ScriptDirectory.from_config(config)
    assert script.get_heads() == [database.SCHEMA]
    chain = [one.revision for one in script.walk_revisions()]
    assert chain == sorted(chain, reverse=True)
    assert all(not one.is_branch_point for one in script.walk_revisions())
