"""What systemd is told: ready, alive while the store answers, stopping; nothing where it did not ask."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from monitor.supervised import Supervised


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(0.3)
        yield systemd


def words(heard: socket.socket, ask_store: Callable[[], object], *, watched: bool = True) -> list[str]:
    """All that is said between the start and the stop."""
    found: list[str] = []

    def listen() -> None:
        try:
            while True:
                found.append(heard.recv(100).decode())
        except TimeoutError:
            return

    async def live() -> None:
        asked = {"NOTIFY_SOCKET": str(heard.getsockname())} | ({"WATCHDOG_USEC": "60000000"} if watched else {})
        one = Supervised(asked)
        one.ready(ask_store)
        await asyncio.to_thread(listen)
        one.stopping()

    asyncio.run(live())
    listen()
    return found


def test_it_is_ready_then_alive_then_stopping(heard: socket.socket) -> None:
    assert words(heard, lambda: True) == ["READY=1", "WATCHDOG=1", "STOPPING=1"]


def test_a_store_that_answers_with_an_error_is_no_reason_for_another_start(heard: socket.socket) -> None:
    def full() -> None:
        raise OSError("the disk is full")

    assert "WATCHDOG=1" in words(heard, full)


def test_a_store_that_does_not_answer_is_one(heard: socket.socket) -> None:
    hangs = threading.Event()
    threading.Timer(1.0, hangs.set).start()
    assert words(heard, hangs.wait) == ["READY=1", "STOPPING=1"]


def test_without_a_watchdog_only_start_and_stop_are_said(heard: socket.socket) -> None:
    assert words(heard, lambda: True, watched=False) == ["READY=1", "STOPPING=1"]


def test_nobody_to_tell_is_no_fault(tmp_path: Path) -> None:
    for asked in ({}, {"NOTIFY_SOCKET": str(tmp_path / "nobody")}):
        silent = Supervised(asked)
        silent.ready(lambda: True)
        silent.stopping()
