"""Scraped text is shown as text, and marks never split a number."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.messages.marks import Piece, around, marked, one_line, shown, spanned


def words(pieces: tuple[Piece, ...], mark: str) -> list[str]:
    return [piece.text for piece in pieces if piece.mark == mark]


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("More than 41,100 died.", "More than 41,200 died.", ["41,100"], ["41,200"]),
        # A decimal, a time, an ordinal word: one token each.
        ("It rose 1.25 per cent", "It rose 1.26 per cent", ["1.25"], ["1.26"]),
        ("at 14:30 on Monday", "at 14:45 on Monday", ["14:30"], ["14:45"]),
        # Thousands apart by a hard blank.
        ("41\u202f100 morts", "41\u202f200 morts", ["41\u202f100"], ["41\u202f200"]),
        # Arabic-Indic digits with their own separators.
        ("٤١٬١٠٠ قتيل", "٤١٬٢٠٠ قتيل", ["٤١٬١٠٠"], ["٤١٬٢٠٠"]),
        # Two neighbouring words are one mark.
        ("the army said so", "civil defence said so", ["the army"], ["civil defence"]),
        ("they don't know", "they do know", ["don't"], ["do"]),
        ("same", "same", [], []),
    ],
)
def test_only_what_differs_is_marked(old: str, new: str, removed: list[str], added: list[str]) -> None:
    was, now = marked(old, new)
    assert (words(was, "removed"), words(now, "added")) == (removed, added)


def test_one_number_in_a_long_paragraph_is_all_that_is_marked() -> None:
    # difflib takes the frequent tokens of long texts for junk unless it is told not to.
    was, now = marked("now " + "the toll " * 120 + "41,100", "the toll " * 120 + "41,200")
    assert (words(was, "removed"), words(now, "added")) == (["now ", "41,100"], ["41,200"])


SENTENCES = st.text(st.sampled_from("ab 1,2.é\u202fן\n"), max_size=60) | st.text(max_size=60)


@given(old=SENTENCES, new=SENTENCES)
def test_pieces_joined_give_the_sentences_back(old: str, new: str) -> None:
    was, now = marked(old, new)
    assert "".join(piece.text for piece in was) == old
    assert "".join(piece.text for piece in now) == new
    assert {piece.mark for piece in was} <= {"same", "removed"}
    assert {piece.mark for piece in now} <= {"same", "added"}


def test_one_side_alone_is_marked_whole() -> None:
    assert marked("", "New words") == ((), (Piece("New words", "added"),))


def test_sentence_without_a_counterpart_has_only_its_fact_marked() -> None:
    pieces = spanned("The port said 40 people died.", "40 people", "removed")
    assert pieces == (Piece("The port said "), Piece("40 people", "removed"), Piece(" died."))
    # Words that the sentence does not hold as they are written mark all of it rather than nothing.
    assert spanned("Forty died.", "40", "added") == (Piece("Forty died.", "added"),)
    assert spanned("", "40", "added") == ()


def test_sentences_too_long_to_compare_are_marked_whole() -> None:
    old, new = "a " * 900, "b " * 900
    assert marked(old, new) == ((Piece(old, "removed"),), (Piece(new, "added"),))


def test_direction_marks_that_reorder_digits_are_shown_not_obeyed() -> None:
    assert shown("killed \u202e002,14\u202c people\x00") == "killed [RLO]002,14[PDF] people␀"


@given(st.text())
def test_nothing_shown_can_reorder_or_end_a_text(text: str) -> None:
    seen = shown(text)
    assert all(unicodedata.category(char) != "Cc" or char in "\t\n" for char in seen)
    assert not set(seen) & set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    seen.encode()


@given(st.text() | st.text(st.sampled_from("a\r\n\x00\u2028\u2029\x85\u202e\ud800 \x0b\x1c")))
def test_header_line_is_one_line_without_marks(text: str) -> None:
    line = one_line(text, 50)
    assert len(line) <= 50
    assert line.splitlines() in ([], [line])
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in line)
    assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff")


def test_joiners_that_spelling_needs_stay() -> None:
    assert one_line("می\u200cخواهم 👨\u200d👩") == "می\u200cخواهم 👨\u200d👩"


@given(before=st.text(max_size=300), words=st.text("xyz", min_size=1, max_size=20), after=st.text(max_size=300))
def test_shortened_sentence_still_holds_the_words_it_is_about(before: str, words: str, after: str) -> None:
    cut = around(before + words + after, words, 80)
    assert words in cut
    assert len(cut) <= 82
