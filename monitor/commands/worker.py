"""`rowback worker`: one more machine on a PostgreSQL store, without a page. As many as one likes, of any kind."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.commands.options import config_option, load_config


@click.command("worker")
@config_option
def worker(config: Path | None) -> None:
    """Take hosts from the line, look at their articles, and lead where nobody does, until stopped."""
    from monitor.commands.run import serve
    from monitor.errors import UsageError

    found = load_config(config, secrets=True)
    if not found.service.database:
        raise UsageError("a worker shares a store on a PostgreSQL server; set [service] database, see docs/scaling.md")
    serve(found, web=False)
