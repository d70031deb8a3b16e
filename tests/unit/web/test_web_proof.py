"""The page of a change for paper: whole hashes, the entries of the chain, and what they show and what not."""

from pathlib import Path

import pytest

from monitor.keeping.layout import sha
from monitor.store import chain, forgetting, pages, stamps, versions
from tests.integration.store.kept import came
from tests.unit.web.test_web_screens import seen
from tests.unit.web.web_desk import MINUTE, Shelf, browser, rise, story, wording

TOLL = "The flood has killed more than {:,} people in the valley."
URL = "https://paper.example/flood"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    flood = shelf.follow(URL)
    shelf.check(flood, story(TOLL.format(41)), result="new", page=came(URL, 0))
    shelf.check(flood, story(TOLL.format(44)), changes=[rise(41, 44, TOLL), wording("a", "b")], page=came(URL, 1))
    return shelf


def test_every_hash_stands_there_whole_with_its_entry_and_the_head_of_the_chain(shelf: Shelf) -> None:
    text = browser(shelf).get("/changes/1/proof").text
    for number in (1, 2):
        page = shelf.store.read(pages.of_version, 1, number)
        stored = shelf.store.read(versions.text_of, 1, number).encode()
        for whole in (sha(stored), page.sha256.hex(), *page.record.body[:1], *page.record.certificates):
            assert whole in text
    for n, line in shelf.store.read(lambda c: list(chain.lines_from(c, 1))):
        if '"version"' in line:
            assert sha(line.encode()) in text, n
    assert shelf.store.read(chain.head).sha256.hex() in text
    words = seen(text)
    assert "192.0.2.7 port 443" in words
    assert "Mon, 21 Sep 2026 10:00:00 GMT" in words
    assert "rowback evidence '#1'" in words
    assert "does not show that the site sent" in words


def test_the_page_of_the_change_leads_to_it_and_the_json_says_the_same(shelf: Shelf) -> None:
    pages_of = browser(shelf)
    assert 'href="/changes/1/proof"' in pages_of.get("/changes/1").text
    view = pages_of.get("/changes/1/proof.json").json()
    assert [one["version"] for one in view["recorded"]] == [1, 2]
    assert [one["kind"] for one in view["recorded"]] == ["version", "version"]
    assert view["recorded"][1]["changes"] is not None
    assert view["recorded"][1]["page"]["answered"] == "HTTP/1.1 200 OK"
    assert view["chain"]["head"] == shelf.store.read(chain.head).sha256.hex()
    assert pages_of.get("/changes/99/proof").status_code == 404
    assert pages_of.get("/changes/99/proof.json").status_code == 404


def test_what_is_not_kept_or_went_is_said(shelf: Shelf) -> None:
    shelf.check(1, story(TOLL.format(50)), changes=[rise(44, 50, TOLL)])
    assert shelf.store.write(forgetting.forget, shelf.clock.at_ms - 5 * MINUTE, shelf.clock.at_ms) == 2
    words = seen(browser(shelf).get("/changes/3/proof").text)
    assert "No page was kept of this." in words
    assert "The page was deleted" in words
    assert seen(browser(shelf).get("/changes/1/proof").text).count("The page was deleted") == 2


def test_a_withdrawal_has_the_entry_and_the_page_that_said_so(shelf: Shelf) -> None:
    from monitor.changes import Change, Kind, Mention

    gone = Change(Kind.ARTICLE_REMOVED, Mention("Flood"), where="article", explanation="gone")
    shelf.check(1, result="removed", state="removed", changes=[gone], page=came(URL, 9, b"It is gone."))
    view = browser(shelf).get("/changes/3/proof.json").json()
    assert [one["kind"] for one in view["recorded"]] == ["version", "removal"]
    assert sha(b"It is gone.") == view["recorded"][1]["page"]["body"]["sha256"]


def test_stamps_of_heads_that_stand_for_it_are_listed_with_whoever_gave_them(shelf: Shelf) -> None:
    head = shelf.store.read(chain.head)
    at = shelf.clock.at_ms
    shelf.store.write(stamps.add, 1, b"\1" * 32, "https://early.example/", at, at, b"x")
    shelf.store.write(stamps.add, head.n, head.sha256, "https://tsa.example/", at, at, b"x")
    words = seen(browser(shelf).get("/changes/1/proof").text)
    assert "https://tsa.example/" in words
    assert "https://early.example/" not in words  # of a head before the change
