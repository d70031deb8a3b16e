"""A store is copied whole, both ways, or not at all; the copy is proven to be what was copied."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from monitor.errors import StoreDamaged, StoreError
from monitor.store import Store, copying, pages, tables, versions, watches
from monitor.store.database import OnFile
from monitor.store.file import FILE
from monitor.store.postgres import OnServer
from monitor.store.soundness import faults
from tests.integration.store.kept import NOW, body, kept_store
from tests.postgres import Server

pytestmark = pytest.mark.server


def test_there_and_back_again_nothing_differs(server: Server, tmp_path: Path) -> None:
    first = kept_store(tmp_path / "first", versions=3)
    url = server.database()
    heard: list[str] = []
    there = copying.copy(first.place, OnServer(url), heard.append)
    # The index of words is not copied: the service fills it anew.
    assert set(tables.metadata.tables) - {"paragraph"} < set(heard)
    back = copying.copy(OnServer(url), OnFile(tmp_path / "back" / FILE))
    assert there == back
    assert there.rows > 40
    assert there.entries > 3
    assert faults(tmp_path / "back" / FILE, thorough=True) == []
    on_server = Store(tmp_path, database=url)
    assert on_server.read(versions.text_of, 1, 2) == first.read(versions.text_of, 1, 2)
    assert on_server.read(pages.of_version, 1, 2).body == body(1)
    # What comes next is numbered after what came along.
    number, _ = on_server.write(watches.add, watches.NewWatch("https://new.example/", "new", "new.example"), NOW)
    assert number == 4
    on_server.close()
    first.close()
    server.drop(url)


def test_the_number_of_a_page_that_went_is_not_given_again_by_a_copy(server: Server, tmp_path: Path) -> None:
    first = kept_store(tmp_path / "first", versions=2)
    last = first.read(lambda c: c.execute(select(func.max(tables.metadata.tables["page"].c.id))).scalar_one())
    page = tables.metadata.tables["page"]
    first.write(lambda c: c.execute(page.delete().where(page.c.id == last)) and None)
    url = server.database()
    copying.copy(first.place, OnServer(url))
    copying.copy(OnServer(url), OnFile(tmp_path / "back" / FILE))
    for store in (Store(tmp_path, database=url), Store(tmp_path / "back")):
        row = {"article_id": 1, "version": 1, "cause": "look", "at": NOW, "record": 1, "body": 1}
        made = store.write(lambda c, row=row: c.execute(insert(page).values(**row)).inserted_primary_key[0])
        assert made == last + 1
        store.close()
    first.close()
    server.drop(url)


def test_a_place_that_holds_a_store_is_left_alone(server: Server, tmp_path: Path) -> None:
    first = kept_store(tmp_path / "first", versions=1)
    other = Store(tmp_path / "other")
    other.write(watches.add, watches.NewWatch("https://mine.example/", "mine", "mine.example"), NOW)
    with pytest.raises(StoreError, match="holds a store already"):
        copying.copy(first.place, other.place)
    assert other.read(lambda c: c.execute(select(tables.article.c.host)).scalars().all()) == ["mine.example"]
    first.close()
    other.close()


@pytest.mark.parametrize("there", ["server", "file"])
def test_a_copy_that_is_not_what_was_copied_leaves_nothing(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str
) -> None:
    first = kept_store(tmp_path / "first", versions=1)
    url = server.database()
    target = OnServer(url) if there == "server" else OnFile(tmp_path / "other" / FILE)
    counted = type(target).count_on

    def altering(self, connection, last):  # type: ignore[no-untyped-def]
        counted(self, connection, last)
        connection.execute(update(tables.article).where(tables.article.c.id == 2).values(title="another"))

    monkeypatch.setattr(type(target), "count_on", altering)
    with pytest.raises(StoreDamaged, match="table article"):
        copying.copy(first.place, target)
    monkeypatch.undo()
    again = copying.copy(first.place, target)
    assert again.rows > 10
    first.close()
    server.drop(url)
