"""Which of the articles that a feed names are followed, and for how long: settings and an entry in, a word out.

Pure: no clock, no table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

WITHIN = 7 * 86_400.0
KEEP = 14 * 86_400.0
MOST = 200


class Sifted(StrEnum):
    """Whether an article is followed, or which filter keeps it out."""

    FOLLOWED = "followed"
    PATH = "path"
    KEYWORD = "keyword"
    SECTION = "section"
    OLD = "old"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a watch of a feed wants of it. Spans are seconds.

    `within`: not what was published longer ago. `keep`: followed so long after publication. `most`: so many at once.
    """

    paths: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    within: float = WITHIN
    keep: float = KEEP
    most: int = MOST

    def to_json(self) -> str:
        """The stored form; `from_json` reads it back."""
        return json.dumps({name: value for name, value in asdict(self).items() if value != getattr(PLAIN, name)})

    @classmethod
    def from_json(cls, text: str) -> Filters:
        """The filters that `to_json` wrote."""
        fields: dict[str, Any] = json.loads(text)
        read: dict[str, Any] = {n: tuple(value) if isinstance(value, list) else value for n, value in fields.items()}
        return cls(**read)

    def sift(self, url: str, title: str, sections: Sequence[str], published_ms: int | None, now_ms: int) -> Sifted:
        """Whether an article that a feed names is followed. One without a date is taken for new."""
        if published_ms is not None and published_ms < now_ms - self.within * 1000:
            return Sifted.OLD
        path = urlsplit(url).path
        if self.paths and not any(fnmatchcase(path, one) for one in self.paths):
            return Sifted.PATH
        named = [one.casefold() for one in sections]
        if self.sections and not any(one.casefold() in named for one in self.sections):
            return Sifted.SECTION
        words = " ".join([title, *sections]).casefold()
        if self.keywords and not any(_stands_in(one.casefold(), words) for one in self.keywords):
            return Sifted.KEYWORD
        return Sifted.FOLLOWED

    def until_ms(self, published_ms: int | None, now_ms: int) -> int:
        """When an article ages out; one that is dated ahead counts from now."""
        start = now_ms if published_ms is None else min(published_ms, now_ms)
        return start + int(self.keep * 1000)


PLAIN = Filters()


# Thai, Lao, Khmer, kana, Han and Hangul: written without blanks, or with particles that stick to the word.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _stands_in(wanted: str, words: str) -> bool:
    """Whether it stands there in whole words; in scripts without blanks, anywhere."""
    if _UNSPACED.search(wanted):
        return wanted in words
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", words) is not None
