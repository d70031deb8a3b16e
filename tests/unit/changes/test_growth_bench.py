"""The bench of growth: texts grow as named, times and their growth are printed, and what does not end is stopped."""

import time
from collections.abc import Callable

import pytest

from benchmarks import growth
from benchmarks.accuracy import OWN


@pytest.mark.parametrize("size", [2_000, 20_000])
def test_one_sentence_of_the_size_asked_for_whose_figures_all_move(size: int):
    old, new = growth.long_sentence(size, 0), growth.long_sentence(size, 1)
    assert size <= len(old.encode()) < size + 100
    assert old.count(".") == 1
    before, after = growth.numbers(old), growth.numbers(new)
    assert len(before) == len(after) > size // 100
    assert not set(before) & set(after)


def test_batches_of_sentences_are_worded_anew_and_no_sentence_comes_twice():
    seen: list[str] = []
    for old, new in growth.reworded(OWN, 60):
        assert len(old) == len(new) == 60
        seen += [*set(old), *set(new)]
    assert len(seen) >= 6 * 120
    assert len(set(seen)) >= 0.99 * len(seen)


def test_times_are_printed_with_their_growth():
    spent = {25: 0.5, 50: 1.0, 100: 2.5}
    assert list(growth.grown((25, 50, 100), spent.get)) == [
        "one sentence of  25 kB:   0.50 s of CPU",
        "one sentence of  50 kB:   1.00 s of CPU, 2.0 times the one before",
        "one sentence of 100 kB:   2.50 s of CPU, 2.5 times the one before",
    ]


def test_after_one_that_did_not_end_no_longer_one_is_tried():
    tried = []

    def judge(size: int) -> float | None:
        tried.append(size)
        return None if size > 25 else 0.5

    assert (
        list(growth.grown((25, 50, 100), judge))[-1]
        == "one sentence of  50 kB: not done within its bound; stopped here"
    )
    assert tried == [25, 50]


def asleep(_: int) -> None:
    time.sleep(30)


def busy(_: int) -> None:
    while True:
        pass


def fails(_: int) -> None:
    raise ValueError


@pytest.mark.parametrize("work", [asleep, busy, fails])
def test_work_that_waits_spins_or_fails_ends_at_its_bound(work: Callable[[int], None]):
    started = time.monotonic()
    assert growth.bounded(work, 1, 0.5, patience=1 if work is asleep else 20) is None
    assert time.monotonic() - started < 25


def test_work_in_a_child_tells_its_cpu():
    spent = growth.bounded(growth.nothing, 1, 20)
    assert spent is not None
    assert 0 <= spent < 1
