"""`rowback reload`: checks the configuration, then asks the running daemon to take it over. Changes nothing itself."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import click

from monitor.commands.options import config_option, json_option, load_config


@click.command("reload")
@config_option
@json_option
def reload(config: Path | None, as_json: bool) -> None:
    """Check the configuration and let the running daemon take it over; a mistake is told and nothing is asked."""
    found = load_config(config, secrets=True)

    from monitor.commands.output import print_json
    from monitor.errors import NotRunning
    from monitor.lock import holder

    number = holder(found.data_folder)
    if number is None:
        raise NotRunning(f"no Rowback runs on {found.data_folder}; start one with `rowback run`")
    try:
        os.kill(number, signal.SIGHUP)
    except PermissionError as wrong:
        raise NotRunning(f"the Rowback with process id {number} belongs to another user; ask as that user") from wrong
    if as_json:
        print_json({"asked": True, "process": number, "file": str(found.path)})
        return
    click.echo(f"{found.path} has no mistakes; the Rowback with process id {number} was asked to take it over.")
    click.echo("Its log says what it took; [service] and [fetch] wait for a restart.")
