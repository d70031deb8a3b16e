"""`rowback add URL...`: tracks articles. Fetches nothing itself; a running daemon takes them up at its next tick."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store


@click.command("add")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--every", help="Check this often, as in 15m.")
@click.option("--cron", help='Check at these times: a cron line, perhaps with a zone, as in "0 8 * * 1 Europe/Paris".')
@click.option("--adaptive", is_flag=True, help="Check often while it changes, seldom when it rests.")
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
    """Track articles by their addresses. Without a schedule, [schedule] default decides."""
    from monitor.clock import SystemClock
    from monitor.commands.output import one_line, print_json
    from monitor.commands.tracking import Result, Wish, track

    settings = load_config(config)
    schedule = _schedule(every, cron, adaptive, settings.service.time_zone)
    for tag in tags:
        _checked("--tag", tag, _tag)
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


def _schedule(every: str | None, cron: str | None, adaptive: bool, zone: str) -> str:
    from monitor import durations, forms

    if sum((every is not None, cron is not None, adaptive)) > 1:
        raise click.UsageError("an article has one schedule: --every, --cron or --adaptive")
    if every is not None:
        return _checked("--every", every, lambda text: forms.every(durations.seconds(text)))
    if cron is not None:
        return _checked("--cron", cron, lambda text: f"cron {forms.cron(text, zone)}")
    return "adaptive" if adaptive else ""


def _tag(text: str) -> str:
    from monitor import forms

    return forms.tag(text)


def _checked(option: str, text: str, read: Callable[[str], str]) -> str:
    try:
        return read(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint=option) from error
