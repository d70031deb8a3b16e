"""What waits comes as one digest, in order, and nothing is dropped without a reason that can be read and reversed."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from alerts.silencing import Silence
from monitor.changes import Change, Kind, Level, Mention
from monitor.store import silences
from tests.integration.holding.newsdesk import DAY, HOUR, MINUTE, SECOND, START, Newsdesk, toll

HOOK = '[channel.hook]\ntype = "webhook"\nurl = "https://h.example/"\nsecret_file = "s"\n'
FREE = HOOK + 'rate = "unlimited"\n'
NIGHT = '[quiet_hours.night]\nzone = "UTC"\nwindows = ["14:00-07:00"]\n'
RULE = '[[rule]]\nname = "tolls"\n'
MORNING = START + (16 * 60 + 40) * MINUTE
"""07:00 UTC after START."""


def silence(desk: Newsdesk, ms: int, **matchers: object) -> int:
    wanted = Silence(0, matchers, desk.now_ms, desk.now_ms + ms, "ana", "known")
    return desk.store.write(silences.add, wanted, desk.now_ms)


class TestQuietHours:
    def test_what_arises_at_night_is_one_digest_in_the_morning_in_order(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, NIGHT + FREE + 'quiet = ["night"]\n')
        for n in range(3):
            for url in ("https://one.example/a", "https://two.example/b"):
                desk.see([toll(str(40 + n), str(41 + n))], url=url)
            desk.pass_time(HOUR, step=10 * MINUTE)
        assert desk.sent == []
        assert {(one.state, one.reason, one.detail, one.due_at) for one in desk.deliveries()} == {
            ("held", "quiet_hours", "night", MORNING)
        }
        desk.pass_time(DAY, step=10 * MINUTE)
        (digest,) = desk.sent
        assert MORNING <= digest.at_ms < MORNING + 10 * MINUTE
        assert digest.told == ["41", "41", "42", "42", "43", "43"]
        assert set(desk.states()) == {"sent"}

    def test_critical_is_told_at_night(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, NIGHT + FREE + 'quiet = ["night"]\n' + RULE + 'severity = "critical"\n')
        desk.see([toll("40", "41")])
        desk.send()
        assert len(desk.sent) == 1

    def test_a_single_alert_is_told_as_itself(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, NIGHT + FREE + 'quiet = ["night"]\n')
        desk.see([toll("40", "41")])
        (held,) = desk.deliveries()
        desk.pass_time(DAY, step=10 * MINUTE)
        assert [(one.id, one.digest) for one in desk.sent] == [(held.id, ())]

    def test_quiet_hours_of_a_rule_hold_only_its_own_alerts(self, tmp_path: Path) -> None:
        rules = RULE + 'quiet = ["night"]\nmin_delta = 10\n[[rule]]\nname = "all"\nkinds = ["figure.*"]\n'
        desk = Newsdesk(tmp_path, NIGHT + FREE + rules)
        desk.see([toll("40", "60")])
        assert {(one.state, one.reason) for one in desk.deliveries()} == {
            ("held", "quiet_hours"),
            ("held", "first"),
        } or {one.state for one in desk.deliveries()} == {"held", "due"}

    def test_a_clock_that_was_ahead_holds_nothing_for_longer_than_the_night(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, NIGHT + FREE + 'quiet = ["night"]\n')
        desk.now_ms = START + 30 * DAY
        desk.see([toll("40", "41")])
        desk.now_ms = START
        desk.store.write(desk.releasing.rebase, desk.now_ms)
        (held,) = desk.deliveries()
        assert held.due_at == MORNING

    @pytest.mark.parametrize("step", [-HOUR, HOUR, 30 * DAY])
    def test_a_step_of_the_clock_neither_loses_nor_repeats(self, tmp_path: Path, step: int) -> None:
        desk = Newsdesk(tmp_path, NIGHT + FREE + 'quiet = ["night"]\n')
        desk.see([toll("40", "41")])
        desk.see([toll("41", "42")])
        desk.now_ms += step
        desk.store.write(desk.releasing.rebase, desk.now_ms)
        desk.pass_time(2 * DAY, step=30 * MINUTE)
        assert [one.told for one in desk.sent] == [["41", "42"]]


class TestDigests:
    def test_hourly_tells_at_the_full_hour(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, FREE + 'digest = "hourly"\n')
        desk.see([toll("40", "41")])
        desk.see([toll("41", "42")])
        assert {(one.reason, one.detail) for one in desk.deliveries()} == {("digest", "hourly")}
        desk.pass_time(HOUR, step=MINUTE)
        (digest,) = desk.sent
        assert (digest.at_ms, digest.told) == (START + 40 * MINUTE, ["41", "42"])

    def test_a_rule_that_is_instant_does_not_wait_for_the_digest_of_its_channel(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, FREE + 'digest = "hourly"\n' + RULE + 'digest = "instant"\n')
        desk.see([toll("40", "41")])
        desk.send()
        assert len(desk.sent) == 1

    def test_a_later_alert_of_the_article_does_not_overtake_one_that_waits(self, tmp_path: Path) -> None:
        rules = '[[rule]]\nname = "large"\nmin_delta = 100\ndigest = "hourly"\n[[rule]]\nname = "small"\nwhen = "delta < 50"\n'
        desk = Newsdesk(tmp_path, FREE + rules)
        desk.see([toll("40", "240")])
        desk.see([toll("240", "241")])
        desk.see([toll("7", "8")], url="https://two.example/b")
        assert [one.reason for one in desk.deliveries() if one.state == "held"].count("order") == 1
        desk.pass_time(HOUR, step=MINUTE)
        assert [one.told for one in desk.sent] == [["8"], ["240", "241"]]

    def test_what_is_sure_does_not_wait_for_the_digest_of_what_may_be_colour(self, tmp_path: Path) -> None:
        rules = (
            '[[rule]]\nname = "facts"\nlevel = "alert"\n[[rule]]\nname = "rest"\nlevel = "digest"\ndigest = "hourly"\n'
        )
        desk = Newsdesk(tmp_path, FREE + rules)
        desk.see([replace(toll("7", "8"), level=Level.DIGEST)])
        desk.see([toll("40", "41")])
        desk.see([replace(toll("8", "9"), level=Level.DIGEST)])
        desk.send()
        assert [one.told for one in desk.sent] == [["41"]]
        desk.pass_time(HOUR, step=MINUTE)
        assert [one.told for one in desk.sent] == [["41"], ["8", "9"]]

    def test_without_rules_alerts_go_out_at_once_and_the_rest_in_the_morning(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, FREE)
        desk.see([toll("40", "41"), replace(toll("7", "8"), level=Level.DIGEST)])
        desk.see([toll("41", "42")])
        desk.send()
        assert [one.told for one in desk.sent] == [["41"], ["42"]]
        (held,) = (one for one in desk.deliveries() if one.state == "held")
        assert (held.reason, held.detail) == ("digest", "daily 07:00 UTC")
        desk.pass_time(DAY, step=30 * MINUTE)
        assert [one.told for one in desk.sent][2:] == [["8"]]

    def test_a_digest_that_nobody_took_ends_with_all_it_tells_of_and_can_be_sent_again(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, FREE + 'digest = "hourly"\n')
        desk.see([toll("40", "41")])
        desk.see([toll("41", "42")])
        desk.down = True
        desk.pass_time(HOUR, step=MINUTE)
        assert desk.states() == {"dead": 3}

    def test_every_recipient_gets_a_digest_of_their_own(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, FREE + 'digest = "hourly"\n', to=("a@x.example", "b@x.example"))
        desk.see([toll("40", "41")])
        desk.see([toll("41", "42")])
        desk.pass_time(HOUR, step=MINUTE)
        assert [(one.recipient, one.told) for one in desk.sent] == [
            ("a@x.example", ["41", "42"]),
            ("b@x.example", ["41", "42"]),
        ]


class TestRates:
    def test_five_hundred_articles_in_a_minute_become_digests_and_none_is_dropped(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, HOOK)
        for n in range(500):
            desk.see([toll("40", str(1000 + n))], url=f"https://one.example/{n}")
            if n % 50 == 49:
                desk.pass_time(6 * SECOND, step=2 * SECOND)
        desk.pass_time(30 * MINUTE, step=5 * SECOND)
        assert sorted(value for one in desk.sent for value in one.told) == [str(1000 + n) for n in range(500)]
        assert len(desk.sent) <= 100
        assert set(desk.states()) == {"sent"}
        most = max(
            sum(1 for one in desk.sent if at <= one.at_ms < at + MINUTE)
            for at in range(START, START + HOUR, SECOND * 10)
        )
        assert most <= 120

    def test_a_channel_without_limit_sends_all_at_once(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, FREE)
        for n in range(100):
            desk.see([toll("40", "41")], url=f"https://one.example/{n}")
        desk.send()
        assert len(desk.sent) == 100

    @pytest.mark.faults
    @pytest.mark.timeout(1800)
    def test_ten_thousand_held_deliveries_drain_at_the_rate_of_their_channel(self, tmp_path: Path) -> None:
        people = tuple(f"p{n}@x.example" for n in range(500))
        desk = Newsdesk(tmp_path, NIGHT + HOOK + 'quiet = ["night"]\n', to=people)
        for n in range(20):
            desk.see([toll("40", str(100 + n))], url=f"https://one.example/{n}")
        assert desk.states() == {"held": 10_000}
        desk.now_ms = MORNING
        began = desk.now_ms
        while "held" in desk.states():
            desk.pass_time(2 * SECOND)
            assert desk.now_ms < began + HOUR
        by_recipient = Counter(value for one in desk.sent for value in [one.recipient] * len(one.told))
        assert by_recipient == dict.fromkeys(people, 20)
        most = max(
            sum(1 for one in desk.sent if at <= one.at_ms < at + MINUTE)
            for at in range(began, desk.now_ms, 10 * SECOND)
        )
        assert most <= 121
        assert len(desk.sent) == 500
        took = (desk.now_ms - began) / MINUTE
        print(
            f"F7: 10000 deliveries to {len(people)} people held over a night: {len(desk.sent)} messages within {took:.0f} "
            f"min of its end, {most} at most in a minute"
        )


class TestGroups:
    def test_articles_of_a_story_are_gathered_for_half_a_minute_then_for_five(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, FREE + RULE + 'group_by = "story"\n')
        for n in range(3):
            desk.see([toll("40", f"4{n + 1}")], url=f"https://o{n}.example/a", tags=("gaza",))
            desk.pass_time(5 * SECOND)
        desk.see([toll("7", "8")], url="https://x.example/a", tags=("vote",))
        desk.pass_time(MINUTE, step=SECOND)
        assert [one.told for one in desk.sent] == [["41", "42", "43"], ["8"]]
        assert desk.sent[0].at_ms == START + 30 * SECOND
        desk.see([toll("43", "44")], url="https://o1.example/a", tags=("gaza",))
        desk.pass_time(10 * MINUTE, step=SECOND)
        assert desk.sent[-1].at_ms == START + 30 * SECOND + 5 * MINUTE

    def test_an_article_by_itself_waits_for_nothing(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, FREE + RULE)
        desk.see([toll("40", "41")])
        desk.send()
        desk.see([toll("41", "42")])
        desk.send()
        assert [one.values for one in desk.sent] == [["41"], ["42"]]

    def test_two_hundred_facts_of_one_version_are_one_alert(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, FREE)
        desk.see([toll(str(n), str(n + 1000)) for n in range(200)])
        desk.send()
        assert [len(one.values) for one in desk.sent] == [200]


class TestCarriers:
    """A digest or summary that ends in whatever way takes along what it tells of."""

    def test_a_summary_that_is_silenced_while_it_waits_takes_its_flips_along(self, tmp_path: Path) -> None:
        night = NIGHT.replace("14:00", "14:25")
        desk = Newsdesk(tmp_path, night + FREE + 'quiet = ["night"]\n')
        for n in range(5):
            desk.see([toll("40", "42") if n % 2 == 0 else toll("42", "40")])
            desk.pass_time(SECOND)
        desk.pass_time(2 * HOUR, step=10 * MINUTE)
        silence(desk, 2 * DAY, counted=["death"])
        desk.pass_time(DAY, step=HOUR)
        assert len(desk.sent) == 2
        assert set(desk.states()) == {"sent", "suppressed"}

    def test_a_digest_inside_a_digest_is_told_whole(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, FREE + 'digest = "hourly"\n')
        for n in range(3):
            desk.see([toll("40", str(41 + n))], url=f"https://one.example/{n}")
        desk.now_ms += HOUR
        desk.store.write(desk.releasing.release, desk.now_ms)
        # As a channel that was disabled and switched on again does, for a single digest.
        desk.store.write(
            lambda c: c.exec_driver_sql("UPDATE delivery SET state='held', reason='digest' WHERE cause='digest'")
        )
        desk.see([toll("7", "8")], url="https://two.example/b")
        desk.pass_time(2 * HOUR, step=10 * MINUTE)
        assert sorted(value for one in desk.sent for value in one.told) == ["41", "42", "43", "8"]
        assert set(desk.states()) == {"sent"}


class TestSecondLooks:
    CONFIRM = FREE + RULE + "confirm = 2\n"

    def test_a_change_is_told_when_the_next_look_agrees(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, self.CONFIRM)
        article = desk.see([toll("40", "41")])
        desk.pass_time(HOUR)
        assert [(one.state, one.reason) for one in desk.deliveries()] == [("held", "unconfirmed")]
        assert desk.article(article)["awaiting"] == 1
        desk.see()
        desk.send()
        assert [one.values for one in desk.sent] == [["41"]]
        assert desk.article(article)["awaiting"] == 0

    def test_a_change_that_the_next_look_denies_is_suppressed_and_so_is_its_return(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, self.CONFIRM)
        desk.see([toll("40", "41")])
        desk.see([toll("41", "40")])
        desk.see()
        desk.pass_time(2 * DAY, step=HOUR)
        assert desk.sent == []
        assert {(one.state, one.reason) for one in desk.deliveries()} == {("suppressed", "not_confirmed")}

    def test_another_change_of_the_next_look_confirms_and_waits_for_its_own(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, self.CONFIRM)
        desk.see([toll("40", "41")])
        desk.see([toll("7", "9", "Rafah")])
        desk.send()
        assert [one.values for one in desk.sent] == [["41"]]
        desk.see()
        desk.send()
        assert [one.values for one in desk.sent] == [["41"], ["9"]]

    def test_without_a_second_look_it_is_told_after_a_day(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, self.CONFIRM)
        desk.see([toll("40", "41")])
        desk.pass_time(2 * DAY, step=HOUR)
        assert [one.at_ms for one in desk.sent] == [START + DAY]


class TestSilences:
    def test_a_silence_keeps_its_changes_quiet_until_it_ends_and_names_itself(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, FREE)
        number = silence(desk, HOUR, counted=["death"], places=["Gaza"])
        desk.see([toll("40", "41")])
        desk.see([toll("7", "8", "Rafah")], url="https://two.example/b")
        desk.pass_time(2 * HOUR)
        assert [one.values for one in desk.sent] == [["8"]]
        (kept,) = desk.deliveries("suppressed")
        assert (kept.reason, kept.detail) == ("silence", f"silence {number}")
        desk.see([toll("41", "42")])
        desk.send()
        assert desk.sent[-1].values == ["42"]

    def test_a_version_with_one_change_that_nobody_silenced_is_told_whole(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, FREE)
        silence(desk, HOUR, places=["Gaza"])
        desk.see([toll("40", "41"), toll("7", "8", "Rafah")])
        desk.send()
        assert [one.values for one in desk.sent] == [["41", "8"]]

    @pytest.mark.parametrize(
        ("matchers", "quiet"),
        [
            ({"tags": ["gaza"]}, True),
            ({"tags": ["vote"]}, False),
            ({"rules": ["tolls"]}, True),
            ({"rules": ["other"]}, False),
            ({"outlets": ["The Courier"]}, True),
            ({"watches": ["https://one.example/*"]}, True),
            ({"languages": ["fr"]}, False),
            ({"languages": ["en"]}, True),
            ({"kinds": ["quote.*"]}, False),
            ({"when": "delta < 5"}, True),
            ({"min_delta": "5"}, False),
        ],
    )
    def test_its_matchers_are_those_of_rules(self, tmp_path: Path, matchers: dict[str, object], quiet: bool) -> None:
        desk = Newsdesk(tmp_path, FREE + RULE)
        silence(desk, HOUR, **matchers)
        desk.see([toll("40", "41")], tags=("gaza",))
        desk.send()
        assert (desk.sent == []) is quiet

    def test_one_that_was_made_while_an_alert_waited_holds_it_too(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, FREE + 'digest = "hourly"\n')
        desk.see([toll("40", "41")])
        silence(desk, 3 * HOUR, counted=["death"])
        desk.pass_time(HOUR, step=10 * MINUTE)
        assert desk.sent == []
        assert [one.reason for one in desk.deliveries("suppressed")] == ["silence"]

    def test_one_that_was_ended_says_nothing_more(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, FREE)
        number = silence(desk, DAY, counted=["death"])
        desk.store.write(silences.expire, number, desk.now_ms)
        desk.see([toll("40", "41")])
        desk.send()
        assert len(desk.sent) == 1


class TestCopies:
    def test_a_syndicated_copy_is_folded_into_the_first_outlets_alert(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, FREE)
        desk.see([toll("40", "41")], content="one text")
        desk.pass_time(5 * HOUR)
        desk.see([toll("40", "41")], url="https://two.example/b", content="one text")
        desk.see([toll("40", "41")], url="https://three.example/c", content="another text")
        desk.pass_time(MINUTE)
        assert [one.alert["article"]["url"] for one in desk.sent] == [
            "https://one.example/a",
            "https://three.example/c",
        ]
        (copy,) = desk.deliveries("suppressed")
        assert (copy.reason, copy.detail) == ("syndicated", "copy of article 1")

    def test_one_text_under_two_headlines_of_one_host_is_told_twice(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, FREE)
        desk.see([toll("40", "41")], content="one text")
        desk.see([toll("40", "41")], url="https://one.example/b", content="one text")
        desk.pass_time(MINUTE)
        assert len(desk.sent) == 2

    def test_a_copy_is_told_where_the_first_was_told_long_ago_or_of_other_facts(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, FREE)
        desk.see([toll("40", "41")], content="one text")
        desk.see([toll("39", "41")], url="https://two.example/b", content="one text")
        desk.pass_time(7 * HOUR)
        desk.see([toll("40", "41")], url="https://three.example/c", content="one text")
        desk.pass_time(MINUTE)
        assert len(desk.sent) == 3

    def test_a_copy_is_told_where_the_first_was_silenced(self, tmp_path: Path) -> None:
        desk = Newsdesk(tmp_path, FREE)
        silence(desk, HOUR, watches=["https://one.example/*"])
        desk.see([toll("40", "41")], content="one text")
        desk.see([toll("40", "41")], url="https://two.example/b", content="one text")
        desk.send()
        assert [one.alert["article"]["url"] for one in desk.sent] == ["https://two.example/b"]


def test_a_correction_notice_is_what_an_alert_is_told_for(tmp_path: Path) -> None:
    desk = Newsdesk(tmp_path, FREE)
    notice = Change(Kind.CORRECTION_NOTICE, None, Mention("An earlier version misstated the toll."))
    desk.see([toll("40", "41"), notice])
    desk.send()
    assert [one.alert["cause"] for one in desk.sent] == ["correction"]


def test_what_is_placed_is_counted_by_state_and_reason(tmp_path: Path) -> None:
    desk = Newsdesk(tmp_path, FREE + 'digest = "hourly"\n')
    desk.see([toll("40", "41")])
    desk.see([toll("41", "42")])
    desk.pass_time(HOUR)
    assert desk.counted == [("held", "digest"), ("held", "digest"), ("due", "digest")]
