"""Machines that share a store lose nothing and repeat nothing, whoever of them dies or stands still, and stay polite."""

from __future__ import annotations

import json
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from monitor.addresses import normalise
from monitor.store import Store, copying, tables, watches
from monitor.store.database import OnFile
from monitor.store.file import FILE
from monitor.store.soundness import faults
from tests.integration.cluster.machines import Hosts, Machines
from tests.postgres import Server

PAUSE = 0.2
HOSTS, EACH = int(os.environ.get("CLUSTER_HOSTS", "30")), int(os.environ.get("CLUSTER_EACH", "8"))
PATIENCE = 200 + HOSTS * EACH / 4

CONFIG = """
[service]
database = "{url}"
allow_networks = ["127.0.0.0/8"]
[schedule]
default = "7d"
host_pause = "{pause}s"
[channel.hook]
type = "webhook"
url = "http://127.0.1.1:{port}/hook"
rate = "unlimited"
secret_file = "hook.secret"
[[rule]]
name = "tolls"
kinds = ["figure.*"]
notify = ["hook"]
"""


def shared(folder: Path, url: str, hosts: Hosts, each: int) -> tuple[Path, Store]:
    config = folder / "rowback.toml"
    config.write_text(CONFIG.format(url=url, pause=PAUSE, port=hosts.port))
    (folder / "hook.secret").write_text("whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    (folder / "hook.secret").chmod(0o600)
    store = Store(folder, database=url)
    found = [normalise(one) for one in hosts.urls(each)]
    wanted = [watches.NewWatch(one.url, one.key, one.host) for one in found]
    now = int(time.time() * 1000)
    for first in range(0, len(wanted), 500):
        some = wanted[first : first + 500]
        store.write(lambda c, some=some: [watches.add(c, one, now) for one in some] and None)
    return config, store


def waited(until: Callable[[], bool], seconds: float, what: str) -> float:
    began = time.monotonic()
    while not until():
        assert time.monotonic() - began < seconds, f"waited {seconds:g} s for {what}"
        time.sleep(0.1)
    return time.monotonic() - began


def read_articles(store: Store) -> int:
    wanted = select(func.count()).select_from(tables.article).where(tables.article.c.version > 0)
    return int(store.read(lambda c: c.execute(wanted).scalar_one()))


def leader_of(store: Store) -> str:
    said = "SELECT coalesce((SELECT holder FROM cluster_leader WHERE until > clock_timestamp()), '')"
    return str(store.read(lambda c: c.exec_driver_sql(said).scalar_one()))


@pytest.mark.timeout(max(600, PATIENCE * 4))
def test_kills_and_a_stop_past_the_lease_lose_no_article_and_repeat_no_version(server: Server, tmp_path: Path) -> None:
    hosts = Hosts(HOSTS)
    hosts.start()
    url = server.database()
    config, store = shared(tmp_path, url, hosts, EACH)
    whole = HOSTS * EACH
    machines = Machines(config)
    for _ in range(3):
        machines.start()
    try:
        began = time.monotonic()
        waited(lambda: read_articles(store) > whole * 0.1, PATIENCE, "the first tenth")
        machines.kill(machines.running[0])
        machines.start()
        waited(lambda: read_articles(store) > whole * 0.3, PATIENCE, "three tenths")
        machines.kill(machines.running[0])
        machines.start()
        waited(lambda: read_articles(store) > whole * 0.5, PATIENCE, "half")
        stopped = machines.running[0]
        stopped.send_signal(signal.SIGSTOP)
        time.sleep(8)
        stopped.send_signal(signal.SIGCONT)
        waited(lambda: read_articles(store) == whole, PATIENCE, "all")
        took = time.monotonic() - began
        ends = machines.stop()
    finally:
        machines.stop()
    versions = store.read(
        lambda c: c.execute(select(tables.article.c.version, func.count()).group_by(tables.article.c.version)).all()
    )
    assert [tuple(row) for row in versions] == [(1, whole)]
    assert store.read(lambda c: c.execute(select(func.count()).select_from(tables.version)).scalar_one()) == whole
    assert hosts.overlaps() == []
    assert hosts.too_soon(PAUSE) == []
    assert ends == [0, 0, 0]
    copying.copy(store.place, OnFile(tmp_path / "copy" / FILE))
    assert faults(tmp_path / "copy" / FILE) == []
    again = sum(count - 1 for count in hosts.asked().values())
    print(f"F31: {whole} articles of {HOSTS} hosts in {took:.1f} s over two kills and a stop; {again} asked again")
    store.close()


@pytest.mark.timeout(max(600, PATIENCE * 4))
def test_a_leader_that_dies_is_followed_and_every_alert_is_told_once(server: Server, tmp_path: Path) -> None:
    hosts = Hosts(10)
    hosts.start()
    url = server.database()
    config, store = shared(tmp_path, url, hosts, 8)
    whole = 80
    machines = Machines(config)
    for _ in range(3):
        machines.start()
    try:
        waited(lambda: read_articles(store) == whole, PATIENCE, "the first looks")
        hosts.toll = 50
        due = update(tables.article).values(due_at=int(time.time() * 1000))
        store.write(lambda c: c.execute(due) and None)
        waited(lambda: len(hosts.messages) > whole * 0.3, PATIENCE, "a third of the alerts")
        machines.kill(machines.leader(was := leader_of(store)))
        followed = waited(lambda: leader_of(store) not in ("", was), 30, "another leader")

        def told() -> Counter[str]:
            return Counter(str(json.loads(body)["data"]["article"]["url"]) for _, body in hosts.messages)

        waited(lambda: len(told()) == whole, PATIENCE, "every alert")
        waited(lambda: not store.read(unsent), PATIENCE, "every delivery")
        machines.stop()
    finally:
        machines.stop()
    ids = {}
    for number, body in hosts.messages:
        ids.setdefault(str(json.loads(body)["data"]["article"]["url"]), set()).add(number)
    assert len(ids) == whole
    assert [found for found in ids.values() if len(found) != 1] == []
    again = len(hosts.messages) - whole
    print(
        f"F32: another led after {followed:.1f} s; {whole} alerts told, 0 under two ids, {again} repeated under theirs"
    )
    store.close()


def unsent(connection):  # type: ignore[no-untyped-def]
    state = tables.delivery.c.state
    return connection.execute(select(func.count()).where(state.in_(("due", "sending", "retrying")))).scalar_one()
