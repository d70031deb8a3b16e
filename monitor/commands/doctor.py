"""`rowback doctor`: looks over what a Rowback needs and says of each thing whether it is fine. Changes nothing."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.commands.options import config_option, json_option, load_config


@click.command("doctor")
@config_option
@json_option
def doctor(config: Path | None, as_json: bool) -> None:
    """Look over the store, the disk, the clock, certificates, permissions and the ways out."""
    from monitor.clock import SystemClock
    from monitor.commands.output import one_line, print_json, print_table
    from monitor.deliveries.outward import channels_of
    from monitor.doctor import State, look_over

    settings = load_config(config, secrets=True)
    found = list(look_over(settings, channels_of(settings), SystemClock()))
    if as_json:
        print_json([{"thing": one.thing, "state": str(one.state), "said": one_line(one.said)} for one in found])
    else:
        print_table(("thing", "state", "said"), [(one.thing, str(one.state), one.said) for one in found], "")
    if any(one.state is State.WRONG for one in found):
        click.get_current_context().exit(1)
