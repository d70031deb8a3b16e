"""What every screen is handed: the store, the pages, and the address under which people open them.

Holds no screen and decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Path, Query
from starlette.responses import Response

from monitor.clock import Clock
from monitor.deliveries.links import Links
from monitor.metrics import Metrics
from monitor.rules import Rule
from monitor.store import Store
from monitor.store.acts import By
from monitor.store.by_hand import GapMs
from monitor.web.liveness import Liveness
from monitor.web.pages import Pages

# A row number: SQLite would refuse what does not fit into 64 bits, and no store of ours comes near this.
MOST = 2_147_483_647
Number = Annotated[int, Path(ge=1, le=MOST)]
Asked = Annotated[int | None, Query(ge=1, le=MOST)]

READ = ["GET", "HEAD"]
"""The methods of every address that shows something: looking never changes anything."""


def no_gap(_channel: str) -> float:
    """No rate: what is sent by hand goes out at once."""
    return 0.0


@dataclass(frozen=True, slots=True)
class Desk:
    """The surroundings of a screen. `alive` asks the daemon how it is and must answer at once."""

    store: Store
    metrics: Metrics
    pages: Pages
    clock: Clock
    alive: Callable[[], Liveness]
    public_url: str = ""
    rules: Callable[[], Sequence[str]] = tuple
    """The names of the rules in force."""
    in_force: Callable[[], Sequence[Rule]] = tuple
    """The same rules whole, to say why one fires or stays silent."""
    gap_ms: GapMs = no_gap
    """How far two messages of a channel lie apart, for what is sent by hand."""
    links: Links | None = None
    """None where no mail carries a link to end it."""
    backups: Callable[[], Sequence[tuple[str, int]]] = tuple
    """The backups there are, newest first: name and bytes."""
    accept: Callable[[int, By], int] | None = None
    """Makes a doubt a version and returns its number; None where nothing here can."""

    @property
    def root(self) -> str:
        """The path under which people reach the service; a proxy may add one."""
        return urlsplit(self.public_url).path.rstrip("/")

    def page(self, template: str, view: Mapping[str, Any], status: int = 200) -> Response:
        """A view as HTML."""
        return self.pages.page(template, view, status)

    def json(self, view: Mapping[str, Any]) -> Response:
        """The same view as JSON."""
        return self.pages.json(view)
