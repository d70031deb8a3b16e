"""Another form of the same word says the same; its opposite by a prefix does not."""

import pytest

from tests.unit.changes.licences.judged import only, told


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The guard carried the child home.", "The guard was carrying the child home.", "en"),
        ("The child fell near the mill in Orlo.", "The children fell near the mill in Orlo.", "en"),
    ],
)
def test_what_the_licence_excuses_is_told_by_nobody(old: str, new: str, lang: str) -> None:
    assert only("inflection", old, new, lang)


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The hill above Orlo is stable.", "The hill above Orlo is unstable.", "en"),
        ("The plan is legal in Orlo.", "The plan is illegal in Orlo.", "en"),
        ("The ferry to Orlo is safe.", "The ferry to Orlo is late.", "en"),
    ],
)
def test_what_only_looks_like_it_is_told(old: str, new: str, lang: str) -> None:
    assert told(old, new, lang)
