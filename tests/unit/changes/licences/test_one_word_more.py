"""One describing word more or fewer says the same; a name, a number or a word that denies does not."""

import pytest

from tests.unit.changes.licences.judged import only, told


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The numbers were given to the station exclusively.", "The numbers were given to the station.", "en"),
        ("Die Stadt hat einen Park am Ufer.", "Die Stadt hat einen schönen Park am Ufer.", "de"),
    ],
)
def test_what_the_licence_excuses_is_told_by_nobody(old: str, new: str, lang: str) -> None:
    assert only("a describing word more or fewer", old, new, lang)


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The ship left port for Orlo.", "The ship Xin left port for Orlo.", "en"),
        ("The doors are open in Orlo.", "The doors are not open in Orlo.", "en"),
        ("Ida Voss, the mayor, left the port at noon.", "Ida Voss left the port at noon.", "en"),
        ("Boats left for Orlo.", "Boats left for Orlo at 5 p.m.", "en"),
    ],
)
def test_what_only_looks_like_it_is_told(old: str, new: str, lang: str) -> None:
    assert told(old, new, lang)
