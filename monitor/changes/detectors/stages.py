"""How far a thing has come: what was to be done was done, what was told is no longer told, or the other way round.

Links of sentences go in, Changes come out. Words of text/lexicons/cues mark what lies ahead and who gives no answer;
sentences without a link are not looked at.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from monitor.changes.change import Change, Level, Mention
from monitor.changes.detectors.pairs import lined
from monitor.changes.evidence.document import Document
from monitor.changes.evidence.lined_up import LinedUp, lined_up
from monitor.changes.evidence.pairing import Link
from monitor.changes.evidence.said import Said, core, said, telling
from monitor.changes.evidence.spans import whole
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.scopes import Phase, ScopeKind
from monitor.facts.sentence import Sentence
from monitor.text.cues import alternation, cues
from monitor.text.forms import expanded_all
from monitor.text.functional import Weight, weight

NAME = "stages"
_LIKE = 0.3
"""Share of words from which two linked sentences are about the same thing."""
_REACH = 4
"""Words between what marks the future or the past and the verb."""
_NEXT = 2
"""Telling words behind a mark of the future among which its verb is."""
_CORE = 0.65
"""Share of telling words from which two sentences say the same, however they are built."""
_TELLING = 3
"""Letters of a word that can be the verb."""


def find(versions: Versions) -> list[Finding]:
    """At most one finding a pair of sentences."""
    found = []
    for link in versions.pairing.links:
        if link.main and link.likeness >= _LIKE and not link.new.headline:
            finding = _silence(link, versions.documents) or _done(link) or _over(link)
            if finding:
                found.append(finding)
    return found


def _silence(link: Link, documents: tuple[Document, Document]) -> Finding | None:
    """Someone who said something now gives no answer, or the other way round."""
    pattern = _evading(link.new.lang)
    old, new = (pattern.search(_row(side)) for side in (link.old, link.new))
    hit = old or new
    if hit is None or (old and new) or f" {hit.group()} " in documents[1 if old else 0].flat:
        return None  # both say so, here or in the sentence it was moved to
    why = "no answer: " + (f"{old.group().strip()} -> said" if old else f"said -> {new.group().strip() if new else ''}")
    return _finding(Kind.CLAIM_CHANGED, link, why)


def _names_a_day(sentence: Sentence) -> bool:
    return any("month" in date.sorts for date in sentence.read.all_dates)


def _alike(link: Link) -> bool:
    return link.strong or core(link) >= _CORE


def _over(link: Link) -> Finding | None:
    """What goes on up to a day in one version is over in the other: "runs until 3 May", "has expired"."""
    lists = ("until", "ended")
    marks = [[_marks(s.lang, name).search(_row(s)) for name in lists] for s in (link.old, link.new)]
    for n in (0, 1):
        (until, over), (until_there, over_there) = marks[n], marks[1 - n]
        here = (link.old, link.new)[n]
        if until and over_there and not over and not until_there and _names_a_day(here):
            words = [until.group().strip(), over_there.group().strip()]
            return _finding(Kind.EVENT_CHANGED, link, f"stage: {' -> '.join(words if n == 0 else words[::-1])}")
    return None


def _done(link: Link) -> Finding | None:
    """What one version has ahead, or under way, or not yet, is past in the other."""
    reads = said(link.old), said(link.new)
    if not _alike(link) or all(_plans(read) for read in reads):
        return None
    words = lined_up(link)
    for n in (0, 1):
        here, there = (link.old, link.new)[n], (link.new, link.old)[n]
        past, coming = _past(there) - _ahead(there, reads[1 - n]), _ahead(here, reads[n])
        going = _under_way(here) if link.strong else frozenset()
        for at, to in sorted(words.there[n].items()):
            ahead = at in coming
            if not (ahead or at in going) or to not in past or not _telling(there, to):
                continue
            places = ((at,), (to,)) if n == 0 else ((to,), (at,))
            what = f"{'ahead -> past' if n == 0 else 'past -> ahead'}: {there.column.low[to]}"
            sure = ahead and link.strong  # another tense may be all there is to what went on
            return lined(NAME, Kind.EVENT_CHANGED, link, places, what, Level.ALERT if sure else Level.DIGEST)
    return _no_more(link, words, reads)


def _plans(read: Said) -> bool:
    """Whether a sentence has something ahead: where both have, a word that moved between them shows no stage."""
    return any(True for _ in read.of(ScopeKind.AHEAD))


def _no_more(link: Link, words: LinedUp, reads: tuple[Said, Said]) -> Finding | None:
    """What is so now was so at an earlier time in the other version: "is often blocked", "was blocked in the past"."""
    for n in (0, 1) if link.strong else ():
        here, there = (link.old, link.new)[n], (link.new, link.old)[n]
        past, now = _past(there), _behind(here, "now", _REACH)
        for at, to in sorted(words.there[n].items()):
            earlier = reads[1 - n].under(to, ScopeKind.BACKGROUND) and not reads[n].under(at, ScopeKind.BACKGROUND)
            if at in now and to in past and earlier and _telling(there, to):
                places = ((at,), (to,)) if n == 0 else ((to,), (at,))
                what = f"{'now -> earlier' if n == 0 else 'earlier -> now'}: {there.column.low[to]}"
                return lined(NAME, Kind.EVENT_CHANGED, link, places, what, Level.ALERT if link.strong else Level.DIGEST)
    return None


def _ahead(sentence: Sentence, read: Said) -> frozenset[int]:
    """Words that lie ahead: first in a scope of what is to come, or denied for the time being."""
    asked = cues(sentence.lang).words("scopes", "asked")
    waiting = [r for r in read.of(ScopeKind.DENIED) if r.scope.phase is Phase.NOT_YET]
    found: set[int] = set()
    for ranged in (*waiting, *read.of(ScopeKind.AHEAD)):
        if " ".join(sentence.column.low[ranged.cue_start : ranged.cue_end]) not in asked:
            found |= set(islice(telling(sentence, ranged), _NEXT))
    return frozenset(found)


def _under_way(sentence: Sentence) -> frozenset[int]:
    """Words that tell what goes on: behind a form of "to be", in a form that says so."""
    low, endings = sentence.column.low, tuple(cues(sentence.lang).words("stages", "ongoing"))
    return frozenset(at for at in _behind(sentence, "now") if low[at].endswith(endings)) if endings else frozenset()


def _telling(sentence: Sentence, at: int) -> bool:
    low, own = sentence.column.low[at], cues(sentence.lang)
    small = weight(low, sentence.lang) is not Weight.CONTENT or low in own.words("stages", "auxiliary")
    return not small and len(low) >= _TELLING and low.isalpha()


def _past(sentence: Sentence) -> frozenset[int]:
    """Places of the words that are told as done: behind "was" or "has", or in a form of the past; not denied."""
    low, own = sentence.column.low, cues(sentence.lang)
    endings, passive = tuple(own.words("stages", "past")), own.words("stages", "passive")
    found = set(_behind(sentence, "done"))
    if endings:
        formed = (n for n in range(1, len(low)) if low[n].endswith(endings) and low[n - 1] not in passive)
        found |= {n for n in formed if any(low[n].endswith(e) and len(low[n]) > len(e) + 2 for e in endings)}
    read, ongoing = said(sentence), tuple(own.words("stages", "ongoing"))
    going = {at for at in found if ongoing and low[at].endswith(ongoing)}
    return frozenset(at for at in found - going if not read.denied(at) and not read.under(at, ScopeKind.AHEAD))


def _behind(sentence: Sentence, name: str, most: int = 1) -> frozenset[int]:
    """Places of the first telling words behind each mark of a list."""
    low, own = sentence.column.low, cues(sentence.lang)
    marks, described = _phrases(sentence.lang, name), own.words("stages", "describing")
    found: set[int] = set()
    for n in range(len(low)):
        length = next((len(mark) for mark in marks.get(low[n], ()) if low[n : n + len(mark)] == mark), 0)
        if length and (n == 0 or low[n - 1] not in described):  # "a car that has been towed" reports no towing
            reach = range(n + length, min(n + length + _REACH, len(low)))
            found |= set(islice((at for at in reach if _telling(sentence, at)), most))
    return frozenset(found)


def _row(sentence: Sentence) -> str:
    return f" {' '.join(expanded_all(sentence.key, sentence.lang))} "


def _finding(kind: Kind, link: Link, why: str) -> Finding:
    change = Change(
        kind,
        Mention(link.old.text, link.old.text),
        Mention(link.new.text, link.new.text),
        where=link.new.where,
        explanation=f"{why}; sentences {link.likeness:.0%} alike.",
    )
    return Finding(NAME, change, (whole(link.old),), (whole(link.new),))


@lru_cache(maxsize=64)
def _marks(lang: str, name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<= ){alternation(cues(lang).words('stages', name))}(?= )")


@lru_cache(maxsize=64)
def _phrases(lang: str, name: str) -> dict[str, list[tuple[str, ...]]]:
    """The marks of a list by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(cues(lang).words("stages", name), key=lambda phrase: (-len(phrase.split()), phrase)):
        found.setdefault(phrase.split()[0], []).append(tuple(phrase.split()))
    return found


def _evading(lang: str) -> re.Pattern[str]:
    return _marks(lang, "no_answer")
