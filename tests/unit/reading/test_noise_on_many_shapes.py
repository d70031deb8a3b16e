"""Six fetches of a page of each shape under noise: no fact is told that nobody changed, and no true edit is lost."""

from __future__ import annotations

import pytest

from benchmarks.noise import EDITS, KINDS, NoisyPage
from benchmarks.noise_runs import Seen, run_one
from benchmarks.shapes import SHAPES, shaped
from spiders.reading import read_page


@pytest.mark.parametrize(("name", "lang"), SHAPES)
def test_page_of_each_shape_is_read_as_it_is(name: str, lang: str):
    page = shaped(name, lang)
    article = read_page(page.html, page.url).article
    assert article is not None
    assert article.paragraphs == page.paragraphs
    assert NoisyPage(page).usable


@pytest.mark.parametrize("kind", KINDS)
def test_noise_on_no_shape_tells_a_fact(kind: str):
    seen = Seen()
    for name, lang in SHAPES:
        run_one(NoisyPage(shaped(name, lang)), kind, "quiet", "", seen)
    assert seen.rereadings >= 60
    assert seen.alerts == []


@pytest.mark.parametrize("edited", EDITS)
def test_edit_under_noise_is_told_on_every_shape(edited: str):
    seen = Seen()
    for number, (name, lang) in enumerate(SHAPES):
        run_one(NoisyPage(shaped(name, lang)), KINDS[number % len(KINDS)], "edited", edited, seen)
    assert seen.edits >= 10
    assert seen.missed == []
    assert seen.alerts == []
