"""An edit war ends in few notices, and news of it in none too late."""

from pathlib import Path

import pytest

from tests.integration.holding.newsdesk import DAY, HOUR, MINUTE, SECOND, START, Newsdesk, toll

HOOK = '[channel.hook]\ntype = "webhook"\nurl = "https://h.example/"\nsecret_file = "s"\nrate = "unlimited"\n'


def war(desk: Newsdesk, flips: int, every_ms: int) -> None:
    """A, B, A, B, ... : `flips` changes, the first from 40 to 42."""
    for n in range(flips):
        desk.see([toll("40", "42") if n % 2 == 0 else toll("42", "40")])
        desk.pass_time(every_ms, step=min(every_ms, 30 * SECOND))


@pytest.mark.parametrize("every_ms", [SECOND, MINUTE, 15 * MINUTE])
def test_forty_flips_send_three_notices_at_most_and_a_new_value_at_once(tmp_path: Path, every_ms: int) -> None:
    desk = Newsdesk(tmp_path, HOOK)
    war(desk, 39, every_ms)
    assert len(desk.sent) <= 3
    desk.see([toll("42", "55")])
    desk.send()
    last = desk.sent[-1]
    assert (last.values, last.at_ms, last.alert["cause"]) == (["55"], desk.now_ms, "new_change")
    assert desk.article(1)["version"] == 40


def test_the_new_value_tells_of_the_war_before_it_so_that_no_old_news_follows(tmp_path: Path) -> None:
    desk = Newsdesk(tmp_path, HOOK)
    war(desk, 9, MINUTE)
    desk.see([toll("42", "55")])
    desk.pass_time(DAY, step=30 * MINUTE)
    assert [one.values for one in desk.sent] == [["42"], ["40"], ["55"]]
    assert "before it, edit war: 7 changes between “40” and “42”" in desk.sent[-1].alert["changes"][0]["explanation"]
    assert desk.states() == {"sent": 10}


def test_a_war_over_another_fact_is_still_summed_up_by_itself(tmp_path: Path) -> None:
    desk = Newsdesk(tmp_path, HOOK)
    war(desk, 5, MINUTE)
    desk.see([toll("7", "9", "Rafah")])
    desk.pass_time(DAY, step=30 * MINUTE)
    assert [one.alert["cause"] for one in desk.sent] == ["first", "reverted", "first", "edit_war_summary"]


def test_a_figure_that_goes_back_sends_one_notice_and_the_third_flip_none(tmp_path: Path) -> None:
    desk = Newsdesk(tmp_path, HOOK)
    war(desk, 3, MINUTE)
    assert [(one.values, one.alert["cause"]) for one in desk.sent] == [(["42"], "first"), (["40"], "reverted")]
    (held,) = desk.deliveries("held")
    assert (held.reason, held.due_at) == ("edit_war", START + 2 * MINUTE + 30 * MINUTE)


def test_after_half_an_hour_of_calm_one_summary_counts_the_flips(tmp_path: Path) -> None:
    desk = Newsdesk(tmp_path, HOOK)
    war(desk, 9, MINUTE)
    desk.pass_time(HOUR, step=MINUTE)
    assert len(desk.sent) == 3
    summary = desk.sent[-1]
    assert summary.alert["cause"] == "edit_war_summary"
    assert summary.at_ms - START == 8 * MINUTE + 30 * MINUTE
    (change,) = summary.alert["changes"]
    assert "7 changes between “40” and “42” since 2026-09-21T14:22:00Z" in change["explanation"]
    assert (summary.alert["before"]["version"], summary.alert["after"]["version"]) == (2, 9)
    # What the summary tells of has ended with it.
    assert desk.states() == {"sent": 2 + 1 + 7}
    assert desk.deliveries("held") == []


def test_a_war_that_never_gets_calm_is_summed_up_every_six_hours(tmp_path: Path) -> None:
    desk = Newsdesk(tmp_path, HOOK)
    war(desk, 100, 10 * MINUTE)
    told = [(one.at_ms - START) / HOUR for one in desk.sent if one.alert["cause"] == "edit_war_summary"]
    assert [round(at, 1) for at in told] == [6.3, 12.3]


def test_each_fact_has_an_episode_of_its_own(tmp_path: Path) -> None:
    desk = Newsdesk(tmp_path, HOOK)
    desk.see([toll("40", "42")])
    desk.see([toll("42", "40")])
    desk.see([toll("40", "42"), toll("7", "9", "Rafah")])
    desk.send()
    assert [one.values for one in desk.sent] == [["42"], ["40"], ["42", "9"]]


def test_a_toll_that_only_grows_is_told_every_time(tmp_path: Path) -> None:
    desk = Newsdesk(tmp_path, HOOK)
    for n in range(40, 60):
        desk.see([toll(str(n), str(n + 1))])
        desk.pass_time(MINUTE)
    assert [one.values for one in desk.sent] == [[str(n + 1)] for n in range(40, 60)]


def test_an_episode_ends_when_the_fact_has_rested_for_the_window_of_its_rule(tmp_path: Path) -> None:
    desk = Newsdesk(tmp_path, HOOK + '[[rule]]\nname = "r"\nflap_window = "1h"\n')
    for _ in range(3):
        desk.see([toll("40", "42")])
        desk.pass_time(2 * HOUR)
        desk.see([toll("42", "40")])
        desk.pass_time(2 * HOUR)
    assert [one.alert["cause"] for one in desk.sent] == ["first"] * 6


def test_a_page_whose_flips_come_without_a_sign_of_an_edit_is_marked_unstable(tmp_path: Path) -> None:
    signed, silent = Newsdesk(tmp_path / "a", HOOK), Newsdesk(tmp_path / "b", HOOK)
    for desk, sign in ((signed, True), (silent, False)):
        for old, new in (("40", "42"), ("42", "40"), ("40", "42")):
            desk.see([toll(old, new)], signed=sign)
    assert signed.article(1)["unstable_at"] is None
    assert silent.article(1)["unstable_at"] == START


def test_a_summary_at_night_waits_for_the_morning(tmp_path: Path) -> None:
    quiet = '[quiet_hours.night]\nzone = "UTC"\nwindows = ["14:30-07:00"]\n'
    desk = Newsdesk(tmp_path, quiet + HOOK + 'quiet = ["night"]\n')
    war(desk, 5, MINUTE)
    desk.pass_time(DAY, step=10 * MINUTE)
    assert [one.alert["cause"] for one in desk.sent] == ["first", "reverted", "edit_war_summary"]
    assert (desk.sent[-1].at_ms - START) / HOUR == pytest.approx(16.67, abs=0.2)
    assert set(desk.states()) == {"sent"}
