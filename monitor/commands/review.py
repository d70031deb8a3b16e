"""`rowback review list|confirm|dismiss|note|assign|reopen|ask|log|export`: what the inbox of the page does.

Each act names who did it and is kept for good. Never edits a change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from monitor.commands.acting import login
from monitor.commands.options import config_option, json_option, load_config, opened_store

# As in monitor.store.reviews, which takes long to import for a command that only prints its help.
REASONS = ("wording", "misread", "duplicate", "unimportant", "other")
STANDINGS = ("no", "yes", "confirmed", "dismissed", "any")

F = TypeVar("F", bound=Callable[..., Any])


def _acting(command: F) -> F:
    """What every act takes: the changes, a note, and who it is."""
    command = config_option(json_option(command))
    command = click.option("--as", "actor", metavar="NAME", help="Who you are; your login name if not given.")(command)
    command = click.option("--note", default="", help="A word to go with it.")(command)
    return click.argument("changes", nargs=-1, required=True, type=click.IntRange(1), metavar="CHANGE...")(command)


@click.group("review")
def review() -> None:
    """Say what changes are worth: confirmed, dismissed and why, noted, given to somebody."""


@review.command("list")
@click.option("--reviewed", type=click.Choice(STANDINGS), default="no", show_default=True, help="How they stand.")
@click.option("--tag", default="", help="Only of articles with this tag.")
@click.option("--assignee", default="", metavar="NAME", help="Only those given to this person.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1), help="At most so many.")
@config_option
@json_option
def list_changes(reviewed: str, tag: str, assignee: str, limit: int, config: Path | None, as_json: bool) -> None:
    """Show changes by how they stand, newest first; without options those that nobody has reviewed."""
    from monitor.commands.output import print_json, print_table
    from monitor.commands.sayings import fact_line
    from monitor.commands.times import local, stamp
    from monitor.store import change_filters

    standing = "" if reviewed == "any" else reviewed
    choice = change_filters.Choice(reviewed=standing, tag=tag.removeprefix("#"), assignee=assignee)
    with opened_store(load_config(config)) as store:
        found = store.read(change_filters.picked, choice, limit)
    if as_json:
        rows = [
            {
                "id": one.row.id,
                "reviewed": str(one.standing.state),
                "assignee": one.standing.assignee,
                "article": {"id": one.row.article_id, "url": one.row.url, "title": one.row.title},
                "seen_at": stamp(one.row.seen_at),
                **one.row.to_dict(),
            }
            for one in found
        ]
        print_json({"changes": rows})
        return
    cells = [
        (
            one.row.id,
            one.standing.state,
            one.standing.assignee,
            local(one.row.seen_at),
            one.row.title or one.row.url,
            fact_line(one.row.change),
        )
        for one in found
    ]
    print_table(("id", "state", "given to", "seen", "article", "fact"), cells, "Nothing is left to review.")


@review.command("confirm")
@_acting
def confirm(**given: Any) -> None:
    """Say that a fact moved."""
    _do("confirm", **given)


@review.command("dismiss")
@click.option("--why", "reason", type=click.Choice(REASONS), required=True, help="Why it is set aside.")
@_acting
def dismiss(**given: Any) -> None:
    """Set changes aside, and say why."""
    _do("dismiss", **given)


@review.command("note")
@_acting
def note(**given: Any) -> None:
    """Keep a note; --note has its words."""
    _do("note", **given)


@review.command("assign")
@click.option("--to", "assignee", default="", metavar="NAME", help="To whom; to nobody if not given.")
@_acting
def assign(**given: Any) -> None:
    """Give changes to somebody."""
    _do("assign", **given)


@review.command("reopen")
@_acting
def reopen(**given: Any) -> None:
    """Take back what was decided."""
    _do("reopen", **given)


@review.command("ask")
@click.option("--on", "reason", required=True, metavar="DAY", help="The day on which the outlet was asked, 2026-05-03.")
@_acting
def ask(**given: Any) -> None:
    """Keep that the outlet was asked to correct it; the page tells what became of it."""
    _do("ask", **given)


@review.command("log")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1), help="At most so many.")
@config_option
@json_option
def log(limit: int, config: Path | None, as_json: bool) -> None:
    """Show who did what, newest first, with before and after."""
    from monitor.commands.output import print_json, print_table
    from monitor.commands.times import local, stamp
    from monitor.store import reviews

    with opened_store(load_config(config)) as store:
        rows = store.read(reviews.latest, limit)
    if as_json:
        sides = [{"before": _side(row.was), "after": _side(row.became)} for row in rows]
        known = ("id", "change_id", "act", "actor", "reason", "note")
        fields = [{name: getattr(row, name) for name in known} | {"at": stamp(row.at)} for row in rows]
        print_json({"reviews": [one | side for one, side in zip(fields, sides, strict=True)]})
        return
    cells = [
        (row.change_id, local(row.at), row.actor, row.act, row.was.state, row.became.state, row.reason, row.note)
        for row in rows
    ]
    print_table(("change", "when", "who", "act", "before", "after", "why", "note"), cells, "Nobody has reviewed yet.")


@review.command("export")
@config_option
@json_option
def export(config: Path | None, as_json: bool) -> None:
    """Write the verdicts as a labelled set, JSON lines, without any text, name or address."""
    import json

    from monitor.commands.output import print_json
    from monitor.store import verdicts

    with opened_store(load_config(config)) as store:
        rows = store.read(lambda connection: list(verdicts.labelled(connection)))
    if as_json:
        print_json({"verdicts": rows})
        return
    for row in rows:
        click.echo(json.dumps(row))


def _do(
    word: str,
    *,
    changes: Sequence[int],
    actor: str | None,
    note: str,
    config: Path | None,
    as_json: bool,
    reason: str = "",
    assignee: str = "",
) -> None:
    from monitor.clock import SystemClock
    from monitor.commands.output import print_json
    from monitor.errors import UsageError
    from monitor.store import reviews

    wish = reviews.Wish(
        reviews.Act(word),
        actor or login(),
        SystemClock().now_ms(),
        reason=reason,
        note=note,
        assignee=assignee,
        via=f"cli: {login()}",
    )
    with opened_store(load_config(config)) as store:
        results = store.write(reviews.act, list(changes), wish)
    if as_json:
        print_json({"results": {str(number): str(result) for number, result in results.items()}})
    else:
        for number, result in results.items():
            click.echo(f"{number}: {result}")
    if missing := [str(number) for number, result in results.items() if result is reviews.Result.UNKNOWN]:
        raise UsageError(f"no change {', '.join(missing)} is stored; `rowback changes` gives the ids")


def _side(one: Any) -> dict[str, str]:
    return {"state": str(one.state), "assignee": one.assignee}
