"""`rowback add URL...`: tracks articles. Fetches nothing itself; a running daemon takes them up at its next tick."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from monitor.commands.acting import acting
from monitor.commands.options import config_option, json_option, load_config, opened_store
from monitor.commands.schedules import checked_tags, schedule_options, stored_schedule


@click.command("add")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@schedule_options
@click.option(
    "--tag", "tags", multiple=True, metavar="T", help="A tag for rules and lists; may be given several times."
)
@click.option("--feed", is_flag=True, help="An RSS or Atom feed or a sitemap stands there: follow its articles.")
@click.option("--path", "paths", multiple=True, metavar="P", help='Of a feed: only such paths, as in "/world/*".')
@click.option("--keyword", "keywords", multiple=True, metavar="W", help="Of a feed: only with one of these words.")
@click.option("--section", "sections", multiple=True, metavar="S", help="Of a feed: only of these sections.")
@click.option("--within", metavar="SPAN", help="Of a feed: only what was published so lately; 7d if not given.")
@click.option("--keep", metavar="SPAN", help="Of a feed: follow each article for so long; 14d if not given.")
@click.option("--most", type=click.IntRange(1, 10_000), help="Of a feed: follow so many at once; 200 if not given.")
@config_option
@json_option
def add(
    urls: tuple[str, ...],
    every: str | None,
    cron: str | None,
    adaptive: bool,
    tags: tuple[str, ...],
    feed: bool,
    paths: tuple[str, ...],
    keywords: tuple[str, ...],
    sections: tuple[str, ...],
    within: str | None,
    keep: str | None,
    most: int | None,
    config: Path | None,
    as_json: bool,
) -> None:
    """Track articles by their addresses. Without a schedule, [schedule] default decides.

    What is tracked already gets the schedule, if one is named, and the tags besides its own.
    """
    from monitor.clock import SystemClock
    from monitor.commands.output import one_line, print_json
    from monitor.sources.tracking import Result, track
    from monitor.sources.wish import Wish

    settings = load_config(config)
    schedule = stored_schedule(every, cron, adaptive, settings.service.time_zone)
    checked_tags(tags)
    filters = _filters(feed, paths, keywords, sections, within, keep, most)
    kind = "feed" if feed else "article"
    with opened_store(settings, with_watches=True) as store:
        wishes = [Wish(url, tags, schedule, kind=kind, filters=filters) for url in urls]
        reports = list(track(store, wishes, acting(SystemClock().now_ms())))
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


def _filters(
    feed: bool,
    paths: tuple[str, ...],
    keywords: tuple[str, ...],
    sections: tuple[str, ...],
    within: str | None,
    keep: str | None,
    most: int | None,
) -> str:
    from monitor.commands.times import span_ms
    from monitor.sources.filters import Filters

    given: dict[str, Any] = {"path": paths, "keyword": keywords, "section": sections, "most": most}
    given["within"] = span_ms(within, "--within") / 1000 if within else None
    given["keep"] = span_ms(keep, "--keep") / 1000 if keep else None
    wanted = {name: value for name, value in given.items() if value}
    if wanted and not feed:
        raise click.UsageError(f"only a feed has filters (--{next(iter(wanted))}); say --feed")
    plural = {"path": "paths", "keyword": "keywords", "section": "sections"}
    return Filters(**{plural.get(name, name): value for name, value in wanted.items()}).to_json()
