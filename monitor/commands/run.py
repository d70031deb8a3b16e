"""`rowback run`: the daemon, in the foreground, until SIGTERM or Ctrl-C. Reads the configuration and holds no rule."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.commands.options import config_option, load_config


@click.command("run")
@config_option
def run(config: Path | None) -> None:
    """Watch, compare and tell until stopped."""
    found = load_config(config, secrets=True)

    from monitor.clock import SystemClock
    from monitor.logs import set_up_logs

    clock = SystemClock()
    set_up_logs(found.service.log, clock)

    # The reactor has to be chosen before anything imports it.
    from spiders.fetching import run_with_reactor

    def serve() -> object:
        from monitor import daemon

        return daemon.run(found, clock)

    click.get_current_context().exit(run_with_reactor(serve))  # type: ignore[arg-type]
