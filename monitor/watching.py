"""Brings the watches of a configuration into the store, for every command that works on tracked articles."""

from __future__ import annotations

from monitor.clock import Clock
from monitor.config.loading import Config
from monitor.store import Store, watches


def follow(store: Store, config: Config, clock: Clock) -> None:
    """Follow what the file names; what left the file is no longer due. Writes only where something differs."""
    wanted = [
        watches.NewWatch(w.address.url, w.address.key, w.address.host, w.schedule, w.tags, "config")
        for w in config.watch
    ]
    store.write(watches.follow_config, wanted, clock.now_ms())
