"""`rowback read FILE|-`: how a page is read. A file of HTML goes in; its article, or why it is none, comes out.

`--explain` shows every block of the page with keep or drop and the reason. Fetches nothing and stores nothing.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from monitor.commands.options import json_option


@click.command("read")
@click.argument("page", metavar="FILE|-")
@click.option("--explain", is_flag=True, help="Show each block of the page with keep or drop, and why.")
@click.option("--memory", is_flag=True, help="Show what was learned, to be used at the next look.")
@json_option
def read(page: str, explain: bool, memory: bool, as_json: bool) -> None:
    """Read a page as the daemon would at its first look, and show what is taken for the article."""
    from monitor.commands.output import print_json
    from monitor.commands.texts import bytes_of
    from spiders.reading import explain_page, read_page

    body = bytes_of(page)
    reading = read_page(body, "")
    found: dict[str, Any] = {
        "article": asdict(reading.article) if reading.article else None,
        "refusal": {"reason": reading.refusal.reason, "evidence": reading.refusal.evidence}
        if reading.refusal
        else None,
    }
    if explain:
        found["blocks"] = [asdict(verdict) for verdict in explain_page(body, "")]
    if memory:
        found["memory"] = {"site": dict(reading.memory.site), "page": dict(reading.memory.page)}
    if as_json:
        print_json(found)
        return
    _print(found)


def _print(found: dict[str, Any]) -> None:
    from monitor.commands.output import one_line, print_table

    article, refusal = found["article"], found["refusal"]
    if refusal:
        click.echo(f"no article: {refusal['reason']} ({one_line(refusal['evidence'])})")
    if "blocks" in found:
        rows = [("keep" if b["kept"] else "drop", b["why"], b["place"], b["text"]) for b in found["blocks"]]
        print_table(("verdict", "why", "place", "text"), rows, "There is no text on this page.")
    elif article:
        parts = [(name, article[name]) for name in ("title", "standfirst") if article[name]]
        for name in ("paragraphs", "captions", "notices"):
            parts += [(name.removesuffix("s"), text) for text in article[name]]
        parts += [("live", entry["text"]) for entry in article["live"]]
        parts += [(name, article[name]) for name in ("published", "modified", "language") if article[name]]
        print_table(("part", "text"), parts, "")
    for of, learned in found.get("memory", {}).items():
        print_table(("learned", "value"), [(f"{of}.{name}", _shown(value)) for name, value in learned.items()], "")


def _shown(value: Any) -> str:
    """Lists as their items, a mapping as its size: keys stand for texts and say nothing to people."""
    if isinstance(value, dict):
        return f"{len(value)} texts"
    if isinstance(value, list):
        return "; ".join(" > ".join(item) if isinstance(item, list) else str(item) for item in value)
    return str(value)
