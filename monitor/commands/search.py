"""`rowback search WORDS`: who said it, in any stored version of any article, since when and until when.

Versions that the search does not know yet are taken in first, for a few seconds; what is left then is said.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store

CATCHING_UP = 5.0
"""Seconds for which versions are taken in that the search does not know yet; a daemon does the rest."""


# Over 50 lines, of which half name the options.
@click.command("search")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option("--outlet", default="", help="Only of this outlet, by its name, or its host where it gives none.")
@click.option("--tag", default="", help="Only of articles with this tag.")
@click.option("--article", metavar="ARTICLE", help="Only of this article, by its address or number.")
@click.option("--since", metavar="DATE", help="Only what stood there on this day or later, as in 2026-05-03.")
@click.option("--until", metavar="DATE", help="Only what stood there on this day or earlier.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 200), help="At most so many articles.")
@click.option("--below", type=click.IntRange(1), help="Go on where an answer ended: what it gave as `older`.")
@config_option
@json_option
def search(
    words: tuple[str, ...],
    outlet: str,
    tag: str,
    article: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    below: int | None,
    config: Path | None,
    as_json: bool,
) -> None:
    """Show who says or said all of these words: "a phrase", a begin* of a word, a minus for what must not be there."""
    from monitor.clock import SystemClock
    from monitor.commands.output import print_json
    from monitor.finding import find_article
    from monitor.sought import sought
    from monitor.store.catching_up import catch_up
    from monitor.store.searching import Within

    settings = load_config(config)
    clock = SystemClock()
    zone = settings.service.time_zone
    begun = clock.monotonic()
    with opened_store(settings) as store:
        number = find_article(store, article).id if article else None
        catch_up(store, lambda: clock.monotonic() - begun > CATCHING_UP)
        within = Within(
            outlet, tag.removeprefix("#"), number, _day(since, "--since", zone, 0), _day(until, "--until", zone, 1)
        )
        # A phrase comes without its quotes from a shell: what was quoted there is one word here.
        asked = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
        found = store.read(sought, asked, within, limit, below)
    if as_json:
        print_json(found)
        return
    _print(found)


def _print(found: dict[str, Any]) -> None:
    from monitor.commands.output import one_line

    for one in found["found"]:
        article = one["article"]
        click.echo(f"{one_line(article['outlet'], 40)}  {one_line(article['name'], 80)}  {article['url']}")
        said = f"{one_line(one['source'])}: " if one["source"] else ""
        click.echo(f"    {said}{one_line(one['sentence'])}")
        click.echo(f"    {stood(one)}")
    if not found["found"]:
        click.echo("Nobody said so in what is stored.", err=True)
    if found["older"]:
        click.echo(f"There is more: --below {found['older']}", err=True)
    if found["behind"]:
        click.echo(f"{found['behind']} articles are not searched whole yet; the daemon takes them in.", err=True)


def stood(one: dict[str, Any]) -> str:
    """ "first seen 3 May 2026 10:00 (version 2), gone by 4 May 2026 08:00 (version 5)"."""
    from monitor.commands.times import local

    def at(then: str) -> str:
        from datetime import datetime

        return local(int(datetime.fromisoformat(then).timestamp() * 1000)) or ""

    first = one["first_seen"]
    end = "still there" if one["standing"] else f"gone by {at(one['gone']['at'])} (version {one['gone']['version']})"
    times = f"; {len(one['spells'])} times" if len(one["spells"]) > 1 else ""
    return f"first seen {at(first['at'])} (version {first['version']}), {end}{times}"


def _day(text: str | None, option: str, zone_name: str, later: int) -> int | None:
    """The beginning of a day, or of the day after it."""
    from datetime import datetime, time, timedelta

    from monitor.zones import zone

    if text is None:
        return None
    try:
        day = date.fromisoformat(text) + timedelta(days=later)
    except (ValueError, OverflowError) as wrong:
        raise click.BadParameter(f"{text!r} is no day; write 2026-05-03", param_hint=option) from wrong
    return int(datetime.combine(day, time(), zone(zone_name)).timestamp() * 1000)
