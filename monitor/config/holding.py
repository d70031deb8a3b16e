"""The settings of holding: quiet hours, digests, rates, groups and second looks, and the policies that they mean.

Parsed tables go in, frozen values come out, or a mistake with a suggestion. Decides nothing about a delivery.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from alerts.holding import GROUPS, ChannelPolicy, RulePolicy
from alerts.hours import DigestPlan, QuietHours, Window, clock_minutes
from alerts.pacing import RATES, WEBHOOK_RATE, Rate
from monitor.config.settings import Section, around
from monitor.rules.defaults import DIGEST, DIGEST_AT
from monitor.suggestions import suggestion
from monitor.zones import zone

if TYPE_CHECKING:
    from monitor.config.loading import Config

GROUP_WAIT, GROUP_INTERVAL = 30.0, 300.0
"""Seconds that alerts of several articles are gathered for, where the rule names none: the first, and each further."""

GATHERING = ("story", "outlet", "rule")
"""What alerts of several articles are gathered by; an article's own alerts go at once unless a time is set."""


def digest_plan(text: str) -> DigestPlan | None:
    """ "instant" is None; "hourly" and "daily 07:30 Europe/Paris" are plans. Raises ValueError with an example."""
    words = text.split()
    if words == ["instant"]:
        return None
    if words == ["hourly"]:
        return DigestPlan("hourly")
    if len(words) == 3 and words[0] == "daily":
        return DigestPlan(" ".join(words), clock_minutes(words[1]) % (24 * 60), zone(words[2]))
    if len(words) == 2 and words[0] == "daily":
        raise ValueError(f"'{text}' names no zone; write it as in \"daily 07:30 Europe/Paris\"")
    raise ValueError(f'\'{text}\' is no digest; it is "instant", "hourly" or as in "daily 07:30 Europe/Paris"')


def _window(text: str) -> str:
    Window.parse(text)
    return text


def _zone(name: str) -> str:
    zone(name)
    return name


def _digest(text: str) -> str:
    if text:
        digest_plan(text)
    return text


def _rate(text: str) -> str:
    if text not in ("", "unlimited"):
        Rate.parse(text)
    return text


def _quiet(name: str, info: ValidationInfo) -> str:
    known = around(info).quiet_hours
    if name not in known:
        there = f"; there are {', '.join(known)}" if known else "; there is no [quiet_hours.NAME] table"
        raise ValueError(f"unknown quiet hours '{name}'{suggestion(name, known) or there}")
    return name


def _group(word: str) -> str:
    if word not in GROUPS:
        raise ValueError(f"'{word}' is none of {', '.join(GROUPS)}{suggestion(word, GROUPS)}")
    return word


QuietName = Annotated[str, AfterValidator(_quiet)]
DigestText = Annotated[str, AfterValidator(_digest)]
RateText = Annotated[str, AfterValidator(_rate)]
GroupBy = Annotated[str, AfterValidator(_group)]
QuietHoursName = Annotated[str, Field(pattern=re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$"))]


class QuietHoursSettings(Section):
    """[quiet_hours.NAME]: weekly windows in which nothing is told; what arises then is one digest at their end."""

    zone: Annotated[str, AfterValidator(_zone)] = Field(description='IANA zone, as in "Europe/Paris".')
    windows: tuple[Annotated[str, AfterValidator(_window)], ...] = Field(
        min_length=1, description='Weekly windows, as in "mon-fri 22:00-07:00" or "sat,sun 00:00-24:00".'
    )

    @field_validator("windows")
    @classmethod
    def _some_day_left(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        # Windows that leave no minute of the week would hold everything for ever.
        told = [True] * (7 * 24 * 60)
        for one in map(Window.parse, value):
            last = one.end + (0 if one.end > one.start else 24 * 60)
            for day in one.days:
                for minute in range(day * 1440 + one.start, day * 1440 + last):
                    told[minute % len(told)] = False
        if not any(told):
            raise ValueError("the windows leave no time to tell anything; leave a gap, or take the channel out")
        return value


def quiet_hours(config: Config, names: tuple[str, ...]) -> tuple[QuietHours, ...]:
    """The quiet hours of these names."""
    tables = config.quiet_hours
    return tuple(QuietHours(name, zone(tables[name].zone), _windows(tables[name].windows)) for name in names)


def _windows(texts: tuple[str, ...]) -> tuple[Window, ...]:
    return tuple(Window.parse(text) for text in texts)


def rule_policies(config: Config) -> dict[str, RulePolicy]:
    """What each rule of the configuration asks of the stages."""
    found = {}
    for one in config.rule:
        gathers = one.group_by in GATHERING
        wait = one.group_wait if one.group_wait is not None else GROUP_WAIT if gathers else 0.0
        interval = one.group_interval if one.group_interval is not None else GROUP_INTERVAL if gathers else 0.0
        found[one.name] = RulePolicy(
            group_by=one.group_by,
            group_wait_ms=int(wait * 1000),
            group_interval_ms=int(interval * 1000),
            confirm=one.confirm,
            flap_window_ms=int(one.flap_window * 1000),
            quiet=quiet_hours(config, one.quiet),
            digest=digest_plan(one.digest) if one.digest else None,
            instant=one.digest == "instant",
            tags=one.tags,
        )
    if not config.rule:
        found[DIGEST] = RulePolicy(digest=digest_plan(DIGEST_AT))
    return found


def channel_policies(config: Config) -> dict[str, ChannelPolicy]:
    """What each channel of the configuration asks of the stages."""
    found = {}
    for name, one in config.channel.items():
        rate = RATES.get(one.type, WEBHOOK_RATE) if not one.rate else None
        if one.rate and one.rate != "unlimited":
            rate = Rate.parse(one.rate)
        found[name] = ChannelPolicy(quiet_hours(config, one.quiet), digest_plan(one.digest), rate)
    return found


def gaps(config: Config) -> Callable[[str], float]:
    """The milliseconds between two messages of a channel, by its name."""
    rates = {name: policy.rate for name, policy in channel_policies(config).items()}

    def gap(channel: str) -> float:
        rate = rates.get(channel)
        return 0.0 if rate is None else rate.gap_ms

    return gap
