"""`rowback run`: the daemon, in the foreground, until SIGTERM or Ctrl-C. Reads the configuration and holds no rule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.commands.options import config_option, load_config
from monitor.errors import StoreDamaged, StoreNewer

if TYPE_CHECKING:
    from monitor.config.loading import Config

NO_USE = 6
"""The code that keeps a supervisor from starting it again: the store stays as it is until a person looks after it."""


@click.command("run")
@config_option
def run(config: Path | None) -> None:
    """Watch, compare and tell until stopped."""
    serve(load_config(config, secrets=True), web=True)


def serve(found: Config, *, web: bool) -> None:
    """Run the daemon until it ends, and exit with its code."""

    from monitor.clock import SystemClock
    from monitor.logs import set_up_logs

    clock = SystemClock()
    set_up_logs(found.service.log, clock)

    # The reactor has to be chosen before anything imports it.
    from spiders.fetching import run_with_reactor

    def served() -> object:
        from monitor import daemon

        return daemon.run(found, clock, web=web)

    try:
        code = run_with_reactor(served)  # type: ignore[arg-type]
    except (StoreDamaged, StoreNewer) as error:
        click.echo(f"rowback: {error}", err=True)
        code = NO_USE
    click.get_current_context().exit(code)
