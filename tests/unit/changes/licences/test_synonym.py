"""A word that the thesaurus knows to say the same, or less, is wording; a sister word is another fact."""

import pytest

from tests.unit.changes.licences.judged import only, told


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The attorney left the court in Orlo.", "The lawyer left the court in Orlo.", "en"),
        ("Nobody knows the way to the mill.", "No one knows the way to the mill.", "en"),
        ("Niemand kennt den Weg zur Mühle.", "Keiner kennt den Weg zur Mühle.", "de"),
        ("The film begins at the old mill.", "The movie begins at the old mill.", "en"),
        ("The board met the physician at noon.", "The board met the doctor at noon.", "en"),
        ("Die Feier war trotz des Regens gut besucht.", "Die Feier war ungeachtet des Regens gut besucht.", "de"),
        ("Le marché reste fermé selon la mairie.", "Le marché reste fermé d'après la mairie.", "fr"),
        ("La sala cuenta con unos bancos solamente.", "La sala cuenta con unos bancos únicamente.", "es"),
        ("A feira abre a partir de maio.", "A feira abre desde maio.", "pt"),
    ],
)
def test_what_the_licence_excuses_is_told_by_nobody(old: str, new: str, lang: str) -> None:
    assert only("synonym", old, new, lang)


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("The farmers will boycott the fair.", "The farmers will attend the fair.", "en"),
        ("The strike begins on the north side.", "The strike begins on the south side.", "en"),
        ("A dancer lives above the shop.", "A boxer lives above the shop.", "en"),
        ("Die Feier begann trotz des Regens.", "Die Feier begann wegen des Regens.", "de"),
        ("La salle reste ouverte après la fête.", "La salle reste fermée après la fête.", "fr"),
        ("El alcalde vio el incendio.", "El alcalde vio el terremoto.", "es"),
        ("O preço do pão subiu na vila.", "O preço do pão caiu na vila.", "pt"),
    ],
)
def test_what_only_looks_like_it_is_told(old: str, new: str, lang: str) -> None:
    assert told(old, new, lang)
