"""The real daemon keeps the page of each version as it came, lets old ones go, and its store verifies from outside."""

from __future__ import annotations

import itertools
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from monitor.store import Store, pages
from tests.outside import Answer, Daemon, Site, page, rowback, wait_for


def growing() -> Site:
    """A site whose page reports a toll one higher at each fetch."""
    tolls = itertools.count(4000)
    more = "Schools in the lower districts stay closed until the end of the week, the mayor told reporters."

    def answer(path: str) -> Answer:
        status, headers, body = page(
            "Flood", f"The flood has killed {next(tolls):,} people, the civil protection agency said on Monday.", more
        )
        return status, headers | {"Set-Cookie": "session=4711"}, body

    return Site(answer)


def test_each_version_has_its_page_and_old_pages_go_with_an_entry(tmp_path: Path) -> None:
    site = growing()
    daemon = Daemon(tmp_path, [f"{site.url}/a"], more='[keep]\nage = "4s"\n')
    try:
        assert wait_for(lambda: any(line["event"] == "pages_deleted" for line in daemon.lines()), 60)
    finally:
        daemon.stop()
        site.close()
    said = json.loads(rowback("verify", "--json", folder=tmp_path).stdout)
    assert said["sound"], said
    with closing(sqlite3.connect(tmp_path / "data" / "rowback.sqlite")) as connection:
        newest, gone = connection.execute(
            "SELECT (SELECT max(number) FROM version), (SELECT count(*) FROM chain WHERE kind = 'deleted')"
        ).fetchone()
    assert gone > 0
    assert said["pages"] == newest - gone
    store = Store(tmp_path / "data")
    kept = store.read(pages.of_version, 1, newest)
    store.close()
    assert b"civil protection agency" in kept.body
    assert ("Set-Cookie", None) in kept.record.received
    assert b"4711" not in (tmp_path / "data" / "rowback.sqlite").read_bytes()
    assert kept.record.peer == f"127.0.0.1 port {site.url.rpartition(':')[2]}"
