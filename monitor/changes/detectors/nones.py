"""None of them became some, or the other way round: "no fines have been imposed", "260 fines have been imposed".

Links of sentences go in, `polarity.changed` comes out. Only what one sentence denies and the other counts, in the same
word, is looked at; a negation of anything else has rules of its own.
"""

from __future__ import annotations

from monitor.changes.change import Change, Mention
from monitor.changes.evidence.slots import facts_of
from monitor.changes.evidence.spans import whole
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
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
        thing = (denied & _counted(link.new)) - denies or (denies & _counted(link.old)) - denied
        if thing:
            change = Change(
                Kind.POLARITY_CHANGED,
                Mention(link.old.text, link.old.text),
                Mention(link.new.text, link.new.text),
                where=link.new.where,
                explanation=f"none and some: {min(thing)}; sentences {link.likeness:.0%} alike.",
            )
            found.append(Finding(NAME, change, (whole(link.old),), (whole(link.new),)))
    return found


def _denied(sentence: Sentence) -> frozenset[str]:
    """Stems of the words right behind a "no"."""
    none = cues(sentence.lang).words("negation", "none_of")
    found = set()
    for n, word in enumerate(sentence.key):
        if word in none:
            found |= {stem(other) for other in sentence.key[n + 1 : n + 1 + _REACH] if len(other) >= _TELLING}
    return frozenset(found)


def _counted(sentence: Sentence) -> frozenset[str]:
    """Stems of what the figures of a sentence count."""
    facts = [fact for fact in facts_of(sentence) if fact.measured.value]
    return frozenset(stem(word) for fact in facts for word in (fact.after, fact.figure.noun) if len(word) >= _TELLING)
