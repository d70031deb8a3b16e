"""Copies of the whole store: made beside a running daemon, checked before they count, and put back.

A copy is one file, named by its time, with the sum of its bytes beside it as `sha256sum` writes it. Nothing is replaced
before what replaces it is whole, and a copy that is not sound never pushes out an older one.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from monitor.errors import StoreDamaged, StoreError, StoreFull, StoreNewer, UnreadableInput
from monitor.store.database import SCHEMA
from monitor.store.soundness import faults, opened

_NAME = re.compile(r"rowback-\d{8}T\d{6}Z\.sqlite")
DAY_MS = 86_400_000
BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database file and would read with it."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy that was looked at; `sha256` is the sum of its bytes in hex."""

    path: Path
    size: int
    sha256: str
    schema: str
    articles: int
    versions: int
    deliveries: int

    def fields(self) -> dict[str, object]:
        """For programs."""
        return {**asdict(self), "path": str(self.path)}

    def said(self) -> str:
        """What is in it, in words."""
        return f"{self.versions} versions of {self.articles} articles, {self.deliveries} deliveries, {self.size} bytes"


def back_up(store: Path, folder: Path, now_ms: int, keep: int) -> tuple[Copy, list[Path]]:
    """A checked copy of the database file `store` in `folder`, and the older copies that were removed for it.

    Raises StoreDamaged where the copy is not sound, StoreFull and StoreError where it cannot be written.
    """
    name = f"rowback-{datetime.fromtimestamp(now_ms / 1000, UTC):%Y%m%dT%H%M%SZ}.sqlite"
    # Its maker's number is in the name: the daemon and a person may both be at it.
    part = folder / f".{name}.{os.getpid()}.part"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _clear(folder, now_ms)
        private(part)
        try:
            _copied(store, part)
            found = faults(part, thorough=True)
            if found:
                raise StoreDamaged(
                    f"{store}: the store is damaged ({found[0]}); no backup was kept and the older ones stand"
                )
            summed = _sum(part)
            made = _looked_at(part, summed)
            (folder / f"{name}.sha256").write_text(f"{summed}  {name}\n", encoding="ascii")
            part.replace(folder / name)
            synced(folder)
        finally:
            for one in (part, *(part.with_name(part.name + more) for more in BESIDE)):
                one.unlink(missing_ok=True)
    except OSError as wrong:
        raise StoreError(f"{folder}: the backup cannot be written ({wrong.strerror})") from wrong
    return replace(made, path=folder / name), rotate(folder, keep)


def copies(folder: Path) -> list[Path]:
    """The copies in a folder, newest first."""
    return sorted((one for one in folder.glob("rowback-*.sqlite") if _NAME.fullmatch(one.name)), reverse=True)


def rotate(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest `keep` copies, with their sums; files of other names stay. Returns what was removed."""
    gone = copies(folder)[keep:]
    for one in gone:
        one.unlink()
        one.with_name(f"{one.name}.sha256").unlink(missing_ok=True)
    return gone


def check(path: Path) -> Copy:
    """A copy that is sound and that this release can use.

    Raises UnreadableInput for no such file, StoreDamaged where its bytes or its versions are not what was stored,
    StoreNewer for a newer release's.
    """
    if not path.is_file():
        raise UnreadableInput(f"{path}: there is no such file")
    if (log := path.with_name(f"{path.name}-wal")).exists() and log.stat().st_size:
        raise UnreadableInput(
            f"{path}: part of it is in {log.name}, so it is no backup; make one with `rowback backup`"
        )
    summed = _sum(path)
    beside = path.with_name(f"{path.name}.sha256")
    if beside.exists() and beside.read_text(encoding="ascii", errors="replace").split()[:1] != [summed]:
        raise StoreDamaged(f"{path}: its bytes do not have the sum in {beside.name}; take another backup")
    if found := faults(path, thorough=True):
        raise StoreDamaged(f"{path}: not sound ({found[0]}); take another backup")
    made = _looked_at(path, summed)
    if made.schema > SCHEMA:
        raise StoreNewer(f"{path}: written by a newer Rowback (schema {made.schema}, this one knows {SCHEMA})")
    return made


def restore(source: Path, store: Path, now_ms: int) -> tuple[Copy, Path | None]:
    """Put a checked copy in the place of the database file `store`; what was there stays under a name of its own.

    The caller holds the folder's lock. Raises what `check` raises, StoreFull and StoreError.
    """
    copy = check(source)
    part = store.with_name(f".{store.name}.part")
    try:
        store.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        private(part)
        try:
            shutil.copyfile(source, part)
            synced(part)
            if _sum(part) != copy.sha256:
                raise StoreDamaged(f"{part}: what was written is not what was read; nothing was replaced")
            moved = put_in_place(part, store, now_ms)
        finally:
            part.unlink(missing_ok=True)
    except OSError as wrong:
        raise StoreError(f"{store}: the backup cannot be put here ({wrong.strerror})") from wrong
    return copy, moved


def put_in_place(whole: Path, store: Path, now_ms: int) -> Path | None:
    """Let a finished file beside it take the place of `store`; returns the name under which the old one stays."""
    aside = _free(f"{store}.before-{datetime.fromtimestamp(now_ms / 1000, UTC):%Y%m%dT%H%M%SZ}")
    synced(whole)
    moved = _set_aside(store, aside)
    whole.replace(store)
    synced(store.parent)
    return moved


def _free(path: str) -> Path:
    """The path, or one like it that nothing has: a restore that was broken off may have been here before."""
    names = (path, *(f"{path}-{number}" for number in range(2, 1000)))
    return next(Path(name) for name in names if not any(Path(name + more).exists() for more in (*BESIDE, "")))


def _set_aside(store: Path, aside: Path) -> Path | None:
    """Give the old store a second name and its log the name that goes with it; returns it, None where there was none.

    The store keeps its own name until it is replaced: a start in between must never find none and make an empty one.
    The log goes first, since it must not be read with a database that it does not belong to.
    """
    if store.exists():
        try:
            os.link(store, aside)
        except OSError:  # a file system without second names
            shutil.copyfile(store, aside)
    for more in BESIDE:
        old = store.with_name(store.name + more)
        if old.exists():
            old.replace(aside.with_name(aside.name + more))
    return aside if aside.exists() else None


def _copied(store: Path, target: Path) -> None:
    """One snapshot: copied in one step, since a copy in steps begins anew with each commit of the daemon."""
    if not store.exists():
        raise StoreError(f"{store}: there is no store yet; `rowback run` makes one")
    try:
        with closing(opened(store)) as source, closing(sqlite3.connect(target, isolation_level=None)) as copy:
            source.backup(copy)
            # One file and no log beside it, so that it can be carried about.
            copy.execute("PRAGMA journal_mode=DELETE").close()
    except sqlite3.DatabaseError as wrong:
        name = getattr(wrong, "sqlite_errorname", None) or ""
        if name.startswith(("SQLITE_FULL", "SQLITE_IOERR_WRITE")):
            raise StoreFull(f"{target.parent}: the disk is full; no backup was kept") from wrong
        if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            raise StoreDamaged(f"{store}: not a sound database ({wrong}); no backup was kept") from wrong
        raise StoreError(f"{store}: the backup failed ({wrong})") from wrong
    synced(target)


def counted(path: Path) -> dict[str, int]:
    """How much is in a sound database file: articles, versions, deliveries. Raises UnreadableInput for another's."""
    with closing(opened(path)) as connection:
        try:
            return {
                name: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - names of ours
                for table, name in (("article", "articles"), ("version", "versions"), ("delivery", "deliveries"))
            }
        except sqlite3.DatabaseError as wrong:
            raise UnreadableInput(f"{path}: a database, but not one of Rowback") from wrong


def _looked_at(path: Path, summed: str) -> Copy:
    counts = counted(path)
    with closing(opened(path)) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return Copy(path, path.stat().st_size, summed, str(row[0]) if row else "", **counts)


def _clear(folder: Path, now_ms: int) -> None:
    """Remove what backups left behind that were killed a day ago or longer."""
    for one in folder.glob(".rowback-*.part*"):
        with suppress(FileNotFoundError):
            if one.stat().st_mtime * 1000 < now_ms - DAY_MS:
                one.unlink()


def private(path: Path) -> None:
    """An empty file that only its owner reads: a store holds what was told to whom."""
    with suppress(FileNotFoundError):
        path.unlink()
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def synced(path: Path) -> None:
    """Come back when the disk has it."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
