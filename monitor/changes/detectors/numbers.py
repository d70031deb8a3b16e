"""A number that another one replaced in a sentence that is the same otherwise, whether or not it is a figure.

Links of sentences go in; findings that name both numbers come out. Counts, dates and quotes
have rules of their own: this is the net below them, for numbers that are no figure on one side or on both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

from monitor.changes.change import Change, Mention
from monitor.changes.evidence.measures import measured
from monitor.changes.evidence.pairing import Link
from monitor.changes.evidence.serials import serial_end
from monitor.changes.evidence.spans import span
from monitor.changes.evidence.versions import Versions
from monitor.changes.evidence.written_numbers import Number, number_words, numbers
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.changes.mentions import mention
from monitor.facts.sentence import FIGURE, Sentence

NAME = "numbers"
SAME = 0.7
"""Share of words in order, numbers aside, from which two sentences are the same but for their numbers."""
_YEAR = re.compile(r"[12]\d{3}")


def find(versions: Versions) -> list[Finding]:
    """One finding for each number that another one replaced at the same place."""
    return [
        _finding(link, old, new)
        for link in versions.pairing.links
        if link.main and link.order >= SAME / 2
        for old, new in _replaced(link)
        if old.start >= serial_end(link.old.text)
    ]


def _replaced(link: Link) -> Iterator[tuple[Number, Number]]:
    """Numbers at the same place of both sentences, with equal words on both sides of them."""
    if _spelled(link.old) == _spelled(link.new):
        return  # every word that could be a number stayed, in its order
    first, old = numbers(link.old)
    second, new = numbers(link.new)
    if not old or not new or Indel.normalized_similarity(first, second) < SAME:
        return
    if first == second:
        differing = [
            (a, b)
            for a, b in zip(old, new, strict=True)
            if a.value != b.value and a.unit == b.unit and not _same_amount(a, b)
        ]
        if len(differing) > 1 and {a.value for a, _ in differing} == {b.value for _, b in differing}:
            differing = [(a, b) for a, b in differing if not (a.names and b.names)]  # named in another order
        # With equal words nothing was converted or moved: a lone differing number is a fact even if its rule is silent.
        yield from (pair for pair in differing if len(differing) == 1 or not _judged(*pair))
        return
    for step in Indel.opcodes(first, second):
        if step.tag != "equal":
            continue
        for i, j in zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True):
            inside = (i > step.src_start or i == j == 0) and i + 1 < step.src_end
            if first[i] != FIGURE or not inside:
                continue
            a, b = old[first[:i].count(FIGURE)], new[second[:j].count(FIGURE)]
            if (
                a.value != b.value
                and not _same_amount(a, b)
                and _alike(a, b)
                and not _judged(a, b)
                and not _swapped(a, b, old, new)
            ):
                yield a, b


def _spelled(sentence: Sentence) -> list[str]:
    """The words of a sentence that can be numbers: with a digit, of a lexicon, or of the letters I, V and X."""
    telling = number_words(sentence.lang)
    return [w for w in sentence.key if w in telling or not w.isalpha() or (w[0] in "ivx" and not w.strip("ivx"))]


def _judged(a: Number, b: Number) -> bool:
    """Whether rules of their own judge both. Two figures may be a conversion, two dates forms of one."""
    return a.judged == b.judged != ""


def _same_amount(a: Number, b: Number) -> bool:
    """Whether both are one amount in two forms: "three quarters", "75%"."""
    if a.figure is None or b.figure is None:
        return False
    one, other = measured(a.figure), measured(b.figure)
    return one.measure == other.measure and (one.lo, one.hi) == (other.lo, other.hi)


def _alike(a: Number, b: Number) -> bool:
    """Whether both are of one sort, so that one can replace the other where words around them differ too."""
    units = [number.figure.unit if number.figure else "" for number in (a, b)]
    return a.unit == b.unit and (units[0] == units[1] or set(units) <= {"", "person"})


def _swapped(a: Number, b: Number, old: Sequence[Number], new: Sequence[Number]) -> bool:
    """Whether each number stands elsewhere in the other sentence: then the clauses changed places."""
    return any(n.value == b.value for n in old) and any(n.value == a.value for n in new)


def _finding(link: Link, old: Number, new: Number) -> Finding:
    kind = Kind.FIGURE_VALUE
    if "date" in (old.judged, new.judged) or (not old.judged and not new.judged and _years(old, new)):
        kind = Kind.DATETIME_CHANGED
    elif old.names or new.names:
        kind = Kind.CLAIM_CHANGED
    figure = kind is Kind.FIGURE_VALUE
    delta = new.value - old.value if figure else None
    change = Change(
        kind,
        _mention(old, link.old, figure),
        _mention(new, link.new, figure),
        delta,
        round(delta / abs(old.value), 4) if delta is not None and old.value else None,
        link.new.where,
        relation="update",
        explanation=f"number: {old.text} -> {new.text} at the same place; "
        f"sentences {link.likeness:.0%} alike, {link.order:.0%} in order.",
    )
    places = (span(link.old, old.start, old.end),), (span(link.new, new.start, new.end),)
    return Finding(NAME, change, *places, key=(old.value, new.value))


def _years(old: Number, new: Number) -> bool:
    return bool(_YEAR.fullmatch(old.text) and _YEAR.fullmatch(new.text))


def _mention(number: Number, sentence: Sentence, figure: bool) -> Mention:
    if not figure:
        return Mention(number.text, sentence.text)
    if number.figure is not None and number.value == number.figure.value:
        return mention(number.figure, sentence)
    return Mention(number.text, sentence.text, number.value, number.value, "=", number.unit, number.behind)
