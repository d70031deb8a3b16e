"""The invented newsrooms of the bench hold what their truth says, and what is wrong with a reading of one is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.newsrooms import FEATURES, HELD_OUT, SITES, MadePage, Truth, pages
from benchmarks.reading_features import at_first_look, at_later_look, lines_of, measure
from spiders.reading import read_page


def made(site: str, feature: str, seed: str = "pier") -> MadePage:
    return next(pages(seed, [site], [feature]))


def test_one_more_site_or_feature_changes_none_of_the_others():
    assert made("fields", "parts") in list(pages("pier"))
    assert made("fields", "parts") != made("fields", "parts", "quay")


@pytest.mark.parametrize("site", SITES)
def test_truth_of_a_page_stands_in_its_source(site: str):
    for page in pages("pier", [site]):
        texts = page.truth.paragraphs if page.feature != "inline marks" else page.truth.paragraphs[:4]
        cells = [cell for row in page.truth.rows for cell in row]
        assert not [text for text in (*texts, *cells) if text not in page.html]


@pytest.mark.parametrize("feature", FEATURES)
def test_each_later_fetch_differs_from_the_first(feature: str):
    page = made("semantic", feature)
    assert page.later
    assert page.html not in [later.html for later in page.later]


def test_reading_that_lost_a_paragraph_or_a_row_is_wrong():
    page = made("semantic", "table with a head")
    reading = read_page(page.html, page.url)
    assert at_first_look(page, reading) == ""
    more = replace(page, truth=replace(page.truth, paragraphs=(*page.truth.paragraphs, "Nobody wrote this.")))
    assert at_first_look(more, reading).startswith("lost")
    row = replace(page, truth=Truth(page.truth.paragraphs, (("Ostrey", "1"),)))
    assert at_first_look(row, reading).startswith("rows")


def test_change_that_is_not_told_or_not_wanted_is_wrong():
    page = made("semantic", "parts")
    first = read_page(page.html, page.url)
    figure = next(later for later in page.later if later.what == "figure")
    after = read_page(figure.html, page.url, memory=first.memory)
    assert at_later_look(figure, first, after) == ""
    assert at_later_look(replace(figure, told=(("1", "77777"),)), first, after)
    assert at_later_look(replace(figure, told=()), first, after)


@pytest.mark.parametrize("site", SITES)
def test_pages_of_each_site_are_read_right_and_only_what_happened_is_told(site: str):
    found = measure(["pier"], [site])
    # Before anything is learned a line that counts looks like any other line; see leaves.py.
    missed = [one for tally in found.values() for one in tally.missed if ", restless leaves: besides" not in one]
    assert not missed


def test_figures_tell_tuned_and_held_out_sites_apart():
    lines = lines_of(measure(["pier"], [SITES[0], HELD_OUT[0]], ["layout table"]))
    assert lines[1].split()[-4:] == ["1/1", "1/1", "1/1", "1/1"]
    assert lines[-1].startswith("sum")
