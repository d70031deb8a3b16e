"""The words in which a page is handed on: Article, Refusal, Reading, Relearned, Memory.

Frozen values only. Nothing here reads a page, opens a socket or judges a change.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any


class Reason(StrEnum):
    """Why a fetched page is not a readable article. The log, the metric and the screen print this same word."""

    PAYWALL = "paywall"
    CONSENT = "consent"
    BOT_WALL = "bot_wall"
    SOFT_404 = "soft_404"
    REMOVED = "removed"
    HOME_REDIRECT = "home_redirect"
    REDIRECT = "redirect"
    LOGIN = "login"
    TRUNCATED = "truncated"
    NOT_ARTICLE = "not_article"
    LISTING = "listing"
    MEDIA_ONLY = "media_only"
    LEGAL_BLOCK = "legal_block"
    GEO_BLOCK = "geo_block"
    EMPTY = "empty"
    ERROR_PAGE = "error_page"
    MAINTENANCE = "maintenance"


class Relearned(StrEnum):
    """Why a reading is a new baseline: what it saw may differ from what the one before saw in the same text."""

    LAYOUT = "layout"
    OVERRIDE = "override"
    RELEASE = "release"
    FORGOTTEN = "forgotten"
    RESTLESS = "restless"


@dataclass(frozen=True, slots=True)
class LiveEntry:
    """One entry of a live blog. `key` is stable over fetches (its URL, id, or time).

    `text` joins paragraphs by newlines.
    """

    key: str
    text: str
    title: str = ""
    published: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, known by its `label`. `cells` are the others, in the order and number of the header's words.

    A column of serial numbers is left out: it counts the rows and reports nothing.
    """

    label: str
    cells: tuple[str, ...] = ()

    def line(self, header: Sequence[str] = ()) -> str:
        """The row as one line, each cell behind its header's word: "Minau, cases: 5; deaths: 1"; else "Minau: 5; 1"."""
        names = header if len(header) == len(self.cells) else ("",) * len(self.cells)
        told = [f"{name}: {cell}" if name else cell for name, cell in zip(names, self.cells, strict=True) if cell]
        if not self.label or not told:
            return self.label or "; ".join(told)
        return f"{self.label}{', ' if any(names) else ': '}{'; '.join(told)}"

    def cell_lines(self, header: Sequence[str] = ()) -> tuple[str, ...]:
        """Each cell as a line with the label and its header's word; the whole row as one where no word names it."""
        if not any(header) or len(header) != len(self.cells):
            return (self.line(header),) if self.label or any(self.cells) else ()
        told = [Row(self.label, (cell,)).line((name,)) for name, cell in zip(header, self.cells, strict=True) if cell]
        return tuple(told) or (self.label,)


@dataclass(frozen=True, slots=True)
class Table:
    """Facts set out in rows: a table, a definition list, a group of counters. `header` names the cells of each row.

    `at` is the place of its first paragraph among those of the article and `size` how many are its own: the caption and
    the header's words where there are some, then each row, one paragraph each. A table without a place has none there.
    """

    caption: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    at: int | None = None
    size: int = 0

    def lines(self) -> tuple[str, ...]:
        """The caption, if any, and each row as one line."""
        return (*((self.caption,) if self.caption else ()), *(row.line(self.header) for row in self.rows))

    def places(self) -> range:
        """The places of its paragraphs among those of the article."""
        return range(0) if self.at is None else range(self.at, self.at + self.size)

    def row_places(self) -> range:
        """The places of its rows among the paragraphs of the article; as many as there are rows, or none."""
        return self.places()[max(0, self.size - len(self.rows)) :]


@dataclass(frozen=True, slots=True)
class Article:
    """What a page reports, as plain text. Times are ISO 8601 as the page gives them; `language` is a BCP 47 tag.

    A row of a table is one of `paragraphs`, its cells joined by bars, and stands structured in `tables` as well: who
    lists facts or compares reads `prose` and `table_lines`, who shows the text reads `lines`.
    """

    url: str = ""
    title: str = ""
    standfirst: str = ""
    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    live: tuple[LiveEntry, ...] = ()
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    language: str = "en"
    outlet: str = ""
    canonical: str = ""
    section: str = ""
    paywalled: bool = False
    tables: tuple[Table, ...] = ()

    @classmethod
    def from_text(cls, paragraphs: Sequence[str] | str, title: str | None = None, lang: str = "en") -> Article:
        """Build an article by hand. A single string is cut into paragraphs at its line breaks."""
        parts = paragraphs.splitlines() if isinstance(paragraphs, str) else paragraphs
        return cls(title=title or "", paragraphs=tuple(p for p in parts if p.strip()), language=lang)

    def to_json(self) -> str:
        """Canonical JSON: equal articles give equal text, so its hash stands for the content."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def fingerprint(self) -> bytes:
        """The sha256 of what a reader sees. Two fetches with equal fingerprints are one version.

        Left out is what outlets move without touching the story: times, addresses, section, language and paywall flag.
        """
        seen = (self.title, self.standfirst, self.paragraphs, self.captions, self.notices, self.authors)
        entries = tuple((entry.key, entry.title, entry.text) for entry in self.live)
        # Only where there are some: texts stored before articles had tables keep the fingerprint they were stored with.
        tables = (tuple((one.caption, one.header, one.lines()) for one in self.tables),) if self.tables else ()
        raw = json.dumps((seen, entries, *tables), ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).digest()

    @classmethod
    def from_json(cls, text: str) -> Article:
        """The article that `to_json` wrote. Fields unknown to this release are ignored.

        Missing ones take their default.
        """
        fields = {k: v for k, v in json.loads(text).items() if k in cls.__dataclass_fields__}
        for name in ("paragraphs", "captions", "notices", "authors"):
            fields[name] = tuple(fields.get(name, ()))
        fields["live"] = tuple(LiveEntry(**entry) for entry in fields.get("live", ()))
        fields["tables"] = tuple(_table(one) for one in fields.get("tables", ()))
        return cls(**fields)

    def table_lines(self) -> tuple[str, ...]:
        """The lines of all tables, each cell behind its header's word."""
        return tuple(line for table in self.tables for line in table.lines())

    def prose(self) -> tuple[str, ...]:
        """The paragraphs that are no part of a table."""
        taken = {place for table in self.tables for place in table.places()}
        return tuple(text for place, text in enumerate(self.paragraphs) if place not in taken)

    def lines(self) -> tuple[str, ...]:
        """All of the text as it stands on the page, rows at their place; behind it the tables that have no place."""
        lone = (line for table in self.tables if table.at is None for line in table.lines())
        return (*self.paragraphs, *lone)

    def without(self, places: Collection[int]) -> Article:
        """The article without the paragraphs at these places; a row goes with its paragraph."""
        left = [place for place in range(len(self.paragraphs)) if place not in places]
        return replace(
            self,
            paragraphs=tuple(self.paragraphs[place] for place in left),
            tables=tuple(_left_of(table, places, left) for table in self.tables),
        )


def _table(fields: Mapping[str, Any]) -> Table:
    rows = tuple(Row(row.get("label", ""), tuple(row.get("cells", ()))) for row in fields.get("rows", ()))
    header, at, size = tuple(fields.get("header", ())), fields.get("at"), fields.get("size", 0)
    return Table(fields.get("caption", ""), header, rows, at, size)


def _left_of(table: Table, places: Collection[int], left: Sequence[int]) -> Table:
    if table.at is None:
        return table
    at, behind = bisect_left(left, table.at), bisect_left(left, table.at + table.size)
    gone = {n for n, place in enumerate(table.row_places()) if place in places}
    rows = tuple(row for n, row in enumerate(table.rows) if n not in gone)
    led = table.size > len(table.rows)
    caption = "" if led and table.at in places else table.caption
    return replace(table, caption=caption, rows=rows, at=at, size=behind - at)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no Article, and the evidence on the page or in the response that decided it."""

    reason: Reason
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """What reading learned, to be handed in next time.

    Both parts are small and JSON-able; their keys are reading's own.

    `site` holds the layouts seen on this host, shared by all its articles; `page` what this one address showed last.
    """

    site: Mapping[str, Any] = field(default_factory=dict)
    page: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a page's sentences was read, in characters: `read` of `shown`; `left` says as what others were left.

    `lost` of them stand where the story does not, and nothing else speaks against them.
    """

    read: int
    shown: int
    lost: int
    left: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One page read: an Article or a Refusal, never both.

    `cannot_tell` says that the page must not be compared with an earlier version (a wall, a broken layout), and
    `doubt` why; `removed` says that the outlet took the article away. `memory` goes back in at the next reading.

    `relearned` says that the page was learned anew, and why: then only text that both readings could see may be
    compared. `passed_over` are texts of the page that are not in the article now, `newly_seen` texts of the article
    that earlier readings saw and left out, `added` paragraphs that stood nowhere among the known ones before; all are
    empty unless `relearned`. Where a known page is refused, `passed_over` is what it says instead. `coverage` is set
    where the whole page was looked at, and not only the boxes that held the article before.
    """

    article: Article | None = None
    refusal: Refusal | None = None
    cannot_tell: bool = False
    removed: bool = False
    doubt: str = ""
    memory: Memory = field(default_factory=Memory)
    relearned: Relearned | None = None
    passed_over: tuple[str, ...] = ()
    newly_seen: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    coverage: Coverage | None = None
