"""Two words in, whether they are one word: a slip of the pen, initials with and without dots, a short form of "not".

Words only; what a sentence says is judged elsewhere. Never takes two numbers or two names for one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA, Opcode

from monitor.facts.vocabulary import vocabulary
from monitor.text.cues import cues

_SHORTEST = 5
"""Letters. In shorter words one letter makes another word too often ("dead", "deal")."""
_LONG = 8
"""From this length on a replaced letter is a slip too: few words differ by one letter inside."""


def slip(one: str, other: str, lang: str) -> bool:
    """Whether one of two words is the other mistyped: neighbours swapped, a letter lost or doubled.

    Both in lower case and with the same first letter; two words for numbers are never one.
    """
    if min(len(one), len(other)) < _SHORTEST or one[0] != other[0] or not (one.islower() and other.islower()):
        return False
    if not (one.isalpha() and other.isalpha()) or OSA.distance(one, other) != 1:
        return False
    replaced = len(one) == len(other) and sorted(one) != sorted(other)
    if replaced and min(len(one), len(other)) < _LONG:
        return False
    numbers = number_words(lang)
    return not (one in numbers and other in numbers)


def same_but_for_slips(old: str, new: str, lang: str) -> bool:
    """Whether two texts are equal word by word, but for slips of the pen."""
    first, second = old.split(), new.split()
    if len(first) != len(second):
        return False
    differing = [(a, b) for a, b in zip(first, second, strict=True) if a.casefold() != b.casefold()]
    return 0 < len(differing) <= 4 and all(slip(a.rstrip(".,;:"), b.rstrip(".,;:"), lang) for a, b in differing)


def has_slip(one: Iterable[str], other: Iterable[str], lang: str) -> bool:
    """Whether a word that only one of two sentences holds is a word of the other with a slip of the pen."""
    return next(_slips(one, other, lang), None) is not None


def mended(text: str, words: Iterable[str], others: Iterable[str], lang: str) -> str:
    """The text with each slip of the pen put right that another text's words show: "19 mintues", "19 minutes"."""
    for word, right in dict(_slips(words, others, lang)).items():
        text = re.sub(rf"\b{re.escape(word)}\b", right, text, flags=re.IGNORECASE)
    return text


def _slips(one: Iterable[str], other: Iterable[str], lang: str) -> Iterator[tuple[str, str]]:
    """Each word that only one of two texts holds, with the word of the other that it is but for a slip."""
    first, second = frozenset(one), frozenset(other)
    came: dict[str, list[str]] = defaultdict(list)
    for word in _prone(second - first):
        came[word[0]].append(word)
    yield from ((a, b) for a in _prone(first - second) for b in came.get(a[0], ()) if slip(a, b, lang))


def _prone(words: Iterable[str]) -> Iterator[str]:
    """Words that `slip` can take for another one; a list of numbers has thousands that it never does."""
    return (word for word in words if len(word) >= _SHORTEST and word.isalpha() and word.islower())


@lru_cache(maxsize=32)
def number_words(lang: str) -> frozenset[str]:
    """The words of a language that are numbers, or places in a row."""
    words = vocabulary(lang)
    return frozenset(words.triggers) | frozenset(words.begins) | cues(lang).words("ordinals", "words")


def initials(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one name is the initials of the other: "WHO", "World Health Organization"."""
    for short, long in ((one, other), (other, one)):
        letters = "".join(short).replace(".", "")
        short_form = len(short) == 1 and 2 <= len(letters) <= 6 and letters.isupper() and len(long) > 1
        if short_form and letters == "".join(word[0] for word in long if word[0].isupper()):
            return True
    return False


def replaced(steps: Sequence[Opcode]) -> Iterator[tuple[int, int]]:
    """Places of words that stand where another one stood, by the steps of an edit: as many left as came."""
    for step, following in zip(steps, steps[1:], strict=False):
        if {step.tag, following.tag} != {"delete", "insert"}:
            continue
        gone, came = (step, following) if step.tag == "delete" else (following, step)
        if gone.src_end - gone.src_start == came.dest_end - came.dest_start:
            yield from zip(range(gone.src_start, gone.src_end), range(came.dest_start, came.dest_end), strict=True)
