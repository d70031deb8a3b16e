"""Whole articles written anew: what both report is silent, in whatever words; what differs is told once."""

import itertools

import pytest

from monitor.changes import Change, Kind, Level, compare
from spiders.article import Article

REWRITES = [
    (  # active and passive, number words, an inserted "some", names moved behind their office
        [
            "A landslide buried part of the village of Kora on Tuesday, killing at least 14 people and injuring 30, officials said.",
            "More than 200 soldiers were searching for survivors, according to the army.",
            "The provincial governor, Lena Marsh, said 45 houses had been destroyed.",
            "“It sounded like a train,” said Tomas Rell, a farmer.",
        ],
        [
            "Officials said at least 14 people were killed and 30 injured when a landslide hit the village of Kora on Tuesday, burying part of it.",
            "The army said over 200 soldiers were looking for survivors.",
            "Forty-five houses were destroyed, said Lena Marsh, the governor of the province.",
            'Farmer Tomas Rell said: "It sounded like a train."',
        ],
    ),
    (  # per cent, percent and %; fractions and decimals; synonyms of the verbs
        [
            "The central bank raised its key rate by a quarter of a percentage point to 4.75% on Thursday.",
            "Inflation slowed to 3.1 percent in May from 3.4 percent in April.",
            "Eleven of 14 economists polled had expected the move.",
        ],
        [
            "On Thursday the central bank lifted its main interest rate by 0.25 percentage points, to 4.75 percent.",
            "In May, inflation eased to 3.1% after 3.4% the month before.",
            "The move had been expected by 11 of the 14 economists who were polled.",
        ],
    ),
    (  # two facts of one sentence in the other order, ages in another form
        [
            "Storm Edda left 70,000 households without electricity on Friday and grounded 140 flights.",
            "Two men, aged 34 and 52, died when a tree fell on their van near Holt.",
            "Winds of 120 km/h were recorded at Cape Ness.",
        ],
        [
            "On Friday some 140 flights were cancelled and 70,000 homes lost power because of Storm Edda.",
            "Near Holt, a falling tree killed two men of 34 and 52 in their van.",
            "At Cape Ness gusts hit 120 kph.",
        ],
    ),
]
TOLLS = [
    "Flooding has killed {} people in Tarsis, the ministry said.",
    "The death toll from floods in Tarsis stands at {}, according to the ministry.",
    "In Tarsis, {} people have died in the floods.",
    "{} dead as floods sweep Tarsis",
    "The number of people who lost their lives in the Tarsis floods has reached {}, officials say.",
]


def facts(old: list[str], new: list[str]) -> list[Change]:
    return [c for c in compare(Article.from_text(old), Article.from_text(new)) if c.kind is not Kind.WORDING]


def alerts(old: list[str], new: list[str]) -> list[Change]:
    return [c for c in compare(Article.from_text(old), Article.from_text(new)) if c.level is Level.ALERT]


@pytest.mark.parametrize(("old", "new"), REWRITES)
def test_an_article_in_other_words_reports_no_other_fact(old: list[str], new: list[str]) -> None:
    assert alerts(old, new) == []
    assert alerts(new, old) == []


@pytest.mark.parametrize(("before", "after"), list(itertools.product(TOLLS, TOLLS)))
def test_a_toll_keeps_its_slot_whatever_the_words(before: str, after: str) -> None:
    (change,) = facts([before.format(310), "Roads remain closed."], [after.format(340), "Roads remain closed."])
    assert (change.kind, change.delta) == (Kind.FIGURE_VALUE, 30)
    assert facts([before.format(310)], [after.format(310)]) == []


def test_clauses_that_changed_places_are_no_change_of_their_numbers() -> None:
    old = [
        "In a survey, 58 per cent of people said they did not trust the courts, but only 29 per cent backed the bill."
    ]
    new = ["Only 29% of people backed the bill, a survey found, although 58% said they did not trust the courts."]
    assert facts(old, new) == []


def test_numbers_that_changed_places_are_told() -> None:
    old = ["Asked what mattered most, 27 per cent named health and 12 per cent named immigration."]
    new = ["Asked what mattered most, 12 per cent named health and 27 per cent named immigration."]
    assert facts(old, new)


def test_an_increment_is_not_taken_for_the_new_total() -> None:
    old = ["A landslide in Kora killed at least 14 people, officials said."]
    new = ["Rescuers in Kora have found three more bodies, bringing the toll from the landslide to 17, officials said."]
    (change,) = facts(old, new)
    assert change.new is not None
    assert (change.kind, change.new.text) == (Kind.FIGURE_VALUE, "17")


def test_a_text_beyond_the_limits_is_compared_as_far_as_they_go() -> None:
    old = [f"In district {n} the council spent {n * 7 + 1000} crowns on road number {n}." for n in range(3_000)]
    new = [f"In district {n} the council spent {n * 9 + 2000} crowns on road number {n}." for n in range(3_000)]
    changes = facts(old, new)
    assert {change.kind for change in changes} == {Kind.FIGURE_VALUE}
    assert 100 < len(changes) < 3_000
