"""What an editor who writes a story anew keeps: quotes handed on in other words, turns told by other words, figures."""

import pytest

from monitor.changes import Change, Kind, Level, compare
from spiders.article import Article


def told(old: str, new: str, lang: str = "en") -> list[Change]:
    found = compare(Article.from_text(old.split("\n"), lang=lang), Article.from_text(new.split("\n"), lang=lang))
    return [change for change in found if change.kind is not Kind.WORDING]


def alerts(old: str, new: str, lang: str = "en") -> list[Change]:
    found = compare(Article.from_text(old.split("\n"), lang=lang), Article.from_text(new.split("\n"), lang=lang))
    return [change for change in found if change.level is Level.ALERT]


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
    assert alerts(before, after) == []
    assert alerts(after, before) == []


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
    assert alerts(before, after, lang) == []
    assert alerts(after, before, lang) == []


def steps(old: str, new: str, lang: str = "en") -> set[tuple[str, str]]:
    changes = told(old, new, lang)
    assert {change.kind for change in changes} <= {Kind.FIGURE_VALUE}
    return {(str(change.old.lo), str(change.new.lo)) for change in changes if change.old and change.new}


def test_two_figures_of_one_sentence_are_known_by_standing_together_though_every_word_is_new() -> None:
    before = "The bank met in Orlo. Its shares closed 2.1 percent lower at $14.30."
    after = "The bank met in Orlo. On the exchange, the stock fell 4.8 percent to $13.61."
    assert steps(before, after) == {("2.1", "4.8"), ("14.30", "13.61")}


def test_a_figure_is_known_by_its_paragraph_where_its_sentence_was_merged_into_another() -> None:
    before = "The unions demand a rise of 6 percent. Managers propose 3.5 percent."
    after = "A rise of 6 percent is what unions demand for all, while managers there will go to 4.5 percent."
    assert steps(before, after) == {("3.5", "4.5")}


def test_two_counts_of_one_concept_go_to_the_counts_with_their_own_words() -> None:
    before = "In Orla county 212 cases were found by health officials. Without any vaccine were 197 of those infected."
    after = "A total of 263 people infected, health officials in Orla found. Vaccine had been given to none of 246 infected."
    assert steps(before, after) == {("212", "263"), ("197", "246")}


@pytest.mark.parametrize(
    ("before", "after", "step"),
    [
        # a bare year
        (
            "The yard is busy. A second ferry is due to sail in 2031.",
            "The yard is busy. Nobody expects its second ferry before 2032, it says.",
            ("2031", "2032"),
        ),
        # a month
        (
            "The jet flew low. Its last overhaul was in February.",
            "The jet, which flew low, was overhauled in January by its owner.",
            ("February", "January"),
        ),
    ],
)
def test_a_date_is_known_by_a_word_beside_it_though_its_sentence_is_new(
    before: str, after: str, step: tuple[str, str]
) -> None:
    (change,) = told(before, after)
    assert change.kind is Kind.DATETIME_CHANGED
    assert change.old is not None
    assert change.new is not None
    assert (change.old.text.rstrip("."), change.new.text) == step


def test_a_date_that_stands_elsewhere_is_no_change() -> None:
    before = "The ferry sailed in 2031. It was built in 2019."
    after = "Built in 2019, the ferry sailed in 2031."
    assert alerts(before, after) == []
