"""What a rule can see of a change: each field's name, type and meaning, and its value for one change and article.

Data and plain look-ups only. docs/rules.md lists the same fields, held by a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from monitor.changes.kinds import Kind

if TYPE_CHECKING:
    from monitor.changes.change import Change, Mention
    from monitor.rules.rule import ArticleContext

FieldType = Literal["text", "number", "yes/no", "texts"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its type, what it means, and the words it can take where these are fixed."""

    type: FieldType
    meaning: str
    words: tuple[str, ...] = ()


_WHERE = ("headline", "standfirst", "lead", "body", "caption", "live", "notice", "article")
_BOUNDS = ("=", "~", ">", ">=", "<", "<=", "vague")

FIELDS: Mapping[str, Field] = {
    "kind": Field("text", "the kind of change", tuple(Kind)),
    "where": Field("text", "the part of the article it stands in", _WHERE),
    "parts": Field("texts", "every part of the article it stands in"),
    "announced": Field("yes/no", "a correction notice of the new version covers it"),
    "relation": Field(
        "text", "how the new figure stands to the old", ("", "update", "refinement", "contradiction", "revert")
    ),
    "delta": Field("number", "new minus old, in the figure's own unit"),
    "ratio": Field("number", "delta over old: 0.05 is five percent up"),
    "percent": Field("number", "ratio in percent"),
    "old_value": Field("number", "the old figure"),
    "new_value": Field("number", "the new figure"),
    "old_text": Field("text", "the old words"),
    "new_text": Field("text", "the new words"),
    "old_sentence": Field("text", "the sentence of the old words"),
    "new_sentence": Field("text", "the sentence of the new words"),
    "counted": Field("text", "what the figure counts: death, injury, ..."),
    "unit": Field("text", "the figure's unit: person, dollar, percent, ..."),
    "bound": Field("text", "how the figure is bounded", _BOUNDS),
    "place": Field("text", "where, as written"),
    "source": Field("text", "who says so, as written"),
    "as_of": Field("text", "as of when, as written"),
    "tags": Field("texts", "the tags of the watch"),
    "outlet": Field("text", "the outlet's name"),
    "url": Field("text", "the address of the article"),
    "language": Field("text", "the language of the article: en, fr, ..."),
}
"""counted, unit, bound, place, source and as_of are the new side's, or the old side's where the new one has none."""


def value(name: str, change: Change, context: ArticleContext) -> Any:
    """The field's value; None for a number and "" for a text that the change does not have."""
    match name.split("_", 1):
        case ["old", part] if part != "of":
            return _of_side(change.old, part)
        case ["new", part]:
            return _of_side(change.new, part)
    if name == "percent":
        return None if change.ratio is None else change.ratio * 100
    if name in ("tags", "outlet", "url", "language"):
        return getattr(context, name)
    if name in ("counted", "unit", "bound", "place", "source", "as_of"):
        return either(change, name)
    if name == "parts":
        return change.places
    found = getattr(change, name)
    return str(found) if name == "kind" else found


def either(change: Change, name: str) -> str:
    """The mention's field of the new side, or of the old one where the new side has none."""
    for side in (change.new, change.old):
        if side is not None and (found := getattr(side, name)):
            return str(found)
    return ""


def _of_side(mention: Mention | None, part: str) -> str | Decimal | None:
    if part == "value":
        return None if mention is None else mention.lo if mention.lo is not None else mention.hi
    return "" if mention is None else str(getattr(mention, part))
