"""Sentences: where a text is cut, and where it must not be."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.normal import compose, fold
from monitor.text.sentences import sentences


def texts(text: str, lang: str = "en") -> list[str]:
    return [span.text for span in sentences(text, lang)]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        # two plain sentences
        ("The river rose. It fell again.", "en", ["The river rose.", "It fell again."]),
        # a decimal
        ("It rose 3.5 metres. Then it fell.", "en", ["It rose 3.5 metres.", "Then it fell."]),
        # a title before a name
        ("We met Dr. Vane there. She left.", "en", ["We met Dr. Vane there.", "She left."]),
        # initials
        ("A book by J. R. Marsh won.", "en", ["A book by J. R. Marsh won."]),
        # a dotted abbreviation inside, and one that also ends a sentence
        (
            "The U.S. Navy came. It left the U.S. The rest stayed.",
            "en",
            ["The U.S. Navy came.", "It left the U.S.", "The rest stayed."],
        ),
        # the number sign
        ("He took bus No. 10 home.", "en", ["He took bus No. 10 home."]),
        # an ellipsis that goes on, and one that ends
        ("He waited... and waited... Then he left.", "en", ["He waited... and waited...", "Then he left."]),
        # the end mark inside a closing quote
        ("She said: “We are safe.” They slept.", "en", ["She said: “We are safe.”", "They slept."]),
        # a quoted question that its speaker follows
        ("“Is it over?” Mr Vane asked. Nobody knew.", "en", ["“Is it over?” Mr Vane asked.", "Nobody knew."]),
        # a line break always ends one, even without a mark
        ("Flood in Orla\nNine people are missing.", "en", ["Flood in Orla", "Nine people are missing."]),
        # German ordinals carry a dot
        ("Am 14. Mai starben 14. Die Polizei schwieg.", "de", ["Am 14. Mai starben 14.", "Die Polizei schwieg."]),
        # the Arabic question mark
        ("هل انتهى؟ لا أحد يعلم.", "ar", ["هل انتهى؟", "لا أحد يعلم."]),
        # wide marks without spaces
        ("死者は三人。負傷者は十人。", "ja", ["死者は三人。", "負傷者は十人。"]),
        ("", "en", []),
        (" \n\t ", "en", []),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text: str, lang: str, expected: list[str]) -> None:
    assert texts(text, lang) == expected


@given(st.text(max_size=200), st.sampled_from(["en", "de", "ar", "xx", ""]))
def test_sentences_keep_every_visible_character_in_order(text: str, lang: str) -> None:
    found = sentences(text, lang)
    assert all(text[s.start : s.end] == s.text == s.text.strip() for s in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert "".join("".join(s.text.split()) for s in found) == "".join(text.split())


def test_sentences_of_five_megabytes_take_no_longer_than_reading_them() -> None:
    text = "The toll rose to 41. Dr. Vane said so! " * 130_000
    began = time.process_time()
    sentences(text)
    assert time.process_time() - began < 10


@given(st.text(max_size=200))
def test_folding_keeps_the_length_and_settles_at_once(text: str) -> None:
    once = fold(text)
    assert len(once) == len(text)
    assert fold(once) == once


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("٤١٬١٠٠", "41,100"),  # Arabic-Indic digits with their thousands sign
        ("४१,१००", "41,100"),  # Devanagari digits
        ("41\u202f100", "41 100"),  # narrow no-break space
        ("“so” – ‘yes’", "\"so\" - 'yes'"),  # quotes and a dash
    ],
)
def test_folding_writes_digits_and_signs_in_ascii(raw: str, plain: str) -> None:
    assert fold(raw) == plain


@given(st.text(alphabet="ae\u0301\u0308\u200b\u00adx \u064e", max_size=40))
def test_composing_can_point_back_at_every_character(text: str) -> None:
    composed = compose(text)
    places = [composed.before(i) for i in range(len(composed.text) + 1)]
    assert places == sorted(places)
    assert places[-1] == len(text)


def test_composing_joins_marks_to_their_letters_and_drops_what_is_not_seen() -> None:
    assert compose("Cafe\u0301\u200b s").text == "Café s"
