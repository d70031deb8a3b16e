"""Every value is told when it is first seen; what goes to and fro is told once and then summed up."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.alert import ChangeFields, Side
from alerts.flapping import (
    CALM_MS,
    LONGEST_MS,
    MOST_VALUES,
    WINDOW_MS,
    Episode,
    FlapReason,
    Move,
    move_of,
    of_alert,
    step,
    summary_due,
)

MINUTE = 60_000


def reasons(values: str, every: int = MINUTE, window: int = WINDOW_MS) -> list[FlapReason]:
    """What each move of one fact through these values is."""
    episodes: list[Episode] = []
    found = []
    for n, (old, new) in enumerate(zip(values, values[1:], strict=False)):
        flap = step(episodes, Move("figure", old, new), n * every, window_ms=window)
        if flap.continued is not None:
            episodes.pop(flap.continued)
        episodes.insert(0, Episode.from_dict(flap.episode.to_dict()))
        found.append(flap.reason)
    return found


FIRST, NEW, BACK, WAR = FlapReason.FIRST, FlapReason.NEW_CHANGE, FlapReason.REVERTED, FlapReason.EDIT_WAR


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("AB", [FIRST]),
        ("ABA", [FIRST, BACK]),
        ("ABAB", [FIRST, BACK, WAR]),
        ("ABABC", [FIRST, BACK, WAR, NEW]),
        ("ABABCA", [FIRST, BACK, WAR, NEW, WAR]),
        ("ABCD", [FIRST, NEW, NEW]),
        ("ABCB", [FIRST, NEW, BACK]),
        ("ABCBC", [FIRST, NEW, BACK, WAR]),
    ],
)
def test_each_move_has_its_word(values: str, expected: list[FlapReason]) -> None:
    assert reasons(values) == expected


def test_a_fact_that_rested_for_the_window_starts_anew() -> None:
    assert reasons("ABAB", every=WINDOW_MS + 1) == [FIRST, FIRST, FIRST]
    assert reasons("ABAB", every=WINDOW_MS) == [FIRST, BACK, WAR]


@given(st.text("ABCDE", min_size=2, max_size=60))
def test_every_value_is_told_when_first_seen_and_returns_at_most_once(values: str) -> None:
    moves = [one for one, after in zip(values, [*values[1:], ""], strict=True) if one != after]
    path = "".join(moves)
    found = reasons(path)
    seen = set(path[:1])
    for reason, value in zip(found, path[1:], strict=True):
        assert (reason in (FIRST, NEW)) == (value not in seen)
        seen.add(value)
    assert found.count(BACK) <= 1


def test_two_facts_of_one_alert_do_not_share_an_episode() -> None:
    one = step([], Move("figure", "A", "B"), 0).episode
    assert step([one], Move("figure", "7", "A"), 1).reason is FIRST
    assert step([one], Move("quote", "B", "A"), 1).reason is FIRST


def test_a_page_with_another_number_at_every_look_forgets_its_oldest() -> None:
    episode = step([], Move("figure", "0", "1"), 0).episode
    for n in range(1, 3 * MOST_VALUES):
        episode = step([episode], Move("figure", str(n), str(n + 1)), n).episode
    assert len(episode.seen) == MOST_VALUES


@pytest.mark.parametrize(
    ("signs", "unstable"),
    [
        ([False, False, False], True),
        ([False, True, False], False),
        ([None, None, None], False),
        ([False, False], False),
    ],
)
def test_a_page_is_unstable_only_where_no_return_came_with_a_sign(signs: list[bool | None], unstable: bool) -> None:
    episode = None
    for n, signed in enumerate(signs):
        move = Move("figure", "AB"[n % 2], "BA"[n % 2])
        episode = step([episode] if episode else [], move, n, signed=signed).episode
    assert episode is not None
    assert episode.unstable is unstable


def test_a_summary_comes_after_calm_or_six_hours_and_never_twice_in_six() -> None:
    hour = 60 * MINUTE
    assert summary_due(0, 10 * MINUTE, None) == 10 * MINUTE + CALM_MS
    assert summary_due(0, 10 * hour, None) == LONGEST_MS
    assert summary_due(7 * hour, 7 * hour, 6 * hour) == 6 * hour + LONGEST_MS


def test_an_alert_is_held_only_if_each_of_its_changes_goes_to_and_fro() -> None:
    assert of_alert([WAR, WAR]) is WAR
    assert of_alert([WAR, NEW]) is NEW
    assert of_alert([WAR, BACK]) is BACK
    assert of_alert([BACK, FIRST]) is FIRST


def change(kind: str, old: Any, new: Any) -> ChangeFields:
    return ChangeFields(
        kind=kind,
        where="body",
        announced=False,
        relation="",
        old=old,
        new=new,
        delta=None,
        ratio=None,
        explanation="",
    )


def figure(text: str, lo: str) -> Side:
    return Side(text=text, lo=lo, hi=None, bound="=", unit="person", counted="death", place="Gaza")


def test_two_spellings_of_a_figure_are_one_value() -> None:
    there = move_of(change("figure.value", figure("1,200", "1200"), figure("1300", "1300")))
    back = move_of(change("figure.value", figure("1,300", "1300"), figure("1200", "1200")))
    assert (there.old, there.new) == (back.new, back.old)


def test_a_fact_that_comes_and_goes_goes_to_and_fro() -> None:
    side = figure("40", "40")
    added, removed = move_of(change("figure.added", None, side)), move_of(change("figure.removed", side, None))
    assert (added.old, added.new) == (removed.new, removed.old)


def test_an_article_that_is_taken_away_and_comes_back_goes_to_and_fro() -> None:
    gone = move_of(change("article.removed", {"text": "a"}, None))
    back = move_of(change("article.restored", None, {"text": "b"}))
    assert (gone.old, gone.new) == (back.new, back.old)


def test_a_change_that_no_value_tells_apart_is_still_a_move() -> None:
    said = {"text": "the same", "sentence": "One said the same.", "source": "one"}
    move = move_of(change("attribution.changed", said, {**said, "source": "another"}))
    assert move.old != move.new
