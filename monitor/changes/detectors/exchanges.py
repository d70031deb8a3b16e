"""Two that changed places: who beat whom, who accused whom, from where to where.

Linked sentences go in, findings of `entity.name` come out, who does what now. A sentence whose verb turned with the
names says the same, and so does one whose words go both ways ("met", "and"); such words are data (`names.mutual`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from monitor.changes.detectors.pairs import Part, paired
from monitor.changes.evidence.content import words_of_content
from monitor.changes.evidence.edits import Edited
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.sentence import Sentence
from monitor.text.cues import cues

NAME = "exchanges"
_LONGEST = 4
"""Words of one of the two; more are a clause that moved."""
_MOST = 60
"""Words of a sentence in which names are looked for; a longer one is a table or a list."""


class _Swap(NamedTuple):
    """Where the two stand: as ranges of words, first and second in each sentence."""

    old: tuple[range, range]
    new: tuple[range, range]


def find(versions: Versions) -> list[Finding]:
    """At most one finding a pair of sentences."""
    return [finding for pair in versions.pairs for finding in _exchanged(pair)]


def _exchanged(pair: Edited) -> Iterator[Finding]:
    old, new = pair.link.old, pair.link.new
    swap = _swapped(old, new) or _names_swapped(old, new)
    if swap:
        parts = [_part(sentence, ranges) for sentence, ranges in ((old, swap.old), (new, swap.new))]
        why = f"changed places: {_text(old, swap.old[0])} and {_text(old, swap.old[1])}"
        key = tuple(_text(old, place).lower() for place in swap.old)
        yield paired(NAME, Kind.ENTITY_NAME, pair, parts[0], parts[1], why, key)


def _swapped(old: Sentence, new: Sentence) -> _Swap | None:
    """Whether the sentences are word for word the same but for two runs of words that changed places."""
    first, second = old.column.low, new.column.low
    if len(first) != len(second) or first == second or sorted(first) != sorted(second):
        return None
    a = next(n for n in range(len(first)) if first[n] != second[n])
    z = next(n for n in range(len(first), 0, -1) if first[n - 1] != second[n - 1])
    before, after = first[a:z], second[a:z]
    for i in range(1, min(_LONGEST, len(before)) + 1):
        for j in range(1, min(_LONGEST, len(before) - i) + 1):
            middle = before[i : len(before) - j]
            if after == (*before[len(before) - j :], *middle, *before[:i]):
                swap = _Swap((range(a, a + i), range(z - j, z)), (range(a, a + j), range(z - i, z)))
                return swap if _tells(old, swap.old) and _tells(new, swap.new) else None
    return None


def _names_swapped(old: Sentence, new: Sentence) -> _Swap | None:
    """Whether two names stand in the other order around the same words, whatever else of the sentence differs."""
    if old.lang.startswith("de") or max(len(old.column.low), len(new.column.low)) > _MOST:
        return None
    here, there = _names(old), _names(new)
    both = [name for name in here if name in there]
    for n, one in enumerate(both):
        for other in both[n + 1 :]:
            first, second = here[one], here[other]
            after, before = there[one], there[other]
            if before.stop > after.start or first.stop > second.start:
                continue
            if old.column.low[first.stop : second.start] == new.column.low[before.stop : after.start]:
                swap = _Swap((first, second), (before, after))
                if _tells(old, swap.old):
                    return swap
    return None


def _names(sentence: Sentence) -> dict[tuple[str, ...], range]:
    """The names that a sentence gives once, each with its place: runs of words with a capital."""
    column = sentence.column
    found: dict[tuple[str, ...], range] = {}
    twice = set()
    at = 0
    while at < len(column.low):
        end = at
        while (
            end < len(column.low) and column.upper[end] and (end == at or column.start[end] == column.end[end - 1] + 1)
        ):
            end += 1
        if end > at:
            name = column.low[at:end]
            twice |= {name} & found.keys()
            found[name] = range(at, end)
        at = max(end, at + 1)
    return {name: place for name, place in found.items() if name not in twice}


def _tells(sentence: Sentence, pair: tuple[range, range]) -> bool:
    """Whether it matters which of the two comes first: something stands between them that does not go both ways."""
    one, other = pair
    column = sentence.column
    words = {word.at: word for word in words_of_content(sentence)}
    if not all(
        any(n in words for n in side) and not any(n in words and words[n].number for n in side) for side in pair
    ):
        return False
    between = sentence.text[column.end[one.stop - 1] : column.start[other.start]]
    middle = column.low[one.stop : other.start]
    if not middle:
        # Where verbs stand in front ("accused A B") two that follow each other are who does it and to whom.
        return _verb_first(sentence.lang) and one.start > 0 and not between.strip()
    idle = _mutual(sentence.lang)
    rest = [n for n, low in enumerate(middle, one.stop) if low not in idle and not column.upper[n]]
    # Beside a word that goes both ways ("the friend of") a small word says nothing.
    return any(n in words and not words[n].number for n in rest) if idle & set(middle) else bool(rest)


@lru_cache(maxsize=16)
def _mutual(lang: str) -> frozenset[str]:
    own = cues(lang)
    return own.words("names", "mutual") | own.words("speech", "and") | own.words("scopes", "or")


def _verb_first(lang: str) -> bool:
    return bool(cues(lang).words("speech", "verb_first"))


def _part(sentence: Sentence, pair: tuple[range, range]) -> Part:
    column = sentence.column
    start, end = column.start[pair[0].start], column.end[pair[1].stop - 1]
    return Part(sentence.text[start:end], [(start, end)])


def _text(sentence: Sentence, place: range) -> str:
    return sentence.text[sentence.column.start[place.start] : sentence.column.end[place.stop - 1]]
