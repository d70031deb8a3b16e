"""`rowback export`: prints what is tracked as CSV that `rowback import` reads again. Changes nothing."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store


@click.command("export")
@click.option("--tag", help="Only articles with this tag.")
@config_option
@json_option
def export(tag: str | None, config: Path | None, as_json: bool) -> None:
    """Print what is tracked as CSV (url, tags, schedule), to be kept or imported again."""
    from monitor import forms
    from monitor.commands.output import print_json
    from monitor.store import history

    with opened_store(load_config(config), with_watches=True) as store:
        rows = store.read(history.articles, tag=tag, limit=10_000_000)
    written = [(row.url, row.tags, forms.unstored(row.schedule)) for row in rows]
    if as_json:
        print_json({"articles": [{"url": url, "tags": list(tags), "schedule": plan} for url, tags, plan in written]})
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("url", "tags", "schedule"))
    writer.writerows((url, " ".join(tags), plan) for url, tags, plan in written)
