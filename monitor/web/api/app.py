"""Puts the API together into one application, which the page mounts: each part has its file, errors have one form."""

from __future__ import annotations

from typing import Any

import structlog
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.errors import RowbackError, StoreError, UnknownArticle, UnknownVersion, UnknownWatch, UsageError
from monitor.release import RELEASE
from monitor.web.api import acts, articles, changes, deliveries, feeds, models, silences, status, stories, watches
from monitor.web.desk import Desk
from monitor.web.problems import MEDIA, problem
from monitor.web.rights import allowed

PARTS = (articles, changes, stories, watches, deliveries, silences, feeds, status, acts)

log = structlog.get_logger(__name__)

SAID = {
    400: "The request cannot be read.",
    401: "No token, or one that ended.",
    403: "The token or the role may not do this.",
    404: "It is not here.",
    405: "Not this method.",
    409: "It cannot be done as things stand.",
    412: "Somebody changed it after you read it.",
    413: "The body is too long.",
    422: "Something in the request is no such thing.",
    428: "If-Match is needed.",
    503: "The store does not answer.",
}
LARGEST = 256 * 1024
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": text, "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for status, text in SAID.items()
}


async def known_parameters(request: Request) -> None:
    """A parameter that does not exist is refused: a list that ignores one looks complete. HTTPException 400."""
    known = {field.alias for field in request.scope["route"].dependant.query_params}
    if unknown := sorted(set(request.query_params) - known):
        raise HTTPException(400, f"there is no parameter '{unknown[0][:40]}'; there are {', '.join(sorted(known))}")


def make(desk: Desk) -> FastAPI:
    """The API over the same desk as the screens."""
    app = FastAPI(
        title="Rowback",
        version=RELEASE,
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(allowed), Depends(known_parameters), Depends(HTTPBearer(auto_error=False))],
        responses=PROBLEMS,
        root_path_in_servers=False,
        servers=[{"url": f"{desk.root}/api/v1"}],
    )
    for part in PARTS:
        app.include_router(part.routes(desk))
    _tell_errors(app)
    app.add_middleware(Bounded)
    made = app.openapi

    def openapi() -> dict[str, Any]:
        document = made()
        document["components"]["schemas"].setdefault("Problem", models.Problem.model_json_schema())
        return document

    app.openapi = openapi  # type: ignore[method-assign]
    return app


class Bounded:
    """ASGI middleware: a body of a request has an end."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Whoever reads a body that is too long gets HTTPException 413."""
        came = 0

        async def bounded() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > LARGEST:
                raise HTTPException(413, f"a body has at most {LARGEST // 1024} KB")
            return message

        await self.app(scope, bounded, send)


def _tell_errors(app: FastAPI) -> None:
    async def unknown(_request: Request, wrong: Exception) -> Response:
        return problem(404, str(wrong))

    async def refused(_request: Request, wrong: Exception) -> Response:
        assert isinstance(wrong, HTTPException)
        return problem(wrong.status_code, wrong.detail, wrong.headers)

    async def unreadable(_request: Request, wrong: Exception) -> Response:
        assert isinstance(wrong, RequestValidationError)
        # Without the input: it may be long, and hold what nobody wants in a log.
        errors = [{"where": "/".join(map(str, one["loc"])), "detail": one["msg"]} for one in wrong.errors()]
        return problem(422, "something in the request is no such thing", errors=errors[:20])

    async def unusable(_request: Request, wrong: Exception) -> Response:
        return problem(422, str(wrong))

    async def store_failed(request: Request, wrong: Exception) -> Response:
        # The text names a path of this machine, so it goes to the log and only its meaning out.
        log.error("api failed", path=request.url.path, cause=wrong)
        return problem(503, (type(wrong).__doc__ or "").splitlines()[0])

    for kind in (UnknownArticle, UnknownVersion, UnknownWatch):
        app.add_exception_handler(kind, unknown)
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(UsageError, unusable)
    app.add_exception_handler(StoreError, store_failed)
    app.add_exception_handler(RowbackError, store_failed)
