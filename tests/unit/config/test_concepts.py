"""Concepts of the user's own: read from the file, known to rules, and known to whoever reads facts in that process."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from monitor.config.loading import load
from monitor.errors import ConfigError
from monitor.text.lexicon import _with_added
from tests.outside import rowback

ROOT = Path(__file__).parents[3]

WELLS = """
[[concept]]
name = "well"
[concept.words]
en = ["Wells", "drinking wells", "boreholes"]
es = ["pozos"]
[[concept]]
name = "death"
words = { en = ["fell asleep forever"] }
[[rule]]
name = "wells"
counted = ["well", "death"]
"""


def problems(folder: Path, text: str) -> list[str]:
    path = folder / "rowback.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load(path, {})
    return [one.removeprefix(f"{folder}/rowback.toml:") for one in raised.value.problems]


def test_a_concept_is_read_into_the_shape_of_a_lexicon(tmp_path: Path) -> None:
    path = tmp_path / "rowback.toml"
    path.write_text(WELLS, encoding="utf-8")
    concepts = load(path, {}).concepts
    assert list(concepts) == ["en", "es"]
    assert concepts["en"]["well"]["phrases"] == ["wells", "drinking wells", "boreholes"]
    assert concepts["es"]["well"]["for"] == ["count", "person", "percent"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('name = "Wells"\nwords = { en = ["wells"] }', "2:1: concept.0.name: 'Wells' is no name of a concept"),
        ('name = "well"', "1:3: concept.0.words: this setting is missing"),
        ('name = "well"\nwords = { en = [] }', "3:1: concept.0.words: the list of 'en' is empty"),
        ('name = "well"\nwords = { english = ["wells"] }', "'english' is not the code of a language, as in en or fr"),
        ('name = "well"\nwords = { en = ["4,000"] }', "3:17: concept.0.words.en.0: '4,000' is no word of a text"),
        (
            'name = "well"\nunit = "persons"\nwords = { en = ["wells"] }',
            "there is no unit 'persons'; did you mean 'per",
        ),
        ('name = "well"\ngiven_in = ["monney"]\nwords = { en = ["wells"] }', "there is no unit 'monney'"),
        ('name = "death"\nunit = "person"\nwords = { en = ["gone"] }', "'death' ships with Rowback"),
        (
            'name = "well"\nwords = { en = ["wells"] }\n[[concept]]\nname = "pit"\nwords = { en = ["Wells"] }',
            "6:1: concept.1.words: 'wells' is already the form in en 'wells' above",
        ),
        (
            'name = "well"\nwords = { en = ["wells"] }\n[[rule]]\nname = "r"\ncounted = ["wells"]',
            "6:12: rule.0.counted.0: figures of 'wells' are kept as 'well'; write 'well'",
        ),
    ],
)
def test_a_mistake_of_a_concept_has_its_place(tmp_path: Path, text: str, expected: str) -> None:
    (problem,) = problems(tmp_path, f"[[concept]]\n{text}\n")
    assert expected in problem


def test_a_form_that_ships_means_the_users_concept_instead() -> None:
    shipped = {"vote": {"words": "votes ballots", "phrases": ["cast ballots"]}, "seat": {"words": "seats"}}
    own = {"paper": {"phrases": ["ballots"], "unit": ""}, "seat": {"phrases": ["mandates"], "unit": ""}}
    found = _with_added(shipped, own)
    assert found["vote"]["phrases"] == ["votes", "cast ballots"]
    assert found["seat"]["phrases"] == ["seats", "mandates"]
    assert found["paper"] == own["paper"]


RULES = """
[[concept]]
name = "layoffs"
words = {{ en = ["pink slips", "letting go"] }}
[[rule]]
name = "letting-go"
when = "{}"
"""


@pytest.mark.parametrize("when", ["counted == 'layoffs'", "counted in ['layoffs', 'death'] and delta > 5"])
def test_an_expression_knows_the_names_of_the_users_own_concepts(tmp_path: Path, when: str) -> None:
    # "layoffs" ships as a form of another concept: without the file's own it would be refused.
    path = tmp_path / "rowback.toml"
    path.write_text(RULES.format(when), encoding="utf-8")
    assert load(path, {}).concepts["en"]["layoffs"]


def test_an_expression_that_waits_for_a_form_of_an_own_concept_is_told_its_name(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, RULES.format("counted == 'pink slips'"))
    assert problem.startswith("7:20: ")
    assert "figures of 'pink slips' are kept as 'layoffs'; write 'layoffs'" in problem


def test_concepts_are_not_changed_under_texts_that_were_read() -> None:
    code = (
        "from monitor.facts import find_figures\n"
        "from monitor.text.lexicon import add_concepts\n"
        "wells = {'en': {'well': {'unit': '', 'for': ['count'], 'phrases': ['wells']}}}\n"
        "add_concepts(wells)\n"
        "print(find_figures('The town has 40 wells.')[0].counted)\n"
        "add_concepts(wells)\n"
        "try:\n"
        "    add_concepts({})\n"
        "except RuntimeError as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60, check=True
    )
    assert done.stdout.splitlines()[0] == "well"
    assert "before the first text is read" in done.stdout


class TestCommands:
    OLD = "Drought on the plain\n\nThe army has sealed 410 boreholes on the plain since May, the governor said.\n"

    def files(self, folder: Path) -> None:
        (folder / "concepts.toml").write_text(WELLS, encoding="utf-8")
        (folder / "old.txt").write_text(self.OLD, encoding="utf-8")
        (folder / "new.txt").write_text(self.OLD.replace("410", "530"), encoding="utf-8")

    def asked(self, folder: Path, *words: str) -> Any:
        done = rowback(*words, "--json", folder=folder)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def test_facts_and_compare_know_the_concepts_of_a_named_configuration(self, tmp_path: Path) -> None:
        self.files(tmp_path)
        config = ("--config", "concepts.toml")
        figures = self.asked(tmp_path, "facts", "old.txt", *config)["figures"]
        assert [figure["counted"] for figure in figures] == ["well"]
        assert self.asked(tmp_path, "facts", "old.txt")["figures"][0]["counted"] == "boreholes"
        (change,) = self.asked(tmp_path, "compare", "old.txt", "new.txt", *config)["changes"]
        assert (change["kind"], change["new"]["counted"]) == ("figure.value", "well")
