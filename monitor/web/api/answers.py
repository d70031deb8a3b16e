"""How the API answers: a view in, JSON with its ETag out, or 304 where whoever asks has it. Reads no store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import AfterValidator
from starlette.responses import Response

from monitor.web.desk import MOST

MOST_AT_ONCE = 500
A_PAGE = 50


def whole(text: str) -> str:
    """Text that can be stored: JSON can write half a surrogate pair, UTF-8 cannot."""
    text.encode("utf-8")
    return text


Limit = Annotated[int, Query(ge=1, le=MOST_AT_ONCE, description="At most so many.")]
Cursor = Annotated[int | None, Query(ge=0, le=MOST, description="`next` of the page before.")]
Word = Annotated[str, Query(max_length=200), AfterValidator(whole)]


def body_of(view: Mapping[str, Any]) -> bytes:
    """As JSON; half a surrogate pair in a scraped text becomes a question mark."""
    return json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def tag_of(body: bytes) -> str:
    """The ETag of an answer: strong, since equal bytes are equal."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def names(header: str, tag: str) -> bool:
    """Whether an If-Match or If-None-Match names this ETag."""
    known = {one.strip().removeprefix("W/") for one in header.split(",")}
    return tag in known or "*" in known


def answer(request: Request, view: Mapping[str, Any]) -> Response:
    """200 with its ETag, or 304."""
    body = body_of(view)
    tag = tag_of(body)
    asked = request.headers.get("if-none-match", "")
    if asked and names(asked, tag):
        return Response(status_code=304, headers={"etag": tag})
    return Response(body, headers={"etag": tag}, media_type="application/json")


def page(found: Sequence[Mapping[str, Any]], limit: int, key: str = "id") -> dict[str, Any]:
    """Items of one page, of which one more than `limit` was asked for; `next` is the cursor that goes on, None at the
    end."""
    shown = list(found[:limit])
    return {"items": shown, "next": shown[-1][key] if len(found) > limit else None}
