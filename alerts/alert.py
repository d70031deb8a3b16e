"""The words of telling: Alert, Delivery, Attempt, Outcome. Frozen values only; nothing here sends, waits or stores."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, NotRequired, TypedDict


class Side(TypedDict, total=False):
    """One side of a change: `text` as written, `sentence` around it, a figure's fields (lo, hi as decimal strings).

    `since` is when the side was first stored in these words, ISO 8601 in UTC; absent where that is not known.
    """

    text: str
    sentence: str
    lo: str | None
    hi: str | None
    bound: str
    unit: str
    counted: str
    place: str
    as_of: str
    source: str
    holder: str
    since: str


class Place(TypedDict):
    """A further place of a change: the part of the article, and the sentence there."""

    where: str
    sentence: str


class ChangeFields(TypedDict):
    """One change in the shape that webhooks promise; `delta` and `ratio` are decimal strings or None.

    Those stored by an early release have no `level` and no `also`. `passage` numbers the entry it stands in, from 1 in
    each version; absent where that is not known.
    """

    kind: str
    where: str
    announced: bool
    relation: str
    old: Side | None
    new: Side | None
    delta: str | None
    ratio: str | None
    explanation: str
    level: NotRequired[str]
    also: NotRequired[list[Place]]
    passage: NotRequired[int]


def is_sure(changes: Iterable[ChangeFields]) -> bool:
    """Whether one of the changes is more than something for the digest."""
    return any(change.get("level", "alert") != "digest" for change in changes)


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """The article an alert is about. `sequence` is the number of its newest version and only ever grows.

    `first_title` is the title it was first stored with: mail programs keep a thread together only while the subject
    stays the same, so the subject is made from it. Empty means that `title` serves.
    """

    id: int
    url: str
    title: str
    outlet: str
    tags: tuple[str, ...]
    sequence: int
    first_title: str = ""


@dataclass(frozen=True, slots=True)
class VersionRef:
    """One stored version: its number, when it was fetched (ISO 8601, UTC) and the sha256 of its content in hex.

    `archived` is the address at which an archive elsewhere shows a copy of it, "" where none is known to.
    """

    version: int
    fetched_at: str
    sha256: str
    archived: str = ""


class Cause(StrEnum):
    """What a delivery is made for. Where it is due, its reason is this same word."""

    FIRST = "first"
    NEW_CHANGE = "new_change"
    """The fact moved before within hours, and now to a value not yet told."""
    REVERTED = "reverted"
    EDIT_WAR_SUMMARY = "edit_war_summary"
    CORRECTION = "correction"
    DIGEST = "digest"
    MANUAL = "manual"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Alert:
    """One rule's answer to the changes of one version of one article. `reason` says why the rule fired.

    `cause` is the word of a Cause; an edit war's summary goes from the version before it to the last one held back.
    """

    id: int
    article: ArticleRef
    before: VersionRef | None
    after: VersionRef
    changes: tuple[ChangeFields, ...]
    rule: str
    severity: str
    reason: str
    raised_at: str
    permalink: str
    cause: str = "first"

    def to_dict(self) -> dict[str, Any]:
        """JSON-able form; `from_dict` reads it back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> Alert:
        """The alert that `to_dict` wrote."""
        article = {**fields["article"], "tags": tuple(fields["article"]["tags"])}
        before = fields["before"]
        return cls(
            **{
                **fields,
                "article": ArticleRef(**article),
                "before": VersionRef(**before) if before else None,
                "after": VersionRef(**fields["after"]),
                "changes": tuple(fields["changes"]),
            }
        )


class State(StrEnum):
    """Where a delivery stands. Every delivery ends in SENT, DEAD, SUPPRESSED or CANCELLED; none vanishes.

    What was SENT may later turn BOUNCED, when a mail server sends it back.
    """

    HELD = "held"
    DUE = "due"
    SENDING = "sending"
    RETRYING = "retrying"
    SENT = "sent"
    DEAD = "dead"
    SUPPRESSED = "suppressed"
    CANCELLED = "cancelled"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One alert to one recipient on one channel. `id` is made once and never changes over retries or redelivery.

    `digest` holds the alerts of a digest, oldest first, and `alert` the first of them; it is empty otherwise.
    """

    id: str
    alert: Alert
    channel: str
    recipient: str
    attempts: int = 0
    digest: tuple[Alert, ...] = ()


class Verdict(StrEnum):
    """What one attempt means for its delivery."""

    SENT = "sent"
    RETRY = "retry"
    DEAD = "dead"
    CHANNEL = "channel"
    """The channel itself is at fault (a wrong password, a bad sender): no delivery is burnt for it."""


class End(StrEnum):
    """Every way an attempt can end. The log, the metric and the screen print this same word."""

    ACCEPTED = "accepted"
    GONE = "gone"
    REDIRECT = "redirect"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    REFUSED = "refused"
    DEFERRED = "deferred"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    UNKNOWN_HOST = "unknown_host"
    TLS_FAILED = "tls_failed"
    TLS_MISSING = "tls_missing"
    BLOCKED_ADDRESS = "blocked_address"
    CUT_SHORT = "cut_short"
    BAD_ANSWER = "bad_answer"
    BAD_ADDRESS = "bad_address"
    AUTH_FAILED = "auth_failed"
    SERVER_REFUSED = "server_refused"
    SENDER_REFUSED = "sender_refused"
    RECIPIENT_REFUSED = "recipient_refused"
    MESSAGE_REFUSED = "message_refused"
    UNKNOWN_CAUSE = "unknown_cause"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt ended. `reason` is the word of an End; `detail` is what the receiver said, at most 2 KiB.

    `retry_after` is the receiver's own wish in seconds, None if it stated none. `ambiguous` is true where the receiver
    may have taken the message although we saw no answer.
    """

    verdict: Verdict
    reason: str
    code: int | None = None
    detail: str = ""
    retry_after: float | None = None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of a delivery: append-only, never edited. `number` counts from 1, `took` is seconds."""

    delivery_id: str
    number: int
    started_at: str
    took: float
    outcome: Outcome
    sent: dict[str, str] = field(default_factory=dict)
