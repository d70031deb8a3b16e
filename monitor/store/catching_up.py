"""The search is brought up to versions that were stored before it: read beside the writer, written few rows at a time.

Blocks; whoever has a loop runs it in a thread, for a while at a time.
"""

from __future__ import annotations

from collections.abc import Callable

from monitor.store import indexing
from monitor.store.store import Store


def catch_up(store: Store, enough: Callable[[], bool]) -> int:
    """Go on until the search knows all, or `enough` says so; how many articles are left then.

    Raises StoreDamaged where a version can no longer be read.
    """
    while (found := store.read(indexing.behind)) is not None:
        if enough():
            return store.read(indexing.count_behind)
        for portion in indexing.portions(found):
            if not store.submit_patient(indexing.catch_up, portion).result():
                break  # a check brought it further; what is left is read anew
    return 0
