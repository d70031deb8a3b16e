"""One plain word for saying put for another says the same; to deny or to admit is no plain word."""

import pytest

from tests.unit.changes.licences.judged import only, told


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("La carretera es segura, dijo el alcalde.", "La carretera es segura, afirmó el alcalde.", "es"),
        ("A estrada é segura, disse o prefeito.", "A estrada é segura, afirmou o prefeito.", "pt"),
    ],
)
def test_what_the_licence_excuses_is_told_by_nobody(old: str, new: str, lang: str) -> None:
    assert only("verb of speech", old, new, lang)


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The mayor said he had met the builder.", "The mayor denied he had met the builder.", "en"),
        ("The mayor praised the road to Orlo.", "The mayor blocked the road to Orlo.", "en"),
        ("The guard said it.", "The guard heard it.", "en"),
    ],
)
def test_what_only_looks_like_it_is_told(old: str, new: str, lang: str) -> None:
    assert told(old, new, lang)
