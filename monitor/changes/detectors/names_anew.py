"""A name for which another one stands in a sentence that was written anew: "goes to Orlo", "Velm is where it will go".

Linked sentences go in, findings of `entity.name` come out. Told where each sentence holds one name that the other
version gives nowhere, and goes to the digest: a desk may call one thing by two names. Reads no language that writes
every noun with a capital.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.changes.change import Change, Level, Mention
from monitor.changes.evidence.content import words_of_content
from monitor.changes.evidence.pairing import Link
from monitor.changes.evidence.spans import Span
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.sentence import Sentence
from monitor.text.letters import Spelling, same_letters
from monitor.text.words import stem

NAME = "names written anew"
_SHORTEST = 3
"""Letters of a name; shorter ones are initials and titles."""
_BEGINNING = 3
"""Letters that a country and its people share, at least: "Poland", "Polish"."""


def find(versions: Versions) -> list[Finding]:
    """At most one finding a link."""
    links = (link for link in versions.pairing.links if link.main and not link.strong)
    return [finding for link in links for finding in _replaced(link, versions)]


def _replaced(link: Link, versions: Versions) -> Iterator[Finding]:
    if link.new.headline or link.old.headline or link.new.lang.startswith("de"):
        return
    left, came = (_lone(sentence, side, versions) for side, sentence in enumerate((link.old, link.new)))
    if len(left) != 1 or len(came) != 1 or _one_name(left[0], came[0]):
        return
    old, new = left[0], came[0]
    change = Change(
        Kind.ENTITY_NAME,
        Mention(old.text, link.old.text),
        Mention(new.text, link.new.text),
        where=link.new.where,
        level=Level.DIGEST,
        explanation=f"name: {old.text} -> {new.text} in a sentence written anew; neither stands in the other version.",
    )
    yield Finding(NAME, change, (old,), (new,), (old.low, new.low))


def _lone(sentence: Sentence, side: int, versions: Versions) -> list[Span]:
    """The names of a sentence of which the other version gives no word; words that follow each other are one."""
    given, stems = versions.given.words(1 - side), versions.given.stems(1 - side)
    runs: list[Span] = []
    for word in words_of_content(sentence):
        if not word.name or word.number or len(word.low) < _SHORTEST:
            continue
        if runs and runs[-1].end == word.at:
            runs[-1] = Span(sentence, runs[-1].start, word.at + 1)
        else:
            runs.append(Span(sentence, word.at, word.at + 1))
    return [run for run in runs if not any(low in given or stem(low) in stems for low in run.low)]


def _one_name(old: Span, new: Span) -> bool:
    """Whether both may be one name: a body by its initials, in two spellings, as a country and its people."""
    if old.text.isupper() != new.text.isupper():
        return True  # initials may stand for words in any language
    if same_letters(old.text, new.text, new.sentence.lang) is not Spelling.OTHER:
        return True
    return any(one[:_BEGINNING] == other[:_BEGINNING] for one in old.low for other in new.low)
