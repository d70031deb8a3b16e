"""`rowback changes`: what changed lately in the articles that are tracked, newest first. Changes nothing itself."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store, say_silences

# As in monitor.rules, which takes long to import for a command that only prints its help.
LEVELS = ("alert", "digest")


# Over 50 lines, of which a third name the options.
@click.command("changes")
@click.option("--since", metavar="SPAN", help="Only the last hours or days, as in 7d.")
@click.option("--kind", "kinds", multiple=True, metavar="K", help='Only this kind, as in "figure.*"; may be repeated.')
@click.option("--level", type=click.Choice(LEVELS), help="Only what goes out at once, or only what the digest has.")
@click.option("--tag", help="Only of articles with this tag.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1), help="At most so many.")
@click.option("--explain", is_flag=True, help="Show both sentences and the rule that found the change.")
@config_option
@json_option
def changes(
    since: str | None,
    kinds: tuple[str, ...],
    level: str | None,
    tag: str | None,
    limit: int,
    explain: bool,
    config: Path | None,
    as_json: bool,
) -> None:
    """Show what changed lately, each with the id for `rowback rules explain`. Wording only with --kind wording."""
    from monitor.clock import SystemClock
    from monitor.commands.output import one_line, print_json
    from monitor.commands.sayings import print_changes
    from monitor.commands.times import local, since_ms, stamp
    from monitor.rules import check_pattern, kinds_of
    from monitor.store import history

    for kind in kinds:
        try:
            check_pattern(kind)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--kind") from error
    start = since_ms(since, SystemClock().now_ms())
    with opened_store(load_config(config)) as store:
        say_silences(store)
        rows = store.read(
            history.changes,
            since_ms=start,
            kinds=sorted(kinds_of(kinds)) if kinds else None,
            level=level,
            tag=tag,
            limit=limit,
        )
    if as_json:
        found = [
            {
                "id": row.id,
                "article": {"id": row.article_id, "url": row.url, "title": row.title},
                "version": row.version,
                "seen_at": stamp(row.seen_at),
                **row.to_dict(),
            }
            for row in rows
        ]
        print_json({"changes": found})
        return
    if not rows:
        click.echo("Nothing changed.", err=True)
    for row in rows:
        click.echo(f"{local(row.seen_at)}  {one_line(row.title or row.url, 80)}  {row.url}")
        print_changes([row.change], explain=explain, ids={id(row.change): row.id})
