"""How far a thing has come: what was to be done was done, what was told is no longer told, or the other way round.

Links of sentences go in, Changes come out. Words of text/lexicons/cues mark what lies ahead and who gives no answer;
sentences without a link are not looked at.
"""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.changes.change import Change, Mention
from monitor.changes.evidence.document import Document
from monitor.changes.evidence.pairing import Link
from monitor.changes.evidence.spans import whole
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.sentence import Sentence
from monitor.text.cues import NOTHING, alternation, cues
from monitor.text.words import expanded_all, stem

NAME = "stages"
_LIKE = 0.3
"""Share of words from which two linked sentences are about the same thing."""
_REACH = 4
"""Words between what marks the future or the past and the verb."""
_TELLING = 4
"""Letters of a word that can be the verb."""


def find(versions: Versions) -> list[Finding]:
    """At most one finding a pair of sentences."""
    found = []
    for link in versions.pairing.links:
        if link.main and link.likeness >= _LIKE and not link.new.headline:
            finding = _silence(link, versions.documents) or _done(link)
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


def _done(link: Link) -> Finding | None:
    """What one version has ahead is past in the other: "is expected to be approved", "was approved"."""
    ahead, behind = (_ahead(side) for side in (link.old, link.new))
    if bool(ahead) == bool(behind):
        return None
    other = link.new if ahead else link.old
    done = (ahead or behind) & _past(other)
    if not done:
        return None
    why = f"{'ahead -> past' if ahead else 'past -> ahead'}: {', '.join(sorted(done))}"
    return _finding(Kind.EVENT_CHANGED, link, why)


def _ahead(sentence: Sentence) -> frozenset[str]:
    """Stems of the words behind what marks the future, or in a form of it."""
    forms = _forms(sentence.lang, "future")
    return _behind(sentence, "ahead") | frozenset(stem(m.group(1)) for m in forms.finditer(_row(sentence)))


def _past(sentence: Sentence) -> frozenset[str]:
    """Stems of the words that are told as done: behind "was" or "has", or in a form of the past."""
    forms = _forms(sentence.lang, "past")
    return _behind(sentence, "done") | frozenset(stem(m.group(1)) for m in forms.finditer(_row(sentence)))


def _behind(sentence: Sentence, name: str) -> frozenset[str]:
    row, auxiliary = _row(sentence), cues(sentence.lang).words("stages", "auxiliary")
    found: set[str] = set()
    described = cues(sentence.lang).words("stages", "describing")
    for hit in _marks(sentence.lang, name).finditer(row):
        if not described.isdisjoint(row[: hit.start()].split()[-1:]):
            continue  # "a car that has been towed" reports no towing
        words = row[hit.end() :].split()[:_REACH]
        verb = next((word for word in words if len(word) >= _TELLING and word not in auxiliary), "")
        if verb.isalpha():
            found.add(stem(verb))
    return frozenset(found)


def _row(sentence: Sentence) -> str:
    return f" {' '.join(expanded_all(sentence.key))} "


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
def _forms(lang: str, name: str) -> re.Pattern[str]:
    """Words with an ending that only the past or the future has; of more than the ending alone."""
    endings = cues(lang).words("stages", name)
    passive = alternation(cues(lang).words("stages", "passive"))
    return re.compile(rf"(?<= )(?!{passive} )\w+ (\w{{3,}}{alternation(endings)})(?= )") if endings else NOTHING


def _evading(lang: str) -> re.Pattern[str]:
    return _marks(lang, "no_answer")
