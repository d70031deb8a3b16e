"""What a person says about a site's layout wins over what was learned, and never falls back in silence."""

from __future__ import annotations

import pytest

from spiders.article import Reading, Reason, Relearned
from spiders.override import override_for
from spiders.reading import Override, explain_page, read_page
from spiders.reading.overrides import why_unusable
from tests.unit.reading.pages import NEWSLETTER, PARAGRAPHS, RELATED, STANDFIRST, TITLE, page

URL = "https://quay.example/2026/03/03/wall"
PLAIN = Override("quay.example", "div.story-body")


def read(html: str, *overrides: Override, before: Reading | None = None, url: str = URL) -> Reading:
    return read_page(html, url, memory=before.memory if before else None, overrides=overrides)


def paragraphs(reading: Reading) -> tuple[str, ...]:
    assert reading.article is not None, reading.refusal
    return reading.article.paragraphs


def test_everything_in_the_selected_body_is_body_and_nothing_else():
    html = page(
        between={2: NEWSLETTER}, behind='<p class="odd">Read more: <a href="/x">the tide tables for 2027</a></p>'
    )
    found = paragraphs(read(html, PLAIN))
    assert "Read more: the tide tables for 2027" in found
    assert "The morning letter" in found
    assert all("Ferry timetable" not in text for text in found)


def test_what_is_to_be_dropped_is_dropped_wherever_it_stands():
    html = page(between={2: NEWSLETTER, 4: RELATED}).replace("11-3 in favour", 'eleven <i class="ad">Buy</i> to three')
    override = Override("quay.example", "div.story-body", drop=("div:has(> form)", ".more", "i.ad"))
    found = paragraphs(read(html, override))
    assert len(found) == len(PARAGRAPHS)
    assert "eleven to three" in found[0]


def test_override_wins_over_what_was_learned():
    html = page(behind='<p class="note">A second boat was found on the north shore, the coast guard said at noon.</p>')
    learned = read(html)
    only_paragraphs = Override("quay.example", ".story-text")
    assert paragraphs(learned)[-1].startswith("A second boat")
    assert paragraphs(read(html, only_paragraphs, before=learned)) == PARAGRAPHS


def test_fields_are_taken_from_where_the_override_says():
    html = page().replace(
        "<main>", '<main><h2 class="real">Wall vote</h2><p class="dek">In short.</p><i id="at">3 March</i>'
    )
    override = Override("quay.example", ".story-body", title="h2.real", standfirst=".dek", published="#at")
    article = read(html, override).article
    assert article is not None
    assert (article.title, article.standfirst, article.published) == ("Wall vote", "In short.", "3 March")
    assert article.paragraphs == PARAGRAPHS


def test_fields_without_a_selector_are_found_as_on_any_page():
    article = read(page(), PLAIN).article
    assert article is not None
    assert (article.title, article.standfirst) == (TITLE, STANDFIRST)


def test_first_paragraph_of_a_selected_body_is_never_taken_for_the_standfirst():
    html = page(standfirst=PARAGRAPHS[0]).replace(f'<p class="story-standfirst">{PARAGRAPHS[0]}</p>', "")
    assert paragraphs(read(html, PLAIN)) == PARAGRAPHS


@pytest.mark.parametrize(
    ("override", "named"),
    [
        (Override("quay.example", "div.gone"), "div.gone"),
        (Override("quay.example", ".story-body", title="h1.gone"), "h1.gone"),
        (Override("quay.example", "head > title"), "head > title"),
        (Override("quay.example", ".story-body", drop=(".story-body",)), ".story-body"),
    ],
)
def test_selector_that_matches_nothing_is_said_and_never_replaced_by_what_was_learned(override: Override, named: str):
    before = read(page())
    reading = read(page(), override, before=before)
    assert reading.article is None
    assert reading.cannot_tell
    assert reading.refusal is not None
    assert reading.refusal.reason is Reason.EMPTY
    assert named in reading.refusal.evidence
    assert "override" in reading.refusal.evidence


def test_standfirst_that_is_not_there_is_one_the_article_does_not_have():
    article = read(page(), Override("quay.example", ".story-body", standfirst=".none")).article
    assert article is not None
    assert article.standfirst == ""


def test_override_makes_an_article_of_a_page_that_would_be_refused():
    html = (
        "<html><head><meta name=robots content=noindex></head><body><div id=note><p>Three cranes fell.</p></div></body>"
    )
    assert read(html).article is None
    assert paragraphs(read(html, Override("quay.example", "#note"))) == ("Three cranes fell.",)


def test_wall_is_a_wall_whatever_the_override():
    html = "<html><head><title>Just a moment...</title></head><body><div id=note><h1>Checking your browser</h1></div></body>"
    refused = read(html, Override("quay.example", "#note")).refusal
    assert refused is not None
    assert refused.reason is Reason.BOT_WALL


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://quay.example/a", "quay.example"),
        ("https://www.quay.example/a", "quay.example"),
        ("https://live.sport.quay.example/a", "sport.quay.example"),
        ("https://QUAY.example.:8443/a", "quay.example"),
        ("https://notquay.example/a", None),
        ("https://example/a", None),
        ("", None),
        ("http://[broken", None),
    ],
)
def test_nearest_domain_wins(url: str, host: str | None):
    found = override_for([Override("quay.example", "p"), Override("sport.quay.example", "p")], url)
    assert (found.host if found else None) == host


def test_inline_element_selects_the_block_it_stands_in():
    html = page(wrap='<div class="line"><span class="words">{}</span></div>')
    assert paragraphs(read(html, Override("quay.example", "span.words"))) == PARAGRAPHS


def test_every_block_is_explained_under_an_override():
    html = page(between={2: NEWSLETTER})
    override = Override("quay.example", ".story-body", drop=("div:has(> form)",))
    verdicts = explain_page(html, URL, overrides=[override])
    words = {verdict.text: (verdict.kept, str(verdict.why)) for verdict in verdicts}
    assert words[PARAGRAPHS[0]] == (True, "override")
    assert words["The morning letter"] == (False, "dropped")
    assert words["Most read"] == (False, "outside")


def test_new_changed_and_removed_override_are_a_new_baseline_each_and_an_unchanged_one_is_none():
    first = read(page())
    assert first.relearned is None
    new = read(page(), PLAIN, before=first)
    assert new.relearned is Relearned.OVERRIDE
    same = read(page(), PLAIN, before=new)
    assert same.relearned is None
    narrow = read(page(), Override("quay.example", ".story-text:first-child"), before=same)
    assert narrow.relearned is Relearned.OVERRIDE
    assert not narrow.cannot_tell, "a person asked for the smaller body: no second fetch has to agree"
    removed = read(page(), before=narrow)
    assert removed.relearned is Relearned.OVERRIDE
    assert paragraphs(removed) == PARAGRAPHS


def test_removed_override_leaves_no_verdict_behind():
    narrow = Override("quay.example", ".story-text:first-child")
    again = read(page(), before=read(page(), narrow))
    assert again.article == read(page()).article


@pytest.mark.parametrize("selector", ["", "  ", "p..", "//p", "p:contains('x')", "p >", "::before"])
def test_unusable_selector_is_known_before_any_page(selector: str):
    assert why_unusable(selector)


@pytest.mark.parametrize(
    "selector", ["p", "div.story > p", "article p:not(.promo)", "[data-id] h2 ~ p", "div:has(> p)"]
)
def test_usable_selector_has_nothing_against_it(selector: str):
    assert why_unusable(selector) == ""
