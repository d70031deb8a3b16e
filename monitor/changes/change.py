"""Change: one fact that differs between two versions, both sides and why we say so. Frozen values; compares nothing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from monitor.changes.kinds import MEANINGS, Kind
from monitor.facts.parts import Where

Relation = Literal["", "update", "refinement", "contradiction", "revert"]


class Level(StrEnum):
    """How loudly a change is told."""

    ALERT = "alert"
    """Sure that a fact moved."""
    DIGEST = "digest"
    """It differs and nothing explains it, and it may be colour."""
    WORDING = "wording"
    """Kept in the history, never told by default."""


class Place(NamedTuple):
    """A further place where a change stands: the part of the article, and the sentence there."""

    where: Where
    sentence: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One side of a change: the words as written, their sentence, and the figure's fields where it is one."""

    text: str
    sentence: str = ""
    lo: Decimal | None = None
    hi: Decimal | None = None
    bound: str = ""
    unit: str = ""
    counted: str = ""
    place: str = ""
    as_of: str = ""
    source: str = ""
    holder: str = ""

    def to_dict(self) -> dict[str, Any]:
        """JSON-able form, numbers as decimal strings; unknown fields are left out, `lo`/`hi` only for figures."""
        out: dict[str, Any] = {"text": self.text}
        if self.bound:
            out["lo"] = None if self.lo is None else f"{self.lo:f}"
            out["hi"] = None if self.hi is None else f"{self.hi:f}"
        for name in ("bound", "unit", "counted", "place", "as_of", "source", "holder", "sentence"):
            if value := getattr(self, name):
                out[name] = value
        return out

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> Mention:
        """The mention that `to_dict` wrote."""
        known = {k: v for k, v in fields.items() if k in cls.__dataclass_fields__}
        for end in ("lo", "hi"):
            if known.get(end) is not None:
                known[end] = Decimal(known[end])
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that differs between two versions; never edited once stored.

    `old` is None where the fact is new, `new` where it is gone. `delta` is new minus old in the figure's own unit and
    `ratio` delta over old; both None unless both sides are figures. `announced` is true when a correction notice of
    the new version covers it. `explanation` names the rule that fired and what it saw, in one line. `level` says how
    loudly it is told, `also` where else the article says it.
    """

    kind: Kind
    old: Mention | None = None
    new: Mention | None = None
    delta: Decimal | None = None
    ratio: Decimal | None = None
    where: Where = "body"
    announced: bool = False
    relation: Relation = ""
    explanation: str = ""
    level: Level | None = None
    """None only before the account has settled it; then the kind's own level is taken."""
    also: tuple[Place, ...] = ()

    def __post_init__(self) -> None:
        if self.level is None:
            object.__setattr__(self, "level", Level(MEANINGS[self.kind].level))

    @property
    def places(self) -> tuple[Where, ...]:
        """Every part of the article in which it stands."""
        return tuple(dict.fromkeys((self.where, *(place.where for place in self.also))))

    def to_dict(self) -> dict[str, Any]:
        """The shape that webhooks, `--json` and the store share."""
        return {
            "kind": str(self.kind),
            "level": str(self.level),
            "where": self.where,
            "also": [{"where": place.where, "sentence": place.sentence} for place in self.also],
            "announced": self.announced,
            "relation": self.relation,
            "old": self.old.to_dict() if self.old else None,
            "new": self.new.to_dict() if self.new else None,
            "delta": None if self.delta is None else f"{self.delta:f}",
            "ratio": None if self.ratio is None else f"{self.ratio:f}",
            "explanation": self.explanation,
        }

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> Change:
        """The change that `to_dict` wrote."""
        return cls(
            kind=Kind(fields["kind"]),
            old=Mention.from_dict(fields["old"]) if fields.get("old") else None,
            new=Mention.from_dict(fields["new"]) if fields.get("new") else None,
            delta=None if fields.get("delta") is None else Decimal(fields["delta"]),
            ratio=None if fields.get("ratio") is None else Decimal(fields["ratio"]),
            where=fields.get("where", "body"),
            announced=bool(fields.get("announced")),
            relation=fields.get("relation", ""),
            explanation=fields.get("explanation", ""),
            level=Level(fields["level"]) if fields.get("level") else None,
            also=tuple(Place(place["where"], place["sentence"]) for place in fields.get("also", ())),
        )
