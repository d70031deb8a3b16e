"""The chart: what it draws for every kind of bound, and that it is one safe picture whatever it is handed."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.web.chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Chart, Line, Step, svg

HOUR = 3_600_000
SPACE = "{http://www.w3.org/2000/svg}"


def drawn(*steps: Step, name: str = "Daily Example", alone: bool = False) -> ET.Element:
    chart = Chart("Deaths", "One outlet.", [Line("A", name, steps)], 10 * HOUR)
    return ET.fromstring(svg(chart, alone=alone))


def found(picture: ET.Element, kind: str, cls: str = "") -> list[ET.Element]:
    return [one for one in picture.iter(SPACE + kind) if cls in (one.get("class") or "").split() or not cls]


def strokes(picture: ET.Element) -> list[str]:
    """What the first line of the chart is drawn with."""
    (group,) = [one for one in found(picture, "g", "l1") if one.get("stroke-width")]
    return [one.get("d") or "" for one in group.iter(SPACE + "path")]


def test_a_step_is_level_until_the_next_and_then_rises_upright() -> None:
    picture = drawn(Step(0, 41, 41, 41), Step(5 * HOUR, 44, 44, 44, mark="silent"))
    (drawn_line,) = strokes(picture)
    middle = LEFT + (WIDTH - LEFT - RIGHT) / 2
    first, second = drawn_line[1:].split("M")
    assert first.endswith(f"H{middle:.1f}")
    assert second.startswith(f"{middle:.1f}")
    assert "V" in second


@pytest.mark.parametrize(
    ("step", "kind", "cls"),
    [
        (Step(0, 40, None, 50), "rect", "band"),  # a range has a low and a high and no best
        (Step(0, 24, None, 99, "vague"), "rect", "band"),  # dozens
        (Step(0, 41, 41, 41, mark="announced"), "rect", "filled"),  # a correction was announced
        (Step(0, 41, 41, 41, mark="silent"), "circle", "open"),  # nothing said so
    ],
)
def test_each_bound_and_each_mark_has_a_form_of_its_own(step: Step, kind: str, cls: str) -> None:
    assert len(found(drawn(step), kind, cls)) == 1
    assert found(drawn(Step(0, 41, 41, 41)), kind, cls) == []


def test_at_least_points_up_at_most_points_down_and_about_is_dashed() -> None:
    def arrows(bound: str) -> list[str]:
        return [one for one in strokes(drawn(Step(0, None, 41, None, bound))) if "l3.5" in one]

    assert "v-12" in arrows(">=")[0]
    assert "v12" in arrows("<")[0]
    assert arrows("=") == []
    dashed = found(drawn(Step(0, None, 41, None, "~")), "path")
    assert [one for one in dashed if one.get("stroke-dasharray")]
    assert not [one for one in found(drawn(Step(0, 41, 41, 41)), "path") if one.get("stroke-dasharray")]


def test_a_line_ends_where_nothing_is_reported() -> None:
    picture = drawn(Step(0, 41, 41, 41), Step(5 * HOUR, mark="silent"))
    assert strokes(picture)[0].endswith("v10")
    assert found(picture, "text", "letter") == []


def test_letters_of_lines_that_end_together_do_not_cover_each_other() -> None:
    lines = [Line(letter, letter, [Step(0, 41, 41, 41)]) for letter in "ABC"]
    picture = ET.fromstring(svg(Chart("Deaths", "", lines, HOUR)))
    places = sorted(float(one.get("y") or 0) for one in found(picture, "text", "letter"))
    assert all(b - a >= 12 for a, b in zip(places, places[1:], strict=False))


def test_a_band_lies_under_the_lines_of_all() -> None:
    lines = [Line("A", "a", [Step(0, 41, 41, 41)]), Line("B", "b", [Step(0, 30, None, 50)])]
    text = svg(Chart("Deaths", "", lines, HOUR))
    assert text.index('class="band"') < text.index('stroke-width="2"')


def test_letters_keep_the_order_of_their_lines() -> None:
    lines = [Line("A", "a", [Step(0, 44, 44, 44)]), Line("B", "b", [Step(0, 45, 45, 45)])]
    lines += [Line("C", "c", [Step(0, 44, 44, 44)]), Line("D", "d", [Step(0, 100, 100, 100)])]
    picture = ET.fromstring(svg(Chart("Deaths", "", lines, HOUR)))
    letters = sorted(found(picture, "text", "letter"), key=lambda one: float(one.get("y") or 0))
    assert [one.text for one in letters] == ["D", "B", "A", "C"]


def test_a_picture_alone_names_its_lines_and_has_a_ground() -> None:
    words = [one.text for one in found(drawn(Step(0, 41, 41, 41), alone=True), "text")]
    assert "\u2068Daily Example\u2069" in words
    assert "\u2068Daily Example\u2069" not in [one.text for one in found(drawn(Step(0, 41, 41, 41)), "text")]


def test_it_says_in_words_what_it_shows_and_carries_no_style_and_no_script() -> None:
    text = svg(Chart("Deaths", "Daily Example: 41.", [Line("A", "x", [Step(0, 41, 41, 41)])], HOUR))
    assert '<title id="ct">Deaths</title><desc id="cd">Daily Example: 41.</desc>' in text
    assert 'role="img"' in text
    assert "style" not in text
    assert "<script" not in text


numbers = st.floats(-1e15, 1e15, allow_nan=False).map(lambda one: float(f"{one:.6g}"))
steps = st.builds(
    Step, st.integers(0, 4_000_000_000_000), st.none() | numbers, st.none() | numbers, st.none() | numbers,
    st.sampled_from(["=", "~", ">", ">=", "<", "<=", "vague"]), st.sampled_from(["", "silent", "announced"]),
)  # fmt: skip


@given(st.lists(st.tuples(st.text(max_size=20), st.lists(steps, min_size=1, max_size=4)), max_size=5), st.text())
def test_whatever_it_is_handed_it_is_one_picture_with_all_points_inside(
    lines: list[tuple[str, list[Step]]], title: str
) -> None:
    sorted_lines = [Line("A", name, sorted(own, key=lambda step: step.at)) for name, own in lines]
    picture = ET.fromstring(svg(Chart(title, title, sorted_lines, 4_000_000_000_000), alone=True))
    for one in found(picture, "circle"):
        assert LEFT - 1 <= float(one.get("cx") or -1) <= WIDTH - RIGHT + 1
        assert TOP - 1 <= float(one.get("cy") or -1) <= HEIGHT - BOTTOM + 1
    assert len(found(picture, "text", "axis")) < 20
