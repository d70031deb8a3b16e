"""Errors of the API as problem details (RFC 9457): a status and a sentence go in, an answer comes out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

MEDIA = "application/problem+json"


def problem(
    status: int, detail: str, headers: Mapping[str, str] | None = None, errors: Sequence[Mapping[str, Any]] = ()
) -> Response:
    """The answer. `errors` names each part of the request that cannot be read."""
    view: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    view |= {"detail": detail} | ({"errors": list(errors)} if errors else {})
    return Response(
        json.dumps(view, ensure_ascii=False).encode("utf-8", "replace"), status, dict(headers or {}), media_type=MEDIA
    )
