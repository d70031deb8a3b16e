"""`rowback deliveries list|show|release|cancel|redeliver`: alerts on their way to each recipient, and a hand on them.

Sends nothing itself: a delivery made due is taken up by the daemon.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from monitor.commands.acting import acting
from monitor.commands.bounced import bounced
from monitor.commands.options import config_option, json_option, load_config, opened_store, say_silences

if TYPE_CHECKING:
    from monitor.config.loading import Config
    from monitor.store.by_hand import Choice, GapMs
    from monitor.store.outbox import DueDelivery

F = TypeVar("F", bound=Callable[..., Any])
ENDED = ("dead", "sent", "suppressed", "cancelled", "bounced")
STATES = ("held", "due", "sending", "retrying", "sent", "dead", "suppressed", "cancelled", "bounced")


@click.group("deliveries")
def deliveries() -> None:
    """Show alerts on their way to each recipient, let held ones go, call off, send again."""


deliveries.add_command(bounced)


@deliveries.command("list")
@click.option("--state", type=click.Choice(STATES), help="Only deliveries in this state.")
@click.option("--channel", help="Only deliveries of this channel.")
@click.option("--reason", help="Only deliveries that stand there for this reason.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1), help="At most so many.")
@config_option
@json_option
def list_deliveries(
    state: str | None, channel: str | None, reason: str | None, limit: int, config: Path | None, as_json: bool
) -> None:
    """Show deliveries, newest first."""
    from dataclasses import asdict

    from monitor.clock import SystemClock
    from monitor.commands.output import print_json, print_table
    from monitor.commands.times import ago, stamp
    from monitor.store import outbox

    with opened_store(load_config(config)) as store:
        say_silences(store)
        rows = store.read(outbox.deliveries, state=state, channel=channel, reason=reason, limit=limit)
    if as_json:
        times = ("due_at", "created_at", "ended_at")
        print_json({"deliveries": [{**asdict(r), **{t: stamp(getattr(r, t)) for t in times}} for r in rows]})
        return
    now = SystemClock().now_ms()
    cells = [
        (
            row.id,
            row.state + (f" ({row.reason})" if row.reason and row.reason != row.state else ""),
            row.detail,
            row.channel,
            row.recipient,
            row.attempts,
            ago(row.created_at, now),
            ago(row.due_at, now),
            row.title,
        )
        for row in rows
    ]
    headers = ("id", "state", "by", "channel", "recipient", "attempts", "raised", "next", "article")
    print_table(headers, cells, "No delivery yet.")


@deliveries.command("show")
@click.argument("delivery", metavar="ID")
@click.option("--message", is_flag=True, help="Print the message itself, as its channel would make it now.")
@config_option
@json_option
def show(delivery: str, message: bool, config: Path | None, as_json: bool) -> None:
    """Show one delivery and every attempt."""
    from dataclasses import asdict

    from monitor.commands.output import one_line, print_json
    from monitor.commands.times import local, stamp
    from monitor.store import channels, outbox

    settings = load_config(config, secrets=message)
    with opened_store(settings) as store:
        if message:
            _print_message(settings, store.read(outbox.message, delivery), as_json)
            return
        row = store.read(outbox.one, delivery)
        attempts = store.read(outbox.attempts, delivery)
        bounce = store.read(channels.bounce_of, delivery)
    times = ("due_at", "created_at", "ended_at")
    fields = {**asdict(row), **{name: stamp(getattr(row, name)) for name in times}}
    if as_json:
        tries = [{**asdict(one), "started_at": stamp(one.started_at)} for one in attempts]
        back = {"at": stamp(bounce.at), "status": bounce.status, "detail": bounce.detail} if bounce else None
        print_json({"delivery": fields, "attempts": tries, "bounce": back})
        return
    fields |= {name: local(getattr(row, name)) for name in times}
    for name, value in fields.items():
        if value not in (None, ""):
            click.echo(f"{name:<11} {one_line(str(value))}")
    for one in attempts:
        code = f" {one.code}" if one.code is not None else ""
        click.echo(
            f"attempt {one.number}: {local(one.started_at)}, {one.took_ms} ms: {one.verdict}, {one.reason}{code}"
            + (f", {one_line(one.detail, 200)}" if one.detail else "")
        )
    if bounce:
        said = ", ".join(one_line(part, 300) for part in (bounce.status, bounce.detail) if part)
        click.echo(f"came back:  {local(bounce.at)}: {said}")


def _print_message(settings: Config, told: DueDelivery, as_json: bool) -> None:
    from alerts.alert import Alert, Delivery
    from monitor.clock import SystemClock
    from monitor.commands.output import print_parts
    from monitor.deliveries.outward import channels_of
    from monitor.errors import UsageError

    channel = channels_of(settings).get(told.channel)
    if channel is None:
        raise UsageError(f"[channel.{told.channel}] is not in rowback.toml any more, so nobody knows its form")
    digest = tuple(Alert.from_dict(one) for one in told.digest)
    one = Delivery(told.id, Alert.from_dict(told.alert), told.channel, told.recipient, told.attempts, digest)
    print_parts(channel.preview(one, now_ms=SystemClock().now_ms()), as_json)


def _choosing(command: F) -> F:
    """Add IDs, or --since, --channel and --reason for all that fit, as the parameter `wanted` and its neighbours."""
    for option in reversed(
        (
            click.argument("ids", nargs=-1, metavar="[ID]..."),
            click.option("--since", metavar="SPAN", help="All that were raised in this span, as in 2h."),
            click.option("--channel", default="", help="All of this channel."),
            click.option("--reason", default="", help="All that stand there for this reason."),
        )
    ):
        command = option(command)
    return command


def _choice(ids: tuple[str, ...], since: str | None, channel: str, reason: str, now_ms: int) -> Choice:
    from monitor.commands.times import since_ms
    from monitor.store.by_hand import Choice

    if bool(ids) == bool(since or channel or reason):
        raise click.UsageError("name deliveries by their ids, or choose them by --since, --channel and --reason")
    return Choice(ids, since_ms(since, now_ms), channel, reason)


def _gap(config: Config) -> GapMs:
    from monitor.config.holding import gaps

    return gaps(config)


def _report(was: dict[str, str], now: str, as_json: bool) -> None:
    from monitor.commands.output import print_json

    if as_json:
        state = now.split()[0]
        print_json({"deliveries": [{"id": one, "was": before, "state": state} for one, before in was.items()]})
        return
    for one, before in was.items():
        click.echo(f"{one}: was {before}, is {now}")
    if not was:
        click.echo("No delivery fits.", err=True)


@deliveries.command("release")
@_choosing
@config_option
@json_option
def release(
    ids: tuple[str, ...], since: str | None, channel: str, reason: str, config: Path | None, as_json: bool
) -> None:
    """Send what is held or suppressed now, each by itself, at the rate of its channel."""
    from monitor.clock import SystemClock
    from monitor.store import by_hand, doing

    now = SystemClock().now_ms()
    settings = load_config(config)
    with opened_store(settings) as store:
        was = store.write(
            doing.deliveries,
            acting(now),
            "delivery.release",
            by_hand.release,
            _choice(ids, since, channel, reason, now),
            now,
            _gap(settings),
        )
    _report(was, "due now", as_json)


@deliveries.command("cancel")
@_choosing
@config_option
@json_option
def cancel(
    ids: tuple[str, ...], since: str | None, channel: str, reason: str, config: Path | None, as_json: bool
) -> None:
    """Call off what was not sent yet."""
    from monitor.clock import SystemClock
    from monitor.store import by_hand, doing

    now = SystemClock().now_ms()
    with opened_store(load_config(config)) as store:
        was = store.write(
            doing.deliveries,
            acting(now),
            "delivery.cancel",
            by_hand.cancel,
            _choice(ids, since, channel, reason, now),
            now,
        )
    _report(was, "cancelled", as_json)


@deliveries.command("redeliver")
@_choosing
@click.option("--state", type=click.Choice(ENDED), help="With --since and the like: dead if not given.")
@config_option
@json_option
def redeliver(
    ids: tuple[str, ...],
    since: str | None,
    channel: str,
    reason: str,
    state: str | None,
    config: Path | None,
    as_json: bool,
) -> None:
    """Make ended deliveries due once more; each keeps its id, so that a receiver can tell a repeat."""
    from dataclasses import replace

    from monitor.clock import SystemClock
    from monitor.store import by_hand, doing

    now = SystemClock().now_ms()
    settings = load_config(config)
    wanted = replace(_choice(ids, since, channel, reason, now), states=(state or "dead",))
    with opened_store(settings) as store:
        was = store.write(
            doing.deliveries, acting(now), "delivery.redeliver", by_hand.redeliver, wanted, now, _gap(settings)
        )
    _report(was, "due now", as_json)
