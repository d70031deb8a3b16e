"""`rowback export WHAT`: what is followed, for `rowback import`, rowback.toml or a reader of feeds, and what was seen
or changed, for other programs. Written as it is read, however much it is. Changes nothing.
"""

from __future__ import annotations

from pathlib import Path

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store

_TABLE = ("jsonl", "csv", "parquet")
FORMS = {
    "watches": ("csv", "toml", "opml"),
    "changes": ("jsonl", "csv"),
    **dict.fromkeys(("versions", "facts", "slots"), _TABLE),
}
"""What can be exported, and its forms; the first is the default."""


@click.command("export")
@click.argument("what", type=click.Choice(tuple(FORMS)), default="watches")
@click.option(
    "--format",
    "form",
    type=click.Choice(("csv", "toml", "opml", "jsonl", "parquet")),
    help="csv for watches, jsonl for all else.",
)
@click.option("--tag", help="Only what has this tag.")
@click.option("--since", metavar="SPAN", help="Only what was seen in the last hours or days, as in 7d.")
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
    """Print what is followed, what was seen or what changed, to be kept or read by another program.

    versions are the texts, facts the figures of each, slots what each fact that ever changed said over time.
    """
    from monitor.clock import SystemClock
    from monitor.commands import exporting, records
    from monitor.commands.output import print_json
    from monitor.commands.times import since_ms
    from monitor.rules import kinds_of

    _check(what, form, since, kinds)
    chosen = exporting.Chosen(since_ms(since, SystemClock().now_ms()), sorted(kinds_of(kinds)), tag)
    with opened_store(load_config(config), with_watches=True) as store:
        if what in records.COLUMNS:
            table = records.rows(store, what, chosen)
            if as_json:
                print_json({what: list(table)})
            else:
                exporting.write_table(table, records.COLUMNS[what], form or "jsonl", click.echo)
            return
        if what == "changes":
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


def _check(what: str, form: str | None, since: str | None, kinds: tuple[str, ...]) -> None:
    """Raises UsageError where the options do not fit each other."""
    from monitor.commands import exporting
    from monitor.rules import check_pattern

    if form and form not in FORMS[what]:
        raise click.BadParameter(f"{what} are written as {' or '.join(FORMS[what])}", param_hint="--format")
    if kinds and what != "changes":
        raise click.UsageError("--kind chooses changes: `rowback export changes`")
    if since and what == "watches":
        raise click.UsageError("--since chooses what was seen: versions, facts, slots or changes")
    if form == "parquet":
        exporting.need_parquet()
    for kind in kinds:
        try:
            check_pattern(kind)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--kind") from error
