"""A store with a few invented articles in it, and a browser without scripts to look at them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
from fastapi import FastAPI

from alerts.alert import Alert, ArticleRef, VersionRef
from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind
from monitor.changes.words import diff_words
from monitor.clock import iso
from monitor.metrics import Metrics
from monitor.rules import Rule
from monitor.store import Store, claims, recording, watches
from monitor.store.codec import sha256
from monitor.web.app import create_app
from monitor.web.liveness import Liveness
from spiders.article import Article

START = 1_795_000_000_000
MINUTE = 60_000
PUBLIC_URL = "http://127.0.0.1:8765"
OPEN: list[Store] = []


@dataclass
class HandClock:
    """A clock that is moved by hand."""

    at_ms: int = START

    def now_ms(self) -> int:
        return self.at_ms

    def monotonic(self) -> float:
        return self.at_ms / 1000


class Shelf:
    """A real store in a folder, filled through the functions that the daemon uses."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder)
        OPEN.append(self.store)
        self.clock = HandClock()
        self.versions: dict[int, int] = {}

    def follow(self, url: str, tags: Sequence[str] = ()) -> int:
        host = url.split("/")[2]
        number, _ = self.store.write(watches.add, watches.NewWatch(url, url, host, tags=tuple(tags)), self.clock.at_ms)
        self.versions[number] = 0
        return number

    def check(self, article_id: int, article: Article | None = None, **more: Any) -> None:
        """One check of a due article; with `article` it stores a new version."""
        self.clock.at_ms += 10 * MINUTE
        (claim,) = self.store.write(claims.claim, self.clock.at_ms, 1, pause_ms=0, per_host=1, only=[article_id])
        found = recording.Result(
            article_id=article_id,
            token=claim.token,
            host=claim.host,
            at_ms=self.clock.at_ms,
            end="ok",
            result="changed" if article else "unchanged",
            next_due_ms=self.clock.at_ms + 5 * MINUTE,
            state="read",
            status=200,
            version=self.versions[article_id],
        )
        if article is not None:
            fields = {"title": article.title, "outlet": article.outlet, "language": article.language}
            found = replace(found, text=article.to_json(), fields=fields | {"changed_at": self.clock.at_ms})
            self.versions[article_id] += 1
        assert self.store.write(recording.record, replace(found, **more))

    def alert(self, article_id: int, changes: Sequence[Change], reason: str, deliveries: Sequence[str]) -> Any:
        """A rule's answer to the next version, with a delivery to each of `deliveries`."""
        number = self.versions[article_id] + 1
        body = Alert(
            id=0,
            article=ArticleRef(article_id, "https://daily.example/", "", "", (), number),
            before=None,
            after=VersionRef(number, iso(self.clock.at_ms), sha256("").hex()),
            changes=tuple(change.to_dict() for change in changes),  # type: ignore[arg-type]
            rule="tolls",
            severity="high",
            reason=reason,
            raised_at=iso(self.clock.at_ms),
            permalink="",
        )
        told = tuple(recording.NewDelivery(f"dl_{n}", "desk", to) for n, to in enumerate(deliveries))
        return recording.NewAlert("tolls", "high", reason, body.to_dict(), told)


def rise(old: int, new: int, sentence: str = "The flood has killed more than {:,} people in the valley.") -> Change:
    def side(value: int) -> Mention:
        return Mention(
            f"more than {value:,}",
            sentence.format(value),
            Decimal(value),
            bound=">",
            unit="person",
            counted="death",
            place="Lower Valley",
            source="health officials",
        )

    ratio = Decimal(round((new - old) / old, 4)).quantize(Decimal("0.0001"))
    explanation = "figures paired by what is counted (death, Lower Valley); the lower end moved"
    return Change(
        Kind.FIGURE_VALUE, side(old), side(new), Decimal(new - old), ratio, relation="update", explanation=explanation
    )


def wording(old: str, new: str) -> Change:
    assert diff_words(old, new)
    return Change(Kind.WORDING, Mention(old, old), Mention(new, new), explanation="words differ, no fact does")


def story(*paragraphs: str, title: str = "Flood in the Lower Valley", **more: Any) -> Article:
    return replace(Article.from_text(paragraphs, title), outlet="Daily Example", **more)


class Browser:
    """Reads the screens as a browser without scripts would; follows no redirect by itself."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def post(self, path: str, fields: dict[str, object], name: str = "") -> httpx.Response:
        """A form of our own pages, sent by whoever gave this name."""
        headers = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}
        if name:
            headers["cookie"] = f"rowback_name={quote(name)}"
        return self.get(path, method="POST", headers=headers, body=urlencode(fields, doseq=True))

    def get(
        self,
        path: str,
        *,
        method: str = "GET",
        host: str = "127.0.0.1:8765",
        headers: dict[str, str] | None = None,
        body: str | None = None,
    ) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as client:
                return await client.request(method, path, headers={"host": host, **(headers or {})}, content=body)

        return asyncio.run(ask())


def browser(
    shelf: Shelf,
    *,
    alive: Liveness | None = None,
    public_url: str = PUBLIC_URL,
    time_zone: str = "UTC",
    login: bool = False,
    rules: Sequence[Rule] = (),
    **more: Any,
) -> Browser:
    state = alive or Liveness(tick_age=0.5, queue=2)
    app = create_app(
        shelf.store,
        Metrics("0.1.0"),
        public_url=public_url,
        alive=lambda: state,
        clock=shelf.clock,
        time_zone=time_zone,
        login=login,
        in_force=lambda: rules,
        **more,
    )
    return Browser(app)
