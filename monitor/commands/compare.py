"""`rowback compare OLD NEW`: two files of HTML or text go in, the facts that changed come out. Needs no database.

Both pages are read as the daemon would read two fetches of one article; nothing is remembered.
"""

from __future__ import annotations

from pathlib import Path

import click

from monitor.commands.options import config_named, config_option, json_option, load_config


@click.command("compare")
@click.argument("old")
@click.argument("new")
@click.option("--lang", help="The language, where the files do not say it or say it wrongly.")
@click.option("--explain", is_flag=True, help="Say for each change which rule found it, and show both sentences.")
@click.option("--wording", is_flag=True, help="Show changes of wording too; they are no facts.")
@click.option("--exit-code", is_flag=True, help="Return 5 if a fact changed.")
@config_option
@json_option
# One parameter an option: click hands each in by its name.
def compare(
    old: str,
    new: str,
    lang: str | None,
    explain: bool,
    wording: bool,
    exit_code: bool,
    config: Path | None,
    as_json: bool,
) -> None:
    """Compare two files and say which facts changed. Changes of wording are left out."""
    from monitor.changes import Kind
    from monitor.changes import compare as compare_articles
    from monitor.commands.output import print_json, say_lacking
    from monitor.commands.sayings import print_changes
    from monitor.commands.texts import read_given
    from monitor.text.coverage import lacking

    if config_named(config):
        # Only for the concepts in it: two files can be compared without any configuration.
        load_config(config)
    first = read_given(old, lang)
    second = read_given(new, lang, memory=first.memory)
    found = compare_articles(first.article, second.article)
    facts = [change for change in found if change.kind is not Kind.WORDING]
    shown = found if wording else facts
    if as_json:
        lacks = list(lacking(second.article.language))
        print_json({"changes": [change.to_dict() for change in shown], "lacking": lacks})
    elif shown:
        print_changes(shown, explain=explain)
    else:
        click.echo("No fact changed.")
    if not as_json:
        say_lacking(second.article.language)
    if exit_code and facts:
        click.get_current_context().exit(5)
