"""Ten thousand pages broken at random go through reading, comparing and the facts: each ends as an article or a refusal."""

import random
import time

import psutil
import pytest

from monitor.checks.judging import Page, judge, look, warm
from tests.outside import html

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1200)]

PAGES = 10_000
TEXT = [
    "The river rose above its banks on Sunday night and cut the road between the two halves of the town.",
    "The flood has killed more than 4,100 people since 3 May, the civil protection agency said on Monday.",
    "“We were 20 minutes too late,” said Ida Voss, the mayor of Velm, on her way to the bridge of 1,200 metres.",
    "Schools in the lower districts stay closed until 18 June 2031, and repairs may cost $3.2 million.",
]
PIECES = [
    b"<",
    b">",
    b"</p>",
    b"<p>",
    b"<!--",
    b"<table><tr><td>",
    b"<script>",
    b"&#0;",
    b"&#x110000;",
    b"\x00",
    b"\xff\xfe",
]
PIECES += [
    "\u202e".encode(),
    "\ud7ff٣٤".encode(),
    b"9" * 300,
    b"1e999999",
    b"<svg><style>",
    b"<template>",
    b"\r\n\t" * 50,
]


def broken(page, chance):
    """The page with some of its bytes cut, doubled, turned round or exchanged."""
    page = bytearray(page)
    for _ in range(chance.choice([1, 1, 2, 3, 5, 20])):
        at = chance.randrange(max(1, len(page)))
        size = chance.choice([1, 2, 8, 60, 400])
        match chance.randrange(6):
            case 0:
                del page[at : at + size]
            case 1:
                page[at:at] = page[at : at + size] * chance.choice([1, 2, 30])
            case 2:
                page[at:at] = chance.choice(PIECES)
            case 3:
                page[at : at + size] = chance.randbytes(size)
            case 4:
                page[at : at + size] = page[at : at + size][::-1]
            case _:
                page[at:at] = chance.choice(PIECES) * chance.choice([1, 40])
    return bytes(page)


def test_ten_thousand_broken_pages_each_end_as_an_article_or_a_refusal_in_time():
    warm()
    chance = random.Random(14)
    whole = html("Flood in Velm", *TEXT)
    last = look(Page(whole, "http://paper.example/a", 200, {}, None, None, None)).text
    assert last
    ours = psutil.Process()
    before = memory = ours.memory_info().rss  # what other tests hold is not of these pages
    articles, longest = 0, 0.0
    for at in range(PAGES):
        page = broken(whole, chance)
        headers = {
            "content-type": chance.choice(["text/html", "text/html; charset=utf-16", "text/html; charset=big5", ""])
        }
        began = time.process_time()
        found = look(Page(page, "http://paper.example/a", 200, headers, None, None, None))
        assert found.text or found.reason, page
        if found.text:
            articles += 1
            judge(last, found.text)
            last = found.text
        memory = max(memory, ours.memory_info().rss if at % 50 == 0 else 0)
        longest = max(longest, time.process_time() - began)
    print(
        f"F14: {PAGES:,} broken pages: {articles:,} articles, the others refused with a reason, none raised; "
        f"the longest took {longest * 1000:.0f} ms, {memory / 2**20:.0f} MB ({(memory - before) / 2**20:+.0f}) at most"
    )
    assert articles > PAGES / 4
    assert longest <= 2.0
    assert memory - before < 400 * 2**20
