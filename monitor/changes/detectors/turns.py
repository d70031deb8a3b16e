"""Turns that one version tells and the other does not, in any words: a death, an arrest, a resignation.

The differing sentences and both whole versions go in, findings come out. Only rows of words in text/lexicons/cues
decide; a turn that the other version holds in any form is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from monitor.changes.change import Change, Mention
from monitor.changes.evidence.denials import opposites
from monitor.changes.evidence.document import Document
from monitor.changes.evidence.spans import spelled, whole
from monitor.changes.evidence.spelling import slip
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.sentence import Sentence, reported
from monitor.text.cues import alternation, cues
from monitor.text.words import stem, words_of

NAME = "turns"
_CLAUSE = 50
"""Code points in front of a turn in which a verb can say that it did not happen."""
_STEM = 6
"""Letters that tell a word in any of its forms."""
_TURNS = frozenset({"death", "arrest", "charge", "evacuation"})
"""Concepts of figures that are turns of a story."""


def find(versions: Versions) -> list[Finding]:
    """`event.changed` where a turn ends what the old version told, else `claim.added`; `claim.removed` where it went."""
    lang, old, new, documents = versions.lang, versions.old, versions.new, versions.documents
    before, after = (document.flat for document in documents)
    lone_new, lone_old = ([s for s in side if not s.headline] for side in (new, old))
    counted = _counted(old), _counted(new)
    lone_new, lone_old = (
        [s for s in side if not _counted([s]) & other] if other else side
        for side, other in ((lone_new, counted[0]), (lone_old, counted[1]))
    )
    found: list[Finding] = []
    here, there = (document.word_set for document in documents)
    for turn, any_word, first_words in _turns(lang):
        if first_words.isdisjoint(here) and first_words.isdisjoint(there):
            continue  # neither version tells of it
        if not (word := _held(any_word, before, documents[0])):
            telling = [s for s in lone_new if not first_words.isdisjoint(s.key)]
            found += [
                f for f in _came(turn, telling, old, after) if not _inflected(f.change.new, any_word, documents[0])
            ]
        elif not _told(any_word, after, lang, real=False) and not _mistyped(word, new):
            found += [f for f in _went(turn, lone_old) if not _inflected(f.change.old, any_word, documents[1])]
    return found


def _counted(sentences: Sequence[Sentence]) -> frozenset[str]:
    """What happened to people, by the figures: whoever counts the dead tells of deaths, in whatever words."""
    figures = (figure for s in sentences for figure in reported(s.text, s.lang).figures)
    return frozenset(figure.counted for figure in figures if figure.unit == "person") & _TURNS


def _mistyped(word: str, sentences: Sequence[Sentence]) -> bool:
    """Whether the word stands in one of the sentences with a slip of the pen."""
    return any(slip(word, other, sentence.lang) for sentence in sentences for other in sentence.key)


def _inflected(side: Mention | None, turn: re.Pattern[str], other: Document) -> bool:
    """Whether the other version holds the word in a form that no row lists: "démissionné", "démissionner"."""
    words = turn.findall(f" {' '.join(words_of(side.sentence))} ") if side else ()
    stems = {stem(word.strip()) for word in words if len(word.strip()) > _STEM}
    forms = (word for word in other.word_set if len(word) > _STEM and stem(word) in stems) if stems else ()
    return any(not turn.search(f" {word} ") for word in forms)  # a listed word was weighed already


def _flat(sentence: Sentence) -> str:
    return f" {' '.join(sentence.key)} "


def _told(turn: re.Pattern[str], text: str, lang: str, *, real: bool = True) -> str:
    """The word by which a text tells of a turn; "no deaths" and "feared dead" tell of none."""
    unsure, unreal, nobody = _unsure(lang), _unreal(lang), _nobody(lang)
    for hit in turn.finditer(text):
        front = text[max(0, hit.start() - _CLAUSE) : hit.start() + 1]
        denied = unsure.search(front[-31:]) or nobody.search(front[-31:])
        if not denied and not (real and unreal.search(front)):
            return hit.group().strip()
    return ""


def _held(turn: re.Pattern[str], text: str, document: Document) -> str:
    """The same of a whole version. A verb of denying has to stand in the same sentence, so only then all are read."""
    word = _told(turn, text, document.lang)
    if word or not turn.search(text):
        return word
    return next((word for s in document.sentences if (word := _told(turn, _flat(s), s.lang))), "")


def _came(turn: re.Pattern[str], new: Sequence[Sentence], old: Sequence[Sentence], after: str) -> Iterator[Finding]:
    for sentence in new:
        word = _told(turn, _flat(sentence), sentence.lang)
        if (
            word
            and not _background(sentence.lang).search(_flat(sentence).split(f" {word} ")[0] + " ")
            and not _mistyped(word, old)
        ):
            ended = _ended(turn, word, old, after)
            why = f"turn: {word}; the old version told of none"
            change = Change(
                Kind.EVENT_CHANGED if ended else Kind.CLAIM_ADDED,
                Mention(ended.text, ended.text) if ended else None,
                Mention(sentence.text, sentence.text),
                where=sentence.where,
                explanation=why + (f", and this ends what it told: {ended.text[:80]}." if ended else "."),
            )
            yield Finding(
                NAME, change, (whole(ended),) if ended else (), (spelled(sentence, word.split()),), turn.pattern
            )


def _went(turn: re.Pattern[str], old: Sequence[Sentence]) -> Iterator[Finding]:
    for sentence in old:
        word = _told(turn, _flat(sentence), sentence.lang)
        if word:
            why = f"turn: {word}; the new version tells of none."
            change = Change(
                Kind.CLAIM_REMOVED, Mention(sentence.text, sentence.text), where=sentence.where, explanation=why
            )
            yield Finding(NAME, change, (spelled(sentence, word.split()),), (), turn.pattern)


def _ended(turn: re.Pattern[str], word: str, old: Sequence[Sentence], after: str) -> Sentence | None:
    """The old sentence that denied the turn, or told its opposite in a word the new version holds no more."""
    old = sorted(old, key=lambda sentence: sentence.headline)
    for sentence in old:
        if turn.search(_flat(sentence)):
            return sentence  # it does not tell of the turn, or nothing came: it denies or fears it
    for sentence in old:
        text = _flat(sentence)
        against = opposites(sentence.lang).get(word, frozenset())
        if any(f" {other} " in text and f" {other} " not in after for other in against):
            return sentence
    return None


@lru_cache(maxsize=32)
def _turns(lang: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str], frozenset[str]], ...]:
    """For each row a pattern of the words that tell of the turn, one of all, those marked "~" included, and their first
    words, of which a text that tells of the turn holds one."""
    rows = cues(lang).rows("outcomes", "turns")
    telling = [[word for word in row if not word.startswith("~")] for row in rows]
    plain = [[word.lstrip("~") for word in row] for row in rows]
    firsts = [frozenset(word.split()[0] for word in row) for row in plain]
    return tuple((_words(one), _words(other), first) for one, other, first in zip(telling, plain, firsts, strict=True))


def _words(row: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf" {alternation(row)}(?= )")


@lru_cache(maxsize=32)
def _nobody(lang: str) -> re.Pattern[str]:
    """A word that denies of all whatever follows: "none of the earlier ones was fatal"."""
    return re.compile(rf" {alternation(cues(lang).words('negation', 'nobody'))} ")


@lru_cache(maxsize=32)
def _unsure(lang: str) -> re.Pattern[str]:
    """A negation, hedge or fear right before the end, but for words such as "been"."""
    between = cues(lang).pattern("negation", "fillers")
    words = cues(lang).words("negation", "words") | cues(lang).words("certainty", "hedges")
    return re.compile(rf" {alternation(words | cues(lang).words('certainty', 'fears'))} (?:{between} ){{0,2}}$")


@lru_cache(maxsize=32)
def _unreal(lang: str) -> re.Pattern[str]:
    """A verb of denying, threatening or asking, in the same sentence."""
    return re.compile(rf" {cues(lang).pattern('outcomes', 'unreal')} ")


@lru_cache(maxsize=32)
def _background(lang: str) -> re.Pattern[str]:
    """Words right before a turn that make it what came before: "after the death of"."""
    return re.compile(rf" {cues(lang).pattern('outcomes', 'background')} $")
