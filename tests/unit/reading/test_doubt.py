"""When a page must not be compared with what it showed before, and what lifts the doubt."""

from __future__ import annotations

import pytest

from spiders.article import Reason
from spiders.reading import read_page
from tests.unit.reading.pages import PARAGRAPHS, page

URL = "https://quay.example/2026/03/03/wall"
OTHER = tuple(
    f"The ferry number {n} was late by {n + 3} minutes because of fog over the outer sound." for n in range(8)
)
OFFER = '<div class="offer"><p>Subscribe now to continue reading this story.</p><a href="/login">Log in</a></div>'


def test_text_replaced_as_a_whole_is_held_back_until_a_second_fetch_agrees():
    first = read_page(page(), URL)
    second = read_page(page(OTHER), URL, memory=first.memory)
    assert second.cannot_tell
    assert "paragraphs" in second.doubt
    third = read_page(page(OTHER), URL, memory=second.memory)
    assert not third.cannot_tell
    assert third.article is not None
    assert third.article.paragraphs == OTHER


def test_page_that_recovers_is_compared_with_the_last_good_version():
    first = read_page(page(), URL)
    broken = read_page(page(OTHER), URL, memory=first.memory)
    again = read_page(page(), URL, memory=broken.memory)
    assert not again.cannot_tell
    assert again.article == first.article


def test_article_cut_by_a_paywall_is_not_an_edit():
    first = read_page(page(), URL)
    second = read_page(page(PARAGRAPHS[:5], behind=OFFER, free=False), URL, memory=first.memory)
    assert second.cannot_tell


LONG = tuple(f"On pier {n} the mast of a boat fell {n + 2} metres. {PARAGRAPHS[n % 8]}" for n in range(40))


def test_wall_that_stays_never_becomes_a_deletion():
    first = reading = read_page(page(LONG), URL)
    for _ in range(3):
        reading = read_page(page(LONG[:30], behind=OFFER), URL, memory=reading.memory)
        assert reading.doubt.startswith("wall: the last 10 of 40"), reading.refusal
    assert read_page(page(LONG), URL, memory=reading.memory).article == first.article


def test_deletion_above_an_offer_that_always_stood_there_is_told_at_the_second_look():
    first = read_page(page(LONG, behind=OFFER), URL)
    assert first.article is not None
    second = read_page(page(LONG[:30], behind=OFFER), URL, memory=first.memory)
    third = read_page(page(LONG[:30], behind=OFFER), URL, memory=second.memory)
    assert third.article is not None
    assert (second.cannot_tell, third.cannot_tell) == (True, False)
    assert third.article.paragraphs == LONG[:30]


def test_stub_before_a_paywall_is_refused_on_the_first_look():
    reading = read_page(page(PARAGRAPHS[:2], behind=OFFER, free=False), URL)
    assert reading.refusal is not None
    assert reading.refusal.reason is Reason.PAYWALL


def test_whole_text_with_a_paywall_flag_is_an_article():
    reading = read_page(page(free=False), URL)
    assert reading.article is not None
    assert reading.article.paywalled


def test_two_lost_paragraphs_at_the_end_are_doubted_once():
    first = read_page(page(), URL)
    second = read_page(page(PARAGRAPHS[:6]), URL, memory=first.memory)
    assert second.cannot_tell
    third = read_page(page(PARAGRAPHS[:6]), URL, memory=second.memory)
    assert not third.cannot_tell


def test_one_deleted_paragraph_is_an_edit_and_no_doubt():
    first = read_page(page(), URL)
    shorter = PARAGRAPHS[:3] + PARAGRAPHS[4:]
    second = read_page(page(shorter), URL, memory=first.memory)
    assert not second.cannot_tell
    assert second.article is not None
    assert second.article.paragraphs == shorter


def test_edit_of_the_only_paragraph_of_a_flash_is_no_doubt():
    flash = ("An explosion was heard near the container port of Ostrey shortly after 6am, the harbour office said.",)
    first = read_page(page(flash), URL)
    changed = (flash[0].replace("6am", "5am"),)
    second = read_page(page(changed), URL, memory=first.memory)
    assert not second.cannot_tell
    assert second.article is not None
    assert second.article.paragraphs == changed


@pytest.mark.parametrize("status", [404, 410])
def test_article_is_removed_only_at_the_second_miss_in_a_row(status: int):
    first = read_page(page(), URL)
    once = read_page("<h1>Gone</h1>", URL, status=status, memory=first.memory)
    assert once.refusal is not None
    assert once.refusal.reason is Reason.REMOVED
    assert not once.removed
    twice = read_page("<h1>Gone</h1>", URL, status=status, memory=once.memory)
    assert twice.removed


def test_article_that_comes_back_between_two_misses_is_not_removed():
    first = read_page(page(), URL)
    once = read_page("", URL, status=404, memory=first.memory)
    back = read_page(page(), URL, memory=once.memory)
    assert back.article == first.article
    assert not read_page("", URL, status=404, memory=back.memory).removed


def test_server_error_between_two_misses_starts_the_count_again():
    first = read_page(page(), URL)
    once = read_page("", URL, status=404, memory=first.memory)
    failed = read_page("", URL, status=503, memory=once.memory)
    assert not read_page("", URL, status=404, memory=failed.memory).removed
