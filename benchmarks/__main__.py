"""`python -m benchmarks FOLDER [alerts|cost]`: measures on the pages of a folder and prints lines of results."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import alerting, cost

PARTS = {"alerts": alerting.measure, "cost": cost.measure}


def main(words: list[str]) -> int:
    """Run the named parts, or all."""
    if not words:
        print("usage: python -m benchmarks FOLDER [alerts|cost]; see docs/benchmarks.md for what FOLDER holds")
        return 2
    folder = Path(words[0])
    if not folder.is_dir():
        print(f"{folder}: not here; the benchmarks need a folder of saved pages")
        return 0
    for name in words[1:] or PARTS:
        for line in PARTS[name](folder):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
