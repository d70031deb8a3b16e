"""`python -m benchmarks.refetches [--count 1000] [--seed SEED]`: pages fetched again under noise must alert nobody.

Our own articles in invented layouts are fetched six times each while boxes come and go or the markup changes; the kind
of noise is drawn for each and nothing is edited. Needs no folder and no network; ends with 1 where something is told.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Sequence

from benchmarks.noise import KINDS, NoisyPage
from benchmarks.noise_runs import Seen, run_one
from benchmarks.shapes import ours

Run = Callable[[NoisyPage, str, str, str, Seen], None]


def measure(count: int, seed: str, run: Run = run_one) -> tuple[list[str], int]:
    """Lines of results and how many alerts there were, after at least `count` re-fetches."""
    seen, used, turn = Seen(), set(), 0
    while seen.rereadings < count:
        turn, before = turn + 1, seen.rereadings
        for page in ours(f"{seed} {turn}"):
            noisy = NoisyPage(page)
            if noisy.usable:
                kind = random.Random(f"{seed} {turn} {page.id}").choice(KINDS)
                run(noisy, kind, f"{seed} {turn}", "", seen)
                used.add(page.id)
            if seen.rereadings >= count:
                break
        if seen.rereadings == before:
            return ["no page could be read"], 1
    lines = [f"  {where}: {text}" for where, text in seen.alerts]
    lines.append(
        f"alerts {len(seen.alerts)} of {seen.rereadings} re-fetches of {len(used)} invented pages "
        f"(read otherwise {len(seen.false)}, in doubt {seen.doubts})"
    )
    return lines, len(seen.alerts)


def main(words: Sequence[str]) -> int:
    """Print the lines; 1 if anything was told."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.refetches", description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", default="quiet")
    given = parser.parse_args(words)
    lines, alerts = measure(given.count, given.seed)
    print("\n".join(lines))
    return int(alerts > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
