"""`rowback rejudge`: the history judged by today's rules, and where they say something else than was stored.

Tells nobody. Changes nothing, unless `--adopt` puts the new verdicts beside the old ones and takes new baselines.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store

if TYPE_CHECKING:
    from monitor.changes.verdicts import Difference
    from monitor.checks.rejudging import Rejudged
    from monitor.checks.rereading import Reread
    from monitor.config.loading import Config
    from monitor.store import Store
    from monitor.store.rejudged import RejudgedRow
    from monitor.store.rows import ArticleRow

AT_ONCE = 200
"""Articles read from the store at a time."""
DIFFERS = 5


@click.command("rejudge")
@click.argument("articles", nargs=-1, metavar="[ARTICLE]...")
@click.option("--since", help="Only versions seen since a date, or in a span such as 30d.")
@click.option("--adopt", is_flag=True, help="Put the new verdicts beside the old ones in the history; never alerts.")
@click.option("--exit-code", is_flag=True, help="Exit with 5 if a verdict differs.")
@config_option
@json_option
def rejudge(
    articles: tuple[str, ...], since: str | None, adopt: bool, exit_code: bool, config: Path | None, as_json: bool
) -> None:
    """Judge the history by today's rules, and say where they differ from what was stored.

    Without ARTICLE, all of them. Nobody is told of anything.
    """
    from monitor.commands.output import logs_apart

    settings = load_config(config)
    since_ms = _moment(since, settings.service.time_zone)
    with opened_store(settings) as store, logs_apart():
        counts = asyncio.run(_all(store, settings, articles, since_ms, adopt=adopt, as_json=as_json))
    failed = counts["failed"] + counts["not_read_again"]
    click.get_current_context().exit(1 if failed else DIFFERS if exit_code and counts["differ"] else 0)


def _moment(since: str | None, zone_name: str) -> int:
    from monitor import durations
    from monitor.clock import SystemClock
    from monitor.commands.times import moment_ms

    if since is None:
        return 0
    try:
        return max(0, SystemClock().now_ms() - int(durations.seconds(since) * 1000))
    except ValueError:
        return moment_ms(since, "--since", zone_name)


async def _all(
    store: Store, settings: Config, words: tuple[str, ...], since_ms: int, *, adopt: bool, as_json: bool
) -> Counter[str]:
    from monitor.checks.judging import warm
    from monitor.checks.readers import Readers
    from monitor.checks.rejudging import Rejudging
    from monitor.checks.rereading import Rereading
    from monitor.checks.work import Patience
    from monitor.clock import SystemClock
    from monitor.commands.output import progress
    from monitor.metrics import Metrics
    from monitor.parts import parts_of
    from monitor.release import RELEASE
    from monitor.store import history, rejudged

    bounds = parts_of(settings, Metrics(RELEASE)).bounds
    chosen = _named(store, words) if words else None
    readers = Readers(1, settings.concepts, patience=Patience(page=settings.service.reader_timeout), warm=warm)
    counts: Counter[str] = Counter()
    count = store.read(history.count_articles) if chosen is None else len(chosen)
    try:
        rejudging = Rejudging(store, readers, bounds)
        rereading = Rereading(store, readers, bounds, SystemClock())
        with _told(counts, as_json=as_json) as tell, progress(count, "Judging") as advance:
            for article in chosen if chosen is not None else _every(store):
                rows = []
                async with aclosing(rejudging.article(article, since_ms)) as judged:
                    async for one in _counted(judged, counts):
                        tell(one)
                        rows.append(_row(one))
                if adopt:
                    counts["adopted"] += store.write(rejudged.add, [row for row in rows if row is not None])
                    _reckon(await rereading.article(article.id), counts)
                counts["articles"] += 1
                advance()
    finally:
        readers.close()
    return counts


def _named(store: Store, words: tuple[str, ...]) -> list[ArticleRow]:
    from monitor.finding import find_article

    found = {article.id: article for article in (find_article(store, one) for one in words)}
    return list(found.values())


def _every(store: Store) -> Iterator[ArticleRow]:
    from monitor.store import history

    offset = 0
    while rows := store.read(history.articles, limit=AT_ONCE, offset=offset):
        yield from rows
        offset += len(rows)


async def _counted(judged: AsyncGenerator[Rejudged, None], counts: Counter[str]) -> AsyncGenerator[Rejudged, None]:
    async for one in judged:
        counts["failed" if one.failed else f"by_{one.basis}"] += 1
        if not one.failed:
            counts["differ" if one.differences else "same"] += 1
            counts.update(str(difference.verdict) for difference in one.differences)
        yield one


def _row(one: Rejudged) -> RejudgedRow | None:
    """What is adopted of it."""
    from monitor.clock import SystemClock
    from monitor.release import RELEASE
    from monitor.store.rejudged import RejudgedRow
    from spiders.reading import RULES

    if one.failed:
        return None
    told = tuple(difference.to_dict() for difference in one.differences)
    now = SystemClock().now_ms()
    return RejudgedRow(one.article_id, one.version, now, RELEASE, RULES, str(one.basis), str(one.verdict), told)


def _reckon(found: Reread, counts: Counter[str]) -> None:
    from monitor.checks.rereading import Outcome

    if found.outcome is Outcome.BASELINE:
        counts["read_again"] += 1
    elif found.outcome is Outcome.FAILED:
        counts["not_read_again"] += 1


@contextmanager
def _told(counts: Counter[str], *, as_json: bool) -> Iterator[Any]:
    """Says each version that differs as it is found, and the numbers at the end; nothing is gathered."""
    if not as_json:
        yield _print
        click.echo(_summary(counts))
        return
    said = 0

    def tell(one: Rejudged) -> None:
        nonlocal said
        if one.differences or one.failed:
            click.echo(("," if said else "") + "\n  " + json.dumps(_fields(one), ensure_ascii=False), nl=False)
            said += 1

    click.echo('{"versions": [', nl=False)
    yield tell
    names = ("articles", "same", "differ", "more", "fewer", "other", "failed", "by_pages", "by_texts", "adopted")
    numbers = {name: counts[name] for name in (*names, "read_again", "not_read_again")}
    click.echo(("\n" if said else "") + f'], "counts": {json.dumps(numbers)}}}')


def _fields(one: Rejudged) -> dict[str, Any]:
    from monitor.commands.times import stamp

    return {
        "article": {"id": one.article_id, "url": one.url},
        "version": one.version,
        "seen_at": stamp(one.seen_at),
        "basis": str(one.basis),
        "verdict": "failed" if one.failed else str(one.verdict),
        "reason": one.reason,
        "differences": [difference.to_dict() for difference in one.differences],
    }


def _print(one: Rejudged) -> None:
    from monitor.commands.output import one_line
    from monitor.commands.times import local

    if not one.differences and not one.failed:
        return
    said = f"could not be judged: {one.reason}" if one.failed else _numbers(one.differences)
    why = f"; by its text ({one.reason})" if one.reason and not one.failed else ""
    click.echo(one_line(f"{one.url}  version {one.version}, {local(one.seen_at)}: {said}{why}"))
    _print_differences([difference.to_dict() for difference in one.differences])


def _numbers(found: tuple[Difference, ...]) -> str:
    words = Counter(str(one.verdict) for one in found)
    return ", ".join(f"{count} {word}" for word, count in words.items())


def print_later(row: RejudgedRow) -> None:
    """What an adopted verdict says of a version, below its changes; for `rowback history`."""
    from monitor.commands.times import local

    words = Counter(one["verdict"] for one in row.differences)
    said = ", ".join(f"{count} {word}" for word, count in words.items()) or "the same"
    click.echo(
        f"  judged again {local(row.at)} by Rowback {row.judged_by}, by its {row.basis}: {said}; nobody was told"
    )
    _print_differences(row.differences)


def _print_differences(found: Any) -> None:
    from monitor.changes.change import Change
    from monitor.commands.output import one_line
    from monitor.commands.sayings import fact_line

    for one in found:
        for name in ("stored", "new"):
            if one[name] is not None:
                change = Change.from_dict(one[name])
                word = f"{one['verdict']} ({name})" if one["verdict"] == "other" else one["verdict"]
                click.echo(f"  {word}  {change.kind} ({change.level})  {one_line(fact_line(change))}")


def _summary(counts: Counter[str]) -> str:
    versions = counts["same"] + counts["differ"] + counts["failed"]
    said = (
        f"{counts['articles']} articles, {versions} versions judged ({counts['by_pages']} by pages, "
        f"{counts['by_texts']} by stored texts): {counts['same']} the same, {counts['differ']} differ "
        f"({counts['more']} more, {counts['fewer']} fewer, {counts['other']} other)"
    )
    said += f", {counts['failed']} could not be judged" if counts["failed"] else ""
    said += f"; {counts['adopted']} adopted" if counts["adopted"] else ""
    return said + (f"; {counts['read_again']} articles have a new baseline" if counts["read_again"] else "")
