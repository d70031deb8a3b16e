"""`rowback evidence CHANGE|ARTICLE`: one file that anyone can check without us: pages, texts, facts, changes, chain.

Reads the store and writes one WACZ file; changes nothing and works beside a running daemon.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.keeping.bundle import Evidence, KeptPage
    from monitor.keeping.chain import Entry
    from monitor.store import Store
    from monitor.store.pages import Page
    from monitor.store.rows import ArticleRow


def _print_script(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from monitor.keeping.bundle import script

        click.echo(script(), nl=False)
        context.exit()


@click.command("evidence")
@click.argument("words", metavar="CHANGE|ARTICLE")
@click.option(
    "--from", "first", type=int, metavar="N", help="The older version; the one before the change, or the first."
)
@click.option("--to", "last", type=int, metavar="M", help="The newer version; that of the change, or the newest.")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write; else named by article and versions.")
@click.option(
    "--head",
    "known",
    metavar="HEAD",
    help="End the chain at this head, which was stamped or written down, not at the newest.",
)
@click.option(
    "--script",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_script,
    help="Print the script that checks bundles, and write none.",
)
@config_option
@json_option
def evidence(
    words: str,
    first: int | None,
    last: int | None,
    out: Path | None,
    known: str | None,
    config: Path | None,
    as_json: bool,
) -> None:
    """Write what is stored of two versions and all between them into one WACZ file that checks itself.

    CHANGE is its number with a # before it; ARTICLE an id, an address or a unique part of a title.
    """
    import hashlib

    from monitor.commands.output import print_json
    from monitor.errors import StoreError, UsageError
    from monitor.keeping.bundle import wacz

    with opened_store(load_config(config)) as store:
        article, before, after = _meant(store, words, first, last)
        if not 1 <= before <= after <= article.version:
            raise UsageError(f"article {article.id} has versions 1 to {article.version}, not {before} to {after}")
        found = store.read(_found, article, before, after, known)
    raw = wacz(found)
    path = out or Path(f"rowback-{article.id}-{before}-{after}.wacz")
    try:
        path.write_bytes(raw)
    except OSError as wrong:
        raise StoreError(f"{path}: cannot be written ({wrong.strerror})") from wrong
    head = hashlib.sha256(found.chain[-1].encode()).hexdigest()
    told = {
        "file": str(path),
        "sha256": hashlib.sha256(raw).hexdigest(),
        "bytes": len(raw),
        "versions": sorted(found.texts),
        "pages": len(found.pages),
        "head": head,
    }
    if as_json:
        print_json(told)
        return
    click.echo(f"{path}: versions {before} to {after}, {len(found.pages)} pages, {len(raw):,} bytes")
    for number in sorted(set(found.texts) - {page.made for page in found.pages.values()}):
        click.echo(f"no page is kept of version {number}: its text, its facts and the chain are in it")
    click.echo(f"sha256 {told['sha256']}")
    click.echo(f"head   {head}")


def _meant(store: Store, words: str, first: int | None, last: int | None) -> tuple[ArticleRow, int, int]:
    from monitor.errors import UsageError
    from monitor.finding import find_article
    from monitor.store import history

    if words.startswith("#") and words[1:].isdigit():
        change = store.read(history.change_by_id, int(words[1:]))
        if change is None:
            raise UsageError(f"there is no change {words}; `rowback changes` shows their numbers")
        article = store.read(history.article_by_id, change.article_id)
        before, after = max(1, change.version - 1), change.version
    else:
        article = find_article(store, words)
        before, after = 1, article.version
    return article, before if first is None else first, after if last is None else last


def _found(connection: Connection, article: ArticleRow, before: int, after: int, known: str | None) -> Evidence:
    from monitor.changes import explained
    from monitor.keeping.bundle import Evidence
    from monitor.store import chain, pages, stamps, versions
    from spiders.article import Article

    numbers = range(before, after + 1)
    texts = {number: versions.text_of(connection, article.id, number) for number in numbers}
    entries = chain.entries(connection, article.id)
    end = _end(connection, entries, numbers, known)
    ours = [(n, one) for n, one in entries if one.version in numbers and n <= end]
    ids = {one.page_id for _, one in ours}
    kept = {one.id: one for one in pages.of_article(connection, article.id) if one.id in ids}
    url, start = _named(article.id, entries, numbers, list(kept.values()))
    changes = {n: chain.chained_changes(connection, one) for n, one in ours if one.changes is not None}
    old, new = (Article.from_json(texts[number]) for number in (before, after))
    return Evidence(
        article=article.id,
        url=url,
        first=before,
        last=after,
        chain=[line for _, line in chain.lines_from(connection, start, end)],
        texts=texts,
        facts={number: chain.chained_facts(connection, article.id, number) for number in numbers},
        changes=changes,
        pages={number: _kept(one) for number, one in kept.items()},
        stamps=[(row.n, row.authority, row.answer) for row in stamps.listing(connection) if start <= row.n <= end],
        account=explained(old, new).to_dict(),
        reviews=_reviews(connection, [int(row[0]) for rows in changes.values() for row in rows]),
        tools=_tools(),
    )


def _end(connection: Connection, entries: list[tuple[int, Entry]], numbers: range, known: str | None) -> int:
    """The entry at which the chain of a bundle ends. Raises UsageError where a head is none or too old."""
    from monitor.errors import UsageError
    from monitor.keeping.chain import EntryKind
    from monitor.store import chain

    if known is None:
        return chain.head(connection).n
    end = chain.entry_with(connection, known)
    if end is None:
        raise UsageError("this chain never had that head; `rowback verify` prints the newest")
    for n, one in entries:
        if n > end and one.version in numbers and one.kind in (EntryKind.VERSION, EntryKind.DELETED):
            what = "recorded" if one.kind == EntryKind.VERSION else "deleted (its page)"
            raise UsageError(f"version {one.version} was {what} as entry {n}, after that head, of entry {end}")
    return end


def _named(article_id: int, entries: list[tuple[int, Entry]], numbers: range, kept: list[Page]) -> tuple[str, int]:
    """The address, and the entry from which on it is said: the first version where each has a page that names it."""
    from monitor.errors import StoreDamaged
    from monitor.keeping.chain import EntryKind
    from monitor.store.pages import Cause

    made = [n for n, one in entries if one.kind == EntryKind.VERSION and one.version in numbers]
    names = [(n, one.detail or "") for n, one in entries if one.kind == EntryKind.ARTICLE and made and n < made[0]]
    if not names:
        raise StoreDamaged(f"the chain does not name article {article_id}; `rowback verify` says more")
    n, url = names[-1]
    said = {one.version for one in kept if one.cause == Cause.VERSION and one.record.article == url}
    return url, made[0] if said.issuperset(numbers) else n


def _kept(one: Page) -> KeptPage:
    from monitor.keeping.bundle import KeptPage
    from monitor.store.pages import Cause

    certificates = dict(zip(one.record.certificates, one.certificates, strict=True))
    made = one.version if one.cause == Cause.VERSION else None
    return KeptPage(one.raw_record, one.body, certificates, made)


def _reviews(connection: Connection, changes: list[int]) -> list[dict[str, Any]]:
    from dataclasses import asdict

    from monitor.commands.times import stamp
    from monitor.store import reviews

    return [{**asdict(row), "at": stamp(row.at)} for row in reviews.of_changes(connection, changes)]


def _tools() -> dict[str, str]:
    """What a bundle was made with."""
    import platform
    import sqlite3
    from importlib.metadata import version

    from monitor.release import RELEASE

    return {
        "software": f"Rowback {RELEASE}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in ("zstandard", "scrapy", "trafilatura", "rfc3161-client")},
    }
