"""Article.tables: what is stored comes back, counts for the fingerprint, and is told as one line a row."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from monitor.changes import compare
from monitor.checks.judging import facts_of
from monitor.commands.diff import compared
from monitor.commands.facts import facts_of as listed
from monitor.facts.parsed import parse
from monitor.web.comparison import texts
from spiders.article import Article, Row, Table

WARDS = Table("Cases by ward", ("cases", "deaths"), (Row("Minau", ("5", "0")), Row("Orth", ("12", "1"))))
TEXTS = st.text(max_size=12)


def test_stored_text_from_before_there_were_tables_still_loads() -> None:
    stored = json.loads(Article(title="Flood", paragraphs=("One.",)).to_json())
    del stored["tables"]
    assert Article.from_json(json.dumps(stored)) == Article(title="Flood", paragraphs=("One.",))


def test_an_article_without_tables_keeps_the_fingerprint_it_was_stored_with() -> None:
    stored = "81d34a60a1992781dc15d852cff69ea6477fcf69127f160ccc9476d613d7e0bc"
    assert Article(title="Flood", paragraphs=("One.",)).fingerprint().hex() == stored


@given(TEXTS, st.lists(TEXTS), st.lists(st.tuples(TEXTS, st.lists(TEXTS))))
def test_tables_come_back_from_json_as_they_were(
    caption: str, header: list[str], rows: list[tuple[str, list[str]]]
) -> None:
    table = Table(caption, tuple(header), tuple(Row(label, tuple(cells)) for label, cells in rows))
    article = Article(tables=(table,))
    assert Article.from_json(article.to_json()) == article


def placed() -> Article:
    """A caption, header words and two rows between two paragraphs."""
    text = (
        "The wards counted.",
        "Cases by ward",
        "Ward | cases | deaths",
        "Minau | 5 | 0",
        "Orth | 12 | 1",
        "So they said.",
    )
    return Article(paragraphs=text, tables=(replace(WARDS, at=1, size=4),))


def test_a_table_knows_its_paragraphs_and_the_rest_is_prose() -> None:
    article = Article.from_json(placed().to_json())
    assert article == placed()
    assert article.prose() == ("The wards counted.", "So they said.")
    assert [article.paragraphs[n] for n in article.tables[0].row_places()] == ["Minau | 5 | 0", "Orth | 12 | 1"]
    assert article.lines() == article.paragraphs


def test_a_stored_table_without_a_place_is_shown_behind_the_text() -> None:
    stored = json.loads(Article(paragraphs=("One.",), tables=(WARDS,)).to_json())
    del stored["tables"][0]["at"], stored["tables"][0]["size"]
    article = Article.from_json(json.dumps(stored))
    assert article.prose() == ("One.",)
    assert article.lines() == ("One.", *WARDS.lines())
    assert article.without({0}).lines() == WARDS.lines()


@given(st.sets(st.integers(0, 5)))
def test_a_row_goes_with_its_paragraph_and_the_others_keep_theirs(gone: set[int]) -> None:
    article, left = placed(), placed().without(gone)
    (table,) = left.tables
    assert left.paragraphs == tuple(text for n, text in enumerate(article.paragraphs) if n not in gone)
    assert bool(table.caption) == (1 not in gone)
    assert [row.label for row in table.rows] == [label for n, label in ((3, "Minau"), (4, "Orth")) if n not in gone]
    assert [left.paragraphs[n].split(" | ")[0] for n in table.row_places()] == [row.label for row in table.rows]
    assert left.prose() == tuple(text for n, text in enumerate(article.paragraphs) if n not in gone | {1, 2, 3, 4})


def test_a_row_is_compared_and_listed_once() -> None:
    moved = replace(WARDS, rows=(Row("Minau", ("14", "0")), WARDS.rows[1]), at=1, size=4)
    after = replace(
        placed(), paragraphs=(*placed().paragraphs[:3], "Minau | 14 | 0", *placed().paragraphs[4:]), tables=(moved,)
    )
    told = [change for change in compare(placed(), after) if str(change.kind) != "wording"]
    assert [(c.old.text, c.new.text, c.also) for c in told if c.old and c.new] == [("5", "14", ())]
    stored = [fact["fields"]["text"] for fact in facts_of(parse(placed()))]
    assert stored == ["5", "0", "12", "1"]
    assert [figure["text"] for figure in listed(placed())["figures"]] == stored


def test_a_row_is_shown_once_at_its_place() -> None:
    (part,) = [
        (was, now) for name, was, now in texts(placed(), placed()) if name in ("Text", "Tables") and (was or now)
    ]
    assert part == (placed().paragraphs, placed().paragraphs)
    assert [(line.where, line.new) for line in compared(placed(), placed())] == [
        ("body", t) for t in placed().paragraphs
    ]


def test_a_cell_that_moves_is_another_version() -> None:
    moved = Table("Cases by ward", ("cases", "deaths"), (Row("Minau", ("14", "0")), Row("Orth", ("12", "1"))))
    assert Article(tables=(WARDS,)).fingerprint() != Article(tables=(moved,)).fingerprint()


def test_a_row_is_told_with_its_label_and_its_header_words() -> None:
    assert WARDS.lines() == ("Cases by ward", "Minau, cases: 5; deaths: 0", "Orth, cases: 12; deaths: 1")


def test_a_row_without_a_header_or_with_empty_cells_is_told_as_it_is() -> None:
    assert Row("Greens", ("41", "", "3")).line() == "Greens: 41; 3"
    assert Row("", ("2024", "19")).line(("year", "")) == "year: 2024; 19"
    assert Row("North", ()).line(("a",)) == "North"


def test_a_figure_that_moves_in_a_row_is_a_change() -> None:
    moved = Table("", ("cases",), (Row("Minau", ("14",)), Row("Orth", ("12",))))
    before = Article(
        paragraphs=("The wards counted again.",),
        tables=(Table("", ("cases",), (Row("Minau", ("5",)), Row("Orth", ("12",)))),),
    )
    after = Article(paragraphs=("The wards counted again.",), tables=(moved,))
    told = [change for change in compare(before, after) if str(change.kind) != "wording"]
    assert [(change.old.text, change.new.text) for change in told if change.old and change.new] == [("5", "14")]


def test_each_cell_is_compared_under_its_own_word() -> None:
    assert Row("Minau", ("5", "0")).cell_lines(("cases", "deaths")) == ("Minau, cases: 5", "Minau, deaths: 0")
    assert Row("Greens", ("41", "3")).cell_lines() == ("Greens: 41; 3",)
    moved = replace(WARDS, rows=(Row("Alta", ("2", "0")), Row("Minau", ("14", "0")), WARDS.rows[1]))
    told = [c for c in compare(Article(tables=(WARDS,)), Article(tables=(moved,))) if c.old and c.new]
    assert [(c.old.text, c.new.text, c.old.counted) for c in told if c.old and c.new] == [("5", "14", "case")]
