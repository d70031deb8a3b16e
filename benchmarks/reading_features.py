"""What is read right of the pages of six invented sites, at the first look and after later ones, told by feature.

`python -m benchmarks.reading_features [--seed WORD] [--count N] [--site NAME] [--feature WORDS] [-v]`. Of each page the
first look is held against its truth; each later fetch is read with the memory of the looks before and compared, and
must tell what happened to it and nothing else. Tuned and held-out sites are told apart. Serves and changes nothing.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.newsrooms import FEATURES, HELD_OUT, SITES, Later, MadePage, pages
from monitor.changes import compare
from monitor.changes.kinds import Kind
from monitor.checks.comparable import Relearning, comparable
from spiders.article import Article, Reading
from spiders.reading import read_page

HEADED = ("parts", "parts of one", "long feature", "charts with notes", "parts with a standfirst", "questions")


@dataclass(slots=True)
class Tally:
    """Pages read right at the first look, and later fetches told right; `missed` says what was wrong and where."""

    first: Counter[bool] = field(default_factory=Counter)
    later: Counter[bool] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)


def measure(seeds: Iterable[str], sites: Sequence[str], features: Sequence[str] = ()) -> dict[tuple[str, str], Tally]:
    """The tally of each site and feature."""
    found: defaultdict[tuple[str, str], Tally] = defaultdict(Tally)
    for seed in seeds:
        for page in pages(seed, sites, features):
            _measure(page, found[page.site, page.feature])
    return dict(found)


def _measure(page: MadePage, tally: Tally) -> None:
    first = read_page(page.html, page.url)
    wrong = at_first_look(page, first)
    tally.first[not wrong] += 1
    where = f"{page.site}, {page.feature}"
    if wrong:
        tally.missed.append(f"{where}: {wrong}")
    before, memory = first, first.memory
    for later in page.later:
        # Fetches of the same body follow one another; what happens to it happens to the page as it was last seen.
        after = read_page(later.html, page.url, memory=memory)
        if after.cannot_tell and later.told:  # as the monitor does: a doubt is held against one more look
            after = read_page(later.html, page.url, memory=after.memory)
        wrong = at_later_look(later, before, after)
        tally.later[not wrong] += 1
        if wrong:
            tally.missed.append(f"{where}, {later.what}: {wrong}")
        if later.what.startswith("again"):
            memory = after.memory
            before = before if after.cannot_tell or after.article is None else after


def at_first_look(page: MadePage, reading: Reading) -> str:
    """What is wrong with a first reading, or nothing."""
    article, truth = reading.article, page.truth
    if article is None:
        return f"refused: {reading.refusal}"
    prose = article.prose()
    if lost := [text for text in truth.paragraphs if text not in (*prose, *article.captions)]:
        return f"lost {lost}"
    if more := [text for text in prose if text not in truth.paragraphs and not _is_heading(text, page)]:
        return f"besides {more}"
    if truth.tables is not None and len(article.tables) != truth.tables:
        return f"{len(article.tables)} tables: {[table.lines() for table in article.tables]}"
    rows = {(row.label, *row.cells) for table in article.tables for row in table.rows}
    if missing := [row for row in truth.rows if row not in rows]:
        return f"rows {missing} not among {sorted(rows)}"
    texts = {entry.title: entry.text for entry in article.live}
    if missing := [title for title, text in truth.entries if not texts.get(title, "").startswith(text)]:
        return f"entries {missing} not read"
    if len(texts) != len(truth.entries):
        return f"{len(texts)} entries for {len(truth.entries)}"
    return ""


def _is_heading(text: str, page: MadePage) -> bool:
    """What heads a part, asks a question or says what a picture shows is neither wanted nor punished."""
    return len(text) < 40 and not any(map(str.isdigit, text)) and page.feature in HEADED


def at_later_look(later: Later, before: Reading, after: Reading) -> str:
    """What is wrong with what is told of a later fetch, or nothing. A doubt says nothing either."""
    if after.cannot_tell and not later.told:
        return "" if after.doubt else f"refused: {after.refusal}"
    if before.article is None or after.article is None or after.cannot_tell:
        return f"nothing to compare: {after.doubt or after.refusal}"
    old, new = before.article, after.article
    if after.relearned:
        seen = Relearning(str(after.relearned), after.passed_over, after.newly_seen, after.added)
        old, new = comparable(old, new, seen)
    if not later.told and later.what.startswith("again") and _text(old) != _text(new):
        return f"another version: {sorted(set(_text(old)) ^ set(_text(new)))}"
    changes = [change for change in compare(old, new) if change.kind is not Kind.WORDING]
    said = [
        (_side(one.old), _side(one.new), f"{one.where} {_sentence(one.old)} {_sentence(one.new)}") for one in changes
    ]
    for old, new in later.told:
        if not any(_has(old, o) and _has(new, n) and all(w in s for w in later.about) for o, n, s in said):
            return f"{old!r} to {new!r} ({', '.join(later.about)}) is not among {said}"
    told = [one for one in said if not any(_has(old, one[0]) and _has(new, one[1]) for old, new in later.told)]
    if later.what in ("new row", "entry comes"):
        told = [one for one in told if one[0] or not any(new in one[2] for _, new in later.told + _named(later))]
    return f"besides {told}" if told else ""


def _named(later: Later) -> tuple[tuple[str, str], ...]:
    return tuple(("", name) for name in later.about)


def _text(article: Article) -> tuple[str, ...]:
    live = (entry.text for entry in article.live)
    return (article.title, article.standfirst, *article.lines(), *article.captions, *live)


def _side(mention: object) -> str:
    return getattr(mention, "text", "") or ""


def _sentence(mention: object) -> str:
    return getattr(mention, "sentence", "") or ""


def _has(wanted: str, text: str) -> bool:
    return wanted in text if wanted else True


def lines_of(found: dict[tuple[str, str], Tally]) -> list[str]:
    """A line for each feature: right of all at the first look and later, on tuned and on held-out sites."""
    lines = [f"{'feature':24} {'first look':>12} {'later':>10} {'held out: first':>17} {'later':>8}"]
    sums = [Counter[bool]() for _ in range(4)]
    for feature in (*FEATURES, "sum"):
        counts = [Counter[bool]() for _ in range(4)]
        for (site, name), tally in found.items():
            if name == feature:
                at = 2 * (site in HELD_OUT)
                counts[at] += tally.first
                counts[at + 1] += tally.later
        if feature == "sum":
            counts = sums
        elif not any(counts):
            continue
        else:
            sums = [one + more for one, more in zip(sums, counts, strict=True)]
        told = [f"{count[True]}/{count[True] + count[False]}" for count in counts]
        lines.append(f"{feature:24} {told[0]:>12} {told[1]:>10} {told[2]:>17} {told[3]:>8}")
    return lines


def main() -> None:
    """Read the command line, print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading_features", description=__doc__)
    parser.add_argument("--seed", default="quay", help="another seed draws other words and figures")
    parser.add_argument("--count", type=int, default=1, metavar="N", help="so many seeds")
    parser.add_argument("--site", action="append", choices=SITES, help="only this site; may be repeated")
    parser.add_argument(
        "--feature", action="append", choices=tuple(FEATURES), help="only this feature; may be repeated"
    )
    parser.add_argument("-v", dest="verbose", action="store_true", help="what is wrong, except on held-out sites")
    asked = parser.parse_args()
    found = measure([f"{asked.seed}-{n}" for n in range(asked.count)], asked.site or SITES, asked.feature or ())
    for line in lines_of(found):
        print(line)
    if asked.verbose:
        for (site, _), tally in found.items():
            if site not in HELD_OUT or asked.site:
                print(*tally.missed, sep="\n", end="\n" if tally.missed else "")


if __name__ == "__main__":
    main()
