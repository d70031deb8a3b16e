"""The invented outlets and stories of the demo: TOML files go in, frozen Outlets and Stories come out.

One file a story, named by its slug; `[[words]]` in a paragraph marks a link. No person, place or figure is real.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import Any

LINK = re.compile(r"\[\[(.+?)\]\]")


class Validator(StrEnum):
    """What an outlet's ETag follows: the story's revision, the bytes sent (which differ on every fetch), or nothing."""

    REVISION = "revision"
    BYTES = "bytes"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Outlet:
    """One invented outlet. `layout` names its template; `compressed` says that it answers with gzip where asked."""

    key: str
    name: str
    tagline: str
    layout: str
    validator: Validator
    compressed: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands after paragraph `after` (counted from 1)."""

    after: int
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A box beside the text that belongs to the story and stays the same."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that stands after paragraph `after` (counted from 1); the first cell of each row is its label."""

    after: int
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Post:
    """One entry of a live story, so many `minutes` younger than the story. `key` is its name on the page."""

    key: str
    minutes: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """One article as its desk wrote it. `hours_ago` is its age when the demo starts; `notice` a correction notice.

    `posts` are the entries of a live story, the newest first.
    """

    slug: str
    outlet: str
    section: str
    headline: str
    standfirst: str
    authors: tuple[str, ...]
    hours_ago: int
    paragraphs: tuple[str, ...]
    pictures: tuple[Picture, ...] = ()
    aside: Aside | None = None
    notice: str = ""
    table: Grid | None = None
    posts: tuple[Post, ...] = ()

    @property
    def path(self) -> str:
        """Where its outlet serves it."""
        return f"/{self.section}/{self.slug}"

    @property
    def plain_paragraphs(self) -> tuple[str, ...]:
        """The paragraphs as a reader sees them, without the marks of links."""
        return tuple(LINK.sub(r"\1", paragraph) for paragraph in self.paragraphs)


def load_outlets() -> dict[str, Outlet]:
    """All outlets by key, in the order of outlets.toml."""
    fields = _toml("outlets.toml")
    return {key: Outlet(**{**one, "key": key, "validator": Validator(one["validator"])}) for key, one in fields.items()}


def load_stories() -> dict[str, Story]:
    """All stories by slug, in alphabetical order."""
    names = sorted(file.name for file in resources.files(__name__).iterdir() if file.name.endswith(".toml"))
    slugs = [name.removesuffix(".toml") for name in names if name != "outlets.toml"]
    return {slug: _story(slug, _toml(f"{slug}.toml")) for slug in slugs}


def _story(slug: str, fields: dict[str, Any]) -> Story:
    aside, table = fields.pop("aside", None), fields.pop("table", None)
    return Story(
        slug=slug,
        authors=tuple(fields.pop("authors")),
        paragraphs=tuple(fields.pop("paragraphs")),
        pictures=tuple(Picture(**picture) for picture in fields.pop("pictures", ())),
        aside=Aside(**aside) if aside else None,
        table=_grid(**table) if table else None,
        posts=tuple(Post(**post) for post in fields.pop("posts", ())),
        **fields,
    )


def _grid(after: int, caption: str, header: list[str], rows: list[list[str]]) -> Grid:
    return Grid(after, caption, tuple(header), tuple(map(tuple, rows)))


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__name__).joinpath(name).read_text(encoding="utf-8"))
