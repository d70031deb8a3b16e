"""Changes of one version and the rules come in; alerts with their deliveries come out, ready to be stored.

Sends nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from types import MappingProxyType

import structlog

from alerts.alert import Alert, ArticleRef, ChangeFields, VersionRef
from alerts.grouping import Group, Match, group
from alerts.holding import RulePolicy
from alerts.ids import delivery_id
from monitor.changes.change import Change
from monitor.rules import ArticleContext, Rule, decide
from monitor.store.recording import NewAlert, NewDelivery

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the alerts of one check are about. Times are ISO 8601 in UTC, hashes hex; `before` is None without one.

    `stood` has for each change the time since which its old side stood, None where that is not known; `passages` the
    number of its passage, 0 for none.
    """

    article: ArticleRef
    before: VersionRef | None
    after: VersionRef
    language: str
    at: str
    stood: Sequence[str | None] = ()
    passages: Sequence[int] = ()


class Telling:
    """The rules and channels of one configuration."""

    def __init__(
        self,
        rules: Sequence[Rule],
        recipients: Mapping[str, Sequence[str]],
        public_url: str,
        random_bytes: Callable[[int], bytes],
        policies: Mapping[str, RulePolicy] = MappingProxyType({}),
    ) -> None:
        """`recipients` maps each channel's name to whom it reaches; `random_bytes` makes delivery ids.

        `policies` says for a rule's name what it asks of the stages.
        """
        self._rules = rules
        self._recipients = recipients
        self._public_url = public_url.rstrip("/")
        self._random = random_bytes
        self._policies = policies

    def alerts(self, subject: Subject, changes: Sequence[Change]) -> list[NewAlert]:
        """One alert for each rule that at least one change fires; all its changes in it."""
        context = ArticleContext(
            tags=subject.article.tags,
            outlet=subject.article.outlet,
            url=subject.article.url,
            language=subject.language,
        )
        matches = [
            Match(
                decision.rule.name,
                str(decision.severity),
                decision.reason,
                _fields(change, since, subject.at, passage),
                decision.rule.notify,
            )
            for change, since, passage in zip_longest(changes, subject.stood, subject.passages)
            for decision in decide(self._rules, change, context)
            if decision.fires
        ]
        groups, muted = group(matches)
        for one in muted:
            log.info("muted", url=subject.article.url, rule=one.match.rule, reason=str(one.reason))
        return [self._alert(subject, one) for one in groups]

    def _alert(self, subject: Subject, one: Group) -> NewAlert:
        alert = Alert(
            id=0,
            article=subject.article,
            before=subject.before,
            after=subject.after,
            changes=one.changes,
            rule=one.rule,
            severity=one.severity,
            reason=one.why,
            raised_at=subject.at,
            permalink=self._permalink(subject),
        )
        deliveries = tuple(
            NewDelivery(delivery_id(self._random(16)), channel, to)
            for channel in one.notify
            for to in self._recipients[channel]
        )
        policy = self._policies.get(one.rule, RulePolicy())
        return NewAlert(one.rule, one.severity, one.why, alert.to_dict(), deliveries, policy.confirm)

    def _permalink(self, subject: Subject) -> str:
        page = f"{self._public_url}/articles/{subject.article.id}"
        if subject.before is None or subject.before.version == subject.after.version:
            return page
        return f"{page}/{subject.before.version}..{subject.after.version}"


def _fields(change: Change, since: str | None, at: str, passage: int | None) -> ChangeFields:
    fields = change.to_dict()
    old, new = fields["old"], fields["new"]
    found = ChangeFields(
        kind=fields["kind"],
        where=fields["where"],
        announced=fields["announced"],
        relation=fields["relation"],
        old=old | {"since": since} if old and since else old,
        new=new | {"since": at} if new else new,
        delta=fields["delta"],
        ratio=fields["ratio"],
        explanation=fields["explanation"],
        level=fields["level"],
        also=fields["also"],
    )
    if passage:
        found["passage"] = passage
    return found
