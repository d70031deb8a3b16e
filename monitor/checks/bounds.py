"""Bounds: what a check keeps to, as the configuration has it. A frozen value; decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.checks.keeping import KeptPages
from monitor.checks.overseeing import Oversight
from monitor.schedule import due
from monitor.schedule.wishes import Wishes
from spiders.override import Override


@dataclass(frozen=True, slots=True)
class Bounds:
    """The settings a check keeps to: `default` schedule in stored form, limits in seconds, what is said of sites."""

    default: str
    limits: due.Limits
    overrides: tuple[Override, ...] = ()
    oversight: Oversight = Oversight()
    wishes: Wishes = Wishes()
    keep: KeptPages = KeptPages.VERSIONS
