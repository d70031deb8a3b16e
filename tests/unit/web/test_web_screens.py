"""What each screen shows of a store with a few invented articles, and that its JSON says the same."""

import html
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from alerts.silencing import Silence
from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind
from monitor.store import outbox, silences, watches
from tests.unit.web.web_desk import MINUTE, Shelf, browser, rise, story, wording

CALM = "Rescue teams reached the last villages on Tuesday."
TOLL = "The flood has killed more than {:,} people in the valley."
ROADS = "Roads into the valley remain closed."


def seen(page: str) -> str:
    """The words of a page as a reader has them before the eyes: no tags, no words kept for screen readers."""
    page = re.sub(r'<span class="aside">.*?</span>', "", page)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """One article in two versions: a toll rose, a sentence was reworded, one rule answered, one mail went out."""
    shelf = Shelf(tmp_path)
    flood = shelf.follow("https://daily.example/flood", ["flood"])
    figure = {"kind": "figure", "fields": {"surface": "more than 41,100", "counted": "death", "place": "Lower Valley"}}
    shelf.check(flood, story(CALM, TOLL.format(41100), ROADS), facts=[figure], result="new")
    toll = rise(41100, 41200, TOLL)
    shelf.check(
        flood,
        story(CALM, TOLL.format(41200), ROADS),
        facts=[figure],
        changes=[toll, wording("were shut", "were closed")],
        alerts=[shelf.alert(flood, [toll], "delta 100 >= min_delta 10", ["desk@example.org"])],
    )
    (due,) = shelf.store.write(outbox.claim, shelf.clock.at_ms, 10)
    sent = outbox.Attempted(
        due.id,
        due.token,
        1,
        shelf.clock.at_ms,
        220,
        "sent",
        "accepted",
        250,
        "queued as 4711",
        "sent",
        "accepted",
        None,
    )
    shelf.store.write(outbox.end_attempt, sent)
    return shelf


def test_the_first_screen_lists_articles_and_the_latest_changes_with_their_diffs(shelf: Shelf) -> None:
    page = browser(shelf).get("/").text
    assert "<del><span" in page
    words = seen(page)
    assert "more than 41,100 → more than 41,200 (+100)" in words
    assert "The flood has killed more than 41,10041,200 people in the valley." in words
    assert "Flood in the Lower Valley" in words
    assert "Daily Example #flood" in words
    assert "1 tracked 1 read" in words
    assert "Next check" in words
    assert "in 5 min" in words
    assert "were closed" not in words, "an edit of wording alone is no news"


def test_a_screen_reader_hears_what_was_removed_and_what_was_added(shelf: Shelf) -> None:
    page = browser(shelf).get("/changes/1").text
    assert '<del><span class="aside"> [removed: </span>41,100<span class="aside">] </span></del>' in page
    assert '<ins><span class="aside"> [added: </span>41,200<span class="aside">] </span></ins>' in page


def test_an_empty_store_says_how_to_begin(tmp_path: Path) -> None:
    words = seen(browser(Shelf(tmp_path)).get("/").text)
    assert "Follow your first article" in words
    assert "rowback demo" in words


def test_many_articles_come_in_pages(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for number in range(55):
        shelf.follow(f"https://daily.example/{number:02}")
    pages = browser(shelf)
    first, second = pages.get("/").text, pages.get("/?page=2").text
    assert "daily.example/49" in first
    assert "daily.example/50" not in first
    assert "Page 1 of 2" in first
    assert "daily.example/54" in second
    assert "daily.example/49" not in second
    assert "There is no page 3" in pages.get("/?page=3").text


def test_a_permalink_shows_both_sides_the_reason_the_rule_and_the_delivery(shelf: Shelf) -> None:
    words = seen(browser(shelf).get("/changes/1").text)
    assert "Was more than 41,100 bound: more than counted: death" in words
    assert "Now more than 41,200 bound: more than" in words
    assert "difference: 100 +0.2 %" in words
    assert "figures paired by what is counted" in words
    assert "tolls high delta 100 >= min_delta 10" in words
    assert "desk@example.org" in words
    assert "sent: accepted" in words
    assert "accepted (250), 220 ms" in words
    assert "Versions 1 and 2 compared" in words


def test_what_a_receiver_answered_stays_out_of_the_page(shelf: Shelf) -> None:
    pages = browser(shelf)
    assert "4711" not in pages.get("/changes/1").text
    assert "4711" not in pages.get("/changes/1.json").text


def test_an_alert_of_another_change_is_not_shown_with_this_one(shelf: Shelf) -> None:
    words = seen(browser(shelf).get("/changes/2").text)
    assert "were shut" in words
    assert "None: no rule asked to be told of this." in words


def test_the_article_shows_versions_facts_and_checks(shelf: Shelf) -> None:
    pages = browser(shelf)
    words = seen(pages.get("/articles/1").text)
    assert "Version 2 18 Nov 2026, 11:26 1 fact read compare facts" in words
    assert "Version 1 18 Nov 2026, 11:16 none read facts" in words
    assert "Facts of version 2" in words
    assert "more than 41,100 figure death, Lower Valley" in words
    assert "ok (200) changed, version 2" in words
    assert "Facts of version 1" in seen(pages.get("/articles/1?version=1").text)


def test_an_article_edited_all_day_says_what_was_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.web.article.CHANGES_COUNTED", 2)
    shelf = Shelf(tmp_path)
    number = shelf.follow("https://daily.example/rolling")
    for toll in range(1000, 1004):
        shelf.check(number, story(TOLL.format(toll)), changes=[rise(toll - 1, toll)] if toll > 1000 else [])
    view = browser(shelf).get(f"/articles/{number}.json").json()
    assert [(one["number"], one["changes"]) for one in view["versions"]] == [(4, 1), (3, None), (2, None), (1, None)]
    assert "At least 2 changes of fact" in seen(browser(shelf).get(f"/articles/{number}").text)


def test_two_versions_are_compared_inline_and_side_by_side(shelf: Shelf) -> None:
    pages = browser(shelf)
    inline = pages.get("/articles/1/1..2").text
    assert "The flood has killed more than 41,10041,200 people in the valley." in seen(inline)
    side = pages.get("/articles/1/1..2?view=side").text
    assert TOLL.format(41100) in seen(side)
    assert TOLL.format(41200) in seen(side)
    swapped = pages.get("/articles/1/2..1").text
    assert "The flood has killed more than 41,20041,100 people in the valley." in seen(swapped)


def test_long_runs_without_an_edit_are_folded_and_edits_never_are(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    number = shelf.follow("https://daily.example/long")
    lines = [f"Paragraph {n} tells of village number {n}." for n in range(20)]
    shelf.check(number, story(*lines))
    lines[10] = "Paragraph 10 tells of two villages."
    shelf.check(number, story(*lines))
    page = browser(shelf).get(f"/articles/{number}/1..2").text
    folded = "".join(re.findall(r"<details>.*?</details>", page, re.DOTALL))
    assert "village number 3." in folded
    assert "village number 9." not in folded, "one neighbour stays open"
    assert "two villages" not in folded
    assert "<details>" not in browser(shelf).get(f"/articles/{number}/2..2").text, "reading one version folds nothing"


def test_the_form_leads_to_the_comparison_it_asks_for(shelf: Shelf) -> None:
    answer = browser(shelf).get("/articles/1/compare?old=1&new=2")
    assert answer.status_code == 303
    assert answer.headers["location"] == "1..2"


def test_changes_can_be_narrowed_to_a_family_and_to_an_article(shelf: Shelf) -> None:
    pages = browser(shelf)
    assert [c["id"] for c in pages.get("/changes.json").json()["changes"]] == [1]
    assert [c["id"] for c in pages.get("/changes.json?kind=wording").json()["changes"]] == [2]
    assert pages.get("/changes.json?kind=quote.*").json()["changes"] == []
    assert pages.get("/changes.json?article=2").json()["changes"] == []
    assert 'aria-current="page">Figures' in pages.get("/changes?kind=figure.*").text


def test_older_changes_follow_without_a_gap_or_a_repeat(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    number = shelf.follow("https://daily.example/rolling")
    shelf.check(number, story(TOLL.format(1000)))
    shelf.check(number, story(TOLL.format(1060)), changes=[rise(n, n + 1) for n in range(1000, 1060)])
    pages, seen_ids, before = browser(shelf), [], ""
    for _ in range(3):
        page = pages.get(f"/changes.json{before}").json()
        seen_ids += [c["id"] for c in page["changes"]]
        before = f"?before={page['older']}"
    assert seen_ids == list(range(60, 0, -1))
    assert page["older"] is None


@pytest.mark.parametrize("path", ["/index", "/changes", "/changes/1", "/articles/1", "/articles/1/1..2"])
def test_every_screen_has_its_json_and_links_to_it(shelf: Shelf, path: str) -> None:
    pages = browser(shelf)
    answer = pages.get(f"{path}.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()
    page = pages.get("/" if path == "/index" else path).text
    assert f'href="{path}.json' in page


def test_the_json_of_a_change_has_the_shape_that_webhooks_promise(shelf: Shelf) -> None:
    change = browser(shelf).get("/changes/1.json").json()["change"]
    assert change["kind"] == "figure.value"
    assert change["old"]["lo"] == "41100"
    assert change["delta"] == "100"
    assert change["ratio"] == "0.0024"
    assert change["announced"] is False
    assert change["pieces"][1] == ["-", "41,100"]


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> \u202e41,100\u202c \x1b[31m'\"&amp;"


class Elements(HTMLParser):
    """The elements that a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    @classmethod
    def of(cls, page: str) -> "Elements":
        parser = cls()
        parser.feed(page)
        return parser

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def strange(self) -> list[str]:
        """Elements and attributes that none of our templates has."""
        tags = [tag for tag, _ in self.found if tag in ("script", "img", "b", "style", "iframe", "object", "svg")]
        names = [
            name for _, attributes in self.found for name in attributes if name.startswith("on") or name == "style"
        ]
        links = [
            link for _, a in self.found if (link := a.get("href") or "") and not link.startswith(("/", "#", "https:"))
        ]
        return tags + names + links


def texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def test_hostile_text_is_shown_as_text_on_every_screen(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    number = shelf.follow("https://evil.example/?<script>alert(2)</script>", ["<b>tag</b>"])
    more = {"title": HOSTILE, "language": 'en"><script>', "authors": (HOSTILE,), "standfirst": HOSTILE}
    facts = [{"kind": "quote", "fields": {"text": HOSTILE, "speaker": HOSTILE}}]
    shelf.check(number, story(HOSTILE, **more), facts=facts, detail=HOSTILE)
    change = Change(Kind.FIGURE_VALUE, Mention(HOSTILE, HOSTILE), Mention("1", source=HOSTILE), explanation=HOSTILE)
    told = [shelf.alert(number, [change], HOSTILE, [HOSTILE])]
    shelf.check(number, story("1", HOSTILE, **more), facts=facts, changes=[change], alerts=told, detail=HOSTILE)
    pages = browser(shelf)
    paths = ["/", "/changes", "/changes/1", "/articles/1", "/articles/1/1..2", "/articles/1/1..2?view=side"]
    for path in (*paths, "/changes/1/proof", "/articles/1/at?moment=2100-01-01", "/deliveries", "/deliveries/dl_0"):
        page = pages.get(path).text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page, path
        assert Elements.of(page).strange() == [], path
        assert not {"\u202e", "\u202c", "\x1b"} & set(page), path
        assert "[RLO]41,100" in page, path
    for path in ("/index.json", "/changes/1.json", "/articles/1.json", "/articles/1/1..2.json"):
        answer = pages.get(path)
        assert answer.headers["content-type"] == "application/json", path
        assert HOSTILE in str(answer.json().values()) or HOSTILE in repr(answer.json()).encode().decode(
            "unicode_escape"
        )


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/",
            "/changes",
            "/changes/1",
            "/changes/1/proof",
            "/articles/1",
            "/articles/1/1..2",
            "/articles/1/at?moment=2100-01-01",
        ),
        *("/nowhere", "/deliveries", "/deliveries/dl_0"),
    ],
)
def test_headings_form_an_outline_that_can_be_walked_by_ear(shelf: Shelf, path: str) -> None:
    tags = [tag for tag, _ in Elements.of(browser(shelf).get(path).text).found]
    levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert tags.count("main") == tags.count("title") == 1


def test_an_article_in_a_language_without_a_lexicon_says_what_is_not_read(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    swedish, english = shelf.follow("https://news.example/sv"), shelf.follow("https://news.example/en")
    shelf.check(swedish, story("Minst 12 personer dog.", title="Brand", language="sv"))
    shelf.check(english, story("At least 12 people died.", title="Fire"))
    assert "Not read in this language (sv): number words" in seen(browser(shelf).get(f"/articles/{swedish}").text)
    assert "this language" not in seen(browser(shelf).get(f"/articles/{english}").text)


def test_right_to_left_text_carries_its_language_and_direction(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    number = shelf.follow("https://akhbar.example/1")
    shelf.check(number, story("قتل 12 شخصا.", title="فيضان", language="ar"))
    assert '<h1 dir="auto" lang="ar">فيضان</h1>' in browser(shelf).get("/articles/1").text


def test_a_withdrawn_article_has_a_permalink_without_a_comparison(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    number = shelf.follow("https://daily.example/gone")
    shelf.check(number, story(CALM))
    shelf.check(number, story(ROADS))
    gone = Change(Kind.ARTICLE_REMOVED, Mention("Flood in the Lower Valley"), None, where="article")
    shelf.check(number, None, state="removed", reason="gone", end="gone", status=410, changes=[gone])
    pages = browser(shelf)
    words = seen(pages.get("/changes/1").text)
    assert "Article withdrawn by its outlet" in words
    assert "Now not reported" in words
    assert "compared" not in words
    assert "removed: gone" in seen(pages.get("/").text)


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/articles/99",
        "/articles/0",
        "/articles/abc",
        f"/articles/{2**70}",
        "/articles/" + "9" * 5000,
        "/articles/1/1..3",
        "/articles/1/0..1",
        "/articles/1?version=9",
        "/changes/99",
        "/changes?kind=<script>",
        "/articles/1/1..2?view=sideways",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/docs",
        "/openapi.json",
    ],
)
def test_what_is_not_there_is_a_plain_404(shelf: Shelf, path: str) -> None:
    answer = browser(shelf).get(path)
    assert answer.status_code == 404
    assert "<script" not in answer.text
    assert answer.headers["content-security-policy"]


def test_a_missing_change_is_told_in_json_to_whoever_asks_for_json(shelf: Shelf) -> None:
    answer = browser(shelf).get("/changes/99.json")
    assert answer.status_code == 404
    assert answer.json()["detail"] == "no change 99 is stored here; /changes lists what there is"


def test_a_damaged_store_is_a_503_that_names_no_path_of_the_machine(shelf: Shelf) -> None:
    def spoil(connection: object) -> None:
        connection.exec_driver_sql("UPDATE version SET body = x'00' WHERE number = 1")  # type: ignore[attr-defined]

    shelf.store.write(spoil)
    answer = browser(shelf).get("/articles/1/1..2")
    assert answer.status_code == 503
    assert "is not what was stored" in answer.text
    assert str(shelf.store.path) not in answer.text


def test_links_keep_the_path_under_which_a_proxy_serves_the_page(shelf: Shelf) -> None:
    page = browser(shelf, public_url="http://127.0.0.1:8765/rowback/").get("/").text
    assert 'href="/rowback/changes/1"' in page
    assert re.findall(r'href="/(?!rowback/)', page) == []


def test_a_paused_or_overdue_article_says_so(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    first, second = shelf.follow("https://daily.example/1"), shelf.follow("https://daily.example/2")
    shelf.check(first, story(CALM))
    shelf.check(second, story(CALM))
    shelf.store.write(watches.pause, [1], shelf.clock.at_ms, None)
    shelf.clock.at_ms += 60 * MINUTE
    table = re.findall(r"<tr role=\"row\">\n<th role=\"rowheader\".*?</tr>", browser(shelf).get("/").text, re.DOTALL)
    assert "paused" in table[0]
    assert table[1].count(">now</time>") == 1


def test_times_are_shown_in_the_zone_and_stay_utc_for_programs(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.check(shelf.follow("https://daily.example/1"), story(CALM))
    page = browser(shelf, time_zone="Asia/Kolkata").get("/articles/1").text
    assert "All times are of Asia/Kolkata." in page
    stamps = re.findall(r'<time datetime="([^"]+)">([^<,]+, [0-9:]+)</time>', page)
    assert stamps
    for utc, shown in stamps:
        moved = datetime.fromisoformat(utc) + timedelta(hours=5, minutes=30)
        assert shown == f"{moved:%-d %b %Y, %H:%M}"


def test_silences_that_hold_are_said_on_every_page_and_their_reasons_on_one(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    now = shelf.clock.at_ms
    assert "silence" not in browser(shelf).get("/").text
    for end in (30, 120):
        wanted = Silence(0, {}, now, now + end * MINUTE, "ann", "recount at noon")
        shelf.store.write(silences.add, wanted, now)
    for path in ("/", "/changes", "/deliveries"):
        page = browser(shelf).get(path).text
        assert "2 silences hold: some changes are not told, the last for another 2 h." in page
        assert ("recount" in page) == (path == "/deliveries"), "who asked and why stands beside the silence alone"
    shelf.clock.at_ms += 60 * MINUTE
    assert "A silence holds: some changes are not told, for another 1 h." in browser(shelf).get("/").text
