"""`rowback facts FILE|URL|-`: the figures, quotes and sources of a page, a text or a tracked article.

Fetches nothing: for a URL that is not tracked it says how to track it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import config_named, config_option, json_option, load_config, opened_store

if TYPE_CHECKING:
    from spiders.article import Article


@click.command("facts")
@click.argument("page", metavar="FILE|URL|-")
@click.option("--lang", help="The language, where the page does not say it or says it wrongly.")
@config_option
@json_option
def facts(page: str, lang: str | None, config: Path | None, as_json: bool) -> None:
    """Show the facts of a page, a text or a tracked article: figures, quotes, sources."""
    from monitor.commands.output import print_json, say_lacking
    from monitor.text.coverage import lacking

    if "://" in page or (page.isdigit() and not Path(page).exists()):
        title, number, article = _stored(page, config)
    else:
        from monitor.commands.texts import read_given

        if config_named(config):
            load_config(config)
        article, number = read_given(page, lang).article, None
        title = article.title
    found = facts_of(article)
    if as_json:
        version = {} if number is None else {"version": number}
        about = {"title": title, "language": article.language, "lacking": list(lacking(article.language))}
        print_json({**about, **version, **found})
        return
    _print(title, found)
    say_lacking(article.language)


def facts_of(article: Article) -> dict[str, list[dict[str, Any]]]:
    """Everything that the text reports, in reading order, and where its headline contradicts it; numbers as strings."""
    from monitor.changes.internal import internal_notes
    from monitor.facts.parsed import parse

    parsed = parse(article)
    return {
        "figures": [{**figure.to_dict(), "where": part.where} for part in parsed.parts for figure in part.figures],
        "quotes": [{"text": quote.text, "where": part.where} for part in parsed.parts for quote in part.quotes],
        "sources": [
            {"text": source.text, "where": part.where}
            for part in parsed.parts
            for source in part.sources
            if not source.bare
        ],
        "notices": [{"text": notice} for notice in parsed.notices],
        "internal": [note.to_dict() for note in internal_notes(parsed)],
    }


def _stored(url: str, config: Path | None) -> tuple[str, int, Article]:
    from monitor.errors import UnknownVersion
    from monitor.finding import find_article
    from monitor.store import versions

    with opened_store(load_config(config)) as store:
        row = find_article(store, url)
        if row.version == 0:
            raise UnknownVersion(f"{row.url} is tracked, but no version of it is stored yet ({row.state})")
        return row.title, row.version, store.read(versions.article_of, row.id, row.version)


def _print(title: str, found: dict[str, list[dict[str, Any]]]) -> None:
    from monitor.commands.output import one_line, print_table

    if title:
        click.echo(one_line(title))
    rows = [
        (f["text"], _value(f), f["counted"] or f["noun"], f["unit"], f["place"], f["holder"], f["source"])
        for f in found["figures"]
    ]
    click.echo(f"Figures: {len(rows)}")
    if rows:
        print_table(("as written", "value", "counts", "unit", "place", "holder", "source"), rows, "")
    for name in ("quotes", "sources", "notices", "internal"):
        if found[name]:
            click.echo(f"{name.capitalize()}: {len(found[name])}")
            for one in dict.fromkeys(one["text"] for one in found[name]):
                click.echo(f"  {one_line(one, 160)}")


def _value(figure: dict[str, Any]) -> str:
    """The interval in signs: "> 41100", "30..40", "= 97"."""
    low, high, bound = figure["lo"], figure["hi"], figure["bound"]
    if low is not None and high is not None and low != high:
        return f"{low}..{high}" if bound == "=" else f"{bound} {low}..{high}"
    return f"{bound} {low if low is not None else high}"
