"""None of them became some, or the other way round: "no fines have been imposed", "260 fines have been imposed".

Links of sentences go in, `polarity.changed` comes out. Only what one sentence denies and the other counts, in the same
word, is looked at; a negation of anything else has rules of its own.
"""

from __future__ import annotations

from itertools import islice

from monitor.changes.change import Change, Mention
from monitor.changes.evidence.said import said, telling
from monitor.changes.evidence.slots import facts_of
from monitor.changes.evidence.spans import Span, whole
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.scopes import ScopeKind
from monitor.facts.sentence import Sentence
from monitor.text.cues import cues
from monitor.text.words import stem

NAME = "none and some"
_LIKE = 0.3
"""Share of words from which two linked sentences are about the same thing."""
_REACH = 2
"""Words between "no" and what it denies: "no further arrests"."""
_TELLING = 4
"""Letters of a word that can be what is counted."""


def find(versions: Versions) -> list[Finding]:
    """One finding for each pair of sentences of which one counts what the other denies."""
    found = []
    for link in versions.pairing.links:
        if not link.main or link.likeness < _LIKE:
            continue
        denied, denies = _denied(link.old), _denied(link.new)
        old, new = frozenset(denied), frozenset(denies)
        thing = (old & _counted(link.new)) - new or (new & _counted(link.old)) - old
        if thing:
            change = Change(
                Kind.POLARITY_CHANGED,
                Mention(link.old.text, link.old.text),
                Mention(link.new.text, link.new.text),
                where=link.new.where,
                explanation=f"none and some: {min(thing)}; sentences {link.likeness:.0%} alike.",
            )
            found.append(Finding(NAME, change, (_span(link.old, min(thing)),), (_span(link.new, min(thing)),)))
    return found


def _span(sentence: Sentence, thing: str) -> Span:
    """The first word for a thing, the whole sentence where a figure names it in other words."""
    places = (at for at, low in enumerate(sentence.column.low) if stem(low) == thing)
    at = next(places, None)
    return whole(sentence) if at is None else Span(sentence, at, at + 1)


def _denied(sentence: Sentence) -> dict[str, int]:
    """Stems of the words right behind a "no" that denies, with their places; the one of "No. 1" does not."""
    low, of = sentence.column.low, cues(sentence.lang).words("negation", "none_of")
    found: dict[str, int] = {}
    for ranged in said(sentence).of(ScopeKind.DENIED):
        if any(low[at] in of for at in ranged.cue):
            words = islice(telling(sentence, ranged), _REACH)
            found |= {stem(low[at]): at for at in words if len(low[at]) >= _TELLING}
    return found


def _counted(sentence: Sentence) -> frozenset[str]:
    """Stems of what the figures of a sentence count."""
    facts = [fact for fact in facts_of(sentence) if fact.measured.value]
    return frozenset(stem(word) for fact in facts for word in (fact.after, fact.figure.noun) if len(word) >= _TELLING)
