"""The screens of a story and of one figure: what moved, who was first, who still prints the old value, and the ways out of it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind
from tests.unit.web.test_web_screens import seen
from tests.unit.web.web_desk import Browser, Shelf, browser, rise, story

TOLL = "The flood has killed more than {:,} people in the valley."


def figure(change: Change) -> dict[str, Any]:
    """The new side of a change as the facts of a version have it."""
    assert change.new is not None
    return {"kind": "figure", "fields": change.new.to_dict() | {"where": "body"}}


def tell(shelf: Shelf, outlet: str, *values: int, announced: bool = False, tags: tuple[str, ...] = ("flood",),
         **more: Any) -> int:  # fmt: skip
    """An article of an outlet whose toll goes through these values."""
    number = shelf.follow(f"https://{outlet}.example/flood", list(tags))
    named = f"{outlet.title()} Example"
    shelf.check(
        number, replace(story(TOLL.format(values[0]), **more), outlet=named), facts=[figure(rise(1, values[0]))]
    )
    for old, new in zip(values, values[1:], strict=False):
        change = replace(rise(old, new, TOLL), announced=announced)
        text = replace(story(TOLL.format(new), **more), outlet=named)
        shelf.check(number, text, changes=[change], facts=[figure(change)])
    return number


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Daily goes to 44 and to 60, Evening follows to 44, Courier stays."""
    shelf = Shelf(tmp_path)
    tell(shelf, "daily", 41, 44, 60)
    tell(shelf, "evening", 41, 44, announced=True)
    tell(shelf, "courier", 41)
    return shelf


@pytest.fixture
def pages(shelf: Shelf) -> Browser:
    return browser(shelf)


def test_stories_lists_each_tag_with_what_moved(pages: Browser) -> None:
    assert pages.get("/stories.json").json()["stories"] == [
        {"tag": "flood", "articles": 3, "outlets": 3, "moved": 3, "changed_at": "2026-11-18T11:56:40Z"}
    ]
    assert "#flood 3 3 3" in seen(pages.get("/stories").text)


def test_no_tag_yet_says_how_to_make_a_story(tmp_path: Path) -> None:
    assert "rowback add --tag flood" in seen(browser(Shelf(tmp_path)).get("/stories").text)


def test_a_story_says_what_moved_who_was_first_and_who_still_prints_the_old_value(pages: Browser) -> None:
    words = seen(pages.get("/stories/flood").text)
    assert "Newest: more than 60, says health officials. First in Daily Example on 18 Nov 2026" in words
    assert "no correction notice. Not (yet) in Evening Example (more than 44), Courier Example (more than 41)" in words
    assert "first to say so" in words
    assert "Daily Example says health officials silent" in words
    assert "Evening Example says health officials announced 30 min after Daily Example" in words
    assert "3 outlets, 1 independent" not in words


def test_the_table_under_the_chart_has_every_outlet_with_since_when(pages: Browser) -> None:
    words = seen(pages.get("/stories/flood").text)
    assert "A Daily Example: Flood in the Lower Valley" in words or "A Daily Example" in words
    assert "or earlier" in words
    assert "still says the old value" in words
    assert "first with the newest value" in words


def test_the_chart_is_in_the_page_with_its_words(pages: Browser) -> None:
    text = pages.get("/stories/flood").text
    assert '<title id="ct">Deaths, Lower Valley</title>' in text
    assert "Daily Example: more than 41, then more than 44, then more than 60" in text


def test_json_and_csv_have_every_value_with_low_best_and_high(pages: Browser) -> None:
    figure = pages.get("/stories/flood.json").json()["figure"]
    assert [len(one["points"]) for one in figure["series"]] == [3, 2, 1]
    assert (
        figure["series"][0]["points"][2] | {"low": "60", "best": "60", "high": None} == figure["series"][0]["points"][2]
    )
    answer = pages.get("/stories/flood.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["outlet"], row["best"], row["announced"]) for row in rows] == [
        ("Daily Example", "41", ""),
        ("Daily Example", "44", "no"),
        ("Daily Example", "60", "no"),
        ("Evening Example", "41", ""),
        ("Evening Example", "44", "yes"),
        ("Courier Example", "41", ""),
    ]
    assert rows[1]["link"] == "http://127.0.0.1:8765/changes/1"


def test_no_cell_of_the_csv_can_be_taken_for_a_formula(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    number = shelf.follow("https://bad.example/a", ["flood"])
    change = rise(41, 44, "=cmd {:,}")
    assert change.new is not None
    bad = replace(change.new, text="=1+1", place="@SUM(A1)")
    shelf.check(number, replace(story("a"), outlet="-2+3"), facts=[{"kind": "figure", "fields": bad.to_dict()}])
    (row,) = csv.DictReader(io.StringIO(browser(shelf).get("/stories/flood.csv").content.decode("utf-8-sig")))
    assert (row["text"], row["place"], row["outlet"], row["best"]) == ("'=1+1", "'@SUM(A1)", "'-2+3", "44")


def test_the_picture_alone_is_an_svg(pages: Browser) -> None:
    answer = pages.get("/stories/flood.svg?figure=2")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text.startswith("<svg")
    assert "\u2068Courier Example\u2069: \u2068more than 41\u2069" in answer.text, "none can turn the other round"


def test_the_page_to_embed_may_be_framed_and_no_other(pages: Browser) -> None:
    framed = pages.get("/stories/flood/embed")
    assert "frame-ancestors *" in framed.headers["content-security-policy"]
    assert "form-action 'none'" in framed.headers["content-security-policy"]
    assert not re.search("<(form|button|input|script)", framed.text)
    for path in ("/stories/flood", "/stories", "/stories/flood.svg", "/changes/1/embed", "/stories//embed"):
        assert "frame-ancestors 'none'" in pages.get(path).headers["content-security-policy"]


def test_a_figure_is_chosen_by_any_of_its_changes(pages: Browser) -> None:
    for change in (1, 2, 3):
        assert pages.get(f"/stories/flood.json?figure={change}").json()["figure"]["id"] == 1
    assert pages.get("/stories/flood?figure=99").status_code == 404
    assert pages.get("/stories/nothing").status_code == 404
    assert "/stories lists the tags" in seen(pages.get("/stories/nothing").text)


def test_one_text_in_two_outlets_is_one_source(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for outlet in ("daily", "evening"):
        number = shelf.follow(f"https://{outlet}.example/flood", ["flood"])
        text = replace(story(TOLL.format(41)), outlet=f"{outlet.title()} Example")
        fields = {"title": text.title, "outlet": text.outlet, "story_sha": b"one"}
        shelf.check(number, text, facts=[figure(rise(1, 41))], fields=fields)
    tell(shelf, "courier", 41, authors=("Reuters",))
    tell(shelf, "herald", 41, authors=("Ana Sol, Reuters",))
    figure_view = browser(shelf).get("/stories/flood.json").json()["figure"]
    assert (figure_view["outlets"], figure_view["independent"]) == (4, 2)
    words = seen(browser(shelf).get("/stories/flood").text)
    assert "4 outlets, 2 independent sources" in words
    assert "same text as Evening Example" in words
    assert "copy of Reuters, as Herald Example" in words


def test_a_tag_with_a_slash_has_its_story(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    tell(shelf, "daily", 41, tags=("a/b",))
    page = browser(shelf).get("/stories").text
    (link,) = re.findall(r'href="(/stories/[^"]+)"', page)
    assert browser(shelf).get(link).status_code == 200
    assert browser(shelf).get(link + ".json").json()["tag"] == "a/b"


def test_a_story_in_which_nothing_moved_today_says_when_it_last_did(shelf: Shelf) -> None:
    shelf.clock.at_ms += 3 * 86_400_000
    assert "None. The last move was 3 d ago." in seen(browser(shelf).get("/stories/flood").text)


def test_a_story_without_a_figure_says_so(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.check(shelf.follow("https://daily.example/a", ["calm"]), story("Nothing is counted."))
    words = seen(browser(shelf).get("/stories/calm").text)
    assert "No figure has been read in these articles yet." in words
    assert browser(shelf).get("/stories/calm.svg").status_code == 404
    assert "No figure has been read" in seen(browser(shelf).get("/stories/calm/embed").text)


def test_of_a_large_story_those_that_changed_last_are_laid_together(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.stories.MOST_ARTICLES", 2)
    monkeypatch.setattr("monitor.web.story.MOST_ARTICLES", 2)
    view = browser(shelf).get("/stories/flood.json").json()
    assert [one["outlet"] for one in view["articles"]] == ["Evening Example", "Daily Example"]
    assert view["left_out"] == 1
    assert "1 more have the tag" in seen(browser(shelf).get("/stories/flood").text)


def test_a_figure_has_its_history_its_age_and_what_others_say(shelf: Shelf) -> None:
    shelf.clock.at_ms += 6 * 86_400_000
    words = seen(browser(shelf).get("/figures/3").text)
    assert "more than 44 in Evening Example, since 18 Nov 2026, 11:56: stood 6 days." in words
    assert "more than 44 18 Nov 2026, 11:56 6 days, and stands announced health officials change compare" in words
    assert "more than 41 18 Nov 2026, 11:46 10 min since before the first look" in words
    assert "The same figure in other outlets Newest: more than 60" in words
    view = browser(shelf).get("/figures/3.json").json()
    assert [one["article"]["outlet"] for one in view["others"]] == ["Daily Example", "Courier Example"]


def test_a_figure_of_one_outlet_says_how_to_get_a_second(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    tell(shelf, "daily", 41, 44, tags=())
    assert "No other outlet that you follow gives this figure." in seen(browser(shelf).get("/figures/1").text)


def test_what_is_no_figure_has_no_page_of_one(pages: Browser) -> None:
    for path in ("/figures/99", "/figures/0", "/figures/x"):
        assert pages.get(path).status_code == 404


def test_a_figure_of_which_nothing_says_what_it_counts_has_its_sentence_for_a_name(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    number = shelf.follow("https://daily.example/rents", ["rents"])
    shelf.check(number, story("a"))
    moved = rise(1018, 1081, "Depot Quarter, crowns a month: {:,}.")
    bare = [replace(side, counted="", unit="", place="", source="") for side in (moved.old, moved.new) if side]
    shelf.check(number, story("b"), changes=[replace(moved, old=bare[0], new=bare[1])])
    pages = browser(shelf)
    assert "Depot Quarter, crowns a month: 1,081: more than 1,018 \u2192 more than 1,081" in seen(
        pages.get("/stories/rents").text
    )
    assert "Depot Quarter, crowns a month" in seen(pages.get("/figures/1").text)


def test_what_else_changed_today_stands_below_the_figures(shelf: Shelf) -> None:
    quote = Change(Kind.QUOTE_TEXT, Mention("never", "We will never go."), Mention("not", "We will not go."))
    shelf.check(1, story("x"), changes=[quote])
    words = seen(browser(shelf).get("/stories/flood").text)
    assert "Other facts that changed just now Quote: “never” \u2192 “not” Daily Example silent" in words


def test_the_ledger_of_a_page_is_cut_by_values_and_says_what_it_left_out(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.check(2, story("x"), changes=[replace(rise(7, 9, "It hurt {} dogs."), old=None)])
    monkeypatch.setattr("monitor.web.story.LEDGER_VALUES", 3)
    monkeypatch.setattr("monitor.web.story.VALUES_SHOWN", 2)
    view = browser(shelf).get("/stories/flood.json").json()
    values = [len(one["points"]) for row in view["ledger"] for one in row["series"]]
    assert (len(view["ledger"]), max(values)) == (2, 2)
    monkeypatch.setattr("monitor.web.story.LEDGER_VALUES", 1)
    view = browser(shelf).get("/stories/flood.json").json()
    assert (len(view["ledger"]), view["ledger_left_out"]) == (1, 1)
    assert "1 more figures are in the CSV" in seen(browser(shelf).get("/stories/flood").text)


def test_a_figure_that_is_new_today_is_among_those_that_moved(shelf: Shelf) -> None:
    new = replace(rise(7, 9, "It hurt {} dogs."), kind=Kind.FIGURE_ADDED, old=None)
    shelf.check(1, story("x"), changes=[new])
    words = seen(browser(shelf).get("/stories/flood").text)
    assert "Deaths, Lower Valley: not reported \u2192 more than 9 Daily Example says health officials silent" in words
