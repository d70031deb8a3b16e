"""`rowback deliveries bounced`: a mail that came back is handed in, and its delivery turns from sent to bounced.

Made for a mail server's pipe: `bounces: "|rowback deliveries bounced -"`. Reads one mail, answers nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store


@click.command("bounced")
@click.argument("notice", metavar="FILE|ADDRESS|ID|-")
@config_option
@json_option
def bounced(notice: str, config: Path | None, as_json: bool) -> None:
    """Say that a mail came back: its notice (a file or stdin), the address it came back to, or the delivery's id."""
    from alerts.messages.bounces import Bounce, id_in, read_bounce
    from monitor.clock import SystemClock
    from monitor.commands.output import print_json
    from monitor.errors import UnreadableInput
    from monitor.store import channels

    if notice == "-":
        found = read_bounce(sys.stdin.buffer.read())
    elif Path(notice).is_file():
        found = read_bounce(Path(notice).read_bytes())
    else:
        known = id_in(notice)
        found = Bounce(known, "", "by hand") if known else None
    if found is None:
        raise UnreadableInput("this is no notice of a mail of ours that came back; nothing is changed")
    row = channels.BounceRow(found.delivery_id, SystemClock().now_ms(), found.status, found.detail)
    with opened_store(load_config(config)) as store:
        was = store.write(channels.bounced, row)
    state = "bounced" if was in ("sent", "bounced") else was
    if as_json:
        print_json({"delivery": found.delivery_id, "was": was, "state": state, "status": found.status})
        return
    click.echo(f"{found.delivery_id}: was {was}, is {state}" + (f" ({found.status})" if found.status else ""))
