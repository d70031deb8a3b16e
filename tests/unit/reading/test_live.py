"""Live blogs, in the ways sites write them: entries keep their key, and one edit is one entry that differs."""

from __future__ import annotations

from typing import Any

import pytest

from spiders.article import Article, Reading
from spiders.reading import read_page
from tests.unit.reading.sites import markup, site

URL = "https://news.example/live/reservoir"
LEAD = "Water began to flow into the basin at Calder Fell on Thursday morning, eleven months after it was emptied."
Entry = tuple[str, str, str, tuple[str, ...]]
ENTRIES: list[Entry] = [
    (
        f"e{n}",
        f"2026-04-16T{8 + n // 2:02}:{30 * (n % 2):02}:00Z",
        f"Step {n} of the filling",
        (
            f"The level rose by {n * 3 + 2} centimetres in the hour, the water company said at noon.",
            f"About {n * 110 + 90} people watched from the wall, stewards counted.",
        ),
    )
    for n in reversed(range(10))
]


def updates(entries: list[Entry], way: str) -> dict[str, Any]:
    """The markup of a live blog; `way` says what it leaves out or where it hides."""
    found = []
    for name, time, title, texts in entries:
        update = {"@type": "BlogPosting", "headline": title, "datePublished": time, "articleBody": "\n".join(texts)}
        if way == "markup":
            update["articleBody"] = "".join(f"<p>{text}</p>" for text in texts)
        if way == "no headline":
            del update["headline"]
        if way == "page address":
            update["url"] = URL
        elif way == "id":
            update["@id"] = f"{URL}#{name}"
        elif way != "no address":
            update["url"] = f"{URL}#{name}"
        found.append(update)
    blog = {"@type": "LiveBlogPosting", "headline": "Basin filled", "datePublished": "2026-04-16T07:00:00Z", "liveBlogUpdate": found}  # fmt: skip
    if way == "two types":
        blog["@type"] = ["NewsArticle", "LiveBlogPosting"]
    if way == "graph":
        story = {"@type": "NewsArticle", "headline": "Basin filled", "datePublished": "2026-04-16", "author": {"name": "Lena Haj"}}  # fmt: skip
        return {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, story, blog]}
    return {"@type": "WebPage", "mainEntity": blog} if way == "nested" else blog


LAYOUTS = {
    "article": '<article id="{name}" class="entry"><header><time datetime="{time}">{clock}</time><h2>{title}</h2></header>{texts}</article>',
    "box": '<div class="css-8da1 post"><span><time datetime="{time}">{clock}</time></span><h3>{title}</h3><div>{texts}</div></div>',
    "item": '<li id="{name}"><time datetime="{time}">{clock}</time> <strong>{title}</strong>{texts}</li>',
    "section": '<section class="Entry_root__a1b2c" id="{name}"><p><time datetime="{time}">{clock}</time></p><h2>{title}</h2>{texts}<footer><a href="#{name}">Share</a></footer></section>',
    "clock": '<div class="entry" id="{name}"><div class="at">{clock}</div><h3>{title}</h3>{texts}</div>',
    "none": "",
}
WAYS = ["", "no address", "page address", "id", "markup", "no headline", "two types", "graph", "nested", "none"]
KINDS = [(layout, way) for layout in LAYOUTS for way in WAYS if (layout, way) != ("none", "none")]


def blog(entries: list[Entry], layout: str, way: str, lead: str = LEAD) -> str:
    shown = "".join(
        LAYOUTS[layout].format(
            name=name, time=time, clock=time[11:16], title=title, texts="".join(f"<p>{text}</p>" for text in texts)
        )
        for name, time, title, texts in entries
    )
    title = "Basin filled: live updates"
    main = f'<article class="live"><h1>{title}</h1><p class="lead">{lead}</p><div class="feed">{shown}</div></article>'
    head = '<meta property="og:type" content="article">' + (markup(updates(entries, way)) if way != "none" else "")
    return site("en", "wp", main, title, head=head)


def read(html: str, before: Reading | None = None) -> Reading:
    reading = read_page(html, URL, memory=before.memory if before else None)
    assert reading.article is not None
    assert not reading.cannot_tell
    return reading


def entries_of(reading: Reading) -> dict[str, tuple[str, str]]:
    assert isinstance(reading.article, Article)
    return {entry.key: (entry.title, entry.text) for entry in reading.article.live}


@pytest.mark.parametrize(("layout", "way"), KINDS)
def test_entries_keep_their_keys_when_they_are_turned_round_or_paged(layout: str, way: str):
    first = read(blog(ENTRIES, layout, way))
    known = entries_of(first)
    assert len(known) == len(ENTRIES)
    assert entries_of(read(blog(ENTRIES[::-1], layout, way), first)) == known
    paged = entries_of(read(blog(ENTRIES[:5], layout, way), first))
    assert len(paged) == 5
    assert paged.items() <= known.items()


@pytest.mark.parametrize(("layout", "way"), KINDS)
def test_one_edited_entry_is_the_only_one_that_differs(layout: str, way: str):
    first = read(blog(ENTRIES, layout, way))
    name, time, title, texts = ENTRIES[4]
    edited = [*ENTRIES[:4], (name, time, title, (texts[0].replace("centimetres", "metres"), texts[1])), *ENTRIES[5:]]
    known, now = entries_of(first), entries_of(read(blog(edited, layout, way), first))
    assert known.keys() == now.keys()
    assert sum(known[key] != now[key] for key in known) == 1


@pytest.mark.parametrize(("layout", "way"), [kind for kind in KINDS if kind[1] != "no headline"])
def test_entry_with_another_headline_is_the_same_entry(layout: str, way: str):
    first = read(blog(ENTRIES, layout, way))
    name, time, _, texts = ENTRIES[4]
    edited = [*ENTRIES[:4], (name, time, "Another headline", texts), *ENTRIES[5:]]
    known, now = entries_of(first), entries_of(read(blog(edited, layout, way), first))
    assert known.keys() == now.keys()
    assert sum(known[key] != now[key] for key in known) == 1


@pytest.mark.parametrize(("layout", "way"), KINDS)
def test_new_entry_and_edited_lead_leave_the_entries_alone(layout: str, way: str):
    first = read(blog(ENTRIES, layout, way))
    new = ("e99", "2026-04-16T14:00:00Z", "Basin full", ("The basin is full at 412 metres above the sea.",))
    second = read(blog([new, *ENTRIES], layout, way, LEAD.replace("eleven", "twelve")), first)
    assert entries_of(second).items() >= entries_of(first).items()
    assert len(entries_of(second)) == len(ENTRIES) + 1
    assert second.article is not None
    assert "twelve months" in " ".join((second.article.standfirst, *second.article.paragraphs))


@pytest.mark.parametrize("layout", [layout for layout in LAYOUTS if layout != "none"])
def test_list_of_links_to_the_entries_above_the_lead_does_not_hide_it(layout: str):
    links = "".join(f'<li><a href="#{name}">{title}</a></li>' for name, _, title, _ in ENTRIES[:4])
    second = "Swimmers must wait until the end of June, said the water company, which counted 62,000 households."

    def with_key_events(html: str) -> str:
        before, _, behind = html.partition('<p class="lead">')
        return f'{before}<div><h3>Key events</h3><ul>{links}</ul></div><div class="top"><p>{behind}'.replace(
            '<div class="feed">', f'<p>{second}</p></div><div class="feed">'
        )

    first = read(with_key_events(blog(ENTRIES, layout, "")))
    again = read(with_key_events(blog(ENTRIES, layout, "")).replace("62,000", "64,000"), first)
    assert first.article is not None
    assert again.article is not None
    assert second in first.article.paragraphs
    assert second.replace("62,000", "64,000") in again.article.paragraphs
    assert entries_of(again) == entries_of(first)
