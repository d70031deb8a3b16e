"""`rowback rules explain|test`: why a rule fires for a stored change or does not, and what rules would have sent.

Works on stored changes and the rules of the configuration as it stands now; sends nothing and stores nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.loading import Config
    from monitor.deliveries.replaying import Raised
    from monitor.rules import ArticleContext, Decision, Rule
    from monitor.store.rows import ChangeRow


@click.group("rules")
def rules() -> None:
    """Try rules on what was stored, and ask why one fires."""


@rules.command("explain")
@click.argument("change", type=click.IntRange(1), metavar="CHANGE")
@config_option
@json_option
def explain(change: int, config: Path | None, as_json: bool) -> None:
    """Say for each rule why it fires for this change, or why not; `rowback changes` gives the ids."""
    from monitor.commands.output import one_line, print_json
    from monitor.commands.sayings import fact_line
    from monitor.errors import UsageError
    from monitor.rules import decide
    from monitor.store import history

    settings = load_config(config)
    with opened_store(settings) as store:
        row = store.read(history.change_by_id, change)
        if row is None:
            raise UsageError(f"no change {change} is stored; `rowback changes` gives the ids")
        context = store.read(_contexts, [row])[row.article_id]
    decisions = decide(settings.rules, row.change, context)
    if as_json:
        print_json({"change": {"id": row.id, **row.change.to_dict()}, "rules": [_fields(one) for one in decisions]})
        return
    click.echo(f"{row.change.kind}  {one_line(fact_line(row.change))}")
    for one in decisions:
        click.echo(f"{one.rule.name}: {f'fires, {one.severity}' if one.fires else 'silent'}: {one_line(one.reason)}")


@rules.command("test")
@click.argument("name", required=False, metavar="[NAME]")
@click.option(
    "--since", default="30d", show_default=True, metavar="SPAN", help="The changes of the last hours or days."
)
@click.option(
    "--rules",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Try the [[rule]] tables of this file instead; channels and history stay those of the configuration.",
)
@config_option
@json_option
def test(name: str | None, since: str, file: Path | None, config: Path | None, as_json: bool) -> None:
    """Replay stored changes through the rules, or the one named, and print the alerts they would have raised."""
    from monitor.clock import SystemClock
    from monitor.commands.output import print_json
    from monitor.commands.times import local, since_ms, stamp
    from monitor.deliveries.replaying import replay
    from monitor.store import history

    settings = load_config(config)
    wanted = _chosen(_tried(file, settings) if file else settings.rules, name)
    start = since_ms(since, SystemClock().now_ms())
    with opened_store(settings) as store:
        rows = store.read(history.changes, since_ms=start, wording=True, limit=10_000_000)
        contexts = store.read(_contexts, rows)
    raised = replay(wanted, rows[::-1], contexts)
    if as_json:
        told = [_raised_fields(one) for one in raised]
        print_json({"since": stamp(start), "changes": len(rows), "alerts": told})
        return
    for one in raised:
        _print_raised(one)
    counts = Counter(one.rule for one in raised)
    for rule in wanted if len(wanted) > 1 else ():
        click.echo(f"{rule.name}: {counts[rule.name]} alerts")
    click.echo(f"{len(rows)} changes since {local(start)}: {len(raised)} alerts would have been raised.")


def _print_raised(one: Raised) -> None:
    from monitor.commands.output import one_line
    from monitor.commands.sayings import fact_line
    from monitor.commands.times import local

    row = one.hits[0].row
    told = f"to {', '.join(one.notify)}" if one.notify else "to nobody"
    click.echo(f"{local(row.seen_at)}  {one.rule} ({one.severity}, {told})  {one_line(row.title, 80)}  {row.url}")
    for hit in one.hits:
        click.echo(f"    {one_line(fact_line(hit.row.change))}\n    why: {one_line(hit.reason)}")


def _raised_fields(one: Raised) -> dict[str, object]:
    from monitor.commands.times import stamp

    row = one.hits[0].row
    return {
        "rule": one.rule,
        "article": {"id": row.article_id, "url": row.url, "title": row.title},
        "version": row.version,
        "seen_at": stamp(row.seen_at),
        "severity": one.severity,
        "notify": list(one.notify),
        "changes": [{"id": hit.row.id, "reason": hit.reason, **hit.row.change.to_dict()} for hit in one.hits],
    }


def _tried(file: Path, settings: Config) -> Sequence[Rule]:
    """The rules of another file, which may name the channels of the configuration."""
    from monitor.config.loading import load
    from monitor.errors import UsageError

    found = load(file, {}, secrets=False, channels=tuple(settings.channel))
    if not found.rule:
        raise UsageError(f"{file} has no [[rule]] table")
    return [one.rule((*settings.channel, *found.channel)) for one in found.rule]


def _chosen(known: Sequence[Rule], name: str | None) -> Sequence[Rule]:
    if name is None:
        return known
    from monitor.errors import UsageError
    from monitor.suggestions import suggestion

    names = [rule.name for rule in known]
    if name not in names:
        raise UsageError(f"there is no rule '{name}'{suggestion(name, names) or '; there are ' + ', '.join(names)}")
    return [rule for rule in known if rule.name == name]


def _contexts(connection: Connection, rows: Sequence[ChangeRow]) -> dict[int, ArticleContext]:
    """What the rules may ask about each article of these changes."""
    from monitor.rules import ArticleContext
    from monitor.store import history

    articles = {number: history.article_by_id(connection, number) for number in {row.article_id for row in rows}}
    return {n: ArticleContext(a.tags, a.outlet, a.url, a.language) for n, a in articles.items()}


def _fields(one: Decision) -> dict[str, object]:
    return {
        "rule": one.rule.name,
        "fires": one.fires,
        "why": str(one.why),
        "reason": one.reason,
        "severity": str(one.severity),
    }
