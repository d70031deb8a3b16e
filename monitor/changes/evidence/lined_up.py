"""Which word of a sentence is which word of its partner: the same word, or another form of it, wherever it moved.

A link goes in, places of either column come out. Takes no synonym for a word; that is for the licences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import ratio

from monitor.changes.evidence.content import words_of_content
from monitor.changes.evidence.pairing import Link
from monitor.facts.sentence import Sentence
from monitor.text.forms import denying_prefixes
from monitor.text.words import stem

_FORM = 70.0
"""Likeness of two words at one place, in per cent, from which they are two forms of one."""
_FEW = 8
"""Words that left or came at one place; where more did, likeness of form pairs by chance."""


@dataclass(frozen=True, slots=True, eq=False)
class LinedUp:
    """`there[0]` goes from places of the old sentence to those of the new one, `there[1]` back; words that left or came
    are in neither. `replaced` are runs of words of either side that stand for each other."""

    there: tuple[dict[int, int], dict[int, int]]
    replaced: tuple[tuple[range, range], ...]

    def alone(self, side: int, length: int) -> list[int]:
        """Places of one side without a partner."""
        return [at for at in range(length) if at not in self.there[side]]


def lined_up(link: Link) -> LinedUp:
    """The words of a link beside each other."""
    old, new = link.old.column.low, link.new.column.low
    telling = tuple(frozenset(w.at for w in words_of_content(s) if not w.number) for s in (link.old, link.new))
    return _lined_up(old, new, telling, link.new.lang)


@lru_cache(maxsize=256)
def _lined_up(old: tuple[str, ...], new: tuple[str, ...], telling: tuple[frozenset[int], ...], lang: str) -> LinedUp:
    forth: dict[int, int] = {}
    runs: list[tuple[list[int], list[int]]] = [([], [])]
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            forth.update(zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True))
            runs.append(([], []))
            continue
        runs[-1][0].extend(range(step.src_start, step.src_end))
        runs[-1][1].extend(range(step.dest_start, step.dest_end))
    back = {b: a for a, b in forth.items()}
    for left, came in runs:
        if 0 < len(left) <= _FEW and 0 < len(came) <= _FEW:
            places = [a for a in left if a in telling[0]], [b for b in came if b in telling[1]]
            _forms(*places, old, new, lang, forth, back)
    _moved(old, new, telling, forth, back)
    ranges = tuple((_range(left), _range(came)) for left, came in runs if left or came)
    return LinedUp((forth, back), ranges)


def _range(places: Sequence[int]) -> range:
    return range(places[0], places[-1] + 1) if places else range(0)


def _forms(
    left: Sequence[int],
    came: Sequence[int],
    old: Sequence[str],
    new: Sequence[str],
    lang: str,
    forth: dict[int, int],
    back: dict[int, int],
) -> None:
    """Words at one place that are forms of one word; a denial written on to the front makes another word."""
    for a in left:
        for b in came:
            if b not in back and _one_word(old[a], new[b], lang):
                forth[a], back[b] = b, a
                break


def _one_word(one: str, other: str, lang: str) -> bool:
    if one == other or (min(len(one), len(other)) > 3 and stem(one) == stem(other)):
        return True
    return min(len(one), len(other)) > 2 and ratio(one, other) >= _FORM and not opposite_by_prefix(one, other, lang)


def opposite_by_prefix(one: str, other: str, lang: str) -> bool:
    """Whether one word is the other with a denial at its front: "stable", "unstable"."""
    short, long = sorted((one, other), key=len)
    return any(
        long.startswith(front) and len(short) > 2 and stem(long[len(front) :]) == stem(short)
        for front in denying_prefixes(lang)
    )


def _moved(
    old: Sequence[str],
    new: Sequence[str],
    telling: Sequence[frozenset[int]],
    forth: dict[int, int],
    back: dict[int, int],
) -> None:
    """Words that stand elsewhere in the other sentence."""
    free: dict[str, list[int]] = defaultdict(list)
    for b in sorted(telling[1], reverse=True):
        if b not in back and len(new[b]) > 2:
            free[stem(new[b])].append(b)
    for a in sorted(telling[0]):
        if a not in forth and len(old[a]) > 2 and free.get(key := stem(old[a])):
            b = free[key].pop()
            forth[a], back[b] = b, a


def stands_elsewhere(sentences: Sequence[Sentence], partner: Sentence, word: str) -> Sequence[Sentence]:
    """The sentences other than the partner that hold a form of a word."""
    wanted = stem(word)
    return [s for s in sentences if s is not partner and any(stem(low) == wanted for low in s.column.low)]
