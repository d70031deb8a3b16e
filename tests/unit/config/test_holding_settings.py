"""Settings of holding: what they mean, and that each mistake is refused with its place and a way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.holding import channel_policies, rule_policies
from monitor.config.loading import Config, load
from monitor.errors import ConfigError

NIGHT = '[quiet_hours.night]\nzone = "Europe/Paris"\nwindows = ["22:00-07:00"]\n'
HOOK = '[channel.hook]\ntype = "webhook"\nurl = "https://h.example/"\nsecret_file = "s"\n'
DESK = '[channel.desk]\ntype = "email"\nto = ["a@x.example"]\nsmtp = "smtp://localhost:25"\n'
RULE = '[[rule]]\nname = "r"\n'


def loaded(folder: Path, text: str) -> Config:
    path = folder / "rowback.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, {}, secrets=False)


def test_channels_have_the_rate_of_their_type_unless_they_name_one(tmp_path: Path) -> None:
    def rate(text: str, name: str) -> str:
        found = channel_policies(loaded(tmp_path, text))[name].rate
        return "unlimited" if found is None else found.text

    assert rate(HOOK, "hook") == "60/min"
    assert rate(DESK, "desk") == "30/h"
    assert rate(HOOK + 'rate = "5/s"\n', "hook") == "5/s"
    assert rate(HOOK + 'rate = "unlimited"\n', "hook") == "unlimited"


def test_quiet_hours_and_digests_are_those_that_are_named(tmp_path: Path) -> None:
    text = NIGHT + HOOK + 'quiet = ["night"]\ndigest = "daily 7:30 Europe/Paris"\n' + RULE + 'digest = "instant"\n'
    config = loaded(tmp_path, text)
    channel, rule = channel_policies(config)["hook"], rule_policies(config)["r"]
    assert [(one.name, one.zone.key) for one in channel.quiet] == [("night", "Europe/Paris")]
    assert channel.digest is not None
    assert (channel.digest.minute, rule.digest, rule.instant) == (450, None, True)


@pytest.mark.parametrize(
    ("text", "wait", "interval"),
    [
        ("", 0, 0),
        ('group_by = "story"\n', 30_000, 300_000),
        ('group_by = "outlet"\ngroup_wait = "2m"\n', 120_000, 300_000),
        ('group_by = "article"\ngroup_interval = "10m"\n', 0, 600_000),
        ('group_by = "rule"\ngroup_wait = "0s"\ngroup_interval = "0s"\n', 0, 0),
    ],
)
def test_alerts_of_several_articles_are_gathered_where_a_rule_asks_for_it(
    tmp_path: Path, text: str, wait: int, interval: int
) -> None:
    policy = rule_policies(loaded(tmp_path, HOOK + RULE + text))["r"]
    assert (policy.group_wait_ms, policy.group_interval_ms) == (wait, interval)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (NIGHT.replace("Europe/Paris", "Paris"), "2:1: quiet_hours.night.zone: there is no zone 'Paris'; did you mean"),
        (NIGHT.replace("Europe/Paris", "Europe/Pariss"), "did you mean 'Europe/Paris'?"),
        (NIGHT.replace("22:00-07:00", "22-7"), "3:12: quiet_hours.night.windows.0: '22-7' is no weekly window"),
        (NIGHT.replace('"22:00-07:00"', '"mon-fri 00:00-24:00", "sat,sun 00:00-24:00"'), "leave no time"),
        (NIGHT.replace('"22:00-07:00"', ""), "the list is empty"),
        (NIGHT + 'days = ["mon"]\n', "unknown setting 'days'"),
        (NIGHT + HOOK + 'quiet = ["nite"]\n', "8:10: channel.hook.quiet.0: unknown quiet hours 'nite'"),
        (HOOK + 'quiet = ["night"]\n', "there is no [quiet_hours.NAME] table"),
        (HOOK + 'digest = "daily 07:30"\n', "names no zone"),
        (HOOK + 'digest = "weekly"\n', "is no digest"),
        (HOOK + 'digest = "daily 25:00 UTC"\n', "no time of day"),
        (HOOK + 'rate = "60"\n', "is no rate"),
        (HOOK + 'rate = "0/h"\n', "1 or more"),
        (HOOK + RULE + "confirm = 3\n", "must be at most 2"),
        (HOOK + RULE + 'group_by = "stroy"\n', "did you mean 'story'?"),
        (HOOK + RULE + 'flap_window = "0s"\n', "must be more than 0"),
        (HOOK + RULE + "group_wait = 30\n", "say the unit"),
        (HOOK + RULE + 'quiet = ["night"]\n', "unknown quiet hours 'night'"),
    ],
)
def test_a_mistake_is_refused_with_its_place_and_a_way_out(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, text)
    assert said in str(caught.value)
