"""How much one, two and three machines on one store do; figures for docs/scaling.md, no promise of a speed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.integration.cluster import test_machines
from tests.integration.cluster.machines import Hosts, Machines
from tests.integration.cluster.test_machines import PATIENCE, read_articles, shared, waited

pytestmark = [pytest.mark.faults, pytest.mark.timeout(3600)]
HOSTS, EACH = int(os.environ.get("CLUSTER_HOSTS", "30")), int(os.environ.get("CLUSTER_EACH", "8"))


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with postgres.server() as one:
        yield one


def test_machines_share_the_work_of_a_store(
    server: postgres.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(test_machines, "PAUSE", 0.05)
    rates = []
    for count in (1, 2, 3):
        folder = tmp_path / str(count)
        folder.mkdir()
        hosts = Hosts(HOSTS)
        hosts.start()
        config, store = shared(folder, server.database(), hosts, EACH)
        machines = Machines(config)
        for _ in range(count):
            machines.start()
        try:
            # From when all are at work: a start takes seconds, and each reads its first page by itself.
            waited(lambda store=store: read_articles(store) >= HOSTS * EACH * 0.2, PATIENCE, "the first fifth")
            before, began = read_articles(store), time.monotonic()
            waited(lambda store=store: read_articles(store) == HOSTS * EACH, PATIENCE, "all")
            rates.append((HOSTS * EACH - before) / (time.monotonic() - began))
        finally:
            machines.stop()
        assert hosts.overlaps() == []
        assert hosts.too_soon(0.05) == []
        store.close()
    told = ", ".join(f"{rate:.1f} with {count}" for count, rate in enumerate(rates, 1))
    print(f"F33: first looks a second on {os.cpu_count()} cores shared by database, hosts and machines: {told}")
