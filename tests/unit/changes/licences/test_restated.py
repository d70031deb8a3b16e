"""A sentence whose words stand together elsewhere is no new one; numbers have to stand there too."""

import pytest

from tests.unit.changes.licences.judged import only, told


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("", "The council met at noon, and rain is forecast for the council.", "en"),
    ],
)
def test_what_the_licence_excuses_is_told_by_nobody(old: str, new: str, lang: str) -> None:
    assert only("restated elsewhere", old, new, lang)


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("", "The council met at noon with 14 guests.", "en"),
        ("", "The council fired the builder of the tower.", "en"),
    ],
)
def test_what_only_looks_like_it_is_told(old: str, new: str, lang: str) -> None:
    assert told(old, new, lang)
