"""`rowback import FILE`: tracks the addresses in a file, one a line or as CSV, and reports what became of each line.

A malformed line is reported and the rest goes in. Fetches nothing.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store

if TYPE_CHECKING:
    from monitor.commands.tracking import Report, Wish

_SEPARATORS = re.compile(r"[\s,;]+")
# Tags seldom hold these; addresses do.
_OF_ADDRESS = re.compile(r"[/?=&%]")
NOTES = 5
"""Lines whose tags are asked about one by one."""


@click.command("import")
@click.argument("file", metavar="FILE|-")
@config_option
@json_option
def import_(file: str, config: Path | None, as_json: bool) -> None:
    """Track the addresses in a file: one a line ("URL" or "URL tag,tag"), or CSV with url and tags."""
    from monitor.clock import SystemClock
    from monitor.commands.output import one_line, print_json
    from monitor.commands.tracking import Result, track
    from monitor.store import watch_list

    settings = load_config(config)
    wishes = read_wishes(read_lines(file), settings.service.time_zone)
    with opened_store(settings, with_watches=True) as store, _progress(len(wishes)) as advance:
        doubtful = _doubtful_tags(wishes, store.read(watch_list.tags))
        reports = []
        for report in track(store, wishes, SystemClock().now_ms()):
            reports.append(report)
            advance()
    counts = Counter(str(report.result) for report in reports)
    if as_json:
        print_json({**{str(r): counts[r] for r in Result}, "lines": [report.to_dict() for report in reports]})
    else:
        for report in reports:
            if report.result is not Result.ADDED:
                _say(file, report, one_line(report.url, 100))
        for wish in doubtful[:NOTES]:
            tags = " ".join(wish.tags)
            click.echo(f"{file}:{wish.line}: note: tagged {tags}; a blank in an address is written %20", err=True)
        summary = ", ".join(f"{counts[result]} {result}" for result in Result if counts[result])
        click.echo(f"{len(reports)} lines: {summary}" if reports else "There is no address in it.")
    if counts[Result.REFUSED]:
        click.get_current_context().exit(1)


def read_lines(name: str) -> list[str]:
    """The lines of the file or of standard input. Raises UnreadableInput for what is no text."""
    from monitor.errors import UnreadableInput

    try:
        body = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{name}: cannot be read: {error.strerror}") from error
    if b"\x00" in body[:8192]:
        raise UnreadableInput(
            f"{name}: this is no text; write one address a line, or CSV with the columns url and tags"
        )
    # A byte that is no UTF-8 spoils its own line only: it becomes a mark that no address may hold.
    return body.decode("utf-8-sig", errors="replace").splitlines()


def read_wishes(lines: Sequence[str], zone: str = "UTC") -> list[Wish]:
    """The addresses in these lines, each with the number of its line; `zone` is that of cron lines without one."""
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    header = [cell.strip().lower() for cell in next(csv.reader([first]), [])]
    return list(_table(lines, zone) if "url" in header else _plain(lines))


def _plain(lines: Iterable[str]) -> Iterator[Wish]:
    from monitor.commands.tracking import Wish

    for number, line in enumerate(lines, 1):
        words = line.split(maxsplit=1)
        if words and not words[0].startswith("#"):
            # A "#" after a blank starts a comment; inside an address it starts the fragment.
            rest = re.split(r"(?:^|\s)#", words[1])[0] if len(words) > 1 else ""
            tags = tuple(filter(None, _SEPARATORS.split(rest)))
            yield Wish(words[0], tags, line=number, fault=_damage(line) or _torn(words[0], rest))


def _table(lines: Sequence[str], zone: str) -> Iterator[Wish]:
    from monitor import forms
    from monitor.commands.tracking import Wish

    header: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        # Line by line, so that a quotation mark that is never closed spoils its own line and not all that follow.
        try:
            cells = [cell.strip() for cell in next(csv.reader([line], strict=True))]
        except csv.Error as error:
            yield Wish(line, line=number, fault=f"not a line of CSV: {error}")
            continue
        if not header:
            header = [cell.lower() for cell in cells]
            continue
        row = dict(zip(header, cells, strict=False))
        fault, schedule = _damage(line), row.get("schedule", "")
        try:
            schedule = forms.schedule(schedule, zone) if schedule else ""
        except ValueError as error:
            fault = fault or str(error)
        yield Wish(
            row.get("url", ""), tuple(filter(None, _SEPARATORS.split(row.get("tags", "")))), schedule, number, fault
        )


def _damage(text: str) -> str:
    return "the line holds bytes that are not UTF-8" if "\ufffd" in text else ""


def _torn(url: str, rest: str) -> str:
    """Why what stands after the blank is no list of tags but the rest of an address."""
    if _OF_ADDRESS.search(rest):
        return f"'{rest.strip()}' looks like the rest of the address; write a blank in an address as %20"
    return ""


def _doubtful_tags(wishes: Sequence[Wish], known: Collection[str]) -> list[Wish]:
    """Lines whose tag nothing else has, here or in the store: it may be the rest of an address with a blank."""
    counts = Counter(tag for wish in wishes for tag in wish.tags)
    return [wish for wish in wishes if any(counts[tag] == 1 and tag not in known for tag in wish.tags)]


def _say(file: str, report: Report, url: str) -> None:
    from monitor.commands.tracking import Result

    refused = report.result is Result.REFUSED
    click.echo(f"{file}:{report.line}: {report.result}: {url} ({report.reason})", err=refused)


@contextmanager
def _progress(length: int) -> Iterator[Callable[[], None]]:
    """A bar on stderr where a person watches; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=length, label="Importing", file=sys.stderr) as bar:
        yield lambda: bar.update(1)
