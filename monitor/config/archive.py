"""[archive]: whether an archive elsewhere is asked to save what changed, which one, and how gently. Off by default."""

from __future__ import annotations

from urllib.parse import urlsplit

from pydantic import Field, field_validator

from monitor.config.settings import Duration, Section


class Archive(Section):
    """[archive]: copies of changed pages at an archive elsewhere; nothing is sent without `save = true`."""

    save: bool = Field(default=False, description="true: ask the archive to save each page that brought a change.")
    service: str = Field(
        default="https://web.archive.org/save/",
        description="The address that saves what is written behind it; by default the Internet Archive's.",
    )
    every: Duration = Field(default=60.0, ge=5, description="The least time between two requests.")
    a_day: int = Field(default=100, ge=1, le=10_000, description="At most so many pages within 24 hours.")

    @field_validator("service")
    @classmethod
    def _address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")) or not urlsplit(value).hostname:
            raise ValueError(f"'{value}' is no address of an archive; it begins with https:// and names a host")
        return value
