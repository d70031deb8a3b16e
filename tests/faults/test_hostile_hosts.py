"""One hostile host of each sort beside an honest one: the daemon answers, and looks at the honest one on time."""

import time
import urllib.request

import pytest

from tests.hostile_hosts import SORTS, Host, honest
from tests.outside import Daemon

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

EVERY = 2.0
SECONDS = 30.0
PATHS = [f"/{n}" for n in range(4)]


@pytest.fixture
def hosts():
    made = []

    def host(address, sort):
        made.append(Host(address, sort))
        return made[-1]

    yield host
    for one in made:
        one.close()


def watched(daemon, seconds):
    """The longest wait for /healthz in `seconds`, asked some ten times a second, and words of /readyz other than ready."""
    worst, until = 0.0, time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        with urllib.request.urlopen(f"{daemon.url_at_start}/healthz", timeout=60) as answer:
            answer.read()
        worst = max(worst, time.monotonic() - began)
        time.sleep(0.08)
    return worst


def lateness(site, ended):
    """How much longer than its interval any honest article waited, the time of the look itself included."""
    late = []
    for path in PATHS:
        times = [at for at, asked in list(site.asked) if asked == path]
        assert len(times) > 3, f"{path} was looked at {len(times)} times"
        late += [gap - EVERY * 1.05 for gap in site.gaps(path)]
        late.append(ended - times[-1] - EVERY * 1.05)
    return max(late)


@pytest.mark.parametrize("sort", SORTS, ids=SORTS)
def test_one_hostile_host_stalls_nobody(sort, tmp_path, hosts):
    site, other = hosts("127.0.0.1", honest), hosts("127.0.0.2", SORTS[sort])
    urls = [site.url + path for path in PATHS]
    urls += [f"{other.url}/{n}" for n in range(6)]
    daemon = Daemon(tmp_path, urls, every=f"{EVERY:g}s")
    try:
        daemon.url_at_start = daemon.url
        watched(daemon, 6.0)  # until each was seen once, and the first workers are ready
        worst = watched(daemon, SECONDS)
        late = lateness(site, time.monotonic())
        ready = daemon.opened("/readyz")
        assert len(other.asked) > 1, "the hostile host was not asked"
    finally:
        took = daemon.stop()
    print(f"F29: one host of {sort}: /healthz {worst * 1000:.0f} ms, lateness {late:.2f} s, SIGTERM {took:.1f} s")
    assert '"ready"' in ready
    assert worst <= 0.25
    assert late <= 2.0
    assert took <= 10.0
    faults = [line for line in daemon.lines() if line["event"] in ("check_broke", "check_not_recorded", "lease_lost")]
    assert not faults, faults[:3]
