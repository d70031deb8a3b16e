"""`python -m benchmarks.pairs_told [FOLDER] [--verbose]`: is each pair with a moved fact told, and each other one not?

Pairs of versions come in as benchmarks.accuracy reads them; one row a file comes out for each level: told (alert and
digest) and alert alone, beside two plain differs. `--verbose` also prints what was missed, named otherwise and told
falsely; `--by lang` and `--by type` cut the sum by language and by type of item. Learns nothing.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.accuracy import OWN, Kinds, compared, matched, sets
from monitor.changes import Change
from monitor.changes.kinds import MEANINGS

Pair = Mapping[str, Any]
Judge = Callable[[Pair], list[Change]]


PLAIN: dict[str, Callable[[str], Any]] = {"a digit": lambda text: re.findall(r"\d+", text), "any text": str}
"""What two plain differs look at: they tell a pair where it is not the same in both versions."""


@dataclass(slots=True)
class Counts:
    """What was told at one level. `found` items are told in any kind, `in_kind` in their own or an accepted one.

    Of the pairs with a moved fact `pairs_right` are told, `pairs_for_it` for something that did move in them.
    """

    pairs_right: int = 0
    pairs_for_it: int = 0
    pairs_false: int = 0
    found: int = 0
    in_kind: int = 0
    changes: int = 0
    right: int = 0


@dataclass(slots=True)
class Score:
    """The counts of a set of pairs; `facts` are the pairs in which a fact moved, `plain` what simple differs told."""

    pairs: int = 0
    facts: int = 0
    items: int = 0
    told: Counts = field(default_factory=Counts)
    alert: Counts = field(default_factory=Counts)
    plain: dict[str, Counts] = field(default_factory=lambda: {name: Counts() for name in PLAIN})
    types: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    notes: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add the counts of another set."""
        for name in ("pairs", "facts", "items"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for one, two in zip(self._counts(), other._counts(), strict=True):
            for name in Counts.__slots__:
                setattr(one, name, getattr(one, name) + getattr(two, name))
        for name, row in other.types.items():
            self.types[name] = [a + b for a, b in zip(self.types[name], row, strict=True)]

    def _counts(self) -> list[Counts]:
        return [self.told, self.alert, *self.plain.values()]


def level(change: Change) -> str:
    """alert, digest or wording: the change's own level, or what its kind has by default."""
    given = str(getattr(change, "level", "") or MEANINGS[change.kind].default)
    return {"silent": "wording"}.get(given, given.split("-")[0])


def scored(pairs: Sequence[Pair], judge: Judge = compared) -> Score:
    """Judge each pair once and count at both levels."""
    score = Score()
    for pair in pairs:
        changes = [change for change in judge(pair) if level(change) != "wording"]
        score.pairs += 1
        score.facts += bool(pair["gold"])
        score.items += len(pair["gold"])
        score.notes += _count(pair, changes, score.told, score.types)
        _count(pair, [change for change in changes if level(change) == "alert"], score.alert)
        texts = ["\n".join([pair.get(f"title_{side}") or "", *pair[side]]) for side in ("old", "new")]
        for name, look in PLAIN.items():
            differs = look(texts[0]) != look(texts[1])
            score.plain[name].pairs_right += bool(pair["gold"] and differs)
            score.plain[name].pairs_false += bool(not pair["gold"] and differs)
    return score


def _count(
    pair: Pair, changes: Sequence[Change], counts: Counts, types: dict[str, list[int]] | None = None
) -> list[str]:
    """Add a pair to the counts of one level and its items to those of their types; what went wrong comes back."""
    gold, optional = pair["gold"], pair.get("optional") or ()
    in_kind = matched(gold, changes)
    found = matched(gold, changes, Kinds.ANY, in_kind)
    rest = [change for n, change in enumerate(changes) if n not in found.values()]
    excused = matched(optional, rest, Kinds.FAMILY).values()
    false = [change for n, change in enumerate(rest) if n not in excused]
    counts.pairs_right += bool(gold and changes)
    counts.pairs_for_it += bool(gold and len(false) < len(changes))
    # Where nothing must be found, what an editor may call a change either way is no false alarm.
    counts.pairs_false += bool(not gold and false)
    counts.found += len(found)
    counts.in_kind += len(in_kind)
    counts.changes += len(found) + len(false)
    counts.right += len(found)
    for n, item in enumerate(gold if types is not None else ()):
        assert types is not None
        row = types[item["type"]]
        row[:] = [row[0] + 1, row[1] + (n in found), row[2] + (n in in_kind)]
    said = f"{pair.get('id')}  "
    missed = [f"missed  {said}{_item(item)}" for n, item in enumerate(gold) if n not in found]
    named = [f"named   {said}{_item(gold[n])}, told as {changes[m].kind}" for n, m in found.items() if n not in in_kind]
    return missed + named + [f"false   {said}{_change(change)}" for change in false]


def _item(item: Mapping[str, Any]) -> str:
    return f"{item['type']}: {item['old'] or '-'} -> {item['new'] or '-'}"


def _change(change: Change) -> str:
    old, new = (side.text if side else "-" for side in (change.old, change.new))
    return f"{change.kind} ({level(change)}): {old} -> {new}"


HEAD = (
    f"{'':18}{'level':9}{'pairs':>6}{'facts':>6}{'R':>7}{'P':>7}{'false of':>12}"
    f"{'for it':>8}{'items':>7}{'found':>7}{'in kind':>9}{'changes':>9}{'P':>7}"
)


def rows(name: str, score: Score, plain: bool = False) -> Iterator[str]:
    """The two rows of a set: by pair, then its items, then its changes; then those of the plain differs, by pair."""
    for title, counts in (("told", score.told), ("alert", score.alert)):
        yield (
            f"{_by_pair(name, title, score, counts)}{_share(counts.pairs_for_it, score.facts):>8}{score.items:7}"
            f"{_share(counts.found, score.items):>7}{_share(counts.in_kind, score.items):>9}"
            f"{counts.changes:9}{_share(counts.right, counts.changes):>7}"
        )
    if plain:
        yield from (_by_pair(name, title, score, counts) for title, counts in score.plain.items())


def _by_pair(name: str, title: str, score: Score, counts: Counts) -> str:
    recall, precision = (
        _share(counts.pairs_right, whole) for whole in (score.facts, counts.pairs_right + counts.pairs_false)
    )
    false = f"{counts.pairs_false} of {score.pairs - score.facts}"
    return f"{name:18}{title:9}{score.pairs:6}{score.facts:6}{recall:>7}{precision:>7}{false:>12}"


def types(score: Score) -> Iterator[str]:
    """A row for each type of item: how many there are, found in any kind, and in their own."""
    yield f"{'type of item':27}{'items':>6}{'found':>7}{'in kind':>9}"
    for name, (items, found, in_kind) in sorted(score.types.items(), key=lambda row: -row[1][0]):
        yield f"{name:27}{items:6}{_share(found, items):>7}{_share(in_kind, items):>9}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def main(words: Sequence[str]) -> int:
    """Print the rows of a folder; a folder that is not there is said and is no failure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pairs_told", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=OWN)
    parser.add_argument("--only", default="", metavar="NAME", help="files whose name begins so")
    parser.add_argument("--by", choices=("lang", "type"), help="cut the sum by this")
    parser.add_argument("--verbose", action="store_true", help="print what was missed, named otherwise, told falsely")
    given = parser.parse_args(words)
    if not given.folder.is_dir():
        print(f"{given.folder}: not here; this bench needs a folder of pairs (see docs/accuracy.md)")
        return 0
    print(HEAD)
    total = Score()
    by_lang: dict[str, Score] = defaultdict(Score)
    for name, pairs in sets(given.folder):
        if name.startswith(given.only):
            of_file = Score()
            for lang in sorted({pair.get("lang", "en") for pair in pairs}):
                score = scored([pair for pair in pairs if pair.get("lang", "en") == lang])
                of_file.notes += score.notes
                for sum_ in (of_file, by_lang[lang], total):
                    sum_.add(score)
            for line in (*rows(name, of_file), *(f"    {note}" for note in of_file.notes if given.verbose)):
                print(line, flush=True)
    ends = {"lang": (line for lang in by_lang for line in rows(f"all {lang}", by_lang[lang])), "type": types(total)}
    for line in (*rows("all", total, plain=True), *ends.get(given.by, ())):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
