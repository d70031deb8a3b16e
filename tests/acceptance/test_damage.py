"""The real daemon on a damaged store, and backups made and put back while it lives, all from outside."""

from __future__ import annotations

import json
import os
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.outside import Daemon, Site, page, rowback, wait_for

TEXT = "The flood has killed more than 1,200 people since it began, the civil protection agency said on Monday."
MORE = "Schools in the lower districts stay closed until the end of the week, the mayor told reporters."


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site(lambda path: page(f"Flood {path}", TEXT, MORE))
    yield site
    site.close()


@pytest.fixture
def receiver() -> Iterator[Site]:
    receiver = Site(lambda path: (404, {}, b""))
    yield receiver
    receiver.close()


@pytest.fixture
def daemon(tmp_path: Path, site: Site, receiver: Site) -> Iterator[Daemon]:
    operator = "[backup]\nkeep = 2\n"
    daemon = Daemon(tmp_path, [f"{site.url}/{at}" for at in range(3)], hook=f"{receiver.url}/hook", more=operator)
    daemon.config.write_text(daemon.config.read_text().replace("[service]", '[service]\noperator = "hook"'))
    yield daemon
    daemon.stop()


def ready(daemon: Daemon) -> str:
    try:
        return str(json.loads(daemon.opened("/readyz"))["state"])
    except urllib.error.HTTPError as answer:
        with answer:
            return str(json.loads(answer.read())["state"])
    except urllib.error.URLError:
        return "not there yet"


def versions(daemon: Daemon) -> int:
    listed = json.loads(rowback("list", "--json", folder=daemon.folder).stdout)["articles"]
    return sum(one["versions"] for one in listed)


def damage(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "data" / "rowback.sqlite", timeout=60)) as connection, connection:
        connection.execute("UPDATE version SET sha256 = randomblob(32) WHERE article_id = 2")


def test_a_daemon_on_a_damaged_store_says_so_everywhere_and_goes_on(daemon: Daemon, site: Site, receiver: Site) -> None:
    assert wait_for(lambda: versions(daemon) == 3)
    assert ready(daemon) == "ready"
    daemon.stop()
    damage(daemon.folder)
    daemon.start_again()
    assert wait_for(lambda: ready(daemon) == "store_damaged")
    assert "rowback_store_sound 0.0" in daemon.opened("/metrics")
    assert "The store is damaged" in daemon.opened("/")
    assert "rowback.sqlite" not in daemon.opened("/")  # pages are public
    assert wait_for(lambda: receiver.posted)
    (told,) = [body for _, body in receiver.posted]
    assert told["type"] == "store.damaged"
    assert "version 1 of" in told["data"]["title"]
    seen = len(site.seen)
    assert wait_for(lambda: len(site.seen) > seen + 6)
    assert [line["found"] for line in daemon.lines() if line["event"] == "store_damaged"] != []
    assert len(receiver.posted) == 1
    checked = rowback("verify", "--json", folder=daemon.folder)
    assert (checked.returncode, json.loads(checked.stdout)["sound"]) == (1, False)
    assert rowback("backup", folder=daemon.folder).returncode == 1


def test_a_backup_of_a_running_daemon_is_put_back_and_goes_on(daemon: Daemon, site: Site) -> None:
    assert wait_for(lambda: versions(daemon) == 3)
    made = [json.loads(rowback("backup", "--json", folder=daemon.folder).stdout) for _ in range(2)]
    copy = Path(made[-1]["path"])
    assert copy.parent == daemon.folder / "data" / "backups"
    assert made[-1]["versions"] == 3
    refused = rowback("restore", str(copy), folder=daemon.folder)
    assert refused.returncode == 1
    assert "already used by the Rowback with process id" in refused.stderr
    assert rowback("restore", "--check", str(copy), folder=daemon.folder).returncode == 0
    daemon.stop()
    damage(daemon.folder)
    done = rowback("restore", str(copy), folder=daemon.folder)
    assert done.returncode == 0, done.stderr
    assert (daemon.folder / "data" / "rowback.sqlite").read_bytes() == copy.read_bytes()
    daemon.start_again()
    assert wait_for(lambda: ready(daemon) == "ready")
    seen = len(site.seen)
    assert wait_for(lambda: len(site.seen) > seen + 6)
    assert versions(daemon) == 3
    assert rowback("verify", folder=daemon.folder).stdout.startswith(
        "sound: 3 versions of 3 articles have their hashes\n"
    )


def test_a_secret_that_others_can_read_is_said_at_the_start_by_the_check_and_by_the_doctor(daemon: Daemon) -> None:
    secret = daemon.folder / "hook.secret"
    os.chmod(secret, 0o644)
    assert wait_for(lambda: daemon.url)
    daemon.stop()
    daemon.start_again()
    assert daemon.url
    said = [line["said"] for line in daemon.lines() if line["event"] == "open_to_others"]
    assert f"{secret} is open to other users of this machine (0644); chmod 600 {secret}" in said
    assert str(secret) in rowback("check-config", folder=daemon.folder).stdout
    found = rowback("doctor", "--json", folder=daemon.folder)
    states = {one["thing"]: one["state"] for one in json.loads(found.stdout)}
    assert states["permissions"] == "warning"
    assert states["store"] == states["clock"] == states["certificates"] == states["channel hook"] == "fine"
    os.chmod(secret, 0o600)
    again = {one["thing"]: one["state"] for one in json.loads(rowback("doctor", "--json", folder=daemon.folder).stdout)}
    assert again["permissions"] == "fine"


def test_a_store_that_no_start_can_use_ends_the_run_with_a_code_of_its_own(daemon: Daemon) -> None:
    assert wait_for(lambda: versions(daemon) == 3)
    daemon.stop()
    store = daemon.folder / "data" / "rowback.sqlite"
    store.write_bytes(bytes(100) + store.read_bytes()[100:])
    daemon.start_again()
    assert daemon.process.wait(60) == 6
    assert "restore it from a backup" in daemon.log.read_text()
    assert rowback("repair", folder=daemon.folder).returncode == 0
    daemon.start_again()
    assert wait_for(lambda: ready(daemon) == "ready")
    assert versions(daemon) == 3


def test_commits_that_a_damaged_log_took_away_are_said_at_the_start(daemon: Daemon) -> None:
    log = daemon.folder / "data" / "rowback.sqlite-wal"
    assert wait_for(lambda: versions(daemon) == 3)
    assert wait_for(lambda: log.stat().st_size > 100_000)
    daemon.kill()
    raw = bytearray(log.read_bytes())
    raw[32 + 24 + 100] ^= 0xFF  # in its first frame; the end of the file may be of a round before, which nobody needs
    log.write_bytes(raw)
    daemon.start_again()
    assert wait_for(lambda: ready(daemon) == "store_damaged")
    assert any("commits or more in it are lost" in str(line.get("found")) for line in daemon.lines())
