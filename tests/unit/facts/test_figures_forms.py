"""The forms in which six languages write amounts, ranges, rates, votes and ages; and the numbers that are none."""

import pytest

from monitor.facts import find_figures


def read(text: str, lang: str) -> list[tuple[str, str]]:
    """Value and unit of each figure; both ends of a range or a score."""
    out = []
    for figure in find_figures(text, lang):
        ends = [f"{end.normalize():f}" for end in (figure.lo, figure.hi) if end is not None]
        out.append(("..".join(dict.fromkeys(ends)), figure.unit))
    return out


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        # both ends carry a currency, a scale or a sign
        ("a plan for £1.2m-£1.5m", "en", [("1200000..1500000", "pound sterling")]),
        ("a plan for $1.2bn-1.5bn", "en", [("1200000000..1500000000", "dollar")]),
        ("a plan for $30-40 million", "en", [("30000000..40000000", "dollar")]),
        ("temperatures of −12°C to −8°C", "en", [("-12..-8", "celsius")]),
        ("between -12C and -8C", "en", [("-12..-8", "celsius")]),
        ("-5 to 3 degrees", "en", [("-5..3", "degree")]),
        ("de -12 à -8 degrés", "fr", [("-12..-8", "celsius")]),
        ("minus 12 bis minus 8 Grad", "de", [("-12..-8", "celsius")]),
        ("1,5 à 2 milliards de dollars", "fr", [("1500000000..2000000000", "dollar")]),
        ("boys aged 12 to 15", "en", [("12..15", "year")]),
        ("15-to-19-year-olds", "en", [("15..19", "year")]),
        # rates per many
        ("12.5 deaths per 100,000 residents", "en", [("12.5", "per 100000")]),
        ("12 décès pour 100 000 habitants", "fr", [("12", "per 100000")]),
        ("12 muertes por cada 100.000 habitantes", "es", [("12", "per 100000")]),
        ("12 Fälle pro 100.000 Einwohner", "de", [("12", "per 100000")]),
        ("12 mortes por 100 mil habitantes", "pt", [("12", "per 100000")]),
        ("12 وفاة لكل 100 ألف نسمة", "ar", [("12", "per 100000")]),
        # votes
        ("by six votes to three", "en", [("6..3", "score")]),
        ("they voted 52 to 48", "en", [("52..48", "score")]),
        ("par 52 voix contre 48", "fr", [("52..48", "score")]),
        ("por 52 votos a 48", "es", [("52..48", "score")]),
        ("mit 52 zu 48 Stimmen", "de", [("52..48", "score")]),
        ("por 52 votos a 48", "pt", [("52..48", "score")]),
        ("52 صوتا مقابل 48", "ar", [("52..48", "score")]),
        # shares: the noun inside, a word for "every", a half of so many
        ("one child in five", "en", [("0.2", "share")]),
        ("un enfant sur cinq", "fr", [("0.2", "share")]),
        ("jeder fünfte Haushalt", "de", [("0.2", "share")]),
        ("la moitié des 30 passagers", "fr", [("0.5", "person"), ("30", "person")]),
        ("la mitad de los 30 pasajeros", "es", [("0.5", "person"), ("30", "person")]),
        ("metade dos 30 passageiros", "pt", [("0.5", "person"), ("30", "person")]),
        ("die Hälfte der 30 Passagiere", "de", [("0.5", "person"), ("30", "person")]),
        ("eine Gruppe von zwölf", "de", [("12", "")]),
        ("en medio de la plaza, medio millón", "es", [("500000", "")]),
        # below zero in words
        ("12 degrees below zero", "en", [("-12", "degree")]),
        ("12 grados bajo cero", "es", [("-12", "celsius")]),
        ("12 graus negativos", "pt", [("-12", "celsius")]),
        # ages
        ("âgés de 12 à 15 ans", "fr", [("12..15", "year")]),
        ("im Alter von 12 bis 15 Jahren", "de", [("12..15", "year")]),
        ("com idades entre 12 e 15 anos", "pt", [("12..15", "year")]),
        # scales and their short forms
        ("1,2 Mds d'euros", "fr", [("1200000000", "euro")]),
        ("3,5 M€ de travaux", "fr", [("3500000", "euro")]),
        ("1,2 Mio. Menschen", "de", [("1200000", "person")]),
        ("des dizaines de milliers de gens", "fr", [("20000..99999", "person")]),
        ("tres millones y medio", "es", [("3500000", "")]),
        # a hyphen before the scale, "m" before what is no length
        ("a $1.5-million house", "en", [("1500000", "dollar")]),
        ("5.5m tonnes of grain", "en", [("5500000", "metric ton")]),
        ("a 5m wall", "en", [("5", "metre")]),
        ("a magnitude-7.8 quake", "en", [("7.8", "magnitude")]),
        ("a 7.8 magnitude quake", "en", [("7.8", "magnitude")]),
        ("a few hundred people", "en", [("300..999", "person")]),
        ("one of the six hostages", "en", [("1", "person"), ("6", "person")]),
    ],
)
def test_amounts_are_read_in_the_form_the_language_gives_them(
    text: str, lang: str, expected: list[tuple[str, str]]
) -> None:
    assert read(text, lang) == expected


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("1. The first item", "en"),
        ("(3) The third item", "en"),
        ("She is in her 30s and likes music of the '90s.", "en"),
        ("A Boeing 737-800 landed.", "en"),
        ("The 787 Dreamliner landed.", "en"),
        ("COP28 ended.", "en"),
        ("It lies in postcode 90210.", "en"),
        ("One of the best teams.", "en"),
        ("selon l'article 5 et le n° 10", "fr"),
        ("au 10 rue de la Paix, dans les années 90", "fr"),
        ("depuis le 11-Septembre", "fr"),
        ("el 11-S, a las 10.30 horas, en los años 90", "es"),
        ("la ley 12/2024, el n.º 10 y el siglo 21", "es"),
        ("llame al 912 345 678", "es"),
        ("vive en la calle Mayor 10.", "es"),
        ("nach § 218, Nr. 10", "de"),
        ("Er wohnt in der Hauptstraße 10.", "de"),
        ("mit der Linie 42", "de"),
        ("na Rua Augusta, 10.", "pt"),
        ("ligue (11) 91234-5678", "pt"),
    ],
)
def test_names_dates_and_numbering_are_no_figures(text: str, lang: str) -> None:
    assert read(text, lang) == []


@pytest.mark.parametrize(
    ("text", "bound", "lo", "hi"),
    [
        ("plus d'un million de personnes", ">", 1000000, None),
        ("près d'un million de personnes", "~", 1000000, 1000000),
        ("moins d'un million de personnes", "<", None, 1000000),
        ("pas moins d'un million de personnes", ">=", 1000000, None),
        ("plus de deux millions de personnes", ">", 2000000, None),
    ],
)
def test_a_bound_is_read_before_an_article_that_of_is_written_on_to(
    text: str, bound: str, lo: int | None, hi: int | None
) -> None:
    (figure,) = find_figures(text, "fr")
    assert (figure.bound, figure.lo, figure.hi, figure.start) == (bound, lo, hi, 0)
