"""kill -9 while alerts are on their way: a receiver that fails one post in ten, a digest, a rate limit and edit wars."""

from __future__ import annotations

import http.server
import json
import random
import sqlite3
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.outside import Daemon, Site, page, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1800)]

ARTICLES = 24
KILLS = 20
ENOUGH = 300
ENDED = "('sent', 'dead', 'suppressed', 'cancelled')"
# Three ways to the same receiver: at once, at a rate, in a digest.
CHANNELS = ("fast", 'rate = "unlimited"'), ("slow", 'rate = "20/min"'), ("late", 'digest = "hourly"')


class Receiver:
    """Takes nine posts in ten, and says 500 to the tenth; `taken` counts what it took by `webhook-id`."""

    def __init__(self, seed: int) -> None:
        self.taken: Counter[str] = Counter()
        self.failed = 0
        chance, lock, receiver = random.Random(seed), threading.Lock(), self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with lock:
                    fails = chance.random() < 0.1
                    if fails:
                        receiver.failed += 1
                    elif json.loads(body):
                        receiver.taken[self.headers["webhook-id"]] += 1
                # A sender that was killed no longer hears the answer.
                try:
                    self.send_response(500 if fails else 204)
                    self.end_headers()
                except OSError:
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Town:
    """Pages whose toll grows, or on every third page goes to and fro, with each look until `still`."""

    def __init__(self) -> None:
        self.still = False
        self._looks: Counter[str] = Counter()
        self._lock = threading.Lock()

    def __call__(self, path: str) -> Any:
        with self._lock:
            self._looks[path] += not self.still
            look = self._looks[path]
        toll = 4000 + (look % 2 if int(path[1:]) % 3 == 0 else look)
        return page(
            f"Flood in quarter {path[1:]}",
            "The river rose above its banks on Sunday night and cut the road between the two halves of the town.",
            f"The flood has killed {toll:,} people since it began, the civil protection agency said on Monday.",
            "Schools in the lower districts stay closed until the end of the week, the mayor told reporters.",
        )


def query(folder: Path, text: str) -> list[Any]:
    connection = sqlite3.connect(folder / "data" / "rowback.sqlite", timeout=60)
    try:
        with connection:
            return connection.execute(text).fetchall()
    finally:
        connection.close()


def test_no_delivery_is_lost_and_a_repeat_keeps_its_id_over_twenty_kills(tmp_path: Path) -> None:
    """F1. A repeat is allowed only for what was under way at the moment of a kill."""
    town, receiver, chance = Town(), Receiver(17), random.Random(4)
    site = Site(town)
    more = "".join(
        f'\n[channel.{name}]\ntype = "webhook"\nurl = "{receiver.url}/{name}"\nsecret_file = "hook.secret"\n{line}\n'
        for name, line in CHANNELS
    )
    daemon = Daemon(tmp_path, [f"{site.url}/{n}" for n in range(ARTICLES)], more=more)
    under_way = kills = 0
    held: Counter[str] = Counter()
    try:
        assert wait_for(lambda: receiver.taken.total() > 5), daemon.log.read_text()[-2000:]
        while kills < KILLS or query(tmp_path, "SELECT count(*) FROM delivery")[0][0] < ENOUGH:
            before = receiver.taken.total() + receiver.failed
            time.sleep(chance.random())
            daemon.kill()
            kills += 1
            under_way += query(tmp_path, "SELECT count(*) FROM delivery WHERE state = 'sending'")[0][0]
            held.update(dict(query(tmp_path, "SELECT reason, count(*) FROM delivery WHERE state = 'held' GROUP BY 1")))
            # Digests and summaries would wait for the hour and for calm; every other start finds them due.
            if kills % 2:
                query(tmp_path, "UPDATE delivery SET due_at = 1 WHERE state IN ('held', 'retrying')")
            daemon.start_again()
            assert wait_for(lambda n=before: receiver.taken.total() + receiver.failed > n)
        town.still = True

        def ended() -> bool:
            query(tmp_path, "UPDATE delivery SET due_at = 1 WHERE state IN ('held', 'retrying') AND due_at > 1")
            time.sleep(1)
            return query(tmp_path, f"SELECT count(*) FROM delivery WHERE state NOT IN {ENDED}") == [(0,)]

        seen = len(site.seen)
        assert wait_for(lambda: len(site.seen) > seen + 3 * ARTICLES)
        assert wait_for(ended, 300), query(tmp_path, "SELECT state, reason, count(*) FROM delivery GROUP BY 1, 2")
    finally:
        daemon.stop()
        site.close()
        receiver.close()

    rows = {i: (state, by) for i, state, by in query(tmp_path, "SELECT id, state, carried_by FROM delivery")}
    assert {state for state, _ in rows.values()} == {"sent"}
    for one, (_, carrier) in rows.items():
        # What a digest or summary tells of arrived as that one did.
        while carrier is not None:
            one, carrier = carrier, rows[carrier][1]
        assert receiver.taken[one], f"{one} is called sent and never arrived"
    assert set(receiver.taken) <= set(rows)
    repeats = receiver.taken.total() - len(receiver.taken)
    assert repeats <= under_way
    alerts = query(tmp_path, "SELECT article_id, version, count(*) FROM alert WHERE version > 1 GROUP BY 1, 2")
    versions = query(tmp_path, "SELECT article_id, max(number), count(*) FROM version GROUP BY 1")
    assert all(most == count for _, most, count in versions)
    assert len({(a, v) for a, v, _ in alerts}) == sum(count - 1 for _, _, count in versions)
    assert query(tmp_path, "PRAGMA integrity_check") == [("ok",)]
    assert len(rows) >= ENOUGH
    assert {"edit_war", "digest", "rate_limit"} <= set(held), held
    print(
        f"F1: {kills} kills, {len(rows)} deliveries in {len(receiver.taken)} messages, {receiver.failed} posts refused: "
        f"0 lost, {repeats} repeats of {under_way} attempts under way, each under its id; integrity ok"
    )
