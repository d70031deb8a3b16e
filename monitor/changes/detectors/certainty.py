"""What was possible is now certain, or the other way round: may have caused, caused; possible spread, spread.

Linked sentences go in, findings of `certainty.changed` come out. What counts is whether the word that a hedge or a fear
stands before is made doubtful in the other version too, in whatever words; a permission is no hedge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.changes.change import Level
from monitor.changes.detectors.pairs import lined
from monitor.changes.evidence.lined_up import LinedUp, lined_up, stands_elsewhere
from monitor.changes.evidence.pairing import Link
from monitor.changes.evidence.said import Ranged, Said, core, said, telling
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.scopes import ScopeKind
from monitor.facts.sentence import Sentence
from monitor.text.cues import cues
from monitor.text.synonyms import Relation, relation
from monitor.text.words import stem

NAME = "certainty"
_DOUBT = (ScopeKind.HEDGED, ScopeKind.FEARED)
_CORE = 0.65
"""Share of telling words from which a sentence says the same with and without its hedge, however it is built."""
_KEPT = 0.8
"""Share of words in order from which a sentence was kept: a hedge need not stand right before a word of both."""
_NEAR = 4
"""Telling words behind a hedge; if the other version makes one of them doubtful, it is one doubt in another place."""


def find(versions: Versions) -> list[Finding]:
    """At most one finding a link."""
    found = []
    for link in versions.pairing.links:
        if link.strong or (link.main and core(link) >= _CORE):
            found += list(_moved(link, (versions.old, versions.new)))[:1]
    return found


def _moved(link: Link, differing: tuple[Sequence[Sentence], Sequence[Sentence]]) -> Iterator[Finding]:
    sides = link.old, link.new
    reads = said(link.old), said(link.new)
    if not (reads[0].scopes or reads[1].scopes):
        return
    words = lined_up(link)
    for n in (0, 1):
        if any(not all(at in words.there[1 - n] for at in r.cue) for r in reads[1 - n].of(*_DOUBT)):
            continue  # one doubt for another
        for ranged in reads[n].of(*_DOUBT):
            head = _surer(sides, reads, words, n, ranged, 2 if link.order >= _KEPT else 1)
            if head is not None and not _said_elsewhere(sides, n, head, differing[1 - n]):
                yield _finding(link, words, n, ranged, head)


def _surer(
    sides: tuple[Sentence, Sentence], reads: tuple[Said, Said], words: LinedUp, n: int, ranged: Ranged, far: int
) -> int | None:
    """The word that a hedge stands before, at most so far behind it, if the other version tells it without one."""
    if (
        all(at in words.there[n] for at in ranged.cue)
        or _condition(sides[n], ranged.cue)
        or _rule(sides, words, n, ranged)
        or _synonym(sides, words, n, ranged.cue)
    ):
        return None
    heads = list(telling(sides[n], ranged))[:_NEAR]
    if any(reads[1 - n].under(words.there[n][at], *_DOUBT) for at in heads if at in words.there[n]):
        return None
    head = next((at for at in heads[:far] if at in words.there[n]), None)
    if head is None:
        return None
    there = words.there[n][head]
    quoted = reads[n].under(head, ScopeKind.QUOTED) and reads[1 - n].under(there, ScopeKind.QUOTED)
    return None if quoted or there in reads[1 - n].cues else head


def _condition(sentence: Sentence, cue: range) -> bool:
    """Whether the cue is an "if": a condition that came says nothing of how sure the report is."""
    phrase = " ".join(sentence.column.low[at] for at in cue)
    return phrase in cues(sentence.lang).words("scopes", "if")


def _synonym(sides: tuple[Sentence, Sentence], words: LinedUp, n: int, cue: range) -> bool:
    """Whether another word for the hedge stands in its place, one that no list of hedges has."""
    places = next((run for run in words.replaced if run[n] == cue), None)
    if places is None:
        return False
    lows, others = sides[n].column.low, sides[1 - n].column.low
    here, there = " ".join(lows[at] for at in cue), " ".join(others[at] for at in places[1 - n])
    return bool(there) and relation(here, there, sides[n].lang) is Relation.SYNONYM


def _rule(sides: tuple[Sentence, Sentence], words: LinedUp, n: int, ranged: Ranged) -> bool:
    """Whether the cue gives leave, and stands where the other version gives leave, asks or forbids: "may", "must"."""
    lang = sides[n].lang
    rules = cues(lang).words("certainty", "rules")
    lows = sides[n].column.low
    if not any(lows[at] in rules for at in ranged.cue):
        return False
    if sides[n].text.rstrip().endswith("?") and ranged.cue_start == 0:
        return True  # "May pupils bring a phone?" asks for leave
    places = next((run for run in words.replaced if ranged.cue_start in run[n]), None)
    others = sides[1 - n].column.low
    return places is not None and any(others[at] in rules for at in places[1 - n])


def _said_elsewhere(sides: tuple[Sentence, Sentence], n: int, head: int, differing: Sequence[Sentence]) -> bool:
    """Whether another sentence of the other version makes the same word doubtful."""
    word = sides[n].column.low[head]
    for sentence in stands_elsewhere(differing, sides[1 - n], word):
        read = said(sentence)
        if any(stem(low) == stem(word) and read.under(at, *_DOUBT) for at, low in enumerate(sentence.column.low)):
            return True
    return False


def _finding(link: Link, words: LinedUp, n: int, ranged: Ranged, head: int) -> Finding:
    lows = (link.old, link.new)[n].column.low
    cue = ranged.cue
    there = words.there[n][head]
    places: list[tuple[int, ...]] = [(there,), (there,)]
    places[n] = (*cue, head)
    what = " ".join(lows[at] for at in cue)
    return lined(
        NAME,
        Kind.CERTAINTY_CHANGED,
        link,
        (places[0], places[1]),
        f"hedge {'came' if n else 'went'}: {what}",
        Level.ALERT if link.strong else Level.DIGEST,
    )
