"""`rowback list`: the articles that are tracked, how each stands and when it is checked next. Changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store

if TYPE_CHECKING:
    from monitor.store.rows import ArticleRow

STATES = ("waiting", "read", "cannot_tell", "refused", "failing", "removed")


@click.command("list")
@click.option("--tag", help="Only articles with this tag.")
@click.option("--state", type=click.Choice(STATES), help="Only articles in this state.")
@config_option
@json_option
def list_(tag: str | None, state: str | None, config: Path | None, as_json: bool) -> None:
    """Show the articles that are tracked."""
    from monitor.clock import SystemClock
    from monitor.commands.output import print_json, print_table
    from monitor.commands.times import ago
    from monitor.store import history

    with opened_store(load_config(config), with_watches=True) as store:
        rows = store.read(history.articles, tag=tag, state=state, limit=10_000_000)
    if as_json:
        print_json({"articles": [_fields(row) for row in rows]})
        return
    now = SystemClock().now_ms()
    cells = [
        (
            row.id,
            row.state
            + (f" ({row.reason})" if row.reason and row.reason != row.state else "")
            + (", unstable" if row.unstable_at else ""),
            row.version,
            ago(row.checked_at, now),
            ago(row.changed_at, now),
            ago(row.due_at, now),
            " ".join(row.tags),
            row.url,
        )
        for row in rows
    ]
    headers = ("id", "state", "versions", "checked", "changed", "next", "tags", "address")
    print_table(headers, cells, "Nothing is tracked yet; `rowback add URL` tracks an article.")


def _fields(row: ArticleRow) -> dict[str, Any]:
    from monitor import forms
    from monitor.commands.times import stamp

    return {
        "id": row.id,
        "url": row.url,
        "title": row.title,
        "outlet": row.outlet,
        "language": row.language,
        "tags": list(row.tags),
        "schedule": forms.unstored(row.schedule) or "default",
        "state": row.state,
        "reason": row.reason,
        "versions": row.version,
        "checks": row.checks,
        "added_at": stamp(row.added_at),
        "checked_at": stamp(row.checked_at),
        "changed_at": stamp(row.changed_at),
        "due_at": stamp(row.due_at),
        "unstable_since": stamp(row.unstable_at),
    }
