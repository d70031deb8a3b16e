"""Each field of an article on its own: notices, captions, live entries, text kept in scripts, languages."""

from __future__ import annotations

import json

import pytest

from spiders.reading import read_page
from tests.unit.reading.pages import PARAGRAPHS, STANDFIRST, TITLE, page

URL = "https://quay.example/2026/03/03/wall"


def test_correction_is_lifted_out_of_the_body():
    note = '<p class="story-text">Correction: An earlier version of this article gave the cost as 2.6 million.</p>'
    article = read_page(page(behind=note), URL).article
    assert article is not None
    assert article.notices == ("Correction: An earlier version of this article gave the cost as 2.6 million.",)
    assert article.paragraphs == PARAGRAPHS


def test_caption_is_kept_apart_from_the_body():
    figure = "<figure><img src='x.jpg'><figcaption>The wall in January 2019, when 340 households were flooded</figcaption></figure>"
    article = read_page(page(between={1: figure}), URL).article
    assert article is not None
    assert article.captions == ("The wall in January 2019, when 340 households were flooded",)
    assert article.paragraphs == PARAGRAPHS


def test_metadata_is_read_from_the_markup():
    article = read_page(page(), URL).article
    assert article is not None
    assert (article.title, article.standfirst) == (TITLE, STANDFIRST)
    assert article.authors == ("Ines Okafor",)
    assert article.published == "2026-03-03T21:15:00Z"
    assert (article.language, article.outlet) == ("en", "The Quay")


ENTRIES = [
    ("e3", "19:40", "Vote carried", "The plan is carried by 11 votes to 3, with one councillor absent."),
    ("e2", "19:05", "Holloway speaks", "Piers Holloway calls the plan a wall in search of a wave."),
    ("e1", "18:30", "Doors open", "About 120 people have come, more than the hall has chairs for."),
]


def blog(entries: list[tuple[str, str, str, str]]) -> str:
    shown = "".join(
        f'<article id="{name}" class="entry"><header><time datetime="2026-03-03T{at}:00Z">{at}</time><h2>{title}</h2></header><p>{text}</p></article>'
        for name, at, title, text in entries
    )
    return page(
        ("The council of Ostrey votes tonight on raising its harbour wall.",),
        title="Ostrey vote live",
        behind=f"<div>{shown}</div>",
    )


def test_live_entries_are_found_by_repetition_and_keyed_by_name():
    article = read_page(blog(ENTRIES), URL).article
    assert article is not None
    assert [entry.key for entry in article.live] == ["#e3", "#e2", "#e1"]
    assert article.live[1].title == "Holloway speaks"
    assert article.live[2].text == "About 120 people have come, more than the hall has chairs for."
    assert article.paragraphs == ("The council of Ostrey votes tonight on raising its harbour wall.",)


def test_new_live_entry_leaves_the_others_and_the_lead_as_they_were():
    first = read_page(
        blog(
            ENTRIES[1:]
            + [("e0", "18:00", "Good evening", "Welcome to the council of Ostrey, which meets at half past six.")]
        ),
        URL,
    )
    second = read_page(blog(ENTRIES), URL, memory=first.memory)
    assert first.article is not None
    assert second.article is not None
    assert not second.cannot_tell
    assert second.article.paragraphs == first.article.paragraphs
    assert {entry.key for entry in second.article.live} - {entry.key for entry in first.article.live} == {"#e3"}


def test_stated_updates_come_before_repetition():
    stated = {"@type": "LiveBlogPosting", "headline": "Ostrey vote live", "datePublished": "2026-03-03T18:00:00Z", "liveBlogUpdate": [
        {"@type": "BlogPosting", "headline": title, "articleBody": text, "datePublished": f"2026-03-03T{at}:00Z", "url": f"{URL}#{name}"}
        for name, at, title, text in ENTRIES]}  # fmt: skip
    head = f'<script type="application/ld+json">{json.dumps(stated)}</script>'
    article = read_page(page(PARAGRAPHS[:1], head=head, marked=False), URL).article
    assert article is not None
    assert [entry.key for entry in article.live] == [f"{URL}#{name}" for name, *_ in ENTRIES]


@pytest.mark.parametrize(
    "script",
    [
        '<script id="__NEXT_DATA__" type="application/json">{}</script>',
        "<script>window.__STATE__ = {};</script>",
        "<script>window.App=window.App||{{}};App.content={};App.other=1</script>",
    ],
)
def test_text_that_is_only_in_a_scripts_state_is_read(script: str):
    state = {"story": {"title": TITLE, "lead": STANDFIRST, "body": [{"type": "paragraph", "html": text} for text in PARAGRAPHS]},
             "latest": [{"title": "Ferry late", "teaser": "The ferry was late by 40 minutes, the harbour office said."}] * 6}  # fmt: skip
    html = f'<html><head><title>{TITLE}</title><meta property="og:type" content="article"><meta property="og:title" content="{TITLE}"></head><body><div id="app"></div>'
    markup = script.replace("{{}}", "<<>>").replace("{}", json.dumps(state)).replace("<<>>", "{}")
    article = read_page(html + markup + "</body></html>", URL).article
    assert article is not None
    assert article.paragraphs == PARAGRAPHS
    assert article.standfirst == STANDFIRST


def test_declarative_shadow_root_is_read_as_a_browser_shows_it():
    inner = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    html = f'<html><body><h1>{TITLE}</h1><story-body><template shadowrootmode="open">{inner}</template></story-body></body></html>'
    article = read_page(html, URL).article
    assert article is not None
    assert article.paragraphs == PARAGRAPHS


@pytest.mark.parametrize(
    ("lang", "charset", "text"),
    [
        (
            "ar",
            "cp1256",
            "قال محافظ المدينة إن السد الجديد سيحمي 340 منزلا من الفيضانات خلال الشتاء المقبل، وإن العمل يبدأ في آذار.",
        ),
        (
            "ru",
            "cp1251",
            "Мэр города сообщил, что новая стена защитит 340 домов от наводнений будущей зимой, работы начнутся в марте.",
        ),
    ],
)
def test_page_that_lies_about_its_charset_is_read_by_its_language(lang: str, charset: str, text: str):
    html = f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{text[:30]}</title></head><body><article>'
    body = (html + "".join(f"<p>{text} {n}.</p>" for n in range(5)) + "</article></body></html>").encode(charset)
    article = read_page(body, URL, headers={"Content-Type": "text/html"}).article
    assert article is not None
    assert article.paragraphs[0] == f"{text} 0."


def test_rows_of_a_table_are_no_paragraphs():
    table = "<table><tr><th>Year</th><th>Boats</th></tr><tr><td>2019</td><td>31 boats</td></tr><tr><td>2026</td><td>26 boats</td></tr></table>"
    first = read_page(page(), URL)
    article = read_page(page(between={6: table}), URL, memory=first.memory).article
    assert article is not None
    assert article.table_lines() == ("2019, Boats: 31 boats", "2026, Boats: 26 boats")
    assert not [text for text in article.paragraphs if "boats" in text and "2026" in text]


def test_unstated_date_is_searched_in_the_text_once_and_then_remembered():
    html = page(marked=False).replace(
        '<time datetime="2026-03-03T21:15:00Z">5 minutes ago</time>', "Published 3 March 2026"
    )
    first = read_page(html, URL)
    assert first.article is not None
    assert first.article.published == "2026-03-03"
    again = read_page(html.replace("Published 3 March 2026", "Published 9 June 2026"), URL, memory=first.memory)
    assert again.article is not None
    assert again.article.published == "2026-03-03"


def test_outlet_name_behind_the_headline_is_no_part_of_it():
    html = page().replace(f'property="og:title" content="{TITLE}"', f'property="og:title" content="{TITLE} - The Quay"')
    article = read_page(html, URL).article
    assert article is not None
    assert article.title == TITLE


LEAD = '<div class="story-standfirst">{}</div>'


def with_lead(lead: str) -> str:
    return page().replace(f'<p class="story-standfirst">{STANDFIRST}</p>', LEAD.format(lead))


def test_line_added_to_the_box_of_a_standfirst_is_told():
    first = read_page(with_lead(f"<p>{STANDFIRST}.</p>"), URL)
    added = "The fee was put at 8 percent on Friday."
    for lead in (f"<p>{STANDFIRST}.</p><p>{added}</p>", f"<p>{STANDFIRST}.</p>{added}"):
        article = read_page(with_lead(lead), URL, memory=first.memory).article
        assert article is not None
        assert (article.standfirst, article.paragraphs) == (f"{STANDFIRST}. {added}", PARAGRAPHS)


def test_standfirst_is_found_where_a_short_line_elsewhere_stands_alike():
    lead = '<div class="meta"><p>The council voted 11-3 for a plan that shuts the inner basin.</p></div>'
    html = page(title="Wall").replace(f'<p class="story-standfirst">{STANDFIRST}</p>', lead)
    html = html.replace("</article>", '<div class="meta"><p>Read more on this</p></div></article>')
    article = read_page(html, URL).article
    assert article is not None
    assert article.standfirst == "The council voted 11-3 for a plan that shuts the inner basin."


def test_sentence_in_a_list_of_controls_is_no_standfirst():
    words = "Mark the wrong words in the text. Two clicks send them to our newsroom. " * 5
    box = f"<ul><li>Share</li><li>E-mail</li><li>Report<div>{words}</div></li></ul>"
    html = page(standfirst="").replace('<p class="story-standfirst"></p>', box)
    article = read_page(html, URL).article
    assert article is not None
    assert article.standfirst == ""


def test_second_headline_above_a_standfirst_is_told_with_it():
    def both(second: str) -> str:
        return page().replace('<p class="story-standfirst">', f'<h2>{second}</h2><p class="story-standfirst">')

    first = read_page(both("The vote was 11-3 and came at 9pm"), URL)
    again = read_page(both("The vote was 11-4 and came at 9pm"), URL, memory=first.memory)
    for reading, votes in ((first, "11-3"), (again, "11-4")):
        assert reading.article is not None
        assert reading.article.standfirst == f"The vote was {votes} and came at 9pm {STANDFIRST}"
        assert (reading.article.title, reading.article.paragraphs) == (TITLE, PARAGRAPHS)
    assert read_page(both("The vote was 11-4 and came at 9pm"), URL, memory=again.memory).article == again.article
