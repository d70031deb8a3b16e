"""A person, body, thing or place with another name, or another spelling of it.

Linked sentences go in, findings of `entity.name` and `entity.place` come out. A name that the other version gives
anywhere is no change: it moved, or is said again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.changes.detectors.pairs import Part, paired
from monitor.changes.evidence.edits import Edit, Edited, Token
from monitor.changes.evidence.given import Given
from monitor.changes.evidence.names_alike import alike
from monitor.changes.evidence.same_source import common
from monitor.changes.evidence.spelling import initials
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.text.cues import cues
from monitor.text.letters import Spelling, same_letters
from monitor.text.words import stem

NAME = "names"
_EQUAL = 0.85
"""Share of words in order from which a sentence is the same but for a word or two."""


_SMALL = 3
"""Letters of a small word inside a name: "of", "del"."""


def find(versions: Versions) -> list[Finding]:
    """One finding for each name that another one replaced."""
    return [f for pair in versions.pairs if pair.link.strong for f in _names(pair, versions.given)]


def _names(pair: Edited, given: Given) -> Iterator[Finding]:
    """A name was replaced by one that the old version gives nowhere, and is itself gone from the new one."""
    sources = pair.link.new.read.sources
    for edit in pair.edits:
        left = [t for t in edit.left if t.capital]
        came = [t for t in edit.came if t.capital]
        if (
            not left
            or not came
            or max(len(left), len(came)) > 4
            or not (_all_named(edit.left) and _all_named(edit.came))
        ):
            continue
        if any(char.isdigit() for t in (*left, *came) for char in t.text):
            continue  # a flight or a section: claim_changes tells of it
        first = _first_name(pair, edit)
        if any(s.start <= t.start < s.end for s in sources for t in came) and not (first or alike(left, came)):
            continue  # another source, not another spelling
        surname = pair.new[edit.at_new + 1].low if first else ""
        if given.either(left, 1, surname) or given.either(came, 0, surname):
            continue
        if initials([t.text for t in left], [t.text for t in came]) or _spelled_alike(pair, left, came):
            continue
        capitals_mean_little = (edit.at_old == 0 and edit.at_new == 0) or pair.link.new.lang.startswith("de")
        if capitals_mean_little and not (alike(left, came) or (first and pair.link.order >= _EQUAL)):
            continue  # the first word of a sentence has a capital whatever it is, and so has every German noun
        if len(edit.left) == len(edit.came) == 1 and _number_of_one(left[0], came[0]) and not _within_name(pair, edit):
            continue
        if edit.at_old == edit.at_new == 0 and all(common(t.text, pair.link.new.lang) for t in (*left, *came)):
            continue  # two plain words at the front
        kind = Kind.ENTITY_PLACE if _is_place(pair, edit) else Kind.ENTITY_NAME
        old, new = (" ".join(t.text for t in side) for side in (left, came))
        yield paired(NAME, kind, pair, _part(old, left), _part(new, came), f"name: {old} -> {new}", (old, new))


def _all_named(words: Sequence[Token]) -> bool:
    """Whether all of them are written like names, small words between them aside."""
    return words[0].capital and words[-1].capital and all(t.capital or len(t.low) <= _SMALL for t in words)


def _number_of_one(one: Token, other: Token) -> bool:
    """Whether one is the other with a letter more, as a plural is: "Korean", "Koreans"."""
    short, long = sorted((one.low, other.low), key=len)
    return stem(short) == stem(long) and long[:-1] == short


def _within_name(pair: Edited, edit: Edit) -> bool:
    """Whether a name stands right before or behind, which stayed: "Carl Meyers", "Carl Meyer"."""
    word = edit.came[0]
    beside = [pair.new[n] for n in (edit.at_new - 1, edit.at_new + 1) if 0 <= n < len(pair.new)]
    return any(t.capital and 1 in (t.start - word.end, word.start - t.end) for t in beside)


def _spelled_alike(pair: Edited, left: Sequence[Token], came: Sequence[Token]) -> bool:
    """Whether both are the same letters in another spelling, glued words among them."""
    old, new = (
        sentence.text[side[0].start : side[-1].end] for sentence, side in ((pair.link.old, left), (pair.link.new, came))
    )
    return same_letters(old, new, pair.link.new.lang) is not Spelling.OTHER


def _first_name(pair: Edited, edit: Edit) -> bool:
    """Whether one word was replaced right before a name that stayed: "Salma Derawi", "Amal Derawi"."""
    if len(edit.left) != 1 or len(edit.came) != 1 or edit.at_new + 1 >= len(pair.new):
        return False
    word, name = edit.came[0], pair.new[edit.at_new + 1]
    own = cues(pair.link.new.lang)
    offices = own.words("names", "roles") | own.words("names", "titles")
    return name.capital and name.start == word.end + 1 and not {word.low, edit.left[0].low} & offices


def _is_place(pair: Edited, edit: Edit) -> bool:
    """Whether a word such as "near" stands in front of the name, over the part of it that stayed ("Lake")."""
    after = edit.at_new + len(edit.came)
    if after < len(pair.new) and pair.new[after].capital and edit.came[-1].end + 1 == pair.new[after].start:
        return False  # a surname follows
    at = edit.at_new - 1
    linking = cues(pair.link.new.lang).words("speech", "links") - cues(pair.link.new.lang).words("names", "place")
    while at > 0 and (pair.new[at].capital or pair.new[at].low in linking or pair.new[at - 1].low in linking):
        at -= 1  # back over "the town of" and "Lake"
    return at >= 0 and pair.new[at].low in cues(pair.link.new.lang).words("names", "place")


def _part(text: str, words: Sequence[Token]) -> Part:
    return Part(text, [(token.start, token.end) for token in words])
