"""Any two versions of an article laid side by side, paragraph by paragraph, the words that differ marked.

Shows what differs in the text; what differs in the facts is judged elsewhere and shown with the changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path
from sqlalchemy import Connection
from starlette.responses import Response

from monitor.changes.paragraphs import Row, align_paragraphs
from monitor.store import history, versions
from monitor.web.changes import with_articles
from monitor.web.desk import MOST, READ, Desk, Number
from monitor.web.views import View, article_view, pieces, version_view
from spiders.article import Article

KEPT = 1
"""Unchanged paragraphs left open on each side of an edit; a longer run between is folded."""

Layout = Literal["inline", "side"]
Version = Annotated[int, Path(ge=1, le=MOST)]


def routes(desk: Desk) -> APIRouter:
    """`/articles/{id}/{old}..{new}` and the same with `.json`; `?view=side` lays the versions side by side."""
    router = APIRouter()

    @router.api_route("/articles/{article_id}/{old}..{new}.json", methods=READ)
    def as_json(article_id: Number, old: Version, new: Version) -> Response:
        return desk.json(desk.store.read(look, article_id, old, new))

    @router.api_route("/articles/{article_id}/{old}..{new}", methods=READ)
    def as_page(article_id: Number, old: Version, new: Version, view: Layout = "inline") -> Response:
        found = desk.store.read(look, article_id, old, new)
        for part in found["parts"]:
            part["runs"] = runs(part["rows"], fold=old != new)
        return desk.page("comparison.html", found | {"view": view})

    return router


def look(connection: Connection, article_id: int, old: int, new: int) -> View:
    """Both versions, part by part, and the changes that the newer one brought.

    Raises UnknownArticle, UnknownVersion, StoreDamaged.
    """
    article = history.article_by_id(connection, article_id)
    first, second = (versions.row_of(connection, article_id, number) for number in (old, new))
    before, after = (versions.article_of(connection, article_id, number) for number in (old, new))
    neighbours = new == old + 1
    changes = history.changes(connection, article_id=article_id, version=new) if neighbours else []
    parts = [part(name, a, b) for name, a, b in texts(before, after) if a or b]
    return {
        "article": article_view(article) | {"language": after.language},
        "old": version_view(first),
        "new": version_view(second),
        "old_language": before.language,
        "changes": with_articles(connection, changes),
        "parts": parts,
        "same": all(row["same"] for one in parts for row in one["rows"]),
    }


def texts(before: Article, after: Article) -> list[tuple[str, Sequence[str], Sequence[str]]]:
    """The parts of both articles under the names that readers use, each as its paragraphs."""

    def of(article: Article) -> list[tuple[str, Sequence[str]]]:
        live = [f"{entry.title}\n{entry.text}".strip() for entry in article.live]
        return [
            ("Headline", [article.title] if article.title else []),
            ("Standfirst", [article.standfirst] if article.standfirst else []),
            ("Authors", [", ".join(article.authors)] if article.authors else []),
            ("Notices", article.notices),
            ("Text", article.paragraphs),
            ("Tables", article.table_lines()),
            ("Live entries", live),
            ("Captions", article.captions),
        ]

    return [(name, a, b) for (name, a), (_, b) in zip(of(before), of(after), strict=True)]


def part(name: str, old: Sequence[str], new: Sequence[str]) -> View:
    """One part as rows: both texts, the pieces between them, and whether the paragraph moved or stayed the same."""
    # A part of one text each is one text that was edited, however little stayed of it.
    rows = [Row(old[0], new[0])] if len(old) == len(new) == 1 else align_paragraphs(old, new)
    return {"name": name, "rows": [_row(one) for one in rows]}


def runs(rows: Sequence[View], *, fold: bool) -> list[dict[str, Any]]:
    """The rows in runs; a run is folded where it is unchanged, far from every edit, and more than one row long."""
    edited = [at for at, row in enumerate(rows) if not row["same"]]
    near = {at + step for at in edited for step in range(-KEPT, KEPT + 1)}
    cut = []
    for is_near, group in groupby(enumerate(rows), key=lambda pair: pair[0] in near):
        members = [row for _, row in group]
        cut.append({"folded": fold and not is_near and len(members) > 1, "rows": members})
    return cut


def _row(one: Row) -> View:
    same = one.old == one.new and not one.moved
    found = [["=", one.new or ""]] if one.old == one.new else pieces(one.old or "", one.new or "")
    return {"old": one.old, "new": one.new, "moved": one.moved, "same": same, "pieces": found}
