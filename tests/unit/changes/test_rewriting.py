"""Articles written anew by rules that keep their meaning raise no change; one altered number in them is still told."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import rewriting, tolls
from benchmarks.accuracy import OWN
from benchmarks.rewrites import facts
from monitor.changes import Change
from monitor.changes.evidence.spelling import initials, slip
from spiders.article import Article

PAIRS = [json.loads(line) for line in (OWN / "pairs.jsonl").read_text("utf-8").splitlines()]
ENGLISH = [pair["old"] for pair in PAIRS if pair["lang"] == "en"]
COSMETIC = [pair for pair in PAIRS if not pair["gold"]]


def changed(old: list[str], new: list[str], lang: str = "en") -> list[Change]:
    return facts(Article.from_text(old, None, lang), Article.from_text(new, None, lang))


@given(paragraphs=st.sampled_from(ENGLISH), seed=st.integers(0, 10_000))
@settings(deadline=None, max_examples=60)
def test_no_rewriting_that_keeps_the_meaning_is_a_change(paragraphs: list[str], seed: int) -> None:
    new, rules = rewriting.rewritten(paragraphs, "en", random.Random(seed))
    assert changed(paragraphs, new) == [], rules


@pytest.mark.parametrize("pair", COSMETIC, ids=lambda pair: pair["id"])
def test_a_whole_article_in_other_words_is_silent_in_both_directions(pair: dict) -> None:  # type: ignore[type-arg]
    old = Article.from_text(pair["old"], pair["title_old"], pair["lang"])
    new = Article.from_text(pair["new"], pair["title_new"], pair["lang"])
    assert facts(old, new) == []
    assert facts(new, old) == []


def test_no_step_of_a_toll_in_changing_words_is_lost_or_added() -> None:
    *wrong, last = tolls.measure(140, seed=5)
    assert [line for line in wrong if line.startswith("  step")] == []
    assert last.endswith("F1 100.0")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The strike ended wihtout a deal on Monday.", "The strike ended without a deal on Monday."),
        ("He reportdely left the country by boat.", "He reportedly left the country by boat."),
        ("The firm did not ask the residents first.", "The firm didn't ask the residents first."),
        ("The U.S. embassy in Orlo was closed at noon.", "The United States embassy in Orlo was closed at noon."),
        ("The World Health Organization sent tents.", "The WHO sent tents."),
        ("Over three years the mine polluted the lake.", "For three years the mine polluted the lake."),
    ],
)
def test_a_typo_put_right_a_short_form_or_initials_say_nothing_new(old: str, new: str) -> None:
    assert changed([old, "Roads stayed closed."], [new, "Roads stayed closed."]) == []
    assert changed([new, "Roads stayed closed."], [old, "Roads stayed closed."]) == []


def test_a_slip_is_never_two_numbers_two_names_or_two_other_words() -> None:
    assert slip("without", "wihtout", "en")
    assert slip("investigators", "investigaters", "en")
    assert not slip("eight", "eighty", "en")
    assert not slip("Meyers", "Myers", "en")
    assert not slip("could", "would", "en")
    assert not slip("dead", "deal", "en")


def test_initials_stand_for_the_capitals_of_a_name() -> None:
    assert initials(["WHO"], ["World", "Health", "Organization"])
    assert not initials(["WHO"], ["World", "Trade", "Organization"])


def test_a_notice_that_was_merged_with_a_paragraph_is_the_same_notice() -> None:
    report, notice = "The dam is 14 metres high.", "Correction: An earlier version gave its height as 11 metres."
    assert changed([report, notice], [f"{report} {notice}"]) == []


def test_rows_of_a_table_in_another_order_are_no_change() -> None:
    rows = [f"Attendance: {n:,}." for n in (14_893, 42_771, 61_946, 30_500)]
    assert (
        changed(["Results of the day.", *rows], ["Results of the day.", *(r.replace(",", " ") for r in rows[::-1])])
        == []
    )


def test_a_figure_that_was_cut_out_of_an_equal_sentence_is_told_as_removed() -> None:
    old = "The cadets had to stand two metres apart in the yard at noon."
    new = "The cadets had to stand apart in the yard at noon."
    (change,) = changed([old], [new])
    assert change.kind == "figure.removed"
    assert change.old is not None
    assert change.old.text == "two metres"


def test_a_number_left_over_on_both_sides_is_one_slot() -> None:
    old = ["The bus, with 46 passengers, was on its way from Rema to a festival.", "It fell into a gorge."]
    new = ["It fell into a gorge.", "There were 52 passengers on board."]
    (change,) = changed(old, new)
    assert (change.kind, change.delta) == ("figure.value", 6)
