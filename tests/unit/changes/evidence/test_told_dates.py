"""Which dates of a sentence tell of the story."""

from __future__ import annotations

import pytest

from monitor.changes.evidence.told_dates import told_dates
from monitor.facts.sentence import Sentence
from monitor.text.words import words_of


def _dates(text: str, lang: str = "en") -> list[str]:
    return [d.text for d in told_dates(Sentence(text, "body", 0, 0, words_of(text), lang))]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Last updated: 6 January: the rules in short"),
        ("de", "Letzte Aktualisierungen: 06.01.2031: Das Wichtigste in Kürze; Hinweise."),
        ("en", "The mayor said on Tuesday that the bridge would open."),
    ],
)
def test_the_day_of_a_report_is_none_of_the_story(lang: str, text: str) -> None:
    assert _dates(text, lang) == []


@pytest.mark.parametrize(
    ("lang", "text", "date"),
    [
        ("en", "At the harbour: the ferry leaves on 6 January.", "6 January"),
        ("de", "Der Stand der Arbeiten: Am 6. Januar wird geöffnet.", "6. Januar"),
        ("en", "The vote is expected on 6 January.", "6 January"),
    ],
)
def test_all_others_are(lang: str, text: str, date: str) -> None:
    assert _dates(text, lang) == [date]
