"""`rowback demo`: options go in, the demo's lines and its table come out; exit code 0 only if every row is ok.

Starts nothing itself and judges nothing: monitor/demo does both. Needs no configuration and leaves none behind.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from monitor.demo.verdicts import Row


@click.command("demo")
@click.option(
    "--seconds", default=60.0, type=click.FloatRange(20, 600), show_default=True, help="Length of the script."
)
@click.option("--keep", is_flag=True, help="Leave all running afterwards, until Ctrl-C.")
@click.option("--data", "folder", type=click.Path(path_type=Path), help="A new folder to keep the database and log in.")
@click.option("--seed", default=1, show_default=True, help="Other ads and boxes, same stories.")
@click.option("--json", "as_json", is_flag=True, help="Print the rows as JSON; what happens goes to stderr.")
def demo(seconds: float, keep: bool, folder: Path | None, seed: int, as_json: bool) -> None:
    """Watch a newsroom on this machine edit its articles, and see what Rowback tells about it."""
    # Imported here: `rowback --version` must not pay for servers and templates.
    from monitor.clock import SystemClock
    from monitor.demo import running, table

    signal.signal(signal.SIGTERM, _interrupt)
    screen = table.Screen(table.stdout_or_stderr(as_json))
    options = running.Options(seconds=seconds, keep=keep, folder=folder)

    def show(found: list[Row]) -> None:
        if as_json:
            click.echo(json.dumps({"ok": running.succeeded(found), "rows": [table.as_json(row) for row in found]}))
            sys.stdout.flush()

    chance = Random(seed)  # noqa: S311 - chooses ads, nothing secret
    found = running.run(options, screen, show, clock=SystemClock(), chance=chance, random_bytes=os.urandom(32))
    sys.exit(0 if running.succeeded(found) else 1)


def _interrupt(number: int, frame: object) -> NoReturn:
    # The daemon must end with the demo, so that SIGTERM takes the same orderly way out as Ctrl-C.
    raise KeyboardInterrupt
