"""The forms of the answers, for the OpenAPI document. Holds no behaviour; a test holds the answers against them."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

T = TypeVar("T")


class Out(BaseModel):
    """An answer; fields may be added by a later release."""

    model_config = ConfigDict(extra="allow")


class Problem(Out):
    """A mistake, RFC 9457."""

    type: str
    title: str
    status: int
    detail: str


class Page(Out, Generic[T]):
    """Some of a list; `next` is the `cursor` that goes on."""

    items: list[T]
    next: int | str | None


class Article(Out):
    """A tracked article as it stands."""

    id: int
    url: str
    name: str
    title: str
    outlet: str
    language: str
    tags: list[str]
    schedule: str
    state: str
    reason: str
    versions: int
    followed: str
    added_at: str
    checked_at: str | None
    changed_at: str | None
    due_at: str | None


class Version(Out):
    """A stored version."""

    number: int
    seen_at: str
    sha256: str


class Reading(Version):
    """A version with its text."""

    article: int
    title: str
    standfirst: str
    paragraphs: list[str]
    captions: list[str]
    notices: list[str]


class Fact(Out):
    """A fact of a version; `fields` are those of its kind."""

    kind: str
    where: str
    text: str
    source: str
    fields: dict[str, Any]


class Slot(Out):
    """One fact over versions."""

    about: str
    before: str
    values: list[dict[str, Any]]


class Change(Out):
    """One fact that differs between two versions, with how it stands in review."""

    id: int
    version: int
    kind: str
    level: str
    seen_at: str
    headline: str
    old: dict[str, Any] | None
    new: dict[str, Any] | None
    announced: bool
    explanation: str
    reviewed: str
    assignee: str
    article: dict[str, Any]


class Review(Out):
    """What somebody did to a change."""

    id: int
    change: int
    act: str
    actor: str
    at: str
    reason: str
    note: str
    before: dict[str, Any]
    after: dict[str, Any]


class OneChange(Out):
    """A change with all that was done to it. Its ETag is what If-Match of a review has to name."""

    change: Change
    reviews: list[Review]


class Changes(Page[Change]):
    """Changes; `seen` is the newest review that this list knows of."""

    seen: int


class Results(Out):
    """What became of each change."""

    results: dict[str, str]


class Story(Out):
    """The articles of a tag."""

    tag: str
    articles: int


class WholeStory(Out):
    """A story with its articles and its latest changes."""

    tag: str
    articles: list[Article]
    changes: list[Change]


class Watch(Out):
    """What somebody follows."""

    id: int
    url: str
    kind: str
    origin: str
    tags: list[str]
    schedule: str
    state: str
    resume_at: str | None
    added_at: str
    articles: int
    article: int | None


class Due(Out):
    """How many articles are looked at now."""

    due: int


class Delivery(Out):
    """One alert to one recipient."""

    id: str
    channel: str
    recipient: str
    state: str
    reason: str
    created_at: str
    due_at: str | None
    ended_at: str | None
    tries: int
    attempts: list[dict[str, Any]]


class Silence(Out):
    """What is kept quiet, by whom and why."""

    id: int
    starts_at: str
    ends_at: str
    author: str
    comment: str
    matchers: dict[str, Any]
    active: bool


class Act(Out):
    """What somebody did."""

    id: int
    at: str
    who: str
    via: str
    what: str
    subject: str
    before: dict[str, Any]
    after: dict[str, Any]


class Status(Out):
    """How the service is."""

    readiness: str
    articles: dict[str, int]
    deliveries: dict[str, int]
    kinds: list[dict[str, Any]]
