"""`rowback backup`: a checked copy of the store in the folder of backups, beside a running daemon. Old copies go."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.commands.options import config_option, json_option, load_config, store_file


@click.command("backup")
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), help="Another folder than [backup] folder.")
@config_option
@json_option
def backup(to: Path | None, config: Path | None, as_json: bool) -> None:
    """Make a checked copy of the store; the daemon may run on."""
    from monitor.clock import SystemClock
    from monitor.commands.output import print_json
    from monitor.store.backups import back_up

    settings = load_config(config)
    folder = to or settings.backup_folder
    made, gone = back_up(store_file(settings), folder, SystemClock().now_ms(), settings.backup.keep)
    if as_json:
        print_json({**made.fields(), "removed": [str(one) for one in gone]})
        return
    click.echo(f"{made.path}: {made.said()}; sound")
    for one in gone:
        click.echo(f"removed {one}")
