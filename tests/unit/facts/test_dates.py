"""Dates and times: every written form of one day gives the same parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.facts.dates import Date, DateIndex, find_dates

FORMS = [
    ("the vote is on 14 May 2026", "en", {"day:14", "month:5", "year:2026"}),  # day first
    ("the vote is on May 14th, 2026", "en", {"day:14", "month:5", "year:2026"}),  # month first
    ("the vote is on 2026-05-14", "en", {"day:14", "month:5", "year:2026"}),  # ISO 8601
    (
        "the vote is on Thursday, 14 May",
        "en",
        {"weekday:4", "day:14", "month:5"},
    ),  # a weekday beside the date is one date
    ("le vote est le 1er mars 2026", "fr", {"day:1", "month:3", "year:2026"}),  # French ordinal
    ("la votación es el 14 de mayo de 2026", "es", {"day:14", "month:5", "year:2026"}),  # Spanish "de"
    ("die Wahl ist am 14. Mai 2026", "de", {"day:14", "month:5", "year:2026"}),  # German ordinal dot
    ("a votação é na quinta-feira, 14 de maio", "pt", {"weekday:4", "day:14", "month:5"}),  # hyphenated weekday
    ("في 11 ديسمبر", "ar", {"day:11", "month:12"}),  # Arabic month name
    ("doors close at 8.30 p.m. GMT", "en", {"time:2030", "zone:gmt"}),  # 12-hour clock with a zone
    ("doors close at 20:30", "en", {"time:2030"}),  # 24-hour clock
    ("les portes ferment à 20h30", "fr", {"time:2030"}),  # French clock
    ("die Türen schließen um 20.30 Uhr", "de", {"time:2030"}),  # German clock
]


@pytest.mark.parametrize(("text", "lang", "parts"), FORMS, ids=[text for text, _, _ in FORMS])
def test_one_day_has_the_same_parts_in_every_form(text: str, lang: str, parts: set[str]) -> None:
    assert [set(date.parts) for date in find_dates(text, lang)] == [parts]


def test_both_months_of_a_hyphen_are_read_and_the_end_of_a_range_of_days() -> None:
    assert [date.text for date in find_dates("the July-September period, from 1-5 August 2026")] == [
        "July",
        "September",
        "5 August 2026",
    ]
    assert find_dates("Jean-Mai a parlé", "fr") == []


@pytest.mark.parametrize(
    "text",
    [
        "they may leave",  # a month that is a verb
        "the 2-1 win at 20.5 degrees",  # scores and decimals
        "flight MN204 carried 1,500 people",  # numbers with separators
        "they sat in the sun",  # a weekday's short form
    ],
)
def test_words_and_numbers_that_look_like_dates_are_none(text: str) -> None:
    assert find_dates(text) == []


def test_the_day_of_a_statement_and_the_day_of_a_figure_are_told_apart() -> None:
    said, held, event = find_dates("Police said on Friday that as of Monday the road to open on 3 June was closed.")
    assert (said.of_saying, said.as_of) == (True, False)
    assert (held.of_saying, held.as_of) == (False, True)
    assert (event.of_saying, event.as_of) == (False, False)


def test_a_fuller_date_agrees_with_a_shorter_one_and_another_day_does_not() -> None:
    (full,) = find_dates("on Thursday, 14 May 2026")
    (short,) = find_dates("on May 14")
    (other,) = find_dates("on May 15")
    assert full.agrees(short)
    assert not full.agrees(other)


PARTS = st.frozensets(st.sampled_from(["day:1", "day:2", "month:5", "year:2026", "weekday:4"]), min_size=1)


@given(st.lists(PARTS, max_size=6), PARTS)
def test_an_index_of_dates_answers_as_asking_each_date_does(
    others: list[frozenset[str]], parts: frozenset[str]
) -> None:
    dates = [Date("", 0, 0, other) for other in others]
    asked = Date("", 0, 0, parts)
    assert DateIndex(dates).agrees(asked) == any(asked.agrees(date) for date in dates)


@given(st.text(max_size=200), st.sampled_from(["en", "fr", "es", "de", "pt", "ar", "zz", ""]))
def test_any_text_gives_ordered_spans_of_itself(text: str, lang: str) -> None:
    end = 0
    for date in find_dates(text, lang):
        assert date.start >= end
        assert text[date.start : date.end] == date.text
        end = date.end
