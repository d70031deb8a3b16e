"""The newsroom seen through Rowback's own eyes, without daemon or network: what is read, and what each edit changes."""

from random import Random

import pytest

from monitor.changes import Kind, compare
from monitor.clock import SystemClock
from monitor.demo.journal import Journal
from monitor.demo.newsroom import Newsroom
from monitor.demo.script import SCRIPT, Answer, Answers, Edit
from monitor.demo.stories import load_stories
from spiders.article import Memory, Reading
from spiders.reading import read_page

LOOKS = 5
WALLS = [edit for edit in SCRIPT if isinstance(edit.act, Answer)]
EDITS = [edit for edit in SCRIPT if not isinstance(edit.act, Answer)]


def newsroom(seed: int = 4) -> Newsroom:
    return Newsroom(Journal(SystemClock()), Random(seed), SystemClock())


def read(room: Newsroom, slug: str, memory: Memory | None = None) -> Reading:
    story = room.story(slug)
    sent = room.respond(story.outlet, story.path, {})
    return read_page(sent.body, room.urls()[slug], status=sent.status, headers=sent.headers, memory=memory)


def flat(texts: tuple[str, ...]) -> list[str]:
    return [" ".join(text.split()) for text in texts]


@pytest.mark.parametrize("slug", load_stories())
def test_every_layout_reads_to_the_paragraphs_of_its_story(slug: str) -> None:
    room = newsroom()
    story, memory = room.story(slug), None
    for _ in range(LOOKS):
        reading = read(room, slug, memory)
        memory = reading.memory
        assert reading.article is not None, reading.refusal
        assert reading.article.title == story.headline
        wanted = flat(story.plain_paragraphs)
        assert [text for text in flat(reading.article.paragraphs) if text in wanted] == wanted
        assert [(e.title, e.text) for e in reading.article.live] == [(post.title, post.text) for post in story.posts]
        cells = [(row.label, *row.cells) for table in reading.article.tables for row in table.rows]
        assert cells == list(story.table.rows if story.table else ())


@pytest.mark.parametrize("slug", load_stories())
def test_nothing_but_the_furniture_differs_and_that_is_no_change(slug: str) -> None:
    room = newsroom()
    first = read(room, slug)
    for _ in range(LOOKS):
        second = read(room, slug, first.memory)
        assert first.article is not None
        assert second.article is not None
        assert compare(first.article, second.article) == []
        first = second


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.what)
def test_each_edit_changes_the_facts_that_the_script_expects_and_no_others(edit: Edit) -> None:
    room = newsroom()
    before = read(room, edit.slug, read(room, edit.slug).memory)
    room.make(1, edit)
    after = read(room, edit.slug, before.memory)
    assert before.article is not None
    assert after.article is not None
    changes = [change for change in compare(before.article, after.article) if change.kind is not Kind.WORDING]
    assert sorted(change.kind for change in changes) == sorted(edit.expected)
    for change in changes:
        if change.kind == edit.expected[-1]:
            assert change.new is not None
            if edit.was:
                assert change.old is not None
                assert edit.was in f"{change.old.text} {change.old.sentence} {change.old.source}"
            assert edit.now in f"{change.new.text} {change.new.sentence} {change.new.source}"


@pytest.mark.parametrize("edit", WALLS, ids=lambda edit: edit.what)
def test_what_is_no_article_is_refused_and_compared_with_nothing(edit: Edit) -> None:
    room = newsroom()
    before = read(room, edit.slug)
    room.make(1, edit)
    once = read(room, edit.slug, before.memory)
    assert once.article is None
    assert once.cannot_tell
    assert not once.removed
    twice = read(room, edit.slug, once.memory)
    assert twice.removed == (edit.act == Answer(Answers.GONE))
