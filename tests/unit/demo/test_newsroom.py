"""The newsroom by itself: what it serves, what differs between two fetches, and what one edit changes."""

import gzip
import re
import urllib.request
from random import Random
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.clock import SystemClock
from monitor.demo.journal import Edited, Journal, Look
from monitor.demo.newsroom import Newsroom
from monitor.demo.script import SCRIPT, Answer, Answers, Correct, Edit, Publish, Recount, Retitle, Reword
from monitor.demo.stories import Story, load_outlets, load_stories

STORIES = load_stories()
OUTLETS = load_outlets()


class StandingClock:
    """Half past eight on a Sunday; moves only when told."""

    ms = 1_763_800_200_000

    def now_ms(self) -> int:
        return self.ms

    def monotonic(self) -> float:
        return self.ms / 1000


def newsroom(seed: int = 1) -> Newsroom:
    clock = StandingClock()
    return Newsroom(Journal(clock), Random(seed), clock)


def fetch(room: Newsroom, slug: str, **headers: str):
    story = room.story(slug)
    return room.respond(story.outlet, story.path, {name.replace("_", "-"): value for name, value in headers.items()})


def text_of(body: bytes) -> str:
    """All words of a page as one line; every layout has a line break between blocks."""
    return " ".join((LexborHTMLParser(body).body.text(separator="") or "").split())


def flat(words: str) -> str:
    return " ".join(words.split())


def test_there_are_nine_stories_in_four_layouts_two_each_and_a_live_one() -> None:
    layouts = [OUTLETS[story.outlet].layout for story in STORIES.values()]
    assert len(layouts) == 9
    assert {layout: layouts.count(layout) for layout in layouts} == {
        "classic": 3,
        "hashed": 2,
        "inline": 2,
        "sections": 2,
    }


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_each_story_reads_like_a_report(story: Story) -> None:
    text = " ".join([*story.paragraphs, *(post.text for post in story.posts)])
    assert 8 <= len(story.paragraphs) <= 14 or len(story.posts) == 5
    assert len(re.findall(r"\d", text)) > 10
    assert "“" in text or story.posts
    assert "said" in text


@pytest.mark.parametrize("slug", STORIES)
def test_two_fetches_differ_in_bytes_but_hold_the_same_story(slug: str) -> None:
    room = newsroom()
    first, second = fetch(room, slug).body, fetch(room, slug).body
    assert first != second
    story = room.story(slug)
    for body in (first, second):
        words = text_of(body)
        for part in (story.headline, story.standfirst, *story.plain_paragraphs):
            assert flat(part) in words


@pytest.mark.parametrize("slug", STORIES)
def test_what_differs_between_two_fetches_is_all_outside_the_story(slug: str) -> None:
    room = newsroom()
    story = room.story(slug)
    pages = [text_of(fetch(room, slug).body) for _ in range(2)]
    for part in (story.headline, *story.plain_paragraphs):
        assert {page.count(flat(part)) for page in pages} == {pages[0].count(flat(part))}


def test_the_same_seed_serves_the_same_bytes() -> None:
    assert fetch(newsroom(7), "ferry-aground").body == fetch(newsroom(7), "ferry-aground").body


def test_old_words_of_every_edit_stand_in_the_story_once_and_nothing_else_changes() -> None:
    room = newsroom()
    for number, edit in enumerate(SCRIPT, start=1):
        before = room.story(edit.slug)
        room.make(number, edit)
        after = room.story(edit.slug)
        differing = [
            i for i, pair in enumerate(zip(before.paragraphs, after.paragraphs, strict=True)) if len({*pair}) > 1
        ]
        match edit.act:
            case Reword(pairs):
                assert len(differing) <= len(pairs)
                assert differing
                assert (before.headline, before.notice) == (after.headline, after.notice)
            case Correct(notice, pairs):
                assert len(differing) == len(pairs)
                assert after.notice == notice
            case Retitle(headline):
                assert (differing, after.headline) == ([], headline)
                assert before.headline != headline
            case Recount(label, old, new):
                assert before.table is not None
                assert after.table is not None
                cells = [(a, b) for a, b in zip(before.table.rows, after.table.rows, strict=True) if a != b]
                assert [(a[0], a[1], b[1]) for a, b in cells] == [(label, old, new)]
            case Publish(post):
                assert post in after.posts
                assert len(after.posts) == len(before.posts)
                assert len(set(before.posts) - set(after.posts)) == 1
            case Answer():
                assert before == after


def test_an_edit_whose_words_are_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="stands 0 times"):
        newsroom().make(1, Edit(0, "ferry-aground", "", Reword((("no such words", "x"),))))


def test_the_script_names_stories_that_exist_and_runs_in_order() -> None:
    assert {edit.slug for edit in SCRIPT} <= STORIES.keys()
    moments = [edit.at for edit in SCRIPT]
    assert moments == sorted(moments)
    assert len(SCRIPT) == 13
    assert 0 <= moments[0] <= moments[-1] <= 1


def test_an_etag_is_absent_or_honest() -> None:
    room = newsroom()
    by_revision = fetch(room, "sarrin-earthquake")
    assert fetch(room, "sarrin-earthquake", if_none_match=by_revision.headers["ETag"]).status == 304
    room.make(1, SCRIPT[0])
    moved = fetch(room, "sarrin-earthquake", if_none_match=by_revision.headers["ETag"])
    assert moved.status == 200
    assert moved.headers["ETag"] != by_revision.headers["ETag"]
    by_bytes = [fetch(room, "calder-rents").headers["ETag"] for _ in range(2)]
    assert by_bytes[0] != by_bytes[1]
    assert "ETag" not in fetch(room, "ferry-aground").headers
    assert "ETag" not in fetch(room, "warehouse-fire").headers


def test_gzip_is_sent_where_it_was_asked_for() -> None:
    packed = fetch(newsroom(3), "ferry-aground", accept_encoding="gzip, br")
    plain = fetch(newsroom(3), "ferry-aground")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "Content-Encoding" not in fetch(newsroom(), "warehouse-fire", accept_encoding="gzip").headers


def test_a_withdrawn_article_is_gone_from_front_page_and_feed_too() -> None:
    room = newsroom()
    gone = next(edit for edit in SCRIPT if edit.act == Answer(Answers.GONE))
    headline = room.story(gone.slug).headline
    key = room.story(gone.slug).outlet
    assert headline.encode() in room.respond(key, "/feed.xml", {}).body
    room.make(1, gone)
    assert fetch(room, gone.slug).status == 404
    for path in ("/", "/feed.xml"):
        assert headline.encode() not in room.respond(key, path, {}).body


def test_a_busy_article_comes_back_after_its_looks() -> None:
    room = newsroom()
    edit = Edit(0, "sarrin-earthquake", "", Answer(Answers.UNAVAILABLE, looks=2))
    room.make(1, edit)
    assert [fetch(room, edit.slug).status for _ in range(4)] == [503, 503, 200, 200]


def test_a_consent_wall_answers_200_and_holds_nothing_of_the_story() -> None:
    room = newsroom()
    room.make(1, Edit(0, "ferry-aground", "", Answer(Answers.CONSENT)))
    wall = fetch(room, "ferry-aground")
    assert wall.status == 200
    assert "Alma Norling" not in wall.body.decode()


def test_the_feed_lists_each_story_of_its_outlet_with_its_address() -> None:
    room = newsroom()
    feed = ElementTree.fromstring(room.respond("ledger", "/feed.xml", {}).body)
    links = {item.findtext("link") for item in feed.iter("item")}
    assert links == {url for slug, url in room.urls().items() if STORIES[slug].outlet == "ledger"}


def test_looks_and_edits_are_noted_in_order() -> None:
    room = newsroom()
    fetch(room, "sarrin-earthquake")
    room.make(1, SCRIPT[0])
    fetch(room, "sarrin-earthquake")
    looks = room.journal.of(Look)
    assert [look.revision for look in looks] == [1, 2]
    assert room.journal.of(Edited) == [Edited(1, "sarrin-earthquake", 2)]
    assert [type(entry.what) for entry in room.journal.entries()] == [Look, Edited, Look]


def test_it_answers_on_loopback_ports_of_its_own() -> None:
    room = Newsroom(Journal(SystemClock()), Random(1), SystemClock())
    room.open()
    try:
        assert len(set(room.homes.values())) == 4
        for slug, url in room.urls().items():
            assert url.startswith("http://127.0.0.1:")
            with urllib.request.urlopen(url, timeout=5) as answer:
                assert flat(room.story(slug).plain_paragraphs[0]) in text_of(answer.read())
        for home in room.homes.values():
            with urllib.request.urlopen(f"{home}/robots.txt", timeout=5) as answer:
                assert answer.read().startswith(b"User-agent: *")
    finally:
        room.close()
