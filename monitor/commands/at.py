"""`rowback at ARTICLE DATE`: what was stored of an article at a moment: the version that stood, its text and figures.

Reads the store only. What stood between two looks nobody knows, so both looks are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store

if TYPE_CHECKING:
    from monitor.changes.slot_history import Slot
    from monitor.store.moments import Stood
    from monitor.store.rows import VersionRow

CHANGES = 1_000
"""The changes on either side of the moment that are asked what a figure was then and what became of it."""


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
    from monitor.commands.output import print_json
    from monitor.commands.times import local, stamp
    from monitor.errors import UnknownVersion
    from monitor.facts.parsed import parse
    from monitor.finding import find_article
    from monitor.moments import moment_ms
    from monitor.store import moments, versions

    settings = load_config(config)
    try:
        at_ms = moment_ms(moment, settings.service.time_zone)
    except ValueError as wrong:
        raise click.BadParameter(str(wrong)) from wrong
    with opened_store(settings) as store:
        article = find_article(store, words)
        stood = store.read(moments.stood, article, at_ms)
        if stood.version is None:
            first = f"; it was first seen at {local(stood.later.seen_at)}" if stood.later else ""
            raise UnknownVersion(f"nothing was stored of {article.url} by {local(at_ms)}{first}")
        text = store.read(versions.article_of, article.id, stood.version.number)
        slots = store.read(_slots, article.id, at_ms)
        if page is not None:
            _write(page, store.read(_body, article.id, stood.version.number))
    figures = [{**figure.to_dict(), "where": part.where} for part in parse(text).parts for figure in part.figures]
    if not as_json:
        _print(text.title or article.url, at_ms, stood, stood.version, figures, slots)
        return
    version = {"version": stood.version.number, "sha256": stood.version.sha256}
    seen = {"seen_at": stamp(stood.version.seen_at), "replaced_at": stamp(stood.later.seen_at) if stood.later else None}
    unread = stood.unread
    known = {
        "removed_at": stamp(stood.removed_at),
        "unknown_after": stamp(stood.unknown_after),
        "unread": unread and {"at": stamp(unread.at), "result": unread.result, "detail": unread.detail or unread.end},
    }
    print_json(
        {
            "article": {"id": article.id, "url": article.url, "title": text.title},
            "at": stamp(at_ms),
            **version,
            **seen,
            **known,
            "text": list(text.lines()),
            "figures": figures,
            "slots": list(_told(slots, stood.version.number)),
        }
    )


def _print(
    title: str,
    at_ms: int,
    stood: Stood,
    version: VersionRow,
    figures: Sequence[dict[str, Any]],
    slots: Sequence[Slot],
) -> None:
    from monitor.commands.output import one_line, print_table
    from monitor.commands.times import local

    click.echo(one_line(title))
    later = stood.later
    until = f"; version {later.number} was seen at {local(later.seen_at)}" if later else "; the newest"
    click.echo(f"{local(at_ms)}: version {version.number}, seen at {local(version.seen_at)}{until}")
    for sentence in limits(stood):
        click.echo(one_line(sentence))
    rows = [
        (one["text"] or "", one["counted"] or one["noun"] or "", one["place"] or "", one["source"] or "")
        for one in figures
    ]
    print_table(("figure", "counts", "place", "source"), rows, "No figure in it.")
    moved = [
        (one["counts"], one["said"] or "-", _step(one["since"]), one["before"] or "-", _step(one["later"]))
        for one in _told(slots, version.number)
        if one["kind"].startswith("figure.")
    ]
    if moved:
        click.echo("Figures of it that ever moved:")
        print_table(("of", "then", "since", "before", "later"), moved, "")


def limits(stood: Stood) -> Iterator[str]:
    """In sentences, what this answer does not say."""
    from monitor.commands.times import local

    if stood.removed_at is not None:
        yield f"Removed since {local(stood.removed_at)}: at this moment its outlet no longer showed it."
    if stood.unread is not None:
        why = stood.unread.detail or stood.unread.end
        yield (
            f"The look at {local(stood.unread.at)} could not read the page ({stood.unread.result}: {why}); "
            "what it said from then on until it was read again is not known."
        )
    if stood.unknown_after is not None:
        yield f"The last look was at {local(stood.unknown_after)}; what it said after that is not known."
    elif stood.later:
        yield (
            "A look that finds nothing new is counted and not stored, so when between these two looks the text changed "
            "is not known."
        )


def _slots(connection: Any, article_id: int, at_ms: int) -> list[Slot]:
    from monitor.changes.slot_history import slots
    from monitor.store import history

    before = history.changes(connection, article_id=article_id, until_ms=at_ms + 1, limit=CHANGES)
    after = history.changes(connection, article_id=article_id, since_ms=at_ms + 1, limit=CHANGES)
    if len(after) == CHANGES:
        after = []  # the newest of more: those that followed the moment are not among them
    return slots((row.version, row.change) for row in reversed([*after, *before]))


def _told(slots: Sequence[Slot], number: int) -> Iterator[dict[str, Any]]:
    """Each slot as it stood in that version: what it counts, what it said, since when, what before and after."""
    for slot in slots:
        then = slot.in_version(number)
        before = then.since.change.old if then.since else None
        named = next(one for one in (then.said, slot.steps[0].change.new, slot.steps[0].change.old) if one)
        yield {
            "kind": str(slot.last.kind),
            "counts": " ".join(filter(None, (named.counted or named.unit, named.place)))
            or named.sentence
            or named.text,
            "said": then.said.text if then.said else None,
            "since": then.since and {"version": then.since.version},
            "before": before.text if before else None,
            "later": then.later
            and {"version": then.later.version, "said": then.later.change.new and then.later.change.new.text},
        }


def _step(told: dict[str, Any] | None) -> str:
    if told is None:
        return "-"
    return f"{told['said'] or 'gone'}, version {told['version']}" if "said" in told else f"version {told['version']}"


def _body(connection: Any, article_id: int, number: int) -> bytes:
    from monitor.store import pages

    return pages.of_version(connection, article_id, number).body


def _write(page: Path, body: bytes) -> None:
    from monitor.errors import StoreError

    try:
        page.write_bytes(body)
    except OSError as wrong:
        raise StoreError(f"{page}: cannot be written ({wrong.strerror})") from wrong
