"""Source in other words: who says it is the same, "residents" and "people living nearby", a name and "she".

A difference goes in, what ties the two sources comes out. What they say is not looked at; a name that only one version
gives is never excused.
"""

from __future__ import annotations

from monitor.changes.evidence.content import content
from monitor.changes.evidence.same_source import ONE, Tie, telling, tie, without_capital
from monitor.changes.evidence.spans import Span
from monitor.changes.licences.case import Case
from monitor.facts.sources import Source
from monitor.text.cues import cues

NAME = "source in other words"
_ONE = ONE - {Tie.NAMED}


def span(case: Case) -> str | None:
    """What ties the sources, where nothing but the words for the source differs."""
    old, new = case.difference.old, case.difference.new
    if old is None or new is None or case.difference.link is None:
        return None
    sources = _source(old), _source(new)
    if sources == (None, None) or any(word.number for place in (old, new) for word in content(place)):
        return None
    one, other = (_text(source, place) for source, place in zip(sources, (old, new), strict=True))
    found = tie(one, other, case.lang)
    if found is Tie.PRONOUN:
        pronoun = 0 if sources[0] and sources[0].bare else 1
        named = telling(other if pronoun == 0 else one, case.lang)
        return f"{one} and {other}: {found}" if named <= case.versions.given.words(pronoun) else None
    return f"{one} and {other}: {found}" if found in _ONE else None


def _source(place: Span) -> Source | None:
    """The source of which these words are a part; a plain verb of speech beside it may be among them."""
    sentence, column = place.sentence, place.sentence.column
    plain = cues(sentence.lang).words("speech", "plain")
    for source in sentence.read.sources:
        inside = [source.start <= column.start[n] < source.end for n in range(place.start, place.end)]
        beside = [low for low, within in zip(place.low, inside, strict=True) if not within]
        if any(inside) and plain.issuperset(beside):
            return source
    return None


def _text(source: Source | None, place: Span) -> str:
    start = source.start if source else place.sentence.column.start[place.start]
    return without_capital(source.text if source else place.text, place.sentence.text[:start], place.sentence.lang)
