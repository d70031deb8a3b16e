"""Who acts on the command line: the name under which the system knows whoever typed the command. Proves nothing.

Names go into the log of acts; decides nothing.
"""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.store.acts import By


def login() -> str:
    """The login name, "unknown" where there is none: a container may run under a number that has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"


def acting(now_ms: int, name: str | None = None) -> By:
    """Whoever typed this command, under another name where one is given."""
    from monitor.store.acts import By

    return By(name or login(), f"cli: {login()}", now_ms)
