"""Whether reading stands broken pages: a folder of saved pages goes in, what failed and what was slowest comes out.

`python -m benchmarks.mutations FOLDER --pages 10000 --seed 1`. Each page is mutilated in a way below and read, half
of them with a memory of some other page. Every one must give an Article or a Refusal within SLOWEST seconds of
CPU, and the process must stay below MOST_MEMORY. Runs in a process of its own; same seed, same pages.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import multiprocessing
import random
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.queues import SimpleQueue
from pathlib import Path

from spiders.article import Memory
from spiders.reading import read_page
from spiders.reading.seed import seed_date, seed_lines

SLOWEST = 2.0
"""CPU seconds a page may take."""
MOST_MEMORY = 500
"""Resident megabytes that the reading process may reach, its imports included."""
MAX_PAGE = 6_000_000

_ELEMENT = re.compile(r"<(p|div|section|article|ul|li|a|span|table|aside|script|h\d)\b[^>]*>", re.I)
_HEADERS = ("text/html", "text/html; charset=utf-16", "text/html; charset=shift_jis", "text/html; charset=koi8-r",
            "text/html; charset=nonsense", "text/html; charset=iso-2022-jp", "application/json", "")  # fmt: skip

Mutation = Callable[[str, random.Random], "str | bytes"]


def _subtree(html: str, chance: random.Random) -> tuple[int, int]:
    """Where some element begins and ends; to its own end tag, or a piece of the page where that has none."""
    found = _ELEMENT.search(html, chance.randrange(max(1, len(html))))
    if found is None:
        return 0, 0
    name, depth, at = found[1].lower(), 1, found.end()
    for tag in re.compile(rf"<(/?){name}\b", re.I).finditer(html, at):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return found.start(), html.find(">", tag.start()) + 1 or len(html)
    return found.start(), min(len(html), found.end() + 2000)


def _delete(html: str, chance: random.Random) -> str:
    for _ in range(chance.randrange(1, 9)):
        start, end = _subtree(html, chance)
        html = html[:start] + html[end:]
    return html


def _duplicate(html: str, chance: random.Random) -> str:
    start, end = _subtree(html, chance)
    part = html[start:end]
    times = min(chance.choice((2, 20, 300)), MAX_PAGE // max(1, len(part)))
    return html[:end] + part * times + html[end:]


def _move(html: str, chance: random.Random) -> str:
    for _ in range(chance.randrange(1, 9)):
        start, end = _subtree(html, chance)
        part, html = html[start:end], html[:start] + html[end:]
        at = chance.randrange(len(html) + 1)
        html = html[:at] + part + html[at:]
    return html


def _nest(html: str, chance: random.Random) -> str:
    start, end = _subtree(html, chance)
    part = html[start:end]
    for _ in range(min(chance.randrange(1, 40), MAX_PAGE // max(1, len(html)))):
        middle = len(part) // 2
        part = part[:middle] + html[start:end] + part[middle:]
    return html[:start] + part + html[end:]


def _cut(html: str, chance: random.Random) -> bytes:
    raw = html.encode("utf-8", "replace")
    start, end = sorted((chance.randrange(len(raw) + 1), chance.randrange(len(raw) + 1)))
    return raw[:start] if chance.random() < 0.5 else raw[:start] + raw[end:]


def _flip(html: str, chance: random.Random) -> bytes:
    raw = bytearray(html.encode("utf-8", "replace"))
    for _ in range(chance.choice((1, 30, 3000)) if raw else 0):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    return bytes(raw)


def _mislabel(html: str, chance: random.Random) -> bytes:
    label, real = (chance.choice(("utf-8", "cp1251", "utf-16", "shift_jis", "gb18030", "euc_kr")) for _ in range(2))
    return re.sub(r"charset=[\"']?[\w-]+", f"charset={label}", html, count=2).encode(real, "replace")


def _deepen(html: str, chance: random.Random) -> str:
    tag = chance.choice(
        ("div", "b", "span", "p", "table><tr><td", "ul><li", "a href=/x", "font", "svg", "nav", "blockquote")
    )
    at = chance.randrange(len(html) + 1)
    return html[:at] + f"<{tag}>" * 10_000 + html[at:]


def _swell(html: str, chance: random.Random) -> str:
    part = chance.choice((
        "<p>The council said that 41 people were moved.</p>", "<script>var a = {};</script>", "<br>", "word ", "&amp;",
        "<a href=/n>Five things to know before you vote today</a>", "<li>one", "<!-- x -->", "<tr><td>a<td>b", "<p>",
        "<meta name=author content=x>", "<time datetime=2026-01-01>now</time>", "<!--", "</div>", "<style>",
        '{"body":',
    ))  # fmt: skip
    start, end = _subtree(html, chance)
    part = chance.choice((part, part, html[start:end][:5000] or part))
    at = chance.randrange(len(html) + 1)
    return html[:at] + part * (chance.choice((100_000, 1_000_000, 5_000_000)) // len(part)) + html[at:]


def _unclose(html: str, chance: random.Random) -> str:
    name = chance.choice(("p", "div", "a", "script", "table", "b", "li", "title", "style", "form", "[a-z0-9]+"))
    return re.sub(rf"</{name}\s*>", "", html, flags=re.I)


def _widen(html: str, chance: random.Random) -> str:
    value = chance.choice(("x" * 300_000, "a " * 150_000, "&quot;" * 50_000, "<p>" * 60_000, "é" * 200_000))
    name = chance.choice(("class", "id", "style", "href", "data-x", "datetime", "content", "itemprop"))
    found = _ELEMENT.search(html, chance.randrange(max(1, len(html))))
    at = found.end() - 1 if found else 0
    many = "".join(f' data-n{n}="{n}"' for n in range(chance.choice((0, 20_000))))
    return f'{html[:at]} {name}="{value}"{many}{html[at:]}'


def _misstate(html: str, chance: random.Random) -> str:
    value = chance.choice((
        '{"@type":"NewsArticle","articleBody":' + "[" * 50_000, '{"@type":' * 20_000,
        '{"@type":"NewsArticle","author":7}',
        '{"@type":["NewsArticle",null,{}],"headline":{"a":[1]},"author":[[["x"]]],"datePublished":{},"publisher":[]}',
        '{"@type":"LiveBlogPosting","liveBlogUpdate":[1,null,"x",{"headline":[],"articleBody":{"@type":"Text"}}]}',
        '{"@graph":[' + '{"@type":"Article","name":"x"},' * 30_000 + "1]}",
        '{"@type":"Article","wordCount":' + "9" * 5000 + "}",
        '{"@type":"NewsArticle","headline":"\\ud800","articleBody":"' + "Word. " * 100_000 + '"}', "NaN", "\x00", "",
    ))  # fmt: skip
    return f'<script type="application/ld+json">{value}</script>{html}'


def _soil(html: str, chance: random.Random) -> str:
    marks = ("\x00", "\ud800", "\udfff", "\ufffe", "\u202e", "\ufeff", "\x1b", "\u2028", "\U0010ffff", "\xad", "\u200b")
    pieces = list(html)
    for _ in range(chance.choice((3, 300, 10_000)) if pieces else 0):
        pieces[chance.randrange(len(pieces))] += chance.choice(marks)
    return "".join(pieces)


MUTATIONS: dict[str, Mutation] = {
    "deleted": _delete, "duplicated": _duplicate, "moved": _move, "nested": _nest, "cut": _cut, "flipped": _flip,
    "mislabelled": _mislabel, "10,000 deep": _deepen, "swollen": _swell, "unclosed": _unclose,
    "wide attributes": _widen, "bad JSON-LD": _misstate, "soiled": _soil,
}  # fmt: skip


@dataclass(slots=True)
class Run:
    """What came of all readings. `slow` are CPU seconds, kind and number of the page; `memory` is in megabytes."""

    read: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    slow: list[tuple[float, str, int]] = field(default_factory=list)
    memory: float = 0.0

    def lines(self) -> list[str]:
        """The figures, worst first."""
        slowest = [f"  {seconds:5.2f} s  {kind}, page {number}" for seconds, kind, number in sorted(self.slow)[:-6:-1]]
        late = sum(seconds > SLOWEST for seconds, _, _ in self.slow)
        found = ", ".join(f"{count} {name}" for name, count in self.read.most_common())
        return [
            f"mutations: {len(self.slow)} pages: {found or 'none'}",
            f"  failed {len(self.failed)}, slower than {SLOWEST:g} s of CPU {late}, peak memory {self.memory:.0f} MB",
            *slowest,
            *(f"  FAILED {line}" for line in self.failed[:20]),
        ]

    def sound(self) -> bool:
        """Whether every promise was kept."""
        return not self.failed and self.memory < MOST_MEMORY and all(one[0] <= SLOWEST for one in self.slow)


def mutated(html: str, chance: random.Random) -> tuple[str, str | bytes]:
    """A kind of mutation and the page after it; one in four is mutilated twice."""
    kind = chance.choice(list(MUTATIONS))
    page = MUTATIONS[kind](html, chance)
    if isinstance(page, str) and chance.random() < 0.25:
        second = chance.choice(list(MUTATIONS))
        kind, page = f"{kind}, {second}", MUTATIONS[second](page, chance)
    return kind, page[:MAX_PAGE]


def _wrong(memory: Memory, chance: random.Random) -> Memory:
    """A memory as another version, or a broken disk, might hand it in."""
    if chance.random() < 0.7:
        return memory
    junk: tuple[object, ...] = (None, 7, -1, "x", "é" * 99, [], [[]], {}, {"a": {}}, True, [None, 3], "AAAAAAAA" * 50)
    page = {name: chance.choice((value, chance.choice(junk))) for name, value in memory.page.items()}
    return Memory({**memory.site, "v": chance.choice((1, 2, None)), "texts": chance.choice(junk)}, page)


def _saved(folder: Path, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Pages of the folder without end, in an order of their own; their names stand for their addresses."""
    paths = sorted(path for end in ("*.html.gz", "*.html") for path in folder.rglob(end))
    while paths:
        for path in chance.sample(paths, len(paths)):
            raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            yield raw.decode("utf-8", "replace")[:2_000_000], f"https://news.example/{path.name.split('.')[0]}"


def read_all(folder: Path, pages: int, seed: int) -> Run:
    """Mutilate and read this many pages, in this process."""
    run, chance = Run(), random.Random(seed)
    seed_date("\n".join(seed_lines("<p>Once.</p>", "")), "")  # their imports are no part of a page's time
    saved = _saved(folder, random.Random(seed))
    memory = Memory()
    for number, (html, url) in zip(range(pages), saved, strict=False):
        own = random.Random(f"{seed}-{number}")
        kind, page = mutated(html, own)
        headers = {"content-type": own.choice(_HEADERS)}
        handed = _wrong(memory, own) if own.random() < 0.5 else None
        status = own.choice((200,) * 10 + (404, 503))
        gc.collect(0)
        begin = time.process_time()
        try:
            reading = read_page(page, url, status=status, headers=headers, memory=handed)
        except Exception as error:
            run.failed.append(f"page {number}, {kind}: {type(error).__name__}: {error}")
            continue
        run.slow.append((time.process_time() - begin, kind, number))
        evidence = reading.refusal.evidence if reading.refusal is not None else ""
        if (reading.article is None) == (reading.refusal is None) or evidence.startswith("reading failed"):
            run.failed.append(f"page {number}, {kind}: {evidence or 'neither Article nor Refusal'}")
        run.read["articles" if reading.article is not None else "refusals"] += 1
        if reading.memory.page and chance.random() < 0.3:
            memory = reading.memory
    run.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return run


def _work(folder: Path, pages: int, seed: int, done: SimpleQueue[Run]) -> None:
    done.put(read_all(folder, pages, seed))


def measure(folder: Path, pages: int, seed: int) -> Run:
    """The same in a new process, so that its memory is that of reading alone."""
    context = multiprocessing.get_context("spawn")
    done: SimpleQueue[Run] = context.SimpleQueue()
    worker = context.Process(target=_work, args=(folder, pages, seed, done))
    worker.start()
    run = done.get()
    worker.join()
    return run


def main(words: list[str]) -> int:
    """Print the figures; 1 where a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutations", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    run = measure(asked.folder, asked.pages, asked.seed)
    for line in run.lines():
        print(line)
    return 0 if run.sound() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
