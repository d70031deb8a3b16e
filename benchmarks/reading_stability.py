"""How steadily saved pages are read: a folder goes in, figures and an HTML report of false sights come out.

Each page is read, read again three times with other boxes around and between its paragraphs, then once with a number
edited. `python -m benchmarks.reading_stability FOLDER [REPORT.html]`. With `--noise SEED` each page is fetched six
times under several kinds of noise instead, and the figures are told by kind. Changes nothing and serves nothing.
"""

from __future__ import annotations

import argparse
import html
import random
import re
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import noise_runs
from benchmarks.noise_runs import Tallies, differences
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


def measure_noise(folder: Path, seed: str, each: int, report: Path | None = None) -> list[str]:
    """Lines of figures by kind of noise, and their sum; `each` kinds are drawn for a page."""
    tallies = noise_runs.run(load(folder), seed, each)
    if report is not None:
        report.write_text(_noise_report(tallies), encoding="utf-8")
    rows = {name: _row(tallies, [name]) for name in sorted(tallies)}
    rows["sum"] = _row(tallies, list(tallies))
    head = f"{'noise':20} {' '.join(f'{name:>13}' for name in COLUMNS)}"
    return [head, *(f"{name:20} {' '.join(f'{count:13}' for count in row)}" for name, row in rows.items())]


COLUMNS = ("re-readings", "doubts", "false", "false alerts", "edits", "missed", "more besides", "a fetch later")


def _row(tallies: Tallies, names: list[str]) -> list[int]:
    seen = [tallies[name] for name in names]
    return [
        sum(s.rereadings for s in seen),
        sum(s.doubts for s in seen),
        sum(len(s.false) for s in seen),
        sum(len(s.alerts) for s in seen),
        sum(s.edits for s in seen),
        sum(len(s.missed) for s in seen),
        sum(len(s.besides) for s in seen),
        sum(s.late for s in seen),
    ]


def _noise_report(tallies: Tallies) -> str:
    counted = "".join(
        f"<tr><td>{html.escape(name)}</td>{''.join(f'<td>{count}</td>' for count in _row(tallies, [name]))}</tr>"
        for name in sorted(tallies)
    )
    head = "".join(f"<th>{name}</th>" for name in ("noise", *COLUMNS))
    kinds = sorted(tallies)
    parts = (
        ("False alerts", [row for kind in kinds for row in tallies[kind].alerts]),
        ("False differences", [row for kind in kinds for row in tallies[kind].false]),
        ("Edits missed", [row for kind in kinds for row in tallies[kind].missed]),
        ("Seen besides an edit", [row for kind in kinds for row in tallies[kind].besides]),
    )
    return _document(f"<table><tr>{head}</tr>{counted}</table>{_tables(parts)}")


def _report(tally: Tally) -> str:
    parts = (
        ("False differences", tally.false),
        ("Edits missed", tally.missed),
        ("Seen besides an edit", tally.besides),
    )
    unread = "".join(f"<li>{html.escape(line)}</li>" for line in tally.unread)
    return _document(
        f"<p>{tally.pages} pages, {tally.rereadings} re-readings, {tally.edits} edits.</p>{_tables(parts)}"
        f"<h2>Not read: {len(tally.unread)}</h2><ul>{unread}</ul>"
    )


def _tables(parts: Sequence[tuple[str, list[tuple[str, str]]]]) -> str:
    def rows(seen: list[tuple[str, str]]) -> str:
        return "".join(f"<tr><td>{html.escape(page)}</td><td>{html.escape(text)}</td></tr>" for page, text in seen)

    return "".join(f"<h2>{name}: {len(seen)}</h2><table>{rows(seen)}</table>" for name, seen in parts)


def _document(body: str) -> str:
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Reading stability</title>"
        "<style>body{font:16px/1.4 sans-serif;max-width:70em;margin:2em auto}"
        "td,th{border-top:1px solid #ccc;padding:.3em;vertical-align:top}</style>"
        f"<h1>Reading stability</h1>{body}</html>"
    )


def main() -> None:
    """Read the command line, print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading_stability", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("report", type=Path, nargs="?", metavar="REPORT.html")
    parser.add_argument("--noise", metavar="SEED", help="six fetches under each of several kinds of noise")
    parser.add_argument("--each", type=int, default=4, metavar="N", help="kinds of noise drawn for a page")
    asked = parser.parse_args()
    if not asked.folder.is_dir():
        parser.error(f"{asked.folder} is no folder")
    if asked.noise is None:
        lines = measure(asked.folder, asked.report)
    else:
        lines = measure_noise(asked.folder, asked.noise, asked.each, asked.report)
    for line in lines:
        print(line)


if __name__ == "__main__":
    main()
