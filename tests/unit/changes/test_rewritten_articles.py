"""What an editor who writes a story anew keeps: quotes handed on in other words, turns told by other words, figures."""

import pytest

from monitor.changes import Change, Kind, compare
from spiders.article import Article


def told(old: str, new: str, lang: str = "en") -> list[Change]:
    found = compare(Article.from_text(old.split("\n"), lang=lang), Article.from_text(new.split("\n"), lang=lang))
    return [change for change in found if change.kind is not Kind.WORDING]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # the best words of it kept between marks
        (
            'The bridge is closed. "The engineers found cracks as wide as my finger in every arch," said Mayor Ilse Kran.',
            'The bridge is closed. Ilse Kran, the mayor, said engineers had found "cracks as wide as my finger" in every arch.',
        ),
        # its words kept, its marks gone
        (
            'The bridge is closed. "Stay away from the river unless you really have to cross it," a spokesman said.',
            "The bridge is closed. Stay away from the river, a spokesman asked, unless you really have to cross.",
        ),
    ],
)
def test_a_quote_handed_on_in_part_or_without_its_marks_is_no_quote_that_went(before: str, after: str) -> None:
    assert told(before, after) == []
    assert told(after, before) == []


def test_a_quote_that_is_handed_on_nowhere_still_went() -> None:
    before = 'The bridge is closed. "The engineers found cracks as wide as my finger in every arch," said Ilse Kran.'
    assert [change.kind for change in told(before, "The bridge is closed.")] == [Kind.QUOTE_REMOVED]


@pytest.mark.parametrize(
    ("before", "after", "lang"),
    [
        (
            "The old shop stood empty. Its owner died in March.",
            "Its owner having passed away, the shop is empty.",
            "en",
        ),
        ("The yard went bankrupt with its work undone.", "Its work was not done when the yard went bust.", "en"),
        ("Une vingtaine de maisons sont vides.", "Environ vingt maisons restent vides.", "fr"),
        (
            "القرار يبقي سعر الفائدة عند 5.5% في هذا الشهر.",
            "القرار يبقي سعر الفائدة من دون تغيير عند 5.5% في هذا الشهر.",
            "ar",
        ),
    ],
)
def test_the_same_told_by_other_words_gives_nothing(before: str, after: str, lang: str) -> None:
    assert told(before, after, lang) == []
    assert told(after, before, lang) == []
