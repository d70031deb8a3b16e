"""The record of a page: what was fetched goes in, one JSON text that says how it came comes out, and back.

It holds the hash of the body, so the hash of the record stands for both. Decides nothing about what is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from spiders.exchange import without_login
from spiders.fetched import Fetched

FORM = 1
"""The form of a record; a later one may add names and changes the meaning of none."""


@dataclass(frozen=True, slots=True)
class Came:
    """A page that came: the address that is followed, what was fetched, and whether even an unchanged one is kept."""

    url: str
    fetched: Fetched
    every_look: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """What a record says. `sent` and `received` are header fields in their order, None where the value was a secret.

    `came` is our clock and `server_date` the server's own, as it wrote it. `body` and `coded` are (SHA-256, bytes) of
    the body without and with its content coding; `certificates` the SHA-256 of the chain, the peer's own first.
    """

    article: str
    url: str
    hops: tuple[tuple[str, int], ...]
    request: str
    sent: tuple[tuple[str, str | None], ...]
    status: int
    answer: str
    received: tuple[tuple[str, str | None], ...]
    came: str
    server_date: str
    peer: str
    addresses: tuple[str, ...]
    resolver: str
    tls: str
    certificates: tuple[str, ...]
    body: tuple[str, int]
    coded: tuple[str, int]
    by: str


def written(came: Came, release: str) -> bytes:
    """The record as bytes: JSON in UTF-8, names in order, no blanks, so that equal pages give equal bytes."""
    fetched, seen = came.fetched, came.fetched.exchange
    body = [hashlib.sha256(fetched.body).hexdigest(), len(fetched.body)]
    fields: dict[str, Any] = {
        "form": FORM,
        "by": f"Rowback {release}",
        "article": without_login(came.url),
        "url": without_login(fetched.url),
        "status": fetched.status or 0,
        "body": body,
        "server_date": fetched.headers.get("date", ""),
    }
    if seen is not None:
        fields |= {
            "hops": seen.hops,
            "request": seen.request,
            "sent": seen.sent,
            "answer": seen.answer,
            "received": seen.received,
            "came": datetime.fromtimestamp(seen.came_at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "peer": seen.peer,
            "addresses": seen.addresses,
            "resolver": "the machine's own (getaddrinfo)",
            "tls": seen.tls,
            "certificates": [hashlib.sha256(one).hexdigest() for one in seen.certificates],
            "coded": [seen.coded_sha256, seen.coded_size],
        }
    # Not ensure_ascii=False: a header may hold a lone surrogate, which UTF-8 has no bytes for.
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode("ascii")


def read(raw: bytes) -> Record:
    """What a record says. Raises ValueError where it is none."""
    found = json.loads(raw)
    if not isinstance(found, dict) or "body" not in found:
        raise ValueError("no record of a page")
    body = found["body"]
    coded: Any = found.get("coded", body)
    return Record(
        article=found["article"],
        url=found["url"],
        hops=tuple((url, status) for url, status in found.get("hops", ())),
        request=found.get("request", ""),
        sent=_fields(found.get("sent", ())),
        status=found["status"],
        answer=found.get("answer", ""),
        received=_fields(found.get("received", ())),
        came=found.get("came", ""),
        server_date=found.get("server_date", ""),
        peer=found.get("peer", ""),
        addresses=tuple(found.get("addresses", ())),
        resolver=found.get("resolver", ""),
        tls=found.get("tls", ""),
        certificates=tuple(found.get("certificates", ())),
        body=(body[0], body[1]),
        coded=(coded[0], coded[1]),
        by=found.get("by", ""),
    )


def _fields(found: Sequence[Any]) -> tuple[tuple[str, str | None], ...]:
    return tuple((name, value) for name, value in found)
