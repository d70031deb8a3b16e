"""The settings of a rule: which changes raise an alert, how urgent it is and who is told.

A parsed table goes in, frozen values come out, or a mistake: a word that a field never takes, or a matcher that no
kind named beside it can meet. Decides nothing about a change.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from monitor.addresses import normalise
from monitor.changes.kinds import Kind
from monitor.config.holding import DigestText, GroupBy, QuietName
from monitor.config.settings import Duration, Section, Tag, around
from monitor.errors import BadAddress
from monitor.rules import (
    DIRECTIONS,
    RELATIONS,
    WHERE,
    Condition,
    Rule,
    Severity,
    check_counted,
    check_pattern,
    check_unit,
    kinds_of,
)
from monitor.suggestions import suggestion

_MOVED = frozenset({Kind.FIGURE_VALUE})
_FIGURES = frozenset(kind for kind in Kind if kind.startswith("figure."))
_ABLE = {
    "min_delta": (_MOVED, "has no delta"),
    "min_percent": (_MOVED, "has no delta"),
    "direction": (_MOVED, "has no delta"),
    "counted": (_FIGURES, "counts nothing"),
    "units": (_FIGURES, "has no unit"),
}
"""Matchers that only some kinds can meet, and what the others lack."""

# RFC 5646: two or three letters, then subtags. "english" is none, and "en_GB" is how programs write it.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def _one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in words:
            raise ValueError(f"'{value}' is none of {', '.join(words)}{suggestion(value, words)}")
        return value

    return check


def _channel(value: str, info: ValidationInfo) -> str:
    channels = around(info).channels
    if value not in channels:
        known = f"; there are {', '.join(channels)}" if channels else "; there is no [channel.NAME] table"
        raise ValueError(f"unknown channel '{value}'{suggestion(value, channels) or known}")
    return value


def _name(value: str) -> str:
    if not re.search(r"\w", value):
        raise ValueError(f"'{value}' names nothing; write the words as articles do")
    return value.strip()


def _relation(value: str) -> str:
    if value in ("up", "down", "revised_down"):
        raise ValueError('which way a figure moved is asked with direction = "up" or "down"')
    return _one_of(RELATIONS)(value)


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError(f'\'{value}\' is not the tag of a language, as in "en" or "pt-BR"')
    return value


def _address(value: str) -> str:
    if "*" in value:
        if not value.startswith(("http://", "https://", "*")):
            raise ValueError('write a whole address, as in "https://news.example/world/*"')
        return value
    try:
        return normalise(value).url
    except BadAddress as error:
        raise ValueError(str(error)) from error


KindPattern = Annotated[str, AfterValidator(check_pattern)]
Counted = Annotated[str, AfterValidator(lambda word, info: check_counted(word, around(info).concepts))]
Unit = Annotated[str, AfterValidator(check_unit)]
Named = Annotated[str, AfterValidator(_name)]
Address = Annotated[str, AfterValidator(_address)]
Language = Annotated[str, AfterValidator(_language)]
Part = Annotated[str, AfterValidator(_one_of(WHERE))]
RelationWord = Annotated[str, AfterValidator(_relation)]
SeverityWord = Annotated[str, AfterValidator(_one_of(tuple(Severity)))]
Notified = Annotated[str, AfterValidator(_channel)]


class RuleSettings(Section):
    """[[rule]]: which changes raise an alert, how urgent it is and who is told."""

    name: str = Field(min_length=1, max_length=80, description="The rule's name, shown in every alert.")
    kinds: tuple[KindPattern, ...] = Field(
        default=(), description='Kinds of change, with * as in "figure.*". Left out: all but wording.'
    )
    counted: tuple[Counted, ...] = Field(
        default=(), description='What is counted: "death", "injury", or the noun as written.'
    )
    units: tuple[Unit, ...] = Field(default=(), description='The figure\'s unit: "dollar", "percent", "hectare".')
    places: tuple[Named, ...] = Field(default=(), description='Places as words: "Gaza" also means "the Gaza Strip".')
    sources: tuple[Named, ...] = Field(
        default=(), description='Who says so, as words: "ministry" also means "the health ministry".'
    )
    outlets: tuple[Named, ...] = Field(default=(), description='Outlets by name or by host: "Reuters", "news.example".')
    watches: tuple[Address, ...] = Field(default=(), description="Addresses of articles; a star stands for anything.")
    tags: tuple[Tag, ...] = Field(default=(), description="Only articles with one of these tags.")
    languages: tuple[Language, ...] = Field(default=(), description='Languages of articles: "en" also means "en-GB".')
    where: tuple[Part, ...] = Field(
        default=(), description="Only these parts of the article: headline, lead, body, ..."
    )
    relations: tuple[RelationWord, ...] = Field(
        default=(), description="How the new figure stands to the old: update, contradiction, ..."
    )
    direction: Annotated[str, AfterValidator(_one_of(DIRECTIONS))] | None = Field(
        default=None, description='"up" or "down": which way the figure moved.'
    )
    announced: bool | None = Field(
        default=None, description="true: a correction notice covers the change. false: none does."
    )
    min_severity: SeverityWord | None = Field(
        default=None, description="Only kinds of change that deserve at least this severity."
    )
    min_delta: Decimal | None = Field(
        default=None, gt=0, le=Decimal("1e30"), description="The figure moved by at least this much, up or down."
    )
    min_percent: Decimal | None = Field(
        default=None, gt=0, le=Decimal("1e30"), description="The figure moved by at least this many percent."
    )
    when: str = Field(default="", description="One expression over the fields of a change; see docs/rules.md.")
    severity: str = Field(
        default="", description="low, normal, high or critical. Empty: what the kind of change deserves."
    )
    notify: tuple[Notified, ...] = Field(default=(), description="Channels to tell. Left out: all of them.")
    confirm: int = Field(default=1, ge=1, le=2, description="2: told only when a second fetch agrees.")
    flap_window: Duration = Field(
        default=21_600.0,
        gt=0,
        le=604_800,
        description="A fact that goes to and fro is watched until it rests this long.",
    )
    group_by: GroupBy = Field(
        default="article", description="What alerts are gathered by: article, story, outlet, rule, none."
    )
    group_wait: Duration | None = Field(
        default=None, ge=0, le=86_400, description="How long the first alert of a group waits for others."
    )
    group_interval: Duration | None = Field(
        default=None, ge=0, le=86_400, description="How long after a group was told its next alerts wait."
    )
    digest: DigestText = Field(default="", description='"instant", "hourly" or "daily 07:30 Europe/Paris".')
    quiet: tuple[QuietName, ...] = Field(default=(), description="Names of [quiet_hours.NAME] that hold this rule.")

    @field_validator("*", mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        if value == []:
            raise ValueError("the list is empty; name at least one, or leave the setting out")
        return value

    @field_validator("name")
    @classmethod
    def _once(cls, value: str, info: ValidationInfo) -> str:
        if value != value.strip() or not value.isprintable():
            raise ValueError("a name is one line, without blanks around it")
        around(info).first("rule", value, value)
        return value

    @field_validator("counted", "units", "direction", "min_delta", "min_percent")
    @classmethod
    def _can_be(cls, value: object, info: ValidationInfo) -> object:
        """Refuse a matcher that a kind written out beside it never meets; a star means those that can."""
        able, lack = _ABLE[str(info.field_name)]
        kinds: tuple[str, ...] = info.data.get("kinds", ())
        never = [pattern for pattern in kinds if not kinds_of((pattern,)) & able]
        if value is not None and never:
            raise ValueError(f"{info.field_name} never holds for '{never[0]}', which {lack}; make two rules of it")
        return value

    @field_validator("when")
    @classmethod
    def _when(cls, value: str, info: ValidationInfo) -> str:
        if value.strip():
            Condition(value).check(around(info).concepts)
        return value

    @field_validator("severity")
    @classmethod
    def _severity(cls, value: str) -> str:
        return _one_of(tuple(Severity))(value) if value else value

    def rule(self, channels: tuple[str, ...]) -> Rule:
        """The rule these settings mean."""
        return Rule(
            name=self.name,
            kinds=self.kinds,
            counted=self.counted,
            units=self.units,
            places=self.places,
            sources=self.sources,
            outlets=self.outlets,
            watches=self.watches,
            tags=self.tags,
            languages=self.languages,
            where=self.where,
            relations=self.relations,
            direction=self.direction or "",
            announced=self.announced,
            min_severity=Severity(self.min_severity) if self.min_severity else None,
            min_delta=self.min_delta,
            min_percent=self.min_percent,
            when=Condition(self.when) if self.when.strip() else None,
            severity=Severity(self.severity) if self.severity else None,
            notify=self.notify or channels,
        )
