"""Names that nobody answers for hold up nobody else."""

from __future__ import annotations

import threading
import time

import pytest

from spiders.lookups import MOST, MOST_OF_ONE, Lookups, owner_of


class Names:
    """A resolver that hangs for names that begin with "hang", until it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.asked: list[str] = []
        self.answers: dict[str, tuple[str, ...]] = {}
        self.lookups = Lookups(self.resolve, self.answers.__setitem__)

    def resolve(self, name: str) -> list[str]:
        self.asked.append(name)
        if name.startswith("hang"):
            self.let_go.wait(60)
        if name.startswith("break"):
            raise OSError("resolv.conf is gone")
        return ["192.0.2.1"]

    def wait_for(self, *names: str) -> bool:
        until = time.monotonic() + 30
        while time.monotonic() < until and not all(name in self.answers for name in names):
            time.sleep(0.005)
        return all(name in self.answers for name in names)


def test_hundreds_of_names_that_hang_hold_up_no_other_owner() -> None:
    names = Names()
    for n in range(300):
        names.lookups.ask(f"hang{n}.evil.example")
    for n in range(20):
        names.lookups.ask(f"www.paper{n}.example")
    assert names.wait_for(*(f"www.paper{n}.example" for n in range(20)))
    assert sum(name.startswith("hang") for name in names.asked) == MOST_OF_ONE
    names.let_go.set()
    assert names.wait_for("hang299.evil.example")


def test_there_are_never_more_threads_than_the_bound() -> None:
    names = Names()
    for n in range(3 * MOST):
        names.lookups.ask(f"hang.evil{n}.example")
    assert len(names.asked) <= MOST
    names.let_go.set()
    assert names.wait_for(*(f"hang.evil{n}.example" for n in range(3 * MOST)))


def test_a_name_is_asked_for_once_however_many_want_it_and_forgotten_where_nobody_does() -> None:
    names = Names()
    for _ in range(5):
        names.lookups.ask("hang.paper.example")
    for n in range(MOST_OF_ONE):
        names.lookups.ask(f"hang{n}.paper.example")
    names.lookups.forget(f"hang{MOST_OF_ONE - 1}.paper.example")
    names.let_go.set()
    assert names.wait_for("hang.paper.example", f"hang{MOST_OF_ONE - 2}.paper.example")
    assert names.asked.count("hang.paper.example") == 1
    assert f"hang{MOST_OF_ONE - 1}.paper.example" not in names.asked


def test_a_resolver_that_breaks_is_an_answer_too() -> None:
    names = Names()
    names.lookups.ask("break.example")
    assert names.wait_for("break.example")
    assert names.answers["break.example"] == ()


def test_nothing_is_told_after_the_end() -> None:
    names = Names()
    names.lookups.ask("hang.paper.example")
    names.lookups.close()
    names.lookups.ask("www.paper.example")
    names.let_go.set()
    time.sleep(0.05)
    assert names.answers == {}


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("paper.example", "paper.example"),
        ("a.b.paper.example", "paper.example"),
        ("www.paper.co.uk", "paper.co.uk"),
        ("www.paper.com.au.", "paper.com.au"),
        ("www.dw.de", "www.dw.de"),  # two letters before a country's end may be either: then each host for itself
        ("localhost", "localhost"),
    ],
)
def test_the_names_of_one_owner_are_counted_together(name: str, owner: str) -> None:
    assert owner_of(name) == owner
