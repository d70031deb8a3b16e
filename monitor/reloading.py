"""Takes over a changed rowback.toml while the service runs: a signal goes in, the new configuration is in force or the
old one stands, and why is kept for the log, the metric and the page. Stops nothing that is under way.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import structlog

from monitor.clock import Clock, iso
from monitor.config.loading import Config, load
from monitor.errors import RowbackError
from monitor.metrics import Metrics
from monitor.service import Service

log = structlog.get_logger(__name__)

FIXED = ("service", "fetch", "backup")
"""Tables in force from the start to the end: sockets, folders, worker processes and the spider hang on them."""


class Reloaded(StrEnum):
    """How a reload ended."""

    TAKEN = "taken"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Standing:
    """The last reload: what became of it and when (ISO 8601, UTC).

    `problems` are why the old configuration stands, one line each; `waiting` are settings that need a new start.
    """

    result: Reloaded = Reloaded.TAKEN
    at: str = ""
    problems: tuple[str, ...] = ()
    waiting: tuple[str, ...] = field(default=())

    def banner(self) -> str:
        """One sentence for the pages; "" where all that is written is in force. Names no mistake: pages are public."""
        if self.result is not Reloaded.TAKEN:
            count = len(self.problems)
            what = "a mistake" if count == 1 else f"{count} mistakes"
            return (
                f"The configuration was changed at {self.at} but has {what}, so the one before is still in force. "
                "rowback check-config says what to mend."
            )
        if self.waiting:
            return f"The configuration was changed; these settings wait for a restart: {', '.join(self.waiting)}."
        return ""


class Reloading:
    """The configuration in force, and how the last change of it went."""

    def __init__(
        self,
        service: Service,
        config: Config,
        clock: Clock,
        metrics: Metrics,
        read: Callable[[Config], Config] | None = None,
    ) -> None:
        """`read` gives the configuration as it is written now; by default from the file and the environment."""
        self._service = service
        self._first = config
        self._clock = clock
        self._metrics = metrics
        self._read = read or (lambda now: load(now.path, os.environ, secrets=True))
        self._turn = asyncio.Lock()
        self._wanted: set[asyncio.Task[Standing]] = set()
        self.standing = Standing()
        metrics.configured(True)

    def ask(self) -> None:
        """Reload soon; for a signal, which cannot wait."""
        task = asyncio.ensure_future(self.reload())
        self._wanted.add(task)
        task.add_done_callback(self._wanted.discard)

    async def reload(self) -> Standing:
        """Read the file, the secrets and the environment again. Never raises: what is wrong is in the standing."""
        async with self._turn:
            at = iso(self._clock.now_ms())
            try:
                config = await asyncio.to_thread(self._read, self._first)
                waiting = tuple(_fixed(self._first, config))
                await self._service.use(config.model_copy(update={name: getattr(self._first, name) for name in FIXED}))
            except RowbackError as wrong:
                problems = tuple(str(wrong).splitlines())
                self._stands(Standing(Reloaded.REFUSED, at, problems))
                log.error("reload_refused", problems=list(problems), because="the old configuration stays in force")
            except Exception as wrong:
                # Whatever it is, the daemon goes on with what it has: a reload must never be what ends it.
                self._stands(Standing(Reloaded.FAILED, at, (f"{type(wrong).__name__}: {wrong}",)))
                log.exception("reload_failed")
            else:
                self._stands(Standing(Reloaded.TAKEN, at, (), waiting))
                counts = {
                    "watches_in_file": len(config.watch),
                    "channels": len(config.channel),
                    "rules": len(config.rule),
                }
                log.info("reloaded", **counts, waits_for_restart=list(waiting))
            return self.standing

    def _stands(self, standing: Standing) -> None:
        """Before the log says so: who reads it there finds the same in the metric and on the page."""
        self.standing = standing
        self._metrics.reloaded(str(standing.result))
        self._metrics.configured(standing.result is Reloaded.TAKEN)


def _fixed(old: Config, new: Config) -> list[str]:
    """The settings that differ but cannot take effect in a running service."""
    found = []
    for table in FIXED:
        before, after = getattr(old, table), getattr(new, table)
        found += [
            f"{table}.{name}" for name in type(before).model_fields if getattr(before, name) != getattr(after, name)
        ]
    return found
