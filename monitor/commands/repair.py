"""`rowback repair`: puts what a damaged store still holds into a new one and says what is lost.

The damaged one keeps another name; a sound one is left alone.
"""

from __future__ import annotations

from pathlib import Path

import click

from monitor.commands.options import config_option, json_option, load_config, store_file


@click.command("repair")
@click.option("--check", "only_check", is_flag=True, help="Only say what would be lost; change nothing.")
@config_option
@json_option
def repair(only_check: bool, config: Path | None, as_json: bool) -> None:
    """Save what can be saved of a damaged store, with no daemon running; exit code 1 if anything is lost."""
    from monitor.clock import SystemClock
    from monitor.commands.output import one_line, print_json
    from monitor.errors import StoreError
    from monitor.lock import FolderLock
    from monitor.store import backups, repairing

    settings = load_config(config)
    store, now_ms, moved = store_file(settings), SystemClock().now_ms(), None
    if not store.exists():
        raise StoreError(f"{store}: there is no store; `rowback restore` puts a backup there")
    done = repairing.Repaired()
    with FolderLock(settings.data_folder):
        found = repairing.sound(store)
        part = store.with_name(f".{store.name}.repair")
        if found:
            try:
                repairing.clear(part)
                done = repairing.rescue(store, part, now_ms)
                moved = None if only_check else backups.put_in_place(part, store, now_ms)
            finally:
                repairing.clear(part)
    lost = done.sentences()
    if as_json:
        told = {"sound": not found, "faults": found, "saved": done.saved, "lost": lost}
        print_json({**told, "repaired": moved is not None, "moved": str(moved) if moved else None})
    else:
        for line in (*found, *lost):
            click.echo(one_line(line))
        click.echo(_summed(found, done.saved, only_check))
        if moved:
            click.echo(f"the damaged store is {moved}; keep it until you have looked")
    if not done.whole:
        click.get_current_context().exit(1)


def _summed(found: list[str], saved: dict[str, int], only_check: bool) -> str:
    if not found:
        return "the store is sound; nothing was changed"
    said = f"{saved['version']} versions of {saved['article']} articles, {saved['delivery']} deliveries"
    return f"{said} {'could be' if only_check else 'are'} saved"
