"""A store with pages kept as they came, for tests: three articles, some versions each, a doubt and a removal."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.changes import Change, Kind, Mention
from monitor.checks.judging import facts_of
from monitor.facts.parsed import parse
from monitor.keeping.record import Came
from monitor.store import Store, claims, copying, recording, watches
from monitor.store.database import OnFile
from monitor.store.doubts import NewDoubt
from monitor.store.file import FILE
from monitor.store.recording import Result
from monitor.store.soundness import faults
from spiders.article import Article
from spiders.exchange import Exchange
from spiders.fetched import DueCheck, End, Fetched

NOW = 1_790_000_000_000
BOXES = "".join(
    f'<div class="box-{n}"><a href="/story/{n * 7919}">Another story, number {n * 31}</a></div>' for n in range(60)
)


def text(n: int) -> Article:
    return Article.from_text([f"The flood in Velm killed {40 + n} people, the mayor said.", "Roads are shut."], "Flood")


def body(n: int) -> bytes:
    """A page whose furniture differs at each look."""
    churn = "".join(f"<i>{(n * 7 + k) * 2654435761 % 2**32:x}</i>" for k in range(12))
    return f"<html><article>{text(n).paragraphs[0]}</article>{BOXES}{churn}</html>".encode()


def came(url: str, n: int, page: bytes | None = None) -> Came:
    raw = body(n) if page is None else page
    exchange = Exchange(
        request="GET /flood HTTP/1.1",
        sent=(("Host", "paper.example"), ("Cookie", None)),
        answer="HTTP/1.1 200 OK",
        received=(("Content-Type", "text/html"), ("Date", "Mon, 21 Sep 2026 10:00:00 GMT"), ("X-Turn", str(n))),
        hops=(),
        peer="192.0.2.7 port 443",
        addresses=("192.0.2.7",),
        tls="TLSv1.3 TLS_AES_256_GCM_SHA384",
        certificates=(b"a certificate", b"its issuer"),
        came_at=NOW / 1000 + n,
        coded_size=len(raw),
        coded_sha256=hashlib.sha256(raw).hexdigest(),
    )
    check = DueCheck(1, 1, url, "paper.example")
    headers = {"content-type": "text/html", "date": "Mon, 21 Sep 2026 10:00:00 GMT"}
    return Came(url, Fetched(check, End.OK, url, 200, headers, raw, exchange=exchange))


def result(store: Store, article: int, n: int, **more: object) -> Result:
    """The result of one more look at an article; a version unless said otherwise."""
    claim = store.read(claims.peek, article)
    assert claim is not None
    told = text(n)
    change = Change(Kind.FIGURE_VALUE, Mention(str(39 + n)), Mention(str(40 + n)), explanation="a toll rose")
    found = Result(
        article_id=article,
        token=claim.token,
        host=claim.host,
        at_ms=NOW + n * 60_000,
        end="ok",
        result="changed" if claim.version else "new",
        next_due_ms=NOW,
        state="read",
        version=claim.version,
        text=told.to_json(),
        facts=facts_of(parse(told)),
        changes=[change] if claim.version else [],
        page=came(claim.url, n),
    )
    return replace(found, **more)  # type: ignore[arg-type]


def doubt(n: int) -> dict[str, object]:
    held = NewDoubt(bytes([n]) * 32, "truncated", "half of it", text(n).to_json(), True)
    return {"result": "cannot_tell", "state": "cannot_tell", "text": None, "facts": (), "changes": (), "doubt": held}


def followed(store: Store, name: str) -> int:
    url = f"https://paper.example/{name}"
    return store.write(watches.add, watches.NewWatch(url, url, "paper.example"), NOW)[0]


def kept_store(folder: Path, versions: int = 4) -> Store:
    store = Store(folder)
    for name in ("flood", "vote", "fire"):
        article = followed(store, name)
        for n in range(versions):
            assert store.write(recording.record, result(store, article, n))
    assert store.write(recording.record, result(store, 1, 50, **doubt(1)))
    gone = Change(Kind.ARTICLE_REMOVED, Mention("Flood"), where="article", explanation="gone")
    removed = {"result": "removed", "state": "removed", "text": None, "facts": (), "changes": [gone]}
    assert store.write(recording.record, result(store, 2, 60, **removed))
    return store


def faults_of(store: Store) -> list[str]:
    """What is wrong with a store, wherever it lies: one on a server is looked at as the file that a copy makes of it."""
    if store.place.folder_bound:
        return faults(store.path, thorough=True)
    with TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        copying.copy(store.place, OnFile(path))
        return faults(path, thorough=True)
