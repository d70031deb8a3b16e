"""Numbers that name are found with their label, so that nobody reads "No." as a denial."""

from decimal import Decimal

import pytest

from monitor.facts.labels import numbers_that_name


@pytest.mark.parametrize(
    ("text", "lang", "label", "value"),
    [
        ("She is No. 1 on the list.", "en", "No. 1", 1),
        ("She is number one on the list.", "en", "number one", 1),
        ("The No 7 tram was late.", "en", "No 7", 7),
        ("The number seven tram was late.", "en", "number seven", 7),
        ("Room no. 12 burned.", "en", "no. 12", 12),
        ("Le n° 3 est tombé.", "fr", "n° 3", 3),
        ("Le numéro 3 est tombé.", "fr", "numéro 3", 3),
        ("El núm. 3 cayó.", "es", "núm. 3", 3),
        ("El número tres cayó.", "es", "número tres", 3),
        ("O nº 3 caiu.", "pt", "nº 3", 3),
        ("Die Nr. 3 fiel.", "de", "Nr. 3", 3),
        ("Die Nummer drei fiel.", "de", "Nummer drei", 3),
        ("سقط المنزل رقم 3.", "ar", "رقم 3", 3),
    ],
)
def test_a_number_that_names_is_found_with_its_label(text: str, lang: str, label: str, value: int) -> None:
    (found,) = numbers_that_name(text, lang)
    assert (text[found.start : found.end], found.value) == (label, Decimal(value))


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("There are no 12 people here.", "en"),
        ("No two villages are alike.", "en"),
        ("No one died.", "en"),
        ("The number of dead is 12.", "en"),
        ("No murieron 3 personas.", "es"),
        ("No 3 de mayo.", "pt"),
        ("Ne tirez pas.", "fr"),
    ],
)
def test_a_denial_is_no_label(text: str, lang: str) -> None:
    assert numbers_that_name(text, lang) == []
