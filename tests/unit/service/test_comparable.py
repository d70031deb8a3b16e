"""After relearning, only what both readings could see is compared: no alert from it, and no edit lost by it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.changes import compare
from monitor.checks.comparable import Relearning, comparable
from monitor.checks.judging import judge
from spiders.article import Article, LiveEntry, Row, Table

BODY = (
    "The flood has killed 1,200 people since it began, the civil protection agency said on Monday.",
    "Schools in the lower districts stay closed until the end of the week, the mayor told reporters.",
    "The water stood 4.2 metres above the mark at noon, the highest level for 31 years.",
    "The army has sent 600 soldiers and 14 boats to the town, a spokesman said.",
)
PROMO = "Join the 12,400 readers who get our letter about the coast every morning at six."
BOX = "In January a storm killed 38 people on the same coast, most of them fishermen."
OLD = Article(title="Flood kills 1,200", standfirst="Schools stay closed", paragraphs=BODY)


def kinds(
    old: Article, new: Article, *, over: tuple[str, ...] = ("Most read",), seen: tuple[str, ...] = ()
) -> list[str]:
    changes = compare(*comparable(old, new, Relearning("layout", over, seen)))
    return [str(change.kind) for change in changes if change.kind != "wording"]


def body(*paragraphs: str) -> Article:
    return replace(OLD, paragraphs=paragraphs)


def test_lines_that_are_cells_by_new_rules_raise_nothing_and_the_text_is_compared():
    cells = ("Ward", "Cases", "1", "Minau", "5", "2", "Orth", "12")
    rows = (Row("Minau", ("5",)), Row("Orth", ("12",)))
    table = Table("", ("Cases",), rows, 1, 3)
    text = BODY[1].replace("end of the week", "end of May")
    new = replace(body(BODY[0], "Ward | Cases", "Minau | 5", "Orth | 12", text), tables=(table,))
    old = body(BODY[0], *cells, BODY[1])
    told = compare(*comparable(old, new, Relearning("release", ("Most read",))))
    assert told
    kinds = [str(one.kind) for one in told if one.kind != "wording"]
    assert not [one for one in told if "Minau" in str(one) or "Cases" in str(one)]
    assert all("May" in str(one) for one in told if one.kind != "wording"), kinds


@pytest.mark.parametrize("header", [("Cases",), ("Deaths",), ()])
@pytest.mark.parametrize("serial", [(), ("1",)])
def test_table_whose_columns_new_rules_see_otherwise_raises_nothing(header: tuple[str, ...], serial: tuple[str, ...]):
    rows = (Row("Minau", ("5",)), Row("Orth", ("12",)))
    before = tuple(Row(row.label, (*serial, *row.cells)) for row in rows)
    lines = tuple(" | ".join((row.label, *row.cells)) for row in before)
    old = replace(body(BODY[0], *lines, *BODY[1:]), tables=(Table("", (), before, 1, 2),))
    new = replace(
        body(BODY[0], "Ward | Cases", "Minau | 5", "Orth | 12", *BODY[1:]), tables=(Table("", header, rows, 1, 3),)
    )
    told = compare(*comparable(old, new, Relearning("release", ("Most read",))))
    assert [one for one in told if one.kind != "wording"] == []


def test_text_that_became_visible_raises_nothing():
    assert kinds(OLD, body(*BODY, PROMO), seen=(PROMO,)) == []
    assert kinds(OLD, body(*BODY[:2], BOX, *BODY[2:])) == [], "nobody knows whether it stood there before"


def test_text_that_was_added_to_the_story_is_told():
    added = "The agency said on Tuesday that 340 people were still missing in the lower districts."
    new = body(*BODY[:2], added, BOX, *BODY[2:])
    before, after = comparable(OLD, new, Relearning("layout", ("Most read",), (), (added,)))
    assert (before.paragraphs, after.paragraphs) == (BODY, (*BODY[:2], added, *BODY[2:]))
    assert "figure.added" in {str(change.kind) for change in compare(before, after)}


def test_text_that_became_invisible_raises_nothing():
    assert kinds(body(*BODY, PROMO), OLD, over=(PROMO,)) == []
    assert kinds(body(*BODY, PROMO), OLD, over=(PROMO.replace("12,400", "12,600"), "Most read")) == []


def test_edit_of_a_text_that_both_saw_is_told():
    edited = BODY[0].replace("1,200", "1,300")
    assert kinds(OLD, body(edited, *BODY[1:], PROMO), seen=(PROMO,)) == ["figure.value"]


def test_promotion_that_takes_the_place_of_another_is_no_edit_of_it():
    other = PROMO.replace("12,400", "9,100")
    assert kinds(body(*BODY, PROMO), body(*BODY, other), over=(PROMO,), seen=(other,)) == []


def test_paragraph_that_is_nowhere_on_the_page_any_more_is_gone():
    before, after = comparable(OLD, body(*BODY[:2], BODY[3]), Relearning("layout", ("Most read",)))
    assert (before.paragraphs, after.paragraphs) == (BODY, (*BODY[:2], BODY[3]))


def test_nothing_is_gone_where_the_rest_of_the_page_is_not_known():
    before, after = comparable(OLD, body(*BODY[:2], BODY[3]), Relearning("forgotten"))
    assert before.paragraphs == after.paragraphs


def test_paragraphs_cut_at_other_places_are_the_same_text():
    assert kinds(OLD, body(f"{BODY[0]} {BODY[1]}", *BODY[2:])) == []
    assert kinds(body(f"{BODY[0]} {BODY[1]}", *BODY[2:]), OLD) == []


def test_headline_that_is_found_elsewhere_on_the_page_was_not_edited():
    new = replace(OLD, title="What 900 soldiers cannot do")
    assert kinds(OLD, new, over=(OLD.title,)) == []
    assert kinds(OLD, replace(OLD, title="Flood kills 1,400")) != []


def test_entries_of_a_live_blog_under_other_names_are_not_new():
    old = replace(
        OLD, live=(LiveEntry("#a", "At least 40 people were hurt."), LiveEntry("#b", "Two bridges are shut."))
    )
    new = replace(
        OLD, live=(LiveEntry("/1", "At least 40 people were hurt."), LiveEntry("#b", "Four bridges are shut."))
    )
    before, after = comparable(old, new, Relearning("layout", ("Most read",)))
    assert ([entry.key for entry in before.live], [entry.key for entry in after.live]) == (["#b"], ["#b"])


TEXTS = st.lists(st.sampled_from((*BODY, PROMO, BOX)), unique=True, max_size=6).map(tuple)


@given(old=TEXTS, new=TEXTS)
def test_no_change_is_found_where_texts_only_come_into_sight_or_leave_it(old: tuple[str, ...], new: tuple[str, ...]):
    over = tuple(text for text in old if text not in new)
    seen = tuple(text for text in new if text not in old)
    assert kinds(body(*old), body(*new), over=(*over, "Most read"), seen=seen) == []


@given(kept=TEXTS, others=TEXTS, at=st.integers(0, 5))
def test_edited_figure_is_found_whatever_comes_into_sight_around_it(
    kept: tuple[str, ...], others: tuple[str, ...], at: int
):
    toll = "The dike at Varne broke at 3am and 7,310 households were flooded, the harbour office said."
    seen = tuple(text for text in others if text not in kept)
    old, new = [*kept], [*kept, *seen]
    old.insert(min(at, len(old)), toll)
    new.insert(min(at, len(new)), toll.replace("7,310", "7,450"))
    assert kinds(body(*old), body(*new), seen=seen) == ["figure.value"]


def test_facts_of_a_new_baseline_are_those_of_the_whole_version():
    judged = judge(OLD.to_json(), body(*BODY, PROMO).to_json(), Relearning("override", ("Most read",), (PROMO,)))
    assert judged.changes == ()
    assert any(fact["fields"].get("text") == "12,400" for fact in judged.facts)


MINAU = ("Minau", "5", "0", "3 May")
ORTH = ("Orth", "12", "1", "4 May")


def wards(*rows: tuple[str, ...]) -> Article:
    """The flood with a table behind its second paragraph."""
    header = ("Cases", "Deaths", "Since")
    told = tuple(" | ".join(row) for row in (("Ward", *header), *rows))
    table = Table("", header, tuple(Row(label, tuple(cells)) for label, *cells in rows), 2, len(told))
    return replace(OLD, paragraphs=(*BODY[:2], *told, *BODY[2:]), tables=(table,))


def test_row_that_both_saw_is_met_by_its_label_and_a_new_one_raises_nothing():
    old, new = wards(MINAU, ORTH), wards(("Minau", "17", "2", "9 June"), ORTH, ("Velm", "3", "0", "6 May"))
    before, after = comparable(old, new, Relearning("layout", ("Most read",)))
    assert [row.label for row in after.tables[0].rows] == ["Minau", "Orth"]
    assert [after.paragraphs[n] for n in after.tables[0].row_places()] == [
        "Minau | 17 | 2 | 9 June",
        "Orth | 12 | 1 | 4 May",
    ]
    assert before.prose() == after.prose() == BODY
    assert "figure.value" in kinds(old, new)


def test_table_that_became_visible_or_invisible_raises_nothing():
    table = wards(MINAU, ORTH)
    rows = tuple(table.paragraphs[n] for n in table.tables[0].places())
    assert kinds(OLD, table, seen=rows) == []
    assert kinds(OLD, table) == []
    assert kinds(table, OLD, over=rows) == []


def test_rows_stored_as_text_before_tables_were_read_are_compared_as_text():
    stored = replace(wards(MINAU, ORTH), tables=())
    assert kinds(stored, wards(MINAU, ORTH)) == []
    assert kinds(stored, wards(("Minau", "7", "0", "3 May"), ORTH)) == ["figure.value"]
