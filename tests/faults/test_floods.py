"""Floods of changes, from outside: edit wars over kill -9, two hundred facts in one version, five hundred articles."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.test_holding import Town
from tests.outside import Daemon, Site, page, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1200)]

WARS = 3
FLIPS = 39
FACTS = 200
ARTICLES = 500


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path)
    yield town
    town.close()


def move(town: Town, toll: str) -> None:
    """Every article gets another toll; returns when each has its version."""
    before = town.versions()
    town.tolls.update({f"/{n + 1}": toll for n in range(len(before))})
    town.query("UPDATE article SET due_at = 1 WHERE leased = 0")
    assert wait_for(lambda: all(now > then for now, then in zip(town.versions(), before, strict=True)))


def test_an_edit_war_that_outlives_two_kills_sends_three_notices_at_most_and_the_new_value_at_once(town: Town) -> None:
    """F9. A, B, A, B ... then C, in three articles at once."""
    town.start(WARS)
    assert town.daemon is not None
    for flip in range(FLIPS):
        move(town, "1,300" if flip % 2 == 0 else "1,200")
        if flip in (12, 27):
            town.daemon.kill()
            town.daemon.start_again()
    # By the id of the message: what was under way at a kill comes twice.
    notices = {headers["webhook-id"]: body["data"]["article"]["id"] for headers, body in town.receiver.posted}
    before, posts = Counter(notices.values()), len(town.told)
    assert set(before) == set(range(1, WARS + 1))
    assert max(before.values()) <= 3
    move(town, "1,555")
    stored = time.monotonic()
    assert wait_for(lambda: len(town.told) == posts + WARS)
    took = time.monotonic() - stored
    for body in town.told[-WARS:]:
        (change,) = body["data"]["changes"]
        assert (change["new"]["lo"], body["data"]["cause"]) == ("1555", "new_change")
    assert town.versions() == [FLIPS + 2] * WARS
    print(
        f"F9: {WARS} wars of {FLIPS} flips over 2 kills: {max(before.values())} notices each before the new value, "
        f"that one within {took:.2f} s; {FLIPS + 2} versions each"
    )


def test_two_hundred_facts_of_one_version_are_one_message(tmp_path: Path) -> None:
    """F10."""
    more = {"by": 0}

    def districts(path: str) -> Any:
        told = [
            f"In the district of {name}, {100 + n + more['by']} people were killed, the police said."
            for n, name in enumerate(f"{head}{tail}" for head in HEADS for tail in TAILS)
        ]
        return page("The count, district by district", *told)

    site, receiver = Site(districts), Site(lambda path: (404, {}, b""))
    daemon = Daemon(tmp_path, [f"{site.url}/count"], hook=f"{receiver.url}/hook")
    try:
        assert wait_for(lambda: len(site.seen) > 2), daemon.log.read_text()[-2000:]
        more["by"] = 1000
        assert wait_for(lambda: bool(receiver.posted)), daemon.log.read_text()[-2000:]
        seen = len(site.seen)
        assert wait_for(lambda: len(site.seen) > seen + 3)
    finally:
        daemon.stop()
        site.close()
        receiver.close()
    ((_, body),) = receiver.posted
    told = len(body["data"]["changes"]) + body["data"].get("omitted", 0)
    assert told >= FACTS
    assert len(receiver.raw[0]) < 20_000
    print(f"F10: {told} changed facts of one version: {len(receiver.posted)} alert of {len(receiver.raw[0])} bytes")


HEADS = ("Bel", "Cor", "Dun", "Fal", "Gar", "Hol", "Kel", "Lor", "Mor", "Nor", "Pel", "Ros", "Sel", "Tor", "Ver", "Wes")
TAILS = ("ina", "dale", "mont", "stead", "ford", "wick", "burg", "haven", "ton", "minster", "gate", "bury", "well")


def read(folder: Path, text: str) -> int:
    """One number out of the store of a running daemon."""
    connection = sqlite3.connect(folder / "data" / "rowback.sqlite", timeout=60)
    try:
        return int(connection.execute(text).fetchone()[0])
    finally:
        connection.close()


def test_five_hundred_articles_seen_from_outside_become_digests_and_none_is_dropped(tmp_path: Path) -> None:
    """F10, with the rate that a webhook has by default."""
    toll = {"now": "1,200"}

    def story(path: str) -> Any:
        return page(
            f"Flood in quarter {path[1:]}",
            "The river rose above its banks on Sunday night and cut the road between the two halves of the town.",
            f"The flood has killed {toll['now']} people since it began, the civil protection agency said on Monday.",
            f"Schools in quarter {path[1:]} stay closed until the end of the week, the mayor told reporters.",
        )

    site, receiver = Site(story), Site(lambda path: (404, {}, b""))
    urls = [f"{site.url}/{1000 + n}" for n in range(ARTICLES)]
    daemon = Daemon(tmp_path, urls, hook=f"{receiver.url}/hook", every="20s")
    told: set[int] = set()

    def articles() -> set[int]:
        for _, body in list(receiver.posted):
            told.update(one["article"]["id"] for one in body["data"].get("alerts", [body["data"]]))
        return told

    try:
        # A fetch that a busy machine let time out is made again; until then its article has nothing to differ from.
        assert wait_for(lambda: len(set(site.seen)) == ARTICLES, 120), daemon.log.read_text()[-2000:]
        assert wait_for(lambda: read(tmp_path, "SELECT count(*) FROM article WHERE version = 1") == ARTICLES, 120)
        toll["now"] = "1,300"
        began = time.monotonic()
        assert wait_for(lambda: len(articles()) == ARTICLES, 300), (len(told), len(receiver.posted))
        took = time.monotonic() - began
    finally:
        daemon.stop()
        site.close()
        receiver.close()
    alerts = read(tmp_path, "SELECT count(*) FROM alert")
    assert alerts == ARTICLES
    single = sum("alerts" not in body["data"] for _, body in receiver.posted)
    assert len(receiver.posted) < ARTICLES
    print(
        f"F10: {ARTICLES} articles changed: {single} messages and {len(receiver.posted) - single} digests within "
        f"{took:.0f} s, 0 dropped"
    )
