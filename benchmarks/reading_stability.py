"""How steadily saved pages are read: a folder goes in, figures and an HTML report of false sights come out.

Each page is read, read again three times with other boxes around and between its paragraphs, then once with a number
edited. `python -m benchmarks.reading_stability FOLDER [REPORT.html]`. Changes nothing and serves nothing.
"""

from __future__ import annotations

import html
import random
import re
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.pages import SavedPage, load
from benchmarks.rotation import Body
from spiders.article import Article, Memory
from spiders.reading import read_page

TIMES = 3
BETWEEN = (
    '<div class="css-{n}a1"><h3>The evening letter</h3><p>Nine stories and a crossword, sent to {n} readers.</p>'
    '<form><input type="email"><button>Sign up</button></form></div>',
    '<aside class="more-{n}"><h4>Read more</h4><ul><li><a href="/s/{n}">Ferry {n} stuck for a third day</a></li></ul>'
    "</aside>",
    '<p class="pointer"><strong>Read more: </strong><a href="/s/{n}">Dredger number {n} is back in port</a></p>',
    '<div class="slot-{n}"><span>Advertisement</span></div>',
)


@dataclass(slots=True)
class Tally:
    """What was seen over all pages. `ms` are CPU milliseconds of each re-reading."""

    pages: int = 0
    unread: list[str] = field(default_factory=list)
    rereadings: int = 0
    false: list[tuple[str, str]] = field(default_factory=list)
    edits: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)
    besides: list[tuple[str, str]] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)


def measure(folder: Path, report: Path | None = None) -> list[str]:
    """Lines of figures for the pages of a folder; the report shows, page by page, what was falsely seen."""
    tally = Tally()
    for page in load(folder):
        body = Body(page)
        if body.usable:
            _measure_page(page, body, tally)
    if report is not None:
        report.write_text(_report(tally), encoding="utf-8")
    ordered = sorted(tally.ms) or [0.0]
    return [
        f"pages {tally.pages}, not read {len(tally.unread)}",
        f"false differences {len(tally.false)} of {tally.rereadings} re-readings",
        f"edited numbers seen {tally.edits - len(tally.missed)} of {tally.edits}, more besides {len(tally.besides)}",
        f"CPU ms a re-reading: median {statistics.median(ordered):.1f}, p95 {ordered[int(0.95 * len(ordered))]:.1f}",
    ]


def _measure_page(page: SavedPage, body: Body, tally: Tally) -> None:
    tally.pages += 1
    first = read_page(body.fetched_again(f"{page.id}-0")[0], page.url)
    if first.article is None:
        tally.unread.append(f"{page.id}: {first.refusal}")
        return
    for turn in range(1, TIMES + 1):
        source = between(body.fetched_again(f"{page.id}-{turn}")[0], page, random.Random(f"{page.id}-{turn}"))
        again = _read(source, page.url, first.memory, tally)
        tally.rereadings += 1
        if again is None or (seen := list(differences(first.article, again))):
            tally.false.append((page.id, "not read" if again is None else "; ".join(seen)))
    source, edit = body.fetched_again(f"{page.id}-edit", edit=True)
    if edit is None:
        return
    tally.edits += 1
    again = _read(source, page.url, first.memory, tally)
    seen = [] if again is None else list(differences(first.article, again))
    if not any(edit.new in line for line in seen):
        tally.missed.append((page.id, f"{edit.old} became {edit.new}"))
    elif len(seen) > 2:
        tally.besides.append((page.id, "; ".join(seen)))


def _read(source: str, url: str, memory: Memory, tally: Tally) -> Article | None:
    started = time.process_time()
    reading = read_page(source, url, memory=memory)
    tally.ms.append(1000 * (time.process_time() - started))
    return None if reading.cannot_tell else reading.article


def between(source: str, page: SavedPage, chance: random.Random) -> str:
    """The page with two boxes put behind paragraphs of its body, where a paragraph element ends with its text."""
    for box in chance.sample(BETWEEN, 2):
        tail = html.escape(chance.choice(page.paragraphs[:-1])[-25:], quote=False)
        found = re.search(re.escape(tail) + r"\s*</p>", source)
        if found is not None:
            source = source[: found.end()] + box.replace("{n}", str(chance.randrange(100, 999))) + source[found.end() :]
    return source


def differences(old: Article, new: Article) -> Iterator[str]:
    """Every text that one reading has and the other has not, field by field."""
    for name in ("title", "standfirst"):
        if getattr(old, name) != getattr(new, name):
            yield f"- {name}: {getattr(old, name)}"
            yield f"+ {name}: {getattr(new, name)}"
    for name in ("paragraphs", "captions", "notices"):
        before, after = getattr(old, name), getattr(new, name)
        yield from (f"- {name}: {text}" for text in before if text not in after)
        yield from (f"+ {name}: {text}" for text in after if text not in before)


def _report(tally: Tally) -> str:
    def rows(seen: list[tuple[str, str]]) -> str:
        return "".join(f"<tr><td>{html.escape(page)}</td><td>{html.escape(text)}</td></tr>" for page, text in seen)

    parts = (
        ("False differences", tally.false),
        ("Edits missed", tally.missed),
        ("Seen besides an edit", tally.besides),
    )
    tables = "".join(f"<h2>{name}: {len(seen)}</h2><table>{rows(seen)}</table>" for name, seen in parts)
    unread = "".join(f"<li>{html.escape(line)}</li>" for line in tally.unread)
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Reading stability</title>"
        "<style>body{font:16px/1.4 sans-serif;max-width:70em;margin:2em auto}"
        "td{border-top:1px solid #ccc;padding:.3em;vertical-align:top}</style><h1>Reading stability</h1>"
        f"<p>{tally.pages} pages, {tally.rereadings} re-readings, {tally.edits} edits.</p>{tables}"
        f"<h2>Not read: {len(tally.unread)}</h2><ul>{unread}</ul></html>"
    )


if __name__ == "__main__":
    if len(sys.argv) < 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: python -m benchmarks.reading_stability FOLDER [REPORT.html]")
    for line in measure(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None):
        print(line)
