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
    from monitor.facts import find_figures
    from monitor.facts.quotes import find_quotes
    from monitor.facts.sources import find_sources

    figures, quotes, sources = [], [], []
    for where, text in parts_of(article):
        lang = article.language
        for f in find_figures(text, lang):
            numbers = {end: None if (n := getattr(f, end)) is None else f"{n:f}" for end in ("lo", "hi")}
            words = {name: getattr(f, name) for name in ("unit", "counted", "noun", "place", "as_of", "source")}
            figures.append({"text": f.surface, **numbers, "bound": f.bound, **words, "where": where})
        quotes += [{"text": q.text, "where": where} for q in find_quotes(text, lang)]
        sources += [{"text": s.text, "where": where} for s in find_sources(text, lang) if not s.bare]
    return {
        "figures": figures,
        "quotes": quotes,
        "sources": sources,
        "notices": [{"text": n} for n in article.notices],
        "internal": [note.to_dict() for note in internal_notes(article)],
    }


def parts_of(article: Article) -> list[tuple[str, str]]:
    """The texts of an article with the part of it in which they stand."""
    parts = [("headline", article.title), ("standfirst", article.standfirst)]
    parts += [("body", text) for text in (*article.prose(), *article.table_lines())]
    parts += [("caption", text) for text in article.captions]
    parts += [("live", entry.text) for entry in article.live]
    return [(where, text) for where, text in parts if text]


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
        (f["text"], _value(f), f["counted"] or f["noun"], f["unit"], f["place"], f["source"]) for f in found["figures"]
    ]
    click.echo(f"Figures: {len(rows)}")
    if rows:
        print_table(("as written", "value", "counts", "unit", "place", "source"), rows, "")
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
