"""Pages of six invented sites, each built around one thing that a story may hold: a table, parts, live entries.

A seed goes in; pages with their truth and their later fetches come out. The words are ours and drawn by chance. Reads
no page and judges none.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.newsroom_markup import Cells, Markup

_KNOWN: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
SITES: tuple[str, ...] = tuple(_KNOWN["sites"])
HELD_OUT = SITES[-2:]
"""Sites whose misses nobody looks at while rules are tuned."""


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


def pages(seed: str, sites: Sequence[str] = SITES, features: Sequence[str] = ()) -> Iterator[MadePage]:
    """One page for each feature of each site; one more of either changes none of the others."""
    for site in sites:
        for feature, build in FEATURES.items():
            if not features or feature in features:
                yield build(Page(site, feature, seed))


class Page:
    """The words of one page, drawn by chance, in the markup of its site."""

    def __init__(self, site: str, feature: str, seed: str) -> None:
        self.site, self.feature = site, feature
        self.chance = random.Random(f"{seed} {site} {feature}")
        self.markup = Markup(_KNOWN["sites"][site])
        words = _KNOWN["words"]
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


def _table(page: Page, cells: Cells, lead: int = 3) -> MadePage:
    """Paragraphs, a table, paragraphs; then one cell moves, a row comes in above, two rows change places, a list."""
    before, behind = page.sentences[:lead], page.sentences[lead : lead + 3]

    def body(told: str) -> str:
        return page.told(before) + told + page.told(behind)

    mark = page.markup
    row = page.chance.randrange(len(cells.rows))
    column = page.chance.randrange(1, len(cells.rows[row]))
    old = cells.rows[row][column]
    new = str(page.figure() + 10_000) if old.isdigit() else "washed away"
    moved = cells.with_cell(row, column, new)
    named = page.towns[len(cells.rows)]
    fresh = (named, *(str(page.figure() + 10_000) for _ in cells.rows[0][1:]))
    turned = mark.listed([cells.line(one) for one in cells.rows])
    later = [
        Later("cell", page.built(body(mark.table(moved)), 2), ((old, new),), (cells.rows[row][0],)),
        Later("new row", page.built(body(mark.table(cells.with_row(fresh))), 3), (("", fresh[1]),), (named,)),
        Later("rows sorted", page.built(body(mark.table(cells.turned())), 4)),
    ]
    if cells.header and column <= len(cells.header) - 1 and len(cells.rows[0]) > 2:
        about = (cells.rows[row][0], cells.header[column])
        later[0] = Later("cell", later[0].html, later[0].told, about)
    if len(cells.rows[0]) == 2 and not cells.header:
        later.append(Later("as a list", page.built(body(turned), 5)))
    truth = Truth((*before, *behind), cells.rows, tables=1)
    return page.made(body(mark.table(cells)), truth, *later)


def _cells(page: Page, width: int, height: int, **how: Any) -> Cells:
    header = ("Town", *page.columns[: width - 1]) if how.pop("headed", True) else ()
    rows = tuple((town, *(str(page.figure()) for _ in range(width - 1))) for town in page.towns[:height])
    return Cells(rows, header, **how)


def _narrow(page: Page) -> MadePage:
    return _table(page, _cells(page, 2, 5, headed=False))


def _few_rows(page: Page) -> MadePage:
    return _table(page, _cells(page, 3, 2))


def _headed(page: Page) -> MadePage:
    return _table(page, _cells(page, 4, 6))


def _wide(page: Page) -> MadePage:
    return _table(page, _cells(page, 8, 5, caption="Where the county helps"))


def _serial(page: Page) -> MadePage:
    return _table(page, _cells(page, 3, 6, serial=True))


def _above(page: Page) -> MadePage:
    return _table(page, _cells(page, 3, 4), lead=0)


def _words_only(page: Page) -> MadePage:
    """A table without a figure in most of its cells: who plays which part."""
    names = ("open", "closed", "half open", "unknown", "flooded")
    rows = tuple((town, page.chance.choice(names), str(page.figure())) for town in page.towns[:5])
    return _table(page, Cells(rows, ("Town", "Road", "Sandbags")))


def _layout(page: Page) -> MadePage:
    """A table that only puts a text and a picture side by side."""
    inside, rest = page.sentences[:3], page.sentences[3:7]
    picture = "<td><img src='a.jpg' alt=''></td>"
    table = f"<table width='100%'><tr><td width='60%'>{page.told(inside)}</td>{picture}</tr></table>"
    return page.made(page.told(rest[:2]) + table + page.told(rest[2:]), Truth((*inside, *rest), tables=0))


def _pairs(page: Page, kind: str, first: bool) -> MadePage:
    pairs = [(name, f"{page.figure():,}") for name in page.counted[:4]]
    texts = page.sentences[:5]
    built = page.markup.counters if kind == "counters" else page.markup.terms

    def body(said: Sequence[tuple[str, str]]) -> str:
        told = built(said)
        return told + page.told(texts) if first else page.told(texts[:2]) + told + page.told(texts[2:])

    at = page.chance.randrange(len(pairs))
    new = f"{page.figure() + 10_000:,}"
    moved = [(name, new if n == at else value) for n, (name, value) in enumerate(pairs)]
    cell = Later("cell", page.built(body(moved), 2), ((pairs[at][1], new),), (pairs[at][0],))
    turned = Later("rows sorted", page.built(body(pairs[::-1]), 3))
    return page.made(body(pairs), Truth(tuple(texts), tuple(pairs), tables=1), cell, turned)


def _counters_above(page: Page) -> MadePage:
    return _pairs(page, "counters", first=True)


def _counters_within(page: Page) -> MadePage:
    return _pairs(page, "counters", first=False)


def _terms(page: Page) -> MadePage:
    return _pairs(page, "terms", first=False)


def _edited(texts: Sequence[str], at: int, chance: random.Random) -> tuple[list[str], tuple[str, str]]:
    """The texts with the first figure of one of them moved, and the figure before and after."""
    words = texts[at].split(" ")
    place = next(n for n, word in enumerate(words) if word.strip(",.").removesuffix(",000").isdigit())
    old = words[place].strip(",.").removesuffix(",000")
    new = str(int(old) + chance.randrange(101, 199))
    words[place] = words[place].replace(old, new)
    return [*texts[:at], " ".join(words), *texts[at + 1 :]], (old, new)


def _prose(page: Page, texts: Sequence[str], build: Callable[[Sequence[str]], str], at: int) -> MadePage:
    """Paragraphs in some order of boxes, then the same with a figure moved in the paragraph at `at`."""
    edited, told = _edited(texts, at, page.chance)
    return page.made(build(texts), Truth(tuple(texts)), Later("figure", page.built(build(edited), 2), (told,)))


def _parts(page: Page) -> MadePage:
    def build(texts: Sequence[str]) -> str:
        chapters = zip(page.headings, texts[::2], texts[1::2], strict=False)
        return "".join(page.markup.part(heading, texts) for heading, *texts in chapters)

    return _prose(page, page.sentences[:8], build, at=5)


def _parts_of_one(page: Page) -> MadePage:
    """Two paragraphs, then a heading and one paragraph a part: the smallest parts there are."""

    def build(texts: Sequence[str]) -> str:
        parts = (page.markup.part(h, [text]) for h, text in zip(page.headings, texts[2:], strict=False))
        return page.told(texts[:2]) + "".join(parts)

    return _prose(page, page.sentences[:7], build, at=4)


def _closing(page: Page) -> MadePage:
    def build(texts: Sequence[str]) -> str:
        return page.told(texts[:-1]) + page.markup.closing(texts[-1])

    return _prose(page, page.sentences[:6], build, at=5)


def _list(page: Page) -> MadePage:
    """Short items without a full stop, as advice is given."""
    texts, items = page.sentences[:5], page.items[1:]

    def build(items: Sequence[str]) -> str:
        return page.told(texts[:3]) + page.markup.listed(items) + page.told(texts[3:])

    edited, told = _edited(items, 2, page.chance)
    truth = Truth((*texts, *items))
    return page.made(build(items), truth, Later("figure", page.built(build(edited), 2), (told,)))


def _fold(page: Page, shown: int) -> MadePage:
    def build(texts: Sequence[str]) -> str:
        return page.told(texts[:shown]) + page.markup.fold(page.told(texts[shown:]), page.number)

    return _prose(page, page.sentences[:8], build, at=7)


def _fold_small(page: Page) -> MadePage:
    return _fold(page, 6)


def _fold_large(page: Page) -> MadePage:
    return _fold(page, 3)


def _inline(page: Page) -> MadePage:
    """Marks inside lines: what is read, and a figure that moves inside one."""
    texts = page.sentences[:4]
    marked = [(one["markup"], one["read"]) for one in _KNOWN["words"]["inline"]]
    lines = [markup for markup, _ in marked]

    def build(lines: Sequence[str]) -> str:
        return page.told(texts[:2]) + page.markup.raw(lines) + page.told(texts[2:])

    new = f"{page.figure()} crates"
    lines_later = [line.replace("19 crates", new) for line in lines]
    later = Later("figure", page.built(build(lines_later), 2), (("19", new.split()[0]),))
    return page.made(build(lines), Truth((*texts, *(said for _, said in marked))), later)


def _live(page: Page) -> MadePage:
    """Five entries; then one is edited, one comes in, one falls off the window."""
    lead, texts = page.sentences[:1], page.sentences[1:]
    entries = [(n, f"Gauge at {page.towns[n]} read again", [texts[n], texts[n + 5]]) for n in range(6)]
    state = (
        '<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "' + page.headline + '"}</script>'
    )

    def build(shown: Sequence[tuple[int, str, list[str]]], fetch: int) -> str:
        body = page.told(lead) + page.markup.feed(shown, page.number)
        return page.built(body, fetch, head=state)

    first = entries[1:][::-1]
    edited, told = _edited(entries[3][2], 0, page.chance)
    changed = [(n, h, edited if n == 3 else t) for n, h, t in first]
    fresh = (
        7,
        f"Water falls at {page.towns[8]}",
        [f"The gauge at {page.towns[8]} fell by {page.figure()} millimetres."],
    )
    gone = Later("falls off", build(first[:-1], 2))
    edit = Later("entry edited", build(changed, 3), (told,))
    came = Later("entry comes", build([fresh, *first], 4), (("", fresh[2][0].split()[-2]),))
    url = f"https://{page.site}.example/2031/05/live"
    truth = Truth(tuple(lead), entries=tuple((h, "\n".join(t)) for _, h, t in first))
    return MadePage(
        page.site, page.feature, url, build(first, 0), truth, (Later("again", build(first, 1)), gone, edit, came)
    )


def _live_table(page: Page) -> MadePage:
    """Entries of which one holds a table: each cell keeps the words that name it."""
    lead, texts = page.sentences[:1], page.sentences[1:]
    cells = _cells(page, 3, 3)
    state = (
        '<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "' + page.headline + '"}</script>'
    )

    def build(cells: Cells, fetch: int) -> str:
        shown = [(n, f"Gauge at {page.towns[n]} read again", [texts[n]]) for n in range(5)]
        body = page.told(lead) + page.markup.feed(shown, page.number, {2: page.markup.table(cells)})
        return page.built(body, fetch, head=state)

    new = str(page.figure() + 10_000)
    edit = Later("cell", build(cells.with_cell(1, 2, new), 3), ((cells.rows[1][2], new),), (cells.rows[1][0],))
    url = f"https://{page.site}.example/2031/05/live-table"
    truth = Truth(tuple(lead), entries=tuple((f"Gauge at {page.towns[n]} read again", texts[n]) for n in range(5)))
    return MadePage(page.site, page.feature, url, build(cells, 0), truth, (Later("again", build(cells, 1)), edit))


def _restless(page: Page) -> MadePage:
    """Leaves between the paragraphs that differ at each fetch and are no sentence."""
    texts = page.sentences[:7]

    def build(texts: Sequence[str], fetch: int) -> str:
        return page.built(page.markup.with_leaves(texts, page.number, fetch), fetch)

    edited, told = _edited(texts, 4, page.chance)
    later = [Later(f"again {n}", build(texts, n)) for n in range(1, 5)]
    later.append(Later("figure", build(edited, 5), (told,)))
    url = f"https://{page.site}.example/2031/05/restless"
    return MadePage(page.site, page.feature, url, build(texts, 0), Truth(tuple(texts)), tuple(later))


def _sections(page: Page) -> MadePage:
    """A long feature: each section of it in boxes of its own, pictures between them."""

    def build(texts: Sequence[str]) -> str:
        told = ""
        for n in range(0, len(texts), 3):
            told += page.markup.wrap(page.told(texts[n : n + 3]), page.number + n)
            told += page.markup.picture(f"The quay at {page.towns[n % 12]} on Sunday")
        return told

    return _prose(page, page.sentences[:12], build, at=10)


def _pictures(page: Page) -> MadePage:
    """A story that is mostly told below its pictures."""

    def build(texts: Sequence[str]) -> str:
        return page.told(texts[:3]) + "".join(map(page.markup.picture, texts[3:]))

    return _prose(page, page.sentences[:9], build, at=7)


def _charts(page: Page) -> MadePage:
    def build(texts: Sequence[str]) -> str:
        charts = [page.markup.chart("How the river rose", texts[2]), page.markup.chart("Who was moved", texts[5])]
        return page.told(texts[:2]) + charts[0] + page.told(texts[3:5]) + charts[1] + page.told(texts[6:])

    return _prose(page, page.sentences[:9], build, at=5)


def _openers(page: Page) -> MadePage:
    """Parts that have a standfirst of their own."""

    def build(texts: Sequence[str]) -> str:
        told = page.told(texts[:3])
        for n, at in enumerate((3, 6, 9)):
            told += page.markup.opener(page.headings[n], texts[at], page.number + n) + page.told(texts[at + 1 : at + 3])
        return told

    return _prose(page, page.sentences[:12], build, at=6)


def _questions(page: Page) -> MadePage:
    """Questions in bold, an answer under each."""

    def build(texts: Sequence[str]) -> str:
        asked = (f"<strong>What of {town}?</strong>" for town in page.towns)
        return page.told(texts[:1]) + "".join(
            page.markup.wrap(page.markup.raw([question]) + page.told([text]), page.number)
            for question, text in zip(asked, texts[1:], strict=False)
        )

    return _prose(page, page.sentences[:8], build, at=4)


FEATURES: dict[str, Callable[[Page], MadePage]] = {
    "table of two columns": _narrow,
    "table of two rows": _few_rows,
    "table with a head": _headed,
    "wide table": _wide,
    "serial numbers": _serial,
    "table above the text": _above,
    "table of words": _words_only,
    "layout table": _layout,
    "counters above": _counters_above,
    "counters within": _counters_within,
    "definition list": _terms,
    "parts": _parts,
    "parts of one": _parts_of_one,
    "closing box": _closing,
    "long feature": _sections,
    "picture story": _pictures,
    "charts with notes": _charts,
    "parts with a standfirst": _openers,
    "questions": _questions,
    "list of short items": _list,
    "read more, small": _fold_small,
    "read more, large": _fold_large,
    "inline marks": _inline,
    "live entries": _live,
    "table in an entry": _live_table,
    "restless leaves": _restless,
}
"""What a page is built around, and how."""
