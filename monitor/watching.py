"""Brings the watches of a configuration into the store, for every command that works on tracked articles."""

from __future__ import annotations

from monitor.clock import Clock
from monitor.config.loading import Config
from monitor.store import Store, watch_list, watches
from monitor.store.settling import Settled


def follow(store: Store, config: Config, clock: Clock) -> list[Settled]:
    """Follow what the file names. Returns the articles that left it and are followed no longer, or are again."""
    if not config.watch and not store.read(watch_list.count, origin="file"):
        return []
    wanted = [
        watches.NewWatch(w.address.url, w.address.key, w.address.host, w.schedule, w.tags, "file", w.kind, w.filters)
        for w in config.watch
    ]
    return store.write(watches.follow_config, wanted, clock.now_ms())
