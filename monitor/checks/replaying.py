"""The past of an article from captures: each is read, judged and remembered as a look at its own time.

Captures of one article go in, oldest first, what became of each comes out. Fetches and tells nothing; a capture
that is older than what the store has seen changes nothing, as versions are never put between others.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from monitor.checks.bounds import Bounds
from monitor.checks.checking import Checking
from monitor.checks.judging import Page, look
from monitor.checks.work import ReaderFailed, Running, WorkFailed
from monitor.deliveries.telling import Telling
from monitor.sources.captures import Capture, Kept
from monitor.store import Store, claims, recording
from spiders.fetched import DueCheck, End, Fetched

_ENDS = {200: End.OK, 403: End.FORBIDDEN, 404: End.NOT_FOUND, 410: End.GONE, 451: End.LEGAL_BLOCK}
"""The statuses whose page says something about the article."""


class Outcome(StrEnum):
    """What became of one capture."""

    VERSION = "version"
    UNCHANGED = "unchanged"
    NOTED = "noted"
    """It was no readable article; the history says why."""
    OLDER = "older"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Replayed:
    """One capture, what became of it, and why; `version` is the number of the version that it brought."""

    capture: Capture
    outcome: Outcome
    reason: str = ""
    version: int = 0


class _Stopped:
    """A clock that stands at the time of a capture."""

    def __init__(self) -> None:
        self.at_ms = 0

    def now_ms(self) -> int:
        """The time of the capture."""
        return self.at_ms

    def monotonic(self) -> float:
        """The same in seconds."""
        return self.at_ms / 1000


class Replaying:
    """Replays captures into one store, of which nobody else may make looks meanwhile."""

    def __init__(self, store: Store, readers: Running, bounds: Bounds, name: str) -> None:
        """`name` is of the file that the captures come from; each look that is stored says it."""
        self._store = store
        self._readers = readers
        self._clock = _Stopped()
        nobody = Telling((), {}, "", lambda count: bytes(count))
        self._checking = Checking(store, readers, nobody, self._clock, bounds)
        self._name = name

    async def readable(self, host: str, captures: Sequence[Capture]) -> str:
        """ "" where one of these captures of an unknown address is an article, else why none is."""
        reason = "no page of it can be read"
        for capture in captures:
            if capture.status != 200:
                continue
            try:
                kept = capture.read()
                page = Page(kept.body, capture.url, capture.status, kept.headers, None, None, None)
                looked = await self._readers.run(host, look, page)
            except (ValueError, ReaderFailed, WorkFailed) as wrong:
                reason = str(wrong)
                continue
            if looked.fingerprint is not None:
                return ""
            reason = f"no article: {looked.reason}"
        return reason

    async def article(self, article_id: int, captures: Sequence[Capture]) -> AsyncGenerator[Replayed, None]:
        """Replay the captures of one article, oldest first."""
        for capture in captures:
            claim = self._store.read(claims.peek, article_id)
            if claim is None or (claim.checked_at is not None and capture.at_ms <= claim.checked_at):
                yield Replayed(capture, Outcome.OLDER, "the store has seen the article at that time or later")
                continue
            end = _ENDS.get(capture.status)
            if end is None:
                yield Replayed(
                    capture, Outcome.REFUSED, f"a page of status {capture.status} says nothing of the article"
                )
                continue
            try:
                kept = capture.read()
            except ValueError as wrong:
                yield Replayed(capture, Outcome.REFUSED, str(wrong))
                continue
            yield await self._one(claim, capture, kept, end)

    async def _one(self, claim: claims.Claim, capture: Capture, kept: Kept, end: End) -> Replayed:
        self._clock.at_ms = capture.at_ms
        check = DueCheck(claim.article_id, claim.token, claim.url, claim.host)
        fetched = Fetched(check, end, claim.url, capture.status, kept.headers, kept.body)
        try:
            found = await self._checking.result(claim, fetched)
        except WorkFailed as wrong:
            return Replayed(capture, Outcome.REFUSED, str(wrong))
        said = f"imported from {self._name}"
        found = replace(found, detail=f"{found.detail}; {said}" if found.detail else said, quiet=False, host_hold_ms=0)
        # Its validators were sent to somebody else, long ago.
        fields = {name: value for name, value in found.fields.items() if name not in ("etag", "last_modified")}
        if not self._store.write(recording.record, replace(found, fields=fields)):
            return Replayed(capture, Outcome.REFUSED, "another look was stored meanwhile")
        if found.text is not None:
            return Replayed(capture, Outcome.VERSION, found.result, found.version + 1)
        outcome = Outcome.UNCHANGED if found.state == "read" else Outcome.NOTED
        return Replayed(capture, outcome, "" if outcome is Outcome.UNCHANGED else found.reason)
