"""Whatever bytes come, a reading comes back: an Article or a Refusal, soon, and the same one every time."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spiders.reading import read_page
from tests.unit.reading.pages import NEWSLETTER, PARAGRAPHS, page

URL = "https://quay.example/2026/03/03/wall"
PAGE = page(between={2: NEWSLETTER})
PIECES = [
    "<",
    ">",
    '"',
    "&",
    "\x00",
    "</p>",
    "<div>",
    "<table>",
    "<template>",
    "</script>",
    "<!--",
    "<svg>",
    "\ufffd",
    "<p>",
    "]]>",
    "{",
]


def whole(html: bytes | str, memory: object = None) -> None:
    reading = read_page(html, URL, memory=memory)  # type: ignore[arg-type]
    assert (reading.article is None) != (reading.refusal is None)
    if reading.refusal is not None:
        assert "reading failed" not in reading.refusal.evidence


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    cuts=st.lists(st.tuples(st.integers(0, len(PAGE)), st.sampled_from(PIECES)), max_size=12),
    end=st.integers(0, len(PAGE)),
)
def test_mutilated_page_is_read_or_refused(cuts: list[tuple[int, str]], end: int):
    html = PAGE[:end]
    for at, piece in cuts:
        html = html[:at] + piece + html[at:]
    whole(html)


@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(body: bytes):
    whole(body)


@settings(max_examples=40, deadline=None)
@given(start=st.integers(0, 400), length=st.integers(0, 4000))
def test_memory_of_a_whole_page_bears_a_torn_one(start: int, length: int):
    memory = read_page(PAGE, URL).memory
    whole(PAGE[:start] + PAGE[start + length :], memory)


@pytest.mark.parametrize(
    "html",
    [
        "<div>x" * 10_000,
        "<span>x" * 10_000,
        "<div>" * 5_000 + f"<p>{PARAGRAPHS[0]}</p>" * 50,
        "a<br>" * 60_000,
        '<script type="application/ld+json">' + "[" * 100_000,
        "<ul>" + '<li><a href="/x">A headline long enough to count</a></li>' * 20_000,
    ],
    ids=["nested blocks", "nested inlines", "deep paragraphs", "line breaks", "open json", "links"],
)
def test_pathological_page_takes_less_than_two_seconds_of_work(html: str):
    started = time.process_time()
    whole(html)
    assert time.process_time() - started < 2


def test_five_megabytes_of_paragraphs_are_an_article():
    html = "<html><body><article>" + f"<p>{PARAGRAPHS[0]}</p>" * 45_000 + "</article></body></html>"
    reading = read_page(html, URL)
    assert reading.article is not None
    assert len(reading.article.paragraphs) > 1000


def test_fragment_without_a_skeleton_is_an_article():
    html = " ".join(PARAGRAPHS).replace("Dunmore Marine", '<a href="/d">Dunmore Marine</a>')
    reading = read_page(html, URL)
    assert reading.article is not None
    assert reading.article.paragraphs == (" ".join(PARAGRAPHS),)


def test_signpost_in_front_of_a_fragment_is_not_in_its_body():
    lead = '<b>Live updates: All the latest on the </b><a href="/live"><b>Ostrey vote</b></a> '
    reading = read_page(lead + " ".join(PARAGRAPHS), URL)
    assert reading.article is not None
    assert reading.article.paragraphs == (" ".join(PARAGRAPHS),)


def test_signpost_with_other_words_is_no_difference():
    text = " ".join(PARAGRAPHS)
    first = read_page('<b>Live updates: All the latest on the </b><a href="/live"><b>Ostrey vote</b></a> ' + text, URL)
    later = '<b>As it happens: minute by minute from the </b><a href="/live"><b>harbour debate</b></a> ' + text
    assert read_page(later, URL, memory=first.memory).article == first.article
    assert read_page(later, URL).article == first.article


def test_bold_linked_name_at_the_start_of_a_sentence_stays_in_it():
    html = (
        '<p><b><a href="/d">Dunmore Marine</a></b> '
        + "has built sea defences at nine ports along this coast since 1988.</p>"
    )
    reading = read_page(html + f"<p>{PARAGRAPHS[0]}</p>", URL)
    assert reading.article is not None
    assert reading.article.paragraphs[0].startswith("Dunmore Marine has built")


def test_paragraphs_by_line_breaks_are_cut_apart():
    reading = read_page(page(("<br><br>".join(PARAGRAPHS),)), URL)
    assert reading.article is not None
    assert reading.article.paragraphs == PARAGRAPHS
