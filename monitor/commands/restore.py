"""`rowback restore`: looks at a backup and puts it in the place of the store. What was there keeps another name."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.commands.options import config_option, json_option, load_config, store_file


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Only look whether it is sound; change nothing.")
@config_option
@json_option
def restore(file: Path, only_check: bool, config: Path | None, as_json: bool) -> None:
    """Put a backup in the place of the store, with no daemon running; --check only looks at it."""
    from monitor.clock import SystemClock
    from monitor.commands.output import print_json
    from monitor.lock import FolderLock
    from monitor.store import backups

    moved = None
    if only_check:
        copy = backups.check(file)
    else:
        settings = load_config(config)
        with FolderLock(settings.data_folder):
            copy, moved = backups.restore(file, store_file(settings), SystemClock().now_ms())
    if as_json:
        print_json({**copy.fields(), "restored": not only_check, "moved": str(moved) if moved else None})
        return
    click.echo(f"{file}: {copy.said()}; {'sound' if only_check else 'restored'}")
    if moved:
        click.echo(f"what was there before is {moved}")
