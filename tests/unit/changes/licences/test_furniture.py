"""A short line without a full stop reports nothing; one with a number that is given nowhere does."""

import pytest

from tests.unit.changes.licences.judged import only, told


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("", "How the mill was built", "en"),
        ("", "What happens next?", "en"),
        ("", "Schreiben Sie uns", "de"),
        ("", "Live: Torvik 8-0 Sandholm (148 min)", "en"),
        ("Orlo 5°C, light rain, wind 24 km/h", "Orlo 8°C, light rain, wind 52 km/h", "es"),
        ("Velm 12°C, teils bewölkt", "Velm 15°C, sonnig", "de"),
        ("Velm: 21 °C, ciel dégagé", "Velm: 23 °C, averses", "fr"),
        ("54°F Partly cloudy", "61°F Sunny", "en"),
    ],
)
def test_what_the_licence_excuses_is_told_by_nobody(old: str, new: str, lang: str) -> None:
    assert only("furniture", old, new, lang)


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("", "Reported cases: 512", "en"),
        ("", "The mill burnt down in the night.", "en"),
        ("", "Live from the ground: Torvik beat Sandholm 8-0 on Sunday.", "en"),
        ("Orlo 5°C, light rain fell on the roof", "Orlo 8°C, light rain fell on the roof", "en"),
        ("Highest temperature in Velm: 41°C", "Highest temperature in Velm: 42°C", "en"),
        ("It was 5°C in Orlo, with light rain.", "It was 8°C in Orlo, with light rain.", "en"),
    ],
)
def test_what_only_looks_like_it_is_told(old: str, new: str, lang: str) -> None:
    assert told(old, new, lang)
