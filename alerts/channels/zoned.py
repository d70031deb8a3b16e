"""A channel whose messages show times in a zone: it hands on each delivery with its times moved there.

Only for people: programs get UTC, as the payload promises.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from alerts.alert import Alert, ChangeFields, Delivery, Outcome, VersionRef
from alerts.channels import Channel
from alerts.channels.trace import Trace, untold
from alerts.notice import Notice


class Zoned:
    """The channel within, in every way but the times it shows."""

    def __init__(self, within: Channel, zone: ZoneInfo) -> None:
        self._within = within
        self._zone = zone
        self.name = within.name
        self.kind = within.kind
        self.deadline = within.deadline
        self.at_once = within.at_once

    def recipients(self) -> tuple[str, ...]:
        """Those of the channel within."""
        return self._within.recipients()

    def preview(self, delivery: Delivery, *, now_ms: int) -> dict[str, str]:
        """The message with its times in the zone."""
        return self._within.preview(in_zone(delivery, self._zone), now_ms=now_ms)

    def send(self, delivery: Delivery, *, now_ms: int, trace: Trace = untold) -> Outcome:
        """One try with its times in the zone."""
        return self._within.send(in_zone(delivery, self._zone), now_ms=now_ms, trace=trace)

    def tell(self, notice: Notice, recipient: str, *, now_ms: int, trace: Trace = untold) -> Outcome:
        """The notice as it is."""
        return self._within.tell(notice, recipient, now_ms=now_ms, trace=trace)


def in_zone(delivery: Delivery, zone: ZoneInfo) -> Delivery:
    """The delivery with every time that a reader sees moved to the zone, offset included."""
    digest = tuple(_alert(one, zone) for one in delivery.digest)
    return replace(delivery, alert=_alert(delivery.alert, zone), digest=digest)


def _alert(one: Alert, zone: ZoneInfo) -> Alert:
    return replace(
        one,
        raised_at=_moved(one.raised_at, zone),
        before=_version(one.before, zone) if one.before else None,
        after=_version(one.after, zone),
        changes=tuple(_change(change, zone) for change in one.changes),
    )


def _version(one: VersionRef, zone: ZoneInfo) -> VersionRef:
    return replace(one, fetched_at=_moved(one.fetched_at, zone))


def _change(change: ChangeFields, zone: ZoneInfo) -> ChangeFields:
    sides: dict[str, Any] = {}
    for name in ("old", "new"):
        side: Any = change.get(name)
        if side and side.get("since"):
            sides[name] = {**side, "since": _moved(side["since"], zone)}
    return cast(ChangeFields, {**change, **sides}) if sides else change


def _moved(time: str, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(time).astimezone(zone).isoformat(timespec="seconds")
