"""What the store hands out: one frozen value a kind of row. Times are milliseconds since 1970 UTC.

No statement here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from monitor.changes.change import Change


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One tracked article as it stands. `state`: waiting, read, cannot_tell, refused, failing or removed.

    `reason` its word. `unstable_at` is since when its facts go to and fro without a sign of an edit.
    `why` says in words why it is due at `due_at`.
    `followed`: followed, paused (until `resume_at`, if that is known) or unwatched.
    """

    id: int
    url: str
    host: str
    title: str
    outlet: str
    language: str
    tags: tuple[str, ...]
    schedule: str
    state: str
    reason: str
    version: int
    checks: int
    fails: int
    added_at: int
    checked_at: int | None
    changed_at: int | None
    due_at: int | None
    unstable_at: int | None = None
    followed: str = "followed"
    resume_at: int | None = None
    why: str = ""
    published_at: int | None = None


@dataclass(frozen=True, slots=True)
class WatchRow:
    """One watch: what stands at its address (`kind`), who asks for it (`origin`: file or command), and how it rests.

    `article_id` is its article where `kind` is article; `articles` how many come from it.
    """

    id: int
    url: str
    kind: str
    origin: str
    schedule: str
    tags: tuple[str, ...]
    added_at: int
    paused_at: int | None
    resume_at: int | None
    articles: int
    article_id: int | None = None
    key: str = ""
    filters: str = "{}"

    @property
    def name(self) -> str:
        """How commands call it: w3, so that nobody takes it for the number of an article."""
        return f"w{self.id}"


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One stored version; `size` is the bytes it takes in the store, `sha256` the hex hash of its text.

    `relearned` says why the page was learned anew for it (spiders/article.py), empty for an ordinary version.
    """

    article_id: int
    number: int
    seen_at: int
    sha256: str
    size: int
    relearned: str = ""


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """One reading that could not be compared, without its text.

    `state`: open, confirmed, lifted, replaced, accepted or dismissed. `version` is the one that stands meanwhile,
    `looks` how often this very content was met, `readable` whether it is an article that could become a version.
    """

    id: int
    article_id: int
    url: str
    title: str
    state: str
    reason: str
    evidence: str
    readable: bool
    version: int
    looks: int
    seen_at: int
    last_at: int
    ended_at: int | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One stored change and the article it belongs to; `version` is the newer of the two versions compared.

    `passage` numbers the entry it stands in, from 1 in each version; None where that is not known.
    """

    id: int
    article_id: int
    url: str
    title: str
    version: int
    seen_at: int
    change: Change
    passage: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The change as webhooks have it, with its passage where that is known."""
        return self.change.to_dict() | ({"passage": self.passage} if self.passage else {})


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact of a version: `kind` figure, quote or source.

    `fields` as its part of monitor.facts gives them, JSON-able.
    """

    version: int
    kind: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One look that did more than find the page unchanged."""

    id: int
    at: int
    end: str
    result: str
    status: int | None
    detail: str
    version: int | None


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One rule's answer to one version; `reason` says why the rule fired."""

    id: int
    article_id: int
    version: int
    rule: str
    severity: str
    reason: str
    raised_at: int
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One alert to one recipient; `state` and `reason` are the words of alerts/alert.py and alerts/holding.py.

    `cause` is what it is told for, `detail` what stands behind the reason, `carried_by` the digest or summary that
    tells of it. While it is held, `due_at` is until when.
    """

    id: str
    alert_id: int
    article_id: int
    title: str
    channel: str
    recipient: str
    state: str
    reason: str
    attempts: int
    due_at: int | None
    created_at: int
    ended_at: int | None
    cause: str = "first"
    detail: str = ""
    carried_by: str | None = None


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One try of a delivery and what came back."""

    number: int
    started_at: int
    took_ms: int
    verdict: str
    reason: str
    code: int | None
    detail: str
