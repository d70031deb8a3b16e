"""Quotes in the marks of any language, closed or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.facts.quotes import find_quotes

STYLES = [
    '"We will stay," she said.',  # straight
    "“We will stay,” she said.",  # curly
    "«We will stay», she said.",  # Spanish, Italian
    "« We will stay », she said.",  # French, with spaces
    "„We will stay“, she said.",  # German
    "»We will stay«, she said.",  # German in books, Danish
    "”We will stay”, she said.",  # Swedish
    "‘We will stay,’ she said.",  # British single
]


@pytest.mark.parametrize("text", STYLES)
def test_every_style_of_marks_gives_the_same_words(text: str) -> None:
    assert [quote.words for quote in find_quotes(text)] == [("we", "will", "stay")]


def test_a_quote_that_is_not_closed_ends_where_the_next_opens_or_with_its_paragraph() -> None:
    text = 'He said: "It is over. "We are going home." She said: “Not yet\nThe end.'
    assert [quote.text for quote in find_quotes(text)] == ["It is over.", "We are going home.", "Not yet"]


def test_apostrophes_and_inches_are_no_quotes() -> None:
    assert find_quotes("The boys’ game wasn’t long; it’s over.") == []
    assert find_quotes("It fell 5 inches short of the players' mark.") == []


def test_a_quote_inside_a_quote_is_part_of_it() -> None:
    (quote,) = find_quotes("“She told me ‘go home’ and left,” he said.")
    assert quote.words == ("she", "told", "me", "go", "home", "and", "left")


@given(st.text(alphabet=st.sampled_from("ab .,\n\"“”«»„‘’'"), max_size=80) | st.text(max_size=80))
def test_any_text_gives_ordered_spans_of_itself(text: str) -> None:
    end = 0
    for quote in find_quotes(text):
        assert quote.start >= end
        assert text[quote.start : quote.end] == quote.text
        end = quote.end
