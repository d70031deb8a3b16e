"""`rowback export watches|changes`: what is followed, for `rowback import`, rowback.toml or a reader of feeds; and what
changed, for other programs. Written as it is read, however much it is. Changes nothing.
"""

from __future__ import annotations

from pathlib import Path

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store

FORMS = {"watches": ("csv", "toml", "opml"), "changes": ("jsonl", "csv")}
"""What can be exported, and its forms; the first is the default."""


@click.command("export")
@click.argument("what", type=click.Choice(tuple(FORMS)), default="watches")
@click.option(
    "--format", "form", type=click.Choice(("csv", "toml", "opml", "jsonl")), help="csv, or jsonl for changes."
)
@click.option("--tag", help="Only what has this tag.")
@click.option("--since", metavar="SPAN", help="Of changes: only those of the last hours or days, as in 7d.")
@click.option("--kind", "kinds", multiple=True, metavar="K", help='Of changes: only this kind, as in "figure.*".')
@config_option
@json_option
def export(
    what: str,
    form: str | None,
    tag: str | None,
    since: str | None,
    kinds: tuple[str, ...],
    config: Path | None,
    as_json: bool,
) -> None:
    """Print what is followed, or what changed, to be kept or read by another program."""
    from monitor.clock import SystemClock
    from monitor.commands import exporting
    from monitor.commands.output import print_json
    from monitor.commands.times import since_ms
    from monitor.rules import check_pattern, kinds_of

    if form and form not in FORMS[what]:
        raise click.BadParameter(f"{what} are written as {' or '.join(FORMS[what])}", param_hint="--format")
    if what == "watches" and (since or kinds):
        raise click.UsageError("--since and --kind choose changes: `rowback export changes`")
    for kind in kinds:
        try:
            check_pattern(kind)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--kind") from error
    with opened_store(load_config(config), with_watches=True) as store:
        if what == "changes":
            chosen = exporting.Chosen(since_ms(since, SystemClock().now_ms()), sorted(kinds_of(kinds)), tag)
            found = exporting.changes(store, chosen)
            if as_json:
                print_json({"changes": list(found)})
            else:
                (exporting.write_jsonl if form != "csv" else exporting.write_changes_csv)(found, click.echo)
            return
        rows = exporting.followed(store, tag)
    if as_json:
        plain = [{"url": one.url, "tags": list(one.tags), "schedule": one.schedule} for one in rows if not one.feed]
        feeds = [{"url": one.url, "tags": list(one.tags), "schedule": one.schedule} for one in rows if one.feed]
        print_json({"articles": plain, "feeds": feeds})
        return
    writers = {"toml": exporting.write_toml, "opml": exporting.write_opml}
    writers.get(form or "csv", exporting.write_csv)(rows, click.echo)
