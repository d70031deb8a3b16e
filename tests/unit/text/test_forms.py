"""Words written in one, and what stands round a text: read from the lists of each language."""

import pytest

from monitor.text.forms import (
    article_prefixes,
    denying_prefixes,
    expanded,
    expanded_all,
    head_pattern,
    percent_pattern,
    slug_pattern,
)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("couldn't", ("could", "not")),
        ("won't", ("will", "not")),
        ("cannot", ("can", "not")),
        ("n't", ("n't",)),  # no verb before it
        ("knot", ("knot",)),
    ],
)
def test_a_denial_written_on_to_a_verb_is_a_word_of_its_own(word: str, parts: tuple[str, ...]) -> None:
    assert expanded(word, "en-GB") == parts
    assert expanded(word, "fr") == (word,)


def test_a_row_without_such_words_is_the_row_itself() -> None:
    row = ("the", "road", "opened")
    assert expanded_all(row, "en") is row
    assert expanded_all(("it", "isn't", "so"), "en") == ["it", "is", "not", "so"]


@pytest.mark.parametrize(
    ("text", "lang", "plain"),
    [
        ("4 per cent", "en", "4%"),
        ("4 percent", "en", "4%"),
        ("4 percentage points", "en", "4 percentage points"),
        ("4 Prozent", "de", "4%"),
        ("4 pour cent", "fr", "4%"),
        ("4 por ciento", "es", "4%"),
        ("4 por cento", "pt", "4%"),
        ("4 في المئة", "ar", "4%"),
    ],
)
def test_words_for_percent_are_the_sign(text: str, lang: str, plain: str) -> None:
    assert percent_pattern(lang).sub("%", text) == plain


def test_the_front_of_a_headline_is_known() -> None:
    assert slug_pattern().sub("", "UPDATE 2-Orlo votes") == "Orlo votes"
    assert slug_pattern().sub("", "UPDATES on the vote") == "UPDATES on the vote"
    assert head_pattern("en").match("Live updates: Orlo votes")
    assert head_pattern("fr").match("En direct : Orlo vote")
    assert not head_pattern("en").match("Liverpool votes")


def test_the_longest_denying_prefix_stands_first() -> None:
    assert denying_prefixes("en")[:2] == ("dis", "non")
    assert denying_prefixes("ar") == ()
    assert len(article_prefixes("ar")) == 1
    assert article_prefixes("en") == ()
