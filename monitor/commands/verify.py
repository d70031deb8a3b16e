"""`rowback verify`: reads the whole store and says whether every page and every version is as it was stored.

Changes nothing and works beside a running daemon.
"""

from __future__ import annotations

from pathlib import Path

import click

from monitor.commands.options import config_option, json_option, load_config


@click.command("verify")
@config_option
@json_option
def verify(config: Path | None, as_json: bool) -> None:
    """Read the whole store and check every page and the hash of every version."""
    from monitor.commands.output import one_line, print_json
    from monitor.errors import StoreError
    from monitor.store.backups import counted
    from monitor.store.file import FILE
    from monitor.store.soundness import faults

    path = load_config(config).data_folder / FILE
    if not path.exists():
        raise StoreError(f"{path}: there is no store yet; `rowback run` makes one")
    found = faults(path, thorough=True)
    counts = {} if found else counted(path)
    if as_json:
        print_json({"sound": not found, "faults": found, **counts})
    for one in [] if as_json else found:
        click.echo(one_line(one))
    if found:
        if not as_json:
            click.echo("The store is damaged; docs/backup.md says what to do.", err=True)
        click.get_current_context().exit(1)
    if not as_json:
        click.echo(f"sound: {counts['versions']} versions of {counts['articles']} articles have their hashes")
