"""A damaged store gives a sound one with what it still holds, and every version is there as it was stored or named as lost."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from monitor.errors import StoreDamaged
from monitor.keeping.chain import Entry, EntryKind
from monitor.store import Store, backups, chain, log_frames, repairing, tables, versions, watches
from monitor.store.soundness import faults
from tests.integration.store.damaged import DAMAGE, NOW, PAGE, flip, made, older, pages_of, zero
from tests.integration.store.kept import kept_store


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "rowback.sqlite"))


def texts(path: Path) -> dict[tuple[int, int], str]:
    """Every version that a store holds, read as the program reads it."""
    opened = (
        Store(path.parent) if path.name == "rowback.sqlite" else Store(Path(shutil.copy(path, _folder(path))).parent)
    )
    try:

        def read(c):  # type: ignore[no-untyped-def]
            rows = c.execute(tables.version.select().order_by(tables.version.c.article_id, tables.version.c.number))
            return {(row.article_id, row.number): versions.text_of(c, row.article_id, row.number) for row in rows.all()}

        return opened.read(read)
    finally:
        opened.close()


def _folder(path: Path) -> Path:
    folder = path.parent / f"{path.name}-read"
    folder.mkdir()
    return folder / "rowback.sqlite"


def lost(path: Path) -> set[tuple[int, int]]:
    with closing(sqlite3.connect(path)) as connection:
        return {(a, n) for a, n in connection.execute("SELECT article_id, number FROM lost")}


def random_pages(path: Path, seed: int) -> None:
    chance = random.Random(seed)
    done = 0
    while done < 3:
        page = chance.randrange(1, path.stat().st_size // PAGE)
        with path.open("r+b") as file:
            at = page * PAGE + chance.randrange(PAGE - 300)
            file.seek(at)
            if not any(file.read(300)):
                continue  # free room, which means nothing to anybody
            file.seek(at)
            file.write(chance.randbytes(300))
            done += 1


MORE = {
    "the head of the file": lambda path: path.write_bytes(bytes(100) + path.read_bytes()[100:]),
    "the root of the versions": lambda path: zero(path, root(path, "version")),
    "the root of the index of articles": lambda path: zero(path, root(path, "article_due")),
    "a cut in the middle of a page": lambda path: path.write_bytes(path.read_bytes()[: 200 * PAGE + 1000]),
    "a hundred pages of another file": lambda path: path.write_bytes(
        path.read_bytes()[: 60 * PAGE] + random.Random(4).randbytes(100 * PAGE) + path.read_bytes()[160 * PAGE :]
    ),
    **{f"random pages, {seed}": (lambda path, seed=seed: random_pages(path, seed)) for seed in range(6)},
}


def root(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    return int(found) - 1


@pytest.mark.parametrize("name", [*DAMAGE, *MORE])
def test_every_version_of_a_damaged_store_is_saved_as_it_was_or_named_as_lost(
    store: Path, whole: Path, tmp_path: Path, name: str
) -> None:
    (DAMAGE | MORE)[name](store)
    before = store.read_bytes()
    assert repairing.sound(store), "found"
    done = repairing.rescue(store, tmp_path / "new.sqlite", NOW)
    assert store.read_bytes() == before, "the damaged one is not touched"
    assert faults(tmp_path / "new.sqlite", thorough=True) == []
    saved, all_of_it = texts(tmp_path / "new.sqlite"), texts(whole)
    assert saved.items() <= all_of_it.items(), "nothing is there that never was"
    given_up = lost(tmp_path / "new.sqlite")
    unnamed = all_of_it.keys() - saved.keys() - given_up
    # A newest version leaves no trace where the row of its article is lost as well.
    assert not unnamed or any("made anew" in one or "is lost, and" in one for one in done.versions)
    assert not given_up & saved.keys()
    assert done.whole == (saved == all_of_it and not done.sentences())
    if given_up:
        assert any(one.startswith("version ") and one.endswith("is lost") for one in done.sentences())


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("the magic of the header", 400),
        ("the head of the file", 400),
        ("the schema", 400),
        ("an index", 400),
        ("the root of the index of articles", 400),
        (
            "the root of the versions",
            375,
        ),  # its leaves are found all the same; some rows stood on it, others build on them
        ("an article's row", 400),  # by the watches of the articles
        ("the cells of a leaf", 380),
        ("the second half", 100),
    ],
)
def test_what_stands_on_sound_pages_is_saved(store: Path, tmp_path: Path, name: str, least: int) -> None:
    (DAMAGE | MORE)[name](store)
    done = repairing.rescue(store, tmp_path / "new.sqlite", NOW)
    assert done.saved["version"] >= least, done.sentences()
    assert done.saved["article"] == done.saved["watch"] == 20


def test_what_was_deleted_does_not_come_back(store: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("DELETE FROM version WHERE article_id > 10")
        connection.execute("DELETE FROM watched WHERE article_id > 10")
        connection.execute("DELETE FROM article WHERE id > 10")
    flip(store, pages_of(store, "version", "leaf")[3] * PAGE, 8)
    done = repairing.rescue(store, tmp_path / "new.sqlite", NOW)
    assert done.saved["article"] == 10
    assert {article for article, _ in texts(tmp_path / "new.sqlite")} <= set(range(1, 11))


def test_a_repaired_article_goes_on_with_a_new_number_from_what_is_left(store: Path, tmp_path: Path) -> None:
    before = texts(store)
    flip(store, pages_of(store, "version", "leaf")[0] * PAGE, 8)  # the last in order: the walk takes it first
    repairing.rescue(store, tmp_path / "new.sqlite", NOW)
    assert (20, 20) in lost(tmp_path / "new.sqlite")
    (tmp_path / "data").mkdir()
    (tmp_path / "new.sqlite").replace(tmp_path / "data" / "rowback.sqlite")
    opened = Store(tmp_path / "data")
    try:
        newest = max(n for article, n in texts_of(opened, 20))
        assert newest < 20
        assert opened.read(versions.last_text_of, 20, 20) == before[(20, newest)]
        for number, text in ((21, "what the next look found"), (22, "and the one after it")):
            opened.write(chained, 20, number, text)
        assert opened.read(versions.text_of, 20, 22) == "and the one after it"
    finally:
        opened.close()
    with closing(sqlite3.connect(tmp_path / "data" / "rowback.sqlite")) as connection, connection:
        connection.execute("UPDATE article SET version = 22 WHERE id = 20")
    assert faults(tmp_path / "data" / "rowback.sqlite", thorough=True) == []


def chained(c: Connection, article: int, number: int, text: str) -> None:
    """One more version with its entry of the chain."""
    sha = versions.add(c, article, number, text, NOW)
    chain.append(c, Entry(EntryKind.VERSION, NOW, article, number, sha, chain.facts_digest(c, article, number)))


def texts_of(opened: Store, article: int) -> list[tuple[int, int]]:
    return [(article, row.number) for row in opened.read(versions.listing, article)]


def test_a_row_whose_article_is_lost_goes_with_it_and_is_said_so(store: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("DELETE FROM watched WHERE article_id = 7")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM article WHERE id = 7")
    done = repairing.rescue(store, tmp_path / "new.sqlite", NOW)
    assert "article 7 is lost, and 20 versions of it, 1 to 20" in done.sentences()
    assert "table version: 20 rows belong to a row that is lost" in done.sentences()


def test_a_file_that_holds_nothing_is_refused_with_what_to_do(store: Path, tmp_path: Path) -> None:
    for raw in (b"", bytes(40 * PAGE), random.Random(1).randbytes(40 * PAGE)):
        store.write_bytes(raw)
        with pytest.raises(StoreDamaged, match="take a backup"):
            repairing.rescue(store, tmp_path / "new.sqlite", NOW)
        repairing.clear(tmp_path / "new.sqlite")


def test_a_store_of_an_older_release_is_saved_and_brought_to_this_one(store: Path, tmp_path: Path) -> None:
    older(store, tmp_path / "older.sqlite").replace(store)
    flip(store, pages_of(store, "version", "leaf")[3] * PAGE, 8)
    done = repairing.rescue(store, tmp_path / "new.sqlite", NOW)
    assert done.saved["article"] == 20
    assert faults(tmp_path / "new.sqlite", thorough=True) == []


@pytest.fixture
def logged(tmp_path: Path) -> Path:
    """A store that was killed: 30 commits are in its log and nowhere else."""
    opened = Store(tmp_path / "data")
    copy = tmp_path / "killed" / "rowback.sqlite"
    copy.parent.mkdir()
    opened.write(watches.add, watches.NewWatch("https://one.example/a", "a", "one.example"), NOW)
    for number in range(1, 31):

        def work(c, number=number):  # type: ignore[no-untyped-def]
            chained(c, 1, number, f"text {number} " + "word " * number)
            c.execute(tables.article.update().values(version=number))

        opened.write(work)
    for more in ("", "-wal"):
        shutil.copy(f"{opened.path}{more}", f"{copy}{more}")
    opened.close()
    return copy


def test_a_log_is_read_as_sqlite_reads_it(logged: Path, tmp_path: Path) -> None:
    log = log_frames.read(logged)
    assert (log.lost, log.damage) == (0, "")
    done = repairing.rescue(logged, tmp_path / "new.sqlite", NOW)
    assert (done.saved["version"], done.whole) == (30, True)


def test_a_log_that_a_power_cut_ended_is_sound_and_one_that_is_damaged_is_not(logged: Path) -> None:
    log = logged.with_name("rowback.sqlite-wal")
    raw = log.read_bytes()
    frames = (len(raw) - 32) // (24 + PAGE)
    # What comes last may be torn anyhow: the commit was never told to anybody.
    for cut in (1, 100, PAGE, PAGE + 24):
        log.write_bytes(raw[:-cut])
        assert log_frames.read(logged).said() == ""
    log.write_bytes(raw[:-100] + bytes(100))
    assert log_frames.read(logged).said() == ""
    # A byte before that, wherever it is, takes away all that was committed behind it.
    for frame in random.Random(3).sample(range(frames - 12), 12):
        at = 32 + frame * (24 + PAGE) + random.Random(frame).choice([1, 5, 9, 17, 24, 500, PAGE])
        log.write_bytes(raw[:at] + bytes([raw[at] ^ 0x55]) + raw[at + 1 :])
        assert "commits or more in it are lost" in log_frames.read(logged).said(), (frame, at)
    log.write_bytes(b"\xff" * 32 + raw[32:])
    assert "the head of the log is damaged" in log_frames.read(logged).said()


def test_what_the_log_held_before_its_damage_is_saved(logged: Path, tmp_path: Path) -> None:
    log = logged.with_name("rowback.sqlite-wal")
    raw = bytearray(log.read_bytes())
    raw[len(raw) * 2 // 3] ^= 0xFF
    log.write_bytes(raw)
    found = repairing.sound(logged)
    assert "commits or more in it are lost" in found[0]
    done = repairing.rescue(logged, tmp_path / "new.sqlite", NOW)
    assert 5 < done.saved["version"] < 30
    assert found[0] in done.sentences()
    saved = texts(tmp_path / "new.sqlite")
    assert all(text.startswith(f"text {number} ") for (_, number), text in saved.items())


def test_eight_damaged_stores_are_each_found_and_the_backup_is_put_back_byte_by_byte(
    whole: Path, tmp_path: Path
) -> None:
    copy, _ = backups.back_up(whole, tmp_path / "backups", NOW, 7)
    chosen = [
        "the head of the file",
        "the schema",
        "a pointer of an inner page",
        "the middle of a leaf",
        "an index",
        "a page of zeros",
        "a cut in the middle of a page",
        "random pages, 1",
    ]
    found = same = 0
    for at, name in enumerate(chosen):
        store = tmp_path / str(at) / "rowback.sqlite"
        store.parent.mkdir()
        shutil.copy(whole, store)
        (DAMAGE | MORE)[name](store)
        found += bool(faults(store))
        backups.restore(copy.path, store, NOW)
        same += store.read_bytes() == copy.path.read_bytes()
    assert (found, same) == (8, 8)
    print(
        f"F23: {len(chosen)} damaged stores: {found} found by the look of the start, {same} backups put back byte by byte"
    )


def test_a_repaired_store_keeps_its_whole_pages_and_begins_its_chain_anew(tmp_path: Path) -> None:
    folder = tmp_path / "old"
    kept_store(folder).close()
    path = folder / "rowback.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE").close()
        connection.execute("UPDATE version SET body = x'00' WHERE article_id = 1 AND number = 4")
        connection.execute(
            "UPDATE blob SET packed = x'00' WHERE id = (SELECT record FROM page WHERE article_id = 3 AND version = 4)"
        )
    target = tmp_path / "new.sqlite"
    done = repairing.rescue(path, target, NOW)
    assert any("begins anew" in line for line in done.sentences())
    assert faults(target, thorough=True) == []
    with closing(sqlite3.connect(target)) as connection:
        causes = dict(connection.execute("SELECT cause, count(*) FROM page GROUP BY cause").fetchall())
        assert causes == {"version": 10, "look": 1, "doubt": 1, "removal": 1}
