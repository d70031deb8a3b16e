"""Five hostile hosts at once beside an honest one; the long form, one by one with figures, is in tests/faults."""

import time
import urllib.request

import pytest

from tests.hostile_hosts import SORTS, Apart, Host, honest
from tests.outside import Daemon, wait_for

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(600)]

CHOSEN = (
    "robots.txt of 12,000 names and 30,000 rules",
    "robots.txt with numbers of any size",
    "a megabyte of empty zstd frames",
    "a byte each tenth of a second",
    "a sentence of 200 kB with moving figures",
)


def test_hostile_hosts_hold_up_neither_the_loop_nor_an_honest_host_nor_the_end(tmp_path):
    site = Host("127.0.0.1", honest)
    others = [Apart(f"127.0.0.{n}", sort) for n, sort in enumerate(CHOSEN, 2)]
    urls = [f"{site.url}/a", f"{site.url}/b", *(f"{one.url}/{n}" for one in others for n in range(3))]
    daemon = Daemon(tmp_path, urls, every="1s")
    try:
        assert SORTS.keys() >= set(CHOSEN)
        assert wait_for(lambda: all(one.asked for one in others))
        worst, before, until = 0.0, len(site.asked), time.monotonic() + 15
        while time.monotonic() < until:
            began = time.monotonic()
            with urllib.request.urlopen(f"{daemon.url}/healthz", timeout=60) as answer:
                answer.read()
            worst = max(worst, time.monotonic() - began)
            time.sleep(0.1)
        looks = len(site.asked) - before
    finally:
        took = daemon.stop()
        site.close()
        for one in others:
            one.close()
    # Lax, for a machine that does much else: each of these hosts alone once held the loop or the workers for longer.
    assert worst < 2.0
    assert looks >= 6
    assert took <= 10.0
    states = {line["reason"] for line in daemon.lines() if line["event"] == "check"}
    assert "fault" not in states
