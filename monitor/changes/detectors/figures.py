"""What changed about the figures of an article, slot by slot, each with the reason.

The differing sentences of two versions and their links go in, Changes of the `figure.*` kinds come out. What both
versions report, anywhere and in any words, gives none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from monitor.changes.change import Change, Mention, Relation
from monitor.changes.evidence.document import Document
from monitor.changes.evidence.held import SMALL, Held
from monitor.changes.evidence.left_over import left_over
from monitor.changes.evidence.measures import COUNT, SHARE, kindred_units
from monitor.changes.evidence.pairing import Pairing
from monitor.changes.evidence.reckoned import Reckoned
from monitor.changes.evidence.slots import Fact, Match, facts, facts_of, likeness, match_figures, reordered
from monitor.changes.evidence.spelling import has_slip
from monitor.changes.kinds import Kind
from monitor.facts.figure import Figure
from monitor.facts.sentence import Sentence, reported
from monitor.facts.vocabulary import vocabulary
from monitor.text.cues import cues
from monitor.text.lexicon import lexicon

_EDITED = 0.7
"""Share of words in order from which a sentence is the same but for what was put in or taken out."""
_SAME = 0.8
"""Share of words in order from which two sentences differ by so little that another concept is an edit of it."""
_DURATIONS = frozenset({"duration", "years"})
_CUT = 5
"""Words that leave with a figure that is cut: its unit, its noun, a preposition."""
_FEW = 10
"""A vague word that can mean less than this ("several") is no figure by itself; "dozens killed" is."""
_LAST = 10**12
"""Behind all sentences: what is gone is told last."""
_LARGE = 100
_STEP = 3
"""A toll that grew by more than this factor is told as a new figure unless its words say that it is the same."""


def figure_changes(
    old: Sequence[Sentence], new: Sequence[Sentence], documents: tuple[Document, Document], pairing: Pairing
) -> list[Change]:
    """Changes of figures in reading order of the new version, removed ones last. Every slot is in at most one."""
    before, after = facts(old), facts(new)
    if not before and not after:
        return []
    matches = match_figures(before, after, pairing)
    held, reckoned = Held(documents), (Reckoned(before), Reckoned(after))
    matches = [match for match in matches if not reordered(match, before, after)]
    changes = [change for match in matches for change in _judged(match, held, matches, reckoned)]
    matched = {id(fact) for match in matches for fact in (match.old, match.new)}
    new_ones = [fact for fact in after if id(fact) not in matched]
    came = [f for f in new_ones if not held.by_old(f, strict=True)]
    went = [f for f in before if id(f) not in matched and not held.by_new(f, strict=True)]
    pairs: list[tuple[Fact, Fact]] = []

    def take(found: Iterable[tuple[Fact, Fact]]) -> None:
        for a, b in found:
            came.remove(b)
            went.remove(a)
            pairs.append((a, b))

    take(left_over(went, came, pairing, (before, after), matches))
    take(_plain_people(went, came))
    came = [f for f in came if (_weighs(f) or _put_in(f, pairing)) and not held.by_old(f) and not reckoned[0].gives(f)]
    went = [
        f for f in went if (_weighs(f) or _taken_out(f, pairing)) and not held.by_new(f) and not reckoned[1].gives(f)
    ]
    take(_slots(went, came))
    for a, b in pairs:
        match = Match(a, b, 0.0, 0.0, likeness(a.near, b.near), pairing.link(a.sentence, b.sentence))
        if not _told_otherwise(match, held, reckoned):
            changes.append(_pair(Kind.FIGURE_VALUE, match, "value"))
    changes += [_lone(fact, Kind.FIGURE_ADDED, pairing) for fact in came]
    changes += [_lone(fact, Kind.FIGURE_REMOVED, pairing) for fact in went]
    order = {sentence.text: sentence.order for sentence in reversed(new)}
    changes.sort(key=lambda change: order.get(change.new.sentence, 0) if change.new else _LAST)
    return _once(changes)


def _slots(went: Sequence[Fact], came: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    """The one figure of a concept that went, with the one that came: a slot whose sentence was written anew."""
    pairs = []
    for a in went:
        others = [b for b in came if b.figure.counted == a.figure.counted]
        alone = sum(f.figure.counted == a.figure.counted for f in went) == 1 == len(others)
        if alone and not (a.figure.place and others[0].figure.place and a.figure.place != others[0].figure.place):
            pairs.append((a, others[0]))
    return pairs


def _plain_people(went: Sequence[Fact], came: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    """People of whom one version does not say what happened in words we know, where only one slot can be meant.

    "12,400 people are displaced", "13,300 people spend the night in tents": the same bound, and no second candidate.
    """
    old, new = ([f for f in side if _counts_people(f)] for side in (went, came))
    if len(old) != 1 or len(new) != 1:
        return []
    a, b = old[0], new[0]
    known = [fact.figure.counted in _weighty(fact.sentence.lang) or not fact.figure.unit for fact in (a, b)]
    one, other = a.measured.value, b.measured.value
    near = max(one, other) <= _STEP * min(one, other)
    return [(a, b)] if any(known) and not all(known) and near and a.figure.bound == b.figure.bound else []


def _counts_people(fact: Fact) -> bool:
    figure = fact.figure
    counts = figure.unit == "person" or (not figure.unit and figure.counted == "case")
    return counts and not (fact.sentence.headline or fact.added or figure.bound == "vague")


@lru_cache(maxsize=32)
def _weighty(lang: str) -> frozenset[str]:
    """Concepts that say what happened to people: a figure of these is news even where it stands alone."""
    tables = lexicon("en").table("concepts") | lexicon(lang).table("concepts")
    return frozenset(name for name, table in tables.items() if table.get("unit") == "person" and not table.get("weak"))


def _told_otherwise(match: Match, held: Held, reckoned: tuple[Reckoned, Reckoned]) -> bool:
    """Whether one version reckons the figure of the other and gives its own there too, in sentences written anew."""
    if match.link is not None and match.link.order >= _EDITED:
        return False
    if _with_others(match.old, match.new):
        return True
    if reckoned[0].gives(match.new):
        return reckoned[1].gives(match.old) or held.by_new(match.old, strict=True)
    return reckoned[1].gives(match.old) and held.by_old(match.new, strict=True)


def _judged(
    match: Match, held: Held, matches: Sequence[Match], reckoned: tuple[Reckoned, Reckoned]
) -> Iterable[Change]:
    """The change a match is, none where both sides say the same."""
    a, b = match.old.figure, match.new.figure
    one, other = match.old, match.new
    if one.same_amount(other) or one.same_digits(other) or one.same_age(other):
        vague_by_nature = {a.bound, b.bound} == {"=", "~"} and match.new.measured.measure == SHARE and not _digits(b)
        if not match.firm or _mistyped(match):
            return
        if a.bound != b.bound and not vague_by_nature and _bound_matters(match):
            yield _pair(Kind.FIGURE_BOUND, match, "bound")
        elif _counts_other(match, matches):
            yield _pair(Kind.FIGURE_COUNTED, match, "counted")
        return
    if a.lo == b.lo and a.hi == b.hi and a.unit != b.unit:
        if match.firm and a.unit and b.unit and not kindred_units(a.unit, b.unit):
            yield _pair(Kind.FIGURE_UNIT, match, "unit")
        return
    if not match.firm and (held.by_old(match.new) or held.by_new(match.old)):
        return
    if _told_otherwise(match, held, reckoned) or ((a.lo == b.lo or a.hi == b.hi) and _mistyped(match)):
        return
    yield _pair(Kind.FIGURE_VALUE, match, "value")


def _with_others(a: Fact, b: Fact) -> bool:
    """Whether one counts all and the other all but the one that is named: "beat two other bidders", "three bidders"."""
    fewer, more = sorted((a, b), key=lambda fact: fact.measured.value)
    others = cues(b.sentence.lang).words("increments", "others")
    return more.measured.value - fewer.measured.value == 1 and fewer.after in others and more.after not in others


def _counts_other(match: Match, matches: Sequence[Match]) -> bool:
    """The same number, but of something else: another concept, or the words behind two figures changed places."""
    a, b = match.old, match.new
    known, groups = _weighty(b.sentence.lang), cues(b.sentence.lang).words("names", "groups")
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


def _digits(figure: Figure) -> bool:
    return any(char.isdigit() for char in figure.surface)


def _weighs(fact: Fact) -> bool:
    """Whether a figure that one version gives alone is a fact by itself: it says what happened to people."""
    if fact.sentence.headline or (fact.figure.value == 1 and not _digits(fact.figure)):
        return False  # "one" is more often a pronoun
    if fact.added:
        return False  # the total it was added to tells it
    if fact.measured.measure == COUNT and fact.measured.value % 1:
        return False  # people come whole: "the hurt in the quake of 6.3"
    masked = reported(fact.sentence.text, fact.sentence.lang).words.masked
    before = masked[fact.at - 1] if fact.at else ""
    if fact.measured.measure == SHARE and before in vocabulary(fact.sentence.lang).numbers.joiners:
        return False  # "over in a minute and a half, and nobody was hurt"
    few = fact.figure.bound == "vague" and (fact.figure.lo or 0) < _FEW
    return not few and fact.figure.counted in _weighty(fact.sentence.lang)


def _put_in(fact: Fact, pairing: Pairing) -> bool:
    """Whether a figure was put into a sentence that is otherwise the same. Taken out, it is background that was cut."""
    if fact.figure.bound == "vague":
        return False
    links = (link for link in pairing.of_new(fact.sentence) if link.main and link.order >= _EDITED)
    edited = any(not has_slip(link.old.key, link.new.key, link.new.lang) for link in links)
    return edited and (fact.measured.measure != COUNT or abs(fact.measured.value) > SMALL)


def _taken_out(fact: Fact, pairing: Pairing) -> bool:
    """Whether a figure was cut out of a sentence and nothing else was. With more words gone it is background."""
    figure = fact.figure
    if figure.bound == "vague" or figure.value == 1 or fact.sentence.headline or not (figure.unit or figure.noun):
        return False
    link = next((link for link in pairing.of_old(fact.sentence) if link.main and link.order >= _SAME), None)
    if link is None:
        return False
    words = set(link.old.key) - set(link.new.key)
    return not set(link.new.key) - set(link.old.key) and len(words) <= _CUT


def mention(figure: Figure, sentence: Sentence) -> Mention:
    """A figure as one side of a change."""
    return Mention(
        figure.surface,
        sentence.text,
        figure.lo,
        figure.hi,
        figure.bound,
        figure.unit,
        figure.counted or figure.noun,
        figure.place,
        figure.as_of,
        figure.source,
    )


def _pair(kind: Kind, match: Match, what: str) -> Change:
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
    if match.link:
        how += f"; sentences {match.link.likeness:.0%} alike, figure at the same place {match.aligned:.0%}"
    else:
        how += "; sentences not alike, same slot by what is counted"
    return Change(
        kind,
        mention(a.figure, a.sentence),
        mention(b.figure, b.sentence),
        delta,
        ratio,
        b.sentence.where,
        relation=_relation(a.figure, b.figure) if kind is Kind.FIGURE_VALUE else "",
        explanation=how + f", words around {match.near:.0%} alike{rival}.",
    )


def _lone(fact: Fact, kind: Kind, pairing: Pairing) -> Change:
    side = mention(fact.figure, fact.sentence)
    added = kind is Kind.FIGURE_ADDED
    links = pairing.of_new(fact.sentence) if added else pairing.of_old(fact.sentence)
    place = f"in a sentence {links[0].likeness:.0%} alike" if links else "in a sentence without a counterpart"
    return Change(
        kind,
        None if added else side,
        side if added else None,
        where=fact.sentence.where,
        explanation=f"figure ({fact.figure.counted}) {place}; not a number of the {'old' if added else 'new'} version.",
    )


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


def _once(changes: Iterable[Change]) -> list[Change]:
    """One change is told once: the same step of the same amount in headline, lead and body is one, told of the body."""
    told: list[Change] = []
    steps_told: dict[object, list[Change]] = {}
    for change in sorted(changes, key=lambda change: change.where == "headline"):
        key = change.kind, *(_ends(side) if side else None for side in (change.old, change.new))
        # A headline may round, so it is held against all; any other change only against equal amounts.
        others = told if change.where == "headline" else steps_told.get(key, ())
        if not any(_same_step(change, other) for other in others):
            told.append(change)
            steps_told.setdefault(key, []).append(change)
    steps = [_numbers(change) for change in told if change.where != "headline"]
    old, new = ({n for step in steps for n in step[side]} for side in (0, 1))
    # "wins by 6-3" in the headline is "six votes to three" in the body: each of its numbers made its step there.
    return [
        change
        for change in told
        if change.where != "headline" or not (_numbers(change)[0] <= old and _numbers(change)[1] <= new)
    ]


def _numbers(change: Change) -> tuple[set[Decimal], set[Decimal]]:
    old, new = (
        {n for n in (side.lo, side.hi) if n is not None} if side else set() for side in (change.old, change.new)
    )
    return old, new


def _same_step(one: Change, other: Change) -> bool:
    """Whether two changes are one step: equal amounts on both sides, or a headline that rounds them."""
    if one.kind is not other.kind:
        return False
    sides = ((one.old, other.old), (one.new, other.new))
    if any((a is None) != (b is None) for a, b in sides):
        return False
    pairs = [(a, b) for a, b in sides if a and b]
    if all(_ends(a) == _ends(b) and _kindred(a, b) for a, b in pairs):
        return True
    rounded = one.where == "headline" and one.kind is Kind.FIGURE_VALUE
    return rounded and all(_near_amounts(a, b) for a, b in pairs)


def _ends(side: Mention) -> tuple[Decimal, str]:
    number = side.lo if side.lo is not None else side.hi
    return number or Decimal(0), "" if side.unit == "person" else side.unit


def _kindred(a: Mention, b: Mention) -> bool:
    """Whether both can count the same. A number of three digits is hardly used for two things in one story."""
    return _ends(a)[0] >= _LARGE or not a.counted or not b.counted or a.counted == b.counted


def _near_amounts(a: Mention, b: Mention) -> bool:
    share = {"percent": Decimal("0.01"), "": Decimal(1), "fraction": Decimal(1)}
    if a.unit not in share or b.unit not in share or a.unit == b.unit:
        return False
    one, other = _ends(a)[0] * share[a.unit], _ends(b)[0] * share[b.unit]
    return abs(one - other) <= Decimal("0.05") * max(abs(one), abs(other))
