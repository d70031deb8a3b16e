"""Who said it, since when and until when: over all versions, and the same however the versions came in."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import event

from monitor.store import Store, indexing, repairing, searching, versions
from monitor.store.catching_up import catch_up
from monitor.store.searching import Within
from monitor.text.terms import question
from spiders.article import Article
from tests.integration.store.unsearched import make_unsearched
from tests.unit.web.web_desk import MINUTE, OPEN, START, Shelf, story

pytestmark = pytest.mark.file  # PostgreSQL has no index of words yet

FLOOD = "The flood has killed 41 people, the mayor said."
ROADS = "Roads in the valley are closed."


@pytest.fixture
def shelf(tmp_path):
    one = Shelf(tmp_path)
    yield one
    while OPEN:
        OPEN.pop().close()


def asked(shelf_or_store, words, limit=20, below=None, **within):
    store = getattr(shelf_or_store, "store", shelf_or_store)
    return store.read(searching.search, question(words), Within(**within), limit, below)


def spells(answer):
    return {said.article.url: [(one.first, one.until) for one in said.spells] for said in answer.found}


def test_a_sentence_is_found_with_the_versions_in_which_it_stood(shelf):
    number = shelf.follow("https://daily.example/flood")
    for paragraphs in ([ROADS], [FLOOD, ROADS], [FLOOD, ROADS, "More rain is feared."], [ROADS]):
        shelf.check(number, story(*paragraphs))
    (said,) = asked(shelf, "killed mayor").found
    assert [(one.first, one.until) for one in said.spells] == [(2, 4)]
    assert said.spells[0].since_ms == START + 20 * MINUTE
    assert said.spells[0].until_ms == START + 40 * MINUTE
    assert (said.part, said.words, said.version) == ("text", FLOOD, 2)
    assert spells(asked(shelf, "roads")) == {"https://daily.example/flood": [(1, None)]}
    assert asked(shelf, "volcano").found == ()


def test_an_edit_beside_what_was_asked_for_does_not_break_its_spell_and_its_return_is_a_second_one(shelf):
    number = shelf.follow("https://daily.example/flood")
    later = FLOOD.replace("41", "44")
    for paragraphs in ([FLOOD], [later], [ROADS], [ROADS, later], [FLOOD]):
        shelf.check(number, story(*paragraphs))
    (said,) = asked(shelf, '"the mayor said"').found
    assert [(one.first, one.until) for one in said.spells] == [(1, 3), (4, None)]
    assert said.words == FLOOD
    assert [(one.first, one.until) for one in asked(shelf, "44 killed").found[0].spells] == [(2, 3), (4, 5)]


def test_headlines_captions_notices_and_live_entries_are_searched(shelf):
    number = shelf.follow("https://daily.example/flood")
    told = replace(
        story(ROADS, title="Weir breaks"), captions=("The harbour at dawn",), notices=("Corrected: the name",)
    )
    shelf.check(number, told)
    parts = {words: asked(shelf, words).found[0].part for words in ("weir", "harbour", "corrected")}
    assert parts == {"weir": "headline", "harbour": "caption", "corrected": "notice"}


def test_outlet_tag_article_and_dates_narrow(shelf):
    one = shelf.follow("https://daily.example/a", ["flood"])
    other = shelf.follow("https://evening.example/b", ["fire"])
    shelf.check(one, story(FLOOD))
    shelf.check(other, replace(story(FLOOD), outlet="Evening Example"))
    shelf.check(one, story(ROADS))
    a, b = "https://daily.example/a", "https://evening.example/b"
    assert list(spells(asked(shelf, "killed"))) == [b, a], "where it appeared last comes first"
    assert list(spells(asked(shelf, "killed", outlet="Daily Example"))) == [a]
    assert list(spells(asked(shelf, "killed", tag="fire"))) == [b]
    assert list(spells(asked(shelf, "killed", article=one))) == [a]
    assert list(spells(asked(shelf, "killed", outlet="Nobody"))) == []
    # It stood in the first from minute 10 to minute 30, in the other from minute 20 on.
    assert list(spells(asked(shelf, "killed", since_ms=START + 30 * MINUTE))) == [b]
    assert list(spells(asked(shelf, "killed", until_ms=START + 20 * MINUTE))) == [a]
    assert list(spells(asked(shelf, "killed", until_ms=START + 10 * MINUTE))) == []


def test_pages_name_each_article_once_and_all_of_them(shelf):
    numbers = [shelf.follow(f"https://daily.example/{n}") for n in range(7)]
    for turn in range(3):
        for number in numbers:
            shelf.check(number, story(FLOOD.replace("41", str(41 + turn)), ROADS))
    seen, below = [], None
    while True:
        page = asked(shelf, "flood", limit=3, below=below)
        seen += [said.article.id for said in page.found]
        if page.below is None:
            break
        below = page.below
    assert seen == numbers[::-1]


def test_a_question_that_meets_very_many_paragraphs_goes_on_where_it_stopped(shelf, monkeypatch):
    monkeypatch.setattr(searching, "LOOKED_AT", 5)
    number, other = shelf.follow("https://daily.example/a"), shelf.follow("https://daily.example/b")
    shelf.check(other, story(FLOOD))
    for turn in range(12):
        shelf.check(number, story(FLOOD.replace("41", str(50 + turn))))
    first = asked(shelf, "flood")
    assert [said.article.id for said in first.found] == [number]
    seen, below = [], first.below
    while below is not None:
        page = asked(shelf, "flood", below=below)
        seen += [said.article.id for said in page.found]
        below = page.below
    assert seen == [other]


def test_a_paragraph_that_stands_through_many_versions_is_one_row(shelf):
    number = shelf.follow("https://daily.example/flood")
    for n in range(8):
        shelf.check(number, story(ROADS, f"{n + 40} people died."))
    rows = shelf.store.read(lambda c: c.exec_driver_sql("SELECT count(*) FROM paragraph").scalar())
    assert rows == 2 + 8, "headline, roads, and each count"


def all_rows(store):
    sql = "SELECT article_id, hex(sha), first, until, until_at, id >> 20 FROM paragraph ORDER BY 1, 2, 3"
    return [tuple(row) for row in store.read(lambda c: c.exec_driver_sql(sql).all())]


def history(shelf):
    for name in ("a", "b"):
        number = shelf.follow(f"https://daily.example/{name}")
        for n in range(40):
            shelf.check(number, story(*(f"Paragraph {k} of {n % (k + 2)} in {name}." for k in range(6))))
    long = shelf.follow("https://daily.example/long")
    shelf.check(long, story(*(f"Entry {n} of a long page." for n in range(450))))
    shelf.check(long, story(*(f"Entry {n} of a long page." for n in range(100, 451))))


def test_versions_of_before_the_search_are_made_up_for_as_if_they_had_just_come(shelf):
    history(shelf)
    live = all_rows(shelf.store)
    make_unsearched(shelf.store)
    assert asked(shelf, "paragraph").found == ()
    assert shelf.store.read(indexing.count_behind) == 3
    assert catch_up(shelf.store, lambda: False) == 0
    assert all_rows(shelf.store) == live
    assert len(asked(shelf, "paragraph").found) == 2
    assert len(asked(shelf, '"entry 400"').found) == 1


def test_what_is_stored_while_versions_are_made_up_for_is_lost_to_neither(shelf):
    history(shelf)
    make_unsearched(shelf.store)
    turns = iter([False, False, True])
    assert catch_up(shelf.store, lambda: next(turns)) > 0
    shelf.check(1, story("A new sentence about the harbour."))
    assert asked(shelf, "harbour").found == (), "its article is not known up to here yet"
    catch_up(shelf.store, lambda: False)
    (said,) = asked(shelf, "harbour").found
    assert [(one.first, one.until) for one in said.spells] == [(41, None)]
    rows = shelf.store.read(lambda c: c.exec_driver_sql("SELECT count(*), count(DISTINCT id) FROM paragraph").one())
    assert rows[0] == rows[1]


def test_making_up_holds_the_write_lock_for_few_rows_at_a_time(shelf):
    history(shelf)
    make_unsearched(shelf.store)
    rows = []

    def note(connection, cursor, statement, parameters, context, many):
        if statement.startswith("INSERT INTO search"):
            rows.append(len(parameters) if many else 1)
        elif statement.startswith("SAVEPOINT"):
            rows.append(0)

    engine = shelf.store._writer._engine
    event.listen(engine, "before_cursor_execute", note)
    catch_up(shelf.store, lambda: False)
    event.remove(engine, "before_cursor_execute", note)
    at_once, now = [], 0
    for number in rows:
        if number == 0:
            at_once.append(now)
            now = 0
        now += number
    assert max([*at_once, now]) <= indexing.AT_ONCE
    assert sum(rows) > 400


def test_a_text_that_is_none_of_ours_is_passed_over(shelf):
    number = shelf.follow("https://daily.example/a")
    shelf.store.write(versions.add, number, 1, "no JSON at all", START)
    shelf.store.write(lambda c: c.exec_driver_sql("UPDATE article SET version = 1"))
    assert catch_up(shelf.store, lambda: False) == 0
    assert asked(shelf, "json").found == ()


def test_a_repaired_store_is_searched_again(shelf, tmp_path):
    history(shelf)
    live = all_rows(shelf.store)
    shelf.store.close()
    OPEN.clear()
    target = tmp_path / "new" / "rowback.sqlite"
    target.parent.mkdir()
    done = repairing.rescue(tmp_path / "rowback.sqlite", target, START)
    assert done.whole, done.sentences()
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    store = Store(target.parent)
    OPEN.append(store)
    catch_up(store, lambda: False)
    assert all_rows(store) == live
    assert len(asked(store, "paragraph").found) == 2


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("昨日、東京都で洪水が起きた。", "洪水"),
        ("เกิดน้ำท่วมในหุบเขา", "น้ำท่วม"),
        ("ارتفع عدد القَتْلى إلى ٤١", "القتلى 41"),
        ("São Paulo: 41 000 mortos", '"sao paulo"'),
        ("서울에서 홍수가 났다", "서울"),
        ("घाटी में बाढ़ से", "बाढ़"),
        ("Наводнение в долине", "наводн*"),
    ],
)
def test_any_script_is_found_by_the_database_as_by_the_terms(shelf, written, typed):
    number = shelf.follow("https://daily.example/a")
    shelf.check(number, Article.from_text([written], "T"))
    other = shelf.follow("https://daily.example/b")
    shelf.check(other, Article.from_text(["Nothing of it."], "T"))
    assert [said.article.id for said in asked(shelf, typed).found] == [number]


@pytest.mark.parametrize(
    "typed", ["a42", "place", "terms : x", "NEAR(a b)", "x OR y", "a* b*", "a^b", "{terms}", "x\x00y"]
)
def test_nothing_that_is_typed_is_a_command_of_the_index(shelf, typed):
    number = shelf.follow("https://daily.example/a")
    for _ in range(42):
        number = shelf.follow(f"https://daily.example/{_}")
    shelf.check(number, story("Nothing of it."))
    assert asked(shelf, typed).found == ()
