"""A daemon that stood still, as a laptop asleep or a machine that was paused: it catches up at the pace of each host."""

import random
import signal
import threading
import time

import pytest

from tests.outside import Daemon, Site, page, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

TEXT = "The bridge over the Orlo stays closed until the end of the week, the port authority said on Monday."
ARTICLES = 30
PAUSE = 0.2


def test_a_daemon_that_stood_still_catches_up_at_the_pace_of_the_host_and_ends_in_time(tmp_path):
    times, lock = [], threading.Lock()

    def answer(path):
        with lock:
            times.append((time.monotonic(), path))
        return page(f"Bridge {path}", *[TEXT] * 4)

    site = Site(answer)
    daemon = Daemon(tmp_path, [f"{site.url}/{n}" for n in range(ARTICLES)], every="8s")
    daemon.stop()
    daemon.config.write_text(daemon.config.read_text().replace('host_pause = "0s"', f'host_pause = "{PAUSE}s"'))
    daemon.start_again()
    chance, worst, left_out, most = random.Random(22), 1.0, 0, 0.0
    try:
        assert wait_for(lambda: len({path for _, path in times}) == ARTICLES)
        for stood in (5.0, 20.0):
            daemon.process.send_signal(signal.SIGSTOP)
            time.sleep(stood)
            began = time.monotonic()
            daemon.process.send_signal(signal.SIGCONT)
            time.sleep(2 * ARTICLES * PAUSE + 8.0)
            after = [(at, path) for at, path in times if at >= began]
            worst = min(worst, *(later - before for (before, _), (later, _) in zip(after, after[1:], strict=False)))
            left_out += ARTICLES - len({path for _, path in after})
            daemon.process.send_signal(signal.SIGSTOP)
            time.sleep(chance.random())
            daemon.process.send_signal(signal.SIGCONT)
        most = daemon.stop()
        daemon.start_again()
        assert wait_for(lambda: any(line["event"] == "started" for line in daemon.lines()))
        before = len(times)
        assert wait_for(lambda: len(times) > before)
    finally:
        most = max(most, daemon.stop())
        site.close()
    print(
        f"F22: stood still for 5 and 20 s: {left_out} of {ARTICLES} articles left out, "
        f"{worst * 1000:.0f} ms at least between two looks at a host with {PAUSE * 1000:.0f} ms of pause, SIGTERM {most:.1f} s"
    )
    assert left_out == 0
    assert worst >= PAUSE * 0.5  # as seen by the site: two looks may travel for different times
    assert most <= 10.0
