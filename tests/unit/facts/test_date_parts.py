"""Dates that a word beside them makes narrower, in six languages."""

from __future__ import annotations

import pytest

from monitor.facts.dates import Date, find_dates


def _only(text: str, lang: str) -> Date:
    dates = find_dates(text, lang)
    assert len(dates) == 1, dates
    return dates[0]


@pytest.mark.parametrize(
    ("lang", "old", "new"),
    [
        ("en", "The ferry is due in early June.", "The ferry is due in late June."),
        ("en", "The ferry is due in mid-June.", "The ferry is due at the end of June."),
        ("en", "The mill opens in mid-2031.", "The mill opens in late 2031."),
        ("en", "It is shut until Monday noon.", "It is shut until Monday evening."),
        ("en", "The fair is on the second Sunday.", "The fair is on the third Sunday."),
        ("de", "Die Fähre kommt Anfang Juni.", "Die Fähre kommt Ende Juni."),
        ("de", "Der Bus fuhr am Montagmorgen.", "Der Bus fuhr am Montagabend."),
        ("fr", "Le bac arrive début juin.", "Le bac arrive mi-juin."),
        ("fr", "Le bac part lundi matin.", "Le bac part lundi soir."),
        ("es", "El barco llega a principios de junio.", "El barco llega a finales de junio."),
        ("pt", "O barco chega no início de junho.", "O barco chega em meados de junho."),
        ("ar", "تصل السفينة في أوائل يونيو", "تصل السفينة في أواخر يونيو"),
    ],
)
def test_another_part_of_a_month_year_or_day_is_another_date(lang: str, old: str, new: str) -> None:
    assert not _only(old, lang).agrees(_only(new, lang))


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("en", "in early June", "in June"),
        ("en", "in late June", "at the end of June"),
        ("en", "on Monday evening", "on Monday night"),  # desks put one for the other
        ("en", "at 12 noon", "at 12:00"),
        ("fr", "à minuit", "à 0h00"),
        ("de", "am Montagabend", "am Montag"),
    ],
)
def test_the_same_day_in_other_or_fewer_words_agrees(lang: str, one: str, other: str) -> None:
    assert _only(one, lang).agrees(_only(other, lang))


def test_a_year_before_a_comma_is_a_year() -> None:
    assert [d.text for d in find_dates("The hall, built in 1974, was shut.")] == ["1974"]
    assert find_dates("It sold 1,974,200 copies.") == []


def test_the_stop_of_the_sentence_is_no_part_of_the_date() -> None:
    assert _only("It opens on 14 December.", "en").text == "14 December"
    assert _only("It opens on 14 Dec. in Orlo.", "en").text == "14 Dec."


def test_the_day_on_which_something_is_expected_is_no_day_of_a_statement() -> None:
    assert not _only("A result is expected on Tuesday.", "en").of_saying
    assert not _only("The leak was discovered on 9 June.", "en").of_saying
    assert _only("The mayor announced on Tuesday that he would go.", "en").of_saying
