"""`python -m benchmarks.growth [--bound 20]`: what `compare` costs, and how the cost grows with the text.

CPU of two versions of 60 sentences that are worded anew, none of them seen before; then of one sentence of 25, 50, 100
and 200 kB whose figures all move. Each of these runs in a child that is ended at the bound; no longer one is tried.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.accuracy import OWN, sets
from monitor.changes import compare
from spiders.article import Article

SIZES = (25, 50, 100, 200)
SENTENCES = 60
LOADING = 60.0
"""Seconds that a child has to start: machines that do much else are slow in it."""
STOCK = (
    "crates of pears",
    "rolls of wire",
    "sacks of lime",
    "boxes of lamps",
    "tins of paint",
    "bales of wool",
    "jars of honey",
)
PLACES = ("Norhaven", "Tilbeck", "Easterly", "Ganmouth", "Skarrow", "Wendle", "Ostrand", "Pellbridge", "Immerford")
_NUMBER = re.compile(r"\d+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def long_sentence(size: int, turn: int) -> str:
    """One sentence of about `size` bytes; another turn has other figures in the same words."""
    parts: list[str] = ["The harbour office counted"]
    length, n = len(parts[0]), 0
    while length < size - 1:
        part = f"{3 * n + 101 + turn} {STOCK[n % len(STOCK)]} for {PLACES[n % len(PLACES)]},"
        parts.append(part)
        length, n = length + len(part) + 1, n + 1
    return " ".join(parts)[:-1] + "."


def numbers(text: str) -> list[str]:
    """The numbers of a text."""
    return _NUMBER.findall(text)


def sentences(paragraphs: Sequence[str]) -> list[str]:
    """The sentences of English paragraphs, by their full stops: good enough to count them."""
    return [sentence for paragraph in paragraphs for sentence in _SENTENCE.split(paragraph)]


def reworded(folder: Path, count: int) -> Iterator[tuple[list[str], list[str]]]:
    """Batches of `count` sentences of our quiet English pairs, old and worded anew; none stands in both or twice."""
    old: list[str] = []
    new: list[str] = []
    for _, pairs in sets(folder):
        for pair in pairs:
            if pair["lang"] == "en" and not pair["gold"]:
                one, two = sentences(pair["old"]), sentences(pair["new"])
                old += [sentence for sentence in one if sentence not in two and sentence not in old]
                new += [sentence for sentence in two if sentence not in one and sentence not in new]
            if min(len(old), len(new)) >= count:
                yield old[:count], new[:count]
                old, new = [], []


def compared(size: int) -> None:
    """Compare two versions of one sentence of `size` kB."""
    old, new = (Article.from_text([long_sentence(1000 * size, turn)]) for turn in (0, 1))
    compare(old, new)


def nothing(_: int) -> None:
    """Do nothing: what a child costs by itself."""


def bounded(work: Callable[[int], None], size: int, bound: float, patience: float = 10.0) -> float | None:
    """CPU seconds of some work in a child; None where it failed or took more than `bound`.

    A child that only waits is ended after `patience` times the bound by the clock.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_timed, args=(work, size, bound, theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        # First comes a word that the child has loaded what it needs. One that ends early closes its end: nothing comes.
        return float(ours.recv()) if ours.poll(LOADING) and ours.recv() and ours.poll(patience * bound) else None
    except EOFError:
        return None
    finally:
        child.kill()
        child.join()


def _timed(work: Callable[[int], None], size: int, bound: float, ready: Connection) -> None:
    # What is loaded on the first comparison is no part of how the cost grows.
    if work is compared:
        compare(Article.from_text(["A 1."]), Article.from_text(["A 2."]))
    ready.send("loaded")
    started = time.process_time()
    # CPU, not the clock: a machine that does much else must not change the verdict. The kernel counts whole seconds.
    limit = math.ceil(started + bound)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    work(size)
    ready.send(time.process_time() - started)


def grown(sizes: Sequence[int], judge: Callable[[int], float | None]) -> Iterator[str]:
    """A line a size with what it took, until one did not end."""
    last = None
    for size in sizes:
        spent = judge(size)
        named = f"one sentence of {size:3} kB:"
        if spent is None:
            yield f"{named} not done within its bound; stopped here"
            return
        yield f"{named} {spent:6.2f} s of CPU" + (f", {spent / last:.1f} times the one before" if last else "")
        last = spent


def main(words: Sequence[str]) -> int:
    """Print the lines."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--bound", type=float, default=20.0, metavar="SECONDS", help="CPU that one size may take")
    given = parser.parse_args(words)
    first, *batches = [tuple(map(Article.from_text, batch)) for batch in reworded(OWN, SENTENCES)]
    compare(*first)  # loads the lexicons
    spent = []
    for old, new in batches:
        started = time.process_time()
        compare(old, new)
        spent.append(1000 * (time.process_time() - started))
    print(
        f"{SENTENCES} reworded sentences: {statistics.median(spent):.1f} ms of CPU, the median of {len(spent)} texts "
        f"({min(spent):.1f} to {max(spent):.1f})",
        flush=True,
    )
    for line in grown(SIZES, lambda size: bounded(compared, size, given.bound)):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
