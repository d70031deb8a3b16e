"""Which words are forms of one word, in six languages; and that no opposite and no neighbour in a list ever is."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.inflection import Inflection, inflection
from monitor.text.letters import Spelling, same_letters

OPPOSED = [
    (lang, *pair.split("/"))
    for lang, pairs in tomllib.loads(Path(__file__).with_name("opposed.toml").read_text("utf-8")).items()
    for pair in pairs.split()
]

FORMS = {
    "en": "sold/selling child/children parties/party stopped/stopping carries/carried harbours/harbour is/were won/wins blurples/blurple",
    "de": "Haus/Häuser Kind/Kinder Land/Länder Verletzte/Verletzten Ergebnis/Ergebnisse Lehrerin/Lehrerinnen Zentrum/Zentren schöne/schönen "
    "macht/machte gemacht/machen kommt/kam gekommen/kamen verhaftet/verhaftete angenommen/annehmen zurückgetreten/zurücktritt "
    "gestiegen/stieg verloren/verlor Wahl/Wahlen Jahres/Jahr",
    "fr": "journal/journaux tué/tuées vendu/vendre arrêté/arrêtent meurt/mort bateau/bateaux européen/européenne prend/pris "
    "annonce/annoncer victime/victimes finit/finir national/nationale",
    "es": "nación/naciones vez/veces aprobado/aprobada vendió/vendieron murió/muertos compra/compró anunciar/anunció región/regiones "
    "votará/votar profesor/profesores",
    "pt": "nação/nações homem/homens local/locais aprovado/aprovada vendeu/venderam morreu/morreram anuncia/anunciou mulher/mulheres votará/votar",
    "ar": "حكومة/الحكومة والحكومة/حكومة مدينة/بالمدينة يقول/سيقول تقول/يقول مسؤول/مسؤولون سيارة/سيارات كتاب/كتابه قتل/قتلت",
}
PHRASES = [("de", "nahm an", "angenommen"), ("de", "trat zurück", "zurückgetreten"), ("en", "carry out", "carried out")]
DERIVED = [
    ("en", "nation", "national"),
    ("en", "decide", "decision"),
    ("en", "large", "larger"),
    ("de", "verhandeln", "Verhandlung"),
    ("de", "Lehrer", "Lehrerin"),
    ("fr", "annuler", "annulation"),
    ("es", "negociar", "negociación"),
    ("pt", "negociou", "negociação"),
]


@pytest.mark.parametrize(("lang", "pair"), [(lang, pair) for lang, pairs in FORMS.items() for pair in pairs.split()])
def test_forms_of_one_word_are_known_by_their_endings(lang: str, pair: str) -> None:
    assert inflection(*pair.split("/"), lang) is Inflection.FORM


@pytest.mark.parametrize(("lang", "one", "other"), PHRASES)
def test_a_particle_may_stand_behind_its_verb(lang: str, one: str, other: str) -> None:
    assert inflection(one, other, lang) is Inflection.FORM


@pytest.mark.parametrize(("lang", "one", "other"), DERIVED)
def test_another_sort_of_word_of_one_root_is_derived_not_a_form(lang: str, one: str, other: str) -> None:
    assert inflection(one, other, lang) is Inflection.DERIVED


def test_there_are_three_hundred_opposed_pairs_in_six_languages() -> None:
    assert len(OPPOSED) >= 300
    assert {lang for lang, *_ in OPPOSED} == {"en", "de", "fr", "es", "pt", "ar"}


@pytest.mark.parametrize(("lang", "one", "other"), OPPOSED)
def test_opposites_and_neighbours_of_a_list_are_never_one_word(lang: str, one: str, other: str) -> None:
    assert inflection(one, other, lang) not in (Inflection.FORM, Inflection.SAME)
    assert same_letters(one, other, lang) is Spelling.OTHER
    # A page may be read as being in a language it is not in.
    for wrong in ("en", "de", "fr", "es", "pt", "ar", "zz"):
        assert inflection(one, other, wrong) is not Inflection.SAME


WORDS = sorted(
    {word for _, *pair in OPPOSED for word in pair} | {w for p in FORMS.values() for w in p.replace("/", " ").split()}
)
LANGUAGES = st.sampled_from(["en", "de", "fr", "es", "pt", "ar", "zz"])


@given(st.sampled_from(WORDS), st.sampled_from(WORDS), LANGUAGES)
def test_the_answer_is_symmetric_and_pure(one: str, other: str, lang: str) -> None:
    found = inflection(one, other, lang)
    assert found is inflection(other, one, lang) is inflection(one, other, lang)


@given(st.text(max_size=60), st.text(max_size=60), LANGUAGES)
def test_any_two_texts_are_compared_the_same_both_ways(one: str, other: str, lang: str) -> None:
    assert inflection(one, other, lang) is inflection(other, one, lang)


@given(st.sampled_from(WORDS))
def test_a_language_without_endings_knows_no_forms(word: str) -> None:
    assert inflection(word, word + "s", "zz") is Inflection.OTHER
