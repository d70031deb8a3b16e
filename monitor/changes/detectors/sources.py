"""Who says it: someone else says the same, or a source came or went.

Linked sentences go in, findings of `attribution.*` and `quote.speaker` come out. A source that the other version names
anywhere neither came nor went.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from monitor.changes.detectors.pairs import Part, paired
from monitor.changes.evidence.edits import Edited
from monitor.changes.evidence.given import Given
from monitor.changes.evidence.names_alike import SPELLING
from monitor.changes.evidence.spelling import has_slip
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.quotes import find_quotes
from monitor.facts.sentence import Reported, Sentence, reported
from monitor.facts.sources import Source
from monitor.text.cues import cues
from monitor.text.words import words_of

NAME = "sources"
_TIED = 0.5
"""Share of words from which two linked sentences report the same, whoever says it."""
_SAME_WORD = 0.8
"""Letters two sources that are no names must share to be one: "treasurer" is no "secretary"."""


def find(versions: Versions) -> list[Finding]:
    """At most one finding a pair; sentences that give one figure say the same, and have its source."""
    steps = {
        (id(m.old.sentence), id(m.new.sentence)): (m.old.figure.lo, m.new.figure.lo)
        for m in versions.figure_slots.matches
        if not m.old.same_amount(m.new)
    }
    found: list[Finding] = []
    sourced: set[object] = set()
    for pair in versions.pairs:
        step = steps.get((id(pair.link.old), id(pair.link.new)))
        here = list(_sources(pair, versions.given, step is not None and step not in sourced))
        found += here
        if here:
            sourced.add(step)  # further sentences that give this figure have its source
    return found


def _sources(pair: Edited, given: Given, one_figure: bool) -> Iterator[Finding]:
    """Someone else says the same. Only where the sentence is otherwise the same, or carries a figure or a quote."""
    link = pair.link
    read = reported(link.old.text, link.old.lang), reported(link.new.text, link.new.lang)
    tied = link.strong or one_figure or link.likeness >= _TIED
    if not tied:
        return
    nobody = cues(link.new.lang).words("negation", "words")
    before, after = (
        [
            s
            for s in side.sources
            if not s.bare and s.text.split(" ", 1)[0].lower() not in nobody and not _dated(s, side)
        ]
        for side in read
    )
    old_words, new_words = set(words_of(link.old.text)), set(words_of(link.new.text))
    gone = [s for s in before if not _telling(s, link.old.lang) & new_words]
    came = [s for s in after if not _telling(s, link.new.lang) & old_words]
    vague = cues(link.new.lang).words("speech", "vague")
    if not link.strong and any(_telling(side[0], link.new.lang) <= vague for side in (gone, came) if side):
        return  # "the ministry", "officials"
    if gone and came and not _one_source(gone[0], came[0], link.new.lang):
        quoted = find_quotes(link.old.text) and find_quotes(link.new.text)
        kind = Kind.QUOTE_SPEAKER if quoted else Kind.ATTRIBUTION_CHANGED
        yield _finding(kind, pair, gone[0], came[0], f"source: {gone[0].text} -> {came[0].text}")
    elif (
        came
        and not gone
        and link.strong
        and len(read[1].sources) > len(read[0].sources)
        and not _known(came[0], given, 0, link.old)
    ):
        yield _finding(Kind.ATTRIBUTION_ADDED, pair, None, came[0], f"source came: {came[0].text}")
    elif (
        gone
        and not came
        and link.strong
        and len(read[0].sources) > len(read[1].sources)
        and cues(link.new.lang).words("speech", "pronouns").isdisjoint(token.low for token in pair.new)
        and not _known(gone[0], given, 1, link.new)
    ):
        yield _finding(Kind.ATTRIBUTION_REMOVED, pair, gone[0], None, f"source went: {gone[0].text}")


def _dated(source: Source, read: Reported) -> bool:
    """Whether what looks like a source is a date: "As of Monday, the fund said"."""
    return any(date.start <= source.start and source.end <= date.end for date in read.dates)


def _telling(source: Source, lang: str) -> set[str]:
    """The words of a source that say who it is."""
    openers = cues(lang).words("speech", "openers") | cues(lang).words("names", "titles")
    words = {word for word in words_of(source.text) if len(word) > 2 and word.isalpha()}
    return words - openers or words


def _known(source: Source, given: Given, side: int, sentence: Sentence) -> bool:
    """Whether the other version names this source anywhere, or mistyped it in the sentence."""
    telling = _telling(source, "en") or set(words_of(source.text))
    return telling <= given.words(side) or has_slip(telling, sentence.key, sentence.lang)


def _one_source(one: Source, other: Source, lang: str) -> bool:
    """Whether two sources are spellings of one: "the defence", "the defense"; names may differ by more letters."""
    here, there = _telling(one, lang), _telling(other, lang)
    if has_slip(here, there, lang):
        return True
    first, second = " ".join(sorted(here)), " ".join(sorted(there))
    least = SPELLING if one.text[:1].isupper() else _SAME_WORD
    return Levenshtein.normalized_similarity(first, second) >= least


def _finding(kind: Kind, pair: Edited, gone: Source | None, came: Source | None, why: str) -> Finding:
    old, new = (
        Part(source.text, [(source.start, source.end), (source.cue_start, source.cue_end)]) if source else None
        for source in (gone, came)
    )
    key = tuple(source.text.lower() if source else "" for source in (gone, came))
    return paired(NAME, kind, pair, old, new, why, key)
