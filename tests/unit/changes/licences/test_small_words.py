"""A sentence in which only words of grammar differ says the same; a word that denies or bounds is none of them."""

import pytest

from tests.unit.changes.licences.judged import only, told


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The bridge in Orlo was closed.", "However, the bridge in Orlo was closed.", "en"),
        ("She left the hall and the car.", "She left the hall and her car.", "en"),
        ("Die Brücke in Orlo wurde gesperrt.", "Die Brücke in Orlo ist auch gesperrt.", "de"),
    ],
)
def test_what_the_licence_excuses_is_told_by_nobody(old: str, new: str, lang: str) -> None:
    assert only("connectives and fillers", old, new, lang)


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The bridge may open in Orlo.", "The bridge may not open in Orlo.", "en"),
        ("The ferry runs before noon.", "The ferry runs after noon.", "en"),
        ("Only members may vote in Orlo.", "Members may vote in Orlo until noon.", "en"),
    ],
)
def test_what_only_looks_like_it_is_told(old: str, new: str, lang: str) -> None:
    assert told(old, new, lang)
