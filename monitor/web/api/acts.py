"""The log of acts, for whoever may read it. Looks only."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from monitor.clock import iso
from monitor.store import acts
from monitor.store.acts import ActRow
from monitor.web.api import models
from monitor.web.api.answers import A_PAGE, Cursor, Limit, Word, answer, page
from monitor.web.desk import Desk
from monitor.web.rights import Right, needs
from monitor.web.views import View


def routes(desk: Desk) -> APIRouter:
    """`/acts`."""
    router = APIRouter(tags=["acts"])

    @router.get("/acts", response_model=models.Page[models.Act])
    @needs(Right.ADMIN)
    def listed(
        request: Request, who: Word = "", what: Word = "", cursor: Cursor = None, limit: Limit = A_PAGE
    ) -> Response:
        """Newest first; `what` is how it begins, as "watch"."""
        rows = desk.store.read(acts.listing, limit + 1, before=cursor, who=who, what=what)
        return answer(request, page([act_view(row) for row in rows], limit))

    return router


def act_view(row: ActRow) -> View:
    """One act."""
    return {
        "id": row.id,
        "at": iso(row.at),
        "who": row.who,
        "via": row.via,
        "what": row.what,
        "subject": row.subject,
        "before": dict(row.was),
        "after": dict(row.became),
    }
