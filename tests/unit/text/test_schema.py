"""The schema of the cues: no list is silently empty, and none is asked for that does not exist."""

import tomllib
from pathlib import Path

import pytest

import monitor.text
from monitor.text.cues import cues
from monitor.text.schema import LANGUAGES, as_markdown, families, faults, known, lacking, listings

FOLDER = Path(monitor.text.__file__).parent / "lexicons" / "cues"
DOCS = Path(monitor.text.__file__).parents[2] / "docs" / "lexicons.md"


def test_the_schema_knows_the_languages_that_have_cues() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_list_that_a_language_lacks_is_said(lang: str) -> None:
    assert list(faults(lang, tomllib.loads((FOLDER / f"{lang}.toml").read_text("utf-8")))) == []


def test_what_is_not_declared_is_found() -> None:
    tables = {**cues("pt").tables, "certainty": {**cues("pt").tables["certainty"], "hedges": [], "felt": ["x"]}}
    del tables["increments"]
    found = list(faults("pt", tables))
    assert "pt: [certainty] hedges is empty; leave it out and say in schema.toml why" in found
    assert "pt: [increments] after is missing, and schema.toml does not say why" in found
    assert "pt: [certainty] felt has no row in schema.toml" in found
    assert len(found) == 5


@pytest.mark.parametrize("table", list(families()))
def test_a_family_that_a_language_lacks_is_said(table: str) -> None:
    tables = {name: dict(lists) for name, lists in cues("en").tables.items()}
    gone = next(iter(tables[table]))
    del tables[table][gone]
    assert list(faults("en", tables)) == [
        f"en: the family {gone} of [{table}] is missing, and schema.toml does not say so"
    ]


@pytest.mark.parametrize("lang", [*LANGUAGES, "pl", "und"])
def test_a_list_that_no_language_has_is_an_error(lang: str) -> None:
    for ask in (cues(lang).words, cues(lang).rows, cues(lang).pattern):
        with pytest.raises(KeyError, match="feers"):
            ask("certainty", "feers")


def test_each_list_says_what_it_holds_and_each_lack_its_reason() -> None:
    for listing in listings().values():
        assert listing.says.endswith((".", '."')), listing
        assert set(listing.lacks) < set(LANGUAGES), listing
        assert all(len(why) > 10 for why in listing.lacks.values()), listing


def test_the_guard_lists_are_in_every_language() -> None:
    guards = [
        ("scopes", "fear"),
        ("negation", "fillers"),
        ("scopes", "past_noun"),
        ("scopes", "if"),
        ("scopes", "asked"),
    ]
    guards += [("outcomes", "during"), ("speech", "knowing")]
    for lang in LANGUAGES:
        assert not [guard for guard in guards if guard in lacking(lang)]
        for guard in guards:
            known(*guard)
            assert cues(lang).words(*guard)


def test_the_page_shows_the_schema_as_it_is() -> None:
    assert as_markdown() in DOCS.read_text("utf-8")
