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
from monitor.changes.evidence.opposites import asked, denied
from monitor.changes.evidence.pairing import Pairing
from monitor.changes.evidence.spans import spelled
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.events import Event, Sort, Standing
from monitor.facts.sentence import Sentence
from monitor.facts.vocabulary import vocabulary
from monitor.text.cues import cues
from monitor.text.words import stem, words_of

NAME = "states"
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
_TOLD = frozenset({Standing.TOLD, Standing.AHEAD})
"""What a report says of a state: that it is so, or that it is planned. A version holds its background too."""
_WHILE = 60
"""Characters behind a state in which it can be said how long it lasted."""
_LIKE = 0.3
"""Share of words from which two linked sentences are about the same thing."""


class _State(NamedTuple):
    """A state told in a sentence: the family, which of its states, and the words that tell it."""

    family: str
    state: int
    words: str
    ordered: bool


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
    for told in _states(document.sentences, held=True):
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


def _states(sentences: Sequence[Sentence], held: bool = False) -> list[_Told]:
    found = []
    for sentence in sentences:
        if sentence.headline and not held:
            continue
        states, about = _read(sentence, held)
        for state in states:
            found.append(_Told(state, sentence, about - {stem(word) for word in state.words.split()}))
    return found


def _read(sentence: Sentence, held: bool) -> tuple[tuple[_State, ...], frozenset[str]]:
    """The states a sentence tells, and the stems of its telling words; its words alone decide."""
    events = [e for e in sentence.events if e.sort in (Sort.STATE, Sort.STEP)]
    states = _furthest([state for event in events if (state := _meant(event, sentence, held))])
    if not states:
        return (), frozenset()
    small = _small(sentence.lang)
    telling = (word for word in sentence.key if len(word) >= _TELLING and word.isalpha() and word not in small)
    return tuple(states), frozenset(map(stem, telling))


def _meant(event: Event, sentence: Sentence, held: bool) -> _State | None:
    """The state that words tell: denied, one of two is the other, and one of more is none; feared or doubted, none."""
    told = event.standing in _TOLD or (held and event.standing is Standing.BACKGROUND)
    if not told or asked(event, sentence) or _over(event, sentence):
        return None
    ordered = event.sort is Sort.STEP
    if not denied(event, sentence):
        return _State(event.family, event.member, event.words, ordered)
    if ordered or len(cues(sentence.lang).tables["states"][event.family]) != 2:
        return None
    return _State(event.family, 1 - event.member, event.words, ordered)


def _over(event: Event, sentence: Sentence) -> bool:
    """Whether a while stands behind it: "closed for two hours" is over."""
    lang = sentence.lang
    behind = words_of(sentence.text[event.end : event.end + _WHILE])
    if behind[:1] and behind[0] in cues(lang).words("outcomes", "during"):
        begins = vocabulary(lang).begins
        return any(word.isdigit() or word in begins for word in behind[1:4])
    return False


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
