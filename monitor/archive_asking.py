"""Asks an archive to save a page, and looks whether it shows the copy that it names: addresses out, an Answer back.

Dials nothing that the guard refuses, follows no redirect, uses no proxy, reads headers and no body. An address counts
as a copy only where it answers as a memento (RFC 7089) of the page asked for.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

import requests
from requests.utils import parse_header_links

from alerts.alert import End, Outcome, Verdict
from alerts.channels.deadline import Wire, attempt
from alerts.channels.dialer import Blocked, BlockedAddress, CheckedAdapter, Dialer, system_dial, system_resolve
from alerts.channels.trust import trusting
from monitor.addresses import normalise
from monitor.errors import BadAddress
from monitor.memento import Malformed, accepted

SECONDS = 90.0
"""The wall clock of one request: an archive fetches the page before it answers."""
LONGEST_URL = 2_000
_BUSY = frozenset({429, 503})


class Told(StrEnum):
    """What an archive's answer comes to."""

    CLAIMED = "claimed"
    """It names an address for the copy."""
    SHOWN = "shown"
    """The copy is there."""
    BUSY = "busy"
    REFUSED = "refused"
    NO_ADDRESS = "no_address"
    NO_COPY = "no_copy"
    """What stands at the address is no memento of this page."""
    OLDER = "older"
    """It is one, from before the version was seen."""
    BLOCKED = "blocked"
    """The guard refuses the address."""
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Answer:
    """The word, the address of the copy, when it was made (milliseconds), for how many seconds to leave it in peace."""

    told: Told
    copy_url: str = ""
    copy_at: int = 0
    rest: float = 0.0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Seen:
    status: int
    headers: Mapping[str, str]


class Asking:
    """The way to archives, under these rules."""

    def __init__(self, blocked: Blocked, user_agent: str, seconds: float = SECONDS) -> None:
        self._dialer = Dialer(blocked, system_resolve, system_dial, seconds)
        self._context = trusting(None)
        self._user_agent = user_agent
        self._seconds = seconds

    def save(self, service: str, url: str) -> Answer:
        """Ask for a copy of `url`. Blocks; for a thread."""
        asked = f"{service}{url}"
        seen = self._get(asked)
        if isinstance(seen, Answer):
            return seen
        if seen.status in _BUSY:
            return Answer(Told.BUSY, rest=_seconds(seen.headers.get("retry-after", "")), detail=f"status {seen.status}")
        if not 200 <= seen.status < 400:
            return Answer(Told.REFUSED, detail=f"status {seen.status}")
        named = _named(seen.headers)
        copy = _address(asked, named)
        if copy is None or copy == asked:
            return Answer(Told.NO_ADDRESS, detail=f"status {seen.status} without the address of a copy")
        return Answer(Told.CLAIMED, copy)

    def look(self, copy: str, url: str) -> Answer:
        """Whether a copy of `url` stands at `copy`. Blocks; for a thread."""
        seen = self._get(copy)
        if isinstance(seen, Answer):
            return seen
        if seen.status in _BUSY:
            return Answer(Told.BUSY, rest=_seconds(seen.headers.get("retry-after", "")), detail=f"status {seen.status}")
        try:
            at = accepted([seen.headers["memento-datetime"]])
        except (KeyError, Malformed):
            at = None
        if seen.status != 200 or at is None:
            return Answer(Told.NO_COPY, detail=f"status {seen.status}, no memento")
        if not any(_same(original, url) for original in _originals(seen.headers.get("link", ""))):
            return Answer(Told.NO_COPY, detail="a memento of another page")
        return Answer(Told.SHOWN, copy, at)

    def _get(self, url: str) -> _Seen | Answer:
        got: list[_Seen] = []
        blocked: list[str] = []

        def call(wire: Wire) -> Outcome:
            headers = {"User-Agent": self._user_agent, "Accept": "*/*", "Connection": "close"}
            # The adapter itself, not a session: that would read where a redirect leads, and stumble over garbage there.
            adapter = CheckedAdapter(self._dialer, wire, self._context)
            with contextlib.closing(adapter):
                try:
                    request = requests.Request("GET", url, headers).prepare()
                    answer = adapter.send(request, stream=True, timeout=self._seconds)
                except Exception as wrong:
                    if _because_of(wrong, BlockedAddress):
                        blocked.append(str(wrong))
                    return Outcome(Verdict.RETRY, End.UNAVAILABLE, detail=f"{type(wrong).__name__}: {wrong}")
                with contextlib.closing(answer):
                    got.append(_Seen(answer.status_code, {name.lower(): v for name, v in answer.headers.items()}))
                return Outcome(Verdict.SENT, End.ACCEPTED, answer.status_code)

        outcome = attempt(call, self._seconds)
        if blocked:
            return Answer(Told.BLOCKED, detail=blocked[0][:300])
        if outcome.verdict is not Verdict.SENT or not got:
            return Answer(Told.UNREACHABLE, detail=(outcome.detail or str(outcome.reason))[:300])
        return got[0]


def _because_of(wrong: BaseException | None, kind: type[BaseException]) -> bool:
    """Whether an error of this kind stands behind it; requests and urllib3 wrap each other's."""
    seen: list[BaseException] = []
    while wrong is not None and wrong not in seen:
        if isinstance(wrong, kind):
            return True
        seen.append(wrong)
        inner = next((one for one in wrong.args if isinstance(one, BaseException)), None)
        reason = getattr(wrong, "reason", None)
        wrong = reason if isinstance(reason, BaseException) else inner or wrong.__cause__ or wrong.__context__
    return False


def _named(headers: Mapping[str, str]) -> str:
    """Where an answer says that the copy stands."""
    for link in _links(headers.get("link", "")):
        if "memento" in str(link.get("rel", "")).split():
            return str(link["url"])
    return headers.get("content-location") or headers.get("location") or ""


def _address(asked: str, named: str) -> str | None:
    """The address of a copy, whole; None for what is no address of a page."""
    if not named or len(named) > LONGEST_URL or not named.isprintable() or " " in named:
        return None
    try:
        found = urljoin(asked, named)
        parts = urlsplit(found)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            return None
    except ValueError:
        return None
    return found


def _originals(link: str) -> list[str]:
    return [str(one["url"]) for one in _links(link) if "original" in str(one.get("rel", "")).split()]


def _links(header: str) -> list[dict[str, str]]:
    try:
        return list(parse_header_links(header[: 8 * LONGEST_URL]))
    except (ValueError, IndexError):
        return []


def _same(one: str, other: str) -> bool:
    """Whether two addresses are of one page; archives take http and https for one."""
    try:
        return normalise(one).key.partition(":")[2] == normalise(other).key.partition(":")[2]
    except BadAddress:
        return False


def _seconds(retry_after: str) -> float:
    return float(retry_after) if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 9 else 0.0
