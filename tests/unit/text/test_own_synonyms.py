"""The lists of synonyms of our own: what they hold, and what two words of a sentence are to each other by them."""

import re
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import monitor.text
from monitor.changes import compare
from monitor.changes.change import Level
from monitor.text.inflection import Inflection, inflection
from monitor.text.synonyms import Relation, relation
from monitor.text.thesaurus.core import PARTS, core
from spiders.article import Article
from tests.unit.changes.licences.judged import only

HERE = Path(__file__)
LANGUAGES = ["de", "fr", "es", "pt", "ar"]
LEAST_ROWS = {"ar": 150}
_ROWS = 300

SENTENCES = [
    (lang, kind, line)
    for lang, kinds in tomllib.loads(HERE.with_name("said_the_same.toml").read_text("utf-8")).items()
    for kind, lines in kinds.items()
    for line in lines.split("\n")
    if line
]
OPPOSED = [
    (lang, *pair.split("/"))
    for lang, pairs in tomllib.loads(HERE.with_name("opposed.toml").read_text("utf-8")).items()
    for pair in pairs.split()
    if lang in LANGUAGES
]


def _pair(line: str) -> tuple[str, str]:
    found = re.search(r"\{(.+)\|(.+)\}", line)
    assert found
    return found[1], found[2]


def _rows(lang: str) -> list[tuple[str, list[str]]]:
    path = Path(monitor.text.__file__).parent / "thesaurus" / f"{lang}.toml"
    return [
        (part, line.split(", "))
        for part, lines in tomllib.loads(path.read_text("utf-8")).items()
        for line in lines.split("\n")
        if line
    ]


@pytest.mark.parametrize(("lang", "kind", "line"), SENTENCES)
def test_a_word_that_says_the_same_is_a_synonym_and_one_that_looks_alike_is_none(
    lang: str, kind: str, line: str
) -> None:
    one, other = _pair(line)
    same = relation(one, other, lang) in (Relation.SYNONYM, Relation.FORM)
    assert same is (kind == "same")


def test_each_language_has_sixty_sentences() -> None:
    for lang in LANGUAGES:
        kinds = [kind for code, kind, _ in SENTENCES if code == lang]
        assert (kinds.count("same"), kinds.count("other")) == (40, 20)


@pytest.mark.parametrize(("lang", "one", "other"), OPPOSED)
def test_opposites_and_neighbours_of_a_list_are_never_synonyms(lang: str, one: str, other: str) -> None:
    assert relation(one, other, lang) not in (Relation.SYNONYM, Relation.FORM, Relation.SAME)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_row_holds_two_or_more_words_in_lower_case_none_of_them_twice(lang: str) -> None:
    rows = _rows(lang)
    assert len(rows) >= LEAST_ROWS.get(lang, _ROWS)
    for part, words in rows:
        assert part in PARTS
        assert len(words) >= 2, words
        assert len(set(words)) == len(words), words
        assert all(word == word.strip().lower() and word for word in words), words
    assert len({(part, *sorted(words)) for part, words in rows}) == len(rows)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_list_is_read_in_under_15_milliseconds(lang: str) -> None:
    best = 1.0
    for _ in range(5):
        core.cache_clear()
        started = time.perf_counter()
        core(lang)
        best = min(best, time.perf_counter() - started)
    assert best < 0.015


WORDS = sorted({word.lower() for _, _, line in SENTENCES for word in _pair(line)} | {"", " ", "' ", "-", "kim", "x' y"})


@given(st.sampled_from(WORDS), st.sampled_from(WORDS), st.sampled_from(LANGUAGES))
def test_the_relation_is_symmetric_and_the_same_each_time(one: str, other: str, lang: str) -> None:
    found = relation(one, other, lang)
    assert found is relation(other, one, lang) is relation(one, other, f"{lang}-XX")


@given(st.text(max_size=70), st.text(max_size=70), st.sampled_from(LANGUAGES))
def test_any_two_texts_have_one_relation_both_ways(one: str, other: str, lang: str) -> None:
    assert relation(one, other, lang) is relation(other, one, lang)


def test_words_of_two_rows_are_other_words_and_a_word_of_no_row_is_unknown() -> None:
    assert relation("wagen", "bürgersteig", "de") is Relation.OTHER
    assert relation("wagen", "quitte", "de") is Relation.UNKNOWN
    # One is a noun, the other an adverb.
    assert relation("wagen", "lediglich", "de") is Relation.UNKNOWN


def test_an_adjective_may_change_its_gender_as_well_but_not_a_noun() -> None:
    assert relation("provisória", "temporário", "pt") is Relation.SYNONYM
    assert relation("costosos", "cara", "es") is Relation.SYNONYM
    assert relation("vecina", "residente", "es") is Relation.UNKNOWN


def test_a_german_noun_made_of_an_adjective_is_known_in_either_ending() -> None:
    assert relation("beschäftigten", "angestellte", "de") is Relation.SYNONYM
    assert relation("beschäftigte", "mitarbeitern", "de") is Relation.SYNONYM


def test_a_form_of_a_listed_word_is_still_a_form_of_it() -> None:
    assert inflection("begannen", "begonnen", "de") is Inflection.FORM
    assert inflection("comienza", "comenzó", "es") is Inflection.FORM
    assert inflection("wagen", "auto", "de") is Inflection.OTHER


@pytest.mark.parametrize(
    ("old", "new", "lang"),
    [
        ("Der Wagen stand zwei Tage im Hof.", "Das Auto stand zwei Tage im Hof.", "de"),
        ("Les travaux ont commencé devant la mairie.", "Les travaux ont débuté devant la mairie.", "fr"),
        ("El tren paró después junto al río.", "El tren paró posteriormente junto al río.", "es"),
        ("O carro ficou no pátio junto ao rio.", "O automóvel ficou no pátio junto ao rio.", "pt"),
    ],
)
def test_a_synonym_in_a_sentence_is_only_wording(old: str, new: str, lang: str) -> None:
    assert only("synonym", old, new, lang)


def test_words_of_two_rows_are_told_but_a_short_list_is_no_proof_that_a_fact_moved() -> None:
    old, new = "La inundación dañó el puente de Orla.", "La explosión dañó el puente de Orla."
    assert relation("inundación", "explosión", "es") is Relation.OTHER
    changes = compare(*(Article.from_text([text], lang="es") for text in (old, new)))
    assert [change.level for change in changes] == [Level.DIGEST]
