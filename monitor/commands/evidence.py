"""`rowback evidence CHANGE|ARTICLE`: one file that anyone can check without us: pages, texts, facts, changes, chain.

Reads the store and writes one WACZ file; changes nothing and works beside a running daemon.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.commands.options import config_option, json_option, load_config, opened_store

if TYPE_CHECKING:
    from monitor.keeping.bundle import Evidence
    from monitor.store import Store
    from monitor.store.rows import ArticleRow
    from spiders.article import Article


@click.command("evidence")
@click.argument("words", metavar="CHANGE|ARTICLE")
@click.option(
    "--from", "first", type=int, metavar="N", help="The older version; the one before the change, or the first."
)
@click.option("--to", "last", type=int, metavar="M", help="The newer version; that of the change, or the newest.")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write; else named by article and versions.")
@config_option
@json_option
def evidence(
    words: str, first: int | None, last: int | None, out: Path | None, config: Path | None, as_json: bool
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
        found = _found(store, article, before, after)
    raw = wacz(found)
    path = out or Path(f"rowback-{article.id}-{before}-{after}.wacz")
    try:
        path.write_bytes(raw)
    except OSError as wrong:
        raise StoreError(f"{path}: cannot be written ({wrong.strerror})") from wrong
    told = {
        "file": str(path),
        "sha256": hashlib.sha256(raw).hexdigest(),
        "bytes": len(raw),
        "versions": sorted(found.texts),
        "pages": len(found.pages),
        "head": found.head,
    }
    if as_json:
        print_json(told)
        return
    click.echo(f"{path}: versions {before} to {after}, {len(found.pages)} pages, {len(raw):,} bytes")
    missing = sorted(set(found.texts) - {page.version for page in found.pages})
    if missing:
        click.echo(f"no page is kept of version {', '.join(map(str, missing))}: its text and the chain are in it")
    click.echo(f"sha256 {told['sha256']}")
    click.echo(f"head   {found.head}")


def _meant(store: Store, words: str, first: int | None, last: int | None) -> tuple[ArticleRow, int, int]:
    from monitor.errors import UsageError
    from monitor.finding import find_article
    from monitor.store import history

    if words.startswith("#") and words[1:].isdigit():
        change = store.read(history.change_by_id, int(words[1:]))
        if change is None:
            raise UsageError(f"there is no change {words}; `rowback changes` shows their numbers")
        article = store.read(history.article_by_id, change.article_id)
        return article, first or max(1, change.version - 1), last or change.version
    article = find_article(store, words)
    return article, first or 1, last or article.version


def _found(store: Store, article: ArticleRow, before: int, after: int) -> Evidence:
    import base64
    from dataclasses import asdict

    from monitor.changes import explained
    from monitor.commands.times import stamp
    from monitor.keeping.bundle import Evidence, KeptPage
    from monitor.keeping.chain import EntryKind
    from monitor.release import RELEASE
    from monitor.store import chain, pages, reviews, stamps, versions
    from spiders.article import Article

    numbers = range(before, after + 1)
    lost = {number: store.read(versions.text_of, article.id, number) for number in numbers}
    entries = store.read(chain.entries, article.id)
    ours = [(n, one) for n, one in entries if one.version in numbers and one.kind != EntryKind.DELETED]
    start = min((n for n, one in entries if one.kind == EntryKind.ARTICLE), default=1)
    kept = [page for page in store.read(lambda c: list(pages.of_article(c, article.id))) if page.version in numbers]
    changes = [store.read(chain.chained_changes, one) for _, one in ours if one.changes is not None]
    flat = [change for group in changes for change in group]
    old, new = (Article.from_json(lost[number]) for number in (before, after))
    return Evidence(
        url=article.url,
        title=article.title,
        texts=lost,
        facts={number: store.read(chain.chained_facts, article.id, number) for number in numbers},
        changes=changes,
        account=explained(old, new).to_dict(),
        diff=_diff(old, new, before, after),
        pages=[KeptPage(one.id, one.version, one.raw_record, one.record, one.body, one.certificates) for one in kept],
        chain=store.read(lambda c: list(chain.lines_from(c, start))),
        head=store.read(chain.head).sha256.hex(),
        stamps=[
            {
                "entry": row.n,
                "head": row.head.hex(),
                "authority": row.authority,
                "says": stamp(row.stamped_at),
                "answer": base64.b64encode(row.answer).decode(),
            }
            for row in store.read(stamps.listing)
            if row.n >= start
        ],
        reviews=[
            {**asdict(row), "at": stamp(row.at)} for row in store.read(reviews.of_changes, [int(c[0]) for c in flat])
        ],
        made_by=f"Rowback {RELEASE}",
    )


def _diff(old: Article, new: Article, before: int, after: int) -> str:
    import difflib

    lines = difflib.unified_diff(
        [old.title, *old.lines()], [new.title, *new.lines()], f"version {before}", f"version {after}", lineterm=""
    )
    return "\n".join(lines) + "\n"
