"""What keeps the reading of a broken page linear: few attributes to a tag, few open elements, raw elements.

Source goes in, source or pieces of it come out. Drops tags, never a text, and never looks at what a text says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from spiders.reading.nesting import with_bearable_nesting
from spiders.reading.tags import RAW_TAGS

MOST_ATTRIBUTES = 1000
"""Attributes kept of a start tag. Parsers compare each with all before it: 20,000 take a second, 100,000 thirty."""
MOST_TAGS = 100_000
"""Tags read of one page; the busiest front pages have a fifth of it."""
_STEP = 10_000
"""Characters. Twice as many hold more attributes than that only where they are a few characters each."""
_MANY_VALUES = 15_000
"""Equals signs, above which each tag of a page is counted through; nine in ten saved pages have less than a third."""
_ATTRIBUTE = r"[\s/]++[^\s/>=\"'<]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'>]++))?+"
_SWOLLEN = re.compile(rf"<[a-z][^\s/>]*+(?>(?:{_ATTRIBUTE}){{{MOST_ATTRIBUTES}}})((?:{_ATTRIBUTE})++)", re.I)


def with_bearable_tags(html: str) -> str:
    """The first MOST_TAGS tags of a source, of which none has too many attributes or opens one element too many."""
    return with_bearable_nesting(_attributed(html), MOST_TAGS)


def _attributed(html: str) -> str:
    if html.count("=") > _MANY_VALUES:
        html = _SWOLLEN.sub(lambda tag: tag[0][: tag.start(1) - tag.start()], html)
    pieces: list[str] = []
    end, last = 0, -1
    for start in range(0, len(html) - _STEP, _STEP):
        # A long tag fills at least one of these windows; in a real page a tag opens in nearly each.
        if start < end or html.find("<", start, start + _STEP) >= 0:
            continue
        at = html.rfind("<", max(last, 0), start)
        if at != last and (tag := _SWOLLEN.match(html, at)) is not None:
            pieces.append(html[end : tag.start(1)])
            end = tag.end(1)
        last = at
    return "".join([*pieces, html[end:]]) if pieces else html


def first_tags(source: str) -> str:
    """Serialised markup up to its tag number MOST_TAGS; a tag that is read takes most of a kilobyte for a moment.

    A comment or an element of raw text that is cut off is ended: else each tag in it would be searched to the end.
    """
    if len(source) < 3 * MOST_TAGS or source.count("<") <= MOST_TAGS:
        return source
    kept = source[: -len(source.split("<", MOST_TAGS + 1)[-1]) - 1]
    pairs = [("<!--", "-->"), *((f"<{name}", f"</{name}>") for name in RAW_TAGS)]
    return kept + "".join(end for start, end in pairs if kept.rfind(start) > kept.rfind(end))


def raw_elements(html: str, name: str) -> Iterator[tuple[str, str]]:
    """Attributes and content of each element of this name, up to the first end tag behind it.

    Ends at an element that has no end: those behind it have none either, and each would be searched to the end.
    """
    opening, ending = _tags(name)
    at = 0
    while (opened := opening.search(html, at)) is not None:
        start = html.find(">", opened.end()) + 1
        closing = ending.search(html, start) if start else None
        if closing is None:
            return
        yield html[opened.end() : start - 1], html[start : closing.start()]
        at = closing.end()


@lru_cache(maxsize=8)
def _tags(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(f"<{name}", re.I), re.compile(f"</{name}", re.I)
