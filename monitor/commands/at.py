"""`rowback at ARTICLE DATE`: what was stored of an article at a moment: the version that stood, its text and figures.

Reads the store only. What stood between two looks nobody knows, so both looks are named.
"""

from __future__ import annotations

from pathlib import Path

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store


@click.command("at")
@click.argument("words", metavar="ARTICLE")
@click.argument("moment", metavar="DATE")
@click.option(
    "--page", type=click.Path(path_type=Path), help="Write the page of that version as it came into this file."
)
@config_option
@json_option
def at(words: str, moment: str, page: Path | None, config: Path | None, as_json: bool) -> None:
    """Show what an article said at a moment, as 2026-05-03 (its end) or 2026-05-03T14:00, in [service] time_zone."""
    from monitor.commands.output import one_line, print_json, print_table
    from monitor.commands.times import local, stamp
    from monitor.errors import StoreError, UnknownVersion
    from monitor.facts.parsed import parse
    from monitor.finding import find_article
    from monitor.moments import moment_ms, standing
    from monitor.store import pages, versions

    settings = load_config(config)
    try:
        at_ms = moment_ms(moment, settings.service.time_zone)
    except ValueError as wrong:
        raise click.BadParameter(str(wrong)) from wrong
    with opened_store(settings) as store:
        article = find_article(store, words)
        listed = store.read(versions.listing, article.id)
        stood, later = standing(listed, at_ms)
        if stood is None:
            first = f"; it was first seen at {local(listed[0].seen_at)}" if listed else ""
            raise UnknownVersion(f"nothing was stored of {article.url} by {local(at_ms)}{first}")
        text = store.read(versions.article_of, article.id, stood.number)
        if page is not None:
            body = store.read(pages.of_version, article.id, stood.number).body
            try:
                page.write_bytes(body)
            except OSError as wrong:
                raise StoreError(f"{page}: cannot be written ({wrong.strerror})") from wrong
    figures = [{**figure.to_dict(), "where": part.where} for part in parse(text).parts for figure in part.figures]
    if as_json:
        named = {"id": article.id, "url": article.url, "title": text.title}
        seen = {"seen_at": stamp(stood.seen_at), "replaced_at": stamp(later.seen_at) if later else None}
        version = {"version": stood.number, **seen, "sha256": stood.sha256}
        print_json({"article": named, "at": stamp(at_ms), **version, "text": list(text.lines()), "figures": figures})
        return
    click.echo(one_line(text.title or article.url))
    until = f"; version {later.number} was seen at {local(later.seen_at)}" if later else "; the newest"
    click.echo(f"{local(at_ms)}: version {stood.number}, seen at {local(stood.seen_at)}{until}")
    if later:
        click.echo("When between these two looks the text changed is not known.")
    rows = [
        (one["text"] or "", one["counted"] or one["noun"] or "", one["place"] or "", one["source"] or "")
        for one in figures
    ]
    print_table(("figure", "counts", "place", "source"), rows, "No figure in it.")
