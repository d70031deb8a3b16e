"""One page of an invented site: words drawn by chance, its truth, and what its later fetches must tell.

A site, a feature and a seed go in. Builds the frame around a story; what the story holds is for others to say.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.newsroom_markup import Markup

KNOWN: dict[str, Any] = tomllib.loads(Path(__file__).with_name("newsrooms.toml").read_text("utf-8"))
"""The words, and the markup of each site."""


@dataclass(frozen=True, slots=True)
class Later:
    """A later fetch of a page: what happened to it, and what has to be told of it as (text before, text now).

    An empty text stands for what was not there. `about` are words that the change must name: of a row, of a column.
    """

    what: str
    html: str
    told: tuple[tuple[str, str], ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Truth:
    """What must be read of a page: its paragraphs, each row as label and cells, its entries; and what must not be."""

    paragraphs: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    entries: tuple[tuple[str, str], ...] = ()
    absent: tuple[str, ...] = ()
    tables: int | None = None


@dataclass(frozen=True, slots=True)
class MadePage:
    """One page of a site, its truth at the first look, and its later fetches, each by itself behind the first."""

    site: str
    feature: str
    url: str
    html: str
    truth: Truth
    later: tuple[Later, ...] = field(default=())


class Page:
    """The words of one page, drawn by chance, in the markup of its site."""

    def __init__(self, site: str, feature: str, seed: str) -> None:
        self.site, self.feature = site, feature
        self.chance = random.Random(f"{seed} {site} {feature}")
        self.markup = Markup(KNOWN["sites"][site])
        words = KNOWN["words"]
        self.towns = self.chance.sample(words["towns"], len(words["towns"]))
        self.columns = self.chance.sample(words["columns"], len(words["columns"]))
        self.counted = self.chance.sample(words["counted"], len(words["counted"]))
        self.headings = self.chance.sample(words["headings"], len(words["headings"]))
        self.items = [self._filled(text, n) for n, text in enumerate(words["items"])]
        sentences = self.chance.sample(words["sentences"], len(words["sentences"]))
        self.sentences = [self._filled(text, n) for n, text in enumerate(sentences)]
        self.headline = f"Floods reach {self.towns[0]} as the river rises for a third day"
        self.number = self.chance.randrange(1000, 9000)

    def _filled(self, text: str, n: int) -> str:
        return text.format(town=self.towns[n % len(self.towns)], a=self.chance.randrange(13, 96))

    def figure(self) -> int:
        """A figure that no other text of the page is likely to hold."""
        return self.chance.randrange(211, 9999)

    def built(self, body: str, fetch: int = 0, **around: str) -> str:
        """The whole page with this body, as it is at its n-th fetch."""
        return self.markup.page(self.headline, body, self.number, fetch, **around)

    def told(self, texts: Sequence[str]) -> str:
        """Paragraphs in the markup of the site."""
        return self.markup.paragraphs(texts)

    def made(self, body: str, truth: Truth, *later: Later) -> MadePage:
        """The page; whatever it holds, another fetch of the same body must stay silent."""
        url = f"https://{self.site}.example/2031/05/{self.feature.replace(' ', '-')}"
        again = Later("again", self.built(body, fetch=1))
        return MadePage(self.site, self.feature, url, self.built(body), truth, (again, *later))
