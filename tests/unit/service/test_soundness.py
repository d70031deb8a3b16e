"""The looking-after of the store: a quick look at the start, one a night with its backup, one notice that is taken."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from alerts.notice import Notice
from monitor import soundness
from monitor.errors import StoreError
from monitor.soundness import DAY_MS, NIGHT_MS, Soundness

NOON = 20_000 * DAY_MS + DAY_MS // 2


@dataclass
class Clock:
    at_ms: int = NOON

    def now_ms(self) -> int:
        return self.at_ms

    def monotonic(self) -> float:
        return self.at_ms / 1000


@dataclass
class Store:
    path: Path = Path("rowback.sqlite")
    damage: str = ""

    def found_damaged(self, what: str) -> None:
        self.damage = self.damage or what


@dataclass
class Desk:
    """What the looks find, what is told, and which backups were made."""

    monkeypatch: pytest.MonkeyPatch
    takes: list[bool] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    looks: list[bool] = field(default_factory=list)
    told: list[Notice] = field(default_factory=list)
    backups: list[int] = field(default_factory=list)
    backup_fails: bool = False
    clock: Clock = field(default_factory=Clock)
    store: Store = field(default_factory=Store)

    def __post_init__(self) -> None:
        def faults(path: Path, *, thorough: bool, pause: object) -> list[str]:
            self.looks.append(thorough)
            return self.found

        async def announce(notice: Notice) -> bool:
            self.told.append(notice)
            return self.takes.pop(0) if self.takes else True

        def back_up(now_ms: int) -> None:
            self.backups.append(now_ms)
            if self.backup_fails:
                raise StoreError("no room")

        self.monkeypatch.setattr(soundness, "faults", faults)
        self.made = Soundness(
            self.store,  # type: ignore[arg-type]
            self.clock,
            announce,
            public_url="http://127.0.0.1:8765",
            back_up=back_up,
        )

    def turn(self, later_ms: int = 0) -> None:
        self.clock.at_ms += later_ms
        asyncio.run(self.made.turn())


def test_a_night_has_one_thorough_look_and_one_backup(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(monkeypatch)
    desk.turn(1000)
    assert desk.looks == []
    desk.clock.at_ms = 20_001 * DAY_MS + NIGHT_MS - 1
    desk.turn()
    assert desk.looks == []
    desk.turn(1)
    desk.turn(1000)
    assert (desk.looks, desk.backups) == ([True], [20_001 * DAY_MS + NIGHT_MS])
    desk.turn(DAY_MS)
    assert (desk.looks, len(desk.backups)) == ([True, True], 2)


def test_a_clock_that_steps_brings_one_look_forward_and_none_back(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(monkeypatch)
    desk.turn(400 * DAY_MS)
    assert desk.looks == [True]
    desk.turn(-400 * DAY_MS)
    assert desk.looks == [True]
    desk.turn(DAY_MS)  # and the nights that follow are seen
    assert desk.looks == [True, True]


def test_a_damaged_store_is_not_backed_up_and_a_failed_backup_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(monkeypatch, backup_fails=True)
    desk.turn(DAY_MS)
    assert len(desk.backups) == 1
    desk.found = ["pages: row 3 missing from index"]
    desk.turn(DAY_MS)
    assert (len(desk.backups), desk.store.damage) == (1, "pages: row 3 missing from index")


def test_the_operator_is_told_once_and_again_until_it_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(monkeypatch, takes=[False, False, True])
    desk.turn()
    assert desk.told == []
    desk.store.found_damaged("version 3 of https://news.example/1 does not have its hash")
    for later in (0, 59_000, 1000, 299_000, 1000, 3_600_000, 3_600_000):
        desk.turn(later)
    # At once, after a minute and after five more: each the same notice, under the same id.
    assert desk.told == [desk.told[0]] * 3
    assert (desk.told[0].about, desk.told[0].raised_at[11:16]) == ("store", "12:00")
    assert "version 3 of https://news.example/1" in desk.told[0].title


def test_a_look_under_way_ends_when_the_service_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(monkeypatch)
    begun, ended = threading.Event(), threading.Event()

    def faults(path: Path, *, thorough: bool, pause: object) -> list[str]:
        begun.set()
        try:
            while True:
                pause()  # type: ignore[operator]
        finally:
            ended.set()

    monkeypatch.setattr(soundness, "faults", faults)

    async def stopped() -> None:
        desk.made.start()
        await asyncio.to_thread(begun.wait, 20)
        desk.made.stop()
        assert await asyncio.to_thread(ended.wait, 20)

    asyncio.run(stopped())


def test_a_store_that_cannot_be_looked_at_now_is_not_called_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(monkeypatch)

    def faults(path: Path, *, thorough: bool, pause: object) -> list[str]:
        raise StoreError("locked")

    monkeypatch.setattr(soundness, "faults", faults)
    asyncio.run(desk.made.look(thorough=False))
    assert desk.store.damage == ""
