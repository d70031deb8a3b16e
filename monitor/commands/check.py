"""`rowback check`: looks at tracked articles now, with a progress bar, and says what each look found.

With a daemon on the same data folder the daemon looks; without one this command does.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store

if TYPE_CHECKING:
    from monitor.checks.once import Checked
    from monitor.config.loading import Config
    from monitor.store.rows import ArticleRow

CHANGES_FOUND = 5

ALLOW_HINT = (
    "an address of this machine or of a private network is refused; if you mean it, name the network in "
    '[service] allow_networks, as in ["127.0.0.0/8"]'
)


@click.command("check")
@click.argument("urls", nargs=-1, metavar="[ARTICLE]...")
@click.option("--all", "everything", is_flag=True, help="Every article that is followed.")
@click.option("--exit-code", is_flag=True, help="Exit with 5 if a reported fact changed.")
@click.option("--wait", default=300.0, type=click.FloatRange(1), show_default=True, help="Seconds for the whole round.")
@config_option
@json_option
def check(
    urls: tuple[str, ...], everything: bool, exit_code: bool, wait: float, config: Path | None, as_json: bool
) -> None:
    """Look at articles now and say what changed. ARTICLE is an id, an address or a unique part of a title."""
    if bool(urls) == everything:
        raise click.UsageError("name the articles to check, or --all")
    found = load_config(config, secrets=True)
    look_and_tell(found, _chosen(found, urls), wait, exit_code=exit_code, as_json=as_json, everything=everything)


def look_and_tell(
    config: Config, ids: Sequence[int], wait: float, *, exit_code: bool, as_json: bool, everything: bool = False
) -> None:
    """Look at these articles, say what each look found, and end the command with the code that says it in short.

    With `exit_code` a change comes first: that some other article could not be fetched is said on stderr. `everything`:
    these are all that are followed.
    """
    checked: list[Checked] = []
    left = _look(config, ids, wait, checked, bar=not as_json, everything=everything)
    _show(checked, _named(config, left), as_json)
    # That an article is read again, or no longer, is told but is no reported fact.
    changed = any(not str(row.change.kind).startswith("watch.") for one in checked for row in _facts(one))
    failed = len(left) + sum(one.article.state == "failing" for one in checked)
    if failed and exit_code and changed:
        click.echo(f"{failed} of {len(ids)} could not be looked at; exit code 5 is for the changes.", err=True)
    click.get_current_context().exit(CHANGES_FOUND if exit_code and changed else 4 if failed else 0)


def _chosen(config: Config, urls: tuple[str, ...]) -> list[int]:
    from monitor.finding import find_article
    from monitor.store import history

    with opened_store(config, with_watches=True) as store:
        if not urls:
            return store.read(history.article_ids, ["followed"])
        return list(dict.fromkeys(find_article(store, url).id for url in urls))


def _named(config: Config, ids: Sequence[int]) -> list[ArticleRow]:
    from monitor.store import history

    if not ids:
        return []
    with opened_store(config) as store:
        return [store.read(history.article_by_id, number) for number in ids]


def _look(
    config: Config, ids: Sequence[int], seconds: float, checked: list[Checked], *, bar: bool, everything: bool
) -> list[int]:
    from monitor.clock import SystemClock
    from monitor.logs import set_up_logs
    from spiders.fetching import run_with_reactor

    if not ids:
        return []
    clock = SystemClock()
    set_up_logs("text", clock, least="ERROR")
    left: list[int] = []
    progress: Any = click.progressbar(
        length=len(ids), label="checking", file=sys.stderr, hidden=not bar or not sys.stderr.isatty()
    )
    with progress:

        def told(one: Checked) -> None:
            checked.append(one)
            progress.update(1)

        async def round_of_checks() -> int:
            from monitor.checks.once import check_once

            left.extend(await check_once(config, clock, ids, told, seconds, everything=everything))
            return 0

        def main() -> Awaitable[int]:
            return round_of_checks()

        run_with_reactor(main)
    return left


def _facts(one: Checked) -> list[Any]:
    return [row for row in one.changes if str(row.change.kind) != "wording"]


def _show(checked: list[Checked], left: list[ArticleRow], as_json: bool) -> None:
    from monitor.commands.output import one_line, print_json

    if as_json:
        print_json([_fields(one) for one in checked] + [{"url": row.url, "state": "not_reached"} for row in left])
        return
    blocked = 0
    for one in checked:
        article = one.article
        facts = _facts(one)
        word = f"{len(facts)} change{'s' if len(facts) != 1 else ''}" if facts else article.state
        reason = f" ({article.reason})" if article.reason else ""
        blocked += article.reason == "blocked_address"
        click.echo(f"{word}{reason}\t{one_line(article.url)}\t{one_line(article.title, 70)}")
        if one.detail and article.state == "refused":
            click.echo(f"  {one_line(one.detail, 300)}")
        for row in facts:
            change = row.change
            old = one_line(change.old.text, 100) if change.old else "-"
            new = one_line(change.new.text, 100) if change.new else "-"
            click.echo(f"  {change.kind}\t{old} -> {new}")
    if blocked:
        click.echo(f"Note: {ALLOW_HINT}", err=True)
    for row in left:
        click.echo(f"not reached in time\t{one_line(row.url)}", err=True)


def _fields(one: Checked) -> dict[str, Any]:
    article = one.article
    return {
        "url": article.url,
        "title": article.title,
        "state": article.state,
        "reason": article.reason,
        "version": article.version,
        "changes": [row.change.to_dict() for row in one.changes],
    }
