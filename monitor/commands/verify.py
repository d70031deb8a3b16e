"""`rowback verify`: reads the whole store, says whether all is as it was recorded, and where the chain of hashes ends.

The chain can be held against a head that was written down elsewhere. Changes nothing; works beside a running daemon.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from monitor.commands.options import config_option, json_option, load_config, store_file


@click.command("verify")
@click.option("--head", "heads", metavar="SHA256", multiple=True, help="A head written down earlier; must be there.")
@click.option("--deleted", is_flag=True, help="List the pages that went, with their hashes, and verify nothing.")
@config_option
@json_option
def verify(heads: tuple[str, ...], deleted: bool, config: Path | None, as_json: bool) -> None:
    """Read the whole store, check every hash, and walk the chain of all that was recorded."""
    from contextlib import closing

    from monitor.commands.output import one_line, print_json
    from monitor.errors import StoreError
    from monitor.store import verifying
    from monitor.store.backups import counted
    from monitor.store.soundness import faults, opened

    path = store_file(load_config(config))
    if not path.exists():
        raise StoreError(f"{path}: there is no store yet; `rowback run` makes one")
    if deleted:
        _print_deleted(path, as_json)
        return
    found = faults(path, thorough=True)
    counts: dict[str, Any] = {}
    if not found:
        with closing(opened(path)) as connection:
            counts |= counted(path) | verifying.counted(connection)
            counts["head"] = dict(zip(("entry", "sha256"), verifying.head(connection), strict=True))
            lost = [one for one in heads if not verifying.holds_head(connection, one)]
        found = [f"the head {one} is none of this chain: it was made anew, or cut off before it" for one in lost]
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
        said = f"{counts['entries']} entries of the chain and {counts['pages']} kept pages hold"
        click.echo(f"{said}; head {counts['head']['entry']}: {counts['head']['sha256']}")


def _print_deleted(path: Path, as_json: bool) -> None:
    from monitor.commands.output import print_json, print_table
    from monitor.commands.times import local, stamp
    from monitor.store import Store, chain

    store = Store(path.parent)
    try:
        gone = store.read(chain.deletions)
    finally:
        store.close()
    if as_json:
        rows = [
            {
                "entry": n,
                "at": stamp(one.at),
                "article": one.article_id,
                "version": one.version,
                "page": one.page_id,
                "sha256": one.page.hex() if one.page else None,
                "why": one.detail,
            }
            for n, one in gone
        ]
        print_json({"deleted": rows})
        return
    cells = [
        (
            str(n),
            local(one.at),
            str(one.article_id),
            str(one.version),
            one.page.hex() if one.page else "",
            one.detail or "",
        )
        for n, one in gone
    ]
    print_table(("entry", "went", "article", "version", "sha256 of its record", "why"), cells, "No page went.")
