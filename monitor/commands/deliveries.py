"""`rowback deliveries list|show|redeliver`: alerts on their way to each recipient, every attempt, and one more try.

Sends nothing itself: a delivery made due again is taken up by the daemon.
"""

from __future__ import annotations

from pathlib import Path

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store

STATES = ("held", "due", "sending", "retrying", "sent", "dead", "suppressed", "cancelled")


@click.group("deliveries")
def deliveries() -> None:
    """Show alerts on their way to each recipient, and send one again."""


@deliveries.command("list")
@click.option("--state", type=click.Choice(STATES), help="Only deliveries in this state.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1), help="At most so many.")
@config_option
@json_option
def list_deliveries(state: str | None, limit: int, config: Path | None, as_json: bool) -> None:
    """Show deliveries, newest first."""
    from dataclasses import asdict

    from monitor.clock import SystemClock
    from monitor.commands.output import print_json, print_table
    from monitor.commands.times import ago, stamp
    from monitor.store import outbox

    with opened_store(load_config(config)) as store:
        rows = store.read(outbox.deliveries, state=state, limit=limit)
    if as_json:
        times = ("due_at", "created_at", "ended_at")
        print_json({"deliveries": [{**asdict(r), **{t: stamp(getattr(r, t)) for t in times}} for r in rows]})
        return
    now = SystemClock().now_ms()
    cells = [
        (
            row.id,
            row.state + (f" ({row.reason})" if row.reason and row.reason != row.state else ""),
            row.channel,
            row.recipient,
            row.attempts,
            ago(row.created_at, now),
            ago(row.due_at, now),
            row.title,
        )
        for row in rows
    ]
    headers = ("id", "state", "channel", "recipient", "attempts", "raised", "next", "article")
    print_table(headers, cells, "No delivery yet.")


@deliveries.command("show")
@click.argument("delivery", metavar="ID")
@config_option
@json_option
def show(delivery: str, config: Path | None, as_json: bool) -> None:
    """Show one delivery and every attempt."""
    from dataclasses import asdict

    from monitor.commands.output import one_line, print_json
    from monitor.commands.times import stamp
    from monitor.store import outbox

    with opened_store(load_config(config)) as store:
        row = store.read(outbox.one, delivery)
        attempts = store.read(outbox.attempts, delivery)
    times = ("due_at", "created_at", "ended_at")
    fields = {**asdict(row), **{name: stamp(getattr(row, name)) for name in times}}
    if as_json:
        tries = [{**asdict(one), "started_at": stamp(one.started_at)} for one in attempts]
        print_json({"delivery": fields, "attempts": tries})
        return
    for name, value in fields.items():
        if value not in (None, ""):
            click.echo(f"{name:<11} {one_line(str(value))}")
    for one in attempts:
        code = f" {one.code}" if one.code is not None else ""
        click.echo(
            f"attempt {one.number}: {stamp(one.started_at)}, {one.took_ms} ms: {one.verdict}, {one.reason}{code}"
            + (f", {one_line(one.detail, 200)}" if one.detail else "")
        )


@deliveries.command("redeliver")
@click.argument("wanted", nargs=-1, required=True, metavar="ID...")
@config_option
@json_option
def redeliver(wanted: tuple[str, ...], config: Path | None, as_json: bool) -> None:
    """Make ended deliveries due once more; each keeps its id, so that a receiver can tell a repeat."""
    from sqlalchemy import Connection

    from monitor.clock import SystemClock
    from monitor.commands.output import print_json
    from monitor.store import outbox

    now = SystemClock().now_ms()

    def all_of_them(connection: Connection) -> dict[str, str]:
        return {one: outbox.redeliver(connection, one, now) for one in wanted}

    with opened_store(load_config(config)) as store:
        was = store.write(all_of_them)
    if as_json:
        print_json({"deliveries": [{"id": one, "was": state, "state": "due"} for one, state in was.items()]})
        return
    for one, state in was.items():
        click.echo(f"{one}: was {state}, is due now")
