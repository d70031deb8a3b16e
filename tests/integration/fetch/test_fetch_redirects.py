"""Redirects: followed as far as the policy says, each hop on its own terms."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from spiders.fetched import End
from tests.integration.fetch.fetch_rig import Looks, Site, Visit, due, everywhere


def redirect_to(location: str, status: str = "302 Found") -> Any:
    async def answer(visit: Visit) -> None:
        await visit.send(status, Location=location)

    return answer


async def article(visit: Visit) -> None:
    await visit.send(body=b"<p>the story</p>")


@pytest.mark.parametrize("status", ["301 M", "302 F", "303 S", "307 T", "308 P"])
@pytest.mark.parametrize("location", ["/b", "b", "//127.0.0.1:{port}/b", "http://127.0.0.1:{port}/b", "/x/../b#part"])
def test_a_redirect_is_followed_and_the_final_address_told(
    site: Site, looks: Looks, status: str, location: str
) -> None:
    site.pages["/a"] = redirect_to(location.format(port=site.port), status)
    site.pages["/b"] = article
    [fetched] = looks.at(f"{site.root}/a")
    assert (fetched.end, fetched.body) == (End.OK, b"<p>the story</p>")
    assert fetched.url == f"{site.root}/b"
    assert fetched.check.url == f"{site.root}/a"
    assert fetched.permanent is (status[:3] in ("301", "308"))


def test_a_move_is_permanent_only_if_every_step_is(site: Site, looks: Looks) -> None:
    site.pages |= {"/a": redirect_to("/b", "301 M"), "/b": redirect_to("/c", "302 F"), "/c": article}
    assert looks.at(f"{site.root}/a")[0].permanent is False
    site.pages["/b"] = redirect_to("/c", "308 P")
    assert looks.at(f"{site.root}/a")[0].permanent is True


def test_five_redirects_are_followed_and_six_are_not(site: Site, looks: Looks) -> None:
    for step in range(6):
        site.pages[f"/{step}"] = redirect_to(f"/{step + 1}")
    site.pages["/6"] = article
    assert looks.at(f"{site.root}/1")[0].end is End.OK
    [fetched] = looks.at(f"{site.root}/0")
    assert fetched.end is End.REDIRECT_LOOP
    assert site.paths().count("/6") == 1


def test_a_loop_is_left_at_its_first_repetition(site: Site, looks: Looks) -> None:
    site.pages |= {"/a": redirect_to("/b"), "/b": redirect_to("/a")}
    [fetched] = looks.at(f"{site.root}/a", obey_robots=False)
    assert fetched.end is End.REDIRECT_LOOP
    assert site.paths() == ["/a", "/b"]


@pytest.mark.parametrize("location", ["", " ", "http://[", "mailto:desk@paper.example"])
def test_a_redirect_to_nowhere_is_a_bad_redirect(site: Site, looks: Looks, location: str) -> None:
    site.pages["/a"] = redirect_to(location)
    [fetched] = looks.at(f"{site.root}/a")
    assert fetched.end in {End.BAD_REDIRECT, End.BLOCKED_ADDRESS}
    assert fetched.body == b""


def test_a_redirect_without_a_location_is_no_page(site: Site, looks: Looks) -> None:
    async def nowhere(visit: Visit) -> None:
        await visit.send("302 Found", b"<p>we have moved</p>")

    async def choices(visit: Visit) -> None:
        await visit.send("300 Multiple Choices", b"<p>choose</p>")

    site.pages |= {"/a": nowhere, "/b": choices}
    assert [fetched.end for fetched in looks.at(f"{site.root}/a", f"{site.root}/b")] == [End.BAD_REDIRECT] * 2


def test_validators_are_not_sent_to_where_a_redirect_leads(site: Site, looks: Looks) -> None:
    """An older page there would answer 304 to our date, and the withdrawn article would pass for unchanged."""
    site.pages |= {"/a": redirect_to("/older-page"), "/older-page": article}
    [fetched] = looks.at(due(f"{site.root}/a", etag='"1"', last_modified="Sat, 21 Nov 2026 10:00:00 GMT"))
    assert fetched.end is End.OK
    sent = {path: "if-none-match" in headers or "if-modified-since" in headers for path, headers in site.seen}
    assert sent["/a"] is True
    assert sent["/older-page"] is False


def test_validators_go_to_the_address_that_gave_them(site: Site, looks: Looks) -> None:
    async def unchanged(visit: Visit) -> None:
        await visit.send("304 Not Modified" if "if-none-match" in visit.headers else "200 OK")

    site.pages |= {"/short": redirect_to("/long", "301 M"), "/long": unchanged}
    [fetched] = looks.at(due(f"{site.root}/short", etag='"1"', validators_url=f"{site.root}/long"))
    assert fetched.end is End.NOT_MODIFIED
    assert [path for path, headers in site.seen if "if-none-match" in headers] == ["/long"]


def test_a_redirect_waits_its_turn_at_the_host_it_leads_to(site: Site, looks: Looks) -> None:
    """Three hosts send us to one: per_host holds there too, though the checks belong to other hosts."""
    for host in "abc":
        site.pages[f"/from-{host}"] = redirect_to(f"http://shared.example:{site.port}/shared")

    async def shared(visit: Visit) -> None:
        busy.append(visit.path)
        most.append(len(busy))
        await asyncio.sleep(0.02)
        await visit.send(body=b"<p>one story</p>")
        busy.remove(visit.path)

    busy: list[str] = []
    most: list[int] = []
    site.pages["/shared"] = shared
    urls = [f"http://{host}.example:{site.port}/from-{host}" for host in "abc"]
    fetched = looks.at(*urls, resolver=everywhere, obey_robots=False)
    assert [one.end for one in fetched] == [End.OK] * 3
    assert max(most) == 1


def test_a_page_that_sends_its_readers_on_is_followed(site: Site, looks: Looks) -> None:
    async def sending(visit: Visit) -> None:
        await visit.send(body=b'<html><head><meta http-equiv="refresh" content="0;url=/b"></head><p>Moved.</p></html>')

    site.pages |= {"/a": sending, "/b": article}
    [fetched] = looks.at(f"{site.root}/a", obey_robots=False)
    assert (fetched.end, fetched.url, fetched.body) == (End.OK, f"{site.root}/b", b"<p>the story</p>")
    assert fetched.permanent is False


def test_pages_that_send_their_readers_round_are_a_loop(site: Site, looks: Looks) -> None:
    async def sending(visit: Visit) -> None:
        target = b"/b" if visit.path == "/a" else b"/a"
        await visit.send(body=b'<meta http-equiv="refresh" content="0;url=' + target + b'"><p>Moved.</p>')

    site.pages |= {"/a": sending, "/b": sending}
    [fetched] = looks.at(f"{site.root}/a", obey_robots=False)
    assert (fetched.end, fetched.body) == (End.REDIRECT_LOOP, b"")


def test_error_page_that_sends_its_readers_on_is_followed_but_not_to_the_front_page(site: Site, looks: Looks) -> None:
    async def sending(visit: Visit) -> None:
        target = "/" if visit.path == "/home" else "/b"
        await visit.send("404 Not Found", b"<p>Gone from here.</p>", Refresh=f"0; url={target}")

    site.pages |= {"/a": sending, "/home": sending, "/b": article, "/": article}
    followed, stayed = looks.at(f"{site.root}/a", f"{site.root}/home", obey_robots=False)
    assert (followed.end, followed.url) == (End.OK, f"{site.root}/b")
    assert (stayed.end, stayed.url) == (End.NOT_FOUND, f"{site.root}/home")


SLUG = "old-quay-closed-after-storm"


def missing_page(canonical: str, status: str = "404 Not Found") -> Any:
    async def answer(visit: Visit) -> None:
        body = f'<html><head><title>Page not found</title><link rel="canonical" href="{canonical}"></head></html>'
        await visit.send(status, body.encode())

    return answer


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "200 OK"])
def test_address_that_a_missing_page_names_is_asked_and_its_article_is_the_answer(
    site: Site, looks: Looks, status: str
) -> None:
    site.pages |= {f"/town/{SLUG}": missing_page(f"/town/{SLUG}.html", status), f"/town/{SLUG}.html": article}
    [fetched] = looks.at(f"{site.root}/town/{SLUG}", obey_robots=False)
    assert (fetched.end, fetched.body) == (End.OK, b"<p>the story</p>")
    assert fetched.url == f"{site.root}/town/{SLUG}.html"
    assert fetched.permanent is (status != "200 OK")


def test_address_named_by_a_missing_page_that_holds_none_either_is_told_as_asked(site: Site, looks: Looks) -> None:
    site.pages[f"/town/{SLUG}"] = missing_page(f"/amp/town/{SLUG}")
    site.pages[f"/amp/town/{SLUG}"] = missing_page(f"/town/{SLUG}")  # which names the first one in turn
    [fetched] = looks.at(f"{site.root}/town/{SLUG}", obey_robots=False)
    assert (fetched.end, fetched.url) == (End.NOT_FOUND, f"{site.root}/town/{SLUG}")
    assert fetched.asked == (f"{site.root}/amp/town/{SLUG}",)
    assert site.paths() == [f"/town/{SLUG}", f"/amp/town/{SLUG}"]


@pytest.mark.parametrize("target", [f"/town/{SLUG}", "/"])
def test_named_address_that_leads_back_or_to_the_front_page_holds_no_page(
    site: Site, looks: Looks, target: str
) -> None:
    site.pages |= {f"/town/{SLUG}": missing_page(f"/town/{SLUG}.html"), "/": article}
    site.pages[f"/town/{SLUG}.html"] = redirect_to(target, "301 M")
    [fetched] = looks.at(f"{site.root}/town/{SLUG}", obey_robots=False)
    assert (fetched.end, fetched.url) == (End.NOT_FOUND, f"{site.root}/town/{SLUG}")
    assert f"{site.root}/town/{SLUG}.html" in fetched.asked


@pytest.mark.parametrize("status", ["403 Forbidden", "500 Oops", "429 Too Many"])
def test_named_address_that_gives_no_answer_says_nothing_of_the_missing_page(
    site: Site, looks: Looks, status: str
) -> None:
    async def shut(visit: Visit) -> None:
        await visit.send(status, b"<p>not now</p>")

    site.pages |= {f"/town/{SLUG}": missing_page(f"/archive/{SLUG}"), f"/archive/{SLUG}": shut}
    [fetched] = looks.at(f"{site.root}/town/{SLUG}", obey_robots=False)
    assert (fetched.end, fetched.url, fetched.asked) == (End.NOT_FOUND, f"{site.root}/town/{SLUG}", ())


def test_named_address_that_led_here_is_not_asked_again(site: Site, looks: Looks) -> None:
    site.pages |= {f"/a/{SLUG}": redirect_to(f"/b/{SLUG}"), f"/b/{SLUG}": missing_page(f"/a/{SLUG}")}
    [fetched] = looks.at(f"{site.root}/a/{SLUG}", obey_robots=False)
    assert (fetched.end, fetched.asked) == (End.NOT_FOUND, (f"{site.root}/a/{SLUG}",))
    assert site.paths() == [f"/a/{SLUG}", f"/b/{SLUG}"]


def test_named_private_address_is_not_asked(site: Site, looks: Looks) -> None:
    site.pages[f"/town/{SLUG}"] = missing_page(f"http://10.0.0.7/town/{SLUG}")
    [fetched] = looks.at(f"{site.root}/town/{SLUG}", obey_robots=False)
    assert (fetched.end, fetched.asked) == (End.NOT_FOUND, ())


def test_page_with_a_story_is_read_where_it_stands_whatever_it_names(site: Site, looks: Looks) -> None:
    async def told(visit: Visit) -> None:
        await visit.send(body=f'<title>Quay shut</title><link rel="canonical" href="/x/{SLUG}"><p>It is.</p>'.encode())

    site.pages[f"/town/{SLUG}"] = told
    [fetched] = looks.at(f"{site.root}/town/{SLUG}", obey_robots=False)
    assert (fetched.end, fetched.url) == (End.OK, f"{site.root}/town/{SLUG}")
