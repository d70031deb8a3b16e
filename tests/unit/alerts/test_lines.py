"""The first line is the fact: what moved, from what to what, who says so, and whether the outlet said it changed it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.alert import ChangeFields
from alerts.messages.lines import WRITERS, line, relation_words, where_words
from monitor.changes.kinds import Kind

DEATHS = {"unit": "person", "counted": "death", "place": "Gaza", "source": "health authorities"}


def change(kind: str, old: Any, new: Any, **fields: Any) -> ChangeFields:
    def side(given: Any) -> Any:
        return {"text": given} if isinstance(given, str) else given

    whole: dict[str, Any] = {
        "kind": kind,
        "where": "body",
        "announced": False,
        "relation": "",
        "old": side(old),
        "new": side(new),
        "delta": None,
        "ratio": None,
        "explanation": "",
        **fields,
    }
    return ChangeFields(**whole)  # type: ignore[typeddict-item]


@pytest.mark.parametrize(
    ("made", "headline"),
    [
        (
            change(
                "figure.value",
                {"text": "more than 41,100", **DEATHS},
                {"text": "more than 41,200", **DEATHS},
                delta="100",
            ),
            "Deaths, Gaza: more than 41,100 → more than 41,200 (+100), health authorities",
        ),
        # A fall, announced; no source known.
        (
            change(
                "figure.value",
                {"text": "5,000 homes", "counted": "home"},
                {"text": "3,750 homes", "counted": "home"},
                delta="-1250",
                announced=True,
            ),
            "Homes: 5,000 homes → 3,750 homes (-1,250)",
        ),
        # Percentages differ by points; the noun is unknown, so the unit names the figure.
        (
            change("figure.value", {"text": "6%", "unit": "percent"}, {"text": "6.5%", "unit": "percent"}, delta="0.5"),
            "Percent: 6% → 6.5% (+0.5 points)",
        ),
        # A difference of nothing is not shown.
        (
            change("figure.bound", {"text": "at least 40", "unit": "kilometre"}, {"text": "about 40"}, delta="0"),
            "Kilometres: at least 40 → about 40",
        ),
        (
            change(
                "figure.counted",
                {"text": "14 people", "counted": "person"},
                {"text": "14 children", "counted": "child"},
            ),
            "People → Children: 14 people → 14 children",
        ),
        (
            change("figure.asof", {"text": "1,204", "as_of": "Monday"}, {"text": "1,204", "as_of": "Tuesday"}),
            "Figure: 1,204, as of Monday → Tuesday",
        ),
        (
            change("figure.added", None, {"text": "almost 100,000", "counted": "injury"}),
            "New figure: Injuries: almost 100,000",
        ),
        (
            change("figure.removed", {"text": "dozens", "counted": "arrest"}, None),
            "No longer reported: Arrests: dozens",
        ),
        (
            change("attribution.changed", "the army", "civil defence"),
            "Source: the army → civil defence",
        ),
        (
            change("attribution.removed", "the army", None),
            "Source no longer named: the army",
        ),
        (
            change("quote.text", "“we never agreed”", {"text": '"we have not agreed"', "source": "the minister"}),
            "Quote: “we never agreed” → “we have not agreed”, the minister",
        ),
        (
            change("quote.speaker", "the mayor", "her deputy"),
            "Speaker of a quote: the mayor → her deputy",
        ),
        (
            change("correction.notice", None, "An earlier version misstated the toll.", announced=True),
            "Correction notice added: An earlier version misstated the toll",
        ),
        (
            change("correction.notice", "An earlier version misstated the toll.", None),
            "Correction notice withdrawn: An earlier version misstated the toll",
        ),
        (
            change("headline.changed", "Ferry sinks", "Ferry capsizes"),
            "Headline: Ferry sinks → Ferry capsizes",
        ),
        (change("article.removed", None, None), "Article withdrawn by its outlet"),
        (change("article.restored", None, None), "Article is back after it had been withdrawn"),
        # A kind of a later release is named as it stands.
        (change("weather.changed", "rain", "snow"), "Weather changed: rain → snow"),
    ],
)
def test_first_line_is_the_fact(made: ChangeFields, headline: str) -> None:
    assert line(made).headline == headline


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_change_has_words_of_its_own(kind: Kind) -> None:
    assert kind.value in WRITERS or kind.value.partition(".")[0] in WRITERS


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("old", [None, "one"])
@pytest.mark.parametrize("new", [None, "two"])
def test_any_kind_with_any_sides_is_one_line(kind: Kind, old: str | None, new: str | None) -> None:
    said = line(change(kind.value, old, new))
    assert said.headline
    assert "\n" not in said.headline
    assert (said.was, said.now) == (old or "", new or "")


def test_scraped_words_cannot_break_or_reorder_the_line() -> None:
    said = line(change("headline.changed", "a\r\nBcc: x\u202e", "b\x00\u2028c"))
    assert said.headline == "Headline: a Bcc: x → b c"


def test_words_from_right_to_left_keep_their_side_of_the_arrow() -> None:
    said = line(change("figure.value", "أكثر من ٤١٬١٠٠", {"text": "أكثر من ٤١٬٢٠٠", "place": "غزة"}, delta="100"))
    assert said.isolated == ("Figure, \u2068غزة\u2069: \u2068أكثر من ٤١٬١٠٠\u2069 → \u2068أكثر من ٤١٬٢٠٠\u2069 (+100)")
    assert said.headline == "Figure, غزة: أكثر من ٤١٬١٠٠ → أكثر من ٤١٬٢٠٠ (+100)"
    quoted = line(change("quote.text", "“אחד”", "“שניים”")).isolated
    assert quoted.startswith("Quote: “\u2068אחד\u2069” → “\u2068שניים\u2069”")


@given(old=st.text(max_size=200), new=st.text(max_size=200), place=st.text(max_size=80))
def test_isolates_are_balanced_and_only_our_own(old: str, new: str, place: str) -> None:
    for kind in ("figure.value", "quote.text", "headline.changed"):
        said = line(change(kind, old, {"text": new, "place": place, "source": place, "counted": place}))
        depth = 0
        for char in said.isolated:
            depth += (char == "\u2068") - (char == "\u2069")
            assert 0 <= depth <= 1
        assert depth == 0
        assert not set(said.headline) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_words_longer_than_a_line_are_shortened() -> None:
    said = line(change("quote.text", "“" + "never " * 100 + "”", "“" + "always " * 100 + "”"))
    assert len(said.headline) <= 400


@pytest.mark.parametrize("delta", ["NaN", "much", "Infinity"])
def test_delta_that_is_no_number_is_left_out(delta: str) -> None:
    assert "(" not in line(change("figure.value", "40", "50", delta=delta)).headline


def test_place_and_relation_are_said_in_plain_words() -> None:
    made = change("figure.value", "40", "50", where="headline", relation="revert")
    assert (where_words(made), relation_words(made)) == ("in the headline", "back to an earlier value")
    assert (where_words(change("figure.value", "40", "50")), relation_words(change("x", "", ""))) == ("", "")


@pytest.mark.parametrize(
    ("kind", "old", "new", "told"),
    [
        ("watch.failing", "Flood in Velm", "bot wall", "Article cannot be read: bot wall"),
        ("watch.back", "bot wall", "Flood in Velm", "Article can be read again, after: bot wall"),
        ("watch.quiet", None, "Flood in Velm", "Nothing new in the article"),
    ],
)
def test_what_happens_to_the_watching_says_nothing_of_corrections(kind, old, new, told):
    sides = {name: None if text is None else {"text": text} for name, text in (("old", old), ("new", new))}
    change = {"kind": kind, "where": "article", "announced": False, "relation": "", "explanation": "", **sides}
    assert line(change).headline == told
