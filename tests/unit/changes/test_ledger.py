"""One figure over several articles: which belong together, who moved first, and who still prints the old value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind
from monitor.changes.leading import Stand, newest_of, standings
from monitor.changes.ledger import Moved, StorySlot, Telling, ledger

HOUR = 3_600_000


def mention(value: int, *, place: str = "Lenne Valley", counted: str = "death", bound: str = "=", hi: int | None = None,
            unit: str = "person", holder: str = "") -> Mention:  # fmt: skip
    top = Decimal(hi if hi is not None else value) if bound != ">=" else None
    sentence = f"The slide killed {value} people in the valley, officials said."
    return Mention(f"{bound} {value}", sentence, Decimal(value), top, bound, unit, counted, place, holder=holder)


def standing(value: int, **more: Any) -> dict[str, Any]:
    return mention(value, **more).to_dict() | {"where": "body"}


class Room:
    """Articles with what each said and when."""

    def __init__(self) -> None:
        self.tellings: list[Telling] = []
        self.changes = 0

    def article(self, *values: tuple[int, int], relations: tuple[str, ...] = (), also: tuple[dict[str, Any], ...] = (),
                **more: Any) -> None:  # fmt: skip
        """Values with the hour in which each was first seen; the first was there at the first look."""
        number = len(self.tellings) + 1
        moves = []
        for at, ((_, old), (hour, new)) in enumerate(zip(values, values[1:], strict=False)):
            self.changes += 1
            change = Change(Kind.FIGURE_VALUE, mention(old, **more), mention(new, **more), Decimal(new - old))
            moves.append(Moved(self.changes, at + 2, hour * HOUR, change))
        now = (standing(values[-1][1], **more), *also)
        self.tellings.append(Telling(number, f"Outlet {number}", values[0][0] * HOUR, moves, now))

    def slots(self) -> list[StorySlot]:
        return ledger(self.tellings)

    def stands(self) -> list[str]:
        return [one.stand for one in standings(self.slots()[0])]


def test_a_toll_of_three_outlets_is_one_slot_with_a_series_each() -> None:
    room = Room()
    room.article((0, 41), (5, 44))
    room.article((1, 41), (6, 44))
    room.article((2, 41))
    (slot,) = room.slots()
    assert [one.outlet for one in slot.series] == ["Outlet 1", "Outlet 2", "Outlet 3"]
    assert [[int(p.mention.lo) for p in one.points if p.mention and p.mention.lo] for one in slot.series] == [
        [41, 44],
        [41, 44],
        [41],
    ]
    assert (slot.counted, slot.place, slot.id) == ("death", "Lenne Valley", 1)


def test_first_follower_and_who_still_prints_the_old_value() -> None:
    room = Room()
    room.article((0, 41), (5, 44))
    room.article((1, 41), (7, 44))
    room.article((2, 41))
    found = standings(room.slots()[0])
    assert [one.stand for one in found] == ["first", "same", "old"]
    assert found[1].behind_ms == 2 * HOUR
    assert found[2].since == 2 * HOUR


@pytest.mark.parametrize(
    ("values", "stands"),
    [
        # one goes on while the others lag: a late move to what is old by now leads nobody
        ([[(0, 41), (5, 60)], [(0, 41), (3, 44)], [(0, 41), (9, 44)]], ["first", "old", "old"]),
        # who takes it back leads, and the follower still prints what was given up
        ([[(0, 41), (5, 60), (8, 41)], [(0, 41), (6, 60)]], ["first", "old"]),
        # a value that stood at the first look of a late article leads nobody
        ([[(0, 41), (5, 44)], [(6, 38)]], ["first", "other"]),
        # what a late article was first seen with is the newest once another moves to it, and it was there by then
        ([[(0, 41), (9, 44)], [(6, 44)]], ["same", "first"]),
        # nobody moved: all say the same
        ([[(0, 41)], [(3, 41)]], ["first", "same"]),
    ],
)
def test_who_leads(values: list[list[tuple[int, int]]], stands: list[str]) -> None:
    room = Room()
    for one in values:
        room.article(*one)
    assert room.stands() == stands


def test_at_least_44_says_what_44_says() -> None:
    room = Room()
    room.article((0, 41), (5, 44), bound=">=")
    room.article((0, 41), (6, 44))
    assert room.stands() == ["first", "same"]


@pytest.mark.parametrize(
    "other",
    [
        {"counted": "injury"},  # another thing is counted
        {"place": "Tarn Ridge"},  # elsewhere
        {"unit": "percent"},  # another measure
    ],
)
def test_what_counts_another_thing_is_another_slot(other: dict[str, Any]) -> None:
    room = Room()
    room.article((0, 41), (5, 44))
    room.article((0, 41), **other)
    assert len(room.slots()) == 2


def test_holders_keep_figures_apart() -> None:
    room = Room()
    room.article((0, 31), (5, 32), counted="seat", place="", holder="Tarn")
    room.article((0, 31), (6, 32), counted="seat", place="", holder="Arden")
    assert len(room.slots()) == 2


@pytest.mark.parametrize("place", ["", "the Lenne Valley", "lenne valley"])
def test_a_place_that_is_not_said_or_written_otherwise_is_the_same(place: str) -> None:
    room = Room()
    room.article((0, 41), (5, 44))
    room.article((0, 41), place=place)
    assert len(room.slots()) == 1


def test_a_number_ten_times_away_is_another_fact() -> None:
    room = Room()
    room.article((0, 41), (5, 44))
    room.article((0, 2300))
    assert len(room.slots()) == 2


def test_of_two_figures_of_one_article_the_nearer_is_taken_whatever_their_order() -> None:
    room = Room()
    room.article((0, 41), (5, 44))
    room.tellings.append(Telling(2, "Outlet 2", 0, (), (standing(12), standing(44))))
    slots = room.slots()
    assert [[s.article_id for s in slot.series] for slot in slots] == [[1, 2], [2]]
    assert slots[0].series[1].now.mention is not None
    assert slots[0].series[1].now.mention.lo == 44


def test_a_figure_that_was_withdrawn_is_gone_and_one_that_came_back_goes_on() -> None:
    taken = Change(Kind.FIGURE_REMOVED, mention(41), None)
    back = Change(Kind.FIGURE_ADDED, None, mention(43))
    moves = [Moved(1, 2, HOUR, taken), Moved(2, 3, 2 * HOUR, back)]
    (gone,) = ledger([Telling(1, "A", 0, moves[:1])])
    assert [one.stand for one in standings(gone)] == [Stand.GONE]
    assert newest_of(gone) is not None
    (again,) = ledger([Telling(1, "A", 0, moves)])
    assert [point.amount for point in again.series[0].points] == [(41, None), None, (43, None)]


def test_a_figure_of_which_nothing_says_what_it_counts_is_of_one_article_and_has_its_sentence() -> None:
    room = Room()
    room.article((0, 41), (5, 44), counted="")
    room.article((0, 41), (6, 44), counted="")
    slots = room.slots()
    assert [len(slot.series) for slot in slots] == [1, 1]
    assert slots[0].said == "The slide killed 44 people in the valley, officials said."


@pytest.mark.parametrize(
    ("values", "place", "together"),
    [
        ([(0, 1200)], "", False),  # 1,400 homes without power and 1,200 homes damaged: counts alone say little
        ([(0, 1400)], "", True),  # the very number
        ([(0, 1300), (3, 1400)], "", True),  # a number that both said at some time
        ([(0, 1200)], "Lenne Valley", True),  # another number, but of the same place
    ],
)
def test_what_is_counted_alone_makes_no_two_figures_one(
    values: list[tuple[int, int]], place: str, together: bool
) -> None:
    room = Room()
    room.article((0, 1300), (5, 1400), counted="home", unit="")
    room.article(*values, counted="home", unit="", place=place)
    assert (len(room.slots()) == 1) is together


def test_small_numbers_are_equal_by_chance() -> None:
    room = Room()
    room.article((0, 2), (5, 3), counted="arrest", place="Dovar")
    room.article((0, 3), counted="arrest", place="")
    assert len(room.slots()) == 2


def test_the_figure_that_moved_last_comes_first() -> None:
    room = Room()
    room.article((0, 7), (2, 8), counted="injury")
    room.article((0, 41), (5, 44))
    assert [slot.counted for slot in room.slots()] == ["death", "injury"]


def test_a_value_of_zero_or_below_is_no_trouble() -> None:
    room = Room()
    room.article((0, 0), (2, 3), counted="case")
    room.article((0, 0), (3, -2), counted="case")
    assert len(room.slots()) == 1
