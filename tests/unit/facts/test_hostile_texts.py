"""Texts meant to halt a reader: each finder of facts answers all of them, in bounded time and without raising."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.facts import find_figures
from monitor.facts.dates import find_dates
from monitor.facts.notices import inline_notices, line_kind
from monitor.facts.quotes import find_quotes
from monitor.facts.sources import find_sources
from monitor.text.sentences import sentences

FINDERS = [find_figures, find_dates, find_sources, find_quotes, sentences, line_kind, inline_notices]
LANGUAGES = ["en", "fr", "es", "de", "pt", "ar", "ja", "", "x-!!", "\ud800", "q" * 1000]
HOSTILE = {
    "digits": "9" * 1_000_000,  # a million digits in a row
    "numbers": "9 " * 500_000,
    "groups": "1,000," * 300_000,  # groups without end
    "words": "one hundred and " * 100_000,  # words without end
    "signs": "-" * 1_000_000,
    "surrogates": "\ud800 41 \udfff" * 50_000,
    "marks": "e\u0301\u200f4" * 200_000,
    "directions": "\u202e41\u202c \u0664\u0661 people " * 200_000,  # left to right and right to left
    "control": "\x00\x01\x1b[31m 41\x07 people" * 200_000,
    "prose": "At least 41,100 people were killed in Orla, officials said. " * 90_000,  # five megabytes
    "lines": "5\n" * 2_000_000,
    "cues": "said " * 1_000_000,
    "dates": "5 May 2020 " * 400_000,
    "quotes": "“a " * 1_500_000,
    "stops": "." * 5_000_000,
}
# The words by which figures are read, in orders that nobody would write.
PIECES = (
    "5 12,000 41'100 ٤١ $ € £3-4m % per ° °C § million Mrd. lakh thousand people killed votes metres km minutes year-old "
    "aged degrees below zero one in five and or to of the a half third dozen dozens scores between by more than up to at "
    'least Nr. 52-48 1.2bn deux cents mil zwei siebzig مليون قتيل , . - – ( ) " \u200f \ud800'
)


@pytest.mark.parametrize("finder", FINDERS, ids=lambda finder: finder.__name__)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_answered_in_time(finder: Callable[..., object], name: str) -> None:
    began = time.process_time()
    finder(HOSTILE[name])
    assert time.process_time() - began < 6  # 2 s on an idle core; the rest is for a loaded one under coverage


@settings(max_examples=200)
@given(st.text(st.characters(categories=None), max_size=200), st.sampled_from(LANGUAGES), st.sampled_from(FINDERS))
def test_no_text_and_no_language_makes_a_finder_raise(
    text: str, lang: str, finder: Callable[[str, str], object]
) -> None:
    assert finder(text, lang) == finder(text, lang)


@settings(max_examples=1000)
@given(st.lists(st.sampled_from(PIECES.split()), max_size=10), st.sampled_from(LANGUAGES), st.sampled_from(FINDERS[:3]))
def test_no_order_of_words_makes_a_finder_raise(
    pieces: list[str], lang: str, finder: Callable[[str, str], object]
) -> None:
    text = " ".join(pieces)
    assert finder(text, lang) == finder(text, lang)
