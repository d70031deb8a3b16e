"""Lines over a logarithmic scale as one SVG: names and points go in, a picture comes out. No script, no font."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 250, 50, 50
COLOURS = ("#1b5e9e", "#b3541e", "#2e7d4f", "#7a3b8f", "#8a6d00", "#5b5b5b")
LEAST = 0.01
"""What is smaller is drawn here: a logarithm has no nought."""


class Line(NamedTuple):
    """One line: its name and its points."""

    name: str
    points: Mapping[int, float]


def chart(title: str, across: str, up: str, lines: Sequence[Line]) -> str:
    """The picture; both axes count in powers of ten."""
    places = sorted({x for line in lines for x in line.points})
    values = [max(LEAST, y) for line in lines for y in line.points.values()]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)) + 1e-9)
    first, last = math.log10(places[0]), math.log10(places[-1])

    def right(x: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(x) - first) / max(1e-9, last - first)

    def above(y: float) -> float:
        share = (math.log10(max(LEAST, y)) - low) / max(1, high - low)
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" '
        f'font-size="12"><title>{escape(title)}</title><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="24" font-size="15">{escape(title)}</text>',
        f'<text x="{LEFT}" y="{TOP - 8}" fill="#444">{escape(up)}</text>',
        f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 10}" fill="#444" text-anchor="end">{escape(across)}</text>',
    ]
    for power in range(low, high + 1):
        y = above(10.0**power)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    for x in places:
        parts.append(f'<text x="{right(x):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{x:,}</text>')
    parts += [part for n, line in enumerate(lines) for part in _line(n, line, right, above)]
    return "\n".join([*parts, "</svg>", ""])


def _line(n: int, line: Line, right: Callable[[float], float], above: Callable[[float], float]) -> list[str]:
    colour = COLOURS[n % len(COLOURS)]
    points = [(right(x), above(y)) for x, y in sorted(line.points.items())]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    place = TOP + 20 * n
    said = f"{line.name}: {line.points[max(line.points)]:,.1f}"
    return [
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>',
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points),
        f'<path d="M{WIDTH - RIGHT + 15} {place}h18" stroke="{colour}" stroke-width="3"/>',
        f'<text x="{WIDTH - RIGHT + 40}" y="{place + 4}">{escape(said)}</text>',
    ]
