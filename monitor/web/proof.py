"""A change for paper: both sides, who reviewed it, and every hash that stands for it, whole.

A store's rows come out as one view, the same for the page and its JSON. Says what the hashes show and what not; checks
none of them, as `rowback verify` does.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from monitor.clock import iso
from monitor.keeping.chain import Entry
from monitor.release import RELEASE
from monitor.store import chain, history, pages, reviews, stamps
from monitor.web.desk import READ, Desk, Number
from monitor.web.views import View, change_view, review_view


def routes(desk: Desk) -> APIRouter:
    """`/changes/{id}/proof` and the same with `.json`."""
    router = APIRouter()

    @router.api_route("/changes/{change_id}/proof.json", methods=READ)
    def as_json(change_id: Number) -> Response:
        return desk.json(desk.store.read(look, change_id))

    @router.api_route("/changes/{change_id}/proof", methods=READ)
    def as_page(change_id: Number) -> Response:
        return desk.page("proof.html", desk.store.read(look, change_id))

    return router


def look(connection: Connection, change_id: int) -> View:
    """The change and what the chain records of it and of the versions it lies between. Raises HTTPException 404."""
    row = history.change_by_id(connection, change_id)
    if row is None:
        raise HTTPException(404, f"no change {change_id} is stored here; /changes lists what there is")
    article = history.article_by_id(connection, row.article_id)
    found = change_view(row, article)
    # A withdrawal or a move is seen without a new text.
    numbers = [row.version] if found["kind"].startswith("article.") else [row.version - 1, row.version]
    entries = chain.of_change(connection, row.article_id, numbers, row.id)
    head = chain.head(connection)
    newest = max((n for n, _, _ in entries), default=0)
    return {
        "change": found,
        "recorded": [_recorded(connection, row.article_id, *one) for one in entries],
        "chain": {"n": head.n, "head": head.sha256.hex()},
        "stamps": [
            {"n": one.n, "head": one.head.hex(), "authority": one.authority, "says": iso(one.stamped_at)}
            for one in stamps.since(connection, newest)
        ],
        "reviews": [review_view(one) for one in reviews.of_changes(connection, [row.id])],
        "release": RELEASE,
    }


def _recorded(connection: Connection, article_id: int, n: int, head: bytes, entry: Entry) -> View:
    hashes = {"text": entry.text, "facts": entry.facts, "changes": entry.changes, "record": entry.page}
    return {
        "n": n,
        "head": head.hex(),
        "kind": str(entry.kind),
        "version": entry.version,
        "at": iso(entry.at),
        **{name: None if raw is None else raw.hex() for name, raw in hashes.items()},
        "page": _page(connection, article_id, entry),
    }


def _page(connection: Connection, article_id: int, entry: Entry) -> dict[str, Any] | None:
    """What the record of the kept page says; None where none was kept, and when it went where it was deleted."""
    if entry.page_id is None:
        return None
    kept = pages.record_of(connection, entry.page_id)
    if kept is None:
        gone = chain.deleted(connection, article_id, entry.page_id)
        return {"number": entry.page_id, "deleted": None if gone is None else {"n": gone[0], "at": iso(gone[1].at)}}
    return {
        "number": entry.page_id,
        "came": kept.came,
        "server_date": kept.server_date,
        "address": kept.url,
        "hops": [{"url": url, "status": status} for url, status in kept.hops],
        "asked": kept.request,
        "answered": kept.answer,
        "peer": kept.peer,
        "tls": kept.tls,
        "certificates": list(kept.certificates),
        "body": {"sha256": kept.body[0], "bytes": kept.body[1]},
        "coded": {"sha256": kept.coded[0], "bytes": kept.coded[1]},
        "by": kept.by,
    }
