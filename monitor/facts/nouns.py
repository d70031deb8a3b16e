"""What a number counts: the noun after it as written, and the concept it stands nearest to under a clause cost.

Tokens, a number's place and the vocabulary go in; noun, phrase and concept come out. Grammar is guessed from word
lists and endings; where they do not tell, the answer is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from monitor.facts.vocabulary import UNIT_KIND, Concept, Vocabulary
from monitor.text.tokens import DIGITS, SIGN, WORD, Token, where

# Longest noun phrase looked at, in words after the number.
REACH = 6
# Costs in characters. A concept farther away than FARTHEST does not tell what a number counts.
FARTHEST = 160.0
CLAUSE, COMMA, FIGURE, BEHIND = 35.0, 35.0, 60.0, 8.0
# Verbs and adjectives that say what happened win over nouns that say to whom by this much.
WEAK = 70


OR = frozenset(["or", "ou", "o", "oder", "أو"])


class Noun(NamedTuple):
    """The head noun as written, the phrase around it, the token after it, and whether it names people."""

    head: str
    phrase: str
    after: int
    people: bool


NOTHING = Noun("", "", 0, False)


def noun_after(plain: str, row: Sequence[Token], i: int, words: Vocabulary, single: bool) -> Noun:
    """The noun phrase that begins at token i, "of the" before it left out. `single`: the number is one."""
    if i < len(row) and row[i].low in words.of_words:
        i += 1
        if i < len(row) and row[i].low in words.stop and row[i].kind == WORD:
            i += 1
            if i < len(row) and row[i].low in words.stop:
                return NOTHING
        if i < len(row) and row[i].kind == DIGITS:
            i += 1  # "12 of the 45 hostages"
        single = False
    opening = i
    while i < len(row) and row[i].low in words.extents_after and _goes_before_noun(row, i, words):
        i += 1  # "three more bodies", "trois autres corps"
    run: list[int] = []
    for j in range(i, min(i + REACH, len(row))):
        token = row[j]
        if run and token.low in words.noun_joiners and _goes_on(row, j + 1, run, words):
            continue  # "dozens of French and German cars"
        if token.kind == SIGN and token.low in "-'" and run and row[j - 1].end == token.start:
            continue
        if run and _model(row, j, words):
            continue  # "two new 737 Max jets"
        if token.kind != WORD or token.low in words.stop or token.low in words.weekdays or token.low in words.months:
            break
        run.append(j)
    if not run:
        return NOTHING
    head = _head(plain, row, run, words, single)
    if head is None:
        return NOTHING
    low = row[head].low
    low = low[2:] if low[1:2] == "'" else low  # French "d'habitants"
    people = low in words.people or bool(words.people_endings) and low.endswith(words.people_endings)
    return Noun(low, plain[row[opening].start : row[head].end], head + 1, people)


def _model(row: Sequence[Token], i: int, words: Vocabulary) -> bool:
    """Whether digits inside a noun phrase are the name of a model: a word with a capital, or the noun, follows."""
    token = row[i]
    short = token.kind == DIGITS and token.low.isdigit() and len(token.low) < _MODEL
    return short and words.head == "plural" and i + 1 < len(row) and row[i + 1].kind == WORD and row[i + 1].upper


_MODEL = 5


def noun_before(plain: str, row: Sequence[Token], first: int, words: Vocabulary) -> Noun:
    """The noun that stands before a number: "a day or two", "a convoy or three"."""
    article = first > 2 and row[first - 3].low in words.numbers.articles
    if not (article and row[first - 1].low in OR and row[first - 2].kind == WORD):
        return NOTHING
    noun = row[first - 2]
    return Noun(noun.low, plain[noun.start : noun.end], first, noun.low in words.people)


def _goes_before_noun(row: Sequence[Token], i: int, words: Vocabulary) -> bool:
    if words.head == "next":
        return True
    return i + 1 < len(row) and row[i + 1].kind == WORD and row[i + 1].low not in words.stop


def _head(plain: str, row: Sequence[Token], run: list[int], words: Vocabulary, single: bool) -> int | None:
    """Which token of the run is the noun."""
    if words.head == "plural":
        if single:
            return _singular(row, run, words)
        for place, j in enumerate(run):
            if _plural(row[j].low, words):
                nxt = run[place + 1] if place + 1 < len(run) else None
                return nxt if nxt == j + 1 and row[j + 1].low in words.people else j  # "women soldiers"
        return None
    if words.head == "capital":
        return next((j for j in run if plain[row[j].start].isupper()), None)
    if words.head == "next":
        return run[0]
    return None


def _goes_on(row: Sequence[Token], i: int, run: list[int], words: Vocabulary) -> bool:
    """Whether "and" joins two adjectives: a word follows, and no noun stood before it."""
    if i >= len(row) or row[i].kind != WORD or row[i].low in words.stop or row[i].low in words.begins:
        return False
    return not any(_plural(row[k].low, words) or row[k].low in words.concepts for k in run)


def _singular(row: Sequence[Token], run: list[int], words: Vocabulary) -> int:
    """The noun after "one": a person if there is one, else the last word before a verb in the third person."""
    person = next((j for j in run if row[j].low in words.people), None)
    if person is not None:
        return person
    # "one proposal asks the board": the phrase ends before the verb.
    verb = next((place for place, j in enumerate(run) if place and row[j].low.endswith("s")), None)
    short = run[:verb]
    return short[-1] if len(short) <= 3 else short[0]


def _plural(low: str, words: Vocabulary) -> bool:
    if low in words.plurals:
        return True
    return len(low) > 3 and low[-1] == "s" and low[-2] not in "su'i" and low not in words.not_plural


class Sighting(NamedTuple):
    """A concept word of a sentence: tokens `first` up to `after`."""

    first: int
    after: int
    concept: Concept
    joined: bool = False
    """Has "and" written on to it, so it begins a clause."""
    under: Concept | None = None
    """What befell people in the event that this names: "death" for the quake of "the death toll from the quake"."""


def sightings(row: Sequence[Token], forms: Sequence[str], words: Vocabulary) -> list[Sighting]:
    """The concept words of a sentence, in order."""
    out: list[Sighting] = []
    free = 0
    concepts, mark = words.concepts, words.numbers.attached
    firsts = concepts.firsts()
    for i in range(len(row)) if mark else where(forms, firsts):
        if i < free:
            continue
        if forms[i] in firsts and (found := concepts.at(row, i)):
            out.append(Sighting(i, found[0], found[1]))
            free = found[0]
        elif mark and forms[i].startswith(mark) and (bare := concepts.get(forms[i][len(mark) :])):
            out.append(Sighting(i, i + 1, bare, joined=True))
    for k in range(1, len(out)):
        if _in_an_event(row, out[k - 1], out[k], words):
            out[k] = out[k]._replace(under=out[k - 1].concept)
    return out


def _in_an_event(row: Sequence[Token], what: Sighting, event: Sighting, words: Vocabulary) -> bool:
    """Whether a concept word only names the event in which another befell people: "the death toll from the quake"."""
    if what.concept.unit != "person" or (event.concept.unit == "person" and not event.concept.event):
        return False
    between = row[what.after : event.first]
    if not between:
        return bool(words.numbers.attached)  # Arabic sets the two side by side
    if len(between) > _EVENT_REACH or between[0].low not in words.event_links:
        return False
    return all(token.kind == WORD and token.low not in words.begins for token in between[1:])


_EVENT_REACH = 4


def concept_of(
    row: Sequence[Token],
    first: int,
    after: int,
    unit: str,
    noun: Noun,
    seen: Sequence[Sighting],
    figures: frozenset[int],
    words: Vocabulary,
    farthest: float = FARTHEST,
) -> Concept | None:
    """The concept that a number at tokens `first` to `after` counts: the cheapest to reach that may be counted so.

    `figures` holds the last token of every number of the sentence: reaching over another number is dear.
    """
    best, lowest = None, farthest
    for sighting in seen:
        concept = sighting.concept
        if (
            sighting.under
            and _one_clause(row, sighting, first, words)
            and _may_count(sighting.under, unit, noun, words)
        ):
            concept = sighting.under
        if not _may_count(concept, unit, noun, words):
            continue
        begin, end = (after, sighting.first) if sighting.first >= after else (sighting.after, first)
        if begin > end:
            begin = end
        cost = float(row[end].start - row[begin - 1].end) if begin and end < len(row) else 0.0
        if sighting.first < first:
            cost += BEHIND
        elif sighting.joined:
            cost += CLAUSE
        if cost >= lowest:
            continue
        for j in range(begin, end):
            if j in figures:
                cost += FIGURE
            elif row[j].kind == SIGN and row[j].low in ",;:،؛":
                cost += COMMA
            elif row[j].low in words.clause:
                cost += CLAUSE
        stranger = concept.unit == "person" and unit == "" and bool(noun.head) and not noun.people
        stranger = stranger and noun.head not in words.concepts
        if concept.weak or stranger:
            cost += WEAK
        if cost < lowest:
            best, lowest = concept, cost
    return best


def _one_clause(row: Sequence[Token], sighting: Sighting, first: int, words: Vocabulary) -> bool:
    """Whether a number that follows a concept word stands in its clause: no comma, no "and" between them."""
    between = row[sighting.after : first]
    return sighting.first < first and not any(t.low in ",;،؛" or t.low in words.clause for t in between)


def _may_count(concept: Concept, unit: str, noun: Noun, words: Vocabulary) -> bool:
    if unit.startswith("per "):
        unit = "person" if noun.people else ""  # "12 deaths per 100,000"
    if unit and unit not in ("person", "count"):
        if not concept.allowed:
            return False
        kind = "money" if _is_money(unit, words) else UNIT_KIND.get(unit, unit)
        return kind in concept.allowed or unit in concept.allowed
    if concept.unit == "person":
        return noun.people or not noun.head or noun.head in words.concepts
    if noun.head and noun.head not in words.concepts and not (noun.people and "person" in concept.allowed):
        return False
    return not concept.allowed or "count" in concept.allowed or "person" in concept.allowed or unit == ""


def _is_money(unit: str, words: Vocabulary) -> bool:
    return unit in words.money_units or unit.split(" per ")[0] in words.money_units
