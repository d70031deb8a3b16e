"""A changed rowback.toml is taken over by the running daemon, seen from outside: SIGHUP in, alerts and pages out."""

import fcntl
import os
import signal
import subprocess
import sys
import termios

import pytest

from tests.outside import Daemon, Site, page, rowback, wait_for

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(600)]

LEAD = "The river rose above its banks on Sunday night and cut the road between the two halves of the town."
TOLL = "The flood has killed more than {} people since it began, the civil protection agency said on Monday."
END = "Schools in the lower districts stay closed until the end of the week, the mayor told reporters."


def story(toll):
    return page("Flood cuts town in two", LEAD, TOLL.format(toll), END)


@pytest.fixture
def tolls():
    return {"/one": "1,200", "/two": "300"}


@pytest.fixture
def site(tolls):
    site = Site(lambda path: story(tolls[path]))
    yield site
    site.close()


@pytest.fixture
def receivers():
    found = [Site(lambda path: (404, {}, b"")) for _ in range(2)]
    yield found
    for receiver in found:
        receiver.close()


@pytest.fixture
def daemon(tmp_path, site, receivers):
    more = '[[rule]]\nname = "first"\nnotify = ["hook"]\nmin_delta = 50\n'
    daemon = Daemon(tmp_path, [f"{site.url}/one"], hook=f"{receivers[0].url}/hook", more=more)
    yield daemon
    daemon.stop()


def said(daemon, event, times=1):
    return wait_for(lambda: len([line for line in daemon.lines() if line["event"] == event]) >= times)


def rules(receiver):
    return [body["data"]["rule"] for _, body in receiver.posted]


def looked_at(site, path, times=2):
    seen = site.seen.count(path)
    return wait_for(lambda: site.seen.count(path) >= seen + times)


def test_watches_rules_channels_and_schedule_take_effect_without_a_restart(daemon, site, receivers, tolls):
    assert looked_at(site, "/one", 3)
    (daemon.folder / "second.secret").write_text((daemon.folder / "hook.secret").read_text())
    text = daemon.config.read_text()
    assert 'name = "first"' in text
    text = text.replace('name = "first"\nnotify = ["hook"]', 'name = "second"\nnotify = ["other"]')
    text = text.replace("[[watch]]", f'[[watch]]\nurl = "{site.url}/two"\n[[watch]]', 1)
    text += f'[channel.other]\ntype = "webhook"\nurl = "{receivers[1].url}/in"\nsecret_file = "second.secret"\n'
    daemon.config.write_text(text)
    asked = rowback("reload", folder=daemon.folder)
    assert asked.returncode == 0, asked.stderr
    assert str(daemon.process.pid) in asked.stdout
    assert said(daemon, "reloaded")
    assert looked_at(site, "/two", 3)
    tolls["/one"], tolls["/two"] = "1,300", "400"
    assert wait_for(lambda: len(receivers[1].posted) == 2)
    assert rules(receivers[1]) == ["second", "second"]
    assert receivers[0].posted == []
    assert "configuration" not in daemon.opened("/")


def test_a_broken_configuration_changes_nothing_and_is_said_on_every_side(daemon, site, receivers, tolls):
    assert looked_at(site, "/one", 3)
    good = daemon.config.read_text()
    daemon.config.write_text(good.replace("min_delta = 50", 'kinds = ["figur.*"]') + '[[watch]]\nurl = "nowhere"\n')
    refused = rowback("reload", folder=daemon.folder)
    assert refused.returncode == 3
    assert "2 mistakes" in refused.stderr
    daemon.process.send_signal(signal.SIGHUP)
    assert said(daemon, "reload_refused")
    (line,) = [line for line in daemon.lines() if line["event"] == "reload_refused"]
    assert [problem.split(": ")[1] for problem in line["problems"]] == ["rule.0.kinds.0", "watch.1.url"]
    assert "rowback_config_ok 0.0" in daemon.opened("/metrics")
    assert "has 2 mistakes" in daemon.opened("/")
    tolls["/one"] = "1,300"
    assert wait_for(lambda: rules(receivers[0]) == ["first"])
    daemon.config.write_text(good.replace('log = "json"', 'log = "json"\nreaders = 2'))
    daemon.process.send_signal(signal.SIGHUP)
    assert said(daemon, "reloaded")
    assert "rowback_config_ok 1.0" in daemon.opened("/metrics")
    assert "service.readers" in daemon.opened("/")


def test_a_schedule_made_faster_brings_the_next_look_forward(tmp_path, site):
    daemon = Daemon(tmp_path, [f"{site.url}/one"], every="7d")
    try:
        assert wait_for(lambda: "/one" in site.seen)
        daemon.config.write_text(daemon.config.read_text().replace('default = "7d"', 'default = "1s"'))
        daemon.process.send_signal(signal.SIGHUP)
        assert looked_at(site, "/one")
    finally:
        daemon.stop()


def test_without_a_daemon_there_is_nothing_to_ask(tmp_path):
    (tmp_path / "rowback.toml").write_text('[service]\nlisten = "127.0.0.1:0"\n')
    asked = rowback("reload", folder=tmp_path)
    assert asked.returncode == 1
    assert "no Rowback runs" in asked.stderr
    assert not (tmp_path / "data").exists()


def test_a_concept_of_the_users_own_is_known_to_the_workers_after_a_reload(tmp_path, receivers):
    wells = ["410"]
    sealed = "The army has sealed {} boreholes on the plain since the spring, the governor said on Monday."
    site = Site(lambda path: page("Drought on the plain", LEAD, sealed.format(wells[0]), END))
    daemon = Daemon(tmp_path, [f"{site.url}/one"], hook=f"{receivers[0].url}/hook")
    try:
        assert looked_at(site, "/one", 3)
        concept = '[[concept]]\nname = "well"\nwords = { en = ["boreholes"] }\n'
        daemon.config.write_text(daemon.config.read_text() + concept + '[[rule]]\nname = "w"\ncounted = ["well"]\n')
        daemon.process.send_signal(signal.SIGHUP)
        assert said(daemon, "reloaded")
        wells[0] = "530"
        assert wait_for(lambda: rules(receivers[0]) == ["w"])
        (change,) = receivers[0].posted[0][1]["data"]["changes"]
        assert change["new"]["counted"] == "well"
    finally:
        daemon.stop()
        site.close()


def test_a_daemon_whose_terminal_is_closed_ends_instead_of_reloading(tmp_path, site):
    (tmp_path / "rowback.toml").write_text('[service]\nlisten = "127.0.0.1:0"\n')
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "monitor.commands", "run", "--config", str(tmp_path / "rowback.toml")],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        # What makes the terminal its own, so that closing it sends SIGHUP.
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(theirs)
    try:
        said = b""
        while b"Rowback is running" not in said:
            said += os.read(ours, 4096)
    finally:
        os.close(ours)
    try:
        assert process.wait(120) == 0
    finally:
        process.kill()
