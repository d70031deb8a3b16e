"""What a word does in its sentence, in six languages; above all, which words look empty and are not."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import monitor.text
from monitor.text.functional import Weight, weight, weights
from monitor.text.wordlists import listed

FOLDER = Path(monitor.text.__file__).parent / "lexicons" / "words"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.toml"))
DOCS = Path(monitor.text.__file__).parents[2] / "docs" / "words.md"

EMPTY = {
    "en": {"grammar": "the of were which", "connective": "however also meanwhile", "filler": "still really"},
    "de": {"grammar": "der von wurden", "connective": "jedoch auch zudem", "filler": "derzeit tatsächlich"},
    "fr": {"grammar": "les dans étaient", "connective": "cependant également", "filler": "actuellement"},
    "es": {"grammar": "los en fueron", "connective": "además también", "filler": "actualmente"},
    "pt": {"grammar": "os em foram", "connective": "contudo também", "filler": "atualmente"},
    "ar": {"grammar": "في التي كانت", "connective": "أيضا كذلك", "filler": "حاليا"},
}
PHRASES = [
    ("en", "on its part", "connective"),
    ("en", "in fact", "filler"),
    ("de", "darüber hinaus", "connective"),
    ("fr", "de son côté", "connective"),
    ("es", "sin embargo", "connective"),
    ("pt", "no entanto", "connective"),
    ("ar", "في غضون ذلك", "connective"),
]
# Each of these can be the whole of what an edit says.
TELLING = {
    "en": "not no never only just almost nearly least most first last before after without until since all none may might "
    "would must could if unless or against over under up down former next allegedly reportedly according",
    "de": "nicht kein keine nie nur fast beinahe mindestens höchstens erst erste vor ohne bis seit alle wenn falls oder "
    "gegen unter könnte dürfte soll muss ehemalige angeblich laut",
    "fr": "ne pas non jamais seulement presque moins plus premier avant après sans jusque depuis tous aucun si ou contre peut "
    "pourrait doit ancien selon",
    "es": "no nunca solo sólo casi menos más primero antes después sin hasta desde todos ninguno si o contra puede podría debe ex "
    "según",
    "pt": "não nunca só apenas quase menos mais primeiro antes depois sem até desde todos nenhum ou contra pode poderia deve "
    "segundo",
    "ar": "لا لم لن ليس فقط أول قبل بعد دون حتى كل لو إذا ضد ربما سوف",
}


def test_the_six_promised_languages_have_lists() -> None:
    assert LANGUAGES == ["ar", "de", "en", "es", "fr", "pt"]
    assert all(map(listed, LANGUAGES))
    assert not listed("zz")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_without_a_fact_are_told_by_what_they_do(lang: str) -> None:
    for kind, words in EMPTY[lang].items():
        assert {word: weight(word, lang).value for word in words.split()} == dict.fromkeys(words.split(), kind)


@pytest.mark.parametrize(("lang", "phrase", "kind"), PHRASES)
def test_a_phrase_is_one_word_to_its_sentence(lang: str, phrase: str, kind: str) -> None:
    assert weight(phrase, lang) == kind
    assert weights([*phrase.split(), "77"], lang) == [Weight(kind)] * len(phrase.split()) + [Weight.CONTENT]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_that_can_turn_a_fact_are_content(lang: str) -> None:
    light = {word for word in TELLING[lang].split() if weight(word, lang) is not Weight.CONTENT}
    assert light == set()


def test_a_phrase_weighs_as_much_as_its_heaviest_word() -> None:
    assert weight("in the meantime", "en") is Weight.CONNECTIVE
    assert weight("of the", "en") is Weight.GRAMMAR
    assert weight("of the harbour", "en") is Weight.CONTENT
    assert weight("not also", "en") is Weight.CONTENT


def test_in_a_language_without_lists_every_word_is_content() -> None:
    assert weights(["the", "und", "also"], "zz") == [Weight.CONTENT] * 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_is_in_two_lists_and_each_table_is_documented(lang: str) -> None:
    tables = tomllib.loads((FOLDER / f"{lang}.toml").read_text("utf-8"))
    docs = DOCS.read_text("utf-8")
    assert [name for name in tables if f"`[{name}]`" not in docs] == []
    kinds = {
        kind: {word for entry in tables[kind].values() for word in (entry.split() if isinstance(entry, str) else entry)}
        for kind in ("grammar", "connective", "filler")
    }
    assert kinds["connective"] & kinds["filler"] == set()
    assert kinds["grammar"] & (kinds["connective"] | kinds["filler"]) == set()


@given(st.lists(st.text(max_size=12), max_size=12), st.sampled_from([*LANGUAGES, "zz"]))
def test_every_word_of_any_sentence_has_one_weight(words: list[str], lang: str) -> None:
    assert len(weights(words, lang)) == len(words)
    assert weights(words, lang) == weights(words, lang)
