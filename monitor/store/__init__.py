"""Remembers: the only place with tables and statements. `Store` opens a data folder; each other module is one theme.

history, versions and outbox are for looking back; watches, claims, recording and shelf for the daemon.
"""

from monitor.store.store import Store

__all__ = ["Store"]
