"""As many looks as seven days bring, in half an hour or, in `make faults`, a minute: memory, files and log stay flat.

SOAK_MINUTES sets how long; each article is looked at 672 times at 30, as often as one each quarter of an hour in a week.
"""

import os
import statistics
import time

import psutil
import pytest

from tests.faults.changing import changing
from tests.outside import Daemon, Site, wait_for

MINUTES = float(os.environ.get("SOAK_MINUTES", "1"))
pytestmark = [pytest.mark.faults, pytest.mark.timeout(int(MINUTES * 60) + 300)]

ARTICLES = 40
EVERY = 30 * 60 / 672
SAMPLES = 60


def measured(daemon):
    """Bytes of the daemon and its readers, their descriptors, and bytes of the log."""
    ours = psutil.Process(daemon.process.pid)
    rss = files = 0
    for one in [ours, *ours.children(recursive=True)]:
        try:
            rss, files = rss + one.memory_info().rss, files + one.num_fds()
        except psutil.NoSuchProcess:
            continue
    log = daemon.folder / "data" / "rowback.sqlite-wal"
    return rss, files, log.stat().st_size if log.exists() else 0


def test_as_many_looks_as_a_week_brings_leave_memory_files_and_log_flat(tmp_path):
    site, receiver = Site(changing()), Site(lambda path: (404, {}, b""))
    urls = [f"{site.url}/{n}" for n in range(ARTICLES)]
    daemon = Daemon(tmp_path, urls, hook=f"{receiver.url}/hook", every=f"{EVERY:.3f}s")
    found = []
    try:
        assert wait_for(lambda: len(set(site.seen)) == ARTICLES)
        time.sleep(15)  # what is loaded at the first use of each part
        before, began = len(site.seen), time.monotonic()
        for at in range(SAMPLES):
            time.sleep(max(0.0, began + (at + 1) * MINUTES * 60 / SAMPLES - time.monotonic()))
            found.append(measured(daemon))
            daemon.opened("/")
        looks = len(site.seen) - before
    finally:
        took = daemon.stop()
        site.close()
        receiver.close()
    third = SAMPLES // 3
    early, late = (statistics.median(one[0] for one in part) for part in (found[third : 2 * third], found[-third:]))
    files = [one[1] for one in found]
    print(
        f"F21: {looks} looks at {ARTICLES} articles in {MINUTES:g} min ({looks / ARTICLES / 96:.2f} days of one each 15 min), "
        f"{len(receiver.posted)} messages: {late / 2**20:.0f} MB ({(late - early) / 2**20:+.1f}), "
        f"{files[0]} to {files[-1]} descriptors, log {max(one[2] for one in found) / 2**20:.1f} MB"
    )
    assert looks >= ARTICLES * MINUTES * 60 / EVERY * 0.6
    assert late - early <= 0.05 * early
    assert statistics.median(files[-third:]) <= statistics.median(files[third : 2 * third]) + 4
    assert max(one[2] for one in found) < 64 * 2**20
    assert took <= 10
