"""The four page layouts of the demo, and the pages around them: Jinja2 templates with autoescape for every name.

A story, its outlet and this fetch's furniture go in, HTML text comes out. Serves nothing and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from monitor.demo.furniture import Furniture
from monitor.demo.stories import LINK, Outlet, Post, Story


@dataclass(frozen=True, slots=True)
class Page:
    """What a template shows. `url` is the article's own address, `others` are the outlet's other stories."""

    outlet: Outlet
    story: Story
    furniture: Furniture
    url: str
    home: str
    published: datetime
    modified: datetime
    others: tuple[Story, ...]

    @property
    def paragraphs(self) -> list[Markup]:
        """The paragraphs as HTML, links made."""
        return [linked(paragraph) for paragraph in self.story.paragraphs]

    @property
    def posts(self) -> list[tuple[Post, datetime]]:
        """The entries of a live story, each with its time."""
        return [(post, self.published + timedelta(minutes=post.minutes)) for post in self.story.posts]

    @property
    def credits(self) -> list[dict[str, str]]:
        """The authors as schema.org Persons."""
        return [{"@type": "Person", "name": author} for author in self.story.authors]


def linked(paragraph: str) -> Markup:
    """One paragraph as HTML: `[[words]]` become a link to a topic page, all else is escaped."""
    parts = LINK.split(paragraph)
    made = [
        Markup('<a href="/topic/{0}">{1}</a>').format(part.lower().replace(" ", "-"), part) if odd % 2 else escape(part)
        for odd, part in enumerate(parts)
    ]
    return Markup("").join(made)


def article(page: Page) -> str:
    """The article in its outlet's layout."""
    return _environment().get_template(f"{page.outlet.layout}.html").render(page=page)


def consent(page: Page) -> str:
    """The wall that asks for consent in place of the article."""
    return _environment().get_template("consent.html").render(page=page)


def front(outlet: Outlet, stories: tuple[Story, ...], furniture: Furniture) -> str:
    """The outlet's front page."""
    return _environment().get_template("front.html").render(outlet=outlet, stories=stories, furniture=furniture)


def feed(outlet: Outlet, home: str, items: list[tuple[Story, datetime]]) -> str:
    """The outlet's RSS 2.0 feed; each story with the time of its last edit."""
    return _environment().get_template("feed.txt").render(outlet=outlet, home=home, items=items)


def note(outlet: Outlet, title: str, text: str, furniture: Furniture) -> str:
    """A short page of the outlet that is no article: not found, too busy."""
    template = _environment().get_template("note.html")
    return template.render(outlet=outlet, title=title, text=text, furniture=furniture)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("monitor.demo", "layouts"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
