"""`rowback doubts list|show|accept|dismiss`: readings that could not be compared, and what a person decides on them.

Fetches nothing. Accepting makes a version and its alerts, which the daemon sends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.acting import acting
from monitor.commands.options import config_option, json_option, load_config, opened_store

if TYPE_CHECKING:
    from monitor.store.rows import DoubtRow


@click.group("doubts")
def doubts() -> None:
    """Show readings that could not be compared, and decide on them."""


@doubts.command("list")
@click.option("--all", "ended", is_flag=True, help="Those that ended as well.")
@click.option("--url", metavar="ARTICLE", help="Only of this article.")
@config_option
@json_option
def list_doubts(ended: bool, url: str | None, config: Path | None, as_json: bool) -> None:
    """Show open doubts, newest first."""
    from monitor.clock import SystemClock
    from monitor.commands.output import print_json, print_table
    from monitor.commands.times import ago
    from monitor.finding import find_article
    from monitor.store import doubts as kept

    with opened_store(load_config(config)) as store:
        article = find_article(store, url).id if url else None
        rows = store.read(kept.listing, article_id=article, ended=ended)
    if as_json:
        print_json({"doubts": [_fields(row) for row in rows]})
        return
    now = SystemClock().now_ms()
    cells = [
        (row.id, row.state, row.reason, row.evidence, row.looks, ago(row.seen_at, now), row.title or row.url)
        for row in rows
    ]
    print_table(("id", "state", "reason", "evidence", "looks", "first", "article"), cells, "Nothing is in doubt.")


@doubts.command("show")
@click.argument("number", metavar="ID", type=int)
@config_option
@json_option
def show(number: int, config: Path | None, as_json: bool) -> None:
    """Show one doubt: reason, evidence and the text that was read."""
    from monitor.commands.output import one_line, print_json
    from monitor.store import doubts as kept
    from spiders.article import Article

    with opened_store(load_config(config)) as store:
        row = store.read(kept.one, number)
        article = Article.from_json(store.read(kept.text_of, number))
    if as_json:
        print_json({"doubt": _fields(row), "text": asdict(article)})
        return
    for name, value in _fields(row).items():
        if value not in (None, ""):
            click.echo(f"{name:<9} {one_line(str(value))}")
    click.echo("What was read:" if row.readable else "What the page said instead:")
    for text in _texts(article):
        click.echo(f"  {one_line(text)}")
    if row.state == "open":
        click.echo(_choices(row))


@doubts.command("accept")
@click.argument("number", metavar="ID", type=int)
@config_option
@json_option
def accept(number: int, config: Path | None, as_json: bool) -> None:
    """Take what was read for the article: it becomes a version and is compared with the last good one."""
    from monitor.checks.accepting import accept as accepted
    from monitor.clock import SystemClock
    from monitor.commands.output import logs_apart, print_json
    from monitor.commands.sayings import print_changes

    found = load_config(config, secrets=True)
    with logs_apart(), opened_store(found) as store:
        done = accepted(store, found, SystemClock(), number, acting(SystemClock().now_ms()))
    if as_json:
        changes = [change.to_dict() for change in done.changes]
        print_json({"id": number, "version": done.version, "changes": changes, "alerts": done.alerts})
        return
    facts = [change for change in done.changes if str(change.kind) != "wording"]
    click.echo(f"doubt {number} is version {done.version} now: {_count(len(facts), 'change')} of fact")
    print_changes(facts)


@doubts.command("dismiss")
@click.argument("numbers", metavar="ID...", type=int, nargs=-1, required=True)
@config_option
@json_option
def dismiss(numbers: tuple[int, ...], config: Path | None, as_json: bool) -> None:
    """Take what was read for a broken page: this very content is never asked about again."""
    from sqlalchemy import Connection

    from monitor.clock import SystemClock
    from monitor.commands.output import print_json
    from monitor.store import acts, doing
    from monitor.store import doubts as kept

    now = SystemClock().now_ms()

    def all_of_them(connection: Connection) -> list[DoubtRow]:
        return [kept.dismiss(connection, number, now) for number in numbers]

    with opened_store(load_config(config)) as store:
        rows = store.write(acts.done, acting(now), "doubt.dismiss", doing.doubts(numbers), all_of_them)
    if as_json:
        print_json({"doubts": [{**_fields(row), "state": "dismissed"} for row in rows]})
        return
    for row in rows:
        click.echo(f"doubt {row.id} is dismissed; version {row.version} stands")


def _fields(row: DoubtRow) -> dict[str, Any]:
    from monitor.commands.times import stamp

    return {**asdict(row), **{name: stamp(getattr(row, name)) for name in ("seen_at", "last_at", "ended_at")}}


def _texts(article: Any) -> Sequence[str]:
    live = [f"{entry.title} {entry.text}" for entry in article.live]
    own = (article.title, article.standfirst, *article.lines(), *live, *article.captions, *article.notices)
    return [text for text in own if text.strip()]


def _choices(row: DoubtRow) -> str:
    if row.readable:
        return f"`rowback doubts accept {row.id}` makes it a version, `rowback doubts dismiss {row.id}` keeps it out."
    return f"`rowback doubts dismiss {row.id}` asks about it no more."


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
