"""The rules of someone who wrote none: what is sure at once, the rest once a day, wording never.

Channel names go in, two Rules come out. When the second one is told stands here too.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.changes.change import Level
from monitor.rules.rule import Rule

FACTS, DIGEST = "facts", "digest"
DIGEST_AT = "daily 07:00 UTC"
"""When the changes of the second rule are told, in the words of the setting `digest`."""


def default_rules(channels: Sequence[str]) -> tuple[Rule, ...]:
    """One rule a level, so that a version sends one alert at once; both tell every channel."""
    told = tuple(channels)
    return (
        Rule(name=FACTS, level=(Level.ALERT,), notify=told),
        Rule(name=DIGEST, level=(Level.DIGEST,), notify=told),
    )
