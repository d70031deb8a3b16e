"""How texts, times and languages come out, and that no template leaves the one way out."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.web import pages
from monitor.web.pages import Pages, day, distance, is_link, language
from tests.unit.web.web_desk import START, HandClock

TEMPLATES = sorted((pages.HERE / "templates").glob("*.html"))
STYLE = (pages.STATIC / "rowback.css").read_text(encoding="utf-8")


def said(text: str) -> str:
    """The page that shows `text` where an error is told."""
    view = {"title": "Not here", "text": text}
    return bytes(Pages("http://127.0.0.1:8765", HandClock()).page("error.html", view).body).decode()


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
def test_no_text_becomes_markup_or_steers_the_reading_direction(text: str) -> None:
    frame = re.split("TEXT-HERE", said("TEXT-HERE"))
    page = said(text)
    assert page.startswith(frame[0])
    assert page.endswith(frame[1])
    inside = page.removeprefix(frame[0]).removesuffix(frame[1])
    assert not re.search("[<>\"']", inside)
    assert not re.search("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", inside)


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        ("\u202e", "[RLO]"),  # would turn 41,100 into 001,14
        ("\u2066", "[LRI]"),
        ("\u061c", "[ALM]"),
        ("\x1b", "\u241b"),
    ],
)
def test_a_direction_or_control_mark_is_shown_by_name(mark: str, name: str) -> None:
    assert f"41{name}100" in said(f"41{mark}100")


def test_joiners_that_words_need_stay() -> None:
    assert "می\u200cشود" in said("می\u200cشود")


@pytest.mark.parametrize(
    ("tag", "out"),
    [
        ("en", "en"),
        ("pt-BR", "pt-BR"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ('en"><script>', ""),
        ("", ""),
        ("english language", ""),
    ],
)
def test_a_claimed_language_is_used_only_in_the_shape_of_a_tag(tag: str, out: str) -> None:
    assert language(tag) == out


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://daily.example/a", True),
        ("http://daily.example/a", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//daily.example/a", False),
        ("http://[broken", False),
    ],
)
def test_only_web_addresses_become_links(url: str, link: bool) -> None:
    assert is_link(url) is link


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "just now"),
        (59, "just now"),
        (-20, "in a moment"),
        (60, "1 min ago"),
        (-7_300, "in 2 h"),
        (47 * 3_600, "47 h ago"),
        (49 * 3_600, "2 d ago"),
    ],
)
def test_a_distance_in_time_is_said_in_its_largest_unit(seconds: int, words: str) -> None:
    assert distance("2026-11-18T11:06:40Z", START + seconds * 1000) == words


def test_a_time_is_shown_to_the_minute() -> None:
    assert day("2026-11-08T09:06:40Z") == "8 Nov 2026, 09:06"
    assert day(None) == ""


OWN_SCRIPT = '<script src="{{ root }}/static/desk.js?{{ script }}" defer></script>'


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_a_script_a_style_or_an_address_elsewhere(path: Path) -> None:
    # The one script is a file of ours; the policy lets nothing else run.
    text = path.read_text(encoding="utf-8").replace(OWN_SCRIPT, "")
    for forbidden in (
        r"\|\s*safe",
        r"<script",
        r"<style",
        r"\sstyle=",
        r"\son\w+=",
        r"https?://",
        r"autoescape",
        r"Markup",
    ):
        assert not re.search(forbidden, text), forbidden


def test_the_style_sheet_loads_nothing() -> None:
    assert not re.search(r"url\(|@import|https?:", STYLE)


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_text_is_readable_in_light_and_in_dark() -> None:
    light, dark = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    for scheme in (colours(light), colours(light) | colours(dark)):
        assert len(scheme) == 17
        pairs = [(ink, ground) for ink in ("ink", "quiet", "link") for ground in ("ground", "raised")]
        # The letters of a chart's lines are text.
        pairs += [(f"line-{n}", ground) for n in range(1, 7) for ground in ("ground", "raised")]
        pairs += [("gone", "gone-ground"), ("came", "came-ground"), ("ink", "state-ground")]
        for ink, ground in pairs:
            bright, dim = sorted((luminance(scheme[ink]), luminance(scheme[ground])), reverse=True)
            assert (bright + 0.05) / (dim + 0.05) >= 4.5, (ink, ground)
