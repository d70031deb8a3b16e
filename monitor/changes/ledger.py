"""One figure over several articles: which article's figure is the same fact as another's, and every value each gave.

What is stored of the articles of a story goes in: their changes, oldest first, and the figures of their newest
versions. Slots come out. Never compares texts, and never changes what was told of one article.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from monitor.changes.change import Change, Mention
from monitor.changes.slot_history import slots
from monitor.text.normal import fold

_FIGURES = "figure."
SMALL = 10
"""Below this two figures are equal by chance too often to be one fact for that alone."""
APART = math.log(10)
"""Two figures whose nearest values are ten times apart are two facts, or one is a slip of the key that was mended."""
_ARTICLES = ("the ", "la ", "le ", "el ", "die ", "der ", "das ", "a ", "o ")


class Moved(NamedTuple):
    """One stored change of a figure: its number, the version that brought it, and when that was seen."""

    id: int
    version: int
    seen_at: int
    change: Change


@dataclass(frozen=True, slots=True)
class Telling:
    """One article of a story: its changes, oldest first, the figures of its newest version, when it was first seen."""

    article_id: int
    outlet: str
    first_seen: int
    moves: Sequence[Moved] = ()
    standing: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """What stood from a moment on; `mention` is None where the fact was not reported. No change for a first value."""

    version: int
    at: int
    mention: Mention | None
    change_id: int | None = None
    kind: str = ""
    relation: str = ""
    announced: bool = False

    @property
    def amount(self) -> tuple[Decimal | None, Decimal | None] | None:
        """The number, whatever its bound: "at least 44" is what "44" is. None where nothing is reported."""
        one = self.mention
        if one is None:
            return None
        quoted = one.lo if one.lo is not None else one.hi
        return quoted, one.hi if one.lo != one.hi and one.lo is not None else None


@dataclass(slots=True)
class Series:
    """The values that one article gave, oldest first; at least one."""

    article_id: int
    outlet: str
    points: list[Point] = field(default_factory=list)

    @property
    def now(self) -> Point:
        """What it says now."""
        return self.points[-1]


@dataclass(slots=True)
class StorySlot:
    """The same figure in the articles of a story, a series each."""

    counted: str
    unit: str
    place: str
    holder: str
    series: list[Series] = field(default_factory=list)
    values: set[float] = field(default_factory=set)
    """Every number that any of them gave."""
    said: str = ""
    """The sentence of a figure of which nothing says what it counts: it is nobody else's."""

    @property
    def id(self) -> int | None:
        """The number of its first change, by which it is addressed; None where it never moved."""
        return min((point.change_id for point in self.points() if point.change_id is not None), default=None)

    @property
    def moved_at(self) -> int:
        """When it last moved anywhere; 0 for never."""
        return max((point.at for point in self.points() if point.change_id is not None), default=0)

    def points(self) -> Iterator[Point]:
        """Every point of every series."""
        return (point for one in self.series for point in one.points)

    def holds(self, change_id: int) -> bool:
        """Whether a change is one of its steps."""
        return any(point.change_id == change_id for point in self.points())


@dataclass(slots=True)
class _Chain:
    """What one article said of one figure; the words that say which figure it is are those most often given."""

    series: Series
    counted: str
    unit: str
    place: str
    holder: str
    values: frozenset[float]


def ledger(tellings: Iterable[Telling]) -> list[StorySlot]:
    """Every figure of the story, the one that moved last first; then those that more outlets give."""
    known = list(tellings)
    chains = [chain for one in known for chain in _moved(one)]
    # A figure whose text names no place or holder is laid to one that does, so those come first.
    chains.sort(key=lambda one: (not one.place, not one.holder, -len(one.series.points)))
    shelf: dict[str, list[StorySlot]] = defaultdict(list)
    for chain in chains:
        _lay(shelf[chain.counted], chain)
    for one in known:
        _add_standing(shelf, one)
    found = [slot for slots_of_word in shelf.values() for slot in slots_of_word]
    for slot in found:
        slot.series.sort(key=lambda one: (one.points[0].at, one.article_id))
    return sorted(found, key=lambda slot: (-slot.moved_at, -len(slot.series), slot.counted))


def _moved(one: Telling) -> Iterator[_Chain]:
    """The figures of an article that moved."""
    rows = [row for row in one.moves if row.change.kind.startswith(_FIGURES)]
    by_change = {id(row.change): row for row in rows}
    for slot in slots((row.version, row.change) for row in rows):
        series = Series(one.article_id, one.outlet)
        before = slot.steps[0].change.old
        if before is not None:
            series.points.append(Point(1, one.first_seen, before))
        for step in slot.steps:
            row, change = by_change[id(step.change)], step.change
            series.points.append(
                Point(row.version, row.seen_at, change.new, row.id, str(change.kind), change.relation, change.announced)
            )
        yield _chain(series)


def _add_standing(shelf: Mapping[str, list[StorySlot]], one: Telling) -> None:
    """The figures of an article that never moved: those go first that are nearest to what others say.

    What no slot takes becomes one of its own.
    """
    its = (series for slots_of_word in shelf.values() for slot in slots_of_word for series in slot.series)
    held = {_said(series.now) for series in its if series.article_id == one.article_id}
    waiting = []
    for fields in one.standing:
        chain = _chain(Series(one.article_id, one.outlet, [Point(1, one.first_seen, mention_of(fields))]))
        if chain.counted and (said := _said(chain.series.now)) not in held:
            held.add(said)
            waiting.append(chain)
    for chain in sorted(waiting, key=lambda chain: _nearest(shelf[chain.counted], chain)):
        _lay(shelf[chain.counted], chain)


def _said(point: Point) -> tuple[object, str]:
    return point.amount, point.mention.counted if point.mention else ""


def _nearest(among: Sequence[StorySlot], chain: _Chain) -> float:
    return min((found for slot in among if (found := _distance(slot, chain)) is not None), default=math.inf)


def mention_of(fields: Mapping[str, Any]) -> Mention:
    """A stored fact as one side of a change."""
    known = {name: value for name, value in fields.items() if value is not None}
    return Mention.from_dict({**known, "text": known.get("text") or known.get("surface") or ""})


def _chain(series: Series) -> _Chain:
    mentions = [point.mention for point in series.points if point.mention is not None]
    counted = _most(one.counted for one in mentions)
    return _Chain(
        series,
        counted,
        _most(one.unit for one in mentions),
        _most(one.place for one in mentions),
        _most(one.holder for one in mentions),
        frozenset(
            float(one)
            for mention in mentions
            if (one := mention.lo if mention.lo is not None else mention.hi) is not None
        ),
    )


def _most(words: Iterable[str]) -> str:
    counts = Counter(word for word in words if word)
    return counts.most_common(1)[0][0] if counts else ""


def _lay(found: list[StorySlot], chain: _Chain) -> None:
    near = [(distance, n) for n, slot in enumerate(found) if (distance := _distance(slot, chain)) is not None]
    if not near:
        said = next((point.mention.sentence for point in reversed(chain.series.points) if point.mention), "")
        new = StorySlot(chain.counted, chain.unit, chain.place, chain.holder, [chain.series], set(chain.values))
        new.said = "" if chain.counted else said
        found.append(new)
        return
    slot = found[min(near)[1]]
    own = next((one for one in slot.series if one.article_id == chain.series.article_id), None)
    if own is None:
        slot.series.append(chain.series)
    else:  # It was withdrawn and came back.
        own.points = sorted([*own.points, *chain.series.points], key=lambda point: point.at)
    slot.values |= chain.values
    slot.unit, slot.place = slot.unit or chain.unit, slot.place or chain.place
    slot.holder = slot.holder or chain.holder


def _distance(slot: StorySlot, chain: _Chain) -> float | None:
    """How far the nearest values of both lie apart, as a logarithm; None where they are two facts.

    That both count the same says little: one story has the homes of two towns. Either the place or the holder must be
    the same, or one must have said a number that the other said too.
    """
    if not chain.counted or slot.counted != chain.counted or not _one_word(slot.unit, chain.unit):
        return None
    if not _one_word(slot.place, chain.place) or not _one_word(slot.holder, chain.holder):
        return None
    own = [one for one in slot.series if one.article_id == chain.series.article_id]
    if any(_overlap(one, chain.series) for one in own):
        return None
    named = (slot.place and chain.place) or (slot.holder and chain.holder)
    if common := slot.values & chain.values:
        return 0.0 if named or max(map(abs, common)) >= SMALL else None
    if not named:
        return None
    best = min((_apart(a, b) for a in slot.values for b in chain.values), default=math.inf)
    return best if best < APART else None


def _apart(a: float, b: float) -> float:
    if a == b:
        return 0.0
    return abs(math.log(a / b)) if a > 0 and b > 0 else math.inf


def _overlap(one: Series, other: Series) -> bool:
    """Whether both stood at one time in an article: then they are two figures of it."""
    first, second = sorted((one, other), key=lambda series: series.points[0].at)
    return first.now.mention is not None or first.now.at > second.points[0].at


def _one_word(one: str, other: str) -> bool:
    """Whether two names are one, or one of them is not said."""
    return not one or not other or _plain(one) == _plain(other)


@lru_cache(maxsize=2_048)
def _plain(name: str) -> str:
    folded = fold(name).casefold().strip()
    return next((folded.removeprefix(word) for word in _ARTICLES if folded.startswith(word)), folded)
