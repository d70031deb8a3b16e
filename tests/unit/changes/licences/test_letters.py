"""The same letters with other accents, hyphens or spelling say the same; a corrected name does not."""

import pytest

from tests.unit.changes.licences.judged import only, told


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The tower in Holguin fell.", "The tower in Holguín fell.", "en"),
        ("The colour of the river changed.", "The color of the river changed.", "en"),
        ("Health care in Orlo is free.", "Healthcare in Orlo is free.", "en"),
        ("The goverment met in Orlo.", "The government met in Orlo.", "en"),
    ],
)
def test_what_the_licence_excuses_is_told_by_nobody(old: str, new: str, lang: str) -> None:
    assert only("spelling", old, new, lang)


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The prize went to Anna Meyers.", "The prize went to Anna Myers.", "en"),
        ("The team from Niger won.", "The team from Nigeria won.", "en"),
        ("The roof of the hospital burnt.", "The root of the hospital burnt.", "en"),
    ],
)
def test_what_only_looks_like_it_is_told(old: str, new: str, lang: str) -> None:
    assert told(old, new, lang)
