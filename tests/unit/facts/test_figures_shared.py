"""What a number takes over from its neighbours: a unit said once, a bound that holds for both, a noun written later."""

import pytest

from monitor.facts import find_figures


def units(text: str) -> list[str]:
    return [figure.unit for figure in find_figures(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Unemployment stood at 5.1 percent, compared with 4.9 in spring.",
            ["percent", "percent"],
        ),  # a level and its like
        ("The jobless rate rose to 5.1 percent from 4.9.", ["percent", "percent"]),  # the same, before the end
        ("Turnout fell 2 percent in Orla and fell by 1 in Vell.", ["percent", "percent"]),  # two movements
        ("She has 280 million of the 1.5 billion shekels.", ["shekel", "shekel"]),  # the part of a whole
        ("Shares rose 8 percent to 3.65.", ["percent", ""]),  # a movement and a level are not alike
        ("Prices are up 3 percent from 2011.", ["percent"]),  # a year is none
        ("The siege lasted 9 hours, with 12 injured.", ["hour", "person"]),  # so many were injured, not so many hours
    ],
)
def test_a_unit_said_once_holds_for_the_number_held_against_it(text: str, expected: list[str]) -> None:
    assert units(text) == expected


@pytest.mark.parametrize(
    ("text", "bound", "direction"),
    [
        ("The motor gives just under 290 hp (213 kW / 294 PS).", "<", ""),
        ("The share gained 15 cents, or 1.2 percent.", "=", "rise"),
        ("The deal is worth more than 7 million crowns ($1 million).", ">", ""),
    ],
)
def test_an_amount_said_again_in_another_unit_keeps_bound_and_movement(text: str, bound: str, direction: str) -> None:
    assert {(figure.bound, figure.direction) for figure in find_figures(text)} == {(bound, direction)}


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("They freed 12 of the 45 hostages.", ["hostages", "hostages"]),  # the whole stands between
        ("They sell four-, five- and six-cylinder engines.", ["cylinder"] * 3),  # a hyphen left open
        ("They may lose a ship or two.", ["ship"]),  # the noun before the number
    ],
)
def test_a_noun_written_elsewhere_is_found(text: str, nouns: list[str]) -> None:
    assert [figure.noun for figure in find_figures(text)] == nouns


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The ticket costs 20 pounds.", "pound sterling"),
        ("They ordered 20 pounds of rice.", "pound-mass"),
        ("A 500-pound bomb was found.", "pound-mass"),
        ("He paid with a ten-pound note.", "pound sterling"),
        ("The girl weighed 7 pounds.", "pound-mass"),
        ("They have 5 million pounds of debt.", "pound sterling"),
    ],
)
def test_pounds_are_money_unless_the_words_around_say_weight(text: str, unit: str) -> None:
    assert units(text) == [unit]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The bid is worth PS8.1bn.", [("PS8.1bn", "pound sterling")]),
        ("They expect Y=590 billion.", [("Y=590 billion", "yen")]),
        ("The car has 300 PS.", [("300 PS", "horsepower")]),
        ("The PS5 sold out.", []),
    ],
)
def test_a_currency_sign_that_was_forced_into_ascii_is_read(text: str, found: list[tuple[str, str]]) -> None:
    assert [(figure.surface, figure.unit) for figure in find_figures(text)] == found


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Sales fell by more than 3 percent.", "fall"),  # the verb before "by" and a bound
        ("The index added 3 percent.", "rise"),
        ("The navy added three ships.", ""),  # so many more is no movement
        ("Output is down 3 percent.", "fall"),
        ("It was revised upward by 3 percent.", "rise"),
        ("They report a 3 percent drop.", "fall"),
    ],
)
def test_a_movement_is_told_by_the_word_beside_the_number(text: str, direction: str) -> None:
    assert [figure.direction for figure in find_figures(text)] == [direction]
