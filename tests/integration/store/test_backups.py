"""Backups: made beside a daemon that writes, checked before they count, put back byte by byte; a bad one changes nothing."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from monitor.errors import StoreDamaged, StoreError, StoreFull, StoreNewer, UnreadableInput
from monitor.store import Store, backups, history, tables, versions, watches
from monitor.store.soundness import faults
from tests.integration.store.damaged import chained_up

pytestmark = pytest.mark.file

NOW = 1_790_000_000_000
DAY = 86_400_000


def filled(folder: Path, articles: int = 5) -> Path:
    store = Store(folder)
    for at in range(articles):
        add(store, at)
    store.close()
    return folder / "rowback.sqlite"


def add(store: Store, at: int) -> None:
    url = f"https://news.example/{at}"

    def work(c):  # type: ignore[no-untyped-def]
        number, _ = watches.add(c, watches.NewWatch(url, url, "news.example"), NOW)
        versions.add(c, number, 1, f"text {at}", NOW)
        chained_up(c, number)
        c.execute(tables.article.update().where(tables.article.c.id == number).values(version=1))

    store.write(work)


def urls(folder: Path) -> set[str]:
    store = Store(folder)
    try:
        return {row.url for row in store.read(history.articles, limit=10_000)}
    finally:
        store.close()


def test_a_backup_is_one_private_file_with_its_sum_and_is_restored_byte_by_byte(tmp_path: Path) -> None:
    store = filled(tmp_path / "data")
    made, gone = backups.back_up(store, tmp_path / "backups", NOW, 7)
    assert (made.path.name, made.articles, made.versions, gone) == ("rowback-20260921T141320Z.sqlite", 5, 5, [])
    assert sorted(one.name for one in (tmp_path / "backups").iterdir()) == [made.path.name, f"{made.path.name}.sha256"]
    assert made.path.stat().st_mode & 0o777 == 0o600
    summed = subprocess.run(
        ["sha256sum", "-c", f"{made.path.name}.sha256"], cwd=tmp_path / "backups", capture_output=True, check=False
    )
    assert summed.returncode == 0, summed.stderr
    copy, moved = backups.restore(made.path, tmp_path / "new" / "rowback.sqlite", NOW)
    assert moved is None
    assert (tmp_path / "new" / "rowback.sqlite").read_bytes() == made.path.read_bytes()
    assert (tmp_path / "new" / "rowback.sqlite").stat().st_mode & 0o777 == 0o600
    assert copy.sha256 == made.sha256
    assert urls(tmp_path / "new") == urls(tmp_path / "data")


def test_a_backup_is_one_moment_of_a_store_that_is_written_to_without_a_pause(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    stop = threading.Event()

    def write() -> None:
        at = 0
        while not stop.is_set():
            add(store, at)
            at += 1

    writing = threading.Thread(target=write)
    writing.start()
    try:
        made = [backups.back_up(store.path, tmp_path / "backups", NOW + at * 1000, 7)[0] for at in range(5)]
    finally:
        stop.set()
        writing.join()
        store.close()
    # Article and version are one commit, so no moment has one without the other.
    assert all(one.articles == one.versions for one in made)
    assert [one.articles for one in made] == sorted(one.articles for one in made)
    assert made[-1].articles > made[0].articles


def test_only_the_newest_stay_and_files_of_other_names_are_left_alone(tmp_path: Path) -> None:
    store = filled(tmp_path / "data", 1)
    folder = tmp_path / "backups"
    folder.mkdir()
    others = [folder / "rowback.toml", folder / "rowback-old.sqlite", folder / "rowback-20200101T000000Z.sqlite.keep"]
    for one in others:
        one.write_text("mine")
    for day in range(4):
        _, gone = backups.back_up(store, folder, NOW + day * DAY, 2)
    assert [one.name for one in backups.copies(folder)] == [
        "rowback-20260924T141320Z.sqlite",
        "rowback-20260923T141320Z.sqlite",
    ]
    assert [one.name for one in gone] == ["rowback-20260922T141320Z.sqlite"]
    assert len(list(folder.glob("*.sha256"))) == 2
    assert all(one.read_text() == "mine" for one in others)


def damaged(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE version SET body = x'00' WHERE article_id = 1")


def test_a_damaged_store_gives_no_backup_and_pushes_out_none(tmp_path: Path) -> None:
    store = filled(tmp_path / "data")
    made, _ = backups.back_up(store, tmp_path / "backups", NOW, 1)
    damaged(store)
    with pytest.raises(StoreDamaged, match="the older ones stand"):
        backups.back_up(store, tmp_path / "backups", NOW + DAY, 1)
    assert sorted(os.listdir(tmp_path / "backups")) == [made.path.name, f"{made.path.name}.sha256"]
    store.write_bytes(b"no database" * 1000)
    with pytest.raises(StoreDamaged, match="no backup was kept"):
        backups.back_up(store, tmp_path / "backups", NOW + DAY, 1)
    assert backups.copies(tmp_path / "backups") == [made.path]


def test_a_bad_backup_is_refused_and_the_store_stays_as_it_was(tmp_path: Path) -> None:
    store = filled(tmp_path / "data")
    before = store.read_bytes()
    made, _ = backups.back_up(store, tmp_path / "backups", NOW, 7)
    whole = made.path.read_bytes()
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE a (b)")
    made.path.write_bytes(whole[:-1] + b"x")
    for source, error, words in (
        (made.path, StoreDamaged, "do not have the sum"),
        (other, StoreDamaged, "not one of Rowback"),
        (tmp_path / "none", UnreadableInput, "no such file"),
        (tmp_path, UnreadableInput, "no such file"),
    ):
        with pytest.raises(error, match=words):
            backups.restore(source, store, NOW)
    made.path.with_name(f"{made.path.name}.sha256").unlink()
    made.path.write_bytes(whole)
    damaged(made.path)
    with pytest.raises(StoreDamaged, match="not sound"):
        backups.restore(made.path, store, NOW)
    assert store.read_bytes() == before
    # What a reader of a store with a log leaves beside it is empty.
    assert set(os.listdir(tmp_path / "data")) <= {"rowback.sqlite", "rowback.sqlite-wal", "rowback.sqlite-shm"}


def test_a_newer_releases_backup_is_refused(tmp_path: Path) -> None:
    store = filled(tmp_path / "data")
    made, _ = backups.back_up(store, tmp_path / "backups", NOW, 7)
    made.path.with_name(f"{made.path.name}.sha256").unlink()
    with closing(sqlite3.connect(made.path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreNewer, match="newer Rowback"):
        backups.check(made.path)


def test_a_file_copied_without_its_log_is_no_backup(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    add(store, 1)
    try:
        with pytest.raises(UnreadableInput, match="rowback.sqlite-wal"):
            backups.check(store.path)
    finally:
        store.close()


def test_what_was_there_is_kept_with_its_log_and_can_be_gone_back_to(tmp_path: Path) -> None:
    store = filled(tmp_path / "data", 2)
    made, _ = backups.back_up(store, tmp_path / "backups", NOW, 7)
    # A daemon that was killed leaves its last commits in the log.
    script = (
        "import os, sys; from pathlib import Path; sys.path.insert(0, '.')\n"
        "from tests.integration.store.test_backups import add\n"
        "from monitor.store import Store\n"
        f"store = Store(Path({str(tmp_path / 'data')!r})); add(store, 77); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    assert (tmp_path / "data" / "rowback.sqlite-wal").stat().st_size > 0
    _, moved = backups.restore(made.path, store, NOW)
    assert moved is not None
    assert urls(tmp_path / "data") == {"https://news.example/0", "https://news.example/1"}
    back = tmp_path / "back"
    back.mkdir()
    moved.rename(back / "rowback.sqlite")
    moved.with_name(f"{moved.name}-wal").rename(back / "rowback.sqlite-wal")
    assert "https://news.example/77" in urls(back)


def test_a_store_that_is_not_there_cannot_be_backed_up(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store yet"):
        backups.back_up(tmp_path / "data" / "rowback.sqlite", tmp_path / "backups", NOW, 7)
    assert os.listdir(tmp_path / "backups") == []


def test_a_full_disk_leaves_no_half_backup(tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: the write fails in the middle, as on a full one."""
    store = filled(tmp_path / "data", 400)
    script = (
        "import resource, signal, sys; from pathlib import Path; sys.path.insert(0, '.')\n"
        "from monitor.store import backups\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))\n"
        f"backups.back_up(Path({str(store)!r}), Path({str(tmp_path / 'backups')!r}), {NOW}, 7)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert StoreFull.__name__ in done.stderr or "cannot be written" in done.stderr, done.stderr
    assert os.listdir(tmp_path / "backups") == []
    assert faults(store) == []


def test_what_a_killed_backup_left_is_cleared_a_day_later_and_never_taken_for_a_backup(tmp_path: Path) -> None:
    store = filled(tmp_path / "data", 1)
    folder = tmp_path / "backups"
    folder.mkdir()
    old, new = folder / ".rowback-20260101T000000Z.sqlite.12.part", folder / ".rowback-20260921T000000Z.sqlite.13.part"
    for one, age in ((old, 2 * DAY), (new, 60_000)):
        one.write_bytes(b"half")
        os.utime(one, ((NOW - age) / 1000, (NOW - age) / 1000))
    made, gone = backups.back_up(store, folder, NOW, 1)
    assert (old.exists(), new.exists(), gone) == (False, True, [])
    assert backups.copies(folder) == [made.path]


KILLED = """
import json, os, sys
from pathlib import Path
sys.path.insert(0, ".")
from monitor.store import backups
from monitor.store.soundness import faults

what, copy, store, folder = sys.argv[1], *map(Path, sys.argv[2:])
ends = []
for steps in range(80):
    child = os.fork()
    if child == 0:
        left = steps
        def hook(event, args):
            global left
            touched = event == "open" and any(str(one) in str(args[0]) for one in (store.parent, folder))
            if touched or event in ("os.rename", "os.link", "os.remove", "sqlite3.connect"):
                left -= 1
                if left < 0:
                    os._exit(9)
        sys.addaudithook(hook)
        try:
            if what == "restore":
                backups.restore(copy, store, 1_790_000_000_000)
            else:
                backups.back_up(store, folder, 1_790_000_000_000 + steps * 1000, 3)
        except BaseException as wrong:
            print(repr(wrong), file=sys.stderr)
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    kept = [backups.check(one).articles for one in backups.copies(folder)]
    ends.append((store.exists(), faults(store), backups.counted(store)["articles"], kept))
    if status == 0:
        break
print(json.dumps(ends))
"""


def killed(what: str, copy: Path, store: Path, folder: Path) -> list[tuple[bool, list[str], int, list[int]]]:
    """Kills it at its first step, at its second, until it ends; how things stood each time."""
    words = [sys.executable, "-c", KILLED, what, str(copy), str(store), str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    ends = json.loads(done.stdout)
    assert 5 < len(ends) < 80
    print(f"F2: {what} killed at {len(ends) - 1} steps: 0 stores and 0 backups that were not whole")
    return [tuple(end) for end in ends]


def test_a_kill_at_any_step_of_a_restore_leaves_the_old_store_or_the_new_one(tmp_path: Path) -> None:
    store = filled(tmp_path / "data", 3)
    made, _ = backups.back_up(filled(tmp_path / "other", 1), tmp_path / "backups", NOW, 7)
    ends = killed("restore", made.path, store, tmp_path / "backups")
    assert all(there and not wrong for there, wrong, _, _ in ends)
    assert {articles for _, _, articles, _ in ends} == {3, 1}
    assert ends[-1][2] == 1


def test_a_kill_at_any_step_of_a_backup_leaves_whole_backups_only_and_the_store_untouched(tmp_path: Path) -> None:
    store = filled(tmp_path / "data", 3)
    made, _ = backups.back_up(store, tmp_path / "backups", NOW - DAY, 7)
    ends = killed("backup", made.path, store, tmp_path / "backups")
    assert all(there and not wrong and articles == 3 for there, wrong, articles, _ in ends)
    assert all(kept and set(kept) == {3} for _, _, _, kept in ends)
    assert len(ends[0][3]) == 1
    assert len(ends[-1][3]) > 1
