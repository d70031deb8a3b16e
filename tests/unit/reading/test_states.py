"""Pages that are no article: one type each, with the evidence; and articles that only look like one of them."""

from __future__ import annotations

import pytest

from spiders.article import Reason
from spiders.reading import read_page
from tests.unit.reading.pages import PARAGRAPHS, page

URL = "https://quay.example/2026/03/03/wall"
LIST = "".join(f'<li><a href="/s/{n}">Ferry timetable number {n} is published today</a></li>' for n in range(14))


def site(title: str, main: str, head: str = "", robots: str = "noindex") -> str:
    return (
        f'<!doctype html><html lang="en"><head><title>{title} | The Quay</title><meta name="robots" content="{robots}">{head}</head>'
        f'<body><nav><a href="/">News</a></nav><main>{main}</main><aside><h2>Most read</h2><ol>{LIST}</ol></aside></body></html>'
    )


# status, page, reason; a comment a row says what it is like
CASES = [
    # a lost page served with status 200
    (200, site("Page not found", "<h1>Page not found</h1><p>It may have moved.</p>"), Reason.SOFT_404),
    (200, site("Seite nicht gefunden", "<h1>Seite nicht gefunden</h1>"), Reason.SOFT_404),
    # a form in front of the text
    (200, site("Sign in", '<h1>Sign in to The Quay</h1><form><input type="email"><input type="password"></form>'), Reason.LOGIN),
    # the site's own failure, status 200
    (200, site("Error", "<h1>Something went wrong</h1><p>Try again in a moment.</p>"), Reason.ERROR_PAGE),
    # works on the site
    (200, site("Back soon", "<h1>Down for maintenance</h1>"), Reason.MAINTENANCE),
    (503, "<html><head><title>Wartungsarbeiten</title></head><body><p>Gleich zurück.</p></body></html>", Reason.MAINTENANCE),
    # a gateway that got no answer
    (502, "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>", Reason.ERROR_PAGE),
    # a check of the browser, with and without an honest status
    (200, '<html><head><title>Just a moment...</title></head><body><script src="/cdn-cgi/challenge-platform/x.js"></script></body></html>', Reason.BOT_WALL),
    (403, "<html><body><h1>Access denied</h1></body></html>", Reason.BOT_WALL),
    (429, "", Reason.BOT_WALL),
    # consent asked before anything is shown
    (200, '<html><head><title>Before you continue</title></head><body><div class="cookie-wall"><h1>We value your privacy</h1><p>We and our 88 partners use cookies.</p><button>Accept</button></div></body></html>', Reason.CONSENT),
    # forbidden for this reader's country, or by law
    (451, "", Reason.LEGAL_BLOCK),
    (403, "<html><body><h1>This content is not available in your region</h1></body></html>", Reason.GEO_BLOCK),
    (402, "", Reason.PAYWALL),
    (401, "", Reason.LOGIN),
    # an application that shows nothing without scripts
    (200, '<html><head><title>The Quay</title></head><body><div id="root"></div><script src="/app.js"></script></body></html>', Reason.EMPTY),
    (200, "", Reason.EMPTY),
    # lists of articles
    (200, site("Harbour", f"<h1>Harbour</h1><ul>{LIST}</ul>", robots="index"), Reason.LISTING),
    # pictures with captions and no text
    (200, site("In pictures", "<h1>In pictures</h1>" + "".join(f"<figure><img src=x><figcaption>{n}/5 The quay in the year 19{n}0</figcaption></figure>" for n in range(1, 6)), robots="index"), Reason.MEDIA_ONLY),
    # the first words of another outlet's story
    (200, page(("The harbour wall at Ostrey will be raised by 1.4 metres after the council voted on…",), behind='<p><a href="https://other.example/x">Read the full story at The Tide</a></p>'), Reason.TRUNCATED),
]  # fmt: skip


@pytest.mark.parametrize(("status", "html", "reason"), CASES)
def test_page_that_is_no_article_is_refused_with_its_reason_and_evidence(status: int, html: str, reason: Reason):
    reading = read_page(html, URL, status=status)
    assert reading.article is None
    assert reading.refusal is not None
    assert reading.refusal.reason is reason
    assert reading.refusal.evidence
    assert reading.cannot_tell


def test_transfer_that_broke_off_in_a_sentence_is_truncated():
    html = page()
    cut = html[: html.index("records began") - 3]
    reading = read_page(cut, URL)
    assert reading.refusal is not None
    assert reading.refusal.reason is Reason.TRUNCATED


@pytest.mark.parametrize(
    "title",
    [
        "Page not found: the artist who collects error messages",
        "Subscribe to continue reading: how walls changed the news",
        "We value your privacy, says the banner that cost nine million",
        "Just a moment: the browser check that locked out a hospital",
        "Access denied: harbour gates shut to walkers",
    ],
)
def test_article_about_walls_is_an_article(title: str):
    reading = read_page(page(title=title), URL)
    assert reading.refusal is None
    assert reading.article is not None
    assert reading.article.paragraphs == PARAGRAPHS


def test_cookie_banner_over_an_article_is_not_part_of_it():
    banner = '<div id="onetrust-banner-sdk" role="dialog"><h2>About cookies</h2><p>We and our 912 partners use cookies to measure our audience.</p></div>'
    reading = read_page(page(before=banner), URL)
    assert reading.article is not None
    assert reading.article.paragraphs == PARAGRAPHS
