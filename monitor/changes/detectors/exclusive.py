"""A word that another one of its kind replaced: a brother for a sister, a wrist for a collarbone, south for north.

Pairs of sentences that are one sentence with edits go in, findings come out. Kinds are data (text/lexicons/cues); words
of one kind exclude each other, so that no rewording puts one for another. Knows nothing of words outside the kinds.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from monitor.changes.change import Change, Level, Mention
from monitor.changes.evidence.edits import Edit, Edited, Token, clause, spans_of
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.text.cues import cues

NAME = "words of a kind"
_WORDS = 3
"""Words that left or came at one place; where more did, the clause was written anew."""

_KEPT = 0.8
"""Share of words in order from which the sentence is the same but for the word, so that a fact moved for sure."""
_PEOPLE = frozenset({"kin", "sex"})


class _Sort(NamedTuple):
    """Of which kind a word is, and which of its members."""

    kind: str
    member: int


def find(versions: Versions) -> list[Finding]:
    """One finding for each word that another of its kind replaced."""
    return [
        _finding(pair, old, new, kind)
        for pair in versions.pairs
        if pair.link.strong
        for edit in pair.edits
        for old, new, kind in _replaced(pair, edit)
    ]


def _replaced(pair: Edited, edit: Edit) -> Iterator[tuple[Token, Token, str]]:
    if not 0 < len(edit.left) <= _WORDS or not 0 < len(edit.came) <= _WORDS:
        return
    sorts = _sorts(pair.link.new.lang)
    for old in edit.left:
        for new in edit.came:
            kinds = {one.kind for one in sorts.get(old.low, ()) for two in sorts.get(new.low, ()) if _apart(one, two)}
            same = {one for one in sorts.get(old.low, ())} & {two for two in sorts.get(new.low, ())}
            if not kinds or same or _stays(pair, old, new, sorts) or (kinds & _PEOPLE and _renamed(pair)):
                continue
            yield old, new, min(kinds)
            return


def _apart(one: _Sort, two: _Sort) -> bool:
    return one.kind == two.kind and one.member != two.member


def _stays(pair: Edited, old: Token, new: Token, sorts: dict[str, tuple[_Sort, ...]]) -> bool:
    """Whether the other sentence holds a word for the same thing too: then the words only changed places."""
    first, second = ({sort for token in side for sort in sorts.get(token.low, ())} for side in (pair.old, pair.new))
    return bool(set(sorts[old.low]) & second or set(sorts[new.low]) & first)


def _renamed(pair: Edited) -> bool:
    """Whether a name left or came too: "Ida and her husband Per" is "Per and his wife Ida"."""
    return any(
        token.capital and token is not side[0] for e in pair.edits for side in (e.left, e.came) for token in side
    )


def _finding(pair: Edited, old: Token, new: Token, kind: str) -> Finding:
    name, _, of = kind.partition(":")
    what = {"date": Kind.DATETIME_CHANGED, "place": Kind.ENTITY_PLACE}.get(of, Kind.CLAIM_CHANGED)
    sources = pair.link.new.read.sources
    if any(source.start - 1 <= new.end and new.start < source.end for source in sources):
        what = Kind.ATTRIBUTION_CHANGED
    change = Change(
        what,
        Mention(clause(pair.link.old, [old]), pair.link.old.text),
        Mention(clause(pair.link.new, [new]), pair.link.new.text),
        where=pair.link.new.where,
        level=Level.ALERT if pair.link.order >= _KEPT else Level.DIGEST,
        explanation=f"{name}: {old.text} -> {new.text}; "
        f"sentences {pair.link.likeness:.0%} alike, {pair.link.order:.0%} in order.",
    )
    return Finding(NAME, change, *spans_of(pair, [old], [new]), key=(old.low, new.low))


@lru_cache(maxsize=32)
def _sorts(lang: str) -> dict[str, tuple[_Sort, ...]]:
    """Each word with the kinds it belongs to; a word can be of two, as "state" is."""
    found: dict[str, tuple[_Sort, ...]] = {}
    for kind, members in cues(lang).tables.get("exclusive", {}).items():
        for number, words in enumerate(members):
            for word in words.split():
                found[word] = (*found.get(word, ()), _Sort(kind, number))
    return found
