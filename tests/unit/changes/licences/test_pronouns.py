"""A pronoun says what the name before it said; a thing that was named nowhere is new."""

import pytest

from tests.unit.changes.licences.judged import only, told


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The market closed early because of it.", "The market closed early because of the rain.", "en"),
        (
            "Der Markt hat drei Tore, zwei davon sind offen.",
            "Der Markt hat drei Tore, zwei dieser Eingänge sind offen.",
            "de",
        ),
        (
            "The market has gates and cellars, and it keeps them dry.",
            "The market has gates and cellars, and it keeps these rooms dry.",
            "en",
        ),
    ],
)
def test_what_the_licence_excuses_is_told_by_nobody(old: str, new: str, lang: str) -> None:
    assert only("pronoun", old, new, lang)


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The mill closed early because of it.", "The mill closed early because of the fire.", "en"),
        ("The clerk took it home.", "The clerk took the hammer home.", "en"),
        ("The clerk burned it in the yard.", "The clerk burned their house in the yard.", "en"),
        ("The clerk burned them in the yard.", "The clerk burned these Orlo papers in the yard.", "en"),
    ],
)
def test_what_only_looks_like_it_is_told(old: str, new: str, lang: str) -> None:
    assert told(old, new, lang)
