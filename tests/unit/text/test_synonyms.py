"""What two words are to each other: the table as it ships, in sentences' words that nobody tuned it to."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import monitor.text
from monitor.text.synonyms import Relation, relation
from monitor.text.thesaurus.table import table

FOLDER = Path(monitor.text.__file__).parent / "thesaurus"

PAIRS = [
    # Inflections, regular and not, of words and of phrases.
    ("form", "sold", "selling"),
    ("form", "sells", "sold"),
    ("form", "children", "child"),
    ("form", "stopped", "stopping"),
    ("form", "carried out", "carry out"),
    ("form", "parties", "party"),
    # One meaning, the main one of either.
    ("synonym", "attorney", "lawyers"),
    ("synonym", "earthquake", "quake"),
    ("synonym", "began", "started"),
    ("synonym", "car", "automobile"),
    ("synonym", "film", "movie"),
    ("synonym", "wealthy", "affluent"),
    ("synonym", "purchase", "buying"),
    # A kind of the other.
    ("broader", "truck", "vehicle"),
    ("broader", "death toll", "toll"),
    ("broader", "teacher", "person"),
    ("broader", "murdered", "killed"),
    # Two of a kind: a fact moved.
    ("sister", "Monday", "Tuesday"),
    ("sister", "million", "billion"),
    ("sister", "murder", "manslaughter"),
    # Opposites, of one form or of the words near to them.
    ("antonym", "rose", "fell"),
    ("antonym", "stable", "unstable"),
    ("antonym", "husband", "wife"),
    ("antonym", "arid", "wet"),
    ("antonym", "increased", "decreases"),
    ("antonym", "employers", "employees"),
    # One side of a deal and the other.
    ("converse", "sold to", "bought by"),
    ("converse", "lent", "borrowed"),
    ("converse", "employs", "works for"),
    ("converse", "was beaten by", "lost to"),
    # Of one root, but another sort of word.
    ("derived", "resign", "resignation"),
    ("derived", "Germany", "German"),
    ("derived", "decided", "decision"),
    # Of one adjective, but another degree.
    ("derived", "larger", "largest"),
    ("same", "cease-fire", "Cease fire"),
    # In a seldom meaning a bank is a kind of depository; no reader thinks of it.
    ("other", "bank", "depository"),
    # Rape is a seldom meaning of assault: a kind of it, not the same.
    ("broader", "assault", "rape"),
    ("other", "boycott", "attend"),
    ("other", "diesel", "petrol"),
    ("other", "pupils", "teachers"),
    ("other", "dancer", "boxer"),
    # A phrase that no thesaurus has is what its one other word is.
    ("synonym", "oil-rich attorney", "oil-rich lawyer"),
    ("antonym", "a sharp rise", "a sharp fall"),
    # In no thesaurus.
    ("unknown", "Orlo", "Velm"),
    ("unknown", "the", "lawyer"),
]


@pytest.mark.parametrize(("expected", "one", "other"), PAIRS)
def test_english_words_are_to_each_other_what_a_reader_takes_them_for(expected: str, one: str, other: str) -> None:
    assert relation(one, other, "en") == expected


def test_a_word_written_small_is_not_the_name_written_like_it() -> None:
    assert relation("Turkey", "Turkish", "en") == Relation.DERIVED
    assert relation("turkey", "bird", "en") == Relation.BROADER
    assert relation("turkey", "country", "en") != Relation.BROADER


@pytest.mark.parametrize("lang", ["de", "fr", "ar", "zz", "und", ""])
def test_a_language_without_a_thesaurus_says_unknown_not_other(lang: str) -> None:
    assert relation("Anwalt", "Boykott", lang) == Relation.UNKNOWN
    assert relation("Anwalt", "anwalt", lang) == Relation.SAME


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_texts_have_one_relation_both_ways(one: str, other: str) -> None:
    assert relation(one, other, "en") is relation(other, one, "en")


WORDS = sorted({word for _, one, other in PAIRS for word in (one, other)})


@given(st.sampled_from(WORDS), st.sampled_from(WORDS))
def test_the_relation_of_words_is_symmetric_and_pure(one: str, other: str) -> None:
    found = relation(one, other, "en")
    assert found is relation(other, one, "en") is relation(one, other, "en-GB")
    assert (found is Relation.SAME) == (one.lower() == other.lower())


def test_the_table_says_its_source_and_ships_its_licence() -> None:
    words = table("en")
    assert words is not None
    assert words.source == "WordNet 3.0"
    assert words.words > 100_000
    assert "Princeton" in (FOLDER / "LICENSE-WordNet.txt").read_text("utf-8")


def test_the_table_costs_under_20_megabytes_and_is_read_only_when_asked() -> None:
    code = (
        "import resource, zstandard, monitor.text.synonyms as s\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "s.relation('a b', 'c d', 'de')\n"
        "assert s.table.cache_info().currsize == 1\n"
        "s.relation('attorney', 'lawyer', 'en')\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert int(ran.stdout) < 20_000
