"""What a check costs: CPU seconds per 1,000 checks by stage, against a bare fetch of the same pages, and peak memory.

Each stage runs alone on the same pages, so that its own CPU is what is counted; then the whole daemon runs for
comparison.
"""

from __future__ import annotations

import asyncio
import gzip
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.pages import SavedPage, load
from benchmarks.sites import Site

CHECKS = 1000
PAGE_BYTES = (50_000, 120_000)
"""Pages of about 80 KB: the size that the target names."""


def measure(folder: Path) -> list[str]:
    """Lines of results."""
    pages = [p for p in load(folder) if PAGE_BYTES[0] <= len(p.html.encode()) <= PAGE_BYTES[1]][:40]
    if len(pages) < 5:
        return [f"cost: {folder} has only {len(pages)} news pages between 50 and 120 KB, 5 are needed"]
    mean = sum(len(p.html.encode()) for p in pages) / len(pages) / 1000
    lines = [f"cost: {len(pages)} pages of {mean:.0f} KB on average; CPU seconds per {CHECKS} checks"]
    site = Site([gzip.compress(p.html.encode(), 5) for p in pages])
    try:
        lines += [
            f"  bare aiohttp fetch        {_bare(site):6.2f}",
            f"  fetch (Scrapy, guarded)   {_fetch(site):6.2f}",
        ]
        lines += [f"  {name:<25} {seconds:6.2f}" for name, seconds in _read_judge_remember(pages)]
        lines += _daemon(site)
    finally:
        site.close()
    return lines


def _cpu(work: Callable[[], int]) -> float:
    """CPU seconds of this process per CHECKS calls; `work` returns how many it made."""
    before = time.process_time()
    made = work()
    return (time.process_time() - before) * CHECKS / made


def _bare(site: Site) -> float:
    import aiohttp

    async def fetch() -> int:
        async with aiohttp.ClientSession() as session:

            async def one(url: str) -> None:
                async with session.get(url) as answer:
                    await answer.read()

            for _ in range(CHECKS // 50):
                await asyncio.gather(*(one(site.url(n)) for n in range(50)))
        return CHECKS

    return _cpu(lambda: asyncio.run(fetch()))


def _fetch(site: Site) -> float:
    """In a process of its own: a reactor can run once only, and its imports are no part of a check."""
    import multiprocessing

    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_fetch_here, ([site.url(n) for n in range(50)],))


def _fetch_here(urls: Sequence[str]) -> float:
    from spiders.fetched import DueCheck, Fetched
    from spiders.fetching import Fetching, FetchPolicy, run_with_reactor
    from spiders.robots import MemoryShelf

    spent: list[float] = []

    async def main() -> int:
        ended = asyncio.Event()
        left = [0]

        def done(fetched: Fetched) -> None:
            left[0] -= 1
            if not left[0]:
                ended.set()

        policy = FetchPolicy("Rowback-benchmark", ("127.0.0.0/8",), per_host=8)
        fetching = Fetching(policy, done, robots=MemoryShelf(), clock=time.time)
        await fetching.start()

        async def some(count: int) -> None:
            ended.clear()
            left[0] = count
            for n in range(count):
                fetching.submit(DueCheck(n, 1, urls[n % len(urls)], "127.0.0.1"))
            await ended.wait()

        await some(50)
        before = time.process_time()
        for _ in range(CHECKS // 50):
            await some(50)
        spent.append(time.process_time() - before)
        await fetching.stop()
        return 0

    run_with_reactor(main)
    return spent[0]


def _read_judge_remember(pages: Sequence[SavedPage]) -> list[tuple[str, float]]:
    from monitor.checks.judging import Page, judge, look
    from monitor.store import Store, claims, recording, watches
    from spiders.article import Article

    raw = [p.html.encode() for p in pages]
    first = [look(Page(b, p.url, 200, {}, None, None, None)) for b, p in zip(raw, pages, strict=True)]
    again = [
        Page(b, p.url, 200, {}, one.site_memory, one.page_memory, one.fingerprint)
        for b, p, one in zip(raw, pages, first, strict=True)
    ]
    texts = [one.text for one in first if one.text]
    edited = [_edited(Article.from_json(text)).to_json() for text in texts]

    def reads() -> int:
        return len([look(page) for _ in range(8) for page in again])

    def first_reads() -> int:
        return len([look(Page(b, p.url, 200, {}, None, None, None)) for b, p in zip(raw, pages, strict=True)])

    def judgements() -> int:
        return len([judge(old, new) for _ in range(4) for old, new in zip(texts, edited, strict=True)])

    found = [
        ("read again", _cpu(reads)),
        ("read first", _cpu(first_reads)),
        ("judge a changed page", _cpu(judgements)),
    ]
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        for n in range(CHECKS):
            url = f"https://h{n % 50}.example/{n}"
            store.write(watches.add, watches.NewWatch(url, url, f"h{n % 50}.example"), 0)

        def unchanged() -> int:
            made = 0
            while claimed := store.write(claims.claim, 1000, 64, pause_ms=0, per_host=8):
                waiting = [
                    store.submit(
                        recording.record,
                        recording.Result(
                            one.article_id, one.token, one.host, 1000, "ok", "unchanged", 10**9, "read", quiet=True
                        ),
                    )
                    for one in claimed
                ]
                made += len([future.result() for future in waiting])
            return made

        found.append(("claim and remember", _cpu(unchanged)))
        store.close()
    return found


def _edited(article: object) -> object:
    """The article with one more sentence: what judging costs when something did change."""
    from dataclasses import replace

    from spiders.article import Article

    if not isinstance(article, Article):
        raise TypeError(article)
    more = "Officials later said that 4,210 people had been counted."
    return replace(article, paragraphs=(*article.paragraphs[:2], more, *article.paragraphs[2:]))


def _daemon(site: Site) -> list[str]:
    from benchmarks.daemon import Daemon

    urls = [f"{site.url(n)}?a={n}" for n in range(100)]
    # Start-up and first readings are no re-checks: three rounds go by before anything is counted.
    begin = site.served + 3 * len(urls)
    with tempfile.TemporaryDirectory() as name, Daemon(Path(name), urls) as daemon:
        if not daemon.wait(lambda: site.served >= begin, 240):
            return ["cost: the daemon did not get through its first checks", daemon.log.read_text()[-2000:]]
        before, served = daemon.cpu(), site.served
        daemon.wait(lambda: site.served >= served + CHECKS, 300)
        checks = max(1, site.served - served)
        main, readers = ((now - then) * CHECKS / checks for now, then in zip(daemon.cpu(), before, strict=True))
        return [
            f"  whole daemon, re-checks   {main + readers:6.2f}  (daemon {main:.2f}, reader {readers:.2f})",
            f"cost: peak memory of daemon and workers {daemon.peak / 1e6:.0f} MB (shared pages counted once)",
        ]
