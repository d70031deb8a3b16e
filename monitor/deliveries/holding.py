"""The stages between a change and a delivery, run inside the transaction that stores the change.

Alerts of one check come in, each goes out with its deliveries placed: due, held or suppressed, and why. What a stage
decides stands in alerts/; what it remembers, in store/holding.py. Sends nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, cast

import structlog
from sqlalchemy import Connection

from alerts.alert import Alert, Cause, ChangeFields, State, is_sure
from alerts.flapping import FlapReason, Move, move_of, of_alert, step, summary, summary_due
from alerts.holding import UNCONFIRMED_MS, ChannelPolicy, HoldReason, Placement, RulePolicy, group_key, hold
from alerts.silencing import Silence, silenced
from monitor.clock import iso
from monitor.store import holding as held_rows
from monitor.store import silences as silence_rows
from monitor.store.holding import HeldDelivery, NewRow
from monitor.store.recording import NewAlert, Result

log = structlog.get_logger(__name__)

SYNDICATED_MS = 6 * 3_600_000
"""A copy of the same text within this time is folded into the first one's alert."""

SECOND_LOOKS = frozenset({"unchanged", "changed", "restored"})
"""Results of a check that saw the article, and so can confirm or deny what the one before saw."""


class Matching(Protocol):
    """What a silence's matchers mean: the rule language's part."""

    def __call__(self, silence: Silence, change: ChangeFields, alert: Alert, language: str) -> bool:
        """Whether this change of this alert is one that the silence is about."""


class Stages:
    """The stages of one configuration. Every method works on the connection of a writing transaction."""

    def __init__(
        self,
        rules: Mapping[str, RulePolicy],
        channels: Mapping[str, ChannelPolicy],
        matches: Matching,
        told: Callable[[str, str], None] = lambda state, reason: None,
    ) -> None:
        """`told` is called with state and reason of each delivery placed anew, to be counted."""
        self._rules = rules
        self._channels = channels
        self._matches = matches
        self._told = told

    def rule(self, name: str) -> RulePolicy:
        """The policy of a rule; that of one which left the configuration holds nothing back."""
        return self._rules.get(name, RulePolicy())

    def channel(self, name: str) -> ChannelPolicy:
        """The policy of a channel; that of one which left the configuration has no rate."""
        return self._channels.get(name, ChannelPolicy(rate=None))

    def place(self, connection: Connection, found: Result) -> list[tuple[Alert, tuple[NewRow, ...]]]:
        """Each alert of a check with its deliveries placed. What waited for this second look is settled first."""
        denied: set[tuple[str, Move]] = set()
        if found.awaiting and found.result in SECOND_LOOKS:
            denied = self._second_look(connection, found)
        placed = [self._place(connection, found, one, denied) for one in found.alerts]
        for alert, rows in placed:
            for row in rows:
                self._told(row.state, row.reason)
                _log(alert, row)
        if found.awaiting or any(one.confirm > 1 for one in found.alerts):
            fresh = any(row.reason == HoldReason.UNCONFIRMED for _, rows in placed for row in rows)
            waits = fresh or bool(held_rows.of_article(connection, found.article_id, HoldReason.UNCONFIRMED))
            held_rows.mark(connection, found.article_id, awaiting=waits)
        return placed

    def placed_again(self, connection: Connection, one: HeldDelivery, now_ms: int) -> None:
        """Let a delivery whose wait is over pass the remaining stages: silences and holding."""
        silence = self.silence_of(self.silences(connection, now_ms), one.alert, one.language, now_ms)
        placement, group = self._hold(connection, one.alert, one.channel, one.recipient, silence, now_ms)
        held_rows.move(
            connection, [one.id], placement.state, placement.reason, placement.due_ms, placement.detail, now_ms, group
        )
        self._told(placement.state, placement.reason)
        if group and placement.state is State.DUE:
            held_rows.group_told(connection, group, one.channel, one.recipient, now_ms)

    def placed_new(
        self, connection: Connection, alert: Alert, to: Sequence[tuple[str, str, str]], now_ms: int
    ) -> tuple[NewRow, ...]:
        """An alert made by time (a summary) through silences and holding; the rows are not stored yet."""
        language = held_rows.language_of(connection, alert.article.id)
        silence = self.silence_of(self.silences(connection, now_ms), alert, language, now_ms)
        rows = []
        for made, channel, recipient in to:
            placement, group = self._hold(connection, alert, channel, recipient, silence, now_ms)
            rows.append(_row(made, channel, recipient, placement, alert.cause, group))
            self._told(placement.state, placement.reason)
        return tuple(rows)

    def silences(self, connection: Connection, now_ms: int) -> list[Silence]:
        """The silences that are not over."""
        return silence_rows.known(connection, ending_after=now_ms)

    def silence_of(self, known: Sequence[Silence], alert: Alert, language: str, now_ms: int) -> Silence | None:
        """The silence among those known that keeps this alert quiet now, None where none does."""

        def matches(silence: Silence, change: ChangeFields) -> bool:
            return self._matches(silence, change, alert, language)

        return silenced(alert.changes, known, matches, now_ms) if known else None

    def _place(
        self, connection: Connection, seen: Result, one: NewAlert, denied: set[tuple[str, Move]]
    ) -> tuple[Alert, tuple[NewRow, ...]]:
        alert = Alert.from_dict(one.body)
        reason, chains = self._flap(connection, seen, alert)
        alert = replace(alert, cause=_cause(reason, alert))
        if _takes_back(alert, denied):
            said = "takes back a change that the second look denied"
            return self._all(alert, one, Placement(State.SUPPRESSED, HoldReason.NOT_CONFIRMED, None, said))
        if reason is FlapReason.EDIT_WAR:
            return self._all(alert, one, self._held_war(connection, seen, alert))
        if one.confirm > 1:
            until = seen.at_ms + UNCONFIRMED_MS
            return self._all(alert, one, Placement(State.HELD, HoldReason.UNCONFIRMED, until, "second look"))
        twins = []
        if seen.text is not None and (story := seen.fields.get("story_sha")) is not None:
            since = seen.at_ms - SYNDICATED_MS
            content = seen.fields["content_sha"]
            twins = held_rows.twins(connection, seen.article_id, content, story, alert.rule, since)
        language = held_rows.language_of(connection, seen.article_id)
        silence = self.silence_of(self.silences(connection, seen.at_ms), alert, language, seen.at_ms)
        rows = []
        for to in one.deliveries:
            placement = self._copied(connection, alert, twins, to.channel, to.recipient)
            group = ""
            if placement is None:
                placement, group = self._hold(connection, alert, to.channel, to.recipient, silence, seen.at_ms)
            if group and placement.state is State.DUE:
                held_rows.group_told(connection, group, to.channel, to.recipient, seen.at_ms)
            rows.append(_row(to.id, to.channel, to.recipient, placement, alert.cause, group))
        if chains:
            alert = self._war_ended(connection, alert, rows, chains)
        return alert, tuple(rows)

    def _war_ended(
        self, connection: Connection, alert: Alert, rows: Sequence[NewRow], chains: set[tuple[str, str]]
    ) -> Alert:
        """Let the alert of a new value tell of the edit war before it: a summary that came later would be old news."""
        waiting = held_rows.of_article(connection, alert.article.id, HoldReason.EDIT_WAR, alert.rule)
        told = [one for one in waiting if one.due_at and _moves_within(one.alert, chains)]
        going = {(row.channel, row.recipient): row.id for row in rows if row.state != State.SUPPRESSED}
        carried: dict[int, Alert] = {}
        for one in told:
            if carrier := going.get((one.channel, one.recipient)):
                held_rows.carry(connection, [one.id], carrier, Cause.EDIT_WAR_SUMMARY)
                carried[one.alert_id] = one.alert
        if not carried:
            return alert
        said = "; ".join(change["explanation"] for change in summary(list(carried.values())))
        first = {**alert.changes[0], "explanation": f"{alert.changes[0]['explanation']}; before it, {said}"}
        return replace(alert, changes=(cast(ChangeFields, first), *alert.changes[1:]))

    def _all(self, alert: Alert, one: NewAlert, placement: Placement) -> tuple[Alert, tuple[NewRow, ...]]:
        return alert, tuple(_row(to.id, to.channel, to.recipient, placement, alert.cause, "") for to in one.deliveries)

    def _flap(self, connection: Connection, seen: Result, alert: Alert) -> tuple[FlapReason, set[tuple[str, str]]]:
        """Move the episodes of the alert's facts on, all from where they stood before this version.

        Also returns the values of those facts that have just left an edit war for a value not seen before.
        """
        window_ms = self.rule(alert.rule).flap_window_ms
        held_rows.forget_episodes(connection, seen.article_id, alert.rule, seen.at_ms - window_ms)
        known = held_rows.episodes(connection, seen.article_id, alert.rule)
        reasons, unstable = [], False
        left: set[tuple[str, str]] = set()
        for move in dict.fromkeys(move_of(change) for change in alert.changes):
            flap = step([one for _, one in known], move, seen.at_ms, window_ms=window_ms, signed=seen.signed)
            number = None if flap.continued is None else known.pop(flap.continued)[0]
            held_rows.put_episode(connection, number, seen.article_id, alert.rule, flap.episode)
            reasons.append(flap.reason)
            if flap.reason is FlapReason.NEW_CHANGE and flap.episode.returns > 1:
                left |= {(move.family, value) for value in flap.episode.seen}
            unstable = unstable or flap.episode.unstable
        if unstable:
            held_rows.mark(connection, seen.article_id, awaiting=seen.awaiting, unstable_at=seen.at_ms)
        return of_alert(reasons), left

    def _held_war(self, connection: Connection, seen: Result, alert: Alert) -> Placement:
        """Until the summary, which every flip puts off for all that waits for it."""
        waiting = held_rows.of_article(connection, seen.article_id, HoldReason.EDIT_WAR, alert.rule)
        waiting = [one for one in waiting if one.due_at]
        first = min((one.created_at for one in waiting), default=seen.at_ms)
        told = held_rows.pace_of(connection, war_pace(alert.rule, seen.article_id))
        due = summary_due(min(first, seen.at_ms), seen.at_ms, told.at_ms if told else None)
        if waiting:
            held_rows.put_off(connection, [one.id for one in waiting], due)
        return Placement(State.HELD, HoldReason.EDIT_WAR, due, "one summary")

    def _hold(
        self, connection: Connection, alert: Alert, channel: str, recipient: str, silence: Silence | None, now_ms: int
    ) -> tuple[Placement, str]:
        """The silence, if there is one, then holding; the placement and the group it stands in."""
        if silence is not None:
            return Placement(State.SUPPRESSED, HoldReason.SILENCE, None, f"silence {silence.id}"), ""
        rule, way = self.rule(alert.rule), self.channel(channel)
        group = group_key(alert.rule, rule, alert.article.id, alert.article.outlet, alert.article.tags)
        sure = is_sure(alert.changes)
        stands = held_rows.standing(connection, channel, recipient, alert.article.id, group, sure=sure)
        placement, bucket = hold(alert.cause, alert.severity, rule, way, stands, now_ms)
        if bucket is not None and bucket != stands.bucket:
            held_rows.put_bucket(connection, channel, bucket)
        return placement, group

    def _copied(
        self, connection: Connection, alert: Alert, twins: Sequence[tuple[int, Alert]], channel: str, recipient: str
    ) -> Placement | None:
        """Suppressed where the same text and the same changes were told of another address."""
        moves = {move_of(change) for change in alert.changes}
        for number, first in twins:
            same = moves <= {move_of(change) for change in first.changes}
            if same and held_rows.told_to(connection, number, channel, recipient):
                return Placement(State.SUPPRESSED, HoldReason.SYNDICATED, None, f"copy of article {first.article.id}")
        return None

    def _second_look(self, connection: Connection, seen: Result) -> set[tuple[str, Move]]:
        """Tell what the second look confirms, suppress what it denies; returns what was denied, by rule."""
        moves_on = (move_of(cast(ChangeFields, change.to_dict())) for change in seen.changes)
        left = {(move.family, move.old) for move in moves_on}
        denied: set[tuple[str, Move]] = set()
        for one in held_rows.of_article(connection, seen.article_id, HoldReason.UNCONFIRMED):
            moves = [move_of(change) for change in one.alert.changes]
            if all((move.family, move.new) in left for move in moves):
                denied |= {(one.alert.rule, move) for move in moves}
                said = "the second look no longer saw it"
                held_rows.move(connection, [one.id], State.SUPPRESSED, HoldReason.NOT_CONFIRMED, None, said, seen.at_ms)
                self._told(State.SUPPRESSED, HoldReason.NOT_CONFIRMED)
            else:
                self.placed_again(connection, one, seen.at_ms)
        return denied


def _log(alert: Alert, row: NewRow) -> None:
    """What is due is logged when it is sent; what is kept back is logged here, or nobody would know."""
    if row.state != State.DUE:
        until = None if row.due_at is None else iso(row.due_at)
        told = {"id": row.id, "channel": row.channel, "state": row.state, "reason": row.reason, "detail": row.detail}
        log.info("delivery", **told, until=until, rule=alert.rule, url=alert.article.url)


def war_pace(rule: str, article_id: int) -> str:
    """Under which key it is kept when an edit war was last summed up."""
    return f"war {article_id} {rule}"


def _cause(reason: FlapReason, alert: Alert) -> str:
    """The word the alert is told for; a correction notice is what it is, whatever moved with it."""
    if any(change["kind"] == "correction.notice" for change in alert.changes):
        return Cause.CORRECTION
    return Cause.REVERTED if reason is FlapReason.EDIT_WAR else Cause(str(reason))


def _moves_within(alert: Alert, chains: set[tuple[str, str]]) -> bool:
    moves = map(move_of, alert.changes)
    return all({(one.family, one.old), (one.family, one.new)} <= chains for one in moves)


def _takes_back(alert: Alert, denied: set[tuple[str, Move]]) -> bool:
    moves = map(move_of, alert.changes)
    return bool(denied) and all((alert.rule, Move(one.family, one.new, one.old)) in denied for one in moves)


def _row(made: str, channel: str, recipient: str, placement: Placement, cause: str, group: str) -> NewRow:
    values: dict[str, Any] = {"due_at": placement.due_ms, "detail": placement.detail}
    return NewRow(
        made,
        channel,
        recipient,
        str(placement.state),
        str(placement.reason),
        cause=str(cause),
        group_key=group,
        **values,
    )
