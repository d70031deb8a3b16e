"""Turns that one version tells and the other does not, in any words: a death, an arrest, a resignation.

The differing sentences and both whole versions go in, Changes come out. Only rows of words in facts/lexicons/cues
decide; a turn that the other version holds in any form is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from monitor.changes.change import Change, Mention
from monitor.changes.claim_changes import opposites
from monitor.changes.document import Document, Sentence
from monitor.changes.kinds import Kind
from monitor.facts.cues import alternation, cues


def turn_changes(
    old: Sequence[Sentence], new: Sequence[Sentence], documents: tuple[Document, Document], told: Sequence[Change]
) -> list[Change]:
    """One change a turn: `event.changed` where it ends what was told before, else `claim.added` or `claim.removed`.

    `told` are the changes found so far: what they show is not said again.
    """
    lang = documents[1].lang
    before, after = (f" {' '.join(document.words)} " for document in documents)
    shown = {side.sentence for change in told for side in (change.old, change.new) if side}
    changes: list[Change] = []
    for pattern in _turns(lang):
        if not pattern.search(before):
            changes += _came(pattern, [s for s in new if s.text not in shown], old, after)
        elif not pattern.search(after):
            changes += _went(pattern, [s for s in old if s.text not in shown])
    return changes


def _came(pattern: re.Pattern[str], new: Iterable[Sentence], old: Sequence[Sentence], after: str) -> Iterable[Change]:
    for sentence in new:
        hit = None if sentence.headline else pattern.search(f" {' '.join(sentence.key)} ")
        if hit:
            word = hit.group().strip()
            ended = _ended(word, old, after, sentence.lang)
            kind = Kind.EVENT_CHANGED if ended else Kind.CLAIM_ADDED
            why = f"turn: {word}; the old version told of none"
            yield Change(
                kind,
                Mention(ended.text, ended.text) if ended else None,
                Mention(sentence.text, sentence.text),
                where=sentence.where,
                explanation=why + (f", and this ends what it told: {ended.text[:80]}." if ended else "."),
            )
            return


def _went(pattern: re.Pattern[str], old: Iterable[Sentence]) -> Iterable[Change]:
    for sentence in old:
        hit = None if sentence.headline else pattern.search(f" {' '.join(sentence.key)} ")
        if hit:
            why = f"turn: {hit.group().strip()}; the new version tells of none."
            yield Change(
                Kind.CLAIM_REMOVED, Mention(sentence.text, sentence.text), where=sentence.where, explanation=why
            )
            return


def _ended(word: str, old: Sequence[Sentence], after: str, lang: str) -> Sentence | None:
    """The sentence of the old version that told the opposite, in a word the new version holds no more."""
    against = opposites(lang).get(word, frozenset())
    for sentence in old:
        text = f" {' '.join(sentence.key)} "
        if any(f" {other} " in text and f" {other} " not in after for other in against):
            return sentence
    return None


@lru_cache(maxsize=32)
def _turns(lang: str) -> tuple[re.Pattern[str], ...]:
    """A pattern a row; a word right after "no" does not count: "no deaths" tells of none."""
    none = cues(lang).pattern("negation", "words")
    return tuple(
        re.compile(rf"(?<! no) (?!{none} ){alternation(row)}(?= )") for row in cues(lang).rows("outcomes", "turns")
    )
