"""A word that the thesaurus knows to say the same, or less, is wording; a sister word is another fact."""

import pytest

from tests.unit.changes.licences.judged import only, told


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The attorney left the court in Orlo.", "The lawyer left the court in Orlo.", "en"),
        ("The film begins at the old mill.", "The movie begins at the old mill.", "en"),
        ("The board met the physician at noon.", "The board met the doctor at noon.", "en"),
    ],
)
def test_what_the_licence_excuses_is_told_by_nobody(old: str, new: str, lang: str) -> None:
    assert only("synonym", old, new, lang)


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The farmers will boycott the fair.", "The farmers will attend the fair.", "en"),
        ("The strike begins on the north side.", "The strike begins on the south side.", "en"),
        ("A dancer lives above the shop.", "A boxer lives above the shop.", "en"),
    ],
)
def test_what_only_looks_like_it_is_told(old: str, new: str, lang: str) -> None:
    assert told(old, new, lang)
