"""`rowback channels list|test|preview|enable|unsubscribed|resubscribe`: how each fares, a sample through one, people.

The sample is about an invented article and is stored nowhere; the channel is built as the daemon builds it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.acting import acting
from monitor.commands.options import config_option, json_option, load_config, opened_store

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.loading import Channel


@click.group("channels")
def channels() -> None:
    """Show the channels and how they fare, send a sample through one, switch one on again."""


@channels.command("list")
@config_option
@json_option
def list_channels(config: Path | None, as_json: bool) -> None:
    """Show the channels of the configuration, whom they reach and how they fare."""
    from monitor.commands.output import print_json, print_table
    from monitor.commands.times import local, stamp
    from monitor.deliveries.ailing import cause_words
    from monitor.store import channels as kept

    settings = load_config(config)
    with opened_store(settings) as store:
        known, held = store.read(kept.known), store.read(kept.held)
    rows = []
    for name, one in settings.channel.items():
        row = known.get(name)
        state, why, since = "healthy", "", None
        if row is not None:
            state, since = str(row.health.condition), (stamp if as_json else local)(row.changed_at)
            why = cause_words(row) if state != "healthy" else ""
        rows.append((name, one.type, _reaches(one), state, why, since, held.get(name, 0)))
    headers = ("name", "type", "reaches", "state", "why", "since", "held")
    if as_json:
        print_json({"channels": [dict(zip(headers, row, strict=True)) for row in rows]})
        return
    shown = [tuple("" if cell is None else cell for cell in row) for row in rows]
    print_table(headers, shown, "There is no channel; docs/configuration.md shows how to write one.")


def _reaches(one: Channel) -> str:
    """Whom a channel reaches, without what may be a secret: the path of a webhook, all but the service of a chat."""
    from urllib.parse import urlsplit

    if one.type == "email":
        return ", ".join(one.to)
    if one.type == "webhook":
        return urlsplit(one.url).hostname or ""
    return one.url.partition("://")[0] if one.url else str(one.url_file)


def _known(name: str, names: Iterable[str]) -> None:
    from monitor.errors import UsageError
    from monitor.suggestions import suggestion

    there = tuple(names)
    if name not in there:
        others = f"; there are {', '.join(there)}" if there else "; rowback.toml has no [channel.NAME] table"
        raise UsageError(f"there is no channel '{name}'{suggestion(name, there) or others}")


@channels.command("test")
@click.argument("name")
@config_option
@json_option
def test(name: str, config: Path | None, as_json: bool) -> None:
    """Send a sample alert to everyone that this channel reaches, and say step by step what happened."""
    from alerts.alert import Delivery, Verdict
    from alerts.ids import delivery_id
    from alerts.messages.sample import sample_alert
    from monitor.clock import SystemClock, iso
    from monitor.commands.output import one_line, print_json
    from monitor.deliveries.outward import channels_of
    from monitor.errors import FetchFailed

    settings = load_config(config, secrets=True)
    _known(name, settings.channel)
    channel = channels_of(settings)[name]
    clock = SystemClock()
    alert = sample_alert(settings.public_url, iso(clock.now_ms()))
    tried = []
    for recipient in channel.recipients():
        delivery = Delivery(delivery_id(os.urandom(16)), alert, name, recipient, attempts=1)
        steps: list[tuple[str, str]] = []

        def traced(step: str, seen: str, steps: list[tuple[str, str]] = steps) -> None:
            steps.append((step, seen))

        started = clock.monotonic()
        outcome = channel.send(delivery, now_ms=clock.now_ms(), trace=traced)
        tried.append((recipient, outcome, clock.monotonic() - started, tuple(steps)))
    if as_json:
        attempts = [
            {
                "recipient": recipient,
                "verdict": str(outcome.verdict),
                "reason": outcome.reason,
                "code": outcome.code,
                "detail": outcome.detail,
                "seconds": round(took, 3),
                "steps": [{"step": step, "seen": seen} for step, seen in told],
            }
            for recipient, outcome, took, told in tried
        ]
        print_json({"channel": name, "attempts": attempts})
    else:
        for recipient, outcome, took, told in tried:
            for step, seen in told:
                click.echo(f"  {step:<10} {one_line(seen, 200)}")
            said = ", ".join(str(part) for part in (outcome.reason, outcome.code, outcome.detail) if part)
            click.echo(f"{one_line(recipient)}: {outcome.verdict} after {took:.1f} s: {one_line(said, 300)}")
    if any(outcome.verdict is not Verdict.SENT for _, outcome, *_ in tried):
        click.get_current_context().exit(FetchFailed.exit_code)


@channels.command("preview")
@click.argument("name")
@config_option
@json_option
def preview(name: str, config: Path | None, as_json: bool) -> None:
    """Print the sample alert as this channel would send it, to see the looks of it. Sends nothing."""
    from alerts.alert import Delivery
    from alerts.messages.sample import sample_alert
    from monitor.clock import SystemClock, iso
    from monitor.commands.output import print_parts
    from monitor.deliveries.outward import channels_of

    settings = load_config(config, secrets=True)
    _known(name, settings.channel)
    channel, now_ms = channels_of(settings)[name], SystemClock().now_ms()
    one = Delivery("dl_sample", sample_alert(settings.public_url, iso(now_ms)), name, channel.recipients()[0])
    print_parts(channel.preview(one, now_ms=now_ms), as_json)


@channels.command("enable")
@click.argument("name")
@click.option("--send", "what", flag_value="send", help="Send what it held, one a second.")
@click.option("--digest", "what", flag_value="digest", help="Tell what it held in digests.")
@click.option("--drop", "what", flag_value="drop", help="Cancel what it held.")
@config_option
@json_option
def enable(name: str, what: str | None, config: Path | None, as_json: bool) -> None:
    """Switch a disabled or failing channel on again, and say what becomes of the deliveries it held."""
    from monitor.clock import SystemClock
    from monitor.commands.output import is_terminal, print_json
    from monitor.errors import UsageError
    from monitor.store import acts, doing
    from monitor.store import channels as kept

    now = SystemClock().now_ms()
    settings = load_config(config)
    with opened_store(settings) as store:
        held = store.read(kept.held).get(name, 0)
        if not held:
            _known(name, [*settings.channel, *store.read(kept.known)])
        if held and what is None:
            if as_json or not is_terminal():
                raise UsageError(f"channel {name} holds {held} deliveries; say --send, --digest or --drop")
            choice = click.Choice(["send", "digest", "drop"])
            what = click.prompt(
                f"Channel {name} holds {held} deliveries: send them, tell them in digests, or drop", type=choice
            )
        on = doing.channels(name)
        moved = store.write(acts.done, acting(now), "channel.enable", on, _enable, name, now, what or "send")
    if as_json:
        print_json({"channel": name, "state": "healthy", "deliveries": moved, "they": what or "send"})
        return
    becomes = {"send": "are sent, one a second", "digest": "go in digests", "drop": "are cancelled"}[what or "send"]
    click.echo(f"channel {name} is on" + (f"; {moved} deliveries that it held {becomes}" if moved else ""))


def _enable(connection: Connection, name: str, now_ms: int, what: Any) -> int:
    from monitor.store import channels as kept

    return kept.enable(connection, name, now_ms, what)


@channels.command("unsubscribed")
@config_option
@json_option
def unsubscribed(config: Path | None, as_json: bool) -> None:
    """Show who asked for no more, on which channel and since when."""
    from monitor.commands.output import print_json, print_table
    from monitor.commands.times import local, stamp
    from monitor.store import channels as kept

    with opened_store(load_config(config)) as store:
        found = store.read(kept.suppressions)
    when = stamp if as_json else local
    rows = [(one.channel, one.recipient, when(one.since), one.delivery_id) for one in found]
    headers = ("channel", "recipient", "since", "delivery")
    if as_json:
        print_json({"unsubscribed": [dict(zip(headers, row, strict=True)) for row in rows]})
        return
    print_table(headers, rows, "Nobody has unsubscribed.")


@channels.command("resubscribe")
@click.argument("name")
@click.argument("recipient")
@config_option
@json_option
def resubscribe(name: str, recipient: str, config: Path | None, as_json: bool) -> None:
    """Send to somebody again who had unsubscribed; what was suppressed meanwhile stays so until it is redelivered."""
    from monitor.clock import SystemClock
    from monitor.commands.output import print_json
    from monitor.errors import UsageError
    from monitor.store import acts, doing
    from monitor.store import channels as kept

    by = acting(SystemClock().now_ms())
    with opened_store(load_config(config)) as store:
        if not store.write(acts.done, by, "channel.resubscribe", doing.channels(name), kept.lift, name, recipient):
            raise UsageError(
                f"{recipient} has not unsubscribed from {name}; `rowback channels unsubscribed` lists who has"
            )
    if as_json:
        print_json({"channel": name, "recipient": recipient})
        return
    click.echo(f"{recipient} gets the alerts of channel {name} again")
