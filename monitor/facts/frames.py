"""The frame of a figure: where it holds, as of when, and how sure it is, each as the sentence writes it.

Tokens and the vocabulary go in, words of the sentence come out; "" where it does not say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from monitor.facts.vocabulary import Vocabulary
from monitor.text.tokens import DIGITS, SIGN, WORD, Token, where

# A status word farther than this from the number, in characters, is about something else.
STATUS_REACH = 40


class Place(NamedTuple):
    """A place named after a preposition, and where its name stands."""

    start: int
    end: int
    name: str


def places(plain: str, row: Sequence[Token], forms: Sequence[str], words: Vocabulary) -> list[Place]:
    """Capitalised names after "in", "near", "across" and the like, in order."""
    out: list[Place] = []
    if not words.place_nouns.isdisjoint(forms):
        out = [place for i in where(forms, words.place_nouns) if (place := _after_noun(plain, row, i, words))]
    told = {place.start for place in out}
    for i in where(forms, words.places):
        if i + 1 >= len(row):
            continue
        j = i + 1
        if j < len(row) and row[j].low in words.place_joiners and j + 1 < len(row):
            j += 1  # "in the Rafah area"
        first = last = j
        while last < len(row) and row[last].kind == WORD and _named(plain, row[last], words):
            last += 1
            if last + 1 < len(row) and row[last].low in words.place_joiners and _named(plain, row[last + 1], words):
                last += 1
        if (
            last > first
            and row[last - 1].end - row[first].start > 1
            and not (last < len(row) and row[last].kind == DIGITS and row[last - 1].low in words.months)
        ):
            start, end = row[first].start, row[last - 1].end
            if start not in told and row[first].low not in words.place_nouns:
                out.append(Place(start, end, plain[start:end]))
    return sorted(out) if told else out


def _after_noun(plain: str, row: Sequence[Token], i: int, words: Vocabulary) -> Place | None:
    """ "In the northern town of Velm", "im Dorf Velm": the name behind a noun of places that a preposition opens."""
    if not any(token.low in words.place_noun_before for token in row[max(0, i - 4) : i]):
        return None
    j = i + 1
    while j < min(i + 3, len(row)) and row[j].low in words.of_words:
        j += 1
    if j >= len(row) or row[j].kind != WORD:
        return None
    if words.numbers.attached:
        last = j + 2 if row[j].low in words.place_compound and j + 1 < len(row) and row[j + 1].kind == WORD else j + 1
        known = row[j].low in words.stop or row[j].low in words.begins
        return None if known else Place(row[j].start, row[last - 1].end, plain[row[j].start : row[last - 1].end])
    last = j
    while last < len(row) and row[last].kind == WORD and _named(plain, row[last], words):
        last += 1
        if last + 1 < len(row) and row[last].low in words.place_joiners and _named(plain, row[last + 1], words):
            last += 1
    return Place(row[j].start, row[last - 1].end, plain[row[j].start : row[last - 1].end]) if last > j else None


def is_wide(row: Sequence[Token], first: int, after: int, words: Vocabulary) -> bool:
    """Whether a number is told of a whole country or of the world: "a national toll of 1,204", "41 worldwide"."""
    if not words.place_wide:
        return False
    for step, i in ((-1, first - 1), (1, after)):
        for _ in range(_WIDE_REACH):
            if not 0 <= i < len(row) or row[i].low in ",;:" or row[i].kind == DIGITS:
                break
            if row[i].low in words.place_wide:
                return True
            i += step
    return False


_WIDE_REACH = 6


def _named(plain: str, token: Token, words: Vocabulary) -> bool:
    return plain[token.start].isupper() and token.low not in words.months and token.low not in words.weekdays


def nearest(found: Sequence[Place], row: Sequence[Token], span: tuple[int, int], words: Vocabulary) -> str:
    """The place nearest to a span of the text, one after it preferred over one as far before it.

    A place on the other side of "after" or "while" is where something else happened, unless it opens the sentence.
    """
    start, end = span
    best, lowest = "", 1 << 30
    for place in found:
        distance = place.start - end if place.start >= end else start - place.end + 5
        if distance < lowest and not _elsewhere(place, row, span, words):
            best, lowest = place.name, distance
    return best


def _elsewhere(place: Place, row: Sequence[Token], span: tuple[int, int], words: Vocabulary) -> bool:
    after = place.start >= span[1]
    low, high = (span[1], place.start) if after else (place.end, span[0])
    opens = not after and len([1 for token in row[:6] if token.start < place.start]) < 3
    return not opens and any(low <= token.start < high and token.low in words.place_parts for token in row)


def as_of(plain: str, row: Sequence[Token], forms: Sequence[str], words: Vocabulary) -> str:
    """When the figures of a sentence hold: "as of Monday", "by Tuesday evening", "since 7 October"."""
    for i in where(forms, words.as_of.firsts()):
        found = words.as_of.at(row, i)
        if not found:
            continue
        last = j = found[0]
        anchored = False
        while j < len(row) and j < found[0] + 5:
            token = row[j]
            day = token.low in words.weekdays or token.low in words.months or token.low in words.as_of_times
            anchored = anchored or day
            if not day and not _of_a_date(row, j, words):
                break
            j += 1
            last = j if token.kind != SIGN else last
        if anchored and last > found[0]:
            return plain[row[i].start : row[last - 1].end]
    return ""


def _of_a_date(row: Sequence[Token], i: int, words: Vocabulary) -> bool:
    """Whether a token beside a month belongs to the date: a day, a year, the comma before a year."""
    token = row[i]
    if token.kind == DIGITS:
        beside = [row[j].low for j in (i - 1, i + 1, i + 2) if j < len(row)]
        year = len(token.low) == 4 and row[i - 1].low in (",", *words.months)
        return year or (len(token.low) < 3 and any(low in words.months for low in beside))
    if token.low == ",":
        return row[i - 1].kind == DIGITS and i + 1 < len(row) and row[i + 1].kind == DIGITS and len(row[i + 1].low) == 4
    return token.low in words.ordinal_endings and row[i - 1].kind == DIGITS


def status(row: Sequence[Token], first: int, after: int, words: Vocabulary) -> str:
    """Whether a count is confirmed, feared, presumed: the nearest such word, with no sign in between."""
    for step in (1, -1):
        i = after if step == 1 else first - 1
        while 0 <= i < len(row) and row[i].kind != SIGN:
            gap = row[i].start - row[after - 1].end if step == 1 else row[first].start - row[i].end
            if gap > STATUS_REACH or (row[i].kind == DIGITS):
                break
            if row[i].low in words.statuses:
                return words.statuses[row[i].low]
            i += step
    return ""


def extent(row: Sequence[Token], first: int, after: int, words: Vocabulary) -> str:
    """Whether a number at tokens `first` to `after` is new ("12 more"), a total, or part of another figure."""
    if found := words.extents.before(row, first):
        return found[1]
    for i in range(first, after):
        if row[i].low in words.extents and (meaning := words.extents.get(row[i].low)) == "new":
            return meaning  # "at least another 12": the bound's words hold it
    follows = words.extents_after.at(row, after)
    return follows[1] if follows else ""
