"""What commands share at their end: JSON for programs, tables for people at a terminal, tab-separated lines for pipes.

Texts of articles are shown as text: control and direction marks are made visible first.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import click

from alerts.messages.marks import shown


def print_json(value: Any) -> None:
    """One JSON value on stdout, readable by people too."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_json_list(name: str, values: Iterable[Any]) -> None:
    """What `print_json({name: [*values]})` prints, one value at a time: the list may be longer than the memory."""
    click.echo(f'{{\n  "{name}": [', nl=False)
    some = False
    for value in values:
        text = json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n    ")
        click.echo(f"{',' if some else ''}\n    {text}", nl=False)
        some = True
    click.echo("\n  ]\n}" if some else "]\n}")


def is_terminal() -> bool:
    """Whether a person reads stdout directly."""
    return sys.stdout.isatty()


def one_line(text: str, longest: int = 0) -> str:
    """The text on one line, safe to print; cut with an ellipsis after `longest` characters, if that is not 0."""
    line = " ".join(shown(text).split())
    return f"{line[: longest - 1]}…" if 0 < longest < len(line) else line


@contextmanager
def logs_apart() -> Iterator[None]:
    """What a command does in place of the daemon logs to stderr, and warnings only: its stdout is an answer."""
    import logging

    import structlog

    before, was_configured = structlog.get_config(), structlog.is_configured()
    structlog.configure(
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
    )
    try:
        yield
    finally:
        structlog.configure(**before) if was_configured else structlog.reset_defaults()


def say_lacking(lang: str) -> None:
    """One line on what cannot be read in a language that has no lexicon, or half of one; nothing for the others."""
    from monitor.text.coverage import lacking_in_words

    if words := lacking_in_words(lang):
        click.echo(one_line(words).capitalize())


def print_parts(parts: Mapping[str, str], as_json: bool) -> None:
    """A message as a channel makes it; a page only for programs, since a person reads its text beside it."""
    if as_json:
        print_json(parts)
        return
    click.echo("\n".join(shown(text) for name, text in parts.items() if name != "html"), nl=False)


def print_table(headers: Sequence[str], rows: Sequence[Sequence[object]], empty: str) -> None:
    """A table at a terminal, lines of tab-separated cells elsewhere; `empty` is said on stderr where there are none."""
    if not rows:
        click.echo(empty, err=True)
        return
    cells = [[one_line(str(cell)) for cell in row] for row in rows]
    if not is_terminal():
        for row in cells:
            click.echo("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


@contextmanager
def progress(length: int, label: str = "Importing") -> Iterator[Callable[[], None]]:
    """A bar on stderr where a person watches; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield lambda: bar.update(1)
