"""The simulator runs the real schedule: it stays near its budget, and is better than looking at fixed times."""

import math

import pytest

from benchmarks import schedule
from benchmarks.worlds import LIFE, STEADY, WORLDS, stories, to_wait_for


@pytest.mark.parametrize("world", WORLDS)
def test_the_same_seed_gives_the_same_world_and_another_seed_another(world):
    same, again, other = (stories(world, 20, 100.0, seed) for seed in (1, 1, 2))
    assert [one.edits for one in same] == [one.edits for one in again] != [one.edits for one in other]
    assert all(0 <= edit < LIFE for one in same for edit in one.edits)


def test_what_is_to_be_waited_for_is_what_happens_on_average():
    found = stories(STEADY, 400, 100.0, 3)
    edits = waited = happened = late = 0.0
    for one in found:
        for start in range(0, int(LIFE), 24):
            more, longer = to_wait_for(one, start, start + 24)
            edits, waited = edits + more, waited + longer
        happened += len(one.edits)
        late += sum(24 - edit % 24 for edit in one.edits)
    assert math.isclose(edits, happened, rel_tol=0.1)
    assert math.isclose(waited, late, rel_tol=0.1)


def test_it_keeps_its_budget_and_beats_fixed_times():
    count, budget = 150, 30.0
    chosen = [(one, 0, one.born) for one in stories("heavy", count, schedule.SPAN, 1)]
    run = schedule.Run(schedule.World(chosen, count / (schedule.SPAN / 24) * budget), 1).go()
    assert schedule._looks_each(run, count) == pytest.approx(budget, rel=0.1)
    assert run.mean < 0.75 * LIFE / budget / 2


def test_hints_make_delays_shorter_and_their_polls_are_counted():
    count, looks_a_day = 30, 30 / (schedule.SPAN / 24) * 40
    chosen = [(one, 0, one.born) for one in stories("heavy", count, schedule.SPAN, 2, recall=1.0)]
    hinted = schedule.Run(schedule.World(chosen, looks_a_day, polls=True), 1).go()
    assert hinted.real < 1.5
    assert len(hinted.looks) > len(hinted.host_looks[0])


@pytest.mark.parametrize("part", schedule.PARTS)
def test_every_part_prints_its_figures(part, capsys):
    assert schedule.main(["slow", "--articles", "12", "--budgets", "20", "--parts", part]) == 0
    assert "slow" in capsys.readouterr().out
