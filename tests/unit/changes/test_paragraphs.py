"""Rows for the side-by-side view: every paragraph once, edits beside each other, moves marked."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.changes.paragraphs import Row, align_paragraphs

PARAGRAPHS = st.lists(
    st.sampled_from(
        ["", "The toll rose to 5.", "The toll rose to 6.", "Rain fell.", "He left town.", "Rain fell again."]
    ),
    max_size=12,
)


@given(old=PARAGRAPHS, new=PARAGRAPHS)
def test_every_paragraph_of_both_versions_is_in_exactly_one_row(old: list[str], new: list[str]) -> None:
    rows = align_paragraphs(old, new)
    assert [row.new for row in rows if row.new is not None] == new
    assert sorted(row.old for row in rows if row.old is not None) == sorted(old)


@given(same=PARAGRAPHS)
def test_equal_versions_have_no_moved_and_no_lone_paragraph(same: list[str]) -> None:
    assert align_paragraphs(same, same) == [Row(text, text) for text in same]


def test_an_edited_paragraph_stands_beside_its_former_self() -> None:
    old = ["Rain fell.", "Police said 12 people were hurt in the crash.", "He left."]
    new = ["Rain fell.", "Police said 14 people were hurt in the crash.", "He left."]
    assert align_paragraphs(old, new)[1] == Row(old[1], new[1])


def test_a_moved_paragraph_is_one_row_marked_as_moved() -> None:
    assert align_paragraphs(["First.", "Second.", "Third."], ["Third.", "First.", "Second."]) == [
        Row("Third.", "Third.", True),
        Row("First.", "First."),
        Row("Second.", "Second."),
    ]


def test_a_paragraph_that_is_gone_stands_where_it_stood() -> None:
    assert align_paragraphs(["First.", "Gone for good.", "Third."], ["First.", "Third."]) == [
        Row("First.", "First."),
        Row("Gone for good.", None),
        Row("Third.", "Third."),
    ]


def test_unlike_paragraphs_are_not_shown_as_an_edit() -> None:
    assert align_paragraphs(["The sea was calm."], ["Markets fell sharply on fears about trade."]) == [
        Row("The sea was calm.", None),
        Row(None, "Markets fell sharply on fears about trade."),
    ]
