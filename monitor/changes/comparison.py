"""Two versions of an article in, what changed in what they report out, each change typed and explained.

Pure and deterministic; never raises. Cosmetics (punctuation, format of numbers, order, furniture) give nothing at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.changes.account import Account, entries
from monitor.changes.arbitration import settle
from monitor.changes.change import Change, Mention
from monitor.changes.claims import NAME as claims_name
from monitor.changes.detectors import (
    certainty,
    dates,
    dates_anew,
    designations,
    events,
    exclusive,
    figures,
    lone_dates,
    lone_figures,
    names,
    nones,
    numbers,
    polarity,
    quotes,
    ranks,
    roles,
    sources,
    stages,
    states,
    turns,
)
from monitor.changes.evidence.document import LONGEST, MOST_SENTENCES, Document
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.changes.wording import headline_change, wording_changes
from monitor.facts.dates import find_dates
from monitor.facts.sentence import Sentence, reported
from monitor.text.sentences import sentences
from monitor.text.words import stem, words_of
from spiders.article import Article

DETECTORS = (
    quotes,
    figures,
    events,
    polarity,
    certainty,
    designations,
    nones,
    states,
    ranks,
    roles,
    dates,
    sources,
    names,
    exclusive,
    numbers,
    lone_figures,
    lone_dates,
    turns,
    stages,
    dates_anew,
)
_CROWD = 30 * 30
"""Notices of one version times those of the other: with more, none is looked for in other words."""
_LAST = 10**12
"""Behind all sentences: what is gone is told last."""
_REWORDED = 0.3
"""Share of words that may differ between two wordings of one notice."""


def compare(old: Article, new: Article) -> list[Change]:
    """What `new` reports differently from `old`: most telling kinds first, `wording` last; empty for cosmetic edits.

    Every change names the rule that found it. What lies beyond the limits of size is not compared; then the last
    change is a `wording` whose explanation says how much that was.
    """
    return list(explained(old, new).changes)


def explained(old: Article, new: Article) -> Account:
    """Every difference between two versions with how it ended and why, and the changes that `compare` gives."""
    if _same(old, new):
        return Account((), ())
    versions = Versions(old, new)
    before, after = versions.documents
    changes = _notice_changes(before, after)
    notices = [change.new.text for change in changes if change.new]
    beyond = _beyond(*versions.differing, versions.documents)
    if not versions.differing[0] and not versions.differing[1]:
        return Account((), (*changes, *beyond))
    settled = settle(findings(versions))
    rows = entries(versions, settled)
    claims = settle([row.finding for row in rows if row.finding and row.finding.detector == claims_name])
    told = _in_order([finding.change for finding in (*settled.told, *claims.told)], versions.new)
    found = [_announced(change, notices, after.lang) for change in told]
    changes = [_naming(change, found, after.lang) for change in changes]
    alone = all(s.headline for s in (*versions.old, *versions.new))
    headline = headline_change(before, after, [c for c in found if c.kind is not Kind.HEADLINE_CHANGED], alone)
    if headline:
        found = [change for change in found if change.kind is not Kind.HEADLINE_CHANGED]
    wording = wording_changes(versions.old, versions.new, versions.pairing, [*found, *headline])
    return Account(tuple(rows), (*found, *changes, *headline, *wording, *beyond))


def findings(versions: Versions) -> list[Finding]:
    """What every detector proposes."""
    return [finding for detector in DETECTORS for finding in detector.find(versions)]


def _in_order(changes: Sequence[Change], new: Sequence[Sentence]) -> list[Change]:
    """Figures first, in the order of the new version, what is gone last; then all else as it was settled."""
    order = {sentence.text: sentence.order for sentence in reversed(new)}
    figures = [change for change in changes if str(change.kind).startswith("figure.")]
    figures.sort(key=lambda change: order.get(change.new.sentence, 0) if change.new else _LAST)
    return [*figures, *(change for change in changes if not str(change.kind).startswith("figure."))]


def _same(old: Article, new: Article) -> bool:
    fields = ("title", "standfirst", "paragraphs", "tables", "captions", "notices", "live")
    return all(getattr(old, name) == getattr(new, name) for name in fields)


def _beyond(first: Sequence[Sentence], second: Sequence[Sentence], versions: tuple[Document, Document]) -> list[Change]:
    """A `wording` change for the differing text that is not compared because there is too much of it, else nothing."""
    sentences = max(len(side) - MOST_SENTENCES for side in (first, second))
    points = max(document.unread for document in versions)
    if sentences <= 0 and not points:
        return []
    pieces = [f"{sentences} differing sentences beyond the first {MOST_SENTENCES}"] if sentences > 0 else []
    pieces += [f"{points} characters of differing text beyond some {LONGEST:,}"] if points else []
    old, new = (
        Mention(side[MOST_SENTENCES].text, side[MOST_SENTENCES].text) if len(side) > MOST_SENTENCES else None
        for side in (first, second)
    )
    return [Change(Kind.WORDING, old, new, explanation=f"not compared: {' and '.join(pieces)}.")]


def _notice_changes(before: Document, after: Document) -> list[Change]:
    """A correction notice that came, went or now says something else. A notice cut in two or merged says the same."""
    if not before.notices and not after.notices:
        return []
    sides = tuple(f" {' '.join(words_of(' '.join(d.notices)))} |{d.flat}" for d in (before, after))
    few = len(before.notices) * len(after.notices) <= _CROWD
    pairs = [(a, b) for a in before.notices for b in after.notices if few and _same_note(a, b, after.lang)]
    old = [notice for notice in before.notices if all(notice is not a for a, _ in pairs)]
    new = [notice for notice in after.notices if all(notice is not b for _, b in pairs)]
    old = [notice for notice in old if not _said_in(notice, sides[1], after)]
    new = [notice for notice in new if not _said_in(notice, sides[0], before)]
    changes = []
    for n in range(max(len(old), len(new))):
        a = old[n] if n < len(old) else None
        b = new[n] if n < len(new) else None
        what = "edited" if a and b else "removed" if a else "added"
        changes.append(
            Change(
                Kind.CORRECTION_NOTICE,
                Mention(a, a) if a else None,
                Mention(b, b) if b else None,
                where="notice",
                explanation=f"correction notice {what}.",
            )
        )
    return changes


def _said_in(notice: str, words: str, document: Document) -> bool:
    """Whether every sentence of a notice stands in a version, in its notices or behind one."""
    return all(f" {' '.join(words_of(span.text))} " in words for span in sentences(notice, document.lang))


def _same_note(one: str, other: str, lang: str) -> bool:
    """Whether two notices say the same in slightly other words: equal figures and dates, nearly equal words."""
    first, second = reported(one, lang), reported(other, lang)
    figures = [sorted((str(f.lo), str(f.hi)) for f in side.figures) for side in (first, second)]
    dates = [{part for d in side.dates for part in d.parts} for side in (first, second)]
    return figures[0] == figures[1] and dates[0] == dates[1] and _close(first.words.stems, second.words.stems)


def _close(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one ^ other) <= _REWORDED * len(one | other)


def _announced(change: Change, notices: Sequence[str], lang: str) -> Change:
    """The change with `announced` set where a notice of the new version names a value of it, or what it is about."""
    covering = any(_covers(notice, change, lang) for notice in notices)
    return replace(change, announced=True) if covering else change


def _naming(notice: Change, found: Sequence[Change], lang: str) -> Change:
    """A notice's change with the changes it covers in its explanation."""
    said = notice.new.text if notice.new else ""
    covered = [change for change in found if said and change.announced and _covers(said, change, lang)]
    steps = (f"{c.old.text if c.old else 'nothing'} -> {c.new.text if c.new else 'nothing'}" for c in covered)
    return replace(notice, explanation=f"{notice.explanation} It covers {', '.join(steps)}.") if covered else notice


def _covers(notice: str, change: Change, lang: str) -> bool:
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


def article_removed(old: Article, reason: str) -> Change:
    """The outlet took the article away; `reason` is the Reading's word or HTTP status."""
    return Change(
        Kind.ARTICLE_REMOVED,
        Mention(old.title or old.url),
        where="article",
        explanation=f"the outlet no longer serves the article: {reason}.",
    )


def article_restored(new: Article) -> Change:
    """An article that was removed is there again."""
    return Change(
        Kind.ARTICLE_RESTORED,
        None,
        Mention(new.title or new.url),
        where="article",
        explanation="the article is served again after it was removed.",
    )


def article_moved(old_url: str, new_url: str) -> Change:
    """The article answers at another address."""
    return Change(
        Kind.ARTICLE_MOVED,
        Mention(old_url),
        Mention(new_url),
        where="article",
        explanation="the address redirects for good to another one of the same article.",
    )
