"""The wall clock of a running daemon is stepped, forth and back: looks go on at their own pace, without a burst."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.outside import Site, page, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

ARTICLES = 60
EVERY = 15.0
PROGRAM = """
import sys, time
from pathlib import Path
from monitor import daemon
from monitor.clock import SystemClock
from monitor.config.loading import load
from monitor.logs import set_up_logs
from spiders.fetching import run_with_reactor

class Stepped(SystemClock):
    def now_ms(self):
        return super().now_ms() + int(Path(sys.argv[2]).read_text())

if __name__ == "__main__":
    clock = Stepped()
    set_up_logs("json", clock)
    config = load(Path(sys.argv[1]), {})
    sys.exit(run_with_reactor(lambda: daemon.run(config, clock)))
"""
HOUR = 3_600_000


@pytest.fixture
def running(tmp_path):
    text = "The bridge over the Orlo stays closed until the end of the week, the port authority said on Monday."
    site = Site(lambda path: page(f"Bridge {path}", *[text] * 4))
    lines = ["[service]", 'listen = "127.0.0.1:0"', 'allow_networks = ["127.0.0.0/8"]', "[fetch]", "per_host = 8"]
    lines += ["[schedule]", f'default = "{EVERY:g}s"', 'fastest = "1s"', 'host_pause = "0s"']
    lines += [f'[[watch]]\nurl = "{site.url}/{n}"' for n in range(ARTICLES)]
    (tmp_path / "rowback.toml").write_text("\n".join(lines))
    offset, program = tmp_path / "offset", tmp_path / "program.py"
    offset.write_text("0")
    program.write_text(PROGRAM)
    words = [sys.executable, str(program), str(tmp_path / "rowback.toml"), str(offset)]
    with (tmp_path / "daemon.log").open("ab") as log:
        daemon = subprocess.Popen(words, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": os.getcwd()})
    try:
        yield site, lambda ms: (tmp_path / "next").write_text(str(ms)) and (tmp_path / "next").replace(offset)
    finally:
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(60) == 0, (tmp_path / "daemon.log").read_text()[-2_000:]
        site.close()


def test_looks_keep_their_pace_over_steps_forth_and_back(running):
    site, step_to = running
    assert wait_for(lambda: len(set(site.seen)) == ARTICLES)
    time.sleep(3.5 * EVERY)  # they come together at first, and drift apart by their own pace, a tenth a round
    figures = []
    for offset in (HOUR, 0, 30 * 24 * HOUR, 0, -2 * HOUR):
        before = len(site.seen)
        step_to(offset)
        time.sleep(2.0)
        soon = len(site.seen) - before
        time.sleep(2 * EVERY - 2.0)
        seen = site.seen[before:]
        figures.append((offset // HOUR, soon, len(seen), ARTICLES - len(set(seen))))
    for hours, soon, looks, missing in figures:
        print(
            f"F11: clock to {hours:+d} h: {soon} of {ARTICLES} looks within 2 s, {looks} in two intervals, {missing} not seen"
        )
    for _, soon, looks, missing in figures:
        assert soon < ARTICLES * 0.75, "a burst"
        assert ARTICLES <= looks <= 3 * ARTICLES
        assert missing == 0
