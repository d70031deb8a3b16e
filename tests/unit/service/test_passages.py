"""Changes are numbered by the passage they stand in: a pair of sentences, or a paragraph that is new or gone."""

from __future__ import annotations

from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind
from monitor.checks.judging import judge
from monitor.checks.passages import numbered
from spiders.article import Article

TOLL, BRIDGE = "The flood killed 14 people in Velm.", "The bridge was closed on Sunday."
COST = "Repairs would cost $3.2 million. They will take eight months, the mayor said."


def of(*paragraphs: str) -> Article:
    return Article.from_text(paragraphs, "Flood in Velm")


def came(sentence: str) -> Change:
    return Change(Kind.FIGURE_ADDED, None, Mention("x", sentence))


def went(sentence: str) -> Change:
    return Change(Kind.FIGURE_REMOVED, Mention("x", sentence), None)


def test_a_new_paragraph_is_one_passage_whatever_it_brings() -> None:
    first, second = COST.split(". ")
    changes = [
        came(f"{first}."),
        Change(Kind.EVENT_CHANGED, Mention("a", TOLL), Mention("b", "He lives.")),
        came(second),
    ]
    assert numbered(changes, of(TOLL, BRIDGE), of("He lives.", COST, BRIDGE)) == (1, 2, 1)
    backwards = [went(f"{first}."), went(second)]
    assert numbered(backwards, of(TOLL, COST), of(TOLL)) == (1, 1)


def test_two_sentences_that_came_into_a_standing_paragraph_stay_apart() -> None:
    first, second = "One man is missing.", "Two are hurt."
    new = of(f"{first} {TOLL} {BRIDGE} {second}")
    assert numbered([came(first), came(second)], of(f"{TOLL} {BRIDGE}"), new) == (1, 2)


def test_two_new_paragraphs_are_two_passages() -> None:
    assert numbered(
        [came("One man is missing."), came("Two are hurt.")], of(TOLL), of(TOLL, "One man is missing.", "Two are hurt.")
    ) == (1, 2)


def test_wording_and_what_has_no_sentence_stand_in_no_passage() -> None:
    wording = Change(Kind.WORDING, Mention("a", TOLL), Mention("b", TOLL))
    moved = Change(Kind.ARTICLE_MOVED, Mention("a"), Mention("b"))
    assert numbered([wording, moved, came(BRIDGE)], of(TOLL), of(TOLL, BRIDGE)) == (0, 0, 1)


def test_judging_numbers_what_it_finds() -> None:
    judged = judge(of(TOLL).to_json(), of("The flood killed 19 people in Velm.", COST).to_json())
    told = {change.kind: number for change, number in zip(judged.changes, judged.passages, strict=True)}
    assert told[Kind.FIGURE_VALUE] != told[Kind.FIGURE_ADDED]
    of_cost = {n for c, n in zip(judged.changes, judged.passages, strict=True) if c.new and c.new.sentence in COST}
    assert len(of_cost) == 1
