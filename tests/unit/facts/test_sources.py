"""Who says it: sources before, behind and apart from the verb that hands on their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.facts.sources import find_sources

TABLE = [
    ("The health ministry said 40 people had died.", "en", "The health ministry"),  # before the verb
    ('"We are ready," said Mayor Ana Lind.', "en", "Mayor Ana Lind"),  # after the verb of a quote
    ("According to the coastguard, the boat sank at dawn.", "en", "the coastguard"),  # led by a preposition
    ("The boat sank at dawn, according to the coastguard.", "en", "the coastguard"),  # the same behind
    ("Ana Lind, 41, of Orlo, said the boat sank.", "en", "Ana Lind"),  # over what is set off by commas
    ("Two people familiar with the matter said a deal was near.", "en", "Two people"),  # over how the source knows
    ("Police have also confirmed the death.", "en", "Police"),  # over auxiliaries
    ("Le navire a coulé, ont annoncé les autorités maritimes.", "fr", "les autorités maritimes"),
    ("Selon le ministère, le navire a coulé.", "fr", "le ministère"),
    ("El barco se hundió, según la policía.", "es", "la policía"),
    ("Die Feuerwehr teilte mit, dass das Schiff sank.", "de", "Die Feuerwehr"),
    ("O navio afundou, segundo a polícia.", "pt", "a polícia"),
    # a lower-case noun that ends the sentence
    ('"It sank at dawn," said the police.', "en", "the police"),
    ("Le navire a coulé, a indiqué la préfecture.", "fr", "la préfecture"),
    ("El barco se hundió, informó el ministerio.", "es", "el ministerio"),
    ("Das Schiff sank, sagte die Polizei.", "de", "die Polizei"),
    ("O navio afundou, informou o ministério.", "pt", "o ministério"),
]


@pytest.mark.parametrize(("text", "lang", "source"), TABLE, ids=[text for text, _, _ in TABLE])
def test_the_source_of_a_statement_is_found(text: str, lang: str, source: str) -> None:
    assert [found.text for found in find_sources(text, lang)] == [source]


def test_a_pronoun_speaks_but_names_nobody() -> None:
    (found,) = find_sources("The hostages do not have time, he said.")
    assert (found.text, found.bare) == ("he", True)


def test_a_sentence_without_a_cue_has_no_source() -> None:
    assert find_sources("The boat sank at dawn off the northern coast.") == []


@given(st.text(max_size=200), st.sampled_from(["en", "fr", "de", "ar", "zz"]))
def test_any_text_gives_separate_spans_of_itself(text: str, lang: str) -> None:
    end = 0
    for found in find_sources(text, lang):
        assert found.start >= end
        assert text[found.start : found.end] == found.text
        end = found.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the verb stands first, wherever the sentence is
        ("انتهى الهجوم. وقال المتحدث باسم الوزارة إن الحصيلة ارتفعت.", ["المتحدث باسم الوزارة"]),
        ("قالت وزارة الصحة في غزة يوم الثلاثاء إن العدد ارتفع.", ["وزارة الصحة في غزة"]),
        # "according to" is written on to the noun
        ("وفقا لوزارة الدفاع، أطلق سراح الجميع.", ["وزارة الدفاع"]),
        # the noun phrase ends where no word bears the article
        ("بحسب الشرطة اعتقل خمسة.", ["الشرطة"]),
    ],
)
def test_arabic_sources_stand_after_their_verb(text: str, expected: list[str]) -> None:
    assert [source.text for source in find_sources(text, "ar")] == expected
