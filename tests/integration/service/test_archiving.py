"""Copies elsewhere, asked of a false archive on loopback: only what was seen there is a copy, and no limit is passed."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from monitor.archive_asking import Answer, Asking, Told
from monitor.archiving import Archiving
from monitor.changes import Change, Kind, Mention
from monitor.clock import iso
from monitor.config.archive import Archive
from monitor.config.loading import load
from monitor.errors import ConfigError
from monitor.memento import http_date
from monitor.metrics import Metrics
from monitor.store import Store, archived, recording, watches
from monitor.store.archived import State
from monitor.web.app import create_app
from monitor.web.article import look
from monitor.web.liveness import Liveness
from spiders.addresses import blocked, networks
from tests.integration.service.false_archive import URL, FalseArchive, false_archive, memento
from tests.integration.store.kept import NOW, result
from tests.unit.commands.command_desk import desk_in
from tests.unit.web.web_desk import Browser

LOOPBACK = networks(("127.0.0.0/8",))
RISE = Change(Kind.FIGURE_VALUE, Mention("41"), Mention("42"))


@pytest.fixture
def archive() -> Iterator[FalseArchive]:
    with false_archive() as made:
        yield made


def asking(seconds: float = 10.0) -> Asking:
    return Asking(lambda address: blocked(address, LOOPBACK), "Rowback", seconds)


@dataclass
class Clock:
    at: float = NOW / 1000

    def now_ms(self) -> int:
        return int(self.at * 1000)

    def monotonic(self) -> float:
        return self.at


def browser_of(store: Store) -> Any:
    app = create_app(store, Metrics("0.1.0"), public_url="http://127.0.0.1:8765", alive=lambda: Liveness(0.1))
    return Browser(app)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = Store(tmp_path)
    yield found
    found.close()


def followed(store: Store, url: str = URL) -> int:
    host = url.split("/")[2]
    return store.write(watches.add, watches.NewWatch(url, url, host), NOW)[0]


def changed(store: Store, article: int, clock: Clock, *changes: Change) -> None:
    """One more version, seen now."""
    found = result(store, article, 1, at_ms=clock.now_ms(), changes=list(changes) or [RISE], page=None)
    assert store.write(recording.record, found)


def archiving(store: Store, clock: Clock, way: Any, archive: FalseArchive, **more: Any) -> Archiving:
    settings = Archive(save=True, service=archive.service, **more)
    return Archiving(store, clock, way, settings, private=lambda host: host == "account.example")


def turns(one: Archiving, clock: Clock, count: int = 1, step: float = 60.0) -> None:
    for _ in range(count):
        asyncio.run(one.turn())
        clock.at += step


def states(store: Store) -> list[tuple[str, str]]:
    with store._reading.connect() as connection:  # the table itself: what is not saved is shown nowhere
        return [tuple(row) for row in connection.exec_driver_sql("SELECT state, reason FROM archived ORDER BY id")]


def ready(store: Store, archive: FalseArchive, way: Any = None, **more: Any) -> tuple[Archiving, Clock, int]:
    """An archiving that runs, and an article that changed since."""
    clock = Clock()
    article = followed(store)
    one = archiving(store, clock, way or asking(), archive, **more)
    asyncio.run(one.turn())
    clock.at += 60
    changed(store, article, clock)
    return one, clock, article


def test_a_changed_page_is_saved_and_the_copy_is_one_once_it_was_seen(store: Store, archive: FalseArchive) -> None:
    one, clock, article = ready(store, archive)
    turns(one, clock)
    assert archive.asked == [f"/save/{URL}"]
    assert store.read(archived.copies, article) == {}  # named is not seen
    turns(one, clock)
    (copy,) = store.read(archived.copies, article).values()
    assert (copy.url, copy.at) == (f"{archive.url}/web/2026/{URL}", NOW + 3_600_000)
    turns(one, clock, 5)
    assert len(archive.asked) == 2


@pytest.mark.parametrize("header", ["Location", "Content-Location", "Link"])
def test_an_archive_may_name_the_copy_in_each_of_three_ways(store: Store, archive: FalseArchive, header: str) -> None:
    value = '</web/2026/x>; rel="memento"' if header == "Link" else "/web/2026/x"
    archive.saved = lambda _: (200, {header: value})
    one, clock, article = ready(store, archive)
    turns(one, clock, 2)
    assert [copy.url for copy in store.read(archived.copies, article).values()] == [f"{archive.url}/web/2026/x"]


def test_a_copy_that_was_seen_is_linked_in_alerts_the_history_and_the_page(
    tmp_path: Path, store: Store, archive: FalseArchive
) -> None:
    one, clock, article = ready(store, archive)
    body = {"article": {"id": article}, "before": None, "after": {"version": 1, "sha256": ""}}
    turns(one, clock)
    assert store.read(archived.with_copies, body) == body  # named is not seen
    turns(one, clock)
    copy = f"{archive.url}/web/2026/{URL}"
    assert store.read(archived.with_copies, body)["after"]["archived"] == copy
    assert store.read(look, article, None)["archived"]["1"]["url"] == copy
    page = browser_of(store).get(f"/articles/{article}").text
    assert f'href="{copy}"' in page
    assert "archived copy</a>" in page
    moment = browser_of(store).get(f"/articles/{article}/at?moment=2100-01-01").text
    assert f'href="{copy}"' in moment
    desk = desk_in(tmp_path, f'[service]\ndata = "{store.path.parent}"\n')
    assert desk.json("history", URL)["versions"][0]["archived"]["url"] == copy
    assert f"archived copy, saved {iso(NOW + 3_600_000)}: {copy}" in desk.run("history", URL).stdout


def test_it_is_off_by_default_and_asks_nothing(store: Store, archive: FalseArchive) -> None:
    assert Archive().save is False
    one = Archiving(store, Clock(), asking(), Archive(service=archive.service))
    one.start()
    assert one._task is None


def test_what_changed_before_it_was_asked_for_is_not_sent(store: Store, archive: FalseArchive) -> None:
    clock = Clock(NOW / 1000 - 600)
    article = followed(store)
    changed(store, article, clock)
    clock.at += 600
    turns(archiving(store, clock, asking(), archive), clock, 3)
    assert archive.asked == []


def test_what_changed_while_it_was_down_is_taken_up_again(store: Store, archive: FalseArchive) -> None:
    one, clock, article = ready(store, archive)
    turns(one, clock, 2)
    changed(store, article, clock)
    clock.at += 3600
    turns(archiving(store, clock, asking(), archive), clock)
    assert archive.saves() == 2


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.7/flood",
        "http://[::1]/flood",
        "http://192.168.1.1/flood",
        "http://intranet/flood",
        "https://wiki.corp.internal/flood",
        "https://printer.local/flood",
        "https://account.example/flood",  # read with an account of ours
    ],
)
def test_addresses_of_this_network_or_behind_an_account_are_told_to_nobody(
    store: Store, archive: FalseArchive, url: str
) -> None:
    clock = Clock()
    article = followed(store, url)
    one = archiving(store, clock, asking(), archive)
    turns(one, clock)
    changed(store, article, clock)
    turns(one, clock, 2)
    assert archive.asked == []


@pytest.mark.parametrize("kind", [Kind.WORDING, Kind.ARTICLE_REMOVED])
def test_wording_and_removals_are_not_sent(store: Store, archive: FalseArchive, kind: Kind) -> None:
    one, clock, article = ready(store, archive)
    turns(one, clock, 2)
    changed(store, article, clock, Change(kind, Mention("Flood")))
    turns(one, clock, 3)
    assert archive.saves() == 1


def test_a_busy_archive_is_left_in_peace_as_long_as_it_asks(store: Store, archive: FalseArchive) -> None:
    archive.saved = lambda _: (429, {"Retry-After": "1800"})
    one, clock, article = ready(store, archive)
    turns(one, clock, 20)
    assert archive.saves() == 1
    assert states(store) == [("waiting", "busy")]
    archive.saved = lambda _: (302, {"Location": "/web/2026/x"})
    turns(one, clock, 15)
    assert (archive.saves(), states(store)) == (2, [("saved", "")])


def test_no_wish_of_an_archive_holds_for_longer_than_a_day(store: Store, archive: FalseArchive) -> None:
    archive.saved = lambda _: (503, {"Retry-After": "99999999"})
    one, clock, _ = ready(store, archive)
    turns(one, clock, 2, step=86_500)
    assert archive.saves() == 2


def test_at_most_so_many_a_day_and_one_request_a_turn(store: Store, archive: FalseArchive) -> None:
    one, clock, _ = ready(store, archive, a_day=3)
    for n in range(6):
        changed(store, followed(store, f"https://paper.example/story-{n}"), clock, RISE)
        changed(store, followed(store, f"https://paper.example/story-{n}"), clock, RISE)
    for _ in range(40):
        before = len(archive.asked)
        turns(one, clock)
        assert len(archive.asked) - before <= 1
    assert archive.saves() == 3
    turns(one, clock, 2, step=43_300)
    turns(one, clock, 10)
    assert archive.saves() == 6


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((200, {}), "no_address"),
        ((302, {"Location": "javascript:alert(1)"}), "no_address"),
        ((302, {"Location": "http://user:pw@127.0.0.1/web/1"}), "no_address"),
        ((302, {"Location": "http://[broken/web/1"}), "no_address"),
        ((302, {"Location": "/" + "x" * 5000}), "no_address"),
        ((302, {"Link": '<<<>;;"'}), "no_address"),
        ((404, {}), "refused"),
        ((520, {}), "refused"),
    ],
)
def test_garbage_is_no_copy_is_tried_again_and_given_up(
    store: Store, archive: FalseArchive, answer: tuple[int, dict[str, str]], reason: str
) -> None:
    archive.saved = lambda _: answer
    one, clock, article = ready(store, archive)
    turns(one, clock)
    assert states(store) == [("waiting", reason)]
    turns(one, clock, 3)
    assert archive.saves() == 1  # not at once
    turns(one, clock, 6, step=22_000)
    assert (archive.saves(), states(store)) == (4, [("given_up", reason)])
    assert store.read(archived.copies, article) == {}


@pytest.mark.parametrize(
    "shown",
    [
        lambda _: (404, {}),
        lambda _: (200, {}),  # a page of login, or whatever else
        lambda _: (302, {"Location": "/login", "Memento-Datetime": http_date(NOW)}),
        lambda _: (200, {"Memento-Datetime": "yesterday", "Link": f'<{URL}>; rel="original"'}),
        lambda _: (200, {"Memento-Datetime": http_date(NOW)}),
        memento("https://paper.example/another"),
        memento(at=NOW - 3_600_000),  # from before the version was seen
    ],
)
def test_what_is_no_memento_of_this_page_is_never_called_a_copy(
    store: Store, archive: FalseArchive, shown: Callable[[str], tuple[int, dict[str, str]]]
) -> None:
    archive.shown = shown
    one, clock, article = ready(store, archive)
    turns(one, clock, 2)
    turns(one, clock, 12, step=22_000)
    assert store.read(archived.copies, article) == {}
    assert states(store)[0][0] == "given_up"


def test_a_copy_that_comes_late_is_found(store: Store, archive: FalseArchive) -> None:
    archive.shown = lambda _: (404, {})
    one, clock, article = ready(store, archive)
    turns(one, clock, 3)
    archive.shown = memento()
    turns(one, clock, 12)
    assert (archive.saves(), len(store.read(archived.copies, article))) == (1, 1)


@pytest.mark.parametrize("place", ["http://10.1.2.3/web/1", "http://169.254.169.254/web/1", "http://[fd00::1]/web/1"])
def test_a_copy_at_a_private_address_is_refused_by_the_guard(store: Store, archive: FalseArchive, place: str) -> None:
    archive.saved = lambda _: (302, {"Location": place})
    one, clock, article = ready(store, archive)
    turns(one, clock, 3)
    assert states(store) == [("given_up", "blocked")]
    assert store.read(archived.copies, article) == {}


def test_an_archive_at_a_private_address_is_refused_by_the_guard(archive: FalseArchive) -> None:
    guarded = Asking(lambda address: blocked(address, ()), "Rowback", 5.0)
    assert guarded.save(archive.service, URL).told is Told.BLOCKED
    assert archive.asked == []


def test_a_slow_archive_holds_up_nobody_and_is_cut_off(archive: FalseArchive) -> None:
    archive.delay = 5.0
    began = time.monotonic()
    assert asking(0.6).save(archive.service, URL).told is Told.UNREACHABLE
    assert time.monotonic() - began < 3


def test_an_archive_that_is_down_is_tried_again_later(store: Store, archive: FalseArchive) -> None:
    class Down:
        def save(self, service: str, url: str) -> Answer:
            return asking().save("http://127.0.0.1:9/save/", url)

        look = save

    one, clock, _ = ready(store, archive, Down())
    turns(one, clock)
    assert states(store) == [("waiting", "unreachable")]


def test_what_waited_for_days_is_another_page_by_now(store: Store, archive: FalseArchive) -> None:
    archive.saved = lambda _: (429, {"Retry-After": "86400"})
    one, clock, _ = ready(store, archive)
    turns(one, clock, 5, step=86_500)
    assert states(store) == [("given_up", "too_late")]


def test_a_crash_between_asking_and_hearing_costs_no_limit(store: Store, archive: FalseArchive) -> None:
    class Dying:
        def save(self, service: str, url: str) -> Answer:
            raise KeyboardInterrupt

        look = save

    one, clock, _ = ready(store, archive, Dying(), a_day=1)
    with pytest.raises(KeyboardInterrupt):
        asyncio.run(one.turn())
    clock.at += 900
    turns(archiving(store, clock, asking(), archive, a_day=1), clock, 3)
    assert archive.asked == []  # it may have been asked: within a day no second one is


def test_settings_say_whether_where_and_how_gently(tmp_path: Path) -> None:
    file = tmp_path / "rowback.toml"
    file.write_text('[archive]\nsave = true\nservice = "https://pages.example/save/"\nevery = "2m"\na_day = 20\n')
    told = load(file, {}).archive
    assert (told.save, told.service, told.every, told.a_day) == (True, "https://pages.example/save/", 120, 20)
    for wrong in ('service = "pages.example"', 'every = "1s"', "a_day = 0"):
        file.write_text(f"[archive]\n{wrong}\n")
        with pytest.raises(ConfigError):
            load(file, {})


def test_the_states_are_those_of_the_table() -> None:
    assert [str(one) for one in State] == ["waiting", "claimed", "saved", "given_up"]
