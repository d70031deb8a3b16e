"""A paragraph read once: figures by sentence, with the place of the paragraph, at the price of the figures alone."""

import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.facts import find_figures
from monitor.facts.dates import find_dates
from monitor.facts.paragraphs import read_paragraph
from monitor.facts.quotes import find_quotes
from monitor.facts.sources import find_sources
from monitor.text.sentences import sentences

STORY = (
    "A flood struck Velm on Monday. At least 41 people were killed in Velm, officials said. Another 12 are missing. "
    "Schools will stay shut."
)


def test_each_sentence_is_given_with_its_own_figures() -> None:
    facts = read_paragraph(STORY)
    assert [(f.start, f.end) for f in facts] == [(s.start, s.end) for s in sentences(STORY)]
    assert [[figure.surface for figure in f.figures] for f in facts] == [[], ["At least 41"], ["12"], []]


def test_a_sentence_without_a_place_has_the_only_one_of_its_paragraph() -> None:
    assert [figure.place for f in read_paragraph(STORY) for figure in f.figures] == ["Velm", "Velm"]


def test_a_line_break_ends_the_paragraph_and_its_place() -> None:
    facts = read_paragraph("In Orla, 3 people died.\nFirefighters saved 9 people.")
    assert [figure.place for f in facts for figure in f.figures] == ["Orla", ""]


WORDS = [
    "In Orla",
    "41 people",
    "were killed",
    "5,000",
    "e\u0301te\u0301",
    "\u200f",
    "twelve",
    ".",
    "\n",
    "Brix",
    ", ",
    "¾ km",
]


@given(st.lists(st.sampled_from(WORDS), max_size=14), st.sampled_from(["en", "fr", "de", "ar", "xx"]))
def test_the_figures_are_those_of_the_text_and_stand_in_their_sentence(pieces: list[str], lang: str) -> None:
    text = " ".join(pieces)
    facts = read_paragraph(text, lang)
    assert [figure for f in facts for figure in f.figures] == find_figures(text, lang)
    assert all(a.end <= b.start for a, b in pairwise(facts))
    assert all(f.start <= g.start and g.end <= f.end for f in facts for g in f.figures)
    assert all(text[g.start : g.end] == g.surface for f in facts for g in f.figures)


def _moving(length: int) -> str:
    """One sentence of a length in which figures move, sources speak, dates pass and quotes open."""
    parts = []
    for n in range(length // 90 + 1):
        parts.append(f"shares rose {n % 90} percent to {n} points in May 2031, police said “{n} people died” and ")
    return "".join(parts)[:length]


def _spent(finder: Callable[..., object], text: str) -> float:
    began = time.process_time()
    finder(text)
    return time.process_time() - began


@pytest.mark.parametrize("finder", [find_figures, read_paragraph, find_dates, find_sources, find_quotes])
def test_one_long_sentence_costs_in_line_with_its_length(finder: Callable[..., object]) -> None:
    finder(_moving(2_000))  # the words are read at the first call
    times = []
    for length in (50_000, 100_000, 200_000):
        text = _moving(length)
        times.append(_spent(finder, text))
    print(finder.__name__, *(f"{spent:.3f}" for spent in times))  # -s shows the times at n, 2n and 4n
    assert times[2] < 2  # 0.5 s on an idle core
    assert times[2] < 10 * max(times[0], 0.05)  # a square would be 16
