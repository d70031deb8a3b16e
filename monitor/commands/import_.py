"""`rowback import FILE`: follows what a file names: a list, CSV, OPML, jobs of urlwatch or webchanges, a backup of
changedetection.io; or takes over the past of articles from pages that others kept (WARC, WACZ, saved HTML, CDX).

Reports what became of each line; a malformed one stops no other. Fetches nothing.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.commands.acting import acting
from monitor.commands.options import config_option, json_option, load_config, opened_store

if TYPE_CHECKING:
    from monitor.sources.tracking import Report
    from monitor.sources.wish import Wish

NOTES = 5
"""Lines whose tags are asked about one by one."""

SAID = {
    "list": "a list of addresses",
    "csv": "CSV",
    "opml": "OPML",
    "jobs": "jobs of urlwatch or webchanges",
    "backup": "a backup of changedetection.io",
}
"""What a file is, in words."""


@click.command("import")
@click.argument("file", metavar="FILE|-")
@click.option("--url", default="", help="Of a saved page: the address that it is of.")
@click.option("--at", default="", metavar="TIME", help="Of a saved page: when it was saved, as 2023-05-03T14:00:00Z.")
@config_option
@json_option
def import_(file: str, url: str, at: str, config: Path | None, as_json: bool) -> None:
    """Follow what a file names, or take over the past of articles from pages that were kept.

    FILE is a list of addresses, CSV, OPML, jobs of urlwatch or webchanges, a backup of changedetection.io; or a WARC or
    WACZ file, a saved page, or a CDX index with its captures beside it.
    """
    from monitor.clock import SystemClock
    from monitor.commands.output import one_line, print_json, progress
    from monitor.commands.past import captures_form, import_past
    from monitor.errors import UnreadableInput
    from monitor.sources.imports import Form, read_wishes
    from monitor.sources.tracking import Result, track
    from monitor.store import watch_list

    settings = load_config(config)
    if (kept := captures_form(file)) is not None:
        import_past(file, kept, settings, url, at, as_json)
        return
    if url or at:
        raise click.UsageError("--url and --at are of a saved page, and this file is none")
    form, wishes = read_wishes(read_bytes(file), settings.service.time_zone)
    if form is Form.BINARY:
        raise UnreadableInput(
            f"{file}: this is no text; write one address a line, or CSV with the columns url and tags"
        )
    with opened_store(settings, with_watches=True) as store, progress(len(wishes)) as advance:
        doubtful = _doubtful_tags(wishes, store.read(watch_list.tags)) if form is Form.LIST else []
        reports: list[Report] = []
        counts: Counter[str] = Counter()
        for report in track(store, wishes, acting(SystemClock().now_ms())):
            counts[str(report.result)] += 1
            # Of a million lines that went well there is nothing to say but their number.
            if as_json or report.result is not Result.ADDED or report.not_taken_over:
                reports.append(report)
            advance()
    if as_json:
        lines = [report.to_dict() for report in reports]
        print_json({"form": str(form), **{str(r): counts[r] for r in Result}, "lines": lines})
    else:
        for report in reports:
            _say(file, report, one_line(report.url, 100))
        for wish in doubtful[:NOTES]:
            tags = " ".join(wish.tags)
            click.echo(f"{file}:{wish.line}: note: tagged {tags}; a blank in an address is written %20", err=True)
        summary = ", ".join(f"{counts[result]} {result}" for result in Result if counts[result])
        said = f"{SAID[form]}, " if form not in (Form.LIST, Form.CSV) else ""
        lines_read = counts.total()
        click.echo(f"{said}{lines_read} lines: {summary}" if lines_read else "There is no address in it.")
    if counts[Result.REFUSED]:
        click.get_current_context().exit(1)


def read_bytes(name: str) -> bytes:
    """The file, or standard input. Raises UnreadableInput."""
    from monitor.errors import UnreadableInput
    from monitor.sources.imports import MOST_BYTES

    try:
        if name == "-":
            body = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                body = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableInput(f"{name}: cannot be read: {error.strerror}") from error
    if len(body) > MOST_BYTES:
        raise UnreadableInput(f"{name}: the file is larger than {MOST_BYTES // 1_000_000} MB")
    return body


def _doubtful_tags(wishes: Sequence[Wish], known: Collection[str]) -> list[Wish]:
    """Lines whose tag nothing else has, here or in the store: it may be the rest of an address with a blank."""
    counts = Counter(tag for wish in wishes for tag in wish.tags)
    return [wish for wish in wishes if any(counts[tag] == 1 and tag not in known for tag in wish.tags)]


def _say(file: str, report: Report, url: str) -> None:
    from monitor.commands.output import one_line
    from monitor.sources.tracking import Result

    refused = report.result is Result.REFUSED
    words = [one_line(report.reason)] if report.reason else []
    if report.not_taken_over:
        words.append(f"not taken over: {report.not_taken_over}")
    click.echo(f"{file}:{report.line}: {report.result}: {url} ({'; '.join(words)})", err=refused)
