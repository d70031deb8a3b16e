"""`python -m benchmarks.pairs_told [FOLDER] [--verbose]`: is each pair with a moved fact told, and each other one not?

Pairs of versions come in as benchmarks.accuracy reads them; one row a file comes out for each level: told (alert and
digest) and alert alone. `--verbose` also prints what was missed, named otherwise and told falsely. Learns nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.accuracy import OWN, Kinds, compared, matched, sets
from monitor.changes import Change
from monitor.changes.kinds import MEANINGS

Pair = Mapping[str, Any]
Judge = Callable[[Pair], list[Change]]


@dataclass(slots=True)
class Counts:
    """What was told at one level. `found` items are told in any kind, `in_kind` in their own or an accepted one."""

    pairs_right: int = 0
    pairs_false: int = 0
    found: int = 0
    in_kind: int = 0
    changes: int = 0
    right: int = 0


@dataclass(slots=True)
class Score:
    """The counts of a set of pairs; `facts` are the pairs in which a fact moved."""

    pairs: int = 0
    facts: int = 0
    items: int = 0
    told: Counts = field(default_factory=Counts)
    alert: Counts = field(default_factory=Counts)
    notes: list[str] = field(default_factory=list)

    def __add__(self, other: Score) -> Score:
        summed = Score(self.pairs + other.pairs, self.facts + other.facts, self.items + other.items)
        for name in ("told", "alert"):
            one, two = getattr(self, name), getattr(other, name)
            setattr(summed, name, Counts(*(getattr(one, n) + getattr(two, n) for n in Counts.__slots__)))
        return summed


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
        score.notes += _count(pair, changes, score.told)
        _count(pair, [change for change in changes if level(change) == "alert"], score.alert)
    return score


def _count(pair: Pair, changes: Sequence[Change], counts: Counts) -> list[str]:
    """Add a pair to the counts of one level; what went wrong comes back in lines."""
    gold, optional = pair["gold"], pair.get("optional") or ()
    in_kind = matched(gold, changes)
    found = matched(gold, changes, Kinds.ANY, in_kind)
    rest = [change for n, change in enumerate(changes) if n not in found.values()]
    excused = matched(optional, rest, Kinds.FAMILY).values()
    false = [change for n, change in enumerate(rest) if n not in excused]
    counts.pairs_right += bool(gold and changes)
    # Where nothing must be found, what an editor may call a change either way is no false alarm.
    counts.pairs_false += bool(not gold and false)
    counts.found += len(found)
    counts.in_kind += len(in_kind)
    counts.changes += len(found) + len(false)
    counts.right += len(found)
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
    f"{'':20}{'level':7}{'pairs':>6}{'facts':>6}{'R':>7}{'P':>7}{'false of':>12}"
    f"{'items':>7}{'found':>7}{'in kind':>9}{'changes':>9}{'P':>7}"
)


def rows(name: str, score: Score) -> Iterator[str]:
    """The two rows of a set: by pair, then its items, then its changes."""
    quiet = score.pairs - score.facts
    for title, counts in (("told", score.told), ("alert", score.alert)):
        yield (
            f"{name:20}{title:7}{score.pairs:6}{score.facts:6}{_share(counts.pairs_right, score.facts):>7}"
            f"{_share(counts.pairs_right, counts.pairs_right + counts.pairs_false):>7}"
            f"{f'{counts.pairs_false} of {quiet}':>12}{score.items:7}{_share(counts.found, score.items):>7}"
            f"{_share(counts.in_kind, score.items):>9}{counts.changes:9}{_share(counts.right, counts.changes):>7}"
        )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def main(words: Sequence[str]) -> int:
    """Print the rows of a folder; a folder that is not there is said and is no failure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pairs_told", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=OWN)
    parser.add_argument("--only", default="", metavar="NAME", help="files whose name begins so")
    parser.add_argument(
        "--verbose", action="store_true", help="print what was missed, named otherwise and told falsely"
    )
    given = parser.parse_args(words)
    if not given.folder.is_dir():
        print(f"{given.folder}: not here; this bench needs a folder of pairs (see docs/accuracy.md)")
        return 0
    print(HEAD)
    total = Score()
    for name, pairs in sets(given.folder):
        if name.startswith(given.only):
            score = scored(pairs)
            total += score
            for line in (*rows(name, score), *(f"    {note}" for note in score.notes if given.verbose)):
                print(line, flush=True)
    for line in rows("all", total):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
