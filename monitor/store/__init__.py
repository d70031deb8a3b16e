"""Remembers: the only place with tables and statements. `Store` opens a data folder; each other module is one theme.

history, versions and outbox are for looking back; watches, claims, recording and shelf for the daemon.
"""

from typing import TYPE_CHECKING

from monitor.lazily import found_in

if TYPE_CHECKING:
    from monitor.store.store import Store

__all__ = ["Store"]

if not TYPE_CHECKING:
    __getattr__ = found_in(__name__, {"Store": "store"})
