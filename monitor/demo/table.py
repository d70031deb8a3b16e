"""What a demo shows: one line for each happening as it happens, and the table at the end.

Journal entries and rows go in, lines go to a stream: coloured on a terminal, plain elsewhere. Judges nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from monitor.demo.journal import Arrival, Edited, Ended, Entry
from monitor.demo.script import Edit
from monitor.demo.verdicts import Row, Verdict

if TYPE_CHECKING:
    from rich.console import Console

INDENT = " " * 20
LONGEST_PLAIN_LINES = 6
"""Lines of a mail shown as it arrives; the rest is the sentences and the links below them."""


class Screen:
    """Prints to one stream. On a terminal it colours (unless NO_COLOR is set, which rich obeys) and draws a table."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._console: Console | None = None
        if stream.isatty():
            # rich takes 40 ms to import and is only of use on a terminal.
            from rich.console import Console

            self._console = Console(file=stream, highlight=False)

    def say(self, text: str, style: str = "") -> None:
        """One line."""
        if self._console:
            self._console.print(text, style=style or None, markup=False, soft_wrap=True)
        else:
            print(text, file=self._stream, flush=True)

    def happening(self, entry: Entry, script: Sequence[Edit], slugs: Mapping[str, str]) -> None:
        """An edit, an arrival or the daemon's end; looks are too many to show."""
        match entry.what:
            case Edited(number, slug):
                self.say(f"{entry.at:6.1f} s  newsroom   edit {number}: {slug}: {script[number - 1].what}", "bold")
            case Arrival(channel="email") as mail:
                self._mail(entry.at, mail)
            case Arrival() as hook:
                self._webhook(entry.at, hook, slugs)
            case Ended(code):
                self.say(f"{entry.at:6.1f} s  daemon     ended with exit code {code}", "red")

    def table(self, rows: Sequence[Row]) -> None:
        """The closing table and the sum under it."""
        if self._console:
            self._drawn(self._console, rows)
        else:
            for row in rows:
                self.say(f"{row.verdict:13} {row.number:2}  {row.edit}")
                self.say(f"{INDENT}should: {row.should}")
                self.say(f"{INDENT}did:    {row.did}{_after(row)}")
        good = sum(row.verdict is Verdict.OK for row in rows)
        self.say(f"{good} of {len(rows)} rows ok", "green" if good == len(rows) else "red")

    def _mail(self, at: float, mail: Arrival) -> None:
        self.say(f"{at:6.1f} s  e-mail     {mail.line or mail.flaw}", "cyan")
        below = [line.strip() for line in mail.text.splitlines()[1:] if line.startswith("  ")]
        for line in below[:LONGEST_PLAIN_LINES]:
            self.say(f"{INDENT}{line}")

    def _webhook(self, at: float, hook: Arrival, slugs: Mapping[str, str]) -> None:
        proof = f"NOT PROVEN: {hook.flaw}" if hook.flaw else "signature ok"
        self.say(f"{at:6.1f} s  webhook    {hook.line} ({slugs.get(hook.url, hook.url)}, {proof})", "magenta")

    def _drawn(self, console: Console, rows: Sequence[Row]) -> None:
        from rich.table import Table
        from rich.text import Text

        table = Table(title="What came of each edit", title_justify="left")
        for name in ("#", "edit", "should", "did", "verdict"):
            table.add_column(name)
        for row in rows:
            colour = "green" if row.verdict is Verdict.OK else "bold red"
            cells = (str(row.number), row.edit, row.should, f"{row.did}{_after(row)}")
            table.add_row(*(Text(cell) for cell in cells), Text(row.verdict, style=colour))
        console.print(table)


def as_json(row: Row) -> dict[str, object]:
    """One row as `--json` prints it; `after` is seconds from the edit until both channels had told it, or null."""
    return {
        "number": row.number,
        "article": row.slug,
        "edit": row.edit,
        "should": row.should,
        "did": row.did,
        "verdict": str(row.verdict),
        "after": row.after,
    }


def _after(row: Row) -> str:
    return f", after {row.after} s" if row.after is not None and row.verdict is Verdict.OK else ""


def stdout_or_stderr(as_json_wanted: bool) -> TextIO:
    """Where to show what happens: stderr where stdout is kept for JSON."""
    return sys.stderr if as_json_wanted else sys.stdout
