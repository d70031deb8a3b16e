"""One deal told from its other side says the same; who won and who lost does not."""

import pytest

from tests.unit.changes.licences.judged import only, told


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The clinic was sold to Acadia in spring.", "The clinic was bought by Acadia in spring.", "en"),
    ],
)
def test_what_the_licence_excuses_is_told_by_nobody(old: str, new: str, lang: str) -> None:
    assert only("converse verb", old, new, lang)


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("Orlo won the match in spring.", "Orlo lost the match in spring.", "en"),
        ("The clinic was sold to Acadia in spring.", "The clinic was given to Acadia in spring.", "en"),
        ("The city sold the mill in spring.", "The city bought the mill in spring.", "en"),
    ],
)
def test_what_only_looks_like_it_is_told(old: str, new: str, lang: str) -> None:
    assert told(old, new, lang)
