"""Turns that one version tells and the other does not, in any words: a death, an arrest, a resignation.

The differing sentences and both whole versions go in, findings come out. Only rows of words in text/lexicons/cues
decide; a turn that the other version holds in any form is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from monitor.changes.change import Change, Mention
from monitor.changes.evidence.document import Document
from monitor.changes.evidence.opposites import Told, allowed, asked, in_background_cue, opposites
from monitor.changes.evidence.spans import span, whole
from monitor.changes.evidence.spelling import slip
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.events import Event, Sort, Standing
from monitor.facts.scopes import Polarity
from monitor.facts.sentence import Sentence
from monitor.text.cues import cues
from monitor.text.words import stem, words_of

NAME = "turns"
_BEFORE = 20
"""Characters before a turn in which the verb stands that it belongs to."""
_HELD = frozenset({Standing.TOLD, Standing.AHEAD, Standing.BACKGROUND})
"""What a version says of a turn that it tells of."""
_SOON = 2
"""Words behind a noun among which its verb begins."""
_STEM = 6
"""Letters that tell a word in any of its forms."""
_TURNS = frozenset({"death", "arrest", "charge", "evacuation"})
"""Concepts of figures that are turns of a story."""


def find(versions: Versions) -> list[Finding]:
    """`event.changed` where a turn ends what was told, else `claim.added`; `claim.removed` where it went."""
    old, new, documents = versions.old, versions.new, versions.documents
    lone_new, lone_old = ([s for s in side if not s.headline] for side in (new, old))
    counted = _counted(old), _counted(new)
    lone_new, lone_old = (
        [s for s in side if not _counted([s]) & other] if other else side
        for side, other in ((lone_new, counted[0]), (lone_old, counted[1]))
    )
    found: list[Finding] = []
    came, went = _by_family(lone_new), _by_family(lone_old)
    for family in (*came, *(family for family in went if family not in came)):
        row = _row(versions.lang, family)
        held = _held(documents[0], family, row), _held(documents[1], family, row, at_all=True)
        if held[0] is None:
            found += [
                _came(family, sentence, event, old, documents[1])
                for sentence, event in came.get(family, ())
                if not _slipped(event.words, old) and not _inflected(sentence, row, documents[0])
                if not (_ahead(event) and _held(documents[0], family, row, at_all=True))
            ]
        elif held[1] is None and not _slipped(held[0].words, new):
            found += [
                _went(family, sentence, event)
                for sentence, event in went.get(family, ())
                if not _inflected(sentence, row, documents[1])
            ]
    return found


def _by_family(sentences: Sequence[Sentence]) -> dict[str, list[tuple[Sentence, Event]]]:
    """The turns that sentences tell as having happened, the first of each sentence; words marked "~" tell none."""
    found: dict[str, list[tuple[Sentence, Event]]] = {}
    for sentence in sentences:
        here: set[str] = set()
        for event in _turns_of(sentence):
            if event.member == 0 and event.family not in here and _news(event, sentence):
                here.add(event.family)
                found.setdefault(event.family, []).append((sentence, event))
    return found


def _news(event: Event, sentence: Sentence) -> bool:
    """Whether it is told as having happened or as coming, and not as what came before or what one may do."""
    if event.standing not in (Standing.TOLD, Standing.AHEAD) or not _affirmed(event) or asked(event, sentence):
        return False
    told = Told(event, span(sentence, event.start, event.end))
    return not in_background_cue(event, sentence) and not allowed(told) and not _supposed(told)


def _ahead(event: Event) -> bool:
    """Whether it is still to come: who told that it is called for, feared or tried told as much."""
    return event.standing is Standing.AHEAD


def _supposed(told: Told) -> bool:
    """Whether it is one that may come: "a conviction could bring her a fine"."""
    column, words = told.span.sentence.column, cues(told.span.sentence.lang)
    before, after = column.low[max(0, told.span.start - 1) : told.span.start], column.low[told.span.end :][:_SOON]
    articles, might = words.words("certainty", "indefinite"), words.words("certainty", "rules")
    return not articles.isdisjoint(before) and not might.isdisjoint(after)


def _turns_of(sentence: Sentence) -> Iterator[Event]:
    return (event for event in sentence.events if event.sort is Sort.TURN)


def _affirmed(event: Event) -> bool:
    return event.polarity is Polarity.AFFIRMED


def _held(document: Document, family: str, row: _Row, *, at_all: bool = False) -> Event | None:
    """The event by which a version tells of a turn, now or as background; one feared, doubted or denied is none.

    With `at_all` one of these counts too: who still denies the charges was charged."""
    if row.firsts.isdisjoint(document.word_set):
        return None
    telling = (s for s in document.sentences if not row.firsts.isdisjoint(s.key))
    for sentence in telling:
        for event in _turns_of(sentence):
            held = event.standing in _HELD and not asked(event, sentence)
            told = at_all or (_affirmed(event) and (held or _done(event, sentence)))
            if event.family == family and told:
                return event
    return None


def _done(event: Event, sentence: Sentence) -> bool:
    """Whether a mark of what is done stands right before it: "trying to contain a fever that has killed 19"."""
    before = words_of(sentence.text[max(0, event.start - _BEFORE) : event.start])
    return before[-1:] != () and before[-1] in cues(sentence.lang).words("stages", "done")


def _counted(sentences: Sequence[Sentence]) -> frozenset[str]:
    """What happened to people, by the figures: whoever counts the dead tells of deaths, in whatever words."""
    figures = (figure for s in sentences for figure in s.read.figures)
    return frozenset(figure.counted for figure in figures if figure.unit == "person") & _TURNS


def _slipped(word: str, sentences: Sequence[Sentence]) -> bool:
    """Whether the word stands in one of the sentences with a slip of the pen."""
    return any(slip(word, other, sentence.lang) for sentence in sentences for other in sentence.key)


def _inflected(sentence: Sentence, row: _Row, other: Document) -> bool:
    """Whether the other version holds the word in a form that no row lists: "démissionné", "démissionner"."""
    words = [word for word in sentence.key if word in row.words]
    stems = {stem(word) for word in words if len(word) > _STEM}
    forms = (word for word in other.word_set if len(word) > _STEM and stem(word) in stems) if stems else ()
    return any(word not in row.words for word in forms)  # a listed word was weighed already


def _came(family: str, sentence: Sentence, event: Event, old: Sequence[Sentence], after: Document) -> Finding:
    ended = _ended(family, event, old, after)
    why = f"turn: {event.words}; the old version told of none"
    change = Change(
        Kind.EVENT_CHANGED if ended else Kind.CLAIM_ADDED,
        Mention(ended.text, ended.text) if ended else None,
        Mention(sentence.text, sentence.text),
        where=sentence.where,
        explanation=why + (f", and this ends what it told: {ended.text[:80]}." if ended else "."),
    )
    spans = (span(sentence, event.start, event.end),)
    return Finding(NAME, change, (whole(ended),) if ended else (), spans, family)


def _went(family: str, sentence: Sentence, event: Event) -> Finding:
    why = f"turn: {event.words}; the new version tells of none."
    change = Change(Kind.CLAIM_REMOVED, Mention(sentence.text, sentence.text), where=sentence.where, explanation=why)
    return Finding(NAME, change, (span(sentence, event.start, event.end),), (), family)


def _ended(family: str, event: Event, old: Sequence[Sentence], after: Document) -> Sentence | None:
    """The old sentence that denied the turn, or told its opposite in a word the new version holds no more."""
    old = sorted(old, key=lambda sentence: sentence.headline)
    for sentence in old:
        if any(found.family == family for found in _turns_of(sentence)):
            return sentence  # it does not tell of the turn, or nothing came: it denies or fears it
    against = opposites(event.words, after.lang)
    for sentence in old:
        events = (found for found in sentence.events if found.sort is Sort.OUTCOME)
        if any(found.words in against and f" {found.words} " not in after.flat for found in events):
            return sentence
    return None


class _Row(NamedTuple):
    """A row of words for a turn: all of its words, and the first ones, of which a text that tells of it holds one."""

    words: frozenset[str]
    firsts: frozenset[str]


@lru_cache(maxsize=256)
def _row(lang: str, family: str) -> _Row:
    rows = cues(lang).rows("outcomes", "turns")
    words = [word.lstrip("~") for row in rows if row[0] == family for word in row]
    prefixes = ("", *cues(lang).words("outcomes", "prefixes"))
    firsts = frozenset(prefix + word.split()[0] for word in words for prefix in prefixes)
    return _Row(frozenset(words), firsts)
