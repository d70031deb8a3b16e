"""`python -m benchmarks.rewrites FOLDER [--count 1500] [--seed 1]`: articles written anew must change no fact.

Every article of a folder is rewritten by rules that keep its meaning (rewriting.py) and compared with itself, in both
directions. What `compare` tells at the level of an alert is printed with the rules that were used.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import pages
from benchmarks.accuracy import OWN
from benchmarks.rewriting import rewritten
from monitor.changes import Change, Level, compare
from spiders.article import Article


class Text(NamedTuple):
    """One article to rewrite."""

    name: str
    lang: str
    title: str
    paragraphs: tuple[str, ...]


def texts(folder: Path) -> Iterator[Text]:
    """Articles of a folder: *.txt (a paragraph a line), *.jsonl with `old` and `new`, saved pages."""
    for path in sorted(folder.rglob("*.txt")):
        lines = [line for line in path.read_text("utf-8", "replace").splitlines() if line.strip()]
        if len(lines) > 2:
            yield Text(path.name, "en", "", tuple(lines))
    for path in sorted(folder.rglob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines() if path.name != "manifest.jsonl" else ():
            row = json.loads(line)
            for side in ("old", "new"):
                if isinstance(row, dict) and isinstance(row.get(side), list) and row[side]:
                    title = row.get(f"title_{side}") or ""
                    yield Text(f"{row.get('id')}.{side}", row.get("lang", "en"), title, tuple(row[side]))
    for page in pages.load(folder):
        yield Text(page.id, _language(page.paragraphs), "", page.paragraphs)


def _language(paragraphs: Sequence[str]) -> str:
    """English where one word in twelve is "the", "of", "and" or "to"; else a language whose rules are not known."""
    words = " ".join(paragraphs).lower().split()
    return "en" if sum(word in ("the", "of", "and", "to") for word in words) > len(words) / 12 else "und"


def measure(folder: Path, count: int, seed: int) -> Iterator[str]:
    """Lines of results: each rewrite that raises a change, then totals, then which rules were in those."""
    known = list(texts(folder))
    if not known:
        yield f"{folder}: no articles"
        return
    rng = random.Random(seed)
    blamed: Counter[str] = Counter()
    used: Counter[str] = Counter()
    alerted = done = 0
    while done < count:
        text = known[rng.randrange(len(known))]
        paragraphs, rules = rewritten(text.paragraphs, text.lang, rng)
        if not rules:
            continue
        sides = [list(text.paragraphs), paragraphs]
        if rng.random() < 0.5:
            sides.reverse()
        found = facts(*(Article.from_text(side, text.title, text.lang) for side in sides))
        done += 1
        used.update(set(rules))
        if found:
            alerted += 1
            blamed.update(set(rules))
            yield f"  {text.name} ({', '.join(rules)})"
            yield from (f"      {line(change)}" for change in found)
    yield f"{count} rewrites of {len(known)} articles: {alerted} raise an alert"
    for name, times in blamed.most_common():
        yield f"  {name:20}{times:5} of {used[name]}"


def facts(old: Article, new: Article) -> list[Change]:
    """The changes that alert."""
    return [change for change in compare(old, new) if change.level is Level.ALERT]


def line(change: Change) -> str:
    """A change in one line."""
    old, new = (f"{side.text!r} in {side.sentence[:160]!r}" if side else "-" for side in (change.old, change.new))
    return f"{change.kind}: {old} -> {new}"


def main(words: Sequence[str]) -> int:
    """Print the results; 1 if any rewrite raised an alert, 0 if none did or the folder is not there."""
    parser = argparse.ArgumentParser(prog="benchmarks.rewrites", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=OWN)
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(words)
    if not given.folder.is_dir():
        print(f"{given.folder}: not here; rewrites need a folder of articles (see docs/accuracy.md)")
        return 0
    lines = list(measure(given.folder, given.count, given.seed))
    print("\n".join(lines))
    return int(any(text.startswith("      ") for text in lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
