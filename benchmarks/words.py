"""`python -m benchmarks.words [FILE] [--verbose]`: is what one word says told, and is its synonym left alone?

A line a case comes in: pos, old, new, told and lang, two sentences that differ in one word. Shares told come out, for
another word and for a synonym, by language and by sort of word. Each stands in an article with one sentence more.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.accuracy import OWN
from benchmarks.pairs_told import level
from monitor.changes import Change, compare
from spiders.article import Article

Case = Mapping[str, Any]
Judge = Callable[[Article, Article], list[Change]]
TITLES = {True: "another word", False: "its synonym"}


def table(cases: Sequence[Case], judge: Judge = compare, verbose: bool = False) -> Iterator[str]:
    """A row for each language, another word and synonym apart: cases, share told, share alerted, share by sort."""
    levels: dict[tuple[bool, str], list[tuple[str, str]]] = defaultdict(list)
    notes = []
    for n, case in enumerate(cases):
        found = judged(case, _company(cases, n), judge)
        levels[bool(case["told"]), case.get("lang", "en")].append((case["pos"], found))
        if (found != "wording") != case["told"]:
            notes.append(f"    {'missed' if case['told'] else 'false '}  {case['old']} -> {case['new']}")
    told = sum(found != "wording" for row in levels.values() for _, found in row)
    yield f"{len(cases)} cases, told {told}"
    yield f"{'':14}{'lang':4}{'cases':>6}{'told %':>9}{'alert %':>9}   told by sort"
    for (wanted, lang), row in sorted(
        levels.items(), key=lambda item: (not item[0][0], item[0][1] != "en", item[0][1])
    ):
        sorts = ", ".join(
            f"{pos} {_share([found for name, found in row if name == pos], 'told')}"
            for pos in sorted({p for p, _ in row})
        )
        found = [name for _, name in row]
        yield (
            f"{TITLES[wanted]:14}{lang:4}{len(row):5}{_share(found, 'told'):>9}{_share(found, 'alert'):>9}   {sorts}"
        )
    if verbose:
        yield from notes


def judged(case: Case, company: str, judge: Judge = compare) -> str:
    """alert, digest or wording: the highest level of what is told of a case."""
    lang = case.get("lang", "en")
    old, new = (Article.from_text([company, case[side]], lang=lang) for side in ("old", "new"))
    found = {level(change) for change in judge(old, new)}
    return next((name for name in ("alert", "digest") if name in found), "wording")


def _company(cases: Sequence[Case], n: int) -> str:
    """A sentence that stays: the next one of the same language that is another one."""
    case = cases[n]
    later = [*cases[n + 1 :], *cases[:n]]
    same = (c["old"] for c in later if c.get("lang", "en") == case.get("lang", "en") and c["old"] != case["old"])
    return str(next(same, "2031."))


def _share(found: Sequence[str], name: str) -> str:
    hits = sum(one == name or (name == "told" and one != "wording") for one in found)
    return f"{100 * hits / len(found):.1f}"


def main(argv: Sequence[str]) -> int:
    """Print the table of a file; a file that is not there is said and is no failure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.words", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=OWN / "words.jsonl")
    parser.add_argument("--verbose", action="store_true", help="print each case that is judged wrongly")
    given = parser.parse_args(argv)
    if not given.file.is_file():
        print(f"{given.file}: not here; this bench needs a file of cases (see docs/accuracy.md)")
        return 0
    cases = [json.loads(line) for line in given.file.read_text("utf-8").splitlines() if line.strip()]
    for line in table(cases, verbose=given.verbose):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
