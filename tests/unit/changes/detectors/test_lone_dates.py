"""A day or hour that one version gives alone is told, unless the other gives it in other words."""

from __future__ import annotations

import pytest

from tests.unit.changes.asked import told

_PAGE = "The hall of Brix stands by the harbour.|{}|It seats two hundred, and the roof leaks."


@pytest.mark.parametrize(
    ("lang", "came", "date"),
    [
        ("en", "Large gatherings are banned until 15 January 2031.", "15 January 2031"),
        ("de", "Bewerbungen sind bis 2. April möglich.", "2. April"),
        ("fr", "Une réunion est fixée au 23 mars.", "23 mars"),
        ("es", "La sala abrirá a finales de junio.", "finales de junio"),
        ("pt", "As inscrições terminam em 20 de outubro.", "20 de outubro"),
    ],
)
def test_the_date_of_a_new_sentence_is_told(lang: str, came: str, date: str) -> None:
    assert told(_PAGE.format(""), _PAGE.format(came), lang, ("datetime",)) == [("datetime.added", None, date)]
    assert told(_PAGE.format(came), _PAGE.format(""), lang, ("datetime",)) == [("datetime.removed", date, None)]


def test_a_day_of_a_month_that_was_given_bare_is_told() -> None:
    old, new = "The vote is due in April.", "The vote is due in April. On 17 April the list closes."
    assert told(_PAGE.format(old), _PAGE.format(new), sorts=("datetime",)) == [("datetime.added", None, "17 April")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The hall, built in 1974, was shut.", "The 1974 building was shut."),
        ("It closes at midnight.", "It closes at 12 midnight."),
        ("The mayor said so.", "The mayor said so on Tuesday."),
        # the digits of a year, which the other version gives as a number
        (
            "Two in five of the 1,500 pupils at the school learn Welsh, double the share of 10 years ago.",
            "Two in five of the 1500 pupils at the school learn Welsh, double the share of 10 years ago.",
        ),
    ],
)
def test_a_date_in_other_words_or_of_the_report_is_none(old: str, new: str) -> None:
    assert told(_PAGE.format(old), _PAGE.format(new), sorts=("datetime",)) == []


def test_a_year_that_no_number_of_the_other_version_has_is_told() -> None:
    old = "Two in five pupils at the school learn Welsh, double the share of 10 years ago."
    assert told(old, old.replace("10 years ago", "1500"), "en", ("datetime",)) == [("datetime.added", None, "1500")]
