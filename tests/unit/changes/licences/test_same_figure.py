"""A sentence that says only what a figure of the other version says is no new one; one more name or number is told."""

import pytest

from tests.unit.changes.licences.judged import only, told


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        (
            "Ils sont 40 évacués, dont 50 % dorment à l'école.",
            "Ils sont 40 évacués. La moitié d'entre eux dorment à l'école.",
            "fr",
        ),
        (
            "Hospitals reported 291 people hurt. Tents reached the town.",
            "Hospitals sent doctors. The number of wounded has reached 291. Tents reached the town.",
            "en",
        ),
    ],
)
def test_what_the_licence_excuses_is_told_by_nobody(old: str, new: str, lang: str) -> None:
    assert only("same figure", old, new, lang)


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("Some 291 were hurt.", "Some 291 were hurt. Of the wounded, 291 are from the town of Varnholt.", "en"),
        ("Hospitals reported 291 people hurt.", "Hospitals reported 301 people hurt.", "en"),
        ("Some 291 were hurt.", "Some 291 were hurt, 40 of them children.", "en"),
    ],
)
def test_what_only_looks_like_it_is_told(old: str, new: str, lang: str) -> None:
    assert told(old, new, lang)
