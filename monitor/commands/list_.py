"""`rowback list`: the articles that are tracked, how each stands and when it is checked next. Changes nothing.

Printed page by page, so that a million of them take no more memory than some hundreds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store

if TYPE_CHECKING:
    from monitor.store import Store
    from monitor.store.rows import ArticleRow

A_PAGE = 500
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
    from monitor.commands.output import print_json_list, print_table
    from monitor.store import history

    shown = ["unwatched"] if unwatched else ["followed", "paused"]
    with opened_store(load_config(config), with_watches=True) as store:
        pages = _pages(store, tag, state, shown)
        if as_json:
            print_json_list("articles", (_fields(row, origins) for page in pages for row, origins in page))
            return
        now, some = SystemClock().now_ms(), False
        headers = ("id", "state", "versions", "checked", "changed", "next", "tags", "from", "address")
        for page in pages:
            print_table(headers, [_cells(row, origins, now) for row, origins in page], "")
            some = True
        if not some:
            print_table(headers, [], _none(store, tag, filtered=bool(tag or state or unwatched)))
        alone = 0 if unwatched else store.read(history.count_articles, followed="unwatched")
    if alone:
        have = "more article has" if alone == 1 else "more articles have"
        click.echo(f"{alone} {have} no watch: `rowback list --unwatched`.", err=True)


def _pages(
    store: Store, tag: str | None, state: str | None, followed: Sequence[str]
) -> Iterator[list[tuple[ArticleRow, Sequence[str]]]]:
    """The articles with the watches that each comes from, so many at a time. Each page is a look of its own: a reader
    that takes its time keeps no write-ahead log from ending."""
    from monitor.store import history, watch_list

    last = 0
    while rows := store.read(history.articles, tag=tag, state=state, followed=followed, after=last, limit=A_PAGE):
        origins = store.read(watch_list.origins, rows[0].id, rows[-1].id)
        yield [(row, origins.get(row.id, ())) for row in rows]
        last = rows[-1].id


def _cells(row: ArticleRow, origins: Sequence[str], now_ms: int) -> tuple[object, ...]:
    from monitor.commands.times import ago

    return (
        row.id,
        row.state
        + (f" ({row.reason})" if row.reason and row.reason != row.state else "")
        + (", unstable" if row.unstable_at else ""),
        row.version,
        ago(row.checked_at, now_ms),
        ago(row.changed_at, now_ms),
        _next(row, now_ms),
        " ".join(row.tags),
        " ".join(dict.fromkeys(origins)),
        row.url,
    )


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
