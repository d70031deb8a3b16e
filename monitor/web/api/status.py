"""How the service is, and what reviewers said of each kind, as the page of the same name shows it. Looks only."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from monitor.web import status
from monitor.web.api import models
from monitor.web.api.answers import answer
from monitor.web.desk import Desk


def routes(desk: Desk) -> APIRouter:
    """`/status` and `/verdicts`."""
    router = APIRouter(tags=["status"])

    @router.get("/status", response_model=models.Status)
    def one(request: Request) -> Response:
        """How it is now."""
        return answer(request, status.seen(desk))

    return router
