"""A look over everything that a Rowback needs: a configuration goes in, one finding for each thing comes out.

Changes nothing and sends nothing: a mail server is greeted and left, a webhook's name is only looked up.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from alerts.alert import Outcome, Verdict
from alerts.channels import Channel
from alerts.channels.email import EmailChannel
from alerts.channels.trust import trusting
from alerts.channels.webhook import WebhookChannel
from monitor.clock import Clock, iso
from monitor.config.loading import Config
from monitor.errors import StoreError
from monitor.permissions import open_to_others
from monitor.store.file import FILE
from monitor.store.soundness import faults, opened

LITTLE, TOO_LITTLE = 2_000_000_000, 200_000_000
"""Bytes free on a disk below which it is worth a word, and below which the store may stand still soon."""

RELEASED_MS = 1_790_000_000_000
"""A time before this release was made: a clock that says less is wrong."""

AHEAD_MS = 60_000


class State(StrEnum):
    """How a thing stands."""

    FINE = "fine"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    thing: str
    state: State
    said: str


def look_over(config: Config, channels: dict[str, Channel], clock: Clock) -> Iterator[Finding]:
    """Everything, the quick things first."""
    store = config.data_folder / FILE
    if config.service.database:
        yield server(config)
    else:
        yield from disk("disk of the store", config.data_folder, store)
        yield from disk("disk of the backups", config.backup_folder, store)
        yield whole(store)
        yield time(store, clock)
    yield roots()
    told = open_to_others(config)
    yield from (Finding("permissions", State.WARNING, one) for one in told)
    if not told:
        yield Finding("permissions", State.FINE, "the store and all secrets are their owner's alone")
    for name, channel in channels.items():
        yield way_out(name, channel)


def disk(thing: str, folder: Path, store: Path) -> Iterator[Finding]:
    """How much room there is for a folder, which may not be there yet."""
    there = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    free = shutil.disk_usage(there).free
    size = store.stat().st_size if store.exists() else 0
    said = f"{free // 1_000_000:,} MB free where {folder} is; the store has {size // 1_000_000:,} MB"
    if free < max(TOO_LITTLE, size // 10):
        yield Finding(thing, State.WRONG, f"{said}; make room soon, or nothing new can be kept")
    elif free < max(LITTLE, 2 * size):
        yield Finding(thing, State.WARNING, f"{said}; a backup and a year may not fit")
    else:
        yield Finding(thing, State.FINE, said)


def whole(store: Path) -> Finding:
    """Whether the store is sound, as the daemon looks at it when it starts."""
    if not store.exists():
        return Finding("store", State.WARNING, f"{store} is not there yet; `rowback run` makes it")
    try:
        found = faults(store)
    except StoreError as wrong:
        return Finding("store", State.WRONG, str(wrong))
    if found:
        return Finding("store", State.WRONG, f"{store} is damaged: {found[0]}; docs/backup.md says what to do")
    return Finding("store", State.FINE, f"{store} is sound; all versions have their hashes")


def server(config: Config) -> Finding:
    """Whether the database server answers and holds a store of this release."""
    from monitor.store.postgres import OnServer

    try:
        place = OnServer(config.service.database)
        place.prepare()
    except StoreError as wrong:
        return Finding("store", State.WRONG, str(wrong))
    return Finding("store", State.FINE, f"{place.name} answers; whether it is sound is the server's to know")


def time(store: Path, clock: Clock) -> Finding:
    """Whether the clock can be right: neither before this release, nor before what was already stored."""
    now = clock.now_ms()
    newest = 0
    if store.exists():
        try:
            with closing(opened(store)) as connection:
                row = connection.execute("SELECT max(checked_at) FROM article").fetchone()
                newest = int(row[0] or 0)
        except sqlite3.DatabaseError:
            newest = 0  # said by `whole`
    if now < RELEASED_MS:
        return Finding("clock", State.WRONG, f"it says {iso(now)}, which is before this release was made; set it")
    if newest > now + AHEAD_MS:
        said = f"it says {iso(now)}, but an article was looked at at {iso(newest)}: it is behind, or was ahead then"
        return Finding("clock", State.WRONG, said)
    return Finding("clock", State.FINE, f"it says {iso(now)}")


def roots() -> Finding:
    """Whether there are authorities to check certificates by."""
    try:
        count = trusting(None)().cert_store_stats()["x509_ca"]
    except OSError as wrong:
        return Finding("certificates", State.WRONG, f"the authorities cannot be read ({wrong})")
    if not count:
        return Finding("certificates", State.WRONG, "there is no authority to check certificates by; install them")
    return Finding("certificates", State.FINE, f"{count} authorities are trusted")


def way_out(name: str, channel: Channel) -> Finding:
    """Whether a channel's receiver can be found; nothing is sent."""
    thing = f"channel {name}"
    if isinstance(channel, EmailChannel):
        return _judged(thing, channel.knock(), "the mail server let us in; no mail was sent")
    if isinstance(channel, WebhookChannel):
        return _judged(thing, channel.look_up(), f"{channel.recipients()[0]} has an address; nothing was posted")
    return Finding(thing, State.FINE, "not tried: `rowback channels test` sends a message")


def _judged(thing: str, outcome: Outcome, fine: str) -> Finding:
    if outcome.verdict is Verdict.SENT:
        return Finding(thing, State.FINE, fine)
    detail = f": {outcome.detail}" if outcome.detail else ""
    return Finding(thing, State.WRONG, f"{outcome.reason}{detail}")
