"""Alerts as Atom feeds (RFC 4287), one a rule and one of all: for readers that nobody has to configure here.

Scraped text is text in them too: no entry holds markup. An entry's id never changes, whatever the address of this page.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote
from xml.etree import ElementTree

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from alerts.alert import Alert, Cause
from alerts.messages.chat import plain
from alerts.messages.lines import line
from alerts.messages.marks import one_line
from alerts.messages.prose import isolated
from alerts.passages import counted, passages
from monitor.clock import iso
from monitor.store import feeds
from monitor.store.rows import AlertRow
from monitor.web.desk import READ, Asked, Desk

A_PAGE = 50
ATOM = "http://www.w3.org/2005/Atom"
MEDIA = "application/atom+xml; charset=utf-8"

# XML 1.0, 2.2: what may not stand in a document, not even as a reference.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IDS = uuid.UUID("6b1f0a52-6c0c-5d0e-9b7b-0f6c2f1d6f0a")


class Named(NamedTuple):
    """What tells one feed from the others: what its id is made of, its title, its address, the name of its cursor."""

    id: str
    title: str
    path: str
    cursor: str = "before"


def routes(desk: Desk) -> APIRouter:
    """`/feed.xml` has all alerts, `/feeds/RULE.xml` those of one rule; `?before=120` goes on."""
    router = APIRouter()

    @router.api_route("/feed.xml", methods=READ)
    def of_all(request: Request, before: Asked = None) -> Response:
        return answer(desk, request, None, before)

    @router.api_route("/feeds/{rule:path}.xml", methods=READ)
    def of_rule(request: Request, rule: str, before: Asked = None) -> Response:
        return answer(desk, request, rule, before)

    return router


def answer(desk: Desk, request: Request, rule: str | None, before: int | None) -> Response:
    """One page of a feed, or 304 where the reader has it. Raises HTTPException 404 for a rule that never was."""
    rows = desk.store.read(feeds.alerts, rule=rule, before_id=before, limit=A_PAGE + 1)
    if rule is not None and not rows and rule not in desk.rules():
        raise HTTPException(404, "no rule of this name is configured or has ever raised an alert")
    named = Named("feed ", "all alerts", "/feed.xml")
    if rule is not None:
        named = Named(f"feed {rule}", rule, f"/feeds/{quote(rule, safe='')}.xml")
    return told(desk, request, rows, named, before, "/changes")


def told(
    desk: Desk, request: Request, rows: Sequence[AlertRow], named: Named, before: int | None, page: str
) -> Response:
    """The answer: a feed, or 304 where the reader has it. `page` shows the same to people."""
    body = written(rows, named, before, desk.public_url, page)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if tag in known or "*" in known:
        return Response(status_code=304, headers={"etag": tag})
    return Response(body, media_type=MEDIA, headers={"etag": tag})


def written(rows: Sequence[AlertRow], named: Named, before: int | None, public_url: str, page: str) -> bytes:
    """The feed as UTF-8. An empty one counts as updated in 1970, so that it stays the same until there is an alert."""
    here = f"{public_url}{named.path}"
    shown = rows[:A_PAGE]
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _add(feed, "id", f"urn:uuid:{uuid.uuid5(_IDS, named.id.encode('utf-8', 'replace').decode())}")
    _add(feed, "title", f"Rowback: {named.title}")
    _add(feed, "updated", iso(shown[0].raised_at) if shown else "1970-01-01T00:00:00Z")
    _link(feed, "self", here if before is None else f"{here}?{named.cursor}={before}")
    _link(feed, "alternate", f"{public_url}{page}", "text/html")
    if len(rows) > A_PAGE:
        _link(feed, "next", f"{here}?{named.cursor}={shown[-1].id}")  # RFC 5005, 3: paged feeds
    _add(_add(feed, "author"), "name", "Rowback")
    for row in shown:
        alert = Alert.from_dict({**row.body, "id": row.id})
        # A digest tells again what has its own entries here.
        if alert.cause != Cause.DIGEST:
            _entry(feed, row, alert)
    body: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return body


def _entry(feed: ElementTree.Element, row: AlertRow, alert: Alert) -> None:
    entry = _add(feed, "entry")
    name = f"{alert.article.url} {row.version} {row.rule} {row.id}"
    _add(entry, "id", f"urn:uuid:{uuid.uuid5(_IDS, name.encode('utf-8', 'replace').decode())}")
    first = line(alert.changes[0]).isolated if alert.changes else isolated(one_line(alert.article.title))
    more = f" ({counted(passages(alert.changes))})" if len(alert.changes) > 1 else ""
    _add(entry, "title", f"{first}{more}")
    _add(entry, "updated", iso(row.raised_at))
    _add(entry, "published", iso(row.raised_at))
    _link(entry, "alternate", alert.permalink, "text/html")
    if alert.article.url.startswith(("http://", "https://")):
        _link(entry, "related", alert.article.url)
    for term in dict.fromkeys((row.rule, row.severity, *alert.article.tags)):
        ElementTree.SubElement(entry, "category", {"term": _clean(term)})
    # Without a type of its own: text, which a reader must not take for markup (RFC 4287, 3.1.1.1).
    _add(entry, "content", plain(alert)).set("type", "text")


def _add(parent: ElementTree.Element, name: str, text: str | None = None) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, name)
    made.text = None if text is None else _clean(text)
    return made


def _link(parent: ElementTree.Element, rel: str, href: str, kind: str = "") -> None:
    ElementTree.SubElement(parent, "link", {"rel": rel, "href": _clean(href)} | ({"type": kind} if kind else {}))


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
