"""`rowback read FILE|URL|-`: how a page is read. A page goes in; its article, or why it is none, comes out.

`--explain` shows every block of the page with keep or drop and the reason. Stores nothing, and fetches only where an
address is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import config_option, json_option, load_config

if TYPE_CHECKING:
    from monitor.config.loading import Config
    from spiders.article import Article


@click.command("read")
@click.argument("page", metavar="FILE|URL|-")
@click.option("--url", default="", help="The address a saved page comes from, for the [[site]] overrides.")
@click.option("--explain", is_flag=True, help="Show each block of the page with keep or drop, and why.")
@click.option("--memory", is_flag=True, help="Show what was learned, to be used at the next look.")
@config_option
@json_option
def read(page: str, url: str, explain: bool, memory: bool, config: Path | None, as_json: bool) -> None:
    """Read a page as the daemon would at its first look, and show what is taken for the article."""
    from monitor.commands.output import print_json, say_lacking
    from spiders.reading import explain_page, read_page

    asked = page.startswith(("http://", "https://"))
    settings = load_config(config) if asked or url or config else None
    body, how = _page(page, url, settings if asked else None)
    how["overrides"] = settings.overrides if settings is not None else ()
    reading = read_page(body, **how)
    found: dict[str, Any] = {
        "article": asdict(reading.article) if reading.article else None,
        "refusal": {"reason": reading.refusal.reason, "evidence": reading.refusal.evidence}
        if reading.refusal
        else None,
    }
    if reading.coverage is not None:
        found["coverage"] = asdict(reading.coverage) | {"left": dict(reading.coverage.left)}
    if explain:
        found["blocks"] = [asdict(verdict) for verdict in explain_page(body, **how)]
    if memory:
        found["memory"] = {"site": dict(reading.memory.site), "page": dict(reading.memory.page)}
    if as_json:
        print_json(found)
        return
    _print(found, _lines(reading.article) if reading.article else ())
    if reading.article:
        say_lacking(reading.article.language)


def _page(page: str, url: str, settings: Config | None) -> tuple[bytes, dict[str, Any]]:
    """The bytes of the page, and what else is known of it; it is fetched where there are settings to fetch it by."""
    if settings is not None:
        from monitor.commands.asking import fetch_page

        fetched = fetch_page(page, settings)
        return fetched.body, {"url": fetched.url, "status": fetched.status or 200, "headers": dict(fetched.headers)}
    from monitor.commands.texts import bytes_of

    return bytes_of(page), {"url": url}


def _lines(article: Article) -> list[tuple[str, str]]:
    """The text in its order, each paragraph as what it is."""
    rows = {place for table in article.tables for place in table.places()}
    return [("table" if place in rows else "paragraph", text) for place, text in enumerate(article.paragraphs)]


def _print(found: dict[str, Any], lines: Sequence[tuple[str, str]]) -> None:
    from monitor.commands.output import one_line, print_table

    article, refusal = found["article"], found["refusal"]
    if refusal:
        click.echo(f"no article: {refusal['reason']} ({one_line(refusal['evidence'])})")
    if "blocks" in found:
        rows = [("keep" if b["kept"] else "drop", b["why"], b["place"], b["text"]) for b in found["blocks"]]
        print_table(("verdict", "why", "place", "text"), rows, "There is no text on this page.")
    elif article:
        parts = [(name, article[name]) for name in ("title", "standfirst") if article[name]]
        parts += lines
        for name in ("captions", "notices"):
            parts += [(name.removesuffix("s"), text) for text in article[name]]
        parts += [("live", entry["text"]) for entry in article["live"]]
        parts += [(name, article[name]) for name in ("published", "modified", "language") if article[name]]
        print_table(("part", "text"), parts, "")
    if told := found.get("coverage"):
        click.echo(_covered(told))
    for of, learned in found.get("memory", {}).items():
        print_table(
            ("learned", "value"), [(f"{of}.{name}", _shown(name, value)) for name, value in learned.items()], ""
        )


def _covered(told: dict[str, Any]) -> str:
    """The share of the page's sentences that was read, what the others were taken for, and where to look if many."""
    share = 100 * told["read"] // max(1, told["shown"])
    left = ", ".join(f"{word} {100 * size // told['shown']}%" for word, size in told["left"].items() if size)
    line = f"read {share}% of the page's sentences" + (f"; left out as {left}" if left else "")
    if 4 * told["lost"] > told["shown"]:
        line += "\nMuch was left out for where it stands alone: --explain shows it, a [[site]] override takes it in."
    return line


_JOINED = frozenset(
    ["body", "furniture", "captions", "notices", "live", "pending", "shared", "leaves", "unsettled", "restless"]
)
_ONE_KEY = frozenset(["title", "standfirst", "standfirst_at", "at", "override"])


def _shown(name: str, value: Any) -> str:
    """Keys stand for texts and places and say nothing to people: they are counted, or said to be known."""
    if name in _JOINED:
        return _count(len(value) // 8, "text")
    if name == "sketches":
        return _count(sum(map(bool, value)), "text")
    if name == "edges":
        return _count(len(value), "address", "es")
    if name in _ONE_KEY:
        return "known" if value else "none"
    if isinstance(value, list):
        return "; ".join(" > ".join(item) if isinstance(item, list) else str(item) for item in value)
    return str(value)


def _count(number: int, word: str, plural: str = "s") -> str:
    return f"{number} {word}{'' if number == 1 else plural}"
