"""A name that the other version gives too, in full or by its initials, is no new one."""

import pytest

from tests.unit.changes.licences.judged import only, told


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The World Health Organization sent tents.", "The WHO sent tents.", "en"),
        ("The embassy of the United States was closed.", "The embassy of the US was closed.", "en"),
    ],
)
def test_what_the_licence_excuses_is_told_by_nobody(old: str, new: str, lang: str) -> None:
    assert only("name given elsewhere", old, new, lang)


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The talks with Fractal began.", "The talks with Marlow began.", "en"),
        ("Crews came from Orlo and Velm.", "Crews came from Orlo and Brix.", "en"),
    ],
)
def test_what_only_looks_like_it_is_told(old: str, new: str, lang: str) -> None:
    assert told(old, new, lang)
