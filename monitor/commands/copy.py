"""`rowback copy`: a whole store from one place into another, a data folder or a PostgreSQL database.

What is not proven to be the same is not kept.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.commands.options import json_option

if TYPE_CHECKING:
    from monitor.store.database import Database


@click.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@json_option
def copy(source: str, target: str, as_json: bool) -> None:
    """Copy a store. FROM and TO are data folders, or addresses like postgresql://user@host/name."""
    from dataclasses import asdict

    from monitor.commands.output import print_json
    from monitor.store import copying

    with ExitStack() as held:
        places = _place(source, held, there=True), _place(target, held, there=False)
        tell = _say if not as_json else _nothing
        done = copying.copy(*places, tell)
    if as_json:
        print_json({**asdict(done), "rows": done.rows})
        return
    click.echo(f"{places[1].name}: {done.rows} rows in {len(done.tables)} tables, the same on both sides")
    click.echo(f"the chain ends at entry {done.entries}: {done.head}")


def _say(table: str) -> None:
    """What is copied now, where a person may be waiting for it."""
    click.echo(table, err=True)


def _nothing(table: str) -> None:
    pass


def _place(text: str, held: ExitStack, *, there: bool) -> Database:
    """Where it is. A folder is held meanwhile, so that no daemon writes into it."""
    from monitor.errors import StoreError
    from monitor.lock import FolderLock
    from monitor.store.file import FILE
    from monitor.store.store import place_of

    if "://" in text:
        return place_of(Path(), text)
    folder = Path(text)
    if there and not (folder / FILE).exists():
        raise StoreError(f"{folder}: there is no store; name the data folder of one")
    held.enter_context(FolderLock(folder))
    return place_of(folder, "")
