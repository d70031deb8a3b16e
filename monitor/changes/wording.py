"""Edits that no rule names: a headline that tells another story, and reworded sentences for the history.

Links and the changes found so far go in, `headline.changed` and `wording` changes come out. Punctuation, case,
typography and furniture give none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import Indel

from monitor.changes.change import Change, Level, Mention
from monitor.changes.evidence.content import content_of
from monitor.changes.evidence.document import Document
from monitor.changes.evidence.pairing import Pairing
from monitor.changes.kinds import Kind
from monitor.facts.events import find_events
from monitor.facts.sentence import Sentence, reported
from monitor.facts.sentence import column as row_of
from monitor.text.cues import cues
from monitor.text.normal import plain_letters
from monitor.text.words import stem, words_of

_MOST_NEW = 0.5
"""A headline of which a larger share of telling words, and more than two, come from nowhere tells something else.

Every desk finds a headline of its own for the same story. Where only the headline was edited, one such word is enough:
nothing else can tell what it says.
"""
_FORM = 0.7
"""Share of letters in order from which two words are forms of one where words change inside."""
_HEAD = re.compile(
    r"\W*(?:live(?: updates?| blog)?|watch|read more|follow|breaking|updates?|more|latest)\b", re.IGNORECASE
)
_HEAD_WORDS = 16
_SIGNS = re.compile(r"[\W_]+")
_WRITTEN = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")


def headline_change(before: Document, after: Document, found: Sequence[Change], alone: bool) -> list[Change]:
    """A headline whose new words come from nowhere in the old version, unless a change already found tells of them.

    `alone` says that nothing but the headline differs between the versions.
    """
    if not before.title or not after.title or words_of(before.title) == words_of(after.title):
        return []
    if any(change.where == "headline" for change in found) or _figures_told(after, found):
        return []
    held = set(_stems(before.word_set))
    told = set(_stems(word for change in found if change.new for word in words_of(change.new.sentence)))
    telling = {front for front in _stems(words_of(after.title), shortest=4) if not front[0].isdigit()}
    stamps = set(_stems(cues(after.lang).words("furniture", "stamps")))
    came = {word for word in telling - held - told - stamps if not _like_any(word, held)}
    if not came or not (alone or len(came) > max(2.0, _MOST_NEW * len(telling))):
        return []
    return [
        Change(
            Kind.HEADLINE_CHANGED,
            Mention(before.title, before.title),
            Mention(after.title, after.title),
            where="headline",
            level=Level.ALERT if _sure(after, came) else Level.DIGEST,
            explanation=f"headline: new words {', '.join(_written(after.title, came))}; the old version held none.",
        )
    ]


def _sure(after: Document, came: set[str]) -> bool:
    """Whether a word that came names someone, counts or tells an event; any other may be the desk's own."""
    words = [word for word in content_of(after.title, after.lang) if came & set(_stems((word.low,)))]
    column = row_of(after.title, after.lang)
    events = find_events(after.title, after.lang)
    told = (any(e.start < column.end[w.at] and column.start[w.at] < e.end for e in events) for w in words)
    return any(word.name or word.number for word in words) or any(told)


def _stems(words: Iterable[str], shortest: int = 1) -> Iterator[str]:
    """Their stems without accents, the words behind an apostrophe by themselves: "l'aéroport annulé"."""
    for word in words:
        for part in (word,) if word.isascii() and "'" not in word else plain_letters(word).split("'"):
            if len(part) >= shortest:
                yield stem(part)


def _figures_told(after: Document, found: Sequence[Change]) -> bool:
    """Whether the headline's own figures are new values that changes of the body tell."""
    figures = reported(after.title, after.lang).figures
    steps = {side.lo if side.lo is not None else side.hi for change in found if (side := change.new) and side.bound}
    return bool(figures) and all(figure.value in steps for figure in figures)


def _like_any(word: str, held: set[str]) -> bool:
    """Whether the old version held the word in another form, such as one of Arabic."""
    return not word.isascii() and any(Indel.normalized_similarity(word, other) >= _FORM for other in held)


def _written(title: str, stems: set[str]) -> list[str]:
    """The words of a headline that have these stems, as written there."""
    return list(dict.fromkeys(word for word in _WRITTEN.findall(title) if stems & set(_stems(words_of(word)))))


def wording_changes(
    old: Sequence[Sentence], new: Sequence[Sentence], pairing: Pairing, found: Sequence[Change]
) -> list[Change]:
    """Sentences that differ in words and that no other change shows, in the new order, lost ones last."""
    shown_old = {change.old.sentence for change in found if change.old}
    shown_new = {change.new.sentence for change in found if change.new}
    shown_new |= {place.sentence for change in found for place in change.also}
    partners = {link.new.order: link for link in pairing.links if link.main}
    paired = {link.old.order for link in pairing.links if link.main}
    changes = []
    for sentence in new:
        link = partners.get(sentence.order)
        before = link.old if link else None
        if sentence.text in shown_new or (before and before.text in shown_old):
            continue
        if before and _same_words(before, sentence):
            continue
        likeness = f"sentences {link.likeness:.0%} alike" if link else "no sentence of the old version is like it"
        changes.append(_wording(before, sentence, f"{likeness}; no fact differs"))
    for sentence in old:
        if sentence.order not in paired and sentence.text not in shown_old:
            changes.append(_wording(sentence, None, "no sentence of the new version is like it"))
    return changes


def _wording(old: Sentence | None, new: Sentence | None, why: str) -> Change:
    return Change(
        Kind.WORDING,
        Mention(old.text, old.text) if old else None,
        Mention(new.text, new.text) if new else None,
        where=(new or old).where if (new or old) else "body",  # type: ignore[union-attr]
        explanation=f"{why}.",
    )


def _same_words(old: Sentence, new: Sentence) -> bool:
    """Whether two sentences differ only in how numbers are written, or in a furniture line run into their front."""
    fronts = old.key[0][0], new.key[0][0]
    other_front = fronts[0] != fronts[1] and all(map(str.isalnum, fronts))
    if (not other_front and _letters(old) == _letters(new)) or _same_report(old, new):
        return True
    tail = 0
    shortest = min(len(old.key), len(new.key))
    while tail < shortest and old.key[-1 - tail] == new.key[-1 - tail]:
        tail += 1
    heads = [" ".join(s.key[: len(s.key) - tail]) for s in (old, new)]
    within = all(len(s.key) - tail <= _HEAD_WORDS for s in (old, new)) and tail >= 4
    return within and any(_HEAD.match(head) for head in heads) and all(not head or _HEAD.match(head) for head in heads)


def _same_report(old: Sentence, new: Sentence) -> bool:
    """Whether words and dates are equal. What became of the figures was judged by rules of their own."""
    first, second = old.read, new.read
    return first.words.masked == second.words.masked and all(
        a.agrees(b) for a, b in zip(first.dates, second.dates, strict=True)
    )


def _letters(sentence: Sentence) -> str:
    """All letters and digits in a row: spaces, hyphens and the separators of numbers do not count."""
    return _SIGNS.sub("", "".join(sentence.key))
