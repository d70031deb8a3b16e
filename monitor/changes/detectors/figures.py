"""A figure that stands in both versions with another value, bound or unit, or counting something else.

The slots of both versions go in, findings of `figure.value|bound|unit|counted` come out. What both versions report,
anywhere and in any words, gives none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from monitor.changes.change import Change, Relation
from monitor.changes.evidence.figure_slots import has_digits, told_otherwise, weighty
from monitor.changes.evidence.measures import SHARE, kindred_units
from monitor.changes.evidence.mistyped import same_when_mended
from monitor.changes.evidence.slots import Match, facts_of
from monitor.changes.evidence.spans import span
from monitor.changes.evidence.spelling import has_slip
from monitor.changes.evidence.versions import Versions
from monitor.changes.evidence.whose import same_holder
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.changes.mentions import mention
from monitor.changes.steps import numbers_of
from monitor.facts.currencies import in_full
from monitor.facts.figure import Figure
from monitor.text.cues import cues

NAME = "figures"
_EDITED = 0.7
"""Share of words in order from which a sentence is the same but for what was put in or taken out."""
_SAME = 0.8
"""Share of words in order from which two sentences differ by so little that another concept is an edit of it."""
_DURATIONS = frozenset({"duration", "years"})


def find(versions: Versions) -> list[Finding]:
    """At most one finding a slot and place, in reading order of the new version."""
    slots = versions.figure_slots
    found = [finding for match in slots.matches for finding in _judged(match, versions)]
    found += [_pair(Kind.FIGURE_VALUE, match, "value") for match in slots.anew]
    found.sort(key=lambda finding: finding.new[0].sentence.order)
    return _without_summed_headlines(found)


def _without_summed_headlines(found: Sequence[Finding]) -> list[Finding]:
    """ "wins by 6-3" in a headline is "six votes to three" in the body: each of its numbers made its step there."""
    steps = [numbers_of(finding.change) for finding in found if not finding.headline]
    old, new = ({n for step in steps for n in step[side]} for side in (0, 1))
    return [
        finding
        for finding in found
        if not finding.headline
        or not (numbers_of(finding.change)[0] <= old and numbers_of(finding.change)[1] <= new)
        or len(numbers_of(finding.change)[1]) < 2
    ]


def _judged(match: Match, versions: Versions) -> Iterator[Finding]:
    """The change a match is, none where both sides say the same."""
    held, reckoned = versions.held, versions.reckoned
    a, b = match.old.figure, match.new.figure
    one, other = match.old, match.new
    if match.firm and _other_money(match):
        yield _pair(Kind.FIGURE_UNIT, match, "unit")
        return
    if one.same_amount(other) or one.same_digits(other) or one.same_age(other):
        vague_by_nature = {a.bound, b.bound} == {"=", "~"} and match.new.measured.measure == SHARE and not has_digits(b)
        if not match.firm or _mistyped(match):
            return
        if a.bound != b.bound and a.unit == b.unit and not vague_by_nature and _bound_matters(match):
            yield _pair(Kind.FIGURE_BOUND, match, "bound")
        elif _counts_other(match, versions.figure_slots.matches):
            yield _pair(Kind.FIGURE_COUNTED, match, "counted")
        return
    if a.lo == b.lo and a.hi == b.hi and a.unit != b.unit:
        if match.firm and a.unit and b.unit and not kindred_units(a.unit, b.unit):
            yield _pair(Kind.FIGURE_UNIT, match, "unit")
        return
    # "Two deaths" are not held by "two clinics" where the other version has its own number of the dead.
    strict = a.counted == b.counted and a.counted in weighty(other.sentence.lang)
    if not match.firm and not same_holder(one, other) and (held.by_old(other, strict) or held.by_new(one, strict)):
        return
    if told_otherwise(match, held, reckoned) or ((a.lo == b.lo or a.hi == b.hi) and _mistyped(match)):
        return
    if same_when_mended(one, other.sentence) or same_when_mended(other, one.sentence):
        return
    yield _pair(Kind.FIGURE_VALUE, match, "value")


def _other_money(match: Match) -> bool:
    """The same number in the money of another country, where both say which: "US$3", "C$3"; not "$3", "C$3"."""
    a, b = match.old.figure, match.new.figure
    units = [in_full(f.figure.surface, f.figure.unit, f.sentence.lang) for f in (match.old, match.new)]
    return (a.lo, a.hi) == (b.lo, b.hi) and units != [a.unit, b.unit] and not kindred_units(*units)


def _counts_other(match: Match, matches: Sequence[Match]) -> bool:
    """The same number, but of something else: another concept, or the words behind two figures changed places."""
    a, b = match.old, match.new
    known, groups = weighty(b.sentence.lang), cues(b.sentence.lang).words("names", "groups")
    edited = match.link is not None and match.link.order >= _SAME
    if edited and a.figure.counted != b.figure.counted and {a.figure.counted, b.figure.counted} <= known:
        return True
    if a.figure.noun != b.figure.noun and {a.figure.noun, b.figure.noun} <= groups and a.after == a.figure.noun:
        return True
    if a.after == b.after:
        return False
    return any(
        other is not match
        and other.old.at > a.at  # the first of the two tells of both
        and other.link is match.link
        and other.firm
        and other.old.after == b.after
        and other.new.after == a.after
        for other in matches
    )


def _bound_matters(match: Match) -> bool:
    """Whether another bound says something else: not in a headline, not where the bound only moved in the sentence."""
    a, b = match.old, match.new
    if b.sentence.headline or match.link is None or match.link.order < _EDITED:
        return False
    if a.measured.measure in _DURATIONS and "=" in (a.figure.bound, b.figure.bound):
        return False  # "over three years", "three years": whole years are counted either way
    bounds = [sorted(fact.figure.bound for fact in facts_of(side)) for side in (a.sentence, b.sentence)]
    return bounds[0] != bounds[1]


def _mistyped(match: Match) -> bool:
    """Whether a slip of the pen may have hidden the bound of one of the two, or what it counts."""
    return has_slip(match.old.sentence.key, match.new.sentence.key, match.new.sentence.lang)


def _pair(kind: Kind, match: Match, what: str) -> Finding:
    a, b = match.old, match.new
    delta = ratio = None
    if kind is Kind.FIGURE_VALUE and (a.figure.unit == b.figure.unit or "" in (a.figure.unit, b.figure.unit)):
        first, second = a.figure.value or Decimal(0), b.figure.value or Decimal(0)
        delta = second - first
        if not delta:  # the other end of a range moved
            delta = (b.figure.hi or second) - (a.figure.hi or first)
        ratio = round(delta / abs(first), 4) if first else None
    rival = f"; score {match.score:.1f}, next best {match.rival}" if match.rival else ""
    how = f"{what} of a figure differs" + (f" ({b.figure.counted})" if b.figure.counted else "")
    if b.figure.holder and same_holder(a, b):
        how += f" of {b.figure.holder}"
    if match.link:
        how += f"; sentences {match.link.likeness:.0%} alike, figure at the same place {match.aligned:.0%}"
    else:
        how += "; sentences not alike, same slot by what is counted"
    change = Change(
        kind,
        mention(a.figure, a.sentence),
        mention(b.figure, b.sentence),
        delta,
        ratio,
        b.sentence.where,
        relation=_relation(a.figure, b.figure) if kind is Kind.FIGURE_VALUE else "",
        explanation=how + f", words around {match.near:.0%} alike{rival}.",
    )
    places = (span(f.sentence, f.figure.start, f.figure.end) for f in (a, b))
    old, new = ((place,) for place in places)
    return Finding(NAME, change, old, new)


def _relation(a: Figure, b: Figure) -> Relation:
    """Whether the new value is more exact than the old one, outside what the old one allowed, or simply later."""
    value = b.value
    if value is None:
        return "update"
    low = a.lo is None or value >= a.lo
    high = a.hi is None or value <= a.hi
    if a.bound in (">", ">=", "<", "<=", "vague") or _wide(a):
        if not (low and high):
            return "contradiction"
        if (b.bound in ("=", "~") and a.bound != b.bound) or (a.bound == "vague" != b.bound):
            return "refinement"
    return "update"


def _wide(figure: Figure) -> bool:
    return figure.lo is not None and figure.hi is not None and figure.lo != figure.hi
