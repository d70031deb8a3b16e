"""What a first look at a page must give, on pages written out in full here."""

from __future__ import annotations

from spiders.article import Reason
from spiders.reading import read_page

PAGE = """<!doctype html><html lang="en"><head><title>Harbour wall to be raised | The Quay</title>
<meta property="og:title" content="Harbour wall to be raised"></head><body>
<nav><a href="/">Home</a><a href="/sport">Sport</a></nav>
<main><article><h1>Harbour wall to be raised</h1>
<p>The harbour wall at Ostrey will be raised by 1.4 metres after the council voted 11-3 in favour on Tuesday night.</p>
<p>Work is to begin in March and will cost 6.2 million, most of it paid by the regional flood fund, officials said.</p>
<p>About 340 households behind the wall were flooded in the storm of January 2019, the worst since records began.</p>
</article></main><footer><p>© The Quay. All rights reserved.</p></footer></body></html>"""


def test_body_is_read_in_order_without_the_furniture_around_it():
    article = read_page(PAGE, "https://quay.example/wall").article
    assert article is not None
    assert article.title == "Harbour wall to be raised"
    assert [p[:24] for p in article.paragraphs] == [
        "The harbour wall at Ostr",
        "Work is to begin in Marc",
        "About 340 households beh",
    ]


def test_same_page_gives_the_same_reading():
    assert read_page(PAGE, "https://quay.example/wall") == read_page(PAGE, "https://quay.example/wall")


def test_missing_page_is_refused_as_removed():
    reading = read_page("<h1>Not found</h1>", "https://quay.example/wall", status=404)
    assert reading.refusal is not None
    assert reading.refusal.reason is Reason.REMOVED


def test_nothing_at_all_is_refused_as_empty():
    reading = read_page(b"", "https://quay.example/wall")
    assert reading.refusal is not None
    assert reading.refusal.reason is Reason.EMPTY
