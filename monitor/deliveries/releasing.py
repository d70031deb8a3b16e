"""When time passes: deliveries that have waited for long enough become a digest, a summary, or simply due.

Runs inside the pump's transaction: all that one round decides is stored or nothing. Sends nothing, drops nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

import structlog
from sqlalchemy import Connection

from alerts.alert import Alert, Cause, State
from alerts.flapping import summary
from alerts.grouping import SEVERITIES
from alerts.holding import MOST_IN_DIGEST, HoldReason, batches, quiet_until, rebased
from alerts.ids import delivery_id
from alerts.pacing import Bucket, filled, take
from monitor.deliveries.holding import Stages, war_pace
from monitor.store import holding as held_rows
from monitor.store.holding import HeldDelivery, NewRow

log = structlog.get_logger(__name__)

AT_ONCE = 500
"""Deliveries of one channel looked at in one round: keeps the write lock short when ten thousand wait."""


class Releasing:
    """The rounds of one configuration."""

    def __init__(
        self,
        stages: Stages,
        random_bytes: Callable[[int], bytes],
        told: Callable[[str, str], None] = lambda state, reason: None,
    ) -> None:
        """`random_bytes` makes delivery ids; `told` is called with state and reason of each delivery moved on."""
        self._stages = stages
        self._random = random_bytes
        self._told = told

    def release(self, connection: Connection, now_ms: int) -> int:
        """Move on what has waited for long enough, as far as the rates allow; returns how many deliveries."""
        if not held_rows.anything_due(connection, now_ms):
            return 0
        apart = held_rows.due_apart(connection, now_ms, AT_ONCE)
        for one in apart:
            if one.reason == HoldReason.UNCONFIRMED:
                self._stages.placed_again(connection, one, now_ms)
        wars = {(one.alert.rule, one.article_id) for one in apart if one.reason == HoldReason.EDIT_WAR}
        for rule, article_id in sorted(wars):
            self._sum_up(connection, rule, article_id, now_ms)
        moved = len(apart)
        for channel in held_rows.due_channels(connection, now_ms):
            room = self._room(connection, channel, now_ms)
            for recipient in held_rows.due_recipients(connection, now_ms, channel, room):
                held = held_rows.due_held(connection, now_ms, channel, recipient, room * MOST_IN_DIGEST)
                for _, together in groupby(sorted(held, key=_group), key=_group):
                    moved += self._digests(connection, list(together), now_ms)
        return moved

    def rebase(self, connection: Connection, now_ms: int) -> None:
        """After a step of the wall clock: nothing waits longer than its reason could make it wait from now."""
        for one in held_rows.waiting(connection):
            rule, channel = self._stages.rule(one.alert.rule), self._stages.channel(one.channel)
            due = rebased(one.reason, one.due_at, rule, channel, now_ms)
            if due != one.due_at:
                held_rows.put_off(connection, [one.id], due)

    def _room(self, connection: Connection, channel: str, now_ms: int) -> int:
        """How many digests the channel may get in this round."""
        rate = self._stages.channel(channel).rate
        if rate is None:
            return AT_ONCE // MOST_IN_DIGEST
        tokens = filled(held_rows.bucket(connection, channel), rate, now_ms).tokens
        return min(AT_ONCE // MOST_IN_DIGEST, int(tokens + 1e-6))

    def _digests(self, connection: Connection, held: Sequence[HeldDelivery], now_ms: int) -> int:
        """One recipient's share: what is silenced or quiet by now stays behind, the rest goes in digests."""
        going, moved = [], 0
        silences = self._stages.silences(connection, now_ms)
        for one in held:
            silence = self._stages.silence_of(silences, one.alert, one.language, now_ms)
            quiet = self._quiet(one, now_ms)
            if silence is not None:
                said = f"silence {silence.id}"
                held_rows.move(connection, [one.id], State.SUPPRESSED, HoldReason.SILENCE, None, said, now_ms)
                self._told(State.SUPPRESSED, HoldReason.SILENCE)
                moved += 1
            elif quiet is not None:
                held_rows.move(connection, [one.id], State.HELD, HoldReason.QUIET_HOURS, *quiet, now_ms)
            else:
                going.append(one)
        for batch in batches(going):
            if not self._token(connection, batch[0].channel, now_ms):
                break
            self._tell(connection, batch, now_ms)
            moved += len(batch)
        return moved

    def _tell(self, connection: Connection, batch: Sequence[HeldDelivery], now_ms: int) -> None:
        """Several as one digest, one as itself."""
        first = batch[0]
        if len(batch) == 1:
            held_rows.move(connection, [first.id], State.DUE, first.cause, now_ms, "", now_ms)
            self._told(State.DUE, first.cause)
        else:
            made = delivery_id(self._random(16))
            row = NewRow(
                made,
                first.channel,
                first.recipient,
                State.DUE,
                Cause.DIGEST,
                now_ms,
                f"{len(batch)} alerts",
                Cause.DIGEST,
            )
            held_rows.add_deliveries(connection, first.alert_id, [row], now_ms)
            held_rows.carry(connection, [one.id for one in batch], made, Cause.DIGEST)
            self._told(State.DUE, Cause.DIGEST)
            log.info("delivery", id=made, channel=first.channel, state="due", reason="digest", alerts=len(batch))
        for group in {one.group_key for one in batch if one.group_key}:
            held_rows.group_told(connection, group, first.channel, first.recipient, now_ms)

    def _sum_up(self, connection: Connection, rule: str, article_id: int, now_ms: int) -> int:
        """One summary of an edit war to each recipient of what was held; silences and holding are asked as ever."""
        held = [one for one in held_rows.of_article(connection, article_id, HoldReason.EDIT_WAR, rule) if one.due_at]
        alerts = {one.alert_id: one.alert for one in held}
        told = _summed(list(alerts.values()))
        to = list(dict.fromkeys((one.channel, one.recipient) for one in held))
        ids = [delivery_id(self._random(16)) for _ in to]
        rows = self._stages.placed_new(
            connection, told, [(i, *where) for i, where in zip(ids, to, strict=True)], now_ms
        )
        held_rows.add_alert(connection, told, now_ms, rows)
        for row in rows:
            carried = [one.id for one in held if (one.channel, one.recipient) == (row.channel, row.recipient)]
            if row.state == State.SUPPRESSED:
                held_rows.move(connection, carried, row.state, row.reason, None, row.detail, now_ms)
            else:
                held_rows.carry(connection, carried, row.id, Cause.EDIT_WAR_SUMMARY)
        held_rows.put_pace(connection, war_pace(rule, article_id), Bucket(0, now_ms))
        return len(held)

    def _quiet(self, one: HeldDelivery, now_ms: int) -> tuple[int, str] | None:
        quiet = self._stages.rule(one.alert.rule).quiet + self._stages.channel(one.channel).quiet
        return None if one.alert.severity == "critical" else quiet_until(quiet, now_ms)

    def _token(self, connection: Connection, channel: str, now_ms: int) -> bool:
        rate = self._stages.channel(channel).rate
        if rate is None:
            return True
        bucket, wait_ms = take(held_rows.bucket(connection, channel), rate, now_ms)
        held_rows.put_bucket(connection, channel, bucket)
        return wait_ms == 0


def _group(one: HeldDelivery) -> str:
    """What goes into one digest: all that waits for a recipient, but a group by itself."""
    return one.group_key if one.reason == HoldReason.GROUP else ""


def _summed(held: Sequence[Alert]) -> Alert:
    first, last = held[0], held[-1]
    return replace(
        last,
        id=0,
        before=first.before,
        changes=summary(held),
        severity=max((one.severity for one in held), key=SEVERITIES.index),
        cause=Cause.EDIT_WAR_SUMMARY,
    )
