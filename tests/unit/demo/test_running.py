"""The parts around the daemon: waiting, the configuration it is given, and a daemon that ends too early."""

import subprocess
import sys
import threading
from pathlib import Path
from random import Random

import pytest

from alerts.channels.signing import new_secret
from monitor.clock import SystemClock
from monitor.config import loading
from monitor.demo import daemon as daemon_module
from monitor.demo.daemon import Addresses, Daemon, free_port, write_config
from monitor.demo.journal import Ended, Journal, Look
from monitor.demo.newsroom import Newsroom
from monitor.demo.running import Options, opened
from monitor.demo.script import Answers
from monitor.demo.table import Screen
from monitor.errors import RowbackError, UsageError

LOOK = Look("a", 200, Answers.PAGE, 1, "5e1f")


def test_waiting_ends_as_soon_as_the_awaited_is_noted() -> None:
    journal = Journal(SystemClock())
    waiting = threading.Thread(target=lambda: journal.note(LOOK))
    waiting.start()
    assert journal.wait_for(lambda: bool(journal.of(Look)), journal.now() + 20, every=20)
    waiting.join()
    assert journal.now() < 20


def test_waiting_gives_up_at_its_deadline() -> None:
    journal = Journal(SystemClock())
    assert not journal.wait_for(lambda: False, journal.now() + 0.05)


def test_the_listener_hears_each_entry_in_order() -> None:
    heard = []
    journal = Journal(SystemClock(), heard.append)
    journal.note(LOOK)
    journal.note(Ended(3))
    assert [entry.what for entry in heard] == [LOOK, Ended(3)]
    assert heard == journal.entries()


def test_the_written_configuration_is_one_that_rowback_accepts(tmp_path: Path) -> None:
    newsroom = Newsroom(Journal(SystemClock()), Random(1), SystemClock())
    newsroom.open()
    try:
        urls = tuple(newsroom.urls().values())
        secret = new_secret(bytes(32))
        addresses = Addresses(f"127.0.0.1:{free_port(Random(1))}", urls, 2525, "http://127.0.0.1:9999/rowback", secret)
        loaded = loading.load(write_config(tmp_path, addresses, "2s"), {})
    finally:
        newsroom.close()
    assert len(loaded.watch) == 9
    assert set(loaded.channel) == {"desk", "hook"}
    assert loaded.rule == ()
    assert (tmp_path / "hook.secret").stat().st_mode & 0o077 == 0


def test_a_daemon_that_ends_by_itself_is_noted_with_its_code_and_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(SystemClock())
    stand_in(monkeypatch, "print('no such table'); raise SystemExit(7)")
    daemon = Daemon(tmp_path, tmp_path / "rowback.toml", lambda code: journal.note(Ended(code)))
    assert journal.wait_for(lambda: bool(journal.of(Ended)), journal.now() + 30)
    assert journal.of(Ended) == [Ended(7)]
    assert daemon.last_words() == "no such table"
    assert daemon.stop() == 7


def test_a_daemon_that_is_stopped_is_no_news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(SystemClock())
    stand_in(monkeypatch, "import signal; signal.pause()")
    daemon = Daemon(tmp_path, tmp_path / "rowback.toml", lambda code: journal.note(Ended(code)))
    assert daemon.stop() == -15
    assert not journal.of(Ended)


def test_overrides_for_the_users_own_daemon_do_not_reach_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(SystemClock())
    monkeypatch.setenv("ROWBACK_SERVICE__DATA", "/elsewhere")
    stand_in(monkeypatch, "import os; print([n for n in os.environ if n.startswith('ROWBACK')])")
    daemon = Daemon(tmp_path, tmp_path / "rowback.toml", lambda code: journal.note(Ended(code)))
    assert journal.wait_for(lambda: bool(journal.of(Ended)), journal.now() + 30)
    assert daemon.last_words() == "[]"


def test_a_demo_whose_daemon_does_not_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, "raise SystemExit('the disk is full')")
    with (
        open_demo(tmp_path / "new") as demo,
        pytest.raises(RowbackError, match=r"first versions\.\nthe disk is full"),
    ):
        demo.wait_for_first_versions()


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "precious.db").touch()
    with pytest.raises(UsageError, match="not empty"), open_demo(tmp_path):
        pass


def open_demo(folder: Path):
    return opened(
        Options(folder=folder), Screen(sys.stderr), clock=SystemClock(), chance=Random(1), random_bytes=bytes(32)
    )


def stand_in(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let a few lines of Python run in the daemon's place, with everything else as it is."""
    real = subprocess.Popen
    monkeypatch.setattr(
        daemon_module.subprocess, "Popen", lambda command, **given: real([sys.executable, "-c", code], **given)
    )
