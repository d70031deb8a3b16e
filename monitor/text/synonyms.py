"""Two words or short phrases in, what they are to each other in the thesaurus of their language.

    relation("attorney", "lawyer", "en")   synonym        relation("rose", "fell", "en")         antonym
    relation("sold", "selling", "en")      form           relation("sold to", "bought by", "en") converse
    relation("resign", "resignation", "en") derived       relation("Monday", "Tuesday", "en")    sister
    relation("Peugeot", "car", "en")       unknown        relation("truck", "vehicle", "en")     broader

Symmetric and pure. Says what the words are, never whether a fact moved: "killed" is broader than "murdered".
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from monitor.text.converses import converse
from monitor.text.lemmas import lemmas
from monitor.text.lexicon import code_of
from monitor.text.normal import compose, fold
from monitor.text.thesaurus.core import forms, places
from monitor.text.thesaurus.table import ADJECTIVE, ADVERB, NOUN, VERB, Sense, Table, table


class Relation(StrEnum):
    """What two words are to each other."""

    SAME = "same"
    FORM = "form"
    CONVERSE = "converse"
    ANTONYM = "antonym"
    SYNONYM = "synonym"
    DERIVED = "derived"
    BROADER = "broader"
    SISTER = "sister"
    OTHER = "other"
    UNKNOWN = "unknown"
    """One of them, or their language, is not in a thesaurus: nothing is known, which is not `other`."""


MAIN_SHARE = 4
"""Of 15. From this share on a meaning that is not a word's first is one a reader may think of."""
USUAL_SHARE = 2
"""Of 15. Below this a meaning that is not a word's first is too rare to stand for the main one of another word."""
STEPS = {NOUN: 4, VERB: 1, ADJECTIVE: 1, ADVERB: 1}
"""How far up a broader word is looked for: "vehicle" is four steps above "truck"; a verb is soon under "do"."""


class _Word(NamedTuple):
    """A word as the table knows it."""

    places: frozenset[tuple[int, int]]
    senses: dict[int, Sense]


def relation(one: str, other: str, lang: str) -> Relation:
    """What two words or phrases are to each other."""
    first, second = sorted((one, other))
    return _relation(first, second, code_of(lang))


@lru_cache(maxsize=65_536)
def _relation(one: str, other: str, code: str) -> Relation:
    first, second = _looked_up(one), _looked_up(other)
    if first == second:
        return Relation.SAME
    if converse(first, second, code):
        return Relation.CONVERSE
    words = table(code)
    if words is None:
        return _by_rows(first, second, code)
    left, right = _word(words, first, one[:1].isupper()), _word(words, second, other[:1].isupper())
    if not (left.senses and right.senses):
        return _by_one_word(first, second, code)
    if shared := left.places & right.places:
        # The degree of an adjective is no mere form of it: "larger" says more than "large".
        return Relation.DERIVED if all(part == ADJECTIVE for _, part in shared) else Relation.FORM
    return _by_senses(words, left, right)


def names_a_thing(word: str, lang: str) -> bool:
    """Whether a word is in the thesaurus as a noun alone: what nothing ties to another such word is another thing."""
    words = table(code_of(lang))
    senses = _word(words, _looked_up(word), word[:1].isupper()).senses.values() if words is not None else ()
    return bool(senses) and all(sense.part == NOUN for sense in senses)


def _by_rows(one: str, other: str, code: str) -> Relation:
    """What the rows of a language's own list say. Two forms of one lemma are for their endings to tell."""
    left, right = places(one, code), places(other, code)
    if not (left and right):
        return _by_one_word(one, other, code)
    if shared := left & right:
        alike = any(forms(one, other, place.part, code) for place in shared)
        return Relation.FORM if alike else Relation.UNKNOWN
    if {place.row for place in left} & {place.row for place in right}:
        return Relation.SYNONYM
    parts = {place.part for place in left} & {place.part for place in right}
    return Relation.OTHER if parts else Relation.UNKNOWN


def _by_one_word(one: str, other: str, code: str) -> Relation:
    """What phrases in no thesaurus are by the one word in which they differ: "hate fuelled", "hatred fuelled"."""
    before, after = one.split(), other.split()
    if len(before) != len(after) or len(before) < 2:
        return Relation.UNKNOWN
    differing = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    return _relation(*sorted(differing[0]), code) if len(differing) == 1 else Relation.UNKNOWN


def _by_senses(words: Table, left: _Word, right: _Word) -> Relation:
    """The opposite first: where two words are near in one meaning and opposed in another, nobody may be misled."""
    if _opposed(words, left, right):
        return Relation.ANTONYM
    if any(_meant(left.senses[synset], right.senses[synset]) for synset in left.senses.keys() & right.senses.keys()):
        return Relation.SYNONYM
    ours, theirs = ({place for place, _ in word.places} for word in (left, right))
    if any(not theirs.isdisjoint(words.derived(place)) for place in ours):
        return Relation.DERIVED
    if _is_kind_of(words, left, right) or _is_kind_of(words, right, left):
        return Relation.BROADER
    above = [{up for sense in _main(word) for up in words.broader(sense.synset)} for word in (left, right)]
    return Relation.SISTER if above[0] & above[1] else Relation.OTHER


def _looked_up(text: str) -> str:
    """A word as the table writes it: lower case, spaces for hyphens, no 's."""
    low = " ".join(fold(compose(text).text).lower().replace("-", " ").split())
    if low.endswith("'s"):
        return low[:-2]
    return low[:-1] if low.endswith("s'") else low


@lru_cache(maxsize=8_192)
def _word(words: Table, text: str, capital: bool) -> _Word:
    found = lemmas(words, text)
    senses: dict[int, Sense] = {}
    for place, part in found:
        for sense in words.senses(place):
            known = senses.get(sense.synset)
            if sense.part == part and (capital or not sense.capital) and (known is None or sense.rank < known.rank):
                senses[sense.synset] = sense
    return _Word(found, senses)


def _main(word: _Word) -> list[Sense]:
    return [sense for sense in word.senses.values() if sense.rank == 1 or sense.share >= MAIN_SHARE]


def _meant(one: Sense, other: Sense) -> bool:
    """Whether a meaning that two words share is the main one of either and a usual one of the other."""
    main = one.rank == 1 or other.rank == 1 or max(one.share, other.share) >= MAIN_SHARE
    return main and _usual(one) and _usual(other)


def _usual(sense: Sense) -> bool:
    return sense.rank == 1 or sense.share >= USUAL_SHARE


def _opposed(words: Table, left: _Word, right: _Word) -> bool:
    """Whether a meaning of one is the opposite of one of the other, or an adjective near to either is."""
    for one, other in ((left, right), (right, left)):
        for sense in one.senses.values():
            if any(away in other.senses for away in words.antonyms(sense.synset)):
                return True
    heads = [_heads(words, word) for word in (left, right)]
    return any(not heads[1].isdisjoint(words.antonyms(synset)) for synset in heads[0])


def _heads(words: Table, word: _Word) -> set[int]:
    """The adjectives that the main meanings of a word are, or are near to: "arid" is near to "dry"."""
    near = [sense.synset for sense in _main(word) if sense.part == ADJECTIVE]
    return {*near, *(up for synset in near for up in words.broader(synset))}


def _is_kind_of(words: Table, narrow: _Word, wide: _Word) -> bool:
    """Whether a main meaning of one lies below a common meaning of the other, within STEPS."""
    for sense in _main(narrow):
        front: Iterable[int] = [sense.synset]
        for _ in range(STEPS[sense.part]):
            front = [up for synset in front for up in words.broader(synset)]
            if any(up in wide.senses and _usual(wide.senses[up]) for up in front):
                return True
    return False
