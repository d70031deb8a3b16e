"""kill -9 at random moments: every article is checked, no version is stored twice, no delivery is lost."""

import os
import random
import sqlite3
import threading
import time
from collections import Counter, defaultdict

import pytest

from tests.outside import Daemon, Site, page, rowback, wait_for


def growing():
    """A site whose every page reports a toll one higher at each fetch, so that no two fetches are the same version."""
    counts = Counter()
    lock = threading.Lock()

    def answer(path):
        with lock:
            counts[path] += 1
            toll = 4000 + counts[path]
        return page(
            f"Flood story {path.strip('/')}",
            "The river rose above its banks on Sunday night and cut the road between the two halves of the town.",
            f"The flood has killed {toll:,} people since it began, the civil protection agency said on Monday.",
            "Schools in the lower districts stay closed until the end of the week, the mayor told reporters at the bridge.",
        )

    return answer


def rows(folder, sql):
    connection = sqlite3.connect(folder / "data" / "rowback.sqlite", timeout=60)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def total_checks(folder):
    return rows(folder, "SELECT coalesce(sum(checks), 0) FROM article")[0][0]


KILLS = int(os.environ.get("KILLS", "8"))


@pytest.mark.timeout(1800 + 10 * KILLS)
@pytest.mark.parametrize(
    ("articles", "checks", "kills"),
    [
        pytest.param(40, 200, 3, id="short"),
        pytest.param(250, 250 * KILLS, KILLS, id="long", marks=pytest.mark.faults),
    ],
)
def test_kill_9_loses_no_check_no_version_and_no_delivery(tmp_path, articles, checks, kills):
    site, receiver = Site(growing()), Site(lambda path: (404, {}, b""))
    # Without a rate, so that each alert is a message of its own; digests over kills have a test of their own.
    urls = [f"{site.url}/{n}" for n in range(articles)]
    daemon = Daemon(tmp_path, urls, hook=f"{receiver.url}/hook", channel='rate = "unlimited"')
    chance = random.Random(17)
    assert wait_for(lambda: len(site.seen) > 5), daemon.log.read_text()[-2000:]
    for n in range(kills):
        wait_for(lambda n=n: total_checks(tmp_path) >= checks * (n + chance.random()) / (kills + 1))
        time.sleep(chance.random() / 2)
        daemon.kill()
        daemon.start_again()
    assert wait_for(lambda: total_checks(tmp_path) >= checks, 300)
    waiting = "SELECT count(*) FROM delivery WHERE state NOT IN ('sent', 'dead', 'suppressed', 'cancelled')"
    assert wait_for(lambda: min(c for (c,) in rows(tmp_path, "SELECT checks FROM article")) >= 1)
    daemon.stop()
    site.close()
    daemon.start_again()
    assert wait_for(lambda: rows(tmp_path, waiting) == [(0,)])
    daemon.stop()
    receiver.close()

    versions = defaultdict(list)
    for article, number, sha in rows(tmp_path, "SELECT article_id, number, sha256 FROM version ORDER BY 1, 2"):
        versions[article].append((number, sha))
    assert len(versions) == articles
    for found in versions.values():
        assert [number for number, _ in found] == list(range(1, len(found) + 1))
        assert len({sha for _, sha in found}) == len(found)
    bare = "SELECT count(*) FROM version v LEFT JOIN page p ON p.article_id = v.article_id AND p.version = v.number"
    assert rows(tmp_path, f"{bare} AND p.cause = 'version' WHERE p.id IS NULL") == [(0,)]
    # Walks the chain and unpacks every page: none without its entry and its hash, none half written.
    verified = rowback("verify", folder=tmp_path)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    later = sum(len(found) - 1 for found in versions.values())
    alerts = rows(tmp_path, "SELECT article_id, version, count(*) FROM alert GROUP BY 1, 2")
    assert len(alerts) == later
    assert all(count == 1 for _, _, count in alerts)
    sent = {i for (i,) in rows(tmp_path, "SELECT id FROM delivery WHERE state = 'sent'")}
    received = Counter(headers["webhook-id"] for headers, _ in receiver.posted)
    assert len(sent) == later
    assert set(received) == sent
    assert rows(tmp_path, "PRAGMA integrity_check") == [("ok",)]
    print(
        f"F1: {kills} kills in looks, records and sends: {total_checks(tmp_path)} checks, {later} alerts, {sum(received.values()) - later} repeats"
    )
