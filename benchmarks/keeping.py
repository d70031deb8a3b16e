"""`python -m benchmarks.keeping [--pages 1000] [--looks 30] [--seed SEED]`: what keeping every version's page costs.

Invented pages of 60 to 100 kB are looked at again while their furniture churns and a sentence of the story changes.
Each is recorded as a check would be, with its text, ten facts and a change, read back and compared byte by byte; then
the whole store is verified. Ends with 1 where a page does not come back.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks.shapes import ours
from monitor.changes import Change, Kind, Mention
from monitor.keeping.record import Came
from monitor.store import Store, claims, pages, recording, watches
from monitor.store.page_tables import blob
from monitor.store.recording import Result
from monitor.store.soundness import faults
from spiders.article import Article
from spiders.exchange import Exchange
from spiders.fetched import DueCheck, End, Fetched

NOW = 1_790_000_000_000
LEAST, MOST = 60_000, 100_000
WORDS = " ".join(text for page in ours("words") for text in page.paragraphs).split()


def _said(chance: random.Random, words: int) -> str:
    at = chance.randrange(len(WORDS) - words)
    return " ".join(WORDS[at : at + words])


class Churning:
    """One page; `html` is what it shows now, `turn` lets its furniture churn and edits its story."""

    def __init__(self, seed: str) -> None:
        self._chance = chance = random.Random(seed)
        self._story = [_said(chance, 45) for _ in range(chance.randint(10, 30))]
        self._boxes = [[_said(chance, 8) for _ in range(10)] for _ in range(3)]
        size = chance.randint(LEAST, MOST) - 14_000
        fixed: list[str] = []
        while size > 0:
            fixed.append(
                f'<div class="c-{chance.randrange(60)}"><a href="/{chance.randrange(10**6)}">{_said(chance, 4)}</a>'
            )
            fixed.append('<svg viewBox="0 0 24 24" role="img"><path d="M12 2L2 7l10 5 10-5-10-5z"/></svg></div>')
            size -= len(fixed[-1]) + len(fixed[-2])
        half = len(fixed) // 2
        self._head, self._foot = "".join(fixed[:half]), "".join(fixed[half:])
        self._look = 0

    def _links(self) -> Iterator[str]:
        for box in self._boxes:
            yield from box

    def seen(self) -> dict[str, Any]:
        """What would be read of it: the text, ten facts and, but for the first look, a change."""
        text = Article.from_text(self._story, "Keeping").to_json()
        places = enumerate(self._story[:10])
        facts = [{"kind": "figure", "fields": {"surface": one[:12], "sentence": one, "at": n}} for n, one in places]
        was, now = Mention(str(self._look - 1), self._story[0]), Mention(str(self._look), self._story[-1])
        changes = [Change(Kind.FIGURE_VALUE, was, now, explanation="the toll rose")] if self._look > 1 else []
        return {"text": text, "facts": facts, "changes": changes}

    def turn(self) -> bytes:
        """The next look."""
        chance, self._look = self._chance, self._look + 1
        if self._look > 1:
            self._story[chance.randrange(len(self._story))] = _said(chance, 45)
            for box in self._boxes:
                if chance.random() < 0.6:
                    box.insert(0, _said(chance, 8))
                    box.pop()
                if chance.random() < 0.2:
                    chance.shuffle(box)
        nonce = f"{chance.getrandbits(128):032x}"
        items = (
            f"<li><a href=/n/{len(one)}>{one}</a><time>{chance.randint(1, 59)} min</time></li>" for one in self._links()
        )
        lists = f"<ul>{''.join(items)}</ul>"
        story = "".join(f"<p>{text}</p>" for text in self._story)
        return (
            f"<!doctype html><html><head><script nonce={nonce}>var t={NOW + self._look * 900_000}</script></head><body>"
            f"{self._head}<article>{story}</article>{lists}{self._foot}"
            f"<i data-v={chance.getrandbits(64):016x}></i></body>"
        ).encode()


def came(article: int, url: str, body: bytes, at_ms: int, chance: random.Random) -> Came:
    """The page as it came, with the header fields that a site behind a cache sends."""
    date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(at_ms / 1000))
    received = (
        ("Content-Type", "text/html; charset=utf-8"), ("Date", date), ("Etag", f'W/"{chance.getrandbits(64):x}"'),
        ("Cache-Control", "public, max-age=60"), ("Vary", "Accept-Encoding"), ("Age", str(chance.randrange(60))),
        ("X-Served-By", f"cache-{chance.randrange(40)}"), ("X-Timer", f"S{at_ms}.{chance.randrange(10**6)}"),
        ("Strict-Transport-Security", "max-age=31536000"), ("Set-Cookie", None), ("Content-Encoding", "gzip"),
    )  # fmt: skip
    sent = (("User-Agent", "Rowback/0.1"), ("Accept", "text/html"), ("Accept-Language", "*"), ("Host", "a.example"))
    seen = Exchange(
        "GET /a HTTP/1.1", sent, "HTTP/1.1 200 OK", received, (), "203.0.113.7 port 443", ("203.0.113.7",),
        "TLSv1.3 TLS_AES_256_GCM_SHA384", (b"leaf" * 300, b"root" * 300), at_ms / 1000, len(body) // 4,
        f"{chance.getrandbits(256):064x}",
    )  # fmt: skip
    check = DueCheck(article, 1, url, "a.example")
    return Came(url, Fetched(check, End.OK, url, 200, {"date": date}, body, exchange=seen))


def measure(count: int, looks: int, seed: str, folder: Path) -> Iterator[str]:
    """Lines of results; the last begins with "verified" or "NOT"."""
    store, chance = Store(folder), random.Random(seed)
    urls = [f"https://a.example/{n}" for n in range(count)]
    for url in urls:
        store.write(watches.add, watches.NewWatch(url, url, "a.example"), NOW)
    churning = [Churning(f"{seed} {n}") for n in range(count)]
    kept: dict[tuple[int, int], int] = {}
    packing = writing = size = 0.0
    for look in range(1, looks + 1):
        at = NOW + look * 900_000
        for claim in store.write(claims.claim, at, count, pause_ms=0, per_host=count):
            one = churning[claim.article_id - 1]
            body = one.turn()
            found = Result(
                claim.article_id, claim.token, claim.host, at, "ok", "changed", at, "read", version=claim.version,
                page=came(claim.article_id, claim.url, body, at, chance), **one.seen(),
            )  # fmt: skip
            began = time.process_time()
            found = store.read(recording.pack_ahead, found)
            packing += time.process_time() - began
            began = time.process_time()
            assert store.write(recording.record, found)
            writing += time.process_time() - began
            kept[claim.article_id, look] = hash(body)
            size += len(body)
    versions = len(kept)
    bodies = store.read(lambda c: c.execute(select(func.sum(func.length(blob.c.packed)))).scalar_one())
    same = sum(hash(store.read(pages.of_version, *key).body) == sha for key, sha in kept.items())
    store.close()
    whole = (folder / "rowback.sqlite").stat().st_size
    yield f"{versions} versions of {count} pages of {size / versions / 1000:.0f} kB over {looks} looks"
    yield f"packed page and record: {bodies / versions:.0f} bytes a version; the whole file {whole / versions:.0f}"
    yield f"CPU: {packing / versions * 1000:.2f} ms to pack, {writing / versions * 1000:.2f} ms to record"
    yield f"read back byte for byte: {same} of {versions}"
    began, busy = time.monotonic(), time.process_time()
    broken = faults(folder / "rowback.sqlite", thorough=True)
    took, busy = time.monotonic() - began, time.process_time() - busy
    word = "verified" if not broken and same == versions else f"NOT sound ({broken[:1]})"
    yield f"{word} in {took:.1f} s, {busy:.1f} s of CPU; {busy / versions * 100_000:.0f} s of CPU for 100,000 versions"


def main(words: Sequence[str]) -> int:
    """Print the lines; 1 where something did not come back."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.keeping", description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--looks", type=int, default=30)
    parser.add_argument("--seed", default="keep")
    given = parser.parse_args(words)
    last = ""
    with tempfile.TemporaryDirectory() as folder:
        for last in measure(given.pages, given.looks, given.seed, Path(folder)):
            print(last, flush=True)
    return int(not last.startswith("verified"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
