"""The rules of one robots.txt: as the library reads them, at a cost that grows with the file and not faster."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from spiders.robots_rules import LIMIT, LONGEST_PAUSE, MOST_RULES, Rules

AGENTS = ["*", "rowback", "Rowback", "row", "back", "row*back", "other", "", "rowback-news"]
PATHS = ["/", "/a", "/a/b", "/a*b", "/*.html$", "/a$", "", "*", "/index.html", "/%61", "/ä"]
LINES = st.one_of(
    st.sampled_from(["User-agent: ", "user-agent:", "USERAGENT: ", "User agent ", "User-agent "]).flatmap(
        lambda field: st.sampled_from(AGENTS).map(lambda name: field + name)
    ),
    st.sampled_from(["Disallow: ", "Allow:", "dissallow: ", "Disallow "]).flatmap(
        lambda field: st.sampled_from(PATHS).map(lambda path: field + path)
    ),
    st.sampled_from(
        ["Crawl-delay: 7", "Crawl-delay: 3", "Request-rate: 1/9", "Sitemap: https://a.example/s", "Host: a"]
    ),
    st.sampled_from(["# a note", "", "Noindex: /a", "no colon here", "Disallow: /a # why", "<html>"]),
)


@given(st.lists(LINES, max_size=14), st.sampled_from(["/", "/a", "/a/b", "/axb", "/x.html", "/ä"]))
def test_our_group_alone_says_what_the_whole_file_says(lines: list[str], path: str) -> None:
    text = "\n".join(lines)
    whole, ours = Protego.parse(text), Rules(text.encode(), "rowback")
    url = f"https://paper.example{path}"
    assert ours.allow(url) == whole.can_fetch(url, "rowback")
    rate = whole.request_rate("rowback")
    wishes = [whole.crawl_delay("rowback"), rate and rate.seconds / rate.requests]
    assert ours.pause == max((wish for wish in wishes if wish is not None), default=None)


def filled(head: str, line: str) -> bytes:
    return (head + line * (LIMIT // len(line))).encode()[:LIMIT]


AGENT_LINES = "".join(f"User-agent: bot{n}\n" for n in range(12_000))
HOSTILE = {
    "many names, then many rules": filled(AGENT_LINES + "User-agent: rowback\n", "Disallow: /a\n"),
    "one name many times over": filled("", "User-agent: rowback\nDisallow: /a\n"),
    "every beginning of our name": filled("".join(f"User-agent: {'rowback'[:n]}\n" for n in range(1, 8)), "Allow: /\n"),
    "many asterisks": filled("User-agent: *\n", "Disallow: /" + "*a" * 40 + "$\n"),
    "one line of asterisks": filled("User-agent: *\nDisallow: /", "*a"),
    "dollars, which count twice": filled("User-agent: *\n", "Disallow: /a$b$\n"),
    "empty lines": filled("User-agent: *\n", "\n"),
    "spaces": filled("User-agent", " "),
    "separators of lines that only Python knows": filled("User-agent: *\n", "\x0b\x1c"),
    "letters that must be quoted": filled("User-agent: *\n", "Disallow: /ä%\u0301\n"),
    "rules without a group": filled("", "Disallow: /a\n"),
    "comments": filled("User-agent: *\n", "#\n"),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_half_a_megabyte_of_anything_is_read_in_time(body: bytes) -> None:
    began = time.process_time()
    rules = Rules(body, "rowback")
    read = time.process_time() - began
    began = time.process_time()
    rules.allow("https://paper.example/" + "a" * 2_000)
    asked = time.process_time() - began
    # Of CPU time, with room for a slow machine. It was 8 s for 30 KiB, and a thread's reading does not hold the loop.
    assert read < 2.0
    assert asked < 0.25, "asked on the loop, for each look"


def test_more_rules_than_anybody_means_are_cut_and_the_first_ones_hold() -> None:
    rules = Rules(
        b"User-agent: *\nDisallow: /first\n" + b"Disallow: /x\n" * MOST_RULES + b"Disallow: /last\n", "rowback"
    )
    assert not rules.allow("https://paper.example/first")
    assert rules.allow("https://paper.example/last")


NUMBERS = st.one_of(
    st.sampled_from(["1e20", "1e308", "1e999", "nan", "inf", "-inf", "-1", "-0", "0", "0x7", "1_0", "١٢", "1" * 5000]),
    st.floats().map(str),
    st.integers().map(str),
    st.text(max_size=12),
)


@given(NUMBERS, NUMBERS, st.sampled_from(["", "s", "m", "h", "d", "x"]))
def test_whatever_pause_a_host_asks_for_is_none_or_at_most_a_day(delay: str, rate: str, unit: str) -> None:
    for lines in (f"Crawl-delay: {delay}", f"Request-rate: {rate}/{delay}{unit}", f"Request-rate: 1/{delay}{unit} 0-9"):
        pause = Rules(f"User-agent: *\n{lines}\nDisallow: /a\n".encode(), "rowback").pause
        assert pause is None or (math.isfinite(pause) and 0 <= pause <= LONGEST_PAUSE)


@pytest.mark.parametrize(
    ("lines", "pause"),
    [
        ("Crawl-delay: 1e20", LONGEST_PAUSE),
        ("Crawl-delay: 1000000000", LONGEST_PAUSE),
        ("Crawl-delay: nan", None),
        ("Crawl-delay: -5", None),
        ("Request-rate: 1/" + "9" * 400, LONGEST_PAUSE),
        ("Request-rate: " + "9" * 400 + "/1", 0.0),
        ("Request-rate: 1/30d", LONGEST_PAUSE),
        ("Request-rate: 2/10", 5.0),
    ],
)
def test_a_wish_beyond_a_day_counts_as_a_day(lines: str, pause: float | None) -> None:
    assert Rules(f"User-agent: *\n{lines}\n".encode(), "rowback").pause == pause
