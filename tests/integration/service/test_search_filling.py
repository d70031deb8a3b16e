"""The service takes older versions into the search beside its ticks, and a damaged one keeps no other out."""

import asyncio

from monitor.config.settings import Keep
from monitor.store import indexing
from monitor.upkeep import Upkeep
from tests.integration.store.unsearched import make_unsearched
from tests.unit.web.web_desk import OPEN, Shelf, story


def behind(tmp_path):
    shelf = Shelf(tmp_path)
    for n in range(3):
        shelf.check(shelf.follow(f"https://daily.example/{n}"), story(f"{n} people."))
    make_unsearched(shelf.store)
    return shelf


def turned(shelf, times):
    async def run():
        upkeep = Upkeep(shelf.store, shelf.clock)
        for _ in range(times):
            await upkeep.turn(shelf.clock.now_ms(), Keep())
            await upkeep.close()
            shelf.clock.at_ms += 10_000

    try:
        asyncio.run(run())
        return shelf.store.read(indexing.count_behind)
    finally:
        while OPEN:
            OPEN.pop().close()


def test_versions_of_before_the_search_are_taken_in_by_the_ticks(tmp_path):
    assert turned(behind(tmp_path), 1) == 0


def test_a_version_that_is_damaged_keeps_no_other_out_of_the_search(tmp_path):
    shelf = behind(tmp_path)
    shelf.store.write(lambda c: c.exec_driver_sql("UPDATE version SET body = x'00' WHERE article_id = 2"))
    assert turned(shelf, 3) == 0
