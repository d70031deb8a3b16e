"""`python -m benchmarks.accuracy [FOLDER]`: how well `compare` finds what people found in pairs of versions.

Every *.jsonl of the folder (our own pairs, if none is named) goes in if its lines hold `old`, `new` and `gold`;
one table a file comes out. Nothing is learned from a pair. docs/accuracy.md has the format of a line.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

from monitor.changes import Change, Kind, Mention, compare
from spiders.article import Article

OWN = Path(__file__).parent / "own"
NEAR = 0.002
"""Two values within this share of each other are equal: a third may be noted as 0.333."""
SHARED = 0.5
"""Share of the shorter side's words that both descriptions of one change must have in common."""
_WORD = re.compile(r"\w+")


class Kinds(Enum):
    """How near a change's kind must be to an item's: the same or an accepted one, one of its family, or any."""

    EXACT = "exact"
    FAMILY = "family"
    ANY = "any"


def main(words: Sequence[str]) -> int:
    """Print the tables of a folder; a folder that is not there is said and is no failure."""
    folder = Path(words[0]) if words else OWN
    if not folder.is_dir():
        print(f"{folder}: not here; the accuracy table needs a folder of pairs (see docs/accuracy.md)")
        return 0
    for name, pairs in sets(folder):
        print(f"\n{name}")
        for line in table(pairs):
            print(line, flush=True)
    return 0


def sets(folder: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The files of a folder whose every line is a pair of versions, with those lines."""
    for path in sorted(folder.rglob("*.jsonl")):
        pairs = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        if pairs and all(isinstance(pair.get("old"), list) and "gold" in pair for pair in pairs):
            yield str(path.relative_to(folder)), pairs


def table(pairs: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of one table: articles that alert, then all changes, figures, and each kind by itself."""
    wanted: Counter[str] = Counter()
    told: Counter[str] = Counter()
    right: Counter[str] = Counter()
    alerts: Counter[str] = Counter()
    spent = 0.0
    for pair in pairs:
        started = time.process_time()
        changes = compared(pair)
        spent += time.process_time() - started
        gold, optional = list(pair["gold"]), list(pair.get("optional") or ())
        found = matched(gold, changes)
        rest = [change for n, change in enumerate(changes) if n not in found.values()]
        excused = matched(optional, rest, Kinds.FAMILY).values()
        false = [change for n, change in enumerate(rest) if n not in excused]
        for n, item in enumerate(gold):
            for group in _groups(item["type"]):
                wanted[group] += 1
                told[group] += n in found
                right[group] += n in found
        for change in false:
            told.update(_groups(str(change.kind)))
        # Where nothing must be found, what an editor may call a change either way is no false alarm.
        alerts[("found" if changes else "missed") if gold else ("false alarm" if false else "rightly silent")] += 1
    yield f"  {len(pairs)} pairs, {1000 * spent / len(pairs):.1f} CPU-ms a pair; " + ", ".join(
        f"{name} {alerts[name]}" for name in ("found", "missed", "false alarm", "rightly silent")
    )
    yield f"  {'kind':24}{'there':>7}{'told':>7}{'right':>7}{'P':>8}{'R':>8}{'F1':>8}"
    for group in ["all", "figures", *sorted((set(wanted) | set(told)) - {"all", "figures"})]:
        yield _row(group, wanted[group], told[group], right[group])


def _row(group: str, wanted: int, told: int, right: int) -> str:
    precision, recall = (100 * right / total if total else 0.0 for total in (told, wanted))
    f1 = 200 * right / (wanted + told) if wanted + told else 0.0
    return f"  {group:24}{wanted:7}{told:7}{right:7}{precision:8.1f}{recall:8.1f}{f1:8.1f}"


def _groups(kind: str) -> tuple[str, ...]:
    return ("all", "figures", kind) if kind.startswith("figure.") else ("all", kind)


def compared(pair: Mapping[str, Any]) -> list[Change]:
    """What is told of a pair in any kind but wording."""
    lang = pair.get("lang", "en")
    old = Article.from_text(pair["old"], pair.get("title_old"), lang)
    new = Article.from_text(pair["new"], pair.get("title_new"), lang)
    return [change for change in compare(old, new) if change.kind is not Kind.WORDING]


def matched(
    items: Sequence[Mapping[str, Any]],
    changes: Sequence[Change],
    kinds: Kinds = Kinds.EXACT,
    taken: Mapping[int, int] | None = None,
) -> dict[int, int]:
    """For each item that was found the place of its change; a change answers one item. `taken` is what is settled."""
    found = dict(taken or {})
    for n, item in enumerate(items):
        if n not in found:
            place = _place(item, changes, kinds, found.values())
            if place is not None:
                found[n] = place
    return found


def _place(item: Mapping[str, Any], changes: Sequence[Change], kinds: Kinds, used: Collection[int]) -> int | None:
    return next((m for m, change in enumerate(changes) if m not in used and _same(item, change, kinds)), None)


def _same(item: Mapping[str, Any], change: Change, kinds: Kinds) -> bool:
    kind, types = str(change.kind), [item["type"], *item.get("accept", ())]
    if kinds is Kinds.FAMILY:
        kind, types = kind.split(".", 1)[0], [name.split(".", 1)[0] for name in types]
    if kinds is not Kinds.ANY and kind not in types:
        return False
    sides = (("old", change.old), ("new", change.new))
    valued = [(item[f"{name}_value"], side) for name, side in sides if item.get(f"{name}_value") is not None]
    if valued and str(change.kind).startswith("figure."):
        return all(_equal(value, side) for value, side in valued)
    shares = [_shared(item[name], side) for name, side in sides if item.get(name)]
    if kinds is Kinds.ANY:
        # With the kind gone only words tie the two: each side that both give must agree, and there must be one.
        shares = [_shared(item[name], side) for name, side in sides if item.get(name) and side is not None]
        return bool(shares) and min(shares) >= SHARED
    return not shares or max(shares) >= SHARED


def _equal(value: Any, side: Mention | None) -> bool:
    if side is None:
        return False
    low, high = (float(v) for v in (value if isinstance(value, list) else (value, value)))
    ends = [float(end) for end in (side.lo, side.hi) if end is not None]
    if not ends:
        return False
    pairs = ((low, ends[0]), (high, ends[-1]))
    return all(abs(a - b) <= NEAR * max(abs(a), abs(b)) + 1e-9 for a, b in pairs)


def _shared(text: str, side: Mention | None) -> float:
    one, other = (set(_WORD.findall(words.lower())) for words in (text, side.text if side else ""))
    return len(one & other) / max(1, min(len(one), len(other)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
