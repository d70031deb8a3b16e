"""Who says it: someone else says the same, or a source came or went.

Linked sentences go in, findings of `attribution.*` and `quote.speaker` come out. A source that the other version names
anywhere neither came nor went.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.changes.change import Level
from monitor.changes.detectors.pairs import Part, paired
from monitor.changes.evidence.edits import Edited
from monitor.changes.evidence.given import Given
from monitor.changes.evidence.same_source import ONE, Tie, telling, tie, without_capital
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
_SET_OFF = re.compile(r", [^,.;:!?\"”»“]{3,40}(?=[,.])")
_TIED = 0.5
"""Share of words from which two linked sentences report the same, whoever says it."""


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
    link, lang = pair.link, pair.link.new.lang
    if not (link.strong or one_figure or link.likeness >= _TIED):
        return
    read = link.old.read, reported(link.new.text, lang)
    here, there = (_who(side, lang) for side in read)
    gone = [s for s in here if not _again(s, link.old, there, link.new)]
    came = [s for s in there if not _again(s, link.new, here, link.old)]
    vague = cues(lang).words("speech", "vague")
    if not link.strong and any(telling(side[0].text, lang) <= vague for side in (gone, came) if side):
        return  # "the ministry", "officials"
    if gone and came:
        found = tie(_told(gone[0], link.old), _told(came[0], link.new), lang)
        if found not in (*ONE, Tie.PLACE):
            quoted = find_quotes(link.old.text) and find_quotes(link.new.text)
            kind = Kind.QUOTE_SPEAKER if quoted else Kind.ATTRIBUTION_CHANGED
            finding = _finding(kind, pair, gone[0], came[0], f"{found}: {gone[0].text} -> {came[0].text}")
            yield (
                finding if found is Tie.OTHER else replace(finding, change=replace(finding.change, level=Level.DIGEST))
            )
    elif (gone or came) and link.strong:
        yield from _lone(pair, given, read, (gone or came)[0], 0 if gone else 1)


def _lone(pair: Edited, given: Given, read: tuple[Reported, Reported], source: Source, side: int) -> Iterator[Finding]:
    """A source that one version alone has: what stands in its place there, if anyone still speaks, or nobody."""
    link, lang = pair.link, pair.link.new.lang
    own, other = (link.old, link.new)[:: -1 if side else 1]
    if _speakers(other) >= max(1, _speakers(own)):
        rival = _in_its_place(pair, source, side)
        if rival and tie(_told(source, own), _told(rival, other), lang) is Tie.OTHER:
            first, second = (source, rival)[:: -1 if side else 1]
            yield _finding(Kind.ATTRIBUTION_CHANGED, pair, first, second, f"source: {first.text} -> {second.text}")
        return
    fewer = len(read[side].sources) > len(read[1 - side].sources)
    if not fewer or any(s.bare for s in read[1 - side].sources) or _known(source, own, given, 1 - side, other):
        return
    if side:
        yield _finding(Kind.ATTRIBUTION_ADDED, pair, None, source, f"source came: {source.text}")
    else:
        yield _finding(Kind.ATTRIBUTION_REMOVED, pair, source, None, f"source went: {source.text}")


def _who(read: Reported, lang: str) -> list[Source]:
    """The sources of a sentence, without "nobody said" and without what is a date."""
    nobody = cues(lang).words("negation", "words")
    return [s for s in read.sources if s.text.split(" ", 1)[0].lower() not in nobody and not _dated(s, read)]


def _again(source: Source, own: Sentence, others: Sequence[Source], other: Sentence) -> bool:
    """Whether the other sentence has this source too, in whatever words, or holds a word of it that is no source's."""
    lang = other.lang
    if source.bare or any(
        tie(text, rival, lang) in ONE for text in _both(source, own) for s in others for rival in _both(s, other)
    ):
        return True
    held = telling(source.text, lang) & set(other.key)
    return bool(held) and not any(held & telling(rival.text, lang) for rival in others)


def _both(source: Source, sentence: Sentence) -> tuple[str, str]:
    return source.text, _with_apposition(source, sentence)


def _with_apposition(source: Source, sentence: Sentence) -> str:
    """A source with a name that is set off behind it: "the director, Imogen Starke"."""
    behind = sentence.text[source.end :]
    if not (behind.startswith(", ") and behind[2:3].isupper()):
        return source.text
    cut = _SET_OFF.match(behind)
    return source.text + cut.group() if cut else source.text


def _strangers(gone: Source, came: Source, given: Given, lang: str) -> bool:
    """Whether neither source stands in the other version: a name for an office is given beside it somewhere."""
    return not (telling(gone.text, lang) <= given.words(1) or telling(came.text, lang) <= given.words(0))


def _told(source: Source, sentence: Sentence) -> str:
    """A source without the capital that opens its sentence, where the word is no name."""
    return without_capital(source.text, sentence.text[: source.start], sentence.lang)


def _speakers(sentence: Sentence) -> int:
    """How often a word of the sentence says that somebody speaks."""
    speech = cues(sentence.lang)
    plain = speech.words("speech", "plain")
    row = f" {' '.join(sentence.key)} "
    leads = sum(row.count(f" {' '.join(words_of(phrase))} ") for phrase in speech.words("speech", "lead"))
    return leads + sum(word in plain for word in sentence.key)


def _in_its_place(pair: Edited, source: Source, side: int) -> Source | None:
    """The words that the other version has where this source stands."""
    other = (pair.link.new, pair.link.old)[side]
    verbs = cues(other.lang).words("speech", "verbs") | cues(other.lang).words("speech", "plain")
    for edit in pair.edits:
        mine, theirs = (edit.left, edit.came)[:: -1 if side else 1]
        words = [token for token in theirs if token.low not in verbs]
        if words and any(source.start <= token.start < source.end for token in mine):
            start, end = words[0].start, words[-1].end
            return Source(other.text[start:end], start, end, start, end)
    return None


def _dated(source: Source, read: Reported) -> bool:
    """Whether what looks like a source is a date: "As of Monday, the fund said"."""
    return any(date.start <= source.start and source.end <= date.end for date in read.dates)


def _known(source: Source, own: Sentence, given: Given, side: int, sentence: Sentence) -> bool:
    """Whether the other version names this source anywhere, or mistyped it in the sentence."""
    words = telling(source.text, sentence.lang)
    named = telling(_with_apposition(source, own), sentence.lang) - words
    held = given.words(side)
    return words <= held or (bool(named) and named <= held) or has_slip(words, sentence.key, sentence.lang)


def _finding(kind: Kind, pair: Edited, gone: Source | None, came: Source | None, why: str) -> Finding:
    old, new = (
        Part(source.text, [(source.start, source.end), (source.cue_start, source.cue_end)]) if source else None
        for source in (gone, came)
    )
    key = tuple(source.text.lower() if source else "" for source in (gone, came))
    return paired(NAME, kind, pair, old, new, why, key)
