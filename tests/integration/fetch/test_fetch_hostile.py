"""Servers that mean harm or are broken: each look ends typed, in time, and without filling the memory."""

from __future__ import annotations

import asyncio
import gzip
import time
import zlib
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard

from spiders.fetched import End
from tests.integration.fetch.fetch_rig import Looks, Site, Visit, everywhere

MEBI = 1024 * 1024


def gzip_bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = b"\0" * MEBI
    return b"".join(packer.compress(zeros) for _ in range(size // MEBI)) + packer.flush()


def packed(body: bytes, coding: str) -> Any:
    async def answer(visit: Visit) -> None:
        await visit.send(body=body, Content_Encoding=coding)

    return answer


def resident() -> int:
    """Bytes this process holds in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.parametrize(
    ("bomb", "coding"),
    [
        (gzip_bomb(200 * MEBI), "gzip"),
        (gzip.compress(gzip_bomb(200 * MEBI)), "gzip, gzip"),
        (zlib.compress(b"\0" * 60 * MEBI), "deflate"),
        (brotli.compress(b"\0" * 60 * MEBI, quality=5), "br"),
        (zstandard.compress(b"\0" * 60 * MEBI), "zstd"),
    ],
    ids=["gzip", "gzip in gzip", "deflate", "br", "zstd"],
)
def test_a_bomb_is_too_large_and_never_unpacked(site: Site, looks: Looks, bomb: bytes, coding: str) -> None:
    site.pages["/bomb"] = packed(bomb, coding)
    before = resident()
    [fetched] = looks.at(f"{site.root}/bomb", timeout=60.0)
    assert (fetched.end, fetched.body) == (End.TOO_LARGE, b"")
    assert resident() - before < 24 * MEBI


def test_fifty_megabytes_are_refused_by_their_length_alone(site: Site, looks: Looks) -> None:
    async def huge(visit: Visit) -> None:
        await visit.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n")
        for _ in range(800):
            await visit.raw(b"x" * 65536)
        sent.append("all of it")

    sent: list[str] = []
    site.pages["/a"] = huge
    [fetched] = looks.at(f"{site.root}/a")
    assert fetched.end is End.TOO_LARGE
    assert not sent


def test_an_endless_body_is_cut_at_the_limit(site: Site, looks: Looks) -> None:
    async def endless(visit: Visit) -> None:
        await visit.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            await visit.raw(b"x" * 65536)

    site.pages["/a"] = endless
    before = resident()
    [fetched] = looks.at(f"{site.root}/a", timeout=60.0)
    assert fetched.end is End.TOO_LARGE
    assert resident() - before < 16 * MEBI


async def trickle(visit: Visit, start: bytes, drop: bytes) -> None:
    await visit.raw(start)
    while True:
        await visit.raw(drop)
        await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", b"y"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"y"),
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        (b"", b""),
    ],
    ids=["slow body", "slow body without a length", "slow status", "slow headers", "silence"],
)
def test_a_server_that_drips_is_left_at_the_deadline(site: Site, looks: Looks, start: bytes, drop: bytes) -> None:
    site.pages["/a"] = lambda visit: trickle(visit, start, drop)
    began = time.monotonic()
    [fetched] = looks.at(f"{site.root}/a", timeout=0.4)
    assert fetched.end is End.TIMEOUT
    assert time.monotonic() - began < 60
    assert 0.4 <= fetched.took < 60


def test_the_deadline_holds_for_all_redirects_together(site: Site, looks: Looks) -> None:
    async def slow_step(visit: Visit) -> None:
        await asyncio.sleep(0.25)
        await visit.send("302 Found", Location=f"{visit.path}x")

    for steps in range(6):
        site.pages["/a" + "x" * steps] = slow_step
    [fetched] = looks.at(f"{site.root}/a", timeout=0.6)
    assert fetched.end is End.TIMEOUT
    assert len([path for path in site.paths() if path.startswith("/a")]) <= 3


@pytest.mark.parametrize(
    ("count", "size"),
    [(3000, 900), (201, 10), (1, 3_000_000), (50, 16_000)],
    ids=["flood", "one over", "huge", "heavy"],
)
def test_too_many_headers_are_refused_as_they_come(site: Site, looks: Looks, count: int, size: int) -> None:
    async def flood(visit: Visit) -> None:
        await visit.raw(b"HTTP/1.1 200 OK\r\n")
        for number in range(count):
            await visit.raw(b"X-%d: %b\r\n" % (number, b"v" * size))
        await visit.raw(b"\r\n")

    site.pages["/a"] = flood
    [fetched] = looks.at(f"{site.root}/a", timeout=60.0)
    assert fetched.end is End.TOO_MANY_HEADERS


def test_two_hundred_headers_are_still_read(site: Site, looks: Looks) -> None:
    async def many(visit: Visit) -> None:
        lines = b"".join(b"X-%d: v\r\n" % number for number in range(199))
        await visit.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + lines + b"\r\nok")

    site.pages["/a"] = many
    [fetched] = looks.at(f"{site.root}/a")
    assert fetched.end is End.OK


def test_headers_without_an_end_do_not_outlive_the_limit(site: Site, looks: Looks) -> None:
    async def endless(visit: Visit) -> None:
        await visit.raw(b"HTTP/1.1 200 OK\r\n")
        while True:
            await visit.raw(b"X: " + b"v" * 60_000 + b"\r\n")

    site.pages["/a"] = endless
    before = resident()
    [fetched] = looks.at(f"{site.root}/a", timeout=60.0)
    assert fetched.end is End.TOO_MANY_HEADERS
    assert resident() - before < 16 * MEBI


def test_a_hostile_host_does_not_hold_up_an_honest_one(site: Site, looks: Looks) -> None:
    answered = asyncio.Event()

    async def silent(visit: Visit) -> None:
        await answered.wait()
        visit.close()

    async def honest(visit: Visit) -> None:
        while site.open < 5:
            await asyncio.sleep(0.005)
        await visit.send(body=b"<p>news</p>")
        answered.set()

    site.pages["/silent"] = silent
    site.pages["/honest"] = honest
    urls = [f"http://silent{number}.example:{site.port}/silent" for number in range(4)]
    urls.append(f"http://honest.example:{site.port}/honest")
    fetched = looks.at(*urls, resolver=everywhere, obey_robots=False)
    # The silent ones say nothing until the honest one has answered.
    assert [one.end for one in fetched] == [End.UNREACHABLE] * 4 + [End.OK]
