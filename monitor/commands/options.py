"""What commands share at their front: the options --config and --json, and the configuration and store these lead to.

Decorators go on a command; opened things come out. Prints nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from monitor.config.loading import Config
    from monitor.store import Store

NOTES = 5
"""Articles that left the file and are named one by one."""

F = TypeVar("F", bound=Callable[..., Any])


def json_option(command: F) -> F:
    """Add --json as the parameter `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")(command)


def config_option(command: F) -> F:
    """Add --config as the parameter `config`; it may stand before the command's name as well."""
    return click.option(
        "--config", type=click.Path(path_type=Path), help="The configuration, rowback.toml if not given."
    )(command)


def config_path(given: Path | None) -> Path:
    """The configuration to read: --config here or before the command, else ROWBACK_CONFIG, else ./rowback.toml."""
    before = click.get_current_context().find_root().params.get("config")
    return Path(given or before or os.environ.get("ROWBACK_CONFIG") or "rowback.toml")


def config_named(given: Path | None) -> bool:
    """Whether a configuration was asked for: by --config or ROWBACK_CONFIG, not merely found in this folder."""
    before = click.get_current_context().find_root().params.get("config")
    return bool(given or before or os.environ.get("ROWBACK_CONFIG"))


def load_config(given: Path | None, *, secrets: bool = False) -> Config:
    """The configuration. `secrets` only for commands that send: all others work without the secret files.

    From here on the facts of this process know the concepts of the configuration.
    """
    from monitor.commands.times import ZONE
    from monitor.config.loading import load

    found = load(config_path(given), os.environ, secrets=secrets)
    click.get_current_context().find_root().meta[ZONE] = found.service.time_zone
    if found.concept:
        from monitor.text.lexicon import add_concepts

        add_concepts(found.concepts)
    return found


def store_file(config: Config) -> Path:
    """The file of the store, for commands that look at it, save it or mend it. Raises StoreError for a server."""
    from monitor.errors import StoreError
    from monitor.store.file import FILE

    if config.service.database:
        raise StoreError(
            "[service] database: the store lies on a PostgreSQL server, and this command is for SQLite's file; save it "
            "with pg_dump, or copy it into a folder with `rowback copy` and look at it there"
        )
    return config.data_folder / FILE


@contextmanager
def opened_store(config: Config, *, with_watches: bool = False) -> Iterator[Store]:
    """The store of the configuration, closed afterwards. Works beside a running daemon.

    `with_watches` first brings in the watches that the file names, for commands that show or change what is tracked.
    """
    from monitor.store import Store

    store = Store(config.data_folder, database=config.service.database)
    try:
        if with_watches:
            follow_file(store, config)
        yield store
    finally:
        store.close()


def follow_file(store: Store, config: Config) -> None:
    """Bring in the watches that the file names, and say on stderr which articles left it and rest from now on."""
    from monitor.clock import SystemClock
    from monitor.watching import follow

    left = [one.url for one in follow(store, config, SystemClock()) if one.now == "unwatched"]
    for url in left[:NOTES]:
        click.echo(f"Note: {url} left {config.path.name}; its history is kept, it is checked no longer.", err=True)
    if len(left) > NOTES:
        click.echo(f"Note: so did {len(left) - NOTES} more; `rowback list --unwatched` shows them.", err=True)


def say_silences(store: Store) -> None:
    """On stderr, that some changes are kept quiet now: whoever looks for alerts wants to know."""
    from monitor.clock import SystemClock
    from monitor.commands.times import local
    from monitor.store import silences

    now = SystemClock().now_ms()
    for one in store.read(silences.known, ending_after=now):
        if one.active(now):
            click.echo(f"Note: silence {one.id} holds until {local(one.ends_ms)}: {one.comment}", err=True)
