"""Whether two phrases name one source: "residents", "people living nearby"; "the health ministry", "the ministry".

Two phrases and their language go in, how they are tied comes out, the same both ways round. Which words are one kind of
source is data (text/lexicons/cues, `speech.alike`); says nothing of what the source says.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from monitor.changes.evidence.spelling import initials, number_words
from monitor.text.cues import Cues, Forms, alternation, cues
from monitor.text.functional import Weight, weight
from monitor.text.inflection import inflection
from monitor.text.letters import Spelling, same_letters
from monitor.text.lexicon import code_of
from monitor.text.normal import fold
from monitor.text.synonyms import Relation, relation
from monitor.text.words import stem, words_of


class Tie(StrEnum):
    """What ties two sources, or parts them."""

    SAME = "the same words"
    INITIALS = "one is the initials of the other"
    KIND = "words for one kind of source"
    SYNONYM = "the thesaurus ties them"
    BROAD = "any public body, and one of them"
    PRONOUN = "one is a pronoun"
    NAMED = "both give one name"
    PLACE = "the same kind of source in two places"
    OTHER = "another source"
    NAME_ALONE = "one is a name"
    PARTED = "other words, which need not be another source"
    UNKNOWN = "nothing ties them, and nothing parts them"


ONE = frozenset({Tie.SAME, Tie.INITIALS, Tie.NAMED, Tie.KIND, Tie.SYNONYM, Tie.BROAD, Tie.PRONOUN})
"""Those that make one source of two phrases."""
_TIED = frozenset({Relation.SAME, Relation.FORM, Relation.SYNONYM, Relation.DERIVED, Relation.BROADER})
_PARTED = frozenset({Relation.SISTER, Relation.OTHER, Relation.ANTONYM})
_COMPOUND = 6
"""Letters of the last part of a compound from which it is the same thing said shorter: "Ministerium"."""
_SHORTEST = 3


class _Lists(NamedTuple):
    idle: frozenset[str]
    alike: tuple[re.Pattern[str], ...]
    broad: Forms
    bodies: Forms
    nouns: Forms
    pronouns: frozenset[str]
    place: frozenset[str]


class _Word(NamedTuple):
    low: str
    text: str
    placed: bool
    """Whether a preposition of place stands before it."""


def tie(one: str, other: str, lang: str) -> Tie:
    """What ties two sources, or parts them."""
    first, second = sorted((one, other))
    return _tie(first, second, code_of(lang))


def telling(phrase: str, lang: str) -> frozenset[str]:
    """The words of a source that say who it is; all of them where none does."""
    return frozenset(word.low for word in _words(phrase, code_of(lang)))


def common(word: str, lang: str) -> bool:
    """Whether a word is known as one that needs no capital."""
    return weight(word, lang) is not Weight.CONTENT or relation(word.lower(), "people", lang) is not Relation.UNKNOWN


@lru_cache(maxsize=4096)
def _tie(one: str, other: str, lang: str) -> Tie:
    lists = _lists(lang)
    if any(phrase.lower() in lists.pronouns for phrase in (one, other)):
        return Tie.PRONOUN
    first, second = _words(one, lang), _words(other, lang)
    if not first or not second:
        return Tie.UNKNOWN
    if initials([w.text for w in first], [w.text for w in second]):
        return Tie.INITIALS
    left = [w for w in first if not any(_one_word(w, v, lang) for v in second)]
    came = [v for v in second if not any(_one_word(w, v, lang) for w in first)]
    if not left or not came:
        return Tie.SAME
    shared = [w for w in first if w not in left]
    if any(_name(w, lists, lang) and not w.placed for w in shared):
        return Tie.NAMED
    named = [[w for w in side if _name(w, lists, lang)] for side in (left, came)]
    if any(named):
        kinds = [[w for w in side if _kind(w.low, lists)] for side in (left, came)]
        apart = all(kinds) and _of_words(kinds[0], kinds[1], lists, lang) is Tie.OTHER
        return Tie.OTHER if apart else _of_names(named, bool(shared))
    found = _of_words(left, came, lists, lang)
    return Tie.SAME if shared and found is Tie.UNKNOWN else found


def _of_names(named: list[list[_Word]], shared: bool) -> Tie:
    if not all(named):
        return Tie.SAME if shared else Tie.NAME_ALONE
    return Tie.PLACE if shared and all(side[0].placed for side in named) else Tie.OTHER


def _of_words(left: list[_Word], came: list[_Word], lists: _Lists, lang: str) -> Tie:
    """What ties the words that only one side has: each of the shorter one needs a partner."""
    rows = [" ".join(w.low for w in side) for side in (left, came)]
    if any(all(row.search(side) for side in rows) for row in lists.alike):
        return Tie.KIND
    short, long = sorted((left, came), key=len)
    ties = [max((_partner(w, v, lists, lang) for v in long), key=_BEST.index) for w in short]
    weakest = min(ties, key=_BEST.index)
    if weakest in ONE:
        return weakest
    for broad, body in ((left, came), (came, left)):
        if any(w.low in lists.broad for w in broad) and any(w.low in lists.bodies for w in body):
            return Tie.BROAD
    return weakest


_BEST = (Tie.UNKNOWN, Tie.PARTED, Tie.OTHER, Tie.SYNONYM)


def _partner(word: _Word, other: _Word, lists: _Lists, lang: str) -> Tie:
    found = relation(word.low, other.low, lang)
    if found in _TIED:
        return Tie.SYNONYM
    if all(_kind(low, lists) for low in (word.low, other.low)):
        return Tie.OTHER  # two kinds of source that the lists know apart
    return Tie.PARTED if found in _PARTED else Tie.UNKNOWN


def _kind(low: str, lists: _Lists) -> bool:
    """Whether a list knows the word as a source."""
    return low in lists.nouns or low in lists.bodies or any(row.search(low) for row in lists.alike)


def _one_word(word: _Word, other: _Word, lang: str) -> bool:
    if stem(word.low) == stem(other.low) or same_letters(word.text, other.text, lang) is not Spelling.OTHER:
        return True
    if inflection(word.low, other.low, lang) in ("same", "form", "derived"):
        return True
    short, long = sorted((word.low, other.low), key=len)
    return lang == "de" and len(short) >= _COMPOUND and long.endswith(short)


def _name(word: _Word, lists: _Lists, lang: str) -> bool:
    """Whether it is written like a name; a German noun has a capital too, so there only what no list knows."""
    return word.text[:1].isupper() and not _kind(word.low, lists)


def _words(phrase: str, lang: str) -> list[_Word]:
    """The words that say who it is. One that opens a sentence has a capital whatever it is; then a list decides."""
    lists, plain = _lists(lang), fold(phrase)
    found: list[_Word] = []
    before = ""
    for text in plain.replace(",", " ").split():
        for low in (part for word in words_of(text) for part in word.removesuffix("'s").split("'")):
            if low not in lists.idle and len(low) >= _SHORTEST and low.isalpha():
                found.append(_Word(low, text, before in lists.place))
            before = low
    return found or [_Word(low, low, False) for low in words_of(plain)]


@lru_cache(maxsize=16)
def _lists(lang: str) -> _Lists:
    own: Cues = cues(lang)
    idle = (
        number_words(lang)
        | own.words("speech", "openers")
        | own.words("speech", "links")
        | own.words("names", "titles")
    )
    broad, bodies = own.words("speech", "broad"), own.words("speech", "official")
    return _Lists(
        idle - own.words("speech", "nouns") - bodies,
        tuple(re.compile(rf"\b{alternation(row)}(?!\w)") for row in own.rows("speech", "alike")),
        Forms(broad),
        Forms(bodies | broad),
        Forms(own.words("speech", "nouns") | own.words("names", "roles") | own.words("speech", "vague")),
        own.words("speech", "pronouns"),
        own.words("names", "place") | own.words("speech", "links"),
    )
