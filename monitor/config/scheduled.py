"""[[tag]], and the schedule of a [[site]]: what is said of many articles at once.

Tables go in, checked values come out. A watch that says how often itself is not touched by either.
"""

from __future__ import annotations

from pydantic import Field, ValidationInfo, field_validator, model_validator

from monitor import forms
from monitor.config.settings import Duration, Section, Tag, around


class Scheduled(Section):
    """At most one of every, cron and adaptive."""

    every: Duration | None = Field(default=None, ge=1, description="Check its articles this often.")
    cron: str | None = Field(default=None, description="Check them at these times: a cron line, perhaps with a zone.")
    adaptive: bool | None = Field(default=None, description="true: often while they change, seldom when they rest.")

    @field_validator("cron")
    @classmethod
    def _cron(cls, value: str | None, info: ValidationInfo) -> str | None:
        return None if value is None else forms.cron(value, around(info).time_zone)

    @field_validator("adaptive")
    @classmethod
    def _adaptive(cls, value: bool | None) -> bool | None:
        if value is False:
            raise ValueError("leave it out, or say how often with every or cron")
        return value

    @model_validator(mode="after")
    def _alone(self) -> Scheduled:
        given = [name for name in ("every", "cron", "adaptive") if getattr(self, name) is not None]
        if len(given) > 1:
            raise ValueError(f"there is one schedule: keep '{given[0]}' or '{given[1]}', not both")
        return self

    @property
    def schedule(self) -> str:
        """The schedule in its stored form; "" where nothing is said."""
        if self.adaptive:
            return "adaptive"
        if self.cron:
            return f"cron {self.cron}"
        return forms.every(self.every) if self.every is not None else ""


class TagSettings(Scheduled):
    """[[tag]]: how all articles with a tag are looked at, unless their watch says otherwise."""

    name: Tag = Field(description="The tag.")
    weight: float = Field(
        default=1.0, ge=0.01, le=100, description="How much an edit counts: 4 means looks about twice as often."
    )

    @field_validator("name")
    @classmethod
    def _once(cls, value: str, info: ValidationInfo) -> str:
        around(info).first("tag", value, value)
        return value
