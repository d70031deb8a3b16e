"""A short line without a full stop reports nothing; one with a number that is given nowhere does."""

import pytest

from tests.unit.changes.licences.judged import only, told


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("", "How the mill was built", "en"),
        ("", "What happens next?", "en"),
        ("", "Schreiben Sie uns", "de"),
    ],
)
def test_what_the_licence_excuses_is_told_by_nobody(old: str, new: str, lang: str) -> None:
    assert only("furniture", old, new, lang)


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("", "Reported cases: 512", "en"),
        ("", "The mill burnt down in the night.", "en"),
    ],
)
def test_what_only_looks_like_it_is_told(old: str, new: str, lang: str) -> None:
    assert told(old, new, lang)
