"""Lexicons: files that a journalist can edit, held to their form so that a slip is found before it is shipped."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import monitor.text
from monitor.facts import find_figures
from monitor.facts.vocabulary import UNIT_KIND, vocabulary
from monitor.text.lexicon import as_decimal, as_words, lexicon
from monitor.text.tokens import key

FOLDER = Path(monitor.text.__file__).parent / "lexicons"
DOCS = Path(monitor.text.__file__).parents[2] / "docs" / "lexicons.md"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != "common")


def tables(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def test_the_six_promised_languages_are_here() -> None:
    assert {"en", "fr", "es", "de", "pt", "ar"} <= set(LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_lexicon_says_its_language_in_its_own_words(lang: str) -> None:
    assert tables(lang)["language"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_table_of_a_lexicon_is_documented(lang: str) -> None:
    docs = DOCS.read_text("utf-8")
    missing = [name for name, value in tables(lang).items() if isinstance(value, dict) and f"`[{name}]`" not in docs]
    assert missing == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bounds_use_only_the_signs_that_figures_have(lang: str) -> None:
    found = {*tables(lang).get("bounds", {}), *tables(lang).get("bounds_after", {})} - {"bound_fillers"}
    assert found <= {"~", ">", ">=", "<", "<="}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_phrase_has_two_bounds(lang: str) -> None:
    phrases = [
        key(p) for sign, ps in tables(lang).get("bounds", {}).items() if sign != "bound_fillers" for p in as_words(ps)
    ]
    assert sorted({p for p in phrases if phrases.count(p) > 1}) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_vague_counts_are_intervals(lang: str) -> None:
    for name in ("vague", "vague_few"):
        assert all(low < high for low, high in tables(lang).get(name, {}).values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_number_tables_are_keyed_by_numbers(lang: str) -> None:
    for name, table in tables(lang).get("numerals", {}).items():
        if isinstance(table, dict):
            assert all(as_decimal(number) >= 0 for number in table), name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_concepts_count_in_units_that_exist(lang: str) -> None:
    known = {
        *UNIT_KIND,
        *UNIT_KIND.values(),
        *vocabulary("en").units.meanings(),
        "person",
        "money",
        "dose",
        "vote",
        "score",
    }
    known |= {"seat", "building", "mass", "length"}
    for name, concept in tables(lang).get("concepts", {}).items():
        assert set(as_words(concept.get("for", ""))) <= known, name
        assert concept.get("words") or concept.get("phrases"), name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_concepts_are_named_as_in_english(lang: str) -> None:
    assert set(tables(lang).get("concepts", {})) <= set(tables("en")["concepts"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_twelve_months(lang: str) -> None:
    assert len(set(vocabulary(lang).months.values())) == 12


def test_a_region_of_a_language_reads_like_the_language() -> None:
    assert lexicon("pt-BR") is lexicon("pt")
    assert lexicon("EN_us") is lexicon("en")


@pytest.mark.parametrize("tag", ["", "zz", "../en", "x" * 500, "\ud800", "common"])
def test_an_unknown_tag_still_gets_digits_percentages_and_money(tag: str) -> None:
    found = find_figures("xxx 41,100 yyy 5% zzz $3", tag)
    assert [(str(f.value), f.unit) for f in found] == [("41100", ""), ("5", "percent"), ("3", "dollar")]
