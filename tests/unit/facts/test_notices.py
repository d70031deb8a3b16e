"""Correction notices are lifted out, furniture is left out, and reporting is neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.facts.notices import LineKind, inline_notices, line_kind

NOTICES = [
    ("Correction: An earlier version gave the wrong age.", "en"),
    ("CORRECTION (12 May): The headline named the wrong town.", "en"),
    ("This article was amended on 3 June to correct the spelling of a name.", "en"),
    ("An earlier version of this story misstated the length of the bridge.", "en"),
    ("Editor's note: We regret the error.", "en"),
    ("Rectificatif : une version précédente donnait un autre chiffre.", "fr"),
    ("Fe de errores: una versión anterior daba otra cifra.", "es"),
    ("Korrektur: In einer früheren Version stand eine andere Zahl.", "de"),
    ("Correção: uma versão anterior dava outro número.", "pt"),
]
FURNITURE = [
    ("Read more: five things to know", "en"),
    ("Updated 18:20", "en"),
    ("3 min read", "en"),
    ("© 2026 Example News", "en"),
    ("* * *", "en"),  # no letter at all
    ("Lire aussi : cinq choses à savoir", "fr"),
    ("Read more: five things to know", "es"),  # English furniture on a page in another language
]
REPORTS = [
    "The government issued a correction to its figures on Monday, and shares fell.",
    "Updated figures from the ministry show that 40 people were killed in the fire, which began at dawn.",
    "Police shared a photograph of the suspect.",
    "He read more than 400 letters from residents before the hearing.",
]


@pytest.mark.parametrize(("text", "lang"), NOTICES)
def test_a_correction_notice_is_known(text: str, lang: str) -> None:
    assert line_kind(text, lang) is LineKind.NOTICE


@pytest.mark.parametrize(("text", "lang"), FURNITURE)
def test_furniture_is_known(text: str, lang: str) -> None:
    assert line_kind(text, lang) is LineKind.FURNITURE


@pytest.mark.parametrize("text", REPORTS)
def test_a_report_is_neither_for_using_the_same_words(text: str) -> None:
    assert line_kind(text) is LineKind.REPORT


def test_a_note_in_brackets_is_found_inside_its_sentence() -> None:
    text = "Gusts reached 157 km/h (an earlier entry gave 148 km/h) at the cape (pictured)."
    assert [note.text for note in inline_notices(text)] == ["(an earlier entry gave 148 km/h)"]


@given(st.text(max_size=120), st.sampled_from(["en", "fr", "ar", "zz", ""]))
def test_any_line_has_a_kind(text: str, lang: str) -> None:
    assert line_kind(text, lang) in LineKind
    assert all(text[note.start : note.end] == note.text for note in inline_notices(text, lang))
