"""A figure keeps its holder and its place from version to version."""

from __future__ import annotations

import pytest

from tests.unit.changes.asked import told


@pytest.mark.parametrize(
    ("lang", "old", "new", "steps"),
    [
        (
            "en",
            "Brandt won 52% of the vote and Arden 48%.",
            "Arden won 52% of the vote and Brandt 48%.",
            {("52%", "48%"), ("48%", "52%")},
        ),
        (
            "en",
            "Ola Brandt led with 48.2%, rival Piet Arden 46.9%.",
            "Piet Arden led with 48.0%, rival Ola Brandt 47.4%.",
            {("48.2%", "47.4%"), ("46.9%", "48.0%")},
        ),
        (
            "en",
            "Tarn holds 31 seats, against 24 for Orla.",
            "Orla holds 31 seats, against 27 for Tarn.",
            {("31", "27"), ("24", "31")},
        ),
        (
            "de",
            "Tarn erhielt 31 Sitze, Orla 24.",
            "Orla erhielt 33 Sitze, Tarn 29.",
            {("31", "29"), ("24", "33")},
        ),
        (
            "pt",
            "Ana Prado lidera com 48,3% dos votos; Rui Dutra tem 47,1%.",
            "Rui Dutra lidera com 48,0% dos votos; Ana Prado tem 47,4%.",
            {("48,3%", "47,4%"), ("47,1%", "48,0%")},
        ),
    ],
)
def test_names_that_changed_places_are_told_as_who_has_what_now(
    lang: str, old: str, new: str, steps: set[tuple[str, str]]
) -> None:
    found = told(old, new, lang)
    assert {(a, b) for kind, a, b in found if kind == "figure.value"} == steps
    assert len(found) == len(steps)


@pytest.mark.parametrize(
    ("lang", "old", "new"),
    [
        ("en", "Tarn holds 31 seats, against 24 for Orla.", "Orla has 24 seats, and Tarn holds 31."),
        ("de", "Tarn erhielt 31 Sitze, Orla 24.", "Orla erhielt 24 Sitze, Tarn 31."),
        (
            "pt",
            "Ana Prado tem 48,3% dos votos; Rui Dutra tem 47,1%.",
            "Rui Dutra tem 47,1% dos votos; Ana Prado tem 48,3%.",
        ),
    ],
)
def test_a_pair_that_is_named_in_the_other_order_is_silent(lang: str, old: str, new: str) -> None:
    assert told(old, new, lang, ("figure",)) == []


def test_a_holder_under_another_name_keeps_its_figure() -> None:
    found = told("Halden Foods employs 1,204 people.", "The company employs 1,260 people.", sorts=("figure",))
    assert found == [("figure.value", "1,204", "1,260")]


def test_a_part_of_the_toll_is_no_new_value_of_it() -> None:
    old, new = "The flood killed 212 people across the country.", "In the town of Velm, 121 people died."
    assert ("figure.value", "212", "121") not in told(old, new)


def test_the_toll_of_one_place_grows() -> None:
    old, new = "In Velm 121 people died.", "In Velm 134 people died, officials said."
    assert told(old, new, sorts=("figure",)) == [("figure.value", "121", "134")]


def test_two_places_that_stand_side_by_side_do_not_trade_their_figures() -> None:
    old = "In Velm 121 people died. In Orlo 80 people died."
    new = "In Orlo 95 people died. In Velm 121 people died."
    assert told(old, new, sorts=("figure",)) == [("figure.value", "80", "95")]
