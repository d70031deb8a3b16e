"""What a configuration means for a service: its channels, rules, bounds and stages. A Config in, Parts out.

Runs nothing; a reload makes them anew and hands them to the running service.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from alerts.channels import Channel
from monitor.checks.bounds import Bounds
from monitor.checks.keeping import KeptPages
from monitor.checks.overseeing import Oversight
from monitor.checks.pacing import Budgets
from monitor.config.holding import channel_policies, rule_policies
from monitor.config.loading import Config
from monitor.deliveries import silences
from monitor.deliveries.holding import Stages
from monitor.deliveries.links import Links
from monitor.deliveries.outward import channels_of
from monitor.deliveries.releasing import Releasing
from monitor.deliveries.telling import Telling
from monitor.metrics import Metrics
from monitor.schedule.due import Limits


@dataclass(frozen=True, slots=True)
class Parts:
    """What a configuration means for a running service, and a new one may replace."""

    channels: dict[str, Channel]
    telling: Telling
    bounds: Bounds
    stages: Stages
    releasing: Releasing
    budgets: Budgets


def parts_of(config: Config, metrics: Metrics, links: Links | None = None) -> Parts:
    """The parts that a configuration means; mails carry a link to end them where `links` are given.

    Raises SecretMissing.
    """
    schedule = config.schedule
    channels = channels_of(config, links)
    telling = Telling(
        config.rules,
        {name: channel.recipients() for name, channel in channels.items()},
        config.public_url,
        secrets.token_bytes,
        policies := rule_policies(config),
    )
    stages = Stages(policies, channel_policies(config), silences.matches, metrics.delivery)
    releasing = Releasing(stages, secrets.token_bytes, metrics.delivery)
    limits = Limits(schedule.fastest, schedule.slowest, schedule.confirm_removal)
    quiet = schedule.tell_quiet_after
    oversight = Oversight(schedule.tell_failing_after, None if quiet is None else quiet / 86_400)
    keep = KeptPages(config.keep.pages)
    bounds = Bounds(schedule.schedule, limits, config.overrides, oversight, config.wishes, keep)
    budgets = Budgets.of(schedule.looks_a_day, schedule.host_looks_a_day, schedule.host_pause)
    return Parts(channels, telling, bounds, stages, releasing, budgets)
