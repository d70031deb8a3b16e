"""What became of something: a sentence of each version, about the same thing, in states that exclude each other.

The differing sentences, their links and both whole versions go in, findings come out. The states are families of words
in text/lexicons/cues; words alone decide, however the sentences are built. Names no state that a family does not know.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from monitor.changes.change import Change, Mention
from monitor.changes.evidence.document import Document
from monitor.changes.evidence.pairing import Pairing
from monitor.changes.evidence.spans import spelled
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.sentence import Sentence
from monitor.facts.vocabulary import vocabulary
from monitor.text.cues import cues
from monitor.text.tokens import where
from monitor.text.words import expanded_all, stem

NAME = "states"
_DENIED = 4
"""Words between a negation or a hedge and the state it denies or makes less sure."""
_DENIED_OF_ALL = 10
"""The same behind "nobody"."""
_TELLING = 4
"""Letters of a word that says what a sentence is about."""
_RARE = 4
"""A word in more sentences of one version than this says nothing of which thing is meant."""
_ENOUGH = 1.0
"""Weight of common words from which two sentences are about one thing, whatever others they do not share."""
_ONLY = 0.1
"""Weight of two sentences that share common words only, where no other sentence tells of such a state."""
_OF_THE_STORY = frozenset({"cause"})
"""Families that a story tells of one thing only, so that its name is left out."""
_SURE = frozenset({"cause", "proof"})
"""Families that say how sure the report is, instead of what became of something."""
_LIKE = 0.3
"""Share of words from which two linked sentences are about the same thing."""


class _State(NamedTuple):
    """A state told in a sentence: the family, which of its states, and the words that tell it."""

    family: str
    state: int
    words: str
    ordered: bool
    of_all: bool = False
    """Whether it is told of everyone: "nobody was hurt"."""


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """A state in its sentence; `about` are the words of the sentence that are no states themselves."""

    state: _State
    sentence: Sentence
    about: frozenset[str]


def find(versions: Versions) -> list[Finding]:
    """One finding for each thing whose state is another.

    A state that the other version tells of the same thing too is none that came or went.
    """
    documents, pairing = versions.documents, versions.pairing
    before, after = _states(versions.old), _states(versions.new)
    if not before or not after:
        return []
    by_family: dict[str, list[_Told]] = defaultdict(list)
    for one in before:
        by_family[one.state.family].append(one)
    pairs = [
        (one, other)
        for other in after
        for one in by_family.get(other.state.family, ())
        if one.state.state != other.state.state
    ]
    if not pairs:
        return []
    rarity = _rarity(documents)
    often = tuple(Counter(one.state.family for one in side) for side in (before, after))
    candidates = []
    for one, other in pairs:
        weight = _shared(one, other, pairing, rarity)
        shared = (one.about & other.about) - _anyone(one.sentence.lang)
        if not weight and shared and all(side[one.state.family] == 1 for side in often):
            weight = _ONLY
        if weight:
            candidates.append((-weight, other.sentence.order, one.sentence.order, one, other))
    if not candidates:
        return []
    held = tuple(_by_family(document) for document in documents)
    return list(_chosen(sorted(candidates, key=lambda c: c[:3]), held, rarity, pairing))


def _chosen(
    candidates: Sequence[tuple[float, int, int, _Told, _Told]],
    held: tuple[dict[str, list[_Told]], ...],
    rarity: dict[str, float],
    pairing: Pairing,
) -> Iterator[Finding]:
    taken: set[object] = set()
    for _, _, _, one, other in candidates:
        family = one.state.family
        keys = {
            (family, one.state.state, other.state.state),
            (one.sentence.text, family),
            (other.sentence.text, family),
        }
        keys.add((one.sentence.text, other.sentence.text))
        if taken & keys or not _moved(one, other, held, rarity, _linked(one, other, pairing)):
            continue
        taken |= keys
        yield _finding(one, other, pairing)


def _moved(
    one: _Told, other: _Told, held: tuple[dict[str, list[_Told]], ...], rarity: dict[str, float], linked: bool
) -> bool:
    """Whether one version alone tells the one state and the other alone the other, what is told as background aside."""
    if one.state.ordered:
        if other.state.state < one.state.state and not linked:
            return False  # that nothing later is told of it does not undo it
        later, now, side = (other, one, 0) if other.state.state > one.state.state else (one, other, 1)
        return not _tells(held[side], later, now, rarity, linked)
    return not (_tells(held[0], other, one, rarity, linked) or _tells(held[1], one, other, rarity, linked))


def _tells(held: dict[str, list[_Told]], wanted: _Told, instead: _Told, rarity: dict[str, float], linked: bool) -> bool:
    """Whether a version tells the wanted state of the same thing, other than of what linked sentences are not about."""
    least = sum(rarity.get(word, 0.0) for word in wanted.about & instead.about) / 2 if linked else 0.0
    least = min(least, _ENOUGH)
    return any(
        told.state.state == wanted.state.state
        and _about(told, wanted, rarity)
        and (len(common := told.about & wanted.about) > 1 or sum(rarity.get(word, 0.0) for word in common) >= least)
        for told in held.get(wanted.state.family, ())
    )


def _by_family(document: Document) -> dict[str, list[_Told]]:
    found: dict[str, list[_Told]] = defaultdict(list)
    for told in _states(document.sentences, headlines=True):
        found[told.state.family].append(told)
    return found


def _rarity(documents: tuple[Document, Document]) -> dict[str, float]:
    """What each word says of which thing is meant: much where few sentences hold it, nothing where many do."""
    weights: dict[str, float] = {}
    for document in documents:
        counts = Counter(chain.from_iterable([set(map(stem, s.key)) for s in document.sentences]))
        of = {count: math.log(1 + _RARE / count) if count <= _RARE else 0.0 for count in set(counts.values())}
        for word, count in counts.items():
            weights[word] = min(of[count], weights.get(word, of[count]))
    return weights


def _linked(one: _Told, other: _Told, pairing: Pairing) -> bool:
    link = pairing.link(one.sentence, other.sentence)
    return link is not None and link.likeness >= _LIKE


def _shared(one: _Told, other: _Told, pairing: Pairing, rarity: dict[str, float]) -> float:
    link = pairing.link(one.sentence, other.sentence)
    like = 2.0 * link.likeness if link is not None and link.likeness >= _LIKE else 0.0
    common = one.about & other.about
    if not like and common <= _anyone(one.sentence.lang):
        return 0.0
    return like + sum(rarity.get(word, 0.0) for word in common)


def _about(one: _Told, other: _Told, rarity: dict[str, float]) -> bool:
    return any(rarity.get(word, 1.0) or len(word) > _TELLING for word in one.about & other.about)


def _states(sentences: Sequence[Sentence], headlines: bool = False) -> list[_Told]:
    found = []
    for sentence in sentences:
        if sentence.headline and not headlines:
            continue
        states, about = _read(sentence.text, tuple(expanded_all(sentence.key)), sentence.lang)
        for state in states:
            found.append(_Told(state, sentence, about - {stem(word) for word in state.words.split()}))
    return found


@lru_cache(maxsize=4096)
def _read(text: str, key: tuple[str, ...], lang: str) -> tuple[tuple[_State, ...], frozenset[str]]:
    """The states a sentence tells, and the stems of its telling words; its words alone decide."""
    singles, phrases, first_words = _table(lang)
    hits = []
    free = 0
    for at in where(key, first_words):
        if at < free:
            continue
        word = key[at]
        found: tuple[tuple[str, int], ...] = ()
        length = 1
        for phrase, families in phrases.get(word, ()):
            if key[at : at + len(phrase)] == phrase:
                found, length = families, len(phrase)
                break
        else:
            found = singles.get(word, ())
        if found:
            hits.append((at, length, found))
        free = at + length
    if not hits:
        return (), frozenset()
    states = _furthest([state for at, length, found in hits for state in _meant(text, key, at, length, found, lang)])
    small = _small(lang)
    about = frozenset([stem(word) for word in key if len(word) >= _TELLING and word.isalpha() and word not in small])
    return tuple(states), about


def _meant(
    text: str, key: tuple[str, ...], at: int, length: int, found: tuple[tuple[str, int], ...], lang: str
) -> Iterator[_State]:
    """The states that words tell: denied, one of two is the other, and one of more is none; hedged, none at all."""
    own = cues(lang)
    before = key[max(0, at - _DENIED) : at]
    months = own.words("dates", "doubtful")
    if any(word in _unsure(lang) and not (word in months and f" {word.title()}" in text) for word in before):
        return
    if any(word in own.words("outcomes", "during") for word in key[at + length :][:1]):
        begins = vocabulary(lang).begins
        if any(word.isdigit() or word in begins for word in key[at + length + 1 :][:3]):
            return  # "closed for two hours": it is over
    negations, idle = own.words("negation", "words"), own.words("negation", "idle_before")
    denied = any(word in negations and key[n] not in idle for n, word in enumerate(before, max(0, at - _DENIED) + 1))
    row = f" {' '.join(key[max(0, at - _DENIED_OF_ALL) : at])} "
    nobody = own.words("negation", "nobody")
    # "It hurt nobody", but "it decided, nobody objecting, to ...": a comma ends what the word denies.
    behind = key[at + length :][:1] if f"{key[at + length - 1]}," not in text.lower() else ()
    of_all = any(f" {word} " in row for word in nobody) or not nobody.isdisjoint(behind)
    denied = denied or of_all
    if not denied and key[0] in negations and key[1] not in idle and at <= _DENIED_OF_ALL:
        # "No school in the district will open": what a sentence denies first it denies of all of its clause.
        ends = own.words("speech", "stops") | vocabulary(lang).numbers.joiners
        denied = ends.isdisjoint(key[:at])
    for family, state in found:
        ordered = family in own.tables.get("steps", {})
        if not denied:
            yield _State(family, state, " ".join(key[at : at + length]), ordered)
        elif not ordered and len(own.tables["states"][family]) == 2:
            yield _State(family, 1 - state, " ".join(key[max(0, at - 1) : at + length]), ordered, of_all)


def _furthest(states: Sequence[_State]) -> list[_State]:
    """Of the steps of one course only the last: the others are how it came to be."""
    last: dict[str, int] = {}
    for state in states:
        if state.ordered:
            last[state.family] = max(state.state, last.get(state.family, 0))
    return [state for state in states if not state.ordered or state.state == last[state.family]]


def _finding(one: _Told, other: _Told, pairing: Pairing) -> Finding:
    shared = ", ".join(sorted(one.about & other.about)[:4])
    link = pairing.link(one.sentence, other.sentence)
    like = f"; sentences {link.likeness:.0%} alike" if link else ""
    change = Change(
        Kind.CERTAINTY_CHANGED if one.state.family in _SURE else Kind.EVENT_CHANGED,
        Mention(one.sentence.text, one.sentence.text),
        Mention(other.sentence.text, other.sentence.text),
        where=other.sentence.where,
        explanation=f"state: {one.state.words} -> {other.state.words}, both of {shared or 'linked sentences'}{like}.",
    )
    old, new = ((spelled(told.sentence, told.state.words.split()),) for told in (one, other))
    return Finding(NAME, change, old, new)


@lru_cache(maxsize=32)
def _unsure(lang: str) -> frozenset[str]:
    """Words behind which a state is possible, feared or supposed."""
    own = cues(lang)
    return own.words("certainty", "hedges") | own.words("certainty", "fears") | own.words("outcomes", "supposed")


@lru_cache(maxsize=32)
def _anyone(lang: str) -> frozenset[str]:
    """Stems of words for people that can be anybody: that both sentences tell of "people" says nothing of which."""
    return frozenset(map(stem, cues(lang).words("names", "anyone")))


@lru_cache(maxsize=32)
def _small(lang: str) -> frozenset[str]:
    """Words that say nothing of what a sentence is about: prepositions, auxiliaries, verbs of speech."""
    own = cues(lang)
    lists = [("speech", name) for name in ("verbs", "aside", "knowing", "stops", "links", "openers", "pronouns")]
    lists += [("negation", "fillers"), ("negation", "words"), ("certainty", "hedges"), ("names", "place")]
    return frozenset(word for table, name in lists for word in own.words(table, name))


_Families = tuple[tuple[str, int], ...]


@lru_cache(maxsize=32)
def _table(
    lang: str,
) -> tuple[dict[str, _Families], dict[str, list[tuple[tuple[str, ...], _Families]]], frozenset[str]]:
    """Single words with the states they tell, phrases by their first word, longest first, and the words of either."""
    found: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    own = cues(lang).tables
    for family, states in (*own.get("states", {}).items(), *own.get("steps", {}).items()):
        for state, words in enumerate(states):
            for word in words:
                found[tuple(word.replace("-", " ").split())].append((family, state))
    for words, told in list(found.items()):
        for prefix in own.get("outcomes", {}).get("prefixes", ()):
            found.setdefault((prefix + words[0], *words[1:]), told)
    singles = {words[0]: tuple(states) for words, states in found.items() if len(words) == 1}
    phrases: dict[str, list[tuple[tuple[str, ...], _Families]]] = defaultdict(list)
    for words, states in found.items():
        if len(words) > 1:
            phrases[words[0]].append((words, tuple(states)))
    for rows in phrases.values():
        rows.sort(key=lambda row: -len(row[0]))
    return singles, dict(phrases), frozenset([*singles, *phrases])
