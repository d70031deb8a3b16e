"""Verdicts of later rules in their table: added beside the changes, which nothing edits, and in the chain of hashes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from monitor.store import chain
from monitor.store.past_tables import SEALED, rejudged


@dataclass(frozen=True, slots=True)
class RejudgedRow:
    """What the rules of a release say of the changes of one version. `differences` as monitor/changes/verdicts.py."""

    article_id: int
    version: int
    at: int
    judged_by: str
    rules: int
    basis: str
    verdict: str
    differences: tuple[dict[str, Any], ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-able form without the article and the time."""
        names = ("version", "judged_by", "rules", "basis", "verdict")
        return {name: getattr(self, name) for name in names} | {"differences": list(self.differences)}


def add(connection: Connection, rows: Iterable[RejudgedRow]) -> int:
    """Adopt these verdicts; those that stand already as the newest of their version are left. Returns how many came."""
    count = 0
    for row in rows:
        values = {name: getattr(row, name) for name in SEALED if name != "body"}
        values["body"] = json.dumps(row.differences, ensure_ascii=False, sort_keys=True)
        r = rejudged.c
        stands = connection.execute(
            select(r.verdict, r.body)
            .where(r.article_id == row.article_id, r.version == row.version)
            .order_by(r.id.desc())
            .limit(1)
        ).first()
        if (stands.verdict, stands.body) == (values["verdict"], values["body"]) if stands else row.verdict == "same":
            continue
        connection.execute(insert(rejudged).values(**values))
        chain.append(connection, chain.rejudged_entry([values[name] for name in SEALED]))
        count += 1
    return count


def listing(connection: Connection, article_id: int) -> dict[int, RejudgedRow]:
    """The newest verdict on each version of an article that has one."""
    rows = connection.execute(select(rejudged).where(rejudged.c.article_id == article_id).order_by(rejudged.c.id))
    return {row.version: _row(row) for row in rows}


def _row(row: Any) -> RejudgedRow:
    values = {name: getattr(row, name) for name in SEALED if name != "body"}
    return RejudgedRow(**values, differences=tuple(json.loads(row.body)))
