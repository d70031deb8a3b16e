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
from collections.abc import Iterator, Mapping, Sequence
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


def main(words: Sequence[str]) -> int:
    """Print the tables of a folder; a folder that is not there is said and is no failure."""
    folder = Path(words[0]) if words else OWN
    if not folder.is_dir():
        print(f"{folder}: not here; the accuracy table needs a folder of pairs (see docs/accuracy.md)")
        return 0
    for path in sorted(folder.rglob("*.jsonl")):
        pairs = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        if pairs and all(isinstance(pair.get("old"), list) and "gold" in pair for pair in pairs):
            print(f"\n{path.relative_to(folder)}")
            for line in table(pairs):
                print(line, flush=True)
    return 0


def table(pairs: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of one table: articles that alert, then all changes, figures, and each kind by itself."""
    wanted: Counter[str] = Counter()
    told: Counter[str] = Counter()
    right: Counter[str] = Counter()
    alerts: Counter[str] = Counter()
    spent = 0.0
    for pair in pairs:
        started = time.process_time()
        changes = _compared(pair)
        spent += time.process_time() - started
        gold, optional = list(pair["gold"]), list(pair.get("optional") or ())
        matched = _matched(gold, changes)
        rest = [change for n, change in enumerate(changes) if n not in matched.values()]
        excused = _matched(optional, rest, family=True).values()
        false = [change for n, change in enumerate(rest) if n not in excused]
        for n, item in enumerate(gold):
            for group in _groups(item["type"]):
                wanted[group] += 1
                told[group] += n in matched
                right[group] += n in matched
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


def _compared(pair: Mapping[str, Any]) -> list[Change]:
    lang = pair.get("lang", "en")
    old = Article.from_text(pair["old"], pair.get("title_old"), lang)
    new = Article.from_text(pair["new"], pair.get("title_new"), lang)
    return [change for change in compare(old, new) if change.kind is not Kind.WORDING]


def _matched(items: Sequence[Mapping[str, Any]], changes: Sequence[Change], family: bool = False) -> dict[int, int]:
    """For each item that was found the place of its change; a change answers one item."""
    found: dict[int, int] = {}
    for n, item in enumerate(items):
        free = (m for m, change in enumerate(changes) if m not in found.values() and _same(item, change, family))
        place = next(free, None)
        if place is not None:
            found[n] = place
    return found


def _same(item: Mapping[str, Any], change: Change, family: bool) -> bool:
    kind, types = str(change.kind), [item["type"], *item.get("accept", ())]
    if family:
        kind, types = kind.split(".", 1)[0], [name.split(".", 1)[0] for name in types]
    if kind not in types:
        return False
    sides = (("old", change.old), ("new", change.new))
    valued = [(item[f"{name}_value"], side) for name, side in sides if item.get(f"{name}_value") is not None]
    if valued and str(change.kind).startswith("figure."):
        return all(_equal(value, side) for value, side in valued)
    shares = [_shared(item[name], side) for name, side in sides if item.get(name)]
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
