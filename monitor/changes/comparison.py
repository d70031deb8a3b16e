"""Two versions of an article in, what changed in what they report out, each change typed and explained.

Pure and deterministic; never raises. Cosmetics (punctuation, format of numbers, order, furniture) give nothing at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.changes.account import Account, entries
from monitor.changes.arbitration import settle
from monitor.changes.change import Change, Mention
from monitor.changes.claims import NAME as claims_name
from monitor.changes.detectors import (
    certainty,
    courses,
    dates,
    dates_anew,
    designations,
    events,
    exchanges,
    exclusive,
    figures,
    lone_dates,
    lone_figures,
    names,
    names_anew,
    nones,
    notices,
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
from monitor.facts.parsed import Parsed, parse
from monitor.facts.sentence import Sentence
from spiders.article import Article

DETECTORS = (
    quotes,
    figures,
    events,
    courses,
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
    exchanges,
    exclusive,
    numbers,
    lone_figures,
    lone_dates,
    turns,
    stages,
    dates_anew,
    names_anew,
)
_LAST = 10**12
"""Behind all sentences: what is gone is told last."""


def compare(old: Article, new: Article) -> list[Change]:
    """What `new` reports differently from `old`: most telling kinds first, `wording` last; empty for cosmetic edits.

    Every change names the rule that found it. What lies beyond the limits of size is not compared; then the last
    change is a `wording` whose explanation says how much that was.
    """
    return list(explained(old, new).changes)


def explained(old: Article, new: Article) -> Account:
    """Every difference between two versions with how it ended and why, and the changes that `compare` gives."""
    return account_of(parse(old), parse(new))


def account_of(old: Parsed, new: Parsed) -> Account:
    """The account of two articles that are parsed already."""
    if _same(old.article, new.article):
        return Account((), ())
    versions = Versions(old, new)
    before, after = versions.documents
    said = notices.find(versions)
    beyond = _beyond(*versions.differing, versions.documents)
    if not versions.differing[0] and not versions.differing[1]:
        return Account((), (*(finding.change for finding in said), *beyond))
    settled = settle(findings(versions))
    rows = entries(versions, settled)
    claims = settle([row.finding for row in rows if row.finding and row.finding.detector == claims_name])
    told = _in_order([finding.change for finding in (*settled.told, *claims.told)], versions.new)
    found = [notices.announced(change, said, after.lang) for change in told]
    changes = [notices.naming(finding.change, found, after.lang) for finding in said]
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
