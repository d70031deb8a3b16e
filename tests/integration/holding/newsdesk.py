"""A desk for tests of holding: a store, rules and channels from a configuration, a clock that tests move, no network.

`see` remembers one check as the daemon would, `pass_time` does what its pump does, and every message is taken at once.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from alerts.alert import ArticleRef, VersionRef
from monitor.addresses import normalise
from monitor.changes import Change, Kind, Mention
from monitor.clock import iso
from monitor.config.holding import channel_policies, rule_policies
from monitor.config.loading import Config, load
from monitor.deliveries import silences
from monitor.deliveries.holding import Stages
from monitor.deliveries.releasing import Releasing
from monitor.deliveries.telling import Subject, Telling
from monitor.store import Store, outbox, recording, watches
from monitor.store.outbox import Attempted
from monitor.store.rows import DeliveryRow

START = 1_790_000_400_000  # 2026-09-21 14:20 UTC, a Monday
SECOND, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000


def toll(old: str, new: str, place: str = "Gaza") -> Change:
    """Deaths that moved from one number to another."""

    def side(number: str) -> Mention:
        return Mention(number, f"{number} people died.", Decimal(number), None, "=", "person", "death", place)

    return Change(Kind.FIGURE_VALUE, side(old), side(new), delta=Decimal(new) - Decimal(old))


@dataclass
class Message:
    """One message as its receiver got it: when, who, and the values or the alerts it tells of."""

    at_ms: int
    id: str
    channel: str
    recipient: str
    alert: dict[str, Any]
    digest: tuple[dict[str, Any], ...]

    @property
    def values(self) -> list[str]:
        return [change["new"]["text"] for change in self.alert["changes"]]

    @property
    def told(self) -> list[str]:
        """The new values of every alert in it."""
        return [change["new"]["text"] for one in (self.digest or (self.alert,)) for change in one["changes"]]


OPEN: list[Store] = []
"""Stores of the desks of the test under way; conftest.py closes them."""


@dataclass
class Newsdesk:
    folder: Path
    toml: str
    to: tuple[str, ...] = ("desk@example.org",)
    now_ms: int = START
    sent: list[Message] = field(default_factory=list)
    counted: list[tuple[str, str]] = field(default_factory=list)
    down: bool = False

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        path = self.folder / "rowback.toml"
        path.write_text(self.toml, encoding="utf-8")
        self.config: Config = load(path, {}, secrets=False)
        self.store = Store(self.folder / "data")
        OPEN.append(self.store)
        self._ids = itertools.count(1)
        self.stages = Stages(rule_policies(self.config), channel_policies(self.config), silences.matches, self._count)
        self.releasing = Releasing(self.stages, self._random, self._count)
        self.telling = Telling(
            self.config.rules,
            {name: self.to for name in self.config.channel},
            "http://127.0.0.1:8765",
            self._random,
            rule_policies(self.config),
        )

    def _random(self, size: int) -> bytes:
        return next(self._ids).to_bytes(size, "big")

    def _count(self, state: str, reason: str) -> None:
        self.counted.append((state, reason))

    def see(
        self,
        changes: Sequence[Change] = (),
        *,
        url: str = "https://one.example/a",
        tags: tuple[str, ...] = (),
        content: str = "",
        signed: bool | None = None,
        language: str = "en",
        outlet: str = "The Courier",
    ) -> int:
        """One check of the article, with a new version where something changed; returns the article's id."""
        address = normalise(url)
        article, _ = self.store.write(
            watches.add, watches.NewWatch(address.url, address.key, address.host, tags=tags), self.now_ms
        )
        row = self._article(article)
        number = row["version"] + bool(changes)
        text = content or f"{url} {number}"
        refs = [VersionRef(n, iso(self.now_ms), "0" * 64) for n in (number - 1, number)]
        ref = ArticleRef(article, address.url, "Strike on camp", outlet, tags, number)
        alerts = self.telling.alerts(Subject(ref, refs[0], refs[1], language, iso(self.now_ms)), changes)
        # Each address has a headline of its own; the text may be a copy.
        known = {"content_sha": hashlib.sha256(f"{url} {text}".encode()), "story_sha": hashlib.sha256(text.encode())}
        fields = {"language": language, **{name: sha.digest() for name, sha in known.items()}} if changes else {}
        found = recording.Result(
            article_id=article,
            token=row["token"],
            host=address.host,
            at_ms=self.now_ms,
            end="ok",
            result="changed" if changes else "unchanged",
            next_due_ms=self.now_ms + DAY,
            state="read",
            quiet=not changes,
            version=row["version"],
            text=f'{{"title":"{number}"}}' if changes else None,
            changes=changes,
            alerts=alerts,
            fields=fields,
            signed=signed,
            awaiting=bool(row["awaiting"]),
        )
        assert self.store.write(recording.record, found, self.stages)
        return article

    def pass_time(self, ms: int = 0, *, step: int | None = None) -> None:
        """Let time pass in steps; after each what is due is released and sent."""
        until = self.now_ms + ms
        while True:
            self.send()
            if self.now_ms >= until:
                return
            self.now_ms = min(until, self.now_ms + (step or ms))

    def send(self) -> None:
        """One tick of the pump, whose receivers take everything."""
        self.store.write(self.releasing.release, self.now_ms)
        while due := self.store.write(outbox.claim, self.now_ms, 1000):
            for one in due:
                took = Message(self.now_ms, one.id, one.channel, one.recipient, one.alert, one.digest)
                if not self.down:
                    self.sent.append(took)
                state = "dead" if self.down else "sent"
                ended = Attempted(
                    one.id, one.token, one.attempts, self.now_ms, 5, state, "accepted", 204, "", state, "accepted", None
                )
                self.store.write(outbox.end_attempt, ended)

    def deliveries(self, state: str | None = None) -> list[DeliveryRow]:
        return self.store.read(outbox.deliveries, state=state, limit=100_000)

    def states(self) -> dict[str, int]:
        return self.store.read(outbox.by_state)

    def _article(self, article: int) -> dict[str, Any]:
        found = self.store.read(
            lambda c: c.exec_driver_sql(f"SELECT * FROM article WHERE id={article}").mappings().one()
        )
        return dict(found)

    def article(self, article: int) -> dict[str, Any]:
        """The article's row."""
        return self._article(article)
