"""`rowback add URL...`: tracks articles. Fetches nothing itself; a running daemon takes them up at its next tick."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store
from monitor.commands.schedules import checked_tags, schedule_options, stored_schedule


@click.command("add")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@schedule_options
@click.option(
    "--tag", "tags", multiple=True, metavar="T", help="A tag for rules and lists; may be given several times."
)
@config_option
@json_option
def add(
    urls: tuple[str, ...],
    every: str | None,
    cron: str | None,
    adaptive: bool,
    tags: tuple[str, ...],
    config: Path | None,
    as_json: bool,
) -> None:
    """Track articles by their addresses. Without a schedule, [schedule] default decides.

    What is tracked already gets the schedule, if one is named, and the tags besides its own.
    """
    from monitor.clock import SystemClock
    from monitor.commands.output import one_line, print_json
    from monitor.commands.tracking import Result, Wish, track

    settings = load_config(config)
    schedule = stored_schedule(every, cron, adaptive, settings.service.time_zone)
    checked_tags(tags)
    with opened_store(settings, with_watches=True) as store:
        reports = list(track(store, [Wish(url, tags, schedule) for url in urls], SystemClock().now_ms()))
    if as_json:
        print_json({"articles": [report.to_dict() for report in reports]})
    else:
        for report in reports:
            told = f"{report.result}: {one_line(report.url)}" + (f" ({report.reason})" if report.reason else "")
            click.echo(told, err=report.result is Result.REFUSED)
    refused = [report for report in reports if report.result is Result.REFUSED]
    if refused:
        # As a mistake of usage where nothing could be done; as a failure where some could.
        click.get_current_context().exit(2 if len(refused) == len(reports) else 1)
