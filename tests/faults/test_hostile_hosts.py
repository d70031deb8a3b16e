"""One hostile host of each sort beside an honest one: the daemon answers, and looks at the honest one on time."""

import time
import urllib.request

import pytest

from tests.hostile_hosts import SORTS, Apart, Host, honest
from tests.outside import Daemon

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

EVERY = 2.0
SECONDS = 25.0
PATHS = [f"/{n}" for n in range(4)]


def watched(url, seconds):
    """The longest wait for /healthz in `seconds`, asked some ten times a second."""
    worst, until = 0.0, time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        with urllib.request.urlopen(f"{url}/healthz", timeout=60) as answer:
            answer.read()
        worst = max(worst, time.monotonic() - began)
        time.sleep(0.08)
    return worst


def lateness(site, began, ended):
    """How much longer than its interval any honest article waited, the time of the look itself included."""
    late = []
    for path in PATHS:
        times = [began, *(at for at, asked in list(site.asked) if asked == path and at > began), ended]
        late += [later - before - EVERY * 1.05 for before, later in zip(times, times[1:], strict=False)]
    return max(late)


@pytest.mark.parametrize("sort", SORTS, ids=SORTS)
def test_one_hostile_host_stalls_nobody(sort, tmp_path):
    site, other = Host("127.0.0.1", honest), Apart("127.0.0.2", sort)
    urls = [site.url + path for path in PATHS] + [f"{other.url}/{n}" for n in range(6)]
    daemon = Daemon(tmp_path, urls, every=f"{EVERY:g}s")
    try:
        url = daemon.url
        time.sleep(3.0)  # what is loaded at the first use of each part
        starting = watched(url, 7.0)  # each is seen for the first time, and workers are started
        began = time.monotonic()
        worst = max(starting, watched(url, SECONDS))
        late = lateness(site, began, time.monotonic())
        ready = daemon.opened("/readyz")
        asked = len(other.asked)
    finally:
        took = daemon.stop()
        site.close()
        other.close()
    print(f"F29: one host of {sort}: /healthz {worst * 1000:.0f} ms, lateness {late:.2f} s, SIGTERM {took:.1f} s")
    assert asked, "the hostile host was never asked"
    assert '"ready"' in ready
    assert worst <= 0.25
    assert late <= 2.0
    assert took <= 10.0
    faults = [line for line in daemon.lines() if line["event"] in ("check_broke", "check_not_recorded", "lease_lost")]
    assert not faults, faults[:3]
