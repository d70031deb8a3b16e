"""The word diff: exact in both directions, and a figure is one word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.changes.words import Piece, diff_words


def side(pieces: list[Piece], sign: str) -> str:
    return "".join(piece.text for piece in pieces if piece.op in ("=", sign))


TEXT = st.text(alphabet=st.characters(), max_size=60)
PROSE = st.lists(
    st.sampled_from(
        ["the", "toll", "rose", "to", "41,100", "in", "$1.2bn", "30%", "Gaza", ",", ".", "said", "“", "\n", "٤١٬١٠٠"]
    ),
    max_size=40,
).map(" ".join)


@given(old=TEXT | PROSE, new=TEXT | PROSE)
def test_pieces_rebuild_both_texts_exactly(old: str, new: str) -> None:
    pieces = diff_words(old, new)
    assert side(pieces, "-") == old
    assert side(pieces, "+") == new


@given(old=PROSE, new=PROSE)
def test_neighbouring_pieces_differ_in_sign_and_none_is_empty(old: str, new: str) -> None:
    pieces = diff_words(old, new)
    assert all(piece.text for piece in pieces)
    assert all(one.op != two.op for one, two in zip(pieces, pieces[1:], strict=False))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("41,100", "41,200"),  # comma groups
        ("41.100", "41.200"),  # point groups
        ("41 100", "41 200"),  # groups after a plain space
        ("41\u202f100", "41\u202f200"),  # groups after a narrow no-break space
        ("41’100", "41’200"),  # Swiss groups
        ("٤١٬١٠٠", "٤١٬٢٠٠"),  # Arabic digits
        ("$1.2bn", "$1.3bn"),  # currency in front, scale behind
        ("1,2 %", "1,3 %"),  # a space before the percent sign
        ("-5%", "-6%"),  # a sign
        ("€1,000", "€1,001"),  # only the last digit differs
    ],
)
def test_a_figure_is_never_cut_in_the_middle(old: str, new: str) -> None:
    pieces = diff_words(f"The sum was {old} on Monday.", f"The sum was {new} on Monday.")
    assert pieces == [Piece("=", "The sum was "), Piece("-", old), Piece("+", new), Piece("=", " on Monday.")]


def test_a_range_keeps_its_two_ends_apart() -> None:
    assert Piece("-", "40") in diff_words("between 30-40 people", "between 30-50 people")


def test_two_words_edited_side_by_side_are_one_edit() -> None:
    pieces = diff_words("police held two men at noon", "police held six women at noon")
    assert [piece for piece in pieces if piece.op != "="] == [Piece("-", "two men"), Piece("+", "six women")]


def test_more_distinct_words_than_private_characters_are_still_exact() -> None:
    old = " ".join(f"a{n}" for n in range(80_000))
    new = " ".join(f"b{n}" for n in range(80_000))
    pieces = diff_words(old, new)
    assert (side(pieces, "-"), side(pieces, "+")) == (old, new)


def test_a_long_text_with_many_edits_keeps_what_stayed() -> None:
    old = [f"word{n}" for n in range(4_000)]
    new = ["other" if n % 5 == 0 else word for n, word in enumerate(old)]
    pieces = diff_words(" ".join(old), " ".join(new))
    assert side(pieces, "+") == " ".join(new)
    assert sum(piece.op == "-" for piece in pieces) == 800


def test_lone_surrogates_pass_through() -> None:
    assert diff_words("a \ud800 b", "a \udfff b") == [
        Piece("=", "a "),
        Piece("-", "\ud800"),
        Piece("+", "\udfff"),
        Piece("=", " b"),
    ]


def test_equal_texts_give_one_piece_and_empty_ones_none() -> None:
    assert diff_words("same", "same") == [Piece("=", "same")]
    assert diff_words("", "") == []
