"""Nothing private is reached: not by literal, name, other spelling, redirect, rebinding, port or robots.txt."""

from __future__ import annotations

import itertools
import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest

from spiders.fetched import End
from tests.integration.fetch.fetch_rig import Looks, Site, Visit


async def secret(visit: Visit) -> None:
    await visit.send(body=b"<p>the inside of the house</p>")


@pytest.fixture
def inside(site: Site) -> Site:
    """A server that nobody may reach while no network is allowed."""
    for path in ("/", "/a", "/b", "/robots.txt"):
        site.pages[path] = secret
    return site


def always(*addresses: str) -> Callable[[str], list[str]]:
    return lambda host: list(addresses)


CLOSED: dict[str, Any] = {"allow_networks": ()}

SPELLINGS = [
    "127.0.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "127.1",
    "127.0.0.1.",
    "0",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fc00::1]",
    "169.254.169.254",
    "10.0.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.8",
    "%31%32%37.0.0.1",
    "①②⑦.⓪.⓪.①",
    "localhost",
    "localhost.",
    "LOCALHOST",
    "localhost.localdomain",
    "user@127.0.0.1",
    "paper.example@127.0.0.1",
    "paper.example\\@127.0.0.1",
    "127.0.0.1\\@paper.example",
    "127.0.0.1#@paper.example",
]


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_of_a_private_host_is_reached(inside: Site, looks: Looks, host: str) -> None:
    def names(name: str) -> list[str]:  # what getaddrinfo makes of numbers and of localhost, without asking any DNS
        try:
            return ["127.0.0.1"] if name.startswith("localhost") else [socket.inet_ntoa(socket.inet_aton(name))]
        except OSError:
            return []

    for url in (f"http://{host}/a", f"http://{host}:{inside.port}/a"):
        for robots in (True, False):
            [fetched] = looks.at(url, resolver=names, obey_robots=robots, **CLOSED)
            assert fetched.end in {End.BLOCKED_ADDRESS, End.UNKNOWN_HOST}, (url, fetched)
    assert inside.seen == []


@pytest.mark.parametrize(
    "answer", [["127.0.0.1"], ["10.1.2.3"], ["::1"], ["93.184.215.14", "127.0.0.1"], ["fe80::1%lo"]]
)
def test_a_name_with_one_private_address_is_refused_whole(inside: Site, looks: Looks, answer: list[str]) -> None:
    url = f"http://paper.example:{inside.port}/a"
    [fetched] = looks.at(url, resolver=always(*answer), allowed_ports=frozenset({inside.port}), **CLOSED)
    assert fetched.end is End.BLOCKED_ADDRESS
    assert inside.seen == []


def test_the_reason_names_the_address_that_was_refused(looks: Looks) -> None:
    [fetched] = looks.at("http://paper.example/a", resolver=always("169.254.169.254"), **CLOSED)
    assert fetched.detail == "link_local: paper.example is 169.254.169.254"


def redirect_to(location: str) -> Any:
    async def answer(visit: Visit) -> None:
        await visit.send("302 Found", Location=location)

    return answer


@pytest.mark.parametrize("target", ["http://10.0.0.1/", "http://[::1]/", "http://inside.example/", "http://0x7f.1/"])
def test_a_redirect_to_a_private_host_is_not_followed(site: Site, looks: Looks, target: str) -> None:
    site.pages["/a"] = redirect_to(target)
    addresses = {"inside.example": ["10.0.0.1"], "0x7f.1": ["127.0.0.1"]}
    [fetched] = looks.at(f"{site.root}/a", resolver=lambda host: addresses.get(host, []))
    assert fetched.end is End.BLOCKED_ADDRESS
    assert fetched.url == target


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://paper.example/a", "data:text/html,x", "javascript:1"])
def test_a_redirect_to_another_scheme_is_a_bad_redirect(site: Site, looks: Looks, target: str) -> None:
    site.pages["/a"] = redirect_to(target)
    [fetched] = looks.at(f"{site.root}/a")
    assert (fetched.end, fetched.body) == (End.BAD_REDIRECT, b"")


def test_a_redirect_with_a_user_name_is_not_followed(site: Site, looks: Looks) -> None:
    site.pages["/a"] = redirect_to(f"http://me@127.0.0.1:{site.port}/b")
    [fetched] = looks.at(f"{site.root}/a")
    assert fetched.end is End.BLOCKED_ADDRESS
    assert "/b" not in site.paths()


def test_a_name_that_turns_private_is_refused_at_its_next_lookup(site: Site, looks: Looks) -> None:
    """DNS rebinding: the first answer may be asked, the second may not, and the minute in between has gone by."""

    async def once(visit: Visit) -> None:
        await visit.send(body=b"<p>bait</p>", Connection="close")

    site.pages["/a"] = once
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    seconds = itertools.count(0, 61)
    url = f"http://paper.example:{site.port}/a"
    first, second = looks.at(
        url, url, resolver=lambda host: next(answers), clock=lambda: float(next(seconds)), obey_robots=False
    )
    assert (first.end, second.end) == (End.OK, End.BLOCKED_ADDRESS)
    assert site.paths() == ["/a"]


def test_an_answer_is_kept_for_a_minute_and_no_longer(site: Site, looks: Looks) -> None:
    async def once(visit: Visit) -> None:
        await visit.send(body=b"<p>news</p>", Connection="close")

    site.pages["/a"] = once
    asked: list[str] = []
    now = [0.0]

    def resolver(host: str) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    def clock() -> float:
        return now[0]

    url = f"http://paper.example:{site.port}/a"
    looks.at(url, url, url, resolver=resolver, clock=clock, obey_robots=False)
    assert asked == ["paper.example"]


def test_an_allowed_network_opens_its_addresses_on_any_port(site: Site, looks: Looks) -> None:
    site.pages["/a"] = secret
    url = f"http://paper.example:{site.port}/a"
    assert looks.at(url, resolver=always("127.0.0.1"))[0].end is End.OK
    assert looks.at(url, resolver=always("127.0.0.1"), allow_networks=("10.0.0.0/8",))[0].end is End.BLOCKED_ADDRESS


def test_an_allowed_network_opens_no_odd_port_of_a_public_name(looks: Looks) -> None:
    [fetched] = looks.at("http://paper.example:22/a", resolver=always("93.184.215.14"))
    assert (fetched.end, fetched.detail) == (End.BLOCKED_ADDRESS, "port: port 22 of paper.example")


@pytest.mark.parametrize("url", ["http://paper.example:22/", "http://93.184.215.14:6379/", "https://paper.example:25/"])
def test_ports_of_other_services_are_refused(looks: Looks, url: str) -> None:
    [fetched] = looks.at(url, resolver=always("93.184.215.14"), **CLOSED)
    assert fetched.end is End.BLOCKED_ADDRESS
    assert fetched.detail.startswith("port:")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://paper.example/", "nonsense", "http://", "http:///a", "http://["]
)
def test_what_is_no_web_address_ends_as_blocked_and_not_in_silence(looks: Looks, url: str) -> None:
    [fetched] = looks.at(url)
    assert fetched.end in {End.BLOCKED_ADDRESS, End.UNKNOWN_HOST}


def test_robots_txt_is_fetched_through_the_guard_too(inside: Site, looks: Looks) -> None:
    inside.pages["/robots.txt"] = redirect_to("http://10.0.0.1/secret-rules")
    [fetched] = looks.at(f"{inside.root}/a")
    assert fetched.end is End.ROBOTS_DENIED
    assert "blocked_address" in fetched.detail
    assert inside.paths() == ["/robots.txt"]


def test_a_name_that_hangs_ends_as_a_timeout_and_holds_up_no_other_host(
    site: Site, looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spiders.guard.PATIENCE", 0.5)
    let_go = threading.Event()

    def resolver(host: str) -> list[str]:
        if host.startswith("hang"):
            let_go.wait(60)
        return ["127.0.0.1"]

    async def story(visit: Visit) -> None:
        await visit.send(body=b"<p>news</p>")

    site.pages["/a"] = story
    urls = [f"http://hang{n}.evil.example:{site.port}/a" for n in range(12)]
    urls += [f"http://www.paper{n}.example:{site.port}/a" for n in range(3)]
    try:
        fetched = looks.at(*urls, resolver=resolver, obey_robots=False)
    finally:
        let_go.set()
    assert [one.end for one in fetched] == [End.TIMEOUT] * 12 + [End.OK] * 3
    assert "no answer about the name" in fetched[0].detail
