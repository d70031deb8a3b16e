"""One figure of several articles as steps over time: lines go in, one SVG comes out. No script, no style, no font.

A line is known by its letter, never by its colour alone. Presentation attributes only, which our own policy allows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, NamedTuple

from markupsafe import escape

from alerts.messages.marks import shown
from alerts.messages.prose import FSI, PDI

WIDTH, HEIGHT = 480, 270
LEFT, RIGHT, TOP, BOTTOM = 54, 30, 14, 30
ROW = 18
COLOURS = ("#1b5e9e", "#a8480f", "#23703f", "#7a3b8f", "#7a5f00", "#a01c4b")
YEAR = 8_760
SPANS = tuple(
    hours * 3_600_000
    for hours in (0.25, 0.5, 1, 3, 6, 12, 24, 48, 168, 336, 720, 2160, YEAR, 2 * YEAR, 5 * YEAR, 20 * YEAR, 100 * YEAR)
)
DAY = 86_400_000
APART = 13
"""From one letter to the next."""
_NO_XML = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
INK, QUIET = "#1c1b19", "#5b5853"

Look = dict[str, Any]
"""Attributes that all strokes of one line share."""


@dataclass(frozen=True, slots=True)
class Step:
    """What stood from `at` on. Without `best` it is a range; without any number nothing was reported.

    `mark` is announced, silent or "" where nobody saw it come.
    """

    at: int
    low: float | None = None
    best: float | None = None
    high: float | None = None
    bound: str = "="
    mark: str = ""

    @property
    def numbers(self) -> list[float]:
        """The numbers that are there."""
        return [one for one in (self.low, self.best, self.high) if one is not None]


@dataclass(frozen=True, slots=True)
class Line:
    """One article: its letter, its name, its steps, oldest first, and what it says now."""

    letter: str
    name: str
    steps: Sequence[Step]
    says: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """`title` and `said` are what a screen reader hears in place of the picture."""

    title: str
    said: str
    lines: Sequence[Line]
    until: int
    here: tzinfo = UTC


class _Scale:
    """Where a time and a number stand in the picture."""

    def __init__(self, chart: Chart) -> None:
        steps = [step for line in chart.lines for step in line.steps]
        numbers = [number for step in steps for number in step.numbers] or [0.0]
        self.ticks = _ticks(min(numbers), max(numbers))
        self.low, self.high = self.ticks[0], self.ticks[-1]
        self.first = min((step.at for step in steps), default=chart.until - DAY)
        self.last = max(chart.until, self.first + 60_000)

    def x(self, at: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (at - self.first) / (self.last - self.first)

    def y(self, number: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (number - self.low) / (self.high - self.low)


def svg(chart: Chart, *, alone: bool = False) -> str:
    """The picture; `alone` puts title and names into it, for where no page stands around it."""
    scale = _Scale(chart)
    head, foot = (24, ROW * len(chart.lines) + 6) if alone else (0, 0)
    parts = [_element("title", chart.title, id="ct"), _element("desc", chart.said, id="cd")]
    if alone:
        parts.append(_element("rect", y=-head, width=WIDTH, height=HEIGHT + head + foot, fill="#fff"))
        parts.append(_element("text", chart.title, x=8, y=-6, font_size=14, fill=INK))
    parts += _axes(chart, scale)
    drawn = [_line(n, line, scale) for n, line in enumerate(chart.lines)]
    # Bands lie under all lines, whosever they are.
    parts += [one.bands for one in drawn] + [one.strokes for one in drawn]
    parts += _letters(chart.lines, drawn, scale)
    for n, line in enumerate(chart.lines if alone else ()):
        y = HEIGHT + ROW * n + 14
        parts.append(_element("text", line.letter, x=LEFT, y=y, font_weight="bold", fill=_colour(n)))
        told = ": ".join(f"{FSI}{_safe(text)}{PDI}" for text in (line.name, line.says) if text)
        parts.append(f'<text x="{LEFT + 18}" y="{y}" fill="{INK}">{told}</text>')
    box = f"0 {-head} {WIDTH} {HEIGHT + head + foot}"
    about = 'role="img" aria-labelledby="ct cd" font-family="sans-serif" font-size="12" direction="ltr"'
    space = "http://www.w3.org/2000/svg"
    return f'<svg xmlns="{space}" class="chart" viewBox="{box}" {about}>{"".join(parts)}</svg>'


def _element(name: str, text: str = "", **attributes: object) -> str:
    """One element; `cls` is its class, and an underscore in a name is a hyphen."""
    said = "".join(
        f' {"class" if key == "cls" else key.replace("_", "-")}="{_safe(_short(value))}"'
        for key, value in attributes.items()
    )
    return f"<{name}{said}>{_safe(text)}</{name}>" if text else f"<{name}{said}/>"


def _short(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _axes(chart: Chart, scale: _Scale) -> Iterator[str]:
    for number in scale.ticks:
        y = scale.y(number)
        yield _element("path", cls="grid", d=f"M{LEFT} {y:.1f}H{WIDTH - RIGHT}", stroke="#d8d4cb", fill="none")
        yield _element("text", _number(number), cls="axis", x=LEFT - 6, y=y + 4, text_anchor="end", fill=QUIET)
    span = next((one for one in SPANS if (scale.last - scale.first) / one <= 4.5), SPANS[-1])
    begin = datetime.fromtimestamp(scale.first / 1000, chart.here)
    midnight = begin.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000
    at = midnight + math.ceil((scale.first - midnight) / span) * span
    while at <= scale.last and span:
        x = scale.x(at)
        yield _element("path", cls="grid", d=f"M{x:.1f} {HEIGHT - BOTTOM}v5", stroke=QUIET, fill="none")
        yield _element(
            "text", _time(at, span, chart.here), cls="axis", x=x, y=HEIGHT - 10, text_anchor="middle", fill=QUIET
        )
        at += span


def _colour(n: int) -> str:
    return COLOURS[n % len(COLOURS)]


class _Drawn(NamedTuple):
    """One line: what lies under all lines, what lies over it, and where it ends, None where nothing is reported."""

    bands: str
    strokes: str
    end: float | None


def _line(n: int, line: Line, scale: _Scale) -> _Drawn:
    """The steps of one article and its marks over them."""
    look: Look = {"cls": f"l{n % len(COLOURS) + 1}", "stroke": _colour(n), "fill": _colour(n)}
    # Strokes of one kind are one path: a picture of many steps stays small.
    whole: list[str] = []
    about: list[str] = []
    bands: list[str] = []
    marks: list[str] = []
    last: float | None = None
    for step, after in zip(line.steps, [*line.steps[1:], None], strict=True):
        x, until = scale.x(step.at), scale.x(after.at if after else scale.last)
        if not step.numbers:
            if last is not None:
                whole.append(f"M{x:.1f} {last - 5:.1f}v10")
            last = None
            continue
        here = scale.y(step.best if step.best is not None else sum(step.numbers) / len(step.numbers))
        rise = f"M{x:.1f} {last:.1f}V{here:.1f}" if last is not None else f"M{x:.1f} {here:.1f}"
        if step.best is None:
            bands.append(_band(step, x, max(0.5, until - x), scale))
        (about if step.bound == "~" else whole).append(rise if step.best is None else f"{rise}H{until:.1f}")
        marks += [*_open_end(step, x, here), *_mark(step.mark, x, here)]
        last = here
    dashed = [_element("path", d="".join(about), stroke_dasharray="5 4", fill="none")] if about else []
    lines = [_element("path", d="".join(whole), fill="none")] if whole else []
    return _Drawn(_group(bands, look), _group([*lines, *dashed, *marks], look | {"stroke_width": 2}), last)


def _group(inside: Sequence[str], look: Look) -> str:
    return _element("g", **look).removesuffix("/>") + f">{''.join(inside)}</g>" if inside else ""


def _letters(lines: Sequence[Line], drawn: Sequence[_Drawn], scale: _Scale) -> Iterator[str]:
    """The letter of each line beside its end, in the order of the ends and none over another."""
    ends = sorted((one.end, n) for n, one in enumerate(drawn) if one.end is not None)
    room = HEIGHT - BOTTOM
    places: list[float] = []
    for y, _ in ends:
        places.append(max(y, places[-1] + APART) if places else y)
    if places and places[-1] > room:
        for at in range(len(places) - 1, -1, -1):
            places[at] = min(places[at], room - APART * (len(places) - 1 - at))
    for (_, n), y in zip(ends, places, strict=True):
        look: Look = {"cls": f"l{n % len(COLOURS) + 1} letter", "x": scale.x(scale.last) + 6, "y": y + 4}
        yield _element("text", lines[n].letter, **look, font_weight="bold", fill=_colour(n))


def _band(step: Step, x: float, width: float, scale: _Scale) -> str:
    top, bottom = scale.y(max(step.numbers)), scale.y(min(step.numbers))
    shape: Look = {"x": x, "y": top, "width": width, "height": max(1.0, bottom - top)}
    return _element("rect", cls="band", **shape, fill_opacity="0.15")


def _open_end(step: Step, x: float, y: float) -> Iterator[str]:
    """An arrow from the line to the side on which the number is open."""
    if step.bound in (">", ">=", "<", "<="):
        away = -1 if step.bound[0] == ">" else 1
        yield _element(
            "path", d=f"M{x + 9:.1f} {y:.1f}v{12 * away}m-3.5 {-5 * away}l3.5 {5 * away}l3.5 {-5 * away}", fill="none"
        )


def _mark(mark: str, x: float, y: float) -> Iterator[str]:
    if mark == "announced":
        square: Look = {"x": x - 4.5, "y": y - 4.5, "width": 9, "height": 9}
        yield _element("rect", cls="filled", **square)
    elif mark == "silent":
        yield _element("circle", cls="open", cx=x, cy=y, r=4, fill="#fff")


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers around both ends, at most seven."""
    room = (high - low) or max(1.0, abs(high) * 0.1)
    rough = room / 4
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * one for one in (1, 2, 5, 10) if size * one >= rough)
    if step < 1 and float(low).is_integer() and float(high).is_integer():
        step = 1.0
    first, last = math.floor(low / step), math.ceil(high / step)
    return [one * step for one in range(first, max(last, first + 1) + 1)]


def _number(number: float) -> str:
    for size, word in ((1e12, "T"), (1e9, "bn"), (1e6, "m")):
        if abs(number) >= size:
            return f"{number / size:g} {word}"
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:g}"


def _time(at: float, span: float, here: tzinfo) -> str:
    when = datetime.fromtimestamp(at / 1000, here)
    if span < DAY and (when.hour, when.minute) != (0, 0):
        return f"{when:%H:%M}"
    return f"{when:%-d %b}" if span < YEAR * 3_600_000 else f"{when:%Y}"


def _safe(text: str) -> str:
    return str(escape(shown(text).translate(_NO_XML)))
