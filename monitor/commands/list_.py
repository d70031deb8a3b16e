"""`rowback list`: the articles that are tracked, how each stands and when it is checked next. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store

if TYPE_CHECKING:
    from monitor.store import Store
    from monitor.store.rows import ArticleRow

STATES = ("waiting", "read", "cannot_tell", "refused", "failing", "removed")


@click.command("list")
@click.option("--tag", help="Only articles with this tag.")
@click.option("--state", type=click.Choice(STATES), help="Only articles in this state.")
@click.option("--unwatched", is_flag=True, help="Those that no watch follows any more; their history is kept.")
@config_option
@json_option
def list_(tag: str | None, state: str | None, unwatched: bool, config: Path | None, as_json: bool) -> None:
    """Show the articles that are tracked."""
    from monitor.clock import SystemClock
    from monitor.commands.output import print_json, print_table
    from monitor.commands.times import ago
    from monitor.store import history, watch_list

    shown = ["unwatched"] if unwatched else ["followed", "paused"]
    with opened_store(load_config(config), with_watches=True) as store:
        rows = store.read(history.articles, tag=tag, state=state, followed=shown, limit=10_000_000)
        origins = store.read(watch_list.origins)
        alone = 0 if unwatched else store.read(history.count_articles, followed="unwatched")
        empty = "" if rows else _none(store, tag, filtered=bool(tag or state or unwatched))
    if as_json:
        print_json({"articles": [_fields(row, origins.get(row.id, ())) for row in rows]})
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
            _next(row, now),
            " ".join(row.tags),
            " ".join(dict.fromkeys(origins.get(row.id, ()))),
            row.url,
        )
        for row in rows
    ]
    headers = ("id", "state", "versions", "checked", "changed", "next", "tags", "from", "address")
    print_table(headers, cells, empty)
    if alone:
        have = "more article has" if alone == 1 else "more articles have"
        click.echo(f"{alone} {have} no watch: `rowback list --unwatched`.", err=True)


def _next(row: ArticleRow, now_ms: int) -> str:
    from monitor.commands.times import ago

    if row.followed != "followed":
        return row.followed + (f", {ago(row.resume_at, now_ms)}" if row.resume_at else "")
    return ago(row.due_at, now_ms) + (f" ({row.why})" if row.why else "")


def _none(store: Store, tag: str | None, *, filtered: bool) -> str:
    """Why nothing is listed: because nothing is there, or because nothing fits."""
    from monitor.store import history, watch_list
    from monitor.suggestions import suggestion

    if not store.read(history.count_articles):
        return "Nothing is tracked yet; `rowback add URL` tracks an article."
    if not filtered:
        return "Nothing is followed."
    tags = store.read(watch_list.tags)
    if tag is None or tag in tags:
        return "No article fits."
    hint = suggestion(tag, tags) or (f"; the tags are: {', '.join(tags)}" if tags else "; none has a tag")
    return f"No article has the tag '{tag}'{hint}."


def _fields(row: ArticleRow, watches: Sequence[str]) -> dict[str, Any]:
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
        "followed": row.followed,
        "watches": list(watches),
        "state": row.state,
        "reason": row.reason,
        "versions": row.version,
        "checks": row.checks,
        "added_at": stamp(row.added_at),
        "checked_at": stamp(row.checked_at),
        "changed_at": stamp(row.changed_at),
        "due_at": stamp(row.due_at),
        "due_because": row.why,
        "published_at": stamp(row.published_at),
        "resume_at": stamp(row.resume_at),
        "unstable_since": stamp(row.unstable_at),
    }
