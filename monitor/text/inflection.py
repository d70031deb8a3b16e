"""Two words in, whether they are forms of one word, by the endings that a language puts on one stem.

    inflection("Häuser", "Haus", "de")        form      inflection("nahm an", "angenommen", "de")   form
    inflection("vendió", "vendieron", "es")   form      inflection("nation", "national", "en")      derived
    inflection("والحكومة", "الحكومة", "ar")   form      inflection("caso", "casa", "es")            other

Symmetric, pure and wary: endings that also part two words ("puerto", "puerta") are not trusted. Where the thesaurus
knows both words it decides.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from monitor.text.endings import one_word, stem_of, stems
from monitor.text.lexicon import code_of
from monitor.text.normal import compose, fold
from monitor.text.synonyms import Relation, relation
from monitor.text.wordlists import rows


class Inflection(StrEnum):
    """What two words are by their form."""

    SAME = "same"
    FORM = "form"
    DERIVED = "derived"
    """Of one root, but another sort of word: "decide", "decision"; or another person: "Lehrer", "Lehrerin"."""
    OTHER = "other"


def inflection(one: str, other: str, lang: str) -> Inflection:
    """Whether two words are forms of one; German verbs may have their particle behind them ("nahm an")."""
    first, second = sorted((_plain(one), _plain(other)))
    return _inflection(first, second, code_of(lang))


def _plain(word: str) -> str:
    return " ".join(fold(compose(word).text).split())


@lru_cache(maxsize=32_768)
def _inflection(one: str, other: str, lang: str) -> Inflection:
    if one.lower() == other.lower():
        return Inflection.SAME
    known = relation(one, other, lang)
    if known is Relation.FORM:
        return Inflection.FORM
    if known is Relation.DERIVED:
        return Inflection.DERIVED
    if known not in (Relation.UNKNOWN, Relation.CONVERSE):
        return Inflection.OTHER
    if len(one) > _LONGEST or len(other) > _LONGEST:
        return Inflection.OTHER
    if one_word(one, other, lang):
        return Inflection.FORM
    return Inflection.DERIVED if _is_derived(one, other, lang) else Inflection.OTHER


_LONGEST = 40
"""Characters. What is longer is no word."""


def _is_derived(one: str, other: str, lang: str) -> bool:
    """Whether one has an ending that makes another sort of word of the stem that the other has."""
    words = [one.lower(), other.lower()]
    for row in rows(lang, "inflection", "derived"):
        for first, second in (words, words[::-1]):
            left, right = (
                {stem_of(stem, lang) for stem in stems(word, row[side], row["least"])}
                for word, side in ((first, "one"), (second, "other"))
            )
            if left & right:
                return True
    return False
