"""The list of changes: one entry a passage, chosen by what the address says, and taken away as a table."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.silencing import Silence
from monitor.changes.change import Change, Level, Mention, Place
from monitor.changes.kinds import Kind
from monitor.store import silences
from monitor.web import accounts, exporting
from monitor.web.exporting import cell
from tests.unit.web.web_desk import MINUTE, Browser, Shelf, browser, rise, story, wording

COST = "Repairs would cost $3.2 million, the mayor said."
STAY = "“We stay,” she said."
TOLL = "The flood has killed more than {:,} people in the valley."


def came(kind: Kind, text: str, sentence: str, level: Level | None = None) -> Change:
    return Change(kind, None, Mention(text, sentence), level=level)


@pytest.fixture
def pages(tmp_path: Path) -> Browser:
    shelf = Shelf(tmp_path)
    first = shelf.follow("https://daily.example/flood", tags=["tolls", "valley"])
    other = shelf.follow("https://daily.example/vote", tags=["votes"])
    shelf.check(first, story(TOLL.format(41)))
    shelf.check(
        first,
        story(TOLL.format(44), f"{COST} {STAY}"),
        changes=[
            rise(41, 44),
            came(Kind.FIGURE_ADDED, "$3.2 million", COST),
            came(Kind.QUOTE_ADDED, "We stay", STAY),
            wording("a", "b"),
        ],
        passages=[1, 2, 2, 0],
    )
    shelf.clock.at_ms += 48 * 60 * MINUTE
    shelf.check(other, story("Ola Brandt will attend.", title="Vote"))
    changed = Change(
        Kind.CLAIM_CHANGED,
        Mention("boycott", "Ola Brandt will boycott."),
        Mention("attend", "Ola Brandt will attend."),
        level=Level.ALERT,
        also=(Place("headline", "Brandt attends"),),
    )
    shelf.check(other, story("Ola Brandt will attend!", title="Vote"), changes=[changed])
    return browser(shelf)


def kinds(pages: Browser, query: str) -> list[str]:
    return [one["kind"] for one in pages.get(f"/changes.json?{query}").json()["changes"]]


def test_a_new_paragraph_is_one_entry_with_its_facts_and_its_sentences_once(pages: Browser) -> None:
    text = pages.get("/changes").text
    assert text.count('<article class="change"') == 3
    entry = next(part for part in text.split('<article class="change"') if "$3.2 million" in part)
    assert "New figure: " in entry
    assert "New quote: “We stay”" in entry
    assert entry.count("<blockquote") == 2
    assert "2: <code>figure.added</code>" in entry, "changes show their ids"
    assert "3: <code>quote.added</code>, digest" in entry


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["claim.changed", "quote.added", "figure.added", "figure.value"]),
        ("tag=tolls", ["quote.added", "figure.added", "figure.value"]),
        ("tag=votes", ["claim.changed"]),
        ("tag=%23votes", ["claim.changed"]),
        ("tag=nope", []),
        ("level=digest", ["quote.added"]),
        ("level=alert", ["claim.changed", "figure.added", "figure.value"]),
        ("since=1d", ["claim.changed"]),
        ("since=1d&tag=tolls", []),
        ("day=2026-11-18", ["quote.added", "figure.added", "figure.value"]),
        ("day=2026-11-20", ["claim.changed"]),
        ("day=2026-11-18&since=1h", []),
        ("kind=figure.*&level=alert&tag=valley&since=7d", ["figure.added", "figure.value"]),
        # Longer than anything was stored: all of it.
        ("since=99999999999999999w&tag=votes", ["claim.changed"]),
        # A form sends what was left open, too.
        ("kind=&level=&tag=&since=&day=", ["claim.changed", "quote.added", "figure.added", "figure.value"]),
    ],
)
def test_each_filter_narrows_and_none_is_ignored(pages: Browser, query: str, found: list[str]) -> None:
    assert kinds(pages, query) == found
    assert pages.get(f"/changes?{query}").status_code == 200


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("tags=tolls", "there is no filter &#39;tags&#39;"),
        ("since=soon", "is not a duration"),
        ("day=yesterday", "day=2026-11-22"),
    ],
)
def test_a_filter_that_cannot_be_read_is_refused(pages: Browser, query: str, said: str) -> None:
    answer = pages.get(f"/changes?{query}")
    assert answer.status_code == 400
    assert said in answer.text
    assert pages.get(f"/changes.json?{query}").status_code == 400
    assert pages.get(f"/changes.csv?{query}").status_code == 400


def test_the_filter_stays_on_every_link_and_in_the_form(pages: Browser) -> None:
    text = pages.get("/changes?level=alert&tag=tolls&kind=figure.*").text
    assert "changes.csv?kind=figure.%2A&amp;level=alert&amp;tag=tolls" in text
    assert "<option selected>tolls</option>" in text
    assert '<input type="hidden" name="kind" value="figure.*">' in text
    assert 'href="/changes?kind=quote.%2A&amp;level=alert&amp;tag=tolls"' in text


def test_a_page_ends_between_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.web.changes.A_PAGE", 3)
    shelf = Shelf(tmp_path)
    number = shelf.follow("https://daily.example/flood")
    shelf.check(number, story("a"))
    for n in range(3):
        shelf.check(number, story(f"a{n}"), changes=[rise(n + 1, n + 2), rise(n + 5, n + 6)])
    pages = browser(shelf)
    seen: list[int] = []
    before = ""
    while True:
        view = pages.get(f"/changes.json?limit=3{before}").json()
        seen += [one["id"] for one in view["changes"]]
        assert len(view["changes"]) == 2
        if view["older"] is None:
            break
        before = f"&before={view['older']}"
    assert seen == [6, 5, 4, 3, 2, 1]


def test_all_of_a_choice_is_a_table_that_reads_as_text(pages: Browser) -> None:
    answer = pages.get("/changes.csv?tag=tolls")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["kind"] for row in rows] == ["quote.added", "figure.added", "figure.value"]
    toll = rows[-1]
    assert (toll["id"], toll["passage"], toll["level"], toll["delta"]) == ("1", "1", "alert", "3")
    assert (toll["old_lo"], toll["new_lo"], toll["new_counted"]) == ("41", "44", "death")
    assert toll["link"] == "http://127.0.0.1:8765/changes/1"
    assert toll["fact"].startswith("Deaths, Lower Valley: more than 41 → more than 44 (+3)")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1 555", "'+1 555"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-cmd", "'-cmd"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("\t=1", "'\t=1"),
        # Numbers stay numbers.
        ("-12.5", "-12.5"),
        ("48", "48"),
        (None, ""),
        (True, "yes"),
        ("a=b", "a=b"),
        ("\u202e=1", "[RLO]=1"),
    ],
)
def test_no_cell_is_a_formula(value: object, written: str) -> None:
    assert cell(value) == written


@given(st.text(max_size=20))
def test_no_text_becomes_a_formula(text: str) -> None:
    made = cell(text)
    assert not made.lstrip().startswith(("=", "+", "@")) or made.startswith("'")
    assert not made.lstrip().startswith("-") or exporting._NUMBER.fullmatch(made) or made.startswith("'")


def test_a_change_says_its_level_its_passage_and_its_further_places(pages: Browser) -> None:
    text = pages.get("/changes/2").text
    assert "level: alert" in text
    assert "In the same passage" in text
    assert 'href="/changes/3"' in text
    assert "Brandt attends" in pages.get("/changes/5").text
    view = pages.get("/changes/2.json").json()
    assert view["change"]["passage"] == 2
    assert [one["id"] for one in view["beside"]] == [3]


def test_the_comparison_lists_passages_and_accounts_for_every_difference_on_demand(pages: Browser) -> None:
    plain = pages.get("/articles/1/1..2").text
    assert "account=shown" in plain
    assert "licensed" not in plain.split("The account")[1].split("</section>")[0].replace("licensed as wording", "")
    shown = pages.get("/articles/1/1..2?account=shown").text
    assert '<span class="state told">told</span>' in shown
    assert "<code>figure.value</code> figures" in shown
    view = pages.get("/articles/1/1..2.json?account=shown").json()
    assert view["answered"] is True
    assert {answer["ending"] for one in view["account"] for answer in one["answers"]} >= {"told"}
    assert "account" not in pages.get("/articles/1/1..2.json").json()
    assert "The account" not in pages.get("/articles/1/1..1").text


def test_an_account_that_would_take_too_long_is_refused_with_a_way_out(
    pages: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "LARGEST", 10)
    assert "rowback diff --explain" in pages.get("/articles/1/1..2?account=shown").text
    monkeypatch.undo()
    with accounts._one_at_a_time:
        assert "load this page again" in pages.get("/articles/1/1..2?account=shown").text
    assert "load this page again" not in pages.get("/articles/1/1..2?account=shown").text


def test_versions_say_passages_and_facts(pages: Browser) -> None:
    assert "2 passages, 3 facts" in pages.get("/articles/1").text


def test_active_silences_are_shown_with_who_why_and_until_when(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    pages = browser(shelf)
    assert "Silences" not in pages.get("/deliveries").text
    now = shelf.clock.at_ms
    one = Silence(0, {"tags": ["tolls"]}, now - MINUTE, now + 60 * MINUTE, "Ines", "a drill <b>")
    shelf.store.write(silences.add, one, now)
    shelf.store.write(silences.add, replace(one, ends_ms=now - 1), now)
    text = pages.get("/deliveries").text
    assert text.count("rowback silence expire") == 1
    assert "tags = [&#34;tolls&#34;]" in text
    assert "a drill &lt;b&gt;" in text
    (view,) = pages.get("/deliveries.json").json()["silences"]
    assert (view["active"], view["author"], view["ends_at"]) == (True, "Ines", "2026-11-18T12:06:40Z")
    assert "A silence holds: some changes are not told" in pages.get("/").text
