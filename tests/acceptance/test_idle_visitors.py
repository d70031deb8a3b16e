"""Visitors of the web page who say nothing: with few descriptors the checks go on all the same."""

import resource
import socket
import time
from contextlib import suppress

import pytest

from tests.outside import Daemon, Site, page, wait_for

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(300)]


def test_three_hundred_idle_connections_at_256_descriptors_keep_no_check_back(tmp_path):
    text = "The bridge over the Orlo stays closed until the end of the week, the port authority said on Monday."
    site = Site(lambda path: page("Bridge closed", *[text] * 4))
    daemon = Daemon(tmp_path, [f"{site.url}/{n}" for n in range(3)])
    links = []
    try:
        resource.prlimit(daemon.process.pid, resource.RLIMIT_NOFILE, (256, 256))  # long before it is loaded
        url = daemon.url
        assert wait_for(lambda: len(site.seen) > 3)
        host, port = url.removeprefix("http://").split(":")
        for n in range(300):
            with suppress(OSError):
                links.append(socket.create_connection((host, int(port)), timeout=5))
                links[-1].sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n" if n % 2 else b"")
        before = len(site.seen)
        time.sleep(4)
        assert len(site.seen) - before >= 3
        assert '"alive"' in daemon.opened("/healthz")
        assert '"ready"' in daemon.opened("/readyz")
    finally:
        took = daemon.stop()
        for link in links:
            link.close()
        site.close()
    assert took <= 10
    assert daemon.log.stat().st_size < 200_000
