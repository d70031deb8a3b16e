"""One message through Apprise, inside a program that does nothing else: a task goes in, whether it was taken comes out.

Every connection this program makes is checked when it is made, whatever library makes it. Follows no redirect, looks
at no proxy. Meant to be thrown away after one message: what it changes in the interpreter cannot be undone.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any

MOST_SAID = 2000

Blocked = Callable[[str], str | None]


class AddressRefused(OSError):
    """The connection would reach an address that must not be reached."""


def post(task: dict[str, Any], blocked: Blocked) -> dict[str, Any]:
    """The answer to a task with `url` and `body`: ok, what Apprise logged as `said`, and why it was refused if so."""
    refused = guard(blocked)
    said: list[str] = []
    _listen(said)
    import apprise  # half a second of imports, only in this program

    asset = apprise.AppriseAsset(
        app_id="Rowback", app_desc="Rowback", app_url="", http_redirects=False, async_mode=False
    )
    plugin = apprise.Apprise.instantiate(task["url"], asset=asset, suppress_exceptions=True)
    if plugin is None:
        return {"unusable": True}
    # A URL may say redirect=yes; the operator's promise that no private address is reached stands above it.
    plugin.redirects = False
    # Too long a text is cut, not sent in many parts: its first line is the fact.
    plugin.overflow_mode = apprise.OverflowMode.TRUNCATE
    posting = apprise.Apprise(asset=asset)
    posting.add(plugin)
    # Told that it is plain text, Apprise escapes it for services that take HTML.
    ok = bool(posting.notify(body=task["body"], body_format=apprise.NotifyFormat.TEXT))
    answer = {"ok": ok, "said": "; ".join(said)[:MOST_SAID]}
    return answer if ok or not refused else {**answer, "blocked": refused[0]}


def guard(blocked: Blocked) -> list[str]:
    """From here on no socket of this program connects to a blocked address; returns the list of what was refused.

    Audit hooks (PEP 578) see the very address that is dialled, so a name that answers differently the second time
    gains nothing. A name that was not resolved first is refused, since nobody could check it.
    """
    refused: list[str] = []

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg") and isinstance(args[1], tuple):
            host = str(args[1][0])
            try:
                reason = blocked(host)
            except ValueError:
                reason = "not an address"
            if reason:
                refused.append(f"{host}: {reason}")
                raise AddressRefused(refused[-1])

    sys.addaudithook(hook)
    return refused


def _listen(said: list[str]) -> None:
    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    log = logging.getLogger("apprise")
    log.setLevel(logging.WARNING)
    log.propagate = False
    log.addHandler(Keep())
