"""`list` and `check` of many articles: printed page by page, asked for together."""

import asyncio
import json
import tracemalloc
from pathlib import Path

import pytest

from monitor.checks import once
from monitor.commands import list_ as list_command
from monitor.commands.output import print_json_list
from monitor.store import Store, history, watch_list, watches
from monitor.store.watches import NewWatch
from tests.unit.commands.command_desk import START, desk_in


def filled(folder: Path, count: int) -> Store:
    store = Store(folder / "data")
    wanted = [NewWatch(f"https://p{n}.example/a", f"https://p{n}.example/a", f"p{n}.example") for n in range(count)]
    store.write(watches.enter_all, wanted, START)
    return store


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_pages_make_one_list_and_none_is_missing_or_doubled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(list_command, "A_PAGE", 2)
    desk = desk_in(tmp_path)
    filled(tmp_path, count).close()
    printed = desk.run("list", "--json").stdout
    assert [one["url"] for one in json.loads(printed)["articles"]] == [f"https://p{n}.example/a" for n in range(count)]
    assert printed == json.dumps(json.loads(printed), ensure_ascii=False, indent=2) + "\n"
    assert all(one["watches"] == ["command"] for one in json.loads(printed)["articles"])
    lines = desk.run("list")
    assert [line.split("\t")[-1] for line in lines.stdout.splitlines()] == [
        f"https://p{n}.example/a" for n in range(count)
    ]
    assert ("Nothing is tracked yet" in lines.stderr) is (count == 0)


@pytest.mark.parametrize("values", [[], [1], [{"a": [1, {"b": "x\ny"}]}, [], {}]])
def test_a_list_printed_value_by_value_is_the_list_printed_whole(
    values: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    print_json_list("found", iter(values))
    assert capsys.readouterr().out == json.dumps({"found": values}, ensure_ascii=False, indent=2) + "\n"


def test_memory_of_a_list_does_not_grow_with_its_length(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    peaks = []
    for count in (1_000, 6_000):
        store = filled(tmp_path, count)
        pages = list_command._pages(store, None, None, ["followed"])
        tracemalloc.start()
        assert sum(len(page) for page in pages) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        store.close()
    assert desk.folder == tmp_path
    assert peaks[1] < 1.5 * peaks[0]


def test_origins_are_asked_for_only_of_the_articles_of_a_page(tmp_path: Path) -> None:
    store = filled(tmp_path, 9)
    assert sorted(store.read(watch_list.origins, 3, 5)) == [3, 4, 5]
    store.close()


class Clock:
    """Two hundredths of a second go by with each look at it."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        self.now += 0.02
        return self.now

    def now_ms(self) -> int:
        return START


def test_a_round_that_waits_for_many_asks_the_store_once_a_poll(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "POLL_SECONDS", 0.0)
    store = filled(tmp_path, 300)
    asked: list[str] = []
    real = store.read

    def read(work, *args, **more):  # type: ignore[no-untyped-def]
        asked.append(work.__name__)
        if len(asked) == 4:
            store.write(lambda c: c.exec_driver_sql("UPDATE article SET checks = 1 WHERE id > 298"))
        return real(work, *args, **more)

    monkeypatch.setattr(store, "read", read)
    found: list[int] = []
    ids = store.read(history.article_ids, ["followed"])
    clock = Clock()
    left = asyncio.run(
        once._follow(store, clock, ids, lambda one: found.append(one.article.id), 5.0, None, everything=True)
    )
    assert found == [299, 300]
    assert left == list(range(1, 299))
    assert asked.count("_checked") == 2
    assert set(asked) == {"article_ids", "looks_of", "_checked"}
    assert asked.count("looks_of") < 20, "asking takes a twentieth of the time at most"
    store.close()
