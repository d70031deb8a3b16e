"""Who keeps a place at the web page when all are taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.web.doors import Doors, Standing, most_connections


class Guest:
    def __init__(self, name: str, standing: Standing = Standing.ASKING) -> None:
        self.name = name
        self.standing = standing
        self.gone = False

    def leave(self) -> None:
        self.gone = True


def crowd(doors: Doors, *guests: tuple[str, str] | tuple[str, str, Standing]) -> list[Guest]:
    made = []
    for name, address, *standing in guests:
        made.append(Guest(name, *standing))
        doors.enter(made[-1], address)
    return made


def test_the_one_that_waited_longest_of_whoever_holds_most_makes_room() -> None:
    doors = Doors(4)
    guests = crowd(doors, ("a", "192.0.2.1"), ("b1", "192.0.2.2"), ("b2", "192.0.2.2"), ("b3", "192.0.2.2"))
    assert doors.enter(Guest("new"), "192.0.2.3")
    assert [guest.name for guest in guests if guest.gone] == ["b1"]
    assert len(doors) == 4


def test_whoever_is_being_answered_is_not_put_out() -> None:
    doors = Doors(2)
    guests = crowd(doors, ("a", "192.0.2.1", Standing.ANSWERED), ("b", "192.0.2.1"))
    assert doors.enter(Guest("new"), "192.0.2.1")
    assert [guest.name for guest in guests if guest.gone] == ["b"]


def test_one_address_cannot_put_out_others_that_hold_less() -> None:
    doors = Doors(3)
    guests = crowd(
        doors,
        ("a", "192.0.2.1"),
        ("b", "192.0.2.2", Standing.ANSWERED),
        ("c", "192.0.2.2", Standing.ANSWERED),
    )
    assert not doors.enter(Guest("third of b"), "192.0.2.2")
    assert not any(guest.gone for guest in guests)


def test_a_whole_network_of_ipv6_is_one_guest() -> None:
    doors = Doors(3)
    guests = crowd(doors, ("a", "192.0.2.1"), ("b", "2001:db8::1"), ("c", "2001:db8::ffff:2%eth0"))
    assert doors.enter(Guest("new"), "2001:db8::3")
    assert [guest.name for guest in guests if guest.gone] == ["b"]


@given(
    st.lists(
        st.tuples(st.sampled_from(["192.0.2.1", "192.0.2.2", "::1", "", "odd"]), st.sampled_from(Standing)), max_size=40
    )
)
def test_there_are_never_more_than_places_and_who_entered_is_inside(coming: list[tuple[str, Standing]]) -> None:
    doors = Doors(5)
    entered = []
    for address, standing in coming:
        guest = Guest("", standing)
        if doors.enter(guest, address):
            entered.append(guest)
        else:
            assert len(doors) == 5
    assert len(doors) == sum(not guest.gone for guest in entered) <= 5


@pytest.mark.parametrize(("descriptors", "most"), [(256, 64), (1024, 200), (1_000_000, 200), (20, 8)])
def test_connections_leave_descriptors_for_everything_else(descriptors: int, most: int) -> None:
    assert most_connections(descriptors) == most
