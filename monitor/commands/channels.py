"""`rowback channels list|test`: the channels of the configuration, and a sample alert sent through one of them.

The sample is about an invented article and is stored nowhere; the channel is built as the daemon builds it.
"""

from __future__ import annotations

import os
from pathlib import Path

import click

from monitor.commands.options import config_option, json_option, load_config


@click.group("channels")
def channels() -> None:
    """Show the channels, and send a sample through one."""


@channels.command("list")
@config_option
@json_option
def list_channels(config: Path | None, as_json: bool) -> None:
    """Show the channels of the configuration and whom they reach."""
    from monitor.commands.output import print_json, print_table

    found = load_config(config).channel
    rows = [
        (name, one.type, ", ".join(one.to) if one.type == "email" else one.url.partition("?")[0])
        for name, one in found.items()
    ]
    if as_json:
        print_json({"channels": [dict(zip(("name", "type", "reaches"), row, strict=True)) for row in rows]})
        return
    print_table(("name", "type", "reaches"), rows, "There is no channel; docs/configuration.md shows how to write one.")


@channels.command("test")
@click.argument("name")
@config_option
@json_option
def test(name: str, config: Path | None, as_json: bool) -> None:
    """Send a sample alert to everyone that this channel reaches, and say what the receiver answered."""
    from alerts.alert import Delivery, Verdict
    from alerts.ids import delivery_id
    from alerts.messages.sample import sample_alert
    from monitor.clock import SystemClock, iso
    from monitor.commands.output import one_line, print_json
    from monitor.errors import FetchFailed, UsageError
    from monitor.outward import channels_of
    from monitor.suggestions import suggestion

    settings = load_config(config, secrets=True)
    known = channels_of(settings)
    if name not in known:
        others = f"; there are {', '.join(known)}" if known else "; rowback.toml has no [channel.NAME] table"
        raise UsageError(f"there is no channel '{name}'{suggestion(name, known) or others}")
    clock = SystemClock()
    alert = sample_alert(settings.public_url, iso(clock.now_ms()))
    tried = []
    for recipient in known[name].recipients():
        delivery = Delivery(delivery_id(os.urandom(16)), alert, name, recipient, attempts=1)
        started = clock.monotonic()
        outcome = known[name].send(delivery, now_ms=clock.now_ms())
        tried.append((recipient, outcome, clock.monotonic() - started))
    if as_json:
        print_json(
            {
                "channel": name,
                "attempts": [
                    {
                        "recipient": recipient,
                        "verdict": str(outcome.verdict),
                        "reason": outcome.reason,
                        "code": outcome.code,
                        "detail": outcome.detail,
                        "seconds": round(took, 3),
                    }
                    for recipient, outcome, took in tried
                ],
            }
        )
    else:
        for recipient, outcome, took in tried:
            said = ", ".join(str(part) for part in (outcome.reason, outcome.code, outcome.detail) if part)
            click.echo(f"{one_line(recipient)}: {outcome.verdict} after {took:.1f} s: {one_line(said, 300)}")
    if any(outcome.verdict is not Verdict.SENT for _, outcome, _ in tried):
        click.get_current_context().exit(FetchFailed.exit_code)
