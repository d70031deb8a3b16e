"""Old pages go with their hashes in the chain; what is left reads back, and the store stays sound."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from monitor.errors import UnknownVersion
from monitor.store import Store, chain, forgetting, pages, versions, watches
from monitor.store.soundness import faults
from tests.integration.store.kept import faults_of
from tests.integration.store.test_pages import NOW, URL, body, look


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    one = Store(tmp_path)
    one.write(watches.add, watches.NewWatch(URL, URL, "paper.example"), NOW)
    for n in range(1, 41):
        look(one, f'{{"n": {n}}}', body(1 if n == 30 else n), at=NOW + n)
    yield one
    one.close()


@pytest.mark.parametrize("oldest", [2, 17, 34, 41])
def test_what_is_left_reads_back_and_the_chain_stays_whole(store: Store, oldest: int) -> None:
    assert store.write(forgetting.forget, NOW + oldest, NOW + 100) == oldest - 1
    for n in range(1, 41):
        if n < oldest:
            with pytest.raises(UnknownVersion):
                store.read(pages.of_version, 1, n)
        else:
            assert store.read(pages.of_version, 1, n).body == body(1 if n == 30 else n)
        assert store.read(versions.text_of, 1, n) == f'{{"n": {n}}}'
    assert faults_of(store) == []
    look(store, '{"n": 41}', body(41), at=NOW + 200)
    assert store.read(pages.of_version, 1, 41).body == body(41)
    assert faults_of(store) == []


def test_each_page_that_went_is_named_with_its_hash_and_why(store: Store) -> None:
    kept = store.read(pages.of_version, 1, 1)
    store.write(forgetting.forget, NOW + 2, NOW + 100)
    entry = store.read(chain.entries, 1)[-1][1]
    assert (entry.kind, entry.version, entry.page_id, entry.page) == ("deleted", 1, kept.id, kept.sha256)
    assert (entry.detail, entry.at) == ("age", NOW + 100)


@pytest.mark.file
def test_a_page_that_went_without_an_entry_is_a_fault(store: Store) -> None:
    store.write(forgetting.forget, NOW + 2, NOW + 100)
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute("DELETE FROM page WHERE version = 2")
    assert any("records page 2 of" in one for one in faults(store.path))


def test_many_old_pages_go_some_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 15)
    assert [store.write(forgetting.forget, NOW + 41, NOW + 100) for _ in range(4)] == [15, 15, 10, 0]
    assert faults_of(store) == []
