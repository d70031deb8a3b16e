"""A word and a language in, what it does in its sentence out: it carries a fact, or grammar, or a link, or nothing.

    weight("however", "en")      connective         weight("the", "en")        grammar
    weight("in fact", "en")      filler             weight("only", "en")       content
    weights(["in", "fact", "he", "left"], "en")     [filler, filler, grammar, content]

Words that carry a fact without looking like it (not, only, at least, first, before, until, may) are in no list and so
are content, as is every word of a language without lists. Before a figure even grammar tells ("by 3", "to 3"); that is
for whoever reads figures to see.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from monitor.text.lexicon import code_of
from monitor.text.normal import compose, fold
from monitor.text.wordlists import wordlist


class Weight(StrEnum):
    """What a word does in its sentence."""

    CONTENT = "content"
    GRAMMAR = "grammar"
    CONNECTIVE = "connective"
    FILLER = "filler"


def weight(word: str, lang: str) -> Weight:
    """What a word or a phrase does; a phrase in no list has the weight of its heaviest word."""
    return _weight(_plain(word), code_of(lang))


def weights(words: Sequence[str], lang: str) -> list[Weight]:
    """What each word of a sentence does, where the longest listed phrase counts as one."""
    code = code_of(lang)
    table, lengths = _table(code)
    plain = list(map(_plain, words))
    found = [table.get(word, Weight.CONTENT) for word in plain]
    taken = 0
    for at in [at for at, word in enumerate(plain) if word in lengths]:
        if at < taken:  # part of the phrase before
            continue
        for length in lengths[plain[at]]:
            known = table.get(" ".join(plain[at : at + length]))
            if known and at + length <= len(plain):
                taken = at + length
                found[at:taken] = [known] * length
                break
    return found


@lru_cache(maxsize=8_192)
def _weight(plain: str, code: str) -> Weight:
    known = _table(code)[0].get(plain)
    if known or " " not in plain:
        return known or Weight.CONTENT
    parts = set(weights(plain.split(), code))
    return next(heavy for heavy in Weight if heavy in parts)


@lru_cache(maxsize=16)
def _table(code: str) -> tuple[dict[str, Weight], dict[str, list[int]]]:
    """Every listed word or phrase with its weight, and for the first words of phrases how long these are."""
    table: dict[str, Weight] = {}
    for kind, lists in _LISTS.items():
        for name in lists:
            table |= {_plain(entry): kind for entry in wordlist(code, kind.value, name)}
    lengths: dict[str, set[int]] = {}
    for entry in table:
        first, _, rest = entry.partition(" ")
        if rest:
            lengths.setdefault(first, set()).add(entry.count(" ") + 1)
    return table, {first: sorted(many, reverse=True) for first, many in lengths.items()}


# Laid over each other in this order: a word of grammar that links as well ("so") is grammar.
_LISTS = {
    Weight.FILLER: ("words", "phrases"),
    Weight.CONNECTIVE: ("words", "phrases"),
    Weight.GRAMMAR: ("articles", "pronouns", "prepositions", "auxiliaries", "conjunctions"),
}


@lru_cache(maxsize=16_384)
def _plain(word: str) -> str:
    return " ".join(fold(compose(word).text).lower().split())
