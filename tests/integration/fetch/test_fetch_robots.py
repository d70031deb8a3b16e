"""robots.txt over real connections: obeyed, kept, asked for once, and handed on where it asks for patience."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from spiders.fetched import End
from spiders.robots_rules import LIMIT
from tests.integration.fetch.fetch_rig import Looks, Site, Visit, everywhere


async def article(visit: Visit) -> None:
    await visit.send(body=b"<p>the story</p>")


def rules(text: str | bytes, status: str = "200 OK", **headers: str) -> Any:
    body = text if isinstance(text, bytes) else text.encode()

    async def answer(visit: Visit) -> None:
        await visit.send(status, body, Content_Type="text/plain", **headers)

    return answer


def test_what_robots_txt_forbids_is_never_asked_for(site: Site, looks: Looks) -> None:
    site.pages |= {"/a": article, "/robots.txt": rules("User-agent: *\nDisallow: /a\n")}
    [fetched] = looks.at(f"{site.root}/a")
    assert fetched.end is End.ROBOTS_DENIED
    assert site.paths() == ["/robots.txt"]


def test_the_rules_for_our_own_name_are_the_ones_we_keep(site: Site, looks: Looks) -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: Rowback\nAllow: /a\nDisallow: /b\n"
    site.pages |= {"/a": article, "/b": article, "/robots.txt": rules(text)}
    assert [fetched.end for fetched in looks.at(f"{site.root}/a", f"{site.root}/b")] == [End.OK, End.ROBOTS_DENIED]


def test_robots_txt_can_be_switched_off(site: Site, looks: Looks) -> None:
    site.pages |= {"/a": article, "/robots.txt": rules("User-agent: *\nDisallow: /\n")}
    [fetched] = looks.at(f"{site.root}/a", obey_robots=False)
    assert fetched.end is End.OK
    assert site.paths() == ["/a"]


def test_many_looks_at_one_host_ask_for_robots_txt_once(site: Site, looks: Looks) -> None:
    async def slow_rules(visit: Visit) -> None:
        await asyncio.sleep(0.05)
        await visit.send(body=b"User-agent: *\nDisallow: /x\n")

    site.pages |= {f"/{number}": article for number in range(20)}
    site.pages["/robots.txt"] = slow_rules
    fetched = looks.at(*(f"{site.root}/{number}" for number in range(20)), per_host=8)
    assert [one.end for one in fetched] == [End.OK] * 20
    assert site.paths().count("/robots.txt") == 1


def test_a_kept_copy_serves_the_next_run(site: Site, looks: Looks) -> None:
    site.pages |= {"/a": article, "/robots.txt": rules("User-agent: *\nDisallow: /b\n")}
    looks.at(f"{site.root}/a")
    looks.at(f"{site.root}/a")
    assert site.paths() == ["/robots.txt", "/a", "/a"]


def test_a_copy_older_than_a_day_is_fetched_again(site: Site, looks: Looks) -> None:
    site.pages |= {"/a": article, "/robots.txt": rules("User-agent: *\nDisallow: /a\n")}
    now = 1_000_000.0
    assert looks.at(f"{site.root}/a", clock=lambda: now)[0].end is End.ROBOTS_DENIED
    site.pages["/robots.txt"] = rules("User-agent: *\nDisallow: /b\n")
    assert looks.at(f"{site.root}/a", clock=lambda: now + 86_399)[0].end is End.ROBOTS_DENIED
    assert looks.at(f"{site.root}/a", clock=lambda: now + 86_401)[0].end is End.OK


@pytest.mark.parametrize(
    ("status", "end"),
    [
        ("404 Not Found", End.OK),
        ("403 Forbidden", End.OK),
        ("410 Gone", End.OK),
        ("429 Slow Down", End.ROBOTS_DENIED),
        ("500 Oops", End.ROBOTS_DENIED),
        ("503 Busy", End.ROBOTS_DENIED),
    ],
)
def test_no_file_allows_everything_and_a_broken_server_nothing(site: Site, looks: Looks, status: str, end: End) -> None:
    site.pages |= {"/a": article, "/robots.txt": rules("User-agent: *\nDisallow: /\n", status)}
    [fetched] = looks.at(f"{site.root}/a")
    assert fetched.end is end


def test_an_old_copy_stands_in_while_the_server_is_broken(site: Site, looks: Looks) -> None:
    site.pages |= {"/a": article, "/b": article, "/robots.txt": rules("User-agent: *\nDisallow: /b\n")}
    looks.at(f"{site.root}/a", clock=lambda: 0.0)
    site.pages["/robots.txt"] = rules("", "503 Busy")
    later = 2 * 86_400.0
    fetched = looks.at(f"{site.root}/a", f"{site.root}/b", clock=lambda: later)
    assert [one.end for one in fetched] == [End.OK, End.ROBOTS_DENIED]


def test_robots_txt_is_followed_over_redirects_and_to_another_host(site: Site, looks: Looks) -> None:
    async def moved(visit: Visit) -> None:
        await visit.send("301 Moved", Location=f"http://rules.example:{site.port}/rules")

    site.pages |= {"/a": article, "/robots.txt": moved, "/rules": rules("User-agent: *\nDisallow: /a\n")}
    [fetched] = looks.at(f"http://paper.example:{site.port}/a", resolver=everywhere)
    assert fetched.end is End.ROBOTS_DENIED
    assert site.paths() == ["/robots.txt", "/rules"]


def test_a_redirect_into_what_robots_txt_forbids_is_not_followed(site: Site, looks: Looks) -> None:
    async def moved(visit: Visit) -> None:
        await visit.send("302 Found", Location="/private/b")

    site.pages |= {"/a": moved, "/private/b": article, "/robots.txt": rules("User-agent: *\nDisallow: /private\n")}
    [fetched] = looks.at(f"{site.root}/a")
    assert (fetched.end, fetched.url) == (End.ROBOTS_DENIED, f"{site.root}/private/b")


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 7\n", 7.0),
        ("User-agent: *\nCrawl-delay: 2.5\nRequest-rate: 1/10\n", 10.0),
        ("User-agent: other\nCrawl-delay: 9\n", None),
        ("User-agent: *\nCrawl-delay: soon\n", None),
    ],
)
def test_the_pause_a_host_asks_for_is_handed_on(site: Site, looks: Looks, text: str, delay: float | None) -> None:
    site.pages |= {"/a": article, "/robots.txt": rules(text)}
    assert [fetched.crawl_delay for fetched in looks.at(f"{site.root}/a", f"{site.root}/gone")] == [delay, delay]


def test_a_host_that_is_down_ends_as_that_and_not_as_forbidden(looks: Looks) -> None:
    [fetched] = looks.at("http://gone-paper.example/a")
    assert fetched.end is End.UNKNOWN_HOST


def test_a_huge_robots_txt_counts_by_its_first_half_megabyte(site: Site, looks: Looks) -> None:
    filler = b"# nothing\n" * (LIMIT // 10)
    site.pages |= {"/a": article, "/b": article}
    site.pages["/robots.txt"] = rules(b"User-agent: *\nDisallow: /a\n" + filler + b"Disallow: /b\n")
    assert [fetched.end for fetched in looks.at(f"{site.root}/a", f"{site.root}/b")] == [End.ROBOTS_DENIED, End.OK]


@pytest.mark.parametrize(
    "body", [b"\xff\xfe\x00rubbish", b"<html>not found</html>", b"\xef\xbb\xbfUser-agent: *\nDisallow: /z"]
)
def test_a_file_that_is_no_rules_forbids_nothing(site: Site, looks: Looks, body: bytes) -> None:
    site.pages |= {"/a": article, "/robots.txt": rules(body)}
    assert looks.at(f"{site.root}/a")[0].end is End.OK
