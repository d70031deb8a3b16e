"""The taxonomy: every kind of change, its meaning and an example. Data only; DESIGN's words, held to docs by a test."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A kind of change. Its value is the outward promise: rules, webhooks and screens use it."""

    FIGURE_VALUE = "figure.value"
    FIGURE_BOUND = "figure.bound"
    FIGURE_UNIT = "figure.unit"
    FIGURE_COUNTED = "figure.counted"
    FIGURE_ASOF = "figure.asof"
    FIGURE_ADDED = "figure.added"
    FIGURE_REMOVED = "figure.removed"
    ATTRIBUTION_CHANGED = "attribution.changed"
    ATTRIBUTION_ADDED = "attribution.added"
    ATTRIBUTION_REMOVED = "attribution.removed"
    QUOTE_TEXT = "quote.text"
    QUOTE_SPEAKER = "quote.speaker"
    QUOTE_ADDED = "quote.added"
    QUOTE_REMOVED = "quote.removed"
    ENTITY_NAME = "entity.name"
    ENTITY_PLACE = "entity.place"
    ENTITY_ROLE = "entity.role"
    DATETIME_CHANGED = "datetime.changed"
    POLARITY_CHANGED = "polarity.changed"
    CERTAINTY_CHANGED = "certainty.changed"
    EVENT_CHANGED = "event.changed"
    CLAIM_CHANGED = "claim.changed"
    CLAIM_ADDED = "claim.added"
    CLAIM_REMOVED = "claim.removed"
    CORRECTION_NOTICE = "correction.notice"
    HEADLINE_CHANGED = "headline.changed"
    ARTICLE_REMOVED = "article.removed"
    ARTICLE_RESTORED = "article.restored"
    ARTICLE_MOVED = "article.moved"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a kind means to a reader, an example of it, and how an alert treats it where no rule says otherwise."""

    text: str
    before: str
    after: str
    default: str
    """alert-high, alert, alert-low, digest, or silent."""
