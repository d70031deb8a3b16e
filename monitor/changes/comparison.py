"""Two versions of an article in, what changed in what they report out, each change typed and explained.

Pure and deterministic; never raises. Cosmetics (punctuation, format of numbers, order, furniture) give nothing at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.changes.change import Change, Mention
from monitor.changes.claim_changes import claim_changes
from monitor.changes.document import (
    LONGEST,
    MOST_SENTENCES,
    Document,
    Sentence,
    documents,
    reported,
    stem,
    unequal,
    words_of,
)
from monitor.changes.edits import edited
from monitor.changes.entity_changes import entity_changes
from monitor.changes.exclusive_changes import exclusive_changes
from monitor.changes.figure_changes import figure_changes
from monitor.changes.kinds import Kind
from monitor.changes.left_dates import left_dates
from monitor.changes.none_changes import none_changes
from monitor.changes.number_changes import number_changes
from monitor.changes.pairing import Link, Pairing, pair_sentences
from monitor.changes.quote_changes import quote_changes
from monitor.changes.rank_changes import rank_changes
from monitor.changes.spelling import same_but_for_slips
from monitor.changes.stage_changes import stage_changes
from monitor.changes.state_changes import Outcome, state_changes
from monitor.changes.turn_changes import turn_changes
from monitor.changes.wording import headline_change, wording_changes
from monitor.facts.dates import find_dates
from monitor.facts.normal import fold
from monitor.facts.sentences import sentences
from spiders.article import Article

_CROWD = 30 * 30
"""Notices of one version times those of the other: with more, none is looked for in other words."""
_TELLS_WHO = (Kind.FIGURE_ADDED, Kind.FIGURE_REMOVED, Kind.FIGURE_COUNTED)
"""A sentence with one of these says what happened to whom: the turn in it needs no change of its own."""
_SOURCES = (Kind.ATTRIBUTION_ADDED, Kind.ATTRIBUTION_REMOVED, Kind.ATTRIBUTION_CHANGED)
_REWORDED = 0.3
"""Share of words that may differ between two wordings of one notice."""


def compare(old: Article, new: Article) -> list[Change]:
    """What `new` reports differently from `old`: most telling kinds first, `wording` last; empty for cosmetic edits.

    Every change names the rule that found it. What lies beyond the limits of size is not compared; then the last
    change is a `wording` whose explanation says how much that was.
    """
    if _same(old, new):
        return []
    before, after = documents(old, new)
    changes = _notice_changes(before, after)
    notices = [change.new.text for change in changes if change.new]
    first, second = unequal(before, after)
    beyond = _beyond(first, second, (before, after))
    first, second = first[:MOST_SENTENCES], second[:MOST_SENTENCES]
    if not first and not second:
        return [*changes, *beyond]
    pairing = pair_sentences(first, second)
    slips = [link for link in pairing.links if link.main and _retyped(link)]
    if slips:
        first, second = (
            [s for s in side if all(s is not (link.old, link.new)[n] for link in slips)]
            for n, side in enumerate((first, second))
        )
        pairing = pair_sentences(first, second)
    told = _told(first, second, (before, after), pairing)
    found = [_announced(change, notices, after.lang) for change in told]
    changes = [_naming(change, found, after.lang) for change in changes]
    headline = headline_change(before, after, found, all(s.headline for s in (*first, *second)))
    return [*found, *changes, *headline, *wording_changes(first, second, pairing, [*found, *headline]), *beyond]


def _told(
    first: Sequence[Sentence], second: Sequence[Sentence], versions: tuple[Document, Document], pairing: Pairing
) -> list[Change]:
    """What each rule finds, in the order of the rules: one fact is told once, by the first that sees it."""
    places = {s.paragraph for s in first}, {s.paragraph for s in second}
    quotes = quote_changes(versions, places)
    figures = [c for c in figure_changes(first, second, versions, pairing) if not _inside(c, quotes)]
    pairs = [edited(link) for link in pairing.links if link.main]
    counted = {change.new.sentence for change in figures if change.kind is Kind.FIGURE_COUNTED and change.new}
    claims = [c for c in claim_changes(pairs, versions, (first, second)) if not (c.new and c.new.sentence in counted)]
    nones = none_changes(pairing, claims)
    some = {side.sentence for change in nones for side in (change.old, change.new) if side}
    figures = [change for change in figures if not ((side := _lone_side(change)) and side.sentence in some)]
    claims += nones
    outcomes = state_changes(first, second, versions, pairing, claims)
    ended = {side.sentence for outcome in outcomes for side in (outcome.change.old, outcome.change.new) if side}
    figures = [change for change in figures if not _fate(change, ended)]
    who = [*claims, *(change for change in figures if change.kind in _TELLS_WHO)]
    claims = [c for c in claims if not _repeated(c, outcomes)] + [outcome.change for outcome in outcomes]
    claims += turn_changes(first, second, versions, who, [outcome.words for outcome in outcomes])
    others = [*rank_changes(pairs), *claims, *entity_changes(pairs, versions, figures)]
    others += exclusive_changes(pairs, others)
    others += stage_changes(pairing, versions, others)
    figures = [change for change in figures if not _sourced(change, others)]
    numbers = number_changes(pairing, [*figures, *quotes, *others])
    figures = [change for change in figures if not _half_of(change, numbers)]
    others += left_dates(first, second, versions, [*numbers, *others])
    return [*figures, *numbers, *quotes, *others]


def _repeated(change: Change, outcomes: Sequence[Outcome]) -> bool:
    """Whether a headline's outcome is one that the body tells in a sentence of its own."""
    if change.where != "headline" or change.kind is not Kind.EVENT_CHANGED or not change.new:
        return False
    words = set(words_of(change.new.sentence))
    return any(words & set(outcome.words.split()) for outcome in outcomes)


def _lone_side(change: Change) -> Mention | None:
    """A figure that came or went, None for any other change."""
    if change.kind not in (Kind.FIGURE_ADDED, Kind.FIGURE_REMOVED):
        return None
    return change.new or change.old


def _fate(change: Change, ended: set[str]) -> bool:
    """Whether a count of people came or went with the state of them that a sentence tells: one fact, told once."""
    side = _lone_side(change)
    return side is not None and side.unit == "person" and side.sentence in ended


def _retyped(link: Link) -> bool:
    """Whether a sentence only had a slip of the pen put right, or was given one."""
    return same_but_for_slips(fold(link.old.text), fold(link.new.text), link.new.lang)


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


def _inside(change: Change, quotes: Sequence[Change]) -> bool:
    """Whether a figure's change is told by the change of the quote that holds it."""
    for quote in quotes:
        sides = ((change.old, quote.old), (change.new, quote.new))
        if all(not figure or (said is not None and figure.text in said.text) for figure, said in sides):
            return True
    return False


def _sourced(change: Change, others: Sequence[Change]) -> bool:
    """Whether a count that came or went is of the source that did: "according to two former employees"."""
    side = _lone_side(change)
    named = [s for other in others if other.kind in _SOURCES for s in (other.old, other.new) if s]
    return side is not None and any(s.sentence == side.sentence and side.text in s.text for s in named)


def _half_of(change: Change, numbers: Sequence[Change]) -> bool:
    """Whether a figure that came or went is one side of a number that replaced another: one fact, told once."""
    if _lone_side(change) is None:
        return False
    return any(_same_words(change.new, step.new) or _same_words(change.old, step.old) for step in numbers)


def _same_words(one: Mention | None, other: Mention | None) -> bool:
    return one is not None and other is not None and (one.text, one.sentence) == (other.text, other.sentence)


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
