"""What machines agree on through the store: one leads, a host waits in line once, and what was left lying is given back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from procrastinate.schema import SchemaManager
from sqlalchemy import select, text

from monitor import worker
from monitor.checks import once
from monitor.config.loading import load
from monitor.server_clock import ServerClock
from monitor.store import Store, claims, cluster, tables, watches
from monitor.store.cluster import Turn
from monitor.store.postgres import server_ms
from tests.postgres import Server

pytestmark = pytest.mark.server
NOW = 1_790_000_000_000


@pytest.fixture
def store(server: Server, tmp_path: Path) -> Iterator[Store]:
    url = server.database()
    one = Store(tmp_path, database=url)
    for _ in range(2):  # every machine does it at its start
        one.write(cluster.begin, SchemaManager.get_schema())
    for name in ("a", "a", "b"):
        number = one.read(lambda c: c.execute(select(tables.article.c.id)).all())
        address = f"https://{name}.example/{len(number)}"
        one.write(watches.add, watches.NewWatch(address, address, f"{name}.example"), NOW)
    yield one
    one.close()
    server.drop(url)


def do(store: Store, statement: str, **values: object) -> list[tuple[object, ...]]:
    def work(connection):  # type: ignore[no-untyped-def]
        done = connection.execute(text(statement), values)
        return [tuple(row) for row in done] if done.returns_rows else []

    return store.write(work)


def machine(store: Store, silent: int = 0) -> int:
    """A machine that was last heard of so many seconds ago."""
    heard = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => :s)) RETURNING id"
    return int(do(store, heard, s=silent)[0][0])  # type: ignore[call-overload]


def turn(store: Store, worker: int, host: str, status: str = "doing") -> Turn:
    job = do(
        store,
        "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, status, worker_id) "
        "VALUES ('hosts', 'look', :lock, :lock, jsonb_build_object('host', CAST(:host AS text)), "
        "CAST(:status AS procrastinate_job_status), :worker) RETURNING id",
        lock=f"host:{host}", host=host, status=status, worker=worker if status == "doing" else None,
    )  # fmt: skip
    return Turn(int(job[0][0]), worker, host)  # type: ignore[call-overload]


def test_one_leads_until_it_is_not_heard_of_and_then_another(store: Store) -> None:
    assert not store.read(cluster.is_led)
    assert store.write(cluster.lead, "one", 60)
    assert store.read(cluster.is_led)
    assert not store.write(cluster.lead, "two", 60)
    assert store.write(cluster.lead, "one", 0), "it leads on for as long as it asks"
    assert store.write(cluster.lead, "two", 60), "its time was up"
    assert not store.write(cluster.lead, "one", 60)
    store.write(cluster.give_up_lead, "one")
    assert not store.write(cluster.lead, "one", 60), "nobody gives up the lead of another"
    store.write(cluster.give_up_lead, "two")
    assert store.write(cluster.lead, "one", 60)


def test_a_host_waits_in_line_once_and_only_while_it_is_due_and_free(store: Store) -> None:
    assert sorted(store.read(cluster.waiting, NOW, 10)) == ["a.example", "b.example"]
    assert store.read(cluster.waiting, NOW - 1, 10) == []
    assert len(store.read(cluster.waiting, NOW, 1)) == 1
    turn(store, machine(store), "a.example")
    turn(store, 0, "b.example", "todo")
    assert store.read(cluster.waiting, NOW, 10) == []
    do(store, "DELETE FROM procrastinate_jobs")
    store.write(claims.hold_host, "a.example", NOW + 1)
    assert store.read(cluster.waiting, NOW, 10) == ["b.example"]


def test_a_turn_leases_articles_of_its_host_alone_and_one_at_a_time_where_it_pauses(store: Store) -> None:
    mine = turn(store, machine(store), "a.example")
    claimed = store.write(cluster.lease, mine, NOW, 10, pause_ms=0)
    assert [one.host for one in claimed] == ["a.example", "a.example"]
    assert store.write(cluster.lease, mine, NOW, 10, pause_ms=0) == []
    store.write(claims.release_all, NOW)
    assert len(store.write(cluster.lease, mine, NOW, 10, pause_ms=500)) == 1
    assert store.read(cluster.free_at, "a.example", NOW) == NOW + 500
    store.write(cluster.rest, "a.example", NOW + 300, 500)
    assert store.read(cluster.free_at, "a.example", NOW) == NOW + 800, "the pause counts from the end of the look"


def test_what_a_silent_machine_held_is_given_back_and_its_late_results_change_nothing(store: Store) -> None:
    silent, heard = machine(store, silent=20), machine(store)
    lying, going_on = turn(store, silent, "a.example"), turn(store, heard, "b.example")
    late = store.write(cluster.lease, lying, NOW, 10, pause_ms=0)
    kept = store.write(cluster.lease, going_on, NOW, 10, pause_ms=0)
    assert store.write(cluster.left_lying, NOW, 15, 700) == 1
    assert store.write(cluster.lease, lying, NOW, 10, pause_ms=0) is None, "it may not go on when it wakes"
    tokens = dict(do(store, "SELECT id, token FROM article"))
    assert [tokens[one.article_id] == one.token + 1 for one in late] == [True, True]
    assert tokens[kept[0].article_id] == kept[0].token
    assert store.read(cluster.free_at, "a.example", NOW) == NOW + 700
    # The server strikes off machines by itself, too; their turns are then nobody's.
    do(store, "DELETE FROM procrastinate_workers WHERE id = :id", id=heard)
    assert store.write(cluster.left_lying, NOW, 15, 0) == 1


def test_a_lease_is_given_back_by_its_token_alone(store: Store) -> None:
    (one, *_) = store.write(claims.claim, NOW, 10, pause_ms=0, per_host=8)
    store.write(claims.give_back, [(one.article_id, one.token - 1)], NOW + 5)
    due = select(tables.article.c.due_at, tables.article.c.token).where(tables.article.c.id == one.article_id)
    assert tuple(store.read(lambda c: c.execute(due).one())) == (NOW + claims.LEASE_MS, one.token)
    store.write(claims.give_back, [(one.article_id, one.token)], NOW + 5)
    assert tuple(store.read(lambda c: c.execute(due).one())) == (NOW + 5, one.token + 1)


def test_a_machines_clock_may_be_a_minute_off(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time_ns", lambda: 0)
    clock = ServerClock(store)
    before = store.read(server_ms)
    assert before - 2_000 < clock.now_ms() < before + 10_000


def test_no_job_is_ever_lined_up_for_later_or_tried_again() -> None:
    said = "".join(Path(str(one.__file__)).read_text() for one in (worker, cluster))
    assert not any(word in said for word in ("schedule_in", "schedule_at", "retry=", "RetryStrategy"))


def test_a_check_by_hand_leaves_the_looking_to_the_machines_that_are_at_work(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "rowback.toml"
    url = store.place.engine(writing=False, patience=1).url.set(drivername="postgresql")
    file.write_text(f'[service]\ndatabase = "{url.render_as_string(hide_password=False)}"\n')
    assert not once._is_led(load(file, {}))
    store.write(cluster.lead, "one", 60)
    assert once._is_led(load(file, {}))
    file.write_text("")
    assert not once._is_led(load(file, {}))
