"""The words of Memento (RFC 7089): Accept-Datetime in, Link headers and TimeMaps out. Pure: knows no store."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, unquote

from monitor.clock import utc

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# RFC 7089 section 2.1.1.1: rfc1123-date of RFC 2616, which is case-sensitive and always in GMT.
_DATE = re.compile(
    rf"({'|'.join(_DAYS)}), ([0-9]{{2}}) ({'|'.join(_MONTHS)}) ([0-9]{{4}}) ([0-9]{{2}}):([0-9]{{2}}):([0-9]{{2}}) GMT"
)
# A proxy may have made one slash of two.
_SCHEME = re.compile(r"(https?):/{1,2}(?=[^/])", re.IGNORECASE)
_WHOLLY_ESCAPED = re.compile(r"https?%3a", re.IGNORECASE)
# What would end the <...> of a Link header (RFC 8288), or a header line.
_URI_SAFE = "/:@!$&'()*+,;=~-._%[]|?#"
LINK_FORMAT = "application/link-format"


class Malformed(ValueError):
    """An Accept-Datetime that is none."""


def http_date(ms: int) -> str:
    """The moment as HTTP writes it, to the second."""
    then = utc(ms)
    day, month = _DAYS[then.weekday()], _MONTHS[then.month - 1]
    return f"{day}, {then:%d} {month} {then.year:04} {then:%H:%M:%S} GMT"


def accepted(values: Sequence[str]) -> int | None:
    """The moment that the Accept-Datetime headers ask for; None where there is none. Raises Malformed."""
    if not values:
        return None
    found = _DATE.fullmatch(values[0].strip())
    if len(values) > 1 or found is None:
        raise Malformed("Accept-Datetime must be one date such as: Thu, 31 May 2007 20:35:00 GMT")
    _, day, month, *rest = found.groups()
    year, hour, minute, second = map(int, rest)
    try:
        then = datetime(year, _MONTHS.index(month) + 1, int(day), hour, minute, min(second, 59), tzinfo=UTC)
    except ValueError as wrong:
        raise Malformed("Accept-Datetime names a date that does not exist") from wrong
    if _DAYS[then.weekday()] != found[1] or second > 60:
        raise Malformed("Accept-Datetime names a date that does not exist")
    return int(then.timestamp()) * 1000


def original_in(raw_path: bytes, prefix: str, query: bytes) -> str:
    """The address that stands behind `prefix` in the path of a request, its own query with it."""
    found = raw_path.decode("latin-1").split(prefix, 1)[-1]
    if _WHOLLY_ESCAPED.match(found):
        found = unquote(found)
    found = _SCHEME.sub(lambda scheme: f"{scheme[1]}://", found, count=1)
    return f"{found}?{query.decode('latin-1')}" if query else found


@dataclass(frozen=True, slots=True)
class Memento:
    """One prior state of an article: when it was seen, and where it is shown."""

    at: int
    url: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The mementos of one article, oldest first, and the addresses that lead through them."""

    original: str
    gate: str
    map_link: str
    map_json: str
    mementos: tuple[Memento, ...]

    def nearest(self, at_ms: int | None) -> int:
        """Which memento answers for a moment: the last of that second or before, else the first; None: the newest."""
        if at_ms is None:
            return len(self.mementos) - 1
        by_then = [n for n, one in enumerate(self.mementos) if one.at // 1000 * 1000 <= at_ms]
        return by_then[-1] if by_then else 0

    def header(self, chosen: int, *, of_gate: bool = False) -> str:
        """The value of the Link header for the answer that is, or leads to, one memento."""
        links = [f'<{_uri(self.original)}>; rel="original"']
        if not of_gate:
            links.append(f'<{_uri(self.gate)}>; rel="timegate"')
        links.append(f'<{_uri(self.map_link)}>; rel="timemap"; type="{LINK_FORMAT}"')
        links += [_memento(self.mementos[n], rel) for n, rel in self._beside(chosen)]
        return ", ".join(links)

    def _beside(self, chosen: int) -> Iterator[tuple[int, str]]:
        last = len(self.mementos) - 1
        for n in sorted({0, max(0, chosen - 1), chosen, min(last, chosen + 1), last}):
            names = {"first": n == 0, "prev": n == chosen - 1, "next": n == chosen + 1, "last": n == last}
            yield n, " ".join([*(name for name, holds in names.items() if holds), "memento"])

    def lines(self) -> Iterator[str]:
        """The TimeMap as application/link-format (RFC 6690), line by line."""
        span = ""
        if self.mementos:
            span = f'; from="{http_date(self.mementos[0].at)}"; until="{http_date(self.mementos[-1].at)}"'
        yield f'<{_uri(self.original)}>; rel="original",\n'
        yield f'<{_uri(self.map_link)}>; rel="self"; type="{LINK_FORMAT}"{span},\n'
        last = len(self.mementos) - 1
        yield f'<{_uri(self.gate)}>; rel="timegate"' + (",\n" if self.mementos else "\n")
        for n, one in enumerate(self.mementos):
            rel = " ".join([*(["first"] if n == 0 else []), *(["last"] if n == last else []), "memento"])
            yield _memento(one, rel) + ("\n" if n == last else ",\n")

    def to_dict(self) -> dict[str, Any]:
        """The TimeMap as the JSON that archives agreed on."""
        told = [{"datetime": _iso(one.at), "uri": one.url} for one in self.mementos]
        ends = {"first": told[0], "last": told[-1]} if told else {}
        return {
            "original_uri": self.original,
            "self": self.map_json,
            "timegate_uri": self.gate,
            "timemap_uri": {"link_format": self.map_link, "json_format": self.map_json},
            "mementos": {"list": told, **ends},
        }


def _memento(one: Memento, rel: str) -> str:
    return f'<{_uri(one.url)}>; rel="{rel}"; datetime="{http_date(one.at)}"'


def _iso(ms: int) -> str:
    return f"{utc(ms):%Y-%m-%dT%H:%M:%SZ}"


def _uri(url: str) -> str:
    return quote(url, safe=_URI_SAFE)
