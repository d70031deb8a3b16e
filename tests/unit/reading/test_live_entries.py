"""Entries of a live blog have an identity from the first one on; what leaves the window is silent, accepting holds."""

from __future__ import annotations

import pytest

from monitor.changes import compare
from spiders.article import Memory, Reading
from spiders.reading import accepted, read_page
from tests.unit.reading.test_live import ENTRIES, LEAD, URL, Entry


def blog(entries: list[Entry], lead: str = LEAD) -> str:
    """A small live blog without any schema.org updates, that says it is one."""
    posts = "".join(
        f'<div class="live-entry" id="{name}"><time datetime="{time}">{time[11:16]}</time><h3>{title}</h3>'
        + "".join(f"<p>{text}</p>" for text in texts)
        + "</div>"
        for name, time, title, texts in entries
    )
    return (
        '<html><head><title>Live: basin fills</title><script type="application/ld+json">{"@type": "LiveBlogPosting", "headline":'
        ' "Basin fills", "datePublished": "2026-04-16T07:00:00Z"}</script></head><body><main><article><h1>Basin fills</h1>'
        f"<p>{lead}</p><div class='liveblog'>{posts}</div></article></main></body></html>"
    )


def entries_of(reading: Reading) -> list[str]:
    assert reading.article is not None, reading.refusal
    return [entry.key for entry in reading.article.live]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_blog_has_entries_from_the_first_one_on(count: int):
    reading = read_page(blog(ENTRIES[:count]), URL)
    assert entries_of(reading) == [f"#{name}" for name, _, _, _ in ENTRIES[:count]]
    assert reading.article is not None
    assert reading.article.paragraphs == (LEAD,)


def test_blog_that_grows_from_one_entry_is_never_in_doubt():
    reading = read_page(blog(ENTRIES[-1:]), URL)
    for count in range(2, 10):
        reading = read_page(blog(ENTRIES[-count:]), URL, memory=reading.memory)
        assert not reading.cannot_tell
        assert len(entries_of(reading)) == count


def test_entry_that_falls_off_the_window_is_silent_and_one_that_arrives_is_new():
    first = read_page(blog(ENTRIES[2:7]), URL)
    second = read_page(blog(ENTRIES[:5]), URL, memory=first.memory)
    assert first.article is not None
    assert second.article is not None
    kinds = {str(change.kind) for change in compare(first.article, second.article)} - {"wording"}
    assert {entry.key for entry in second.article.live} - {entry.key for entry in first.article.live} == {"#e9", "#e8"}
    assert not [kind for kind in kinds if kind.endswith(("value", "removed", "changed"))]


POST = '<div class="live-entry" id="u{n}"><header><time datetime="2031-05-03T0{n}:10:00Z">0{n}:10</time></header><h3>Step {n}</h3><p>The water rose by {n}2 centimetres in that hour.</p></div>'
STATE = '<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "Basin fills"}</script>'


@pytest.mark.parametrize(
    "around",
    [
        '<article class="post" id="post-9"><time datetime="2031-05-03T08:00:00Z">8 am</time><h1>Basin fills</h1><p>{lead}</p>{posts}</article>',
        '<article class="post" id="post-9"><h1>Basin fills</h1><div class="entry-content"><p>{lead}</p><div class="live-entry-list">{posts}</div></div></article>',
        '<h1>Basin fills</h1><p>{lead}</p><section class="entry" id="monday"><time datetime="2031-05-03">3 May</time>{posts}</section>',
    ],
)
def test_box_that_holds_the_entries_is_none_itself(around: str):
    posts = "".join(POST.format(n=n) for n in range(5, 0, -1))
    html = f"<html><head><title>Live: basin</title>{STATE}</head><body><main>{around.format(lead=LEAD, posts=posts)}</main></body></html>"
    reading = read_page(html, URL)
    assert entries_of(reading) == [f"#u{n}" for n in range(5, 0, -1)]


def test_blog_without_any_other_text_is_a_new_baseline_where_the_rules_are_new():
    html = blog(ENTRIES[:4], lead="")
    first = read_page(html, URL)
    known = Memory(first.memory.site, {**first.memory.page, "rules": 1})
    assert read_page(html, URL, memory=first.memory).relearned is None
    assert read_page(html, URL, memory=known).relearned == "release"


def test_entries_under_days_are_all_entries():
    days = "".join(
        f"<section><h2>Day {day}</h2>{''.join(POST.format(n=n) for n in (3 * day + 2, 3 * day + 1, 3 * day))}</section>"
        for day in (2, 1, 0)
    )
    html = f"<html><head><title>Live: basin</title>{STATE}</head><body><main><h1>Basin fills</h1><p>{LEAD}</p>{days}</main></body></html>"
    assert entries_of(read_page(html, URL)) == [f"#u{n}" for n in range(8, -1, -1)]


def test_entries_of_one_minute_are_not_one_entry_and_the_older_keeps_its_name():
    def shown(*numbers: int) -> str:
        posts = "".join(POST.format(n=n).replace(f' id="u{n}"', "").replace(f"T0{n}:10", "T09:10") for n in numbers)
        return f"<html><head><title>Live: basin</title>{STATE}</head><body><main><h1>Basin fills</h1><p>{LEAD}</p>{posts}</main></body></html>"

    first = read_page(shown(3, 2, 1), URL)
    second = read_page(shown(4, 3, 2, 1), URL, memory=first.memory)
    assert len(set(entries_of(first))) == 3
    assert entries_of(second)[1:] == entries_of(first)


def test_story_about_something_live_is_no_blog():
    text = "".join(f"<p>{one} It was the {n}th evening.</p>" for n, one in enumerate([LEAD] * 4))
    html = f'<html><head><title>Live music</title></head><body><h1>Live music</h1><article class="post" id="post-9"><time datetime="2026-04-16">16 April</time>{text}</article></body></html>'
    reading = read_page(html, "https://news.example/live/music")
    assert reading.article is not None
    assert reading.article.live == ()


def test_accepting_a_doubt_holds_at_the_next_look():
    first = read_page(page_of(14), URL)
    doubted = read_page(page_of(9), URL, memory=first.memory)
    assert doubted.cannot_tell
    told = Memory(doubted.memory.site, accepted(doubted.memory.page))
    assert not read_page(page_of(9), URL, memory=told).cannot_tell
    assert read_page(page_of(7), URL, memory=told).cannot_tell  # something else than what was accepted


def page_of(count: int) -> str:
    """A story of so many paragraphs, behind which an offer stands: a wall ends no doubt by staying."""
    wall = "" if count == 14 else "<div><p>Subscribe to continue reading this article.</p></div>"
    body = "".join(f"<p>{LEAD} That was on day {n} of the filling, the company said.</p>" for n in range(count))
    return f"<html><head><title>Basin fills</title></head><body><article><h1>Basin fills</h1>{body}{wall}</article></body></html>"
