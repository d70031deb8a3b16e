"""Broken configurations handed to a running daemon, one after another: the old one stands, and it says why."""

import signal
import time

import pytest

from tests.outside import Daemon, Site, page, rowback, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

TEXT = "The bridge over the Orlo stays closed until the end of the week, the port authority said on Monday."
BROKEN = {
    "no TOML": "[[watch\n",
    "half a file": '[[watch]]\nurl = "http://127.0.0.1',
    "an unknown setting": "[fetches]\nper_host = 3\n",
    "a wrong type": "[[watch]]\nurl = 7\n",
    "a rule with a wrong kind": '[[rule]]\nname = "a"\nkinds = ["figure.*", "no.kind"]\n',
    "a rule for a channel that is none": '[[rule]]\nname = "a"\nnotify = ["nobody"]\n',
    "a `when` that ends too early": '[[rule]]\nname = "a"\nwhen = "counted == \'"\n',
    "a secret that is gone": '[channel.b]\ntype = "webhook"\nurl = "http://127.0.0.1:9/"\nsecret_file = "gone"\n',
    "a cron line that never comes": '[[watch]]\nurl = "http://127.0.0.1:9/x"\ncron = "0 0 31 2 *"\n',
    "NUL bytes": "\0\0\0",
    "a megabyte of brackets": "[" * 1_000_000,
    "nothing a file can be": None,
}


def test_no_broken_configuration_moves_a_running_daemon(tmp_path):
    site = Site(lambda path: page(f"Bridge {path}", *[TEXT] * 4))
    daemon = Daemon(tmp_path, [f"{site.url}/{n}" for n in range(3)])
    good, named, longest = daemon.config.read_text(), 0, 0.0
    try:
        assert daemon.url
        assert wait_for(lambda: len(site.seen) > 6)
        for name, text in BROKEN.items():
            daemon.config.unlink(missing_ok=True)
            if text is None:
                daemon.config.mkdir()
            else:
                daemon.config.write_text(text if text.startswith(("[[watch\n", "\0", "[[[")) else good + text)
            lines = len(daemon.lines())
            began = time.monotonic()
            daemon.process.send_signal(signal.SIGHUP)
            refused = wait_for(
                lambda lines=lines: any(one["event"] == "reload_refused" for one in daemon.lines()[lines:]), 30
            )
            longest = max(longest, time.monotonic() - began)
            assert refused, name
            named += 1
            seen = len(site.seen)
            assert wait_for(lambda seen=seen: len(site.seen) > seen + 3, 30), name
            daemon.config.rmdir() if text is None else daemon.config.unlink()
        daemon.config.write_text(good)
        assert rowback("reload", folder=tmp_path).returncode == 0
    finally:
        took = daemon.stop()
        site.close()
    print(
        f"F27: {named} of {len(BROKEN)} broken files refused with a reason, within {longest:.1f} s; looks went on after each"
    )
    assert took <= 10
