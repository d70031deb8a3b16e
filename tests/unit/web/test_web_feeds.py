"""Alerts as Atom feeds, and the link that ends a reader's mails."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from monitor.deliveries.links import Links
from monitor.metrics import Metrics
from monitor.store import channels, outbox
from monitor.web import feeds
from monitor.web.app import create_app
from monitor.web.liveness import Liveness
from tests.unit.web.web_desk import PUBLIC_URL, Browser, Shelf, rise, story

ATOM = "{http://www.w3.org/2005/Atom}"


def filled(folder: Path, versions: int = 3, sentence: str = "More than {:,} people died.") -> Shelf:
    shelf = Shelf(folder)
    article = shelf.follow("https://daily.example/flood")
    shelf.check(article, story("Nothing yet."))
    for n in range(1, versions):
        change = rise(n * 100, n * 100 + 100, sentence)
        told = shelf.alert(article, [change], "why", [])
        shelf.check(article, story(f"More than {n} people died."), changes=[change], alerts=[told])
    return shelf


def browser(shelf: Shelf, **more: Any) -> Browser:
    return Browser(
        create_app(
            shelf.store,
            Metrics("0"),
            public_url=PUBLIC_URL,
            alive=lambda: Liveness(0.5),
            clock=shelf.clock,
            rules=lambda: ["tolls", "quiet rule"],
            **more,
        )
    )


def test_feed_of_a_rule_and_of_all_are_read_by_a_feed_reader(tmp_path: Path) -> None:
    reader = browser(filled(tmp_path))
    for path in ("/feed.xml", "/feeds/tolls.xml"):
        answer = reader.get(path)
        assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
        found = feedparser.parse(answer.content)
        assert not found.bozo
        assert found.version == "atom10"
        assert len(found.entries) == 2
        newest = found.entries[0]
        assert newest.title.startswith("Deaths, Lower Valley: more than 200 → more than 300 (+100)")
        assert newest.content[0].type == "text/plain"
        assert newest.content[0].value.startswith(newest.title[:40])
        assert newest.updated_parsed >= found.entries[1].updated_parsed


def test_ids_stay_the_same_when_more_is_added_and_are_never_shared(tmp_path: Path) -> None:
    shelf = filled(tmp_path)
    reader = browser(shelf)
    first = [entry.id for entry in feedparser.parse(reader.get("/feed.xml").content).entries]
    change = rise(900, 1000)
    shelf.check(1, story("More."), changes=[change], alerts=[shelf.alert(1, [change], "why", [])])
    second = [entry.id for entry in feedparser.parse(reader.get("/feed.xml").content).entries]
    assert second[1:] == first
    assert len(set(second)) == 3


def test_reader_that_has_the_feed_gets_304_until_there_is_an_alert(tmp_path: Path) -> None:
    shelf = filled(tmp_path)
    reader = browser(shelf)
    tag = reader.get("/feeds/tolls.xml").headers["etag"]
    shelf.clock.at_ms += 3_600_000
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        again = reader.get("/feeds/tolls.xml", headers={"if-none-match": known})
        assert (again.status_code, again.content) == (304, b"")
    change = rise(900, 1000)
    shelf.check(1, story("More."), changes=[change], alerts=[shelf.alert(1, [change], "why", [])])
    assert reader.get("/feeds/tolls.xml", headers={"if-none-match": tag}).status_code == 200


def test_long_feed_goes_on_behind_next_and_holds_each_alert_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "A_PAGE", 3)
    reader = browser(filled(tmp_path, versions=9))
    path, seen = "/feeds/tolls.xml", []
    while path:
        feed = feedparser.parse(reader.get(path).content)
        seen += [entry.id for entry in feed.entries]
        path = next((one.href.removeprefix(PUBLIC_URL) for one in feed.feed.links if one.rel == "next"), "")
    assert len(seen) == len(set(seen)) == 8


def test_rule_without_an_alert_has_an_empty_feed_and_an_unknown_one_none(tmp_path: Path) -> None:
    reader = browser(filled(tmp_path))
    empty = feedparser.parse(reader.get("/feeds/quiet%20rule.xml").content)
    assert not empty.bozo
    assert empty.entries == []
    assert reader.get("/feeds/nosuch.xml").status_code == 404


def test_markup_and_control_characters_of_an_article_are_text_in_a_feed(tmp_path: Path) -> None:
    nasty = "<script>x</script> & ]]> \x00\x08\ufffe \u202e{:,} people died."
    body = browser(filled(tmp_path, sentence=nasty)).get("/feed.xml").content
    content = ElementTree.fromstring(body).findall(f"{ATOM}entry/{ATOM}content")
    assert {one.get("type") for one in content} == {"text"}
    assert all("<script>" in (one.text or "") and "\u202e" not in (one.text or "") for one in content)


# --- the link in a mail ---


def mailed(tmp_path: Path) -> tuple[Shelf, Browser, str]:
    shelf = Shelf(tmp_path)
    article = shelf.follow("https://daily.example/flood")
    shelf.check(article, story("Nothing yet."))
    change = rise(100, 200)
    told = shelf.alert(article, [change], "why", ["desk@example.org"])
    shelf.check(article, story("More than 200 people died."), changes=[change], alerts=[told])
    links = Links(PUBLIC_URL, b"k" * 32)
    return shelf, browser(shelf, links=links), links.unsubscribe("dl_0").removeprefix(PUBLIC_URL)


def test_looking_at_the_link_changes_nothing_and_its_button_ends_the_mails(tmp_path: Path) -> None:
    shelf, reader, path = mailed(tmp_path)
    for _ in range(2):  # mail scanners open every link
        assert "End the mails" in reader.get(path).text
    assert shelf.store.read(channels.suppressions) == []
    # RFC 8058: a POST without a cookie, from a mail program.
    answer = reader.get(path, method="POST", headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 200
    (one,) = shelf.store.read(channels.suppressions)
    assert (one.channel, one.recipient, one.delivery_id) == ("desk", "desk@example.org", "dl_0")
    assert [row.reason for row in shelf.store.read(outbox.deliveries)] == ["unsubscribed"]
    assert "No more mails" in reader.get(path).text


def test_ending_the_mails_is_taken_back_on_the_same_page(tmp_path: Path) -> None:
    shelf, reader, path = mailed(tmp_path)
    reader.get(path, method="POST")
    assert reader.get(f"{path}/undo", method="POST").status_code == 200
    assert shelf.store.read(channels.suppressions) == []


def test_link_that_we_did_not_sign_opens_nothing(tmp_path: Path) -> None:
    shelf, reader, path = mailed(tmp_path)
    forged = [
        path[:-1],
        path + "a",
        "/unsubscribe/dl_0",
        "/unsubscribe/dl_0.",
        "/unsubscribe/x.y",
        "/unsubscribe/dl_1" + path[-25:],
    ]
    for one in forged:
        for method in ("GET", "POST"):
            assert reader.get(one, method=method).status_code == 404, one
    assert shelf.store.read(channels.suppressions) == []


def test_key_of_the_links_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first, second = (Links.of(tmp_path / "data", PUBLIC_URL) for _ in range(2))
    assert first.unsubscribe("dl_a") == second.unsubscribe("dl_a")
    assert second.delivery(first.unsubscribe("dl_a").rpartition("/")[2]) == "dl_a"
    assert (tmp_path / "data" / "links.key").stat().st_mode & 0o777 == 0o600
    assert len(list((tmp_path / "data").iterdir())) == 1


def test_every_page_says_at_its_top_which_channel_fails(tmp_path: Path) -> None:
    from alerts.alert import End, Outcome, Verdict

    shelf = filled(tmp_path)
    reader = browser(shelf)
    assert "failing" not in reader.get("/").text
    for _ in range(4):
        shelf.store.write(channels.settle, "hook", Outcome(Verdict.RETRY, End.UNREACHABLE), shelf.clock.at_ms)
    assert "Channel hook is failing: 4 attempts failed in a row (last: unreachable)" in reader.get("/").text
    assert 'rowback_channel_state{channel="hook",state="failing"} 1.0' in reader.get("/metrics").text
