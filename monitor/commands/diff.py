"""`rowback diff URL`: two versions of one article, word by word; side by side where the terminal is wide enough.

Reads the store only. Shows every difference; which of them are facts, `rowback history` says, and `--explain` how each
of them ended.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store

if TYPE_CHECKING:
    from monitor.changes.words import Piece
    from spiders.article import Article

WIDE = 120
"""Columns from which both versions stand side by side."""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of either version, or both; `pieces` are the words that stayed, left and came."""

    where: str
    old: str | None
    new: str | None
    moved: bool
    pieces: tuple[Piece, ...]


@click.command("diff")
@click.argument("words", metavar="ARTICLE")
@click.option(
    "--from", "first", type=click.IntRange(1), metavar="N", help="The older version; the last but one if not given."
)
@click.option("--to", "second", type=click.IntRange(1), metavar="M", help="The newer version; the last if not given.")
@click.option("--explain", is_flag=True, help="Say of every difference how it ended and why.")
@config_option
@json_option
def diff(words: str, first: int | None, second: int | None, explain: bool, config: Path | None, as_json: bool) -> None:
    """Show two versions of an article word by word. ARTICLE is an id, an address or a unique part of a title."""
    from monitor.commands.accounts import account_fields, print_account
    from monitor.commands.output import print_json
    from monitor.errors import UnknownVersion
    from monitor.finding import find_article
    from monitor.store import versions

    with opened_store(load_config(config)) as store:
        row = find_article(store, words)
        to = second if second is not None else row.version
        start = first if first is not None else to - 1
        if start < 1 or max(start, to) > row.version:
            have = f"{row.version or 'no'} version{'' if row.version == 1 else 's'}"
            raise UnknownVersion(f"{row.url} has {have} so far; name two of them with --from and --to")
        old, new = (store.read(versions.article_of, row.id, number) for number in (start, to))
    lines = compared(old, new)
    differing = [line for line in lines if line.old != line.new or line.moved]
    if as_json:
        rows = [
            {
                "where": one.where,
                "old": one.old,
                "new": one.new,
                "moved": one.moved,
                "words": [list(p) for p in one.pieces],
            }
            for one in differing
        ]
        print_json(
            {"url": row.url, "from": start, "to": to, "paragraphs": rows}
            | (account_fields(old, new) if explain else {})
        )
        return
    click.echo(f"{row.url}  version {start} → {to}")
    if not differing:
        click.echo("No word differs.")
    _print(differing)
    if explain:
        print_account(old, new)


def compared(old: Article, new: Article) -> list[Line]:
    """The paragraphs of both versions in the order of the newer one, headline first."""
    from monitor.changes.paragraphs import align_paragraphs
    from monitor.changes.words import diff_words

    lines = []
    for where, was, now in (("headline", old.title, new.title), ("standfirst", old.standfirst, new.standfirst)):
        if was or now:
            lines.append(Line(where, was or None, now or None, False, tuple(diff_words(was, now))))
    parts = (
        ("body", old.lines(), new.lines()),
        ("caption", old.captions, new.captions),
        ("notice", old.notices, new.notices),
    )
    for where, before, after in parts:
        for row in align_paragraphs(before, after):
            pieces = diff_words(row.old or "", row.new or "")
            lines.append(Line(where, row.old, row.new, row.moved, tuple(pieces)))
    entries = ([entry.text for entry in article.live] for article in (old, new))
    for row in align_paragraphs(*entries):
        lines.append(Line("live", row.old, row.new, row.moved, tuple(diff_words(row.old or "", row.new or ""))))
    return lines


def _print(lines: Sequence[Line]) -> None:
    from monitor.commands.output import is_terminal

    if is_terminal() and shutil.get_terminal_size().columns >= WIDE:
        _side_by_side(lines)
        return
    for line in lines:
        click.echo(_inline(line))


def _inline(line: Line) -> str:
    """One paragraph with the words marked: in colour at a terminal, as [-left-]{+came+} where there is none."""
    from monitor.commands.output import is_terminal, one_line
    from monitor.commands.sayings import NOW, WAS, coloured

    in_colour = is_terminal() and coloured("x", WAS) != "x"
    marks = {"-": (WAS, "[-", "-]"), "+": (NOW, "{+", "+}")}
    shown = []
    for op, text in line.pieces:
        safe = _safe(text)
        if op == "=":
            shown.append(safe)
        elif in_colour:
            shown.append(coloured(safe, marks[op][0]))
        else:
            shown.append(f"{marks[op][1]}{safe}{marks[op][2]}")
    return f"{line.where}{' (moved)' if line.moved else ''}: {''.join(shown) or one_line(line.new or '')}"


def _side_by_side(lines: Sequence[Line]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, expand=True, padding=(0, 1))
    for header, ratio in (("where", 1), ("was", 6), ("now", 6)):
        table.add_column(header, ratio=ratio)
    for line in lines:
        was, now = Text(), Text()
        for op, text in line.pieces:
            if op != "+":
                was.append(_safe(text), style="red strike" if op == "-" else "")
            if op != "-":
                now.append(_safe(text), style="green underline" if op == "+" else "")
        table.add_row(Text(line.where + (" (moved)" if line.moved else "")), was, now)
    Console().print(table)


def _safe(text: str) -> str:
    """Control and direction marks made visible; the blanks at the ends of a piece stay, words are joined by them."""
    from alerts.messages.marks import shown

    return shown(text).replace("\n", " ")
