"""A story's figures as the plain values that its screens, JSON and CSV share: slots in, views out.

Times become ISO 8601. Reads no store and renders nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from string import ascii_uppercase
from typing import Any, cast

from alerts.alert import ChangeFields
from alerts.messages.lines import about
from alerts.messages.marks import one_line
from alerts.messages.prose import shortened
from monitor.changes.copies import Copies, independent
from monitor.changes.leading import Stand, Standing, newest_of, standings
from monitor.changes.ledger import Point, Series, StorySlot
from monitor.clock import iso
from monitor.facts.three_numbers import three_numbers
from monitor.store.rows import ArticleRow
from monitor.web.chart import Chart, Line, Step
from monitor.web.views import View

Articles = Mapping[int, ArticleRow]

DRAWN = 12
"""Lines of one chart; the table has all."""
MOST_POINTS = 20_000
STEPS_DRAWN = 180
"""Steps of one chart, so that it stays small; the table and the CSV have all."""

STAND_WORDS: Mapping[Stand, str] = {
    Stand.FIRST: "first with the newest value",
    Stand.SAME: "has the newest value",
    Stand.OLD: "still says the old value",
    Stand.OTHER: "says another value",
    Stand.GONE: "reports it no more",
}


def stretch(milliseconds: int) -> str:
    """A time in words: "25 min", "3 h", "6 days"."""
    minutes = max(0, milliseconds) // 60_000
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 2880 else f"{minutes // 1440} days"


def title_of(slot: StorySlot) -> str:
    """What the figure is, without its values: "Deaths, Lower Valley"; or how its sentence begins."""
    if slot.said:
        return shortened(one_line(slot.said).rstrip(".。۔"), 70)
    side = {"text": "", "counted": slot.counted, "unit": slot.unit, "place": slot.place, "holder": slot.holder}
    return about(cast(ChangeFields, {"kind": "figure.value", "old": None, "new": side, "where": "body"}))


def slot_view(
    slot: StorySlot, articles: Articles, groups: Sequence[Copies], now_ms: int, *, newest: int = MOST_POINTS
) -> View:
    """One figure with a series for each article, of each its `newest` values.

    Its field `newest` is the value that moved last, and who said it first.
    """
    stands = standings(slot)
    first = newest_of(slot)
    leader = next((one for one in slot.series if first is not None and any(p is first for p in one.points)), None)
    series = [
        series_view(one, stand, articles[one.article_id], now_ms, newest) | {"letter": letter(n)}
        for n, (one, stand) in enumerate(zip(slot.series, stands, strict=True))
    ]
    by_article = {one["article"]["id"]: one for one in series}
    for group in groups:
        names = [by_article[number] for number in group.articles if number in by_article]
        for one in names:
            others = [other["article"]["outlet"] for other in names if other is not one]
            one["copy_of"] = {"why": str(group.why), "agency": group.agency, "others": others}
    leading = None
    if first is not None and leader is not None:
        told = point_view(first, now_ms)
        leading = told | {"outlet": leader.outlet, "article": leader.article_id, "seen_coming": bool(first.change_id)}
    return {
        "id": slot.id,
        "title": title_of(slot),
        "counted": slot.counted,
        "unit": slot.unit,
        "place": slot.place,
        "holder": slot.holder,
        "moved_at": iso(slot.moved_at) if slot.moved_at else None,
        "newest": leading,
        "outlets": len({one.outlet for one in slot.series}),
        "independent": independent([one.article_id for one in slot.series], groups),
        "series": series,
    }


def series_view(one: Series, stand: Standing, article: ArticleRow, now_ms: int, newest: int) -> View:
    """What one article said, and where it stands among the others; `earlier` counts the values that are left out."""
    kept = one.points[-newest:]
    points = [
        point_view(point, now_ms) | {"stood": stretch((after.at if after else now_ms) - point.at)}
        for point, after in zip(kept, [*kept[1:], None], strict=True)
    ]
    return {
        "article": {
            "id": article.id,
            "name": article.title or article.url,
            "url": article.url,
            "outlet": one.outlet,
            "language": article.language,
        },
        "now": points[-1],
        "since": iso(stand.since),
        "since_first_look": all(point.change_id is None for point in one.points if point.at >= stand.since),
        "stood": stretch(now_ms - stand.since),
        "stand": str(stand.stand),
        "stand_words": STAND_WORDS[stand.stand],
        "behind": stretch(stand.behind_ms) if stand.behind_ms is not None else "",
        "copy_of": None,
        "points": points,
        "earlier": len(one.points) - len(kept),
    }


def point_view(point: Point, now_ms: int) -> View:
    """One value: its words, its three numbers, who says so, and whether a correction notice came with it."""
    mention = point.mention
    fields = mention.to_dict() if mention else {}
    return {
        "version": point.version,
        "at": iso(point.at),
        "text": mention.text if mention else "not reported",
        "reported": mention is not None,
        **three_numbers(fields),
        "bound": fields.get("bound", ""),
        "source": fields.get("source", ""),
        "as_of": fields.get("as_of", ""),
        "sentence": fields.get("sentence", ""),
        "change": point.change_id,
        "kind": point.kind,
        "relation": point.relation,
        "announced": point.announced if point.change_id else None,
        "age": stretch(now_ms - point.at),
    }


def moves_of(slots: Iterable[StorySlot], since_ms: int, now_ms: int) -> list[View]:
    """What moved since a moment over all figures, newest first, each with who had that value before."""
    found = []
    for slot in slots:
        if slot.moved_at < since_ms:
            continue
        said: dict[Any, tuple[int, str]] = {}
        for point, one in sorted(((p, s) for s in slot.series for p in s.points), key=lambda pair: pair[0].at):
            if point.amount is not None:
                said.setdefault(point.amount, (point.at, one.outlet))
        for one in slot.series:
            # A figure that is new has no value before its first.
            for before, point in zip([None, *one.points[:-1]], one.points, strict=True):
                if point.change_id is None or point.at < since_ms:
                    continue
                at, outlet = said.get(point.amount, (point.at, one.outlet))
                lead = "" if at >= point.at else f"{stretch(point.at - at)} after {outlet}"
                was = before.mention.text if before and before.mention else "not reported"
                names = {"outlet": one.outlet, "article": one.article_id, "title": title_of(slot), "slot": slot.id}
                found.append(point_view(point, now_ms) | names | {"was": was, "after": lead})
    return sorted(found, key=lambda move: (move["at"], move["change"]), reverse=True)


def letter(n: int) -> str:
    """The letter of a line: A to Z, then A2."""
    return ascii_uppercase[n % 26] + (str(n // 26 + 1) if n >= 26 else "")


def chart_of(slot: StorySlot, now_ms: int, here: tzinfo) -> Chart:
    """The picture of one figure: the first lines, and of each its newest steps."""
    drawn = slot.series[:DRAWN]
    most = max(8, STEPS_DRAWN // max(1, len(drawn)))
    lines = [
        Line(letter(n), one.outlet, [_step(point) for point in one.points[-most:]], _words(one.now))
        for n, one in enumerate(drawn)
    ]
    said = "; ".join(f"{one.outlet}: {', then '.join(_words(p) for p in one.points[-4:])}" for one in drawn)
    return Chart(title_of(slot), f"{said}. The table below the chart has every value.", lines, now_ms, here)


def _words(point: Point) -> str:
    return point.mention.text if point.mention else "not reported"


def _step(point: Point) -> Step:
    mark = "" if point.change_id is None else "announced" if point.announced else "silent"
    if point.mention is None:
        return Step(point.at, mark=mark)
    low, best, high = (_float(one) for one in three_numbers(point.mention.to_dict()).values())
    return Step(point.at, low, best, high, point.mention.bound or "=", mark)


def _float(text: str | None) -> float | None:
    return None if text is None else float(text)
