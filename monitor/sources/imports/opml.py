"""OPML, in which readers of feeds hand on their lists: feeds become watches, folders and categories become tags."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from monitor.sources.imports.tagging import tags_from
from monitor.sources.wish import Wish

MOST = 50_000


def read(body: bytes) -> list[Wish]:
    """A wish for each outline with an address, with its line; of a file cut short, those before the cut."""
    from lxml import etree

    folders: list[str] = []
    found: list[Wish] = []
    reading = etree.iterparse(
        BytesIO(body), ("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, recover=True
    )
    for event, element in reading:
        if not isinstance(element.tag, str) or element.tag.lower() != "outline":
            continue
        if event == "end":
            folders.pop()
            element.clear()
            continue
        fields = {name.lower(): value for name, value in element.attrib.items()}
        if (wish := _wish(fields, folders, element.sourceline)) is not None and len(found) < MOST:
            found.append(wish)
        folders.append("" if wish is not None else fields.get("text") or fields.get("title") or "")
    return found


def _wish(fields: dict[str, Any], folders: list[str], line: int) -> Wish | None:
    # https://opml.org/spec2.opml: categories are paths with slashes, several by commas.
    categories = [part for one in fields.get("category", "").split(",") for part in one.split("/")]
    tags = tags_from(filter(None, [*folders, *categories]))
    if fields.get("xmlurl"):
        return Wish(fields["xmlurl"], tags, line=line, kind="feed")
    if fields.get("url"):
        return Wish(fields["url"], tags, line=line)
    return None
