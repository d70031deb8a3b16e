"""A denial came or went: would raise, would not raise; said he knew, denied he knew; stable, unstable.

Linked sentences go in, findings of `polarity.changed` come out. What counts is whether the word that a denial stands
before is denied in the other version too, in whatever words; what makes up for a denial makes it none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from monitor.changes.change import Level
from monitor.changes.detectors.pairs import lined
from monitor.changes.evidence.lined_up import LinedUp, lined_up, opposite_by_prefix, stands_elsewhere
from monitor.changes.evidence.opposites import opposed_words
from monitor.changes.evidence.pairing import Link
from monitor.changes.evidence.said import Ranged, Said, core, said, telling
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.scopes import Phase, ScopeKind
from monitor.facts.sentence import Sentence
from monitor.text.cues import cues
from monitor.text.words import stem

NAME = "polarity"
_CORE = 0.8
"""Share of telling words from which a sentence is the same but for its denial, if half of its words stand in order."""
_ORDER = 0.5
_BEHIND = 3
"""Words behind a denial that can be part of a phrase for giving no answer."""
_FINDINGS = 6
"""Denials of one sentence that are told at most."""
_MOST = 60
"""Words without a partner that are asked whether they make up for a denial: a clause has no more."""
_WORD = 4
"""Letters of a word that can get a denial at its front: "safe", but not "til"."""
_NEAR = 4
"""Telling words behind a denial; if the other version denies one of them, it is the same denial in another place."""


def find(versions: Versions) -> list[Finding]:
    """One finding for each denial that came or went."""
    links = (link for link in versions.pairing.links if link.strong or _same(link))
    differing = versions.old, versions.new
    return [finding for link in links for finding in islice(_turned(link, differing), _FINDINGS)]


def _same(link: Link) -> bool:
    return link.main and link.order >= _ORDER and core(link) >= _CORE


def _turned(link: Link, differing: tuple[Sequence[Sentence], Sequence[Sentence]]) -> Iterator[Finding]:
    sides = link.old, link.new
    reads = said(link.old), said(link.new)
    if reads[0].scopes or reads[1].scopes:
        words = lined_up(link)
        for n in (0, 1):
            for ranged in reads[n].of(ScopeKind.DENIED):
                head = _flipped(
                    sides, reads, words, n, ranged, 1 if _fresh(reads[1 - n], words, 1 - n) or not link.strong else 2
                )
                if head is not None and not _made_up(sides, words, n, ranged, head, differing[1 - n]):
                    cue = ranged.cue
                    yield _finding(link, words, n, cue, head, cue)
    yield from _prefixed(link, reads)


def _flipped(
    sides: tuple[Sentence, Sentence], reads: tuple[Said, Said], words: LinedUp, n: int, ranged: Ranged, far: int
) -> int | None:
    """The word that a denial stands before, at most so far behind it, if the other version affirms it."""
    if ranged.scope.phase is Phase.NOT_YET or _stayed(ranged, words, n) or _no_answer(sides[n], ranged):
        return None
    heads = list(telling(sides[n], ranged))
    here, other = reads[n], reads[1 - n]
    kept = [at for at in heads[:_NEAR] if at in words.there[n]]
    if any(here.denied(at) and other.denied(words.there[n][at]) for at in kept):
        return None  # "No drivers will be affected", "drivers will not be affected"
    head = next((at for at in heads[:far] if at in words.there[n]), None)
    if head is None or not here.denied(head):
        return None
    there = words.there[n][head]
    if any(here.under(at, ScopeKind.AHEAD) and not other.under(words.there[n][at], ScopeKind.AHEAD) for at in kept):
        return None  # "denied that it would file", "has filed": a stage
    quoted = here.under(head, ScopeKind.QUOTED) and other.under(there, ScopeKind.QUOTED)
    return None if quoted or there in other.cues else head


def _no_answer(sentence: Sentence, ranged: Ranged) -> bool:
    """Whether the denial is one of giving no answer: "declined to say"."""
    row = f" {' '.join(sentence.column.low[ranged.cue_start : ranged.cue_end + _BEHIND])} "
    return any(f" {phrase} " in row for phrase in cues(sentence.lang).words("stages", "no_answer"))


def _fresh(read: Said, words: LinedUp, n: int) -> bool:
    """Whether a side has a denial of its own: then it may be the same one before another word."""
    return any(not _stayed(ranged, words, n) for ranged in read.of(ScopeKind.DENIED))


def _stayed(ranged: Ranged, words: LinedUp, n: int) -> bool:
    """Whether the denial itself stands in the other version: then its scope was only read to another end."""
    return all(at in words.there[n] for at in ranged.cue)


def _made_up(
    sides: tuple[Sentence, Sentence], words: LinedUp, n: int, ranged: Ranged, head: int, differing: Sequence[Sentence]
) -> bool:
    here, there = sides[n], sides[1 - n]
    lows, others = here.column.low, there.column.low
    lang = here.lang
    own = [at for at in range(ranged.start, ranged.end) if at not in words.there[n]]
    left = list(islice((at for at in range(len(others)) if at not in words.there[1 - n]), _MOST))
    if any(opposite_by_prefix(lows[a], others[b], lang) for a in own for b in left):
        return True  # "did not affect", "were unaffected"
    if any(others[b] in cues(lang).words("negation", "verbs") for b in left):
        return True  # "had no lights", "lacked lights"
    if opposed_words(here, there, range(ranged.start, ranged.end), left):
        return True  # "will not open", "stays closed"
    if _last_time(here, there, lang):
        return True
    return any(_denies(s, lows[head]) for s in stands_elsewhere(differing, there, lows[head]))


def _last_time(here: Sentence, there: Sentence, lang: str) -> bool:
    """ "has not raised it since 2004", "last raised it in 2004": one statement."""
    since = cues(lang).words("scopes", "past_since")
    last = cues(lang).words("negation", "last")
    row = f" {' '.join(there.column.low)} "
    return not since.isdisjoint(here.column.low) and any(f" {phrase} " in row for phrase in last)


def _denies(sentence: Sentence, word: str) -> bool:
    read, wanted = said(sentence), stem(word)
    return any(stem(low) == wanted and read.denied(at) for at, low in enumerate(sentence.column.low))


def _prefixed(link: Link, reads: tuple[Said, Said]) -> Iterator[Finding]:
    """A word that became its own denial at the same place: "stable", "unstable"."""
    words = lined_up(link)
    lows = link.old.column.low, link.new.column.low
    for left, came in words.replaced:
        pairs = [(a, b) for a in left for b in came if a not in words.there[0] and b not in words.there[1]]
        for a, b in pairs:
            named = link.old.column.upper[a] and a > 0
            short = min(len(lows[0][a]), len(lows[1][b]))
            if named or short < _WORD or not opposite_by_prefix(lows[0][a], lows[1][b], link.new.lang):
                continue
            if reads[0].denied(a) == reads[1].denied(b):
                n = 1 if len(lows[1][b]) > len(lows[0][a]) else 0
                yield _finding(link, words, n, range(0), (a, b)[n], range(0), (b, a)[n])
                break


def _finding(
    link: Link, words: LinedUp, n: int, cue: range, head: int, shown: range, other: int | None = None
) -> Finding:
    here = (link.old, link.new)[n]
    lows = here.column.low
    there = words.there[n][head] if other is None else other
    what = " ".join(lows[at] for at in cue) or lows[head]
    places: list[tuple[int, ...]] = [(there,), (there,)]
    places[n] = (*shown, head)
    return lined(
        NAME,
        Kind.POLARITY_CHANGED,
        link,
        (places[0], places[1]),
        f"negation {'came' if n else 'went'}: {what}",
        Level.ALERT if link.strong else Level.DIGEST,
    )
