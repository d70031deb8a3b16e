"""`rowback history URL`: the versions of one article, what changed in each, and the checks that found something else.

With `--slots` each fact that changed is one line with all its values. Reads the store only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store

if TYPE_CHECKING:
    from monitor.changes.change import Change
    from monitor.store.archived import Copy
    from monitor.store.rejudged import RejudgedRow
    from monitor.store.rows import ArticleRow, CheckRow, VersionRow
    from spiders.article import Article

MOST_ACCOUNTS = 10
"""Of the newest versions the account is shown; of an older pair, `rowback diff --explain` has it."""


@click.command("history")
@click.argument("words", metavar="ARTICLE")
@click.option(
    "--explain", is_flag=True, help="Show both sentences of each change, the rule that found it, and the account."
)
@click.option("--slots", "by_slot", is_flag=True, help="Show each fact that changed with all its values over versions.")
@config_option
@json_option
def history(words: str, explain: bool, by_slot: bool, config: Path | None, as_json: bool) -> None:
    """Show the versions of an article and what changed in each.

    ARTICLE is an id, an address or a unique part of a title.
    """
    from monitor.changes.slot_history import slots
    from monitor.commands.accounts import print_account
    from monitor.commands.output import one_line, print_json
    from monitor.commands.sayings import slot_line
    from monitor.commands.times import local
    from monitor.finding import find_article
    from monitor.store import archived, rejudged, versions
    from monitor.store import history as past

    with opened_store(load_config(config)) as store:
        article = find_article(store, words)
        listed = store.read(versions.listing, article.id)
        found = store.read(past.changes, article_id=article.id, wording=True, limit=1_000_000)
        checks = store.read(past.checks, article.id)
        later = store.read(rejudged.listing, article.id)
        copies = store.read(archived.copies, article.id)
        newest = [one.number for one in listed if one.number > 1][-MOST_ACCOUNTS:] if explain else []
        wanted = sorted({number - step for number in newest for step in (0, 1)})
        texts = {number: store.read(versions.article_of, article.id, number) for number in wanted}
    ids = {id(row.change): row.id for row in found}
    changes = {one.number: [row.change for row in reversed(found) if row.version == one.number] for one in listed}
    dated = [(number, change) for number, brought in changes.items() for change in brought]
    if as_json:
        print_json(
            _fields(article, listed, changes, checks, texts, later, copies)
            | {"slots": [slot.to_dict() for slot in slots(dated)]}
        )
        return
    _print_head(article)
    if by_slot:
        for slot in slots(dated):
            click.echo(one_line(slot_line(slot)))
        return
    for one in listed:
        _print_version(one, changes[one.number], ids, later.get(one.number), explain=explain)
        if one.number in copies:
            click.echo(f"  archived copy, saved {local(copies[one.number].at)}: {one_line(copies[one.number].url)}")
        if one.number in texts and one.number - 1 in texts:
            print_account(texts[one.number - 1], texts[one.number])
    troubles = [one_check for one_check in checks if one_check.version is None]
    if troubles:
        click.echo("Checks without a version, newest first:")
        for one_check in troubles[:10]:
            click.echo(f"{local(one_check.at)}  {one_check.result}  {one_line(one_check.detail or one_check.end, 100)}")


def _print_version(
    one: VersionRow, changes: Sequence[Change], ids: Mapping[int, int], later: RejudgedRow | None, *, explain: bool
) -> None:
    from monitor.commands.rejudge import print_later
    from monitor.commands.sayings import print_changes
    from monitor.commands.times import local

    wording = sum(change.kind == "wording" for change in changes)
    note = f"  (new baseline: {one.relearned})" if one.relearned else ""
    note += f"  ({wording} of wording)" if wording else ""
    click.echo(f"version {one.number}  {local(one.seen_at)}{note}")
    print_changes([change for change in changes if change.kind != "wording"], explain=explain, ids=ids)
    if later is not None:
        print_later(later)


def _print_head(article: ArticleRow) -> None:
    from monitor.clock import SystemClock
    from monitor.commands.output import one_line
    from monitor.commands.times import ago

    click.echo(one_line(article.title or article.url))
    click.echo(f"{article.url}  {article.state}, {article.checks} checks, {article.version} versions")
    if article.due_at is not None and article.why:
        click.echo(f"next look {ago(article.due_at, SystemClock().now_ms())} ({article.why})")


def _fields(
    article: ArticleRow,
    listed: Sequence[VersionRow],
    changes: dict[int, list[Change]],
    checks: Sequence[CheckRow],
    texts: Mapping[int, Article],
    later: Mapping[int, RejudgedRow],
    copies: Mapping[int, Copy],
) -> dict[str, object]:
    from monitor.commands.accounts import account_fields
    from monitor.commands.times import stamp

    return {
        "article": {"id": article.id, "url": article.url, "title": article.title, "state": article.state}
        | {"due_at": stamp(article.due_at), "due_because": article.why},
        "versions": [
            {
                "version": one.number,
                "seen_at": stamp(one.seen_at),
                "sha256": one.sha256,
                "relearned": one.relearned,
                "changes": [change.to_dict() for change in changes[one.number]],
                "archived": {"url": copies[one.number].url, "at": stamp(copies[one.number].at)}
                if one.number in copies
                else None,
                "rejudged": later[one.number].to_dict() | {"at": stamp(later[one.number].at)}
                if one.number in later
                else None,
                **(
                    account_fields(texts[one.number - 1], texts[one.number])
                    if {one.number, one.number - 1} <= texts.keys()
                    else {}
                ),
            }
            for one in listed
        ],
        "checks": [
            {
                "at": stamp(one.at),
                "end": one.end,
                "result": one.result,
                "status": one.status,
                "detail": one.detail,
                "version": one.version,
            }
            for one in checks
        ],
    }
