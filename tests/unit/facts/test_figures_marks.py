"""Marks on a scale, counts that look like years, and ordinals in two words."""

import pytest

from monitor.facts import find_figures

MARKS = [
    ("Critics gave it an average of 7.5/10.", "7.5", "of 10"),
    ("It has a score of 61 out of 100.", "61", "of 100"),
    ("The inn was rated 4/5 by guests.", "4", "of 5"),
    ("The paper printed 3/5 stars.", "3", "of 5"),
    ("About 9 out of 10 voters agreed.", "0.9", "share"),  # a share of people
    ("It fell on 3/4 of the roads.", "0.75", ""),  # a fraction
]


@pytest.mark.parametrize(("text", "value", "unit"), MARKS)
def test_a_mark_keeps_its_number_and_its_scale_and_a_share_stays_a_share(text: str, value: str, unit: str) -> None:
    (figure,) = find_figures(text)
    assert (str(figure.value), figure.unit) == (value, unit)


COUNTS = ["The state has 2134 confirmed cases.", "There were 1374 new infections.", "The firm sold 2014 boats."]
YEARS = ["In 2015 cases rose.", "Her 2014 boat sank.", "The 2019 elections were free.", "Since 2020 people have left."]


@pytest.mark.parametrize("text", COUNTS)
def test_what_is_had_or_sold_is_a_count_even_if_it_looks_like_a_year(text: str) -> None:
    assert len(find_figures(text)) == 1


@pytest.mark.parametrize("text", YEARS)
def test_a_year_before_a_noun_is_no_count(text: str) -> None:
    assert find_figures(text) == []


def test_an_ordinal_in_two_words_is_no_count() -> None:
    assert find_figures("Her twenty-first song came out in spring.") == []
