"""A page that takes a worker too long, and a worker that is stopped, seen from outside."""

import json
import os
import signal
import time

import psutil
import pytest

from tests.hostile_hosts import Host, honest, moving_sentence, of_body
from tests.outside import Daemon, rowback, wait_for

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(600)]


@pytest.fixture
def daemon(tmp_path):
    site = Host("127.0.0.1", honest)
    slow = Host("127.0.0.2", of_body(moving_sentence))
    daemon = Daemon(tmp_path, [f"{site.url}/a", f"{site.url}/b", f"{slow.url}/slow"], every="1s")
    daemon.stop()
    daemon.config.write_text(daemon.config.read_text().replace('log = "json"', 'log = "json"\nreader_timeout = "1s"'))
    daemon.start_again()
    daemon.site, daemon.slow = site, slow
    yield daemon
    daemon.stop()
    site.close()
    slow.close()


def checks(daemon, path):
    return [line for line in daemon.lines() if line["event"] == "check" and line["url"].endswith(path)]


def workers(daemon):
    return [
        child.pid
        for child in psutil.Process(daemon.process.pid).children()
        if "spawn_main" in " ".join(child.cmdline())
    ]


def changed(daemon, times):
    before = len(checks(daemon, "/a")) + len(checks(daemon, "/b"))
    return wait_for(lambda: len(checks(daemon, "/a")) + len(checks(daemon, "/b")) >= before + times, 60)


def test_a_page_past_its_time_is_recorded_by_its_word_and_backs_off_while_others_are_read(daemon):
    assert wait_for(lambda: any(line["reason"] == "reader_timeout" for line in checks(daemon, "/slow")))
    assert changed(daemon, 6)
    listed = json.loads(rowback("list", "--json", folder=daemon.folder).stdout)["articles"]
    states = {one["url"].rpartition("/")[2]: one["state"] for one in listed}
    assert states == {"a": "read", "b": "read", "slow": "failing"}
    # A look each second would be more than twice as many.
    asked = sum(path == "/slow" for _, path in daemon.slow.asked)
    assert asked <= len(daemon.site.asked) / 2
    assert '"ready"' in daemon.opened("/readyz")
    assert daemon.stop() <= 10


def test_a_worker_that_is_stopped_is_replaced_and_the_pages_are_read_on(daemon):
    assert changed(daemon, 2)
    stopped = workers(daemon)
    assert stopped
    for number in stopped:
        os.kill(number, signal.SIGSTOP)
    assert changed(daemon, 4)
    # A spare one with nothing to do is not missed before it is wanted.
    assert not set(stopped) <= set(workers(daemon))
    for number in workers(daemon):
        os.kill(number, signal.SIGSTOP)
    began = time.monotonic()
    daemon.stop()
    assert time.monotonic() - began <= 10
