"""A correction notice that came, went or now says something else, and which changes it covers.

Both versions go in, findings of `correction.notice` come out; a notice cut in two or merged says the same. Asked of a
change, says whether a notice of the new version names a value of it, or what it is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.changes.change import Change, Mention
from monitor.changes.evidence.document import Document
from monitor.changes.evidence.spans import Span, whole
from monitor.changes.evidence.spelling import same_but_for_slips
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.dates import find_dates
from monitor.facts.parsed import PLACES
from monitor.facts.sentence import Sentence, reported
from monitor.text.normal import fold
from monitor.text.sentences import sentences
from monitor.text.words import stem, words_of

NAME = "notices"
_CROWD = 30 * 30
"""Notices of one version times those of the other: with more, none is looked for in other words."""
_REWORDED = 0.3
"""Share of words that may differ between two wordings of one notice."""
_FIRST = 10**6 * PLACES
"""Where notices stand among the sentences of a version: behind all of them."""


def find(versions: Versions) -> list[Finding]:
    """One finding for each notice that came, went or was edited."""
    before, after = versions.documents
    if not before.notices and not after.notices:
        return []
    old, new = _differing(before, after)
    found = []
    for n in range(max(len(old), len(new))):
        a, b = (side[n] if n < len(side) else None for side in (old, new))
        change = Change(
            Kind.CORRECTION_NOTICE,
            Mention(a, a) if a else None,
            Mention(b, b) if b else None,
            where="notice",
            explanation=f"correction notice {'edited' if a and b else 'removed' if a else 'added'}.",
        )
        found.append(Finding(NAME, change, _spans(a, n, before.lang), _spans(b, n, after.lang), ("notice", a, b)))
    return found


def _spans(notice: str | None, n: int, lang: str) -> tuple[Span, ...]:
    if notice is None:
        return ()
    return (whole(Sentence(notice, "notice", _FIRST + n, _FIRST, words_of(notice), lang)),)


def _differing(before: Document, after: Document) -> tuple[list[str], list[str]]:
    """The notices of either version that the other does not hold, in its notices or in its text."""
    sides = tuple(f" {' '.join(words_of(' '.join(d.notices)))} |{d.flat}" for d in (before, after))
    few = len(before.notices) * len(after.notices) <= _CROWD
    pairs = [(a, b) for a in before.notices for b in after.notices if few and _same_note(a, b, after.lang)]
    old = [notice for notice in before.notices if all(notice is not a for a, _ in pairs)]
    new = [notice for notice in after.notices if all(notice is not b for _, b in pairs)]
    return (
        [notice for notice in old if not _said_in(notice, sides[1], after)],
        [notice for notice in new if not _said_in(notice, sides[0], before)],
    )


def announced(change: Change, found: Sequence[Finding], lang: str) -> Change:
    """The change with `announced` set where a notice of the new version names a value of it, or what it is about."""
    notices = [finding.change.new.text for finding in found if finding.change.new]
    covering = any(_covers(notice, change, lang) for notice in notices)
    return replace(change, announced=True) if covering else change


def naming(notice: Change, found: Sequence[Change], lang: str) -> Change:
    """A notice's change with the changes it covers in its explanation."""
    said = notice.new.text if notice.new else ""
    covered = [change for change in found if said and change.announced and _covers(said, change, lang)]
    steps = (f"{c.old.text if c.old else 'nothing'} -> {c.new.text if c.new else 'nothing'}" for c in covered)
    return replace(notice, explanation=f"{notice.explanation} It covers {', '.join(steps)}.") if covered else notice


def _said_in(notice: str, words: str, document: Document) -> bool:
    """Whether every sentence of a notice stands in a version, in its notices or behind one."""
    return all(f" {' '.join(words_of(span.text))} " in words for span in sentences(notice, document.lang))


def _same_note(one: str, other: str, lang: str) -> bool:
    """Whether two notices say the same in slightly other words: equal figures and dates, nearly equal words."""
    if same_but_for_slips(fold(one), fold(other), lang):
        return True
    first, second = reported(one, lang), reported(other, lang)
    figures = [sorted((str(f.lo), str(f.hi)) for f in side.figures) for side in (first, second)]
    dates = [{part for d in side.dates for part in d.parts} for side in (first, second)]
    return figures[0] == figures[1] and dates[0] == dates[1] and _close(first.words.stems, second.words.stems)


def _close(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one ^ other) <= _REWORDED * len(one | other)


def _covers(notice: str, change: Change, lang: str) -> bool:
    """Whether a notice names a value or a date of a change, or two telling words of its sentence."""
    sides = [side for side in (change.old, change.new) if side]
    read = reported(notice, lang)
    figures = read.figures
    if change.kind in (Kind.DATETIME_CHANGED, Kind.FIGURE_ASOF):
        dates = [date for side in sides for date in find_dates(side.text, lang)]
        return any(date.parts == other.parts for date in dates for other in read.dates)
    if any(side.bound and side.lo in (f.lo, f.hi) and side.lo is not None for side in sides for f in figures):
        return True
    named = {stem(word) for word in words_of(notice) if len(word) > 3}
    about = [{stem(word) for word in words_of(side.sentence) if len(word) > 3} for side in sides]
    return bool(about) and not figures and max(len(named & words) for words in about) >= 2
